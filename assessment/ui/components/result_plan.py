"""Recommendations with the facts that fired them, and the initiatives to begin with."""

import streamlit as st

from assessment.domain.organization import FactField, Initiative
from assessment.ui.components import result_view, rows
from assessment.ui.components.result_view import View
from assessment.ui.messages import common, plain, tell, wording
from scoring.results import ComparisonTrace, RankedInitiative, Recommendation

FIRST = 8
"""Initiatives shown at once: what a merchant can look at in one sitting; the rest is in the PDF."""


def draw(view: View) -> None:
    """Draw fired rules, rules that need more facts, and the first initiatives."""
    result_view.heading(view, tell("plan.title"))
    fired = [one for one in view.result.recommendations if one.status == "fired"]
    if fired:
        st.caption(tell("plan.help"))
    else:
        st.info(tell("plan.none"), icon=":material/task_alt:")
    for one in fired:
        _fired(view, one)
    _undecided(view)
    result_view.heading(view, tell("plan.first"))
    st.caption(tell("plan.first_help"))
    if not view.result.initiatives:
        st.info(tell("plan.no_initiatives"))
    for ranked in view.result.initiatives[:FIRST]:
        _initiative(view, ranked)


def _fired(view: View, one: Recommendation) -> None:
    rule = next((r for r in view.run.knowledge.rules if r.id == one.rule), None)
    if rule is None:
        return
    with st.expander(f"**{plain(wording(rule.name))}**", expanded=True, key=f"rule-{rule.id}"):
        st.markdown(f"**{tell('plan.cause')}** {plain(wording(rule.cause))}")
        st.markdown(f"**{tell('plan.change')}** {plain(wording(rule.change))}")
        st.markdown(f"**{tell('plan.because')}**")
        for trace in (trace for trace in one.traces if trace.outcome):
            st.markdown(f"- {plain(_trace(view, trace))}")


def _undecided(view: View) -> None:
    open_rules = [one for one in view.result.recommendations if one.status == "undecidable"]
    if not open_rules:
        return
    rules = {rule.id: rule for rule in view.run.knowledge.rules}
    with st.expander(tell("plan.undecided", n=len(open_rules)), key="undecided"):
        st.caption(tell("plan.undecided_help"))
        for one in open_rules:
            needs = tell("results.list_comma").join(view.names.get(key) for key in one.missing)
            name = wording(rules[one.rule].name) if one.rule in rules else one.rule
            st.markdown(f"- {plain(tell('plan.needs', name=name, needs=needs))}")


def _initiative(view: View, ranked: RankedInitiative) -> None:
    found = next((i for i in view.run.knowledge.initiatives if i.id == ranked.initiative), None)
    if found is None:
        return
    title = f"**{ranked.rank}** &nbsp; {plain(wording(found.name))} &nbsp; :gray[{found.id}]"
    with st.expander(title, key=f"initiative-{found.id}"):
        for label, value in _lines(view, found, ranked):
            st.markdown(f"**{label}** {plain(value)}")


def _lines(view: View, found: Initiative, ranked: RankedInitiative) -> list[tuple[str, str]]:
    lines = [
        (tell("plan.owner"), wording(found.owner)),
        (
            tell("plan.effort"),
            tell(
                "plan.effort_value",
                days=rows.number(found.person_days, 0),
                cash=tell(f"plan.cash_{found.cash_rank}"),
            ),
        ),
        (tell("plan.kpi"), wording(found.kpi)),
    ]
    if wording(found.prerequisite):
        lines.append((tell("plan.prerequisite"), wording(found.prerequisite)))
    if found.sub_capability is not None:
        gap = tell("plan.gap", name=view.names.get(found.sub_capability), gap=rows.number(ranked.gap))
        lines.append((tell("plan.why"), gap))
    if ranked.rules:
        named = tell("results.list_comma").join(view.names.get(rule) for rule in ranked.rules)
        lines.append((tell("plan.from_rules"), named))
    if ranked.forced:
        lines.append((tell("plan.first_of_all"), tell("plan.forced")))
    return lines


# ---- how a condition was met ----


def _trace(view: View, trace: ComparisonTrace) -> str:
    """One met condition as a sentence: what, its value, and the threshold where there is one."""
    field = view.run.knowledge.facts_form.field(trace.key) if trace.kind == "fact" else None
    digits = trace.kind != "fact"
    said = {"name": _operand(view, trace), "value": _value(trace.value, field, decimal=digits)}
    if isinstance(trace.threshold, bool | str | tuple):
        return tell("plan.trace_plain", **said)
    threshold = _value(trace.threshold, field, decimal=digits)
    return tell("plan.trace", op=_operator(trace.op), threshold=threshold, **said)


def _operand(view: View, trace: ComparisonTrace) -> str:
    if trace.kind == "derived":
        return view.names.get(f"derived.{trace.key}")
    name = view.names.get(trace.key)
    if trace.kind != "score":
        return name
    return tell("plan.item_score" if trace.key in view.run.instrument.index else "plan.score_of", name=name)


def _operator(op: str) -> str:
    return {"<=": "≤", ">=": "≥", "!=": "≠"}.get(op, op)


def _value(
    value: float | str | bool | tuple[str, ...] | None,
    field: FactField | None,
    *,
    decimal: bool,
) -> str:
    """One value in words; `decimal` prints one decimal always, as scores are printed everywhere."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return common("yes_no.yes" if value else "yes_no.no")
    if isinstance(value, tuple):
        return tell("results.list_comma").join(_value(one, field, decimal=decimal) for one in value)
    if isinstance(value, str):
        names = {option.id: wording(option.name) for option in field.options} if field else {}
        return names.get(value, value)
    unit = tell("plan.unit", unit=wording(field.unit)) if field is not None and field.unit is not None else ""
    printed = f"{value:,.1f}"
    return (printed if decimal else printed.removesuffix(".0")) + unit
