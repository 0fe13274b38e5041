"""A fact or score that decided a rule, put into words: name, value, threshold."""

from typing import Final

from assessment.domain.organization import FactField
from reports import numbers
from reports.briefing import Briefing
from scoring.results import ComparisonTrace

ORDERED: Final = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}
SHARES: Final = ("team_unknown_share",)
"""Derived figures that are shares 0-1."""

Plain = float | str | bool | tuple[str, ...]


def told(b: Briefing, trace: ComparisonTrace) -> str:
    """Say one comparison with a known value, such as "投播分钟级协同2.1分（低于2.6分）"."""
    if trace.value is None:
        return b.say("evidence.unknown", name=name_of(b, trace.key))
    name, value = name_of(b, trace.key), worded(b, trace, trace.value)
    if trace.op in ORDERED:
        limit = (
            worded(b, trace, trace.threshold)
            if b.source.locale == "zh" or _percent(b, trace.key)
            else bare(trace)
        )
        return b.say(
            "evidence.ordered",
            name=name,
            value=value,
            side=b.say(f"evidence.{ORDERED[trace.op]}", limit=limit),
        )
    if trace.op == "!=":
        return b.say("evidence.other", name=name, value=value, limit=worded(b, trace, trace.threshold))
    return b.say("common.colon", name=name, text=value)


def _percent(b: Briefing, key: str) -> bool:
    field = b.knowledge.facts_form.field(key)
    return field is not None and field.unit is not None and b.clause(field.unit) == "%"


def bare(trace: ComparisonTrace) -> str:
    """Threshold without a unit: English would need its plural, and the value beside it has one."""
    if isinstance(trace.threshold, bool | str | tuple):
        return str(trace.threshold)
    if trace.key in SHARES:
        return numbers.share(trace.threshold)
    return numbers.score(trace.threshold) if trace.kind == "score" else numbers.plain(trace.threshold)


def name_of(b: Briefing, key: str) -> str:
    """Name of a fact, a derived figure, an item or a scale; an unknown key names itself."""
    field = b.knowledge.facts_form.field(key)
    if field is not None:
        return b.clause(field.name)
    for glossary_key in (f"derived.{key}", key):
        if glossary_key in b.knowledge.glossary:
            return b.clause(b.knowledge.glossary[glossary_key])
    if key in b.instrument.index:
        return b.say("evidence.item", id=key, stem=b.question(key))
    return b.short(key)


def worded(b: Briefing, trace: ComparisonTrace, value: Plain) -> str:
    """Value of a comparison in words, with its unit."""
    if isinstance(value, bool):
        return b.say("evidence.yes" if value else "evidence.no")
    if isinstance(value, tuple):
        return b.listing([option_name(b, trace.key, v) for v in value])
    if isinstance(value, str):
        return option_name(b, trace.key, value)
    if trace.kind == "score":
        return b.say("evidence.points", value=numbers.score(value))
    return measured(b, trace, value)


def measured(b: Briefing, trace: ComparisonTrace, value: float) -> str:
    """Write the number of a fact or derived figure with its unit."""
    if trace.kind == "derived":
        if trace.key in SHARES:
            return numbers.share(value)
        unit, text = f"evidence.unit.{trace.key}", numbers.plain(round(value, 1))
        return b.say(unit, value=text) if b.say.has(unit) else text
    field = b.knowledge.facts_form.field(trace.key)
    return with_unit(b, field, value)


def with_unit(b: Briefing, field: FactField | None, value: float) -> str:
    """Write a number followed by the unit of its field, if it has one."""
    if field is None or field.unit is None:
        return numbers.plain(value)
    unit = b.clause(field.unit)
    if unit == "%":
        return f"{numbers.plain(value)}%"
    return b.say("evidence.with_unit", value=numbers.plain(value), unit=unit)


def option_name(b: Briefing, key: str, value: str) -> str:
    """Name of a choice; an unknown one names itself."""
    field = b.knowledge.facts_form.field(key)
    found = next((o.name for o in field.options if o.id == value), None) if field else None
    return value if found is None else b.clause(found)
