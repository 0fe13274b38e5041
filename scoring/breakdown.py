"""How a score arose: back from the printed number to items, weights, raters and sources of error.

Every score is S = sum over its parts k of w_k S_k with S_k = mean of m_i over the items of k + sum over its
answered items of (n_i / n_k) c_i, where m_i is the item's yardstick, c_i the mean of its adjusted answers and
n_i their number (METHOD.md section 5). A dimension, sub-capability or overlay is one part of weight 1. The
variance falls into three sources, SE^2 = s2_r sum W_r^2 + s2_mi sum W_i^2 + s2_e sum w^2; the last two follow
from the counts of answers, the first is what is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from assessment.domain.instrument import Instrument
from assessment.domain.organization import EpochNorms
from scoring.norms import OWN_EPOCH
from scoring.readiness import position_weight
from scoring.results import WITHHELD_SMALL_GROUP, ItemResult, Score, VarianceComponents, WaveResult
from scoring.scales import OVERALL_ID, ScaleSpec, dimension_specs, overlay_specs, sub_capability_specs

Source = Literal["raters", "items", "noise"]
SOURCES: Final[tuple[Source, ...]] = ("raters", "items", "noise")

NOT_STORED: Final = "not_stored"
"""The run is older than the figures that a breakdown needs."""


@dataclass(frozen=True, slots=True)
class ItemShare:
    """What one item adds to a score: `base_weight` x `yardstick` + `answer_weight` x `adjusted`.

    `part` is the id of the scale through which the item counts; `adjusted` is 0 where nobody answered.
    """

    id: str
    part: str
    yardstick: float
    base_weight: float
    adjusted: float
    n_answers: int
    answer_weight: float

    @property
    def start(self) -> float:
        """What the item's yardstick adds, levels."""
        return self.base_weight * self.yardstick

    @property
    def lift(self) -> float:
        """What its answers add beyond the yardstick, levels."""
        return self.answer_weight * self.adjusted


@dataclass(frozen=True, slots=True)
class PartShare:
    """One part of a score: `value` (levels, not clipped to the scale) counts with `weight`."""

    id: str
    weight: float
    value: float

    @property
    def adds(self) -> float:
        """What the part adds to the score, levels."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class ErrorShare:
    """What one source adds to SE^2 (levels squared), and on how many such units the mean rests.

    `effective` counts raters, items or answers as if each had the same weight; None where the source
    adds nothing.
    """

    source: Source
    variance: float
    effective: float | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A score in its pieces. `start` + `lift` is the score before it is kept inside the scale.

    `withheld` says why there are no pieces: the score's own reason, `small_group` (an item of it may not be
    shown), or `NOT_STORED`; `items` and `errors` are empty then, and `start` and `lift` 0.
    """

    score: Score
    start: float
    lift: float
    parts: tuple[PartShare, ...]
    items: tuple[ItemShare, ...]
    errors: tuple[ErrorShare, ...]
    withheld: str | None = None


def every_score(result: WaveResult) -> tuple[Score, ...]:
    """Return every score of a result that can be broken down, withheld ones too, in the order of reading."""
    elements = tuple(e.score for e in result.snowball.elements) if result.snowball else ()
    readiness = tuple(row.score for row in result.readiness)
    return (
        result.overall,
        *result.dimensions,
        *result.sub_capabilities,
        *result.overlays,
        *readiness,
        *elements,
    )


def break_down(
    result: WaveResult, instrument: Instrument, norms: EpochNorms | None, scale_id: str
) -> Breakdown | None:
    """Break a score down to parts, items and sources of error.

    Parameters
    ----------
    result : the scored wave.
    instrument, norms : what it was scored with; items without an epoch mean are fixed and carry no error.
    scale_id : id of an overall, dimension, sub-capability, overlay, position or snowball element.

    Returns
    -------
    The pieces; None when there is no such score. Items without a yardstick (of no epoch and unanswered) take
    no part, as in the score itself.

    Notes
    -----
    In a wave that is not named no item of a score is shown when one of them may not be: the rest would
    give it away by subtraction.
    """
    score = next((s for s in every_score(result) if s.id == scale_id), None)
    if score is None:
        return None
    if score.value is None:
        return Breakdown(score, 0.0, 0.0, (), (), (), score.withheld)
    shares = tuple(_weighted_specs(result, instrument, scale_id))
    known = {item.id: item for item in result.items}
    ids = {instrument.items[column].id for spec, _ in shares for column in spec.columns}
    reason = _hidden([known[i] for i in ids if i in known])
    if reason is not None:
        return Breakdown(score, 0.0, 0.0, (), (), (), reason)
    pieces = [_piece(instrument, spec, weight, known) for spec, weight in shares]
    items = tuple(item for piece in pieces for item in piece)
    parts = tuple(
        PartShare(spec.id, weight, sum(i.start + i.lift for i in piece) / weight)
        for (spec, weight), piece in zip(shares, pieces, strict=True)
    )
    return Breakdown(
        score=score,
        start=sum(item.start for item in items),
        lift=sum(item.lift for item in items),
        parts=parts,
        items=items,
        errors=_errors(score, items, result.components, _free_items(result, norms)),
    )


