"""What may be told of a wave whose respondents were promised silence: nothing about fewer than five people.

A wave that is not named shows no figure about a group of one to four people, and none from which such a
group could be worked out as the remainder. `named` waves pass through unchanged.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from assessment.domain.engagement import WaveMode
from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE, Instrument
from scoring.arrays import BoolArray
from scoring.matrix import AnswerMatrix
from scoring.organization.derived import TEAM_UNKNOWN_SHARE, Figure
from scoring.results import WITHHELD_SMALL_GROUP, RoleGap, RoleScore, Score
from scoring.scales import ScaleSpec, dimension_specs, overlay_specs, sub_capability_specs
from scoring.scores import ScaleScores

NAMED: Final[WaveMode] = "named"
GROUP_NEEDED: Final = 5
"""People a shown figure must rest on in a wave that is not named."""


def small(n_people: int) -> bool:
    """Whether a group exists and is too small to be told about.

    Examples
    --------
    >>> [small(n) for n in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < n_people < GROUP_NEEDED


def shown_groups(sizes: Mapping[str, int], total: int) -> frozenset[str]:
    """Choose the groups that may be told about beside their total.

    Parameters
    ----------
    sizes : people in each of several disjoint groups.
    total : people in all groups together, also those that `sizes` leaves out; it is shown as well.

    Returns
    -------
    Groups of at least five whose remainder (all who are in no shown group) is nobody or at least five; where
    it is not, the smallest groups are left out as well until it is. Ties go by name.

    Notes
    -----
    Complementary suppression of a one-way table: with the total and the shown groups known, only the sum of
    all hidden groups can be worked out.

    Examples
    --------
    >>> sorted(shown_groups({"LIVE": 6, "CON": 5, "OWN": 1}, 12)), sorted(shown_groups({"LIVE": 6}, 6))
    (['LIVE'], ['LIVE'])
    """
    shown = sorted((n, name) for name, n in sizes.items() if n >= GROUP_NEEDED)
    while shown and small(total - sum(n for n, _ in shown)):
        shown.pop(0)
    return frozenset(name for _, name in shown)


def hidden_columns(spoke: BoolArray) -> BoolArray:
    """Choose the parts of a whole that may not be told about, whether or not the whole is shown.

    Parameters
    ----------
    spoke : shape (n_people, n_parts), who is behind which part; people may be behind several.

    Returns
    -------
    Shape (n_parts,): parts of one to four people and, while all people behind hidden parts are one to four,
    the part with the fewest people that is left (the first of a tie). Parts of nobody are not hidden.

    Examples
    --------
    >>> six, three = [True] * 6, [True] * 3 + [False] * 3
    >>> hidden_columns(np.array([six, three, six, six]).T).tolist()
    [True, True, False, False]
    """
    sizes = spoke.sum(axis=0)
    hidden = (sizes > 0) & (sizes < GROUP_NEEDED)
    while small(int(spoke[:, hidden].any(axis=1).sum())) and (sizes > 0)[~hidden].any():
        hidden[int(np.where(hidden | (sizes == 0), len(spoke) + 1, sizes).argmin())] = True
    return np.asarray(hidden, dtype=np.bool_)


def shielded_scores(
    scores: ScaleScores, instrument: Instrument, matrix: AnswerMatrix, mode: WaveMode
) -> ScaleScores:
    """Withhold scores that rest on one to four people, or that would give such a score away.

    Dimensions are the parts of the overall score and sub-capabilities those of their dimension. A whole that
    is hidden takes its parts along, because they would add up to it, and an overlay of which a part is hidden
    is hidden as well.
    """
    if mode == NAMED:
        return scores
    hidden = hidden_scales(instrument, matrix)
    closed = {i for name in hidden for i in instrument.columns.get(name, ())}
    hidden |= {spec.id for spec in overlay_specs(instrument) if closed.intersection(spec.columns)}
    return ScaleScores(
        overall=_shielded(scores.overall, hidden),
        dimensions=tuple(_shielded(score, hidden) for score in scores.dimensions),
        sub_capabilities=tuple(_shielded(score, hidden) for score in scores.sub_capabilities),
        overlays=tuple(_shielded(score, hidden) for score in scores.overlays),
    )


def hidden_scales(instrument: Instrument, matrix: AnswerMatrix) -> set[str]:
    """Ids of dimensions and sub-capabilities that may not be told about in a wave that is not named."""
    subs = sub_capability_specs(instrument)
    hidden = _hidden_specs(matrix, dimension_specs(instrument))
    for spec in dimension_specs(instrument):
        parts = tuple(sub for sub in subs if set(sub.columns) <= set(spec.columns))
        hidden |= {sub.id for sub in parts} if spec.id in hidden else _hidden_specs(matrix, parts)
    return hidden


def _hidden_specs(matrix: AnswerMatrix, specs: tuple[ScaleSpec, ...]) -> set[str]:
    """Ids of the scales that `hidden_columns` hides among the parts of one whole."""
    if not specs:
        return set()
    hidden = hidden_columns(np.stack([_spoke(matrix, spec) for spec in specs], axis=1))
    return {spec.id for spec, gone in zip(specs, hidden, strict=True) if gone}


def _shielded(score: Score, hidden: set[str]) -> Score:
    """Withhold a score that is hidden or rests on too few; a reason that is there already stays."""
    if score.withheld is not None or (score.id not in hidden and score.n_raters >= GROUP_NEEDED):
        return score
    return without_figures(score)


def hidden_items(instrument: Instrument, matrix: AnswerMatrix, mode: WaveMode) -> BoolArray:
    """Items that may not be told about, shape (n_items,).

    They are the parts of their sub-capability or dimension; where that is hidden, so are all its items.
    """
    hidden = np.zeros(len(instrument.items), dtype=np.bool_)
    if mode == NAMED:
        return hidden
    wholes = [item.sub_capability or item.dimension for item in instrument.items]
    for whole in dict.fromkeys(wholes):
        columns = [i for i, one in enumerate(wholes) if one == whole]
        hidden[columns] = hidden_columns(matrix.answered[:, columns])
    for name in hidden_scales(instrument, matrix):
        hidden[list(instrument.columns.get(name, ()))] = True
    return hidden


def without_figures(score: Score, reason: str = WITHHELD_SMALL_GROUP) -> Score:
    """Take every number out of a score but its target and what it rests on.

    Parameters
    ----------
    score : any score.
    reason : code that stands in place of the figures, as `Score.withheld` holds it.
    """
    return replace(
        score,
        value=None,
        standard_error=None,
        low=None,
        high=None,
        withheld=reason,
        level=None,
        level_probabilities=(),
        gap=None,
        g_coefficient=None,
        shrunk=None,
        smallest_change=None,
    )


def shielded_roles(
    roles: tuple[RoleScore, ...], matrix: AnswerMatrix, specs: tuple[ScaleSpec, ...], mode: WaveMode
) -> tuple[RoleScore, ...]:
    """Withhold role scores of groups that `shown_groups` leaves out, dimension by dimension."""
    if mode == NAMED:
        return roles
    shown = {spec.id: _shown_roles(matrix, spec) for spec in specs}
    return tuple(
        one if one.score.withheld or one.role in shown[one.dimension] else _silenced(one) for one in roles
    )


def _silenced(one: RoleScore) -> RoleScore:
    return replace(one, score=without_figures(one.score))


def _shown_roles(matrix: AnswerMatrix, spec: ScaleSpec) -> frozenset[str]:
    spoke = _spoke(matrix, spec)
    sizes = {role: int((matrix.rows(role) & spoke).sum()) for role in set(matrix.roles)}
    return shown_groups(sizes, int(spoke.sum()))


def _spoke(matrix: AnswerMatrix, spec: ScaleSpec) -> BoolArray:
    """Raters with an answer on a scale, shape (n_raters,)."""
    return np.asarray(matrix.answered[:, list(spec.columns)].any(axis=1))


_SIDES: Final[Mapping[str, Callable[[AnswerMatrix], BoolArray]]] = {
    "team": lambda matrix: ~matrix.rows(OWNER_ROLE, CONSULTANT_ROLE),
    "consultant": lambda matrix: matrix.rows(CONSULTANT_ROLE),
}


def shielded_gaps(
    gaps: tuple[RoleGap, ...], matrix: AnswerMatrix, specs: tuple[ScaleSpec, ...], mode: WaveMode
) -> tuple[RoleGap, ...]:
    """Leave out differences of which a side, or whoever is on no side, is one to four people."""
    if mode == NAMED:
        return gaps
    by_id = {spec.id: spec for spec in specs}
    return tuple(gap for gap in gaps if _may_tell(gap, matrix, by_id[gap.dimension]))


def _may_tell(gap: RoleGap, matrix: AnswerMatrix, spec: ScaleSpec) -> bool:
    spoke = _spoke(matrix, spec)
    sides = {
        "owner": int((matrix.rows(OWNER_ROLE) & spoke).sum()),
        gap.against: int((_SIDES[gap.against](matrix) & spoke).sum()),
    }
    return shown_groups(sides, int(spoke.sum())) == sides.keys()


def shielded_figures(
    figures: Mapping[str, Figure], matrix: AnswerMatrix, mode: WaveMode
) -> Mapping[str, Figure]:
    """Make the share of "don't know" in the team unknown where the team, or all others, are one to four."""
    n_team = int(_SIDES["team"](matrix).sum())
    if mode == NAMED or not (small(n_team) or small(matrix.n_raters - n_team)):
        return figures
    return {**figures, TEAM_UNKNOWN_SHARE: Figure(None, (TEAM_UNKNOWN_SHARE,))}
