"""Why a line stands there: rule, facts and scores with intervals, items, source, what would change it."""

from typing import Final

import streamlit as st

from assessment.domain.forms import StaffingRule
from assessment.ui.components import rows, trace_words
from assessment.ui.components.proposal_view import Board, comma, say
from assessment.ui.messages import plain, wording
from scoring.organization.advice import Flip, Reading
from scoring.results import ComparisonTrace

SHOWN_ITEMS: Final = 6
"""Items named at once; the rest is counted."""


def draw(board: Board, address: str) -> None:
    """Draw what a line rests on."""
    reading = board.proposal.reading(address)
    if reading is None:
        st.caption(say("why.none"))
        return
    st.markdown(f"**{say('why.rule')}** {plain(rule_words(board, reading))}")
    if reading.traces:
        st.markdown(f"**{say('why.facts')}**")
        st.markdown("\n".join(f"- {plain(_trace(board, trace))}" for trace in reading.traces))
    else:
        st.markdown(f"**{say('why.facts')}** {say('why.no_facts')}")
    if reading.items:
        st.markdown(f"**{say('why.items', n=len(reading.items))}** {plain(_items(board, reading.items))}")
    st.markdown(f"**{say('why.source')}** {plain(source_words(reading))}")
    st.markdown(f"**{say('why.change')}** {_change(board, reading)}")


def rule_words(board: Board, reading: Reading) -> str:
    """Say which rule, condition or formula is behind a line."""
    kind, _, name = reading.line.partition(":")
    form = board.form(reading.rule.partition(":")[0])
    if kind == "post":
        return _post_rule(board, reading.rule)
    if kind == "initiative":
        return _initiative_rule(board, name, reading.rule)
    if kind == "metric":
        return say("why.rule_metric", why=say(f"metric.why_{reading.rule.rpartition(':')[2]}"))
    if kind == "form" and not reading.rule:
        return say("why.rule_no_form")
    return say(f"why.rule_{kind}", form=form, id=reading.rule, name=board.view.names.get(reading.rule))


def _post_rule(board: Board, rule: str) -> str:
    """Say from which form a post comes and how its headcount was counted."""
    form, _, kind = rule.partition(":")
    said = say("why.rule_post", form=board.form(form)) if form else say("why.rule_post_today")
    counted = [staffing(one) for one in board.design.staffing if one.kind == kind]
    return say("why.with_staffing", said=said, rules=comma().join(counted)) if counted else said


def staffing(rule: StaffingRule) -> str:
    """Say a rule of the staffing arithmetic with its numbers."""
    low, high = f"{rule.per_low:g}", f"{rule.per_high:g}"
    return say(
        "why.staffing_one" if low == high else "why.staffing", name=wording(rule.name), low=low, high=high
    )


def _initiative_rule(board: Board, initiative: str, rule: str) -> str:
    """Name the structural rules that ask for an initiative, or why the plan took it."""
    named = [board.view.names.get(one) for one in rule.split(",") if one in board.view.names.by_id]
    if named:
        return say("why.rule_initiative_rules", rules=comma().join(named))
    return say("why.rule_initiative", reason=reason(rule), id=initiative)


def reason(code: str) -> str:
    """Say why an initiative is in, later or out."""
    try:
        return say(f"reason.{code}")
    except KeyError:
        return code


def _trace(board: Board, trace: ComparisonTrace) -> str:
    """One compared operand; a score carries its interval."""
    said = trace_words.sentence(board.view, trace)
    score = board.view.result.score(trace.key) if trace.kind == "score" else None
    if score is None or score.low is None:
        return said
    return say("why.with_interval", said=said, interval=rows.interval(score))


def _items(board: Board, items: tuple[str, ...]) -> str:
    named = [say("why.item", id=one, stem=board.view.names.get(one)) for one in items[:SHOWN_ITEMS]]
    if len(items) > SHOWN_ITEMS:
        named.append(say("why.more_items", n=len(items) - SHOWN_ITEMS))
    return "  ".join(named)


def source_words(reading: Reading) -> str:
    """Quote the article where it speaks; everything else is judged and says so."""
    if reading.source == "seed" and reading.seed_words:
        return say("why.seed", words=reading.seed_words)
    return say("why.judgement")


def _change(board: Board, reading: Reading) -> str:
    if not reading.flips:
        return say("why.change_any" if reading.traces else "why.change_none")
    return "\n" + "\n".join(f"- {plain(flip(board, one))}" for one in reading.flips)


def flip(board: Board, one: Flip) -> str:
    """Say beyond which value of one figure another form would be recommended."""
    reached = one.inclusive and one.direction != "becomes"
    return say(
        f"flip.{one.direction}_reached" if reached else f"flip.{one.direction}",
        name=trace_words.operand(board.view, one.kind, one.key),
        threshold=trace_words.worth(board.view, one.kind, one.key, one.threshold),
        now=trace_words.worth(board.view, one.kind, one.key, one.value),
        outcome=outcome(board, one.outcome),
    )


def outcome(board: Board, code: str) -> str:
    """Name what a flip leads to: a form, or a verdict."""
    if any(form.id == code for form in board.design.forms):
        return board.form(code)
    try:
        return say(f"outcome.{code}")
    except KeyError:
        return code
