"""Why a line of the recommendation stands there: the rule, the facts and scores, the items, the source."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from assessment.domain.forms import OrganizationForm
from assessment.domain.organization import FactValue, SourceMark
from scoring.organization.advice import (
    Flip,
    FormAdvice,
    MetricChange,
    Plan,
    PostChange,
    Reading,
    StructureDifference,
    Workload,
)
from scoring.organization.ground import Ground
from scoring.organization.hand import post_line
from scoring.results import ComparisonTrace

JUDGEMENT: Final = "judgement"
_DIGITS: Final = 1
"""Scores are compared as they are printed: a move that nobody can see does not call for a new look."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that lines are made of.

    `proposed` is the form that the scenario sets or the facts recommend, `form` the one that the target is
    built in (None: no target). `offered` is the difference before the consultant touched posts, `difference`
    after; `metrics` are all, also those that were rejected: what was rejected can still be explained, and no
    line moves because of the edit that was made on it.
    """

    ground: Ground
    advice: FormAdvice
    proposed: OrganizationForm | None
    form: OrganizationForm | None
    offered: StructureDifference
    difference: StructureDifference
    metrics: tuple[MetricChange, ...]
    plan: Plan


def readings(told: Told) -> tuple[Reading, ...]:
    """Explain every line of a proposal, in the order in which it is told."""
    return (
        _form(told),
        *_rules(told),
        *_posts(told),
        *_rights(told),
        *_rituals(told),
        *_metrics(told),
        *_initiatives(told),
    )


def _form(told: Told) -> Reading:
    advice, form = told.advice, told.proposed
    fit = advice.fit_of(form.id if form else advice.best)
    lines = (*(fit.lines if fit else ()), *advice.hurdle.symptoms)
    traces = _unique(tuple(trace for line in lines for trace in line.traces))
    source = form.source if form else JUDGEMENT
    words = form.seed_words if form else ""
    rule = form.id if form else ""
    flips = advice.flips if rule == advice.recommended else ()
    return _reading(told, "form", rule, traces, (source, words), flips)


def _rules(told: Told) -> Iterator[Reading]:
    known = {rule.id: rule for rule in told.ground.knowledge.rules}
    for one in told.ground.result.recommendations:
        if one.status == "fired" and one.rule in known:
            rule = known[one.rule]
            yield _reading(told, f"rule:{one.rule}", one.rule, one.traces, (rule.source, rule.seed_words))


def _posts(told: Told) -> Iterator[Reading]:
    """Explain the posts that are told, then those that the consultant took out.

    What was offered explains a post, also one whose headcount was set by hand or that stays by hand.
    """
    offered = {_line_of(change): change for change in told.offered.changes}
    loads = {load.kind: load for load in told.offered.after.workloads}
    for change in told.difference.changes:
        yield _post(told, offered.pop(_line_of(change), change), loads)
    for change in offered.values():
        yield _post(told, change, loads)


def _line_of(change: PostChange) -> str:
    return post_line((change.after or change.before)[0])


def _post(told: Told, change: PostChange, loads: Mapping[str, Workload]) -> Reading:
    """Explain a post by the form and by the work that the staffing arithmetic counts."""
    load = loads.get(change.kind)
    line = _line_of(change)
    form = told.form.id if told.form else ""
    rule = f"{form}:{change.kind}"
    if load is None:
        return _reading(told, line, rule, (), (JUDGEMENT, ""))
    needed = ComparisonTrace("derived", load.driver, "=", load.units, load.units, outcome=True)
    return _reading(told, line, rule, (needed, *_staffing_facts(told, load.driver)), (JUDGEMENT, ""))


_DRIVEN_BY: Final = {
    "live_hours_week": ("F12.rooms", "F12.hours"),
    "rooms": ("F12.rooms",),
    "room_shifts": ("F12.rooms", "F12.hours"),
    "hosts": ("F12.hosts",),
    "live_skus": ("F8.live_skus",),
    "active_talents": ("F19.active",),
}
"""The facts behind the drivers of the staffing arithmetic."""


def _staffing_facts(told: Told, driver: str) -> tuple[ComparisonTrace, ...]:
    return _facts(told, _DRIVEN_BY.get(driver, ()))


def _rights(told: Told) -> Iterator[Reading]:
    if told.form is None:
        return
    for decision in told.ground.knowledge.design.decisions:
        facts = _facts(told, (f"F16.{decision.fact}.outside", f"F16.{decision.fact}.hours"))
        rule = f"{told.form.id}:{decision.id}"
        yield _reading(told, f"right:{decision.id}", rule, facts, (decision.source, ""))


def _rituals(told: Told) -> Iterator[Reading]:
    if told.form is None:
        return
    for ritual in told.ground.knowledge.design.rituals:
        traces = tuple(trace for part in ritual.serves for trace in _gap(told, part))
        yield _reading(told, f"ritual:{ritual.id}", ritual.id, traces, (ritual.source, ""))


def _metrics(told: Told) -> Iterator[Reading]:
    for metric in told.metrics:
        facts = _facts(told, (f"F22.{metric.kind}.metric", f"F22.{metric.kind}.basis"))
        rule = told.form.id if told.form else ""
        yield _reading(told, f"metric:{metric.kind}", f"{rule}:{metric.why}", facts, (JUDGEMENT, ""))


def _initiatives(told: Told) -> Iterator[Reading]:
    known = {initiative.id: initiative for initiative in told.ground.knowledge.initiatives}
    fired = {one.rule: one.traces for one in told.ground.result.recommendations if one.status == "fired"}
    for planned in told.plan.initiatives:
        initiative = known.get(planned.initiative)
        if initiative is None:
            continue
        parts = (initiative.sub_capability,) if initiative.sub_capability else tuple(initiative.effects)
        gaps = tuple(trace for part in parts for trace in _gap(told, part))
        rules = tuple(trace for rule in planned.rules for trace in fired.get(rule, ()))
        traces, source = _unique((*gaps, *rules)), (initiative.source, initiative.seed_words)
        rule = ",".join(planned.rules) or planned.reason
        # Caps and the edit itself decide about the place in the plan; the ground is what asks for it.
        asked = ",".join((*planned.rules, *(("forced",) if planned.forced else ())))
        found = _reading(told, f"initiative:{planned.initiative}", rule, traces, source)
        yield replace(found, basis=basis_of(asked, traces))


def _gap(told: Told, part: str) -> tuple[ComparisonTrace, ...]:
    """Compare a score with its target; nothing where either is unknown."""
    score = told.ground.result.score(part)
    if score is None or score.value is None or score.target is None:
        return ()
    short = score.value < score.target
    return (ComparisonTrace("score", part, "<", score.target, score.value, short),)


def _facts(told: Told, keys: tuple[str, ...]) -> tuple[ComparisonTrace, ...]:
    known = ((key, told.ground.facts.get(key)) for key in keys)
    return tuple(
        ComparisonTrace("fact", key, "=", value, value, outcome=True)
        for key, value in known
        if value is not None
    )


def _unique(traces: tuple[ComparisonTrace, ...]) -> tuple[ComparisonTrace, ...]:
    return tuple({(t.kind, t.key, t.op, str(t.threshold)): t for t in traces}.values())


def _reading(
    told: Told,
    line: str,
    rule: str,
    traces: tuple[ComparisonTrace, ...],
    source: tuple[SourceMark, str],
    flips: tuple[Flip, ...] = (),
) -> Reading:
    return Reading(
        line=line,
        rule=rule,
        traces=traces,
        items=_items(told, traces),
        source=source[0],
        seed_words=source[1],
        flips=flips,
        basis=basis_of(rule, traces),
    )


def _items(told: Told, traces: tuple[ComparisonTrace, ...]) -> tuple[str, ...]:
    """Name the items behind the scores that were compared: of a sub-capability, a dimension or themselves."""
    keys = {trace.key for trace in traces if trace.kind == "score"}
    return tuple(
        item.id
        for item in told.ground.instrument.items
        if keys & {item.id, item.sub_capability, item.dimension}
    )


def basis_of(rule: str, traces: tuple[ComparisonTrace, ...]) -> str:
    """Digest of what a line rests on: 16 hexadecimal digits; scores count as they are printed.

    >>> basis_of("R1", ()) == basis_of("R1", ()), basis_of("R1", ()) == basis_of("R2", ())
    (True, False)
    """
    read = [(t.kind, t.key, t.op, _plain(t.threshold), _plain(t.value)) for t in traces]
    text = json.dumps([rule, sorted(read, key=str)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: FactValue | None) -> object:
    if isinstance(value, float):
        return round(value, _DIGITS)
    return list(value) if isinstance(value, tuple) else value
