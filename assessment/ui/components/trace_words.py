"""How a condition was met: facts, scores and derived figures as sentences."""

from assessment.domain.organization import FactField
from assessment.ui import session
from assessment.ui.components.result_view import View
from assessment.ui.messages import common, tell, wording
from scoring.results import ComparisonTrace


def sentence(view: View, trace: ComparisonTrace) -> str:
    """One compared operand as a sentence: what, its value, and the threshold where there is one."""
    said = {
        "name": operand(view, trace.kind, trace.key),
        "value": worth(view, trace.kind, trace.key, trace.value),
    }
    if isinstance(trace.threshold, bool | str | tuple):
        return tell("plan.trace_plain", **said)
    threshold = worth(view, trace.kind, trace.key, trace.threshold)
    return tell("plan.trace", op=_operator(trace.op), threshold=threshold, **said)


def operand(view: View, kind: str, key: str) -> str:
    """Name of a score, a fact or a derived figure."""
    if kind == "derived":
        return view.names.get(f"derived.{key}")
    name = view.names.get(key)
    if kind != "score":
        return name
    return tell("plan.item_score" if key in view.run.instrument.index else "plan.score_of", name=name)


def worth(view: View, kind: str, key: str, figure: float | str | bool | tuple[str, ...] | None) -> str:
    """Word a value of such an operand, with options and units."""
    field = view.run.knowledge.facts_form.field(key) if kind == "fact" else None
    return value(figure, field, decimal=kind == "score")


def _operator(op: str) -> str:
    return {"<=": "≤", ">=": "≥", "!=": "≠"}.get(op, op)


def value(
    figure: float | str | bool | tuple[str, ...] | None,
    field: FactField | None,
    *,
    decimal: bool,
) -> str:
    """One value in words; `decimal` prints one decimal always, as scores are printed everywhere."""
    if figure is None:
        return "–"
    if isinstance(figure, bool):
        return common("yes_no.yes" if figure else "yes_no.no")
    if isinstance(figure, tuple):
        return tell("results.list_comma").join(value(one, field, decimal=decimal) for one in figure)
    if isinstance(figure, str):
        names = {option.id: wording(option.name) for option in field.options} if field else {}
        return names.get(figure, figure)
    unit = (
        tell("plan.unit", unit=_unit(figure, field)) if field is not None and field.unit is not None else ""
    )
    printed = f"{figure:,.1f}"
    return (printed if decimal else printed.removesuffix(".0")) + unit


def _unit(value: float, field: FactField) -> str:
    """Name the unit of a number; English has a form for one."""
    unit = wording(field.unit) if field.unit is not None else ""
    if session.locale() != "en" or value != 1:
        return unit
    return {"people": "person", "agencies": "agency", "launches": "launch"}.get(unit, unit.removesuffix("s"))
