"""Structural rules applied to one merchant: fired, quiet, or not decidable yet and what is missing."""

from collections.abc import Mapping
from typing import Final, Literal

from assessment.domain.organization import Facts, StructuralRule
from scoring.organization.conditions import Operands, evaluate
from scoring.organization.derived import Figure
from scoring.results import WITHHELD_NOT_APPLICABLE, Recommendation, Score

Status = Literal["fired", "undecidable", "quiet"]
_STATUS: Final[Mapping[bool | None, Status]] = {True: "fired", None: "undecidable", False: "quiet"}


def operands_of(
    scores: tuple[Score, ...], items: Mapping[str, float], facts: Facts, figures: Mapping[str, Figure]
) -> Operands:
    """Collect what comparisons may look up.

    Parameters
    ----------
    scores : dimensions and sub-capabilities on the level scale; a withheld one is unknown, or known to be
        absent when it does not apply to the merchant.
    items : keyed mean level of every answered item, by id.
    facts : what the owner typed.
    figures : derived figures, known or not.
    """
    return Operands(
        scores={**items, **{s.id: s.value for s in scores if s.value is not None}},
        facts=facts,
        derived={key: f.value for key, f in figures.items() if f.value is not None},
        needs={key: f.needs for key, f in figures.items() if f.value is None},
        inapplicable=frozenset(s.id for s in scores if s.withheld == WITHHELD_NOT_APPLICABLE),
        bounds={key: f.bounds for key, f in figures.items() if f.value is None and f.bounds},
    )


def recommendations(rules: tuple[StructuralRule, ...], operands: Operands) -> tuple[Recommendation, ...]:
    """Decide every rule, in the order of the knowledge base.

    A rule whose facts are missing is never silently quiet: it is undecidable and names the facts, scores or
    figures that would decide it. A rule about what the merchant does not do is quiet.
    """
    return tuple(_decide(rule, operands) for rule in rules)


def _decide(rule: StructuralRule, operands: Operands) -> Recommendation:
    verdict = evaluate(rule.when, operands)
    return Recommendation(
        rule=rule.id,
        status=_STATUS[verdict.outcome],
        traces=verdict.traces,
        missing=verdict.missing,
        initiatives=rule.initiatives,
    )
