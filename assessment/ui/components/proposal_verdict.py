"""The verdict in one sentence, how sure it is, the hurdle, and all forms with their conditions."""

from html import escape

import streamlit as st

from assessment.domain.forms import FitCondition
from assessment.ui import navigation
from assessment.ui.components import (
    proposal_line,
    proposal_pictures,
    proposal_why,
    rows,
    trace_words,
)
from assessment.ui.components.proposal_hand import Offer
from assessment.ui.components.proposal_line import Line
from assessment.ui.components.proposal_view import Board, comma, heading, say
from assessment.ui.messages import plain, wording
from scoring.organization.advice import FitLine, FormAdvice, FormFit

STATES = {True: "met", False: "unmet", None: "open"}
FEWEST_SHARE = 0.005
"""A smaller share of draws is not named."""


def draw(board: Board) -> None:
    """Draw the whole section."""
    advice = board.proposal.advice
    _answer(board, advice)
    proposal_line.draw(board, _form_line(board, advice))
    _trade_off(board)
    heading(board, say("hurdle.title"))
    _hurdle(board, advice)
    heading(board, say("forms.title"))
    st.caption(say("forms.help"))
    proposal_pictures.form_fit(board)
    for fit in advice.fits:
        _fit(board, fit)
    if advice.flips:
        heading(board, say("flip.title"))
        st.caption(say("flip.help"))
        st.markdown("\n".join(f"- {plain(proposal_why.flip(board, one))}" for one in advice.flips))
    _rules(board)


# ---- the sentence ----


def verdict(board: Board, advice: FormAdvice) -> str:
    """Say the verdict in one sentence."""
    names = {
        "form": board.form(advice.recommended),
        "present": board.form(advice.present),
        "best": board.form(advice.best),
        "other": board.form(advice.runner_up),
    }
    if advice.verdict == "change" and advice.present is None:
        return say("verdict.adopt", **names)
    if advice.verdict == "inside" and advice.best in (None, advice.recommended):
        return say("verdict.inside_best", **names)
    return say(f"verdict.{advice.verdict}", **names)


def certainty(board: Board, advice: FormAdvice) -> str | None:
    """Say in how many draws the recommendation came out, and what the others said."""
    if advice.certainty is None or advice.recommended is None:
        return None
    said = say(
        "verdict.certainty",
        n=f"{advice.n_draws:,}",
        share=rows.percent(advice.certainty),
        form=board.form(advice.recommended),
    )
    others = [
        say("verdict.share", form=board.form(fit.form), share=rows.percent(fit.share))
        for fit in sorted(advice.fits, key=lambda fit: -fit.share)
        if fit.form != advice.recommended and fit.share >= FEWEST_SHARE
    ]
    return say("verdict.and_others", said=said, others=comma().join(others)) if others else said


def _answer(board: Board, advice: FormAdvice) -> None:
    """Draw the answer large, its certainty, and what to find out where that is the answer."""
    share = certainty(board, advice)
    with st.container(key="verdict"):
        st.html(
            f'<div class="fo-verdict fo-{escape(advice.verdict)}">'
            f"<small>{escape(say(f'verdict.tag_{advice.verdict}'))}</small>"
            f"{_sentence(board, verdict(board, advice))}"
            f"{f'<span>{escape(share)}</span>' if share else ''}"
            "</div>"
        )
    if board.proposal.settings.form is not None:
        st.info(
            plain(say("verdict.by_hand", form=board.form(board.proposal.settings.form))),
            icon=":material/back_hand:",
        )
    if advice.confidence == "low":
        st.warning(plain(say("verdict.low")), icon=":material/crisis_alert:")
    _to_find_out(board, advice)
    st.caption(plain(say("verdict.judged")))


def _sentence(board: Board, said: str) -> str:
    """Write the verdict, or the consultant's wording of it with what was decided about it."""
    edit = board.proposal.edit("form")
    if edit is None:
        return f"<p>{escape(said)}</p>"
    mark = f'<span class="fo-tag fo-hand">{escape(say(f"hand.mark_{edit.action}"))}</span>'
    struck = ' class="fo-struck"' if edit.action == "rejected" else ""
    return f"<p{struck}><b>{escape(edit.text or said)}</b> {mark}</p>"


def _to_find_out(board: Board, advice: FormAdvice) -> None:
    """List what is missing, and the facts that would decide, most telling first."""
    lines = [
        wording(board.design.requirements[n].name)
        for n in advice.missing
        if n < len(board.design.requirements)
    ]
    if lines:
        st.markdown(f"**{say('verdict.missing')}**")
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    if advice.deciding and advice.verdict in ("insufficient", "choice"):
        key = "verdict.deciding" if advice.verdict == "insufficient" else "verdict.find_out"
        st.markdown(f"**{say(key, n=len(advice.deciding))}**")
        st.markdown("\n".join(f"{n}. {plain(_fact(board, one))}" for n, one in enumerate(advice.deciding, 1)))
    if (lines or advice.deciding) and board.mine and advice.verdict in ("insufficient", "choice"):
        navigation.link("facts", say("verdict.to_facts"), icon=navigation.ICONS["facts"])


