"""The second door of the room: a score run and a scenario in, the whole recommended organization out."""

from dataclasses import dataclass, replace
from typing import Final

from assessment.domain.forms import OrganizationForm
from assessment.domain.scenario import BASE_SCENARIO, LineEdit, Settings
from assessment.domain.structure import Structure
from scoring.crosswalk import crosswalk
from scoring.organization.advice import (
    FormAdvice,
    MetricChange,
    Proposal,
    Reading,
    RightsLine,
    StructureDifference,
)
from scoring.organization.difference import structure_difference
from scoring.organization.explain import Told, readings
from scoring.organization.forms import advise_form
from scoring.organization.ground import Ground
from scoring.organization.hand import (
    edited_settings,
    edited_target,
    moved_lines,
    refused,
    with_rights,
)
from scoring.organization.projection import projections
from scoring.organization.rewards import metric_changes
from scoring.organization.rights import rights_lines
from scoring.organization.roadmap import roadmap
from scoring.organization.staffing import staffing_drivers
from scoring.organization.structure_checks import structure_problems
from scoring.organization.structure_facts import structure_from_facts
from scoring.organization.target import target_structure

UNCHANGED: Final = Settings()


@dataclass(frozen=True, slots=True)
class _Change:
    """Today, the target, and what leads from one to the other."""

    today: Structure
    target: Structure
    difference: StructureDifference
    offered: StructureDifference
    """The difference before posts were edited."""
    rights: tuple[RightsLine, ...] = ()
    rituals: tuple[str, ...] = ()
    metrics: tuple[MetricChange, ...] = ()
    """Also those that the consultant rejected."""


def propose(
    ground: Ground,
    *,
    scenario: str = BASE_SCENARIO,
    name: str = "",
    settings: Settings = UNCHANGED,
    edits: tuple[LineEdit, ...] = (),
) -> Proposal:
    """Work out the recommended organization under one scenario, as the consultant edited it.

    Parameters
    ----------
    ground : score run, facts, and the organization as entered, if it was.
    scenario, name : whose settings these are; printed, not read.
    settings : what the scenario changes. A form that is set there stands in for the recommended one.
    edits : the last word of the consultant on single lines.

    Returns
    -------
    The proposal. With too few facts and no form set by hand there is no target: `target` equals `today`, and
    rights, rituals and metrics are empty; the plan of initiatives is there all the same.

    Notes
    -----
    Deterministic: the draws behind the certainty have a fixed seed.
    """
    if ground.structure is not None and ground.structure.empty:
        ground = replace(ground, structure=None)  # all posts deleted: the facts speak again
    design, facts = ground.knowledge.design, ground.facts
    by_hand = edited_settings(settings, edits)
    advice = advise_form(ground, mix=by_hand.mix)
    today = ground.structure or structure_from_facts(facts, design, {})
    form = target_form(ground, advice, by_hand, edits)
    change = _change(ground, today, form, by_hand, edits)
    plan = roadmap(ground, by_hand)
    proposed = target_form(ground, advice, by_hand, ())
    told = Told(ground, advice, proposed, form, change.offered, change.difference, change.metrics, plan)
    known = readings(told)
    return Proposal(
        scenario=scenario,
        name=name,
        settings=settings,
        advice=advice,
        today=today,
        today_problems=structure_problems(today, design, facts) if ground.structure else (),
        target=change.target,
        difference=change.difference,
        rights=change.rights,
        rituals=change.rituals,
        metrics=tuple(m for m in change.metrics if not refused(edits, f"metric:{m.kind}")),
        plan=plan,
        projections=projections(ground, plan, by_hand),
        crosswalk=crosswalk(ground),
        readings=known,
        edits=edits,
        moved=_moved(known, edits),
    )


def target_form(
    ground: Ground, advice: FormAdvice, settings: Settings, edits: tuple[LineEdit, ...]
) -> OrganizationForm | None:
    """Choose the form that the target is built from; None with too few facts.

    A form set in the scenario goes first. Where the consultant rejected the recommendation, the present form
    stays.
    """
    design = ground.knowledge.design
    chosen = settings.form or (advice.present if refused(edits, "form") else advice.recommended)
    return next((form for form in design.forms if form.id == chosen), None)


def _change(
    ground: Ground,
    today: Structure,
    form: OrganizationForm | None,
    settings: Settings,
    edits: tuple[LineEdit, ...],
) -> _Change:
    design, facts, tier = ground.knowledge.design, ground.facts, ground.merchant.gmv_tier
    drivers = staffing_drivers(facts, ground.structure)
    if form is None:
        target = replace(today, source="target")
        kept = structure_difference(today, target, design, drivers, tier, settings.salaries)
        return _Change(today, target, kept, kept)
    computed = target_structure(form, ground, settings)
    target = edited_target(computed, today, edits)
    offered = structure_difference(today, computed, design, drivers, tier, settings.salaries)
    touched = target is not computed
    return _Change(
        today=today,
        target=target,
        difference=structure_difference(today, target, design, drivers, tier, settings.salaries)
        if touched
        else offered,
        offered=offered,
        rights=with_rights(rights_lines(design, form, today, target, facts), edits),
        rituals=tuple(r.id for r in design.rituals if not refused(edits, f"ritual:{r.id}")),
        metrics=metric_changes(form, today, facts),
    )


def _moved(known: tuple[Reading, ...], edits: tuple[LineEdit, ...]) -> tuple[str, ...]:
    return moved_lines({reading.line: reading.basis for reading in known}, edits)