def _hidden(items: list[ItemResult]) -> str | None:
    """Reason why the items of a score may not or cannot be shown."""
    if any(item.withheld == WITHHELD_SMALL_GROUP for item in items):
        return WITHHELD_SMALL_GROUP
    return None if any(item.yardstick is not None for item in items) else NOT_STORED


def _weighted_specs(
    result: WaveResult, instrument: Instrument, scale_id: str
) -> Iterator[tuple[ScaleSpec, float]]:
    """Yield the plain scales of which a score is the weighted mean, with weights that sum to 1."""
    if scale_id == OVERALL_ID:
        given = {s.id for s in result.dimensions if s.value is not None}
        weights = {spec: 1.0 for spec in dimension_specs(instrument) if spec.id in given}
    else:
        plain = (
            *dimension_specs(instrument),
            *sub_capability_specs(instrument),
            *overlay_specs(instrument),
        )
        weights = {spec: 1.0 for spec in plain if spec.id == scale_id} or _of_parts(
            result, instrument, scale_id
        )
    total = sum(weights.values())
    yield from ((spec, weight / total) for spec, weight in weights.items())


def _of_parts(result: WaveResult, instrument: Instrument, scale_id: str) -> dict[ScaleSpec, float]:
    """Weights of the sub-capabilities with a score in a position or an element of the snowball."""
    given = {s.id for s in result.sub_capabilities if s.value is not None}
    positions = {p.id for p in instrument.positions}
    found = {}
    for spec, part in zip(sub_capability_specs(instrument), instrument.sub_capabilities, strict=True):
        weight = (
            position_weight(part, scale_id) if scale_id in positions else dict(part.snowball).get(scale_id, 0)
        )
        if part.id in given and weight > 0:
            found[spec] = weight
    return found


def _piece(
    instrument: Instrument, spec: ScaleSpec, weight: float, known: dict[str, ItemResult]
) -> list[ItemShare]:
    """Items of one part with their weights in the whole score."""
    found = [known[instrument.items[c].id] for c in spec.columns if instrument.items[c].id in known]
    measured = [(item, item.yardstick) for item in found if item.yardstick is not None]
    n_answers = sum(item.n_answers for item, _ in measured)
    return [
        ItemShare(
            id=item.id,
            part=spec.id,
            yardstick=yardstick,
            base_weight=weight / len(measured),
            adjusted=item.adjusted or 0.0,
            n_answers=item.n_answers,
            answer_weight=weight * item.n_answers / n_answers if n_answers else 0.0,
        )
        for item, yardstick in measured
    ]


def _free_items(result: WaveResult, norms: EpochNorms | None) -> frozenset[str]:
    """Items measured against an epoch: only these can deviate from their yardstick as a whole."""
    return frozenset(norms.item_means) if norms is not None and result.epoch != OWN_EPOCH else frozenset()


def _errors(
    score: Score, items: tuple[ItemShare, ...], components: VarianceComponents, free: frozenset[str]
) -> tuple[ErrorShare, ...]:
    """Split SE^2 into its three sources."""
    total = (score.standard_error or 0.0) ** 2
    item_squares = sum(i.answer_weight**2 for i in items if i.id in free)
    cell_squares = sum(i.answer_weight**2 / i.n_answers for i in items if i.n_answers)
    by_item = components.merchant_item * item_squares
    by_noise = components.residual * cell_squares
    by_rater = max(total - by_item - by_noise, 0.0)
    rater_squares = by_rater / components.rater if components.rater else 0.0
    return tuple(
        ErrorShare(source, variance, 1 / squares if squares else None)
        for source, variance, squares in zip(
            SOURCES,
            (by_rater, by_item, by_noise),
            (rater_squares, item_squares, cell_squares),
            strict=True,
        )
    )
