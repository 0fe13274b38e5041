"""What the numbers rest on: counts, notes of caution, suspicious answers, exclusions, and versions."""

import streamlit as st

from assessment.ui.components import result_view
from assessment.ui.components.result_view import View
from assessment.ui.messages import common, plain, tell


def method(view: View) -> None:
    """Draw what the numbers rest on: counts, notes of caution, and versions."""
    quality = view.result.data_quality
    result_view.heading(view, tell("results.quality"))
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


def _note(code: str) -> str:
    try:
        return tell(f"quality.{code}")
    except KeyError:
        return tell("quality.other", code=plain(code))