def _fact(board: Board, key: str) -> str:
    names = board.view.names
    derived = f"derived.{key}"
    if derived in names.by_id:
        return names.get(derived)
    known = board.view.result.score(key) is not None
    return trace_words.operand(board.view, "score" if known else "fact", key)


def _form_line(board: Board, advice: FormAdvice) -> Line:
    said = verdict(board, advice)
    return Line(Offer("form", text=said), say("line.form_row"), note=say("line.form_note"))


def _trade_off(board: Board) -> None:
    """Say what the form brings and what it costs."""
    form = board.built
    if form is None:
        return
    pairs = ((say("trade.gain"), form.gain, "gain"), (say("trade.price"), form.price, "price"))
    st.html(
        '<div class="fo-pair">'
        + "".join(
            f'<div class="fo-{kind}"><small>{escape(title)}</small><p>{escape(wording(text))}</p></div>'
            for title, text, kind in pairs
        )
        + "</div>"
    )


# ---- the hurdle ----


def _hurdle(board: Board, advice: FormAdvice) -> None:
    """Draw both halves of the hurdle with what was counted."""
    hurdle = advice.hurdle
    state = {True: "passed", False: "failed", None: "unknown"}[hurdle.passed]
    st.markdown(
        plain(say(f"hurdle.{state}", met=hurdle.n_met, symptoms=hurdle.n_symptoms, needed=hurdle.needed))
    )
    st.caption(say("hurdle.help", needed=hurdle.needed))
    best = advice.fit_of(advice.best)
    form = next((one for one in board.design.forms if one.id == advice.best), None)
    if best is not None and form is not None and best.met:
        st.markdown(f"**{plain(say('hurdle.conditions', form=board.form(form.id)))}**")
        st.html(conditions(board, form.fits, best.met))
    if hurdle.symptoms:
        st.markdown(f"**{say('hurdle.symptoms')}**")
        st.html(conditions(board, board.design.symptoms, hurdle.symptoms))


def conditions(board: Board, known: tuple[FitCondition, ...], lines: tuple[FitLine, ...]) -> str:
    """Write conditions as a list: state, name, and the facts that were compared."""
    names = {one.id: wording(one.name) for one in known}
    return (
        '<ul class="fo-checks">'
        + "".join(_condition(board, names.get(line.condition, line.condition), line) for line in lines)
        + "</ul>"
    )


def _condition(board: Board, name: str, line: FitLine) -> str:
    state = STATES[line.outcome]
    facts = [trace_words.sentence(board.view, trace) for trace in line.traces]
    missing = [_fact(board, key) for key in line.missing]
    if missing and line.outcome is None:
        facts = [*(f for f, t in zip(facts, line.traces, strict=True) if t.value is not None)]
        facts.append(say("forms.missing", names=comma().join(missing)))
    detail = "".join(f"<small>{escape(one)}</small>" for one in facts)
    tag = escape(say(f"forms.{state}"))
    return f'<li class="fo-{state}"><i>{tag}</i><div><span>{escape(name)}</span>{detail}</div></li>'


# ---- all forms ----


def _fit(board: Board, fit: FormFit) -> None:
    """Draw one form: its rank and fit in one line, opened its conditions."""
    form = next((one for one in board.design.forms if one.id == fit.form), None)
    title = say(
        "forms.row",
        rank=fit.rank,
        form=board.form(fit.form),
        fit=rows.percent(fit.fit),
        met=len(fit.met),
        unmet=len(fit.unmet),
        open=len(fit.open),
    )
    with st.expander(plain(title), key=f"fit-{fit.form}"):
        if form is not None:
            st.markdown(plain(wording(form.summary)))
            if form.source == "seed" and form.seed_words:
                st.caption(plain(say("why.seed", words=form.seed_words)))
        st.caption(plain(_fit_words(fit)))
        for group in ("facts", "profile"):
            chosen = tuple(line for line in fit.lines if line.group == group)
            if chosen:
                st.markdown(f"**{say(f'forms.group_{group}')}**")
                st.html(conditions(board, form.fits if form else (), chosen))
        st.caption(say("forms.source_seed" if form and form.source == "seed" else "forms.source_judgement"))


def _fit_words(fit: FormFit) -> str:
    said = say("forms.fit", fit=rows.percent(fit.fit), share=rows.percent(fit.share))
    return say("forms.best_case", said=said, best=rows.percent(fit.best_case)) if fit.open else said


# ---- rules that hold in any form ----


def _rules(board: Board) -> None:
    """Draw the structural rules that fired: what to repair whatever the form."""
    heading(board, say("rules.title"))
    fired = [one for one in board.view.result.recommendations if one.status == "fired"]
    known = {rule.id: rule for rule in board.view.run.knowledge.rules}
    lines = [
        Line(
            Offer(f"rule:{one.rule}", text=wording(known[one.rule].change)),
            wording(known[one.rule].change),
            note=say("rules.cause", cause=wording(known[one.rule].cause)),
            mark=(one.rule, "plain"),
        )
        for one in fired
        if one.rule in known
    ]
    if not lines:
        st.info(say("rules.none"), icon=":material/task_alt:")
        return
    st.caption(say("rules.help"))
    proposal_line.draw_all(board, lines)
