"""What the numbers rest on: counts, notes of caution, suspicious answers, exclusions, and versions."""

import streamlit as st

from assessment.ui import navigation
from assessment.ui.components import flag_words, result_view
from assessment.ui.components.result_view import View
from assessment.ui.messages import common, plain, tell


def method(view: View) -> None:
    """Draw what the numbers rest on: counts, notes of caution, and versions."""
    quality = view.result.data_quality
    result_view.heading(view, tell("results.quality"), "norms")
    with st.grid(4, min_column_width=150, key="figures"):
        st.metric(tell("results.raters"), f"{quality.n_submitted}/{quality.n_invited}")
        st.metric(tell("results.n_answers"), f"{quality.n_answered}/{quality.n_asked}")
        st.metric(common("answer.unknown"), str(quality.n_unknown))
        st.metric(common("answer.not_applicable"), str(quality.n_not_applicable))
    for note in quality.notes:
        st.info(_note(note), icon=":material/info:")
    by_role = tell("results.comma").join(f"{view.names.get(role)} {n}" for role, n in quality.n_by_role)
    if by_role:
        st.caption(tell("results.by_role", roles=plain(by_role)))
    _exclusions(view)
    _flags(view)
    _contradictions(view)
    result_view.heading(view, tell("results.method"))
    st.markdown(tell("results.method_text"))
    result = view.result
    st.caption(
        plain(
            tell(
                "results.versions",
                method=result.method_version,
                instrument=f"{result.instrument_id} {result.instrument_version}",
                digest=result.instrument_digest[:12],
                epoch=result.epoch,
                date=f"{view.run.created_at:%Y-%m-%d}",
            )
        )
    )


def _exclusions(view: View) -> None:
    """Name the responses that somebody left out, with the reason that was given."""
    if not view.result.exclusions:
        return
    result_view.heading(view, tell("suspect.exclusions"))
    st.caption(tell("suspect.exclusions_help"))
    for one in view.result.exclusions:
        key = "suspect.excluded" if one.n_answers is not None else "suspect.excluded_unnamed"
        said = tell(key, role=_role(view, one.role), n=one.n_answers, reason=one.reason)
        st.markdown(f"- {plain(said)}")


def _flags(view: View) -> None:
    """Tell every flag with its figures; nothing was dropped because of one."""
    if not view.result.answer_flags:
        return
    result_view.heading(view, tell("suspect.flags"), "flags")
    st.caption(tell("suspect.flags_help"))
    for flag in view.result.answer_flags:
        name = plain(f"{_role(view, flag.role)} · {flag_words.flag_name(flag)}")
        st.markdown(f"- **{name}** &nbsp; {plain(flag_words.flag_sentence(flag))}")


def _contradictions(view: View) -> None:
    """Tell answers and facts that cannot both be right, and lead to the facts."""
    if not view.result.contradictions:
        return
    result_view.heading(view, tell("suspect.contradictions"))
    st.caption(tell("suspect.contradictions_help"))
    for one in view.result.contradictions:
        name = plain(flag_words.contradiction_name(one))
        st.markdown(
            f"- **{name}** &nbsp; {plain(flag_words.contradiction_sentence(one, view.run.instrument))}"
        )
    if any(one.facts for one in view.result.contradictions):
        navigation.link("facts", tell("plan.to_facts"), icon=navigation.ICONS["facts"])


def _role(view: View, role: str) -> str:
    return view.names.get(role) if role else tell("suspect.someone")


def _note(code: str) -> str:
    try:
        return tell(f"quality.{code}")
    except KeyError:
        return tell("quality.other", code=plain(code))
