"""A proposer for tests: says what it was given, and counts its work."""

from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Structure
from scoring.organization.advice import (
    FormAdvice,
    Hurdle,
    Plan,
    Proposal,
    StructureDifference,
    StructureFigures,
)
from scoring.organization.ground import Ground

_FIGURES = StructureFigures(0, 0, 0.0, 0.0, 0, None, None, (), (), (), ())


class Proposer:
    """Returns a proposal that holds what it was made from, and remembers every ground."""

    def __init__(self) -> None:
        self.grounds: list[Ground] = []

    def __call__(
        self,
        ground: Ground,
        *,
        scenario: str,
        name: str,
        settings: Settings,
        edits: tuple[LineEdit, ...],
    ) -> Proposal:
        """Write down the material."""
        self.grounds.append(ground)
        return plain_proposal(ground, scenario, name, settings, edits)


def plain_proposal(
    ground: Ground, scenario: str, name: str, settings: Settings, edits: tuple[LineEdit, ...]
) -> Proposal:
    """Return a proposal without any advice."""
    today = ground.structure or Structure(source="facts")
    return Proposal(
        scenario=scenario,
        name=name,
        settings=settings,
        advice=FormAdvice(
            present=None,
            best=None,
            recommended=None,
            runner_up=None,
            verdict="insufficient",
            certainty=None,
            fits=(),
            hurdle=Hurdle(0, 0, 2, (), passed=None),
            flips=(),
            deciding=(),
            missing=(),
            confidence="normal",
        ),
        today=today,
        today_problems=(),
        target=today,
        difference=StructureDifference((), 0.0, 0.0, _FIGURES, _FIGURES),
        rights=(),
        rituals=(),
        metrics=(),
        plan=Plan((), (), (), 0.0, optimal=True),
        projections=(),
        crosswalk=(),
        readings=(),
        edits=edits,
    )
