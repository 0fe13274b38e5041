"""Made-up grounds for roadmaps: a score run in which the tests say what each sub-capability scores."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from assessment.domain.engagement import Merchant
from assessment.domain.forms import Design
from assessment.domain.organization import Facts, Initiative
from scoring.organization.ground import Ground
from scoring.pipeline import Yardsticks, score_wave
from scoring.results import Recommendation, Score, WaveResult
from tests.scoring.builders import epoch, evidence, instrument, knowledge, responses

FULL = instrument()
TARGET = 3.5
ERROR = 0.3


@cache
def _run() -> WaveResult:
    """Everybody answers 3 everywhere."""
    rows = responses([[3] * len(FULL.items)] * 2)
    return score_wave(evidence(FULL, rows), Yardsticks(knowledge(epoch(FULL)), None))


def scored(name: str, value: float | None, *, withheld: str = "no_answer") -> Score:
    """One sub-capability with target 3.5 and standard error 0.3; None is withheld."""
    if value is None:
        return Score(name, "sub_capability", None, None, None, None, 0, 0, withheld, target=TARGET)
    low, high = max(value - 1.96 * ERROR, 1.0), min(value + 1.96 * ERROR, 5.0)
    gap = max(TARGET - value, 0.0)
    return Score(name, "sub_capability", value, ERROR, low, high, 6, 2, target=TARGET, gap=gap)


def ground(
    initiatives: tuple[Initiative, ...],
    values: Mapping[str, float | None],
    *,
    facts: Facts | None = None,
    fired: Mapping[str, tuple[str, ...]] | None = None,
    absent: tuple[str, ...] = (),
    tier: str = "G3",
    design: Design | None = None,
) -> Ground:
    """Make a ground: `values` by sub-capability (3.5, at target, where none is given) and fired rules."""
    base = _run()
    scores = tuple(
        scored(s.id, None, withheld="not_applicable")
        if s.id in absent
        else scored(s.id, values.get(s.id, TARGET))
        for s in FULL.sub_capabilities
    )
    rules = tuple(Recommendation(rule, "fired", (), (), names) for rule, names in (fired or {}).items())
    judged = knowledge(epoch(FULL), initiatives=initiatives)
    return Ground(
        instrument=FULL,
        knowledge=replace(judged, design=design or Design()),
        merchant=Merchant("m", "s", "某商家", "beauty", tier),
        facts=facts or {},
        result=replace(base, sub_capabilities=scores, recommendations=rules),
    )
