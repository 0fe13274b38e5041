"""Where silence was promised, no figure is about one to four people, and none gives one away."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.engagement import WaveMode
from assessment.domain.response import Response
from scoring.matrix import answer_matrix
from scoring.organization.derived import TEAM_UNKNOWN_SHARE, Figure
from scoring.pipeline import score_wave
from scoring.privacy import GROUP_NEEDED, hidden_columns, shielded_figures, shown_groups, small
from scoring.results import ItemResult, WaveResult
from tests.scoring.builders import evidence, instrument, responses, yardsticks

SOURCE = instrument()
N = len(SOURCE.items)
MODES: tuple[WaveMode, ...] = ("confidential", "anonymous")
SIZES = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 12), max_size=6)


def score(rows: list[list[int]], roles: tuple[str, ...], mode: WaveMode) -> WaveResult:
    """Score a table of answers in a mode."""
    wave = replace(evidence(SOURCE, responses(rows, roles)), mode=mode)
    return score_wave(wave, yardsticks(SOURCE))


def table(n: int) -> list[list[int]]:
    """Varied complete answers of n people."""
    return [[1 + (i * 3 + j) % 5 for j in range(N)] for i in range(n)]


@given(SIZES, st.integers(0, 9))
def test_shown_groups_and_what_is_left_over_are_nobody_or_five(sizes: dict[str, int], others: int) -> None:
    """From the total and all shown groups only a remainder of none or at least five can be worked out."""
    total = sum(sizes.values()) + others
    shown = shown_groups(sizes, total)
    assert all(sizes[name] >= GROUP_NEEDED for name in shown)
    if shown:
        assert not small(total - sum(sizes[name] for name in shown))


@pytest.mark.parametrize("mode", MODES)
def test_parts_of_what_is_hidden_are_hidden(mode: WaveMode) -> None:
    """No dimension can be added up from its sub-capabilities, nor a sub-capability from its items."""
    rows = [
        [0 if item.dimension == "AD" and i > 2 else 1 + (i + j) % 5 for j, item in enumerate(SOURCE.items)]
        for i in range(6)
    ]
    found = score(rows, ("LIVE",) * 6, mode)
    hidden = {s.id for s in (*found.dimensions, *found.sub_capabilities) if s.withheld == "small_group"}
    dimensions = hidden & {d.id for d in SOURCE.dimensions}
    assert "AD" in dimensions
    assert len(dimensions) > 1  # one more covers for it
    assert {s.id for s in SOURCE.sub_capabilities if s.dimension in dimensions} <= hidden
    items = {item.id: item for item in found.items}
    assert all(items[item.id].withheld for item in SOURCE.items if item.dimension in dimensions)
    assert all(
        overlay.value is None
        for overlay, spec in zip(found.overlays, SOURCE.overlays, strict=True)
        if any(part[:2] in dimensions for part in spec.parts)
    )


@given(st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=9))
def test_hidden_parts_are_small_or_cover_for_small_ones(rows: list[list[bool]]) -> None:
    """Every small part is hidden; the people behind all hidden parts are none or five, if there are five."""
    spoke = np.array(rows)
    hidden = hidden_columns(spoke)
    sizes = spoke.sum(axis=0)
    assert all(hidden[i] for i, n in enumerate(sizes) if small(int(n)))
    assert not hidden[sizes == 0].any()
    behind = int(spoke[:, hidden].any(axis=1).sum())
    assert not small(behind) or small(int(spoke.any(axis=1).sum()))
    if not any(small(int(n)) for n in sizes):
        assert not hidden.any()


def test_a_named_wave_is_told_in_full() -> None:
    """One person in a named wave sees every figure."""
    result = score(table(1), ("OWN",), "named")
    assert all(item.withheld is None and item.counts and item.n_answers == 1 for item in result.items)
    assert result.items[0].owner_level == result.items[0].mean


@pytest.mark.parametrize("mode", MODES)
def test_four_people_are_told_nothing(mode: WaveMode) -> None:
    """Under five respondents every score, item and role is withheld with its reason, and no gap is given."""
    result = score(table(4), ("OWN", "LIVE", "LIVE", "LIVE"), mode)
    scores = (result.overall, *result.dimensions, *result.sub_capabilities, *result.overlays)
    assert {s.withheld for s in scores} == {"small_group"}
    assert all(
        s.value is s.low is s.shrunk is s.level is None and s.level_probabilities == () for s in scores
    )
    assert {r.score.withheld for r in result.roles} == {"small_group"}
    assert result.role_gaps == ()
    assert all(_tells_nothing(item) for item in result.items)
    assert {r.score.value for r in result.readiness} == {None}
    assert result.answer_flags == ()
    assert result.missing_practices == ()


def _tells_nothing(item: ItemResult) -> bool:
    told = (item.mean, item.spread, item.owner_level, item.adjusted)
    return told == (None,) * 4 and item.counts == () and item.withheld == "small_group" and not item.disputed


@pytest.mark.parametrize("mode", MODES)
def test_five_people_are_told_together_and_the_owner_not_alone(mode: WaveMode) -> None:
    """With five the items and scores are there; the owner's level, role scores and gaps are not."""
    named = score(table(5), ("OWN", "LIVE", "LIVE", "LIVE", "LIVE"), "named")
    result = score(table(5), ("OWN", "LIVE", "LIVE", "LIVE", "LIVE"), mode)
    assert result.overall == named.overall
    assert [i.counts for i in result.items] == [i.counts for i in named.items]
    assert all(item.owner_level is None for item in result.items)
    assert {r.score.withheld for r in result.roles} == {"small_group"}
    assert result.role_gaps == ()


def test_roles_of_five_are_told_when_the_rest_is_five_as_well() -> None:
    """LIVE of six is shown beside five owners; beside one owner the difference would be the owner."""
    five, one = (("OWN",) * n + ("LIVE",) * 6 for n in (5, 1))
    shown = score(table(11), five, "confidential")
    assert all(r.score.withheld is None for r in shown.roles)
    assert {g.dimension for g in shown.role_gaps} == {"CO", "AD", "SE"}
    hidden = score(table(7), one, "confidential")
    assert all(r.score.withheld == "small_group" for r in hidden.roles)


def test_a_small_item_takes_its_smallest_neighbour_along() -> None:
    """With a score of a sub-capability and its other items shown, the hidden item could be worked out."""
    rows = table(6)
    place = SOURCE.index["CO1-1"]
    for row in rows[:3]:
        row[place] = 0
    found = {i.id: i for i in score(rows, ("LIVE",) * 6, "confidential").items}
    assert [found[f"CO1-{n}"].withheld for n in (1, 2, 3)] == ["small_group", "small_group", None]
    assert found["CO2-1"].withheld is None


def test_a_hidden_dimension_takes_another_along() -> None:
    """From the overall score and all other dimensions the one of three people could be worked out."""
    rows = table(6)
    for row in rows[:3]:
        for item in SOURCE.items_of("SE"):
            row[SOURCE.index[item.id]] = 0
    result = score(rows, ("LIVE",) * 6, "confidential")
    assert [s.withheld for s in result.dimensions].count("small_group") == 2
    assert result.overall.withheld is None


def test_the_own_yardstick_of_a_hidden_item_is_not_told() -> None:
    """Where the wave's own mean is the yardstick it would be the mean that is withheld."""
    foreign = replace(SOURCE, id="other")
    wave = replace(evidence(foreign, responses(table(3))), mode="anonymous")
    judged = yardsticks(foreign)
    own = replace(judged, knowledge=replace(judged.knowledge, norms=None))
    assert all(item.yardstick is None for item in score_wave(wave, own).items)
    assert all(item.yardstick == 3.0 for item in score_wave(wave, judged).items)


def test_a_small_team_and_a_lone_owner_are_no_figure() -> None:
    """The team's share of "don't know" is unknown where team or others are one to four."""
    figures = {TEAM_UNKNOWN_SHARE: Figure(0.5), "other": Figure(1.0)}
    for roles, kept in ((("LIVE",) * 5, True), (("LIVE",) * 6 + ("OWN",), False), (("LIVE",) * 4, False)):
        matrix = answer_matrix(SOURCE, responses(table(len(roles)), roles))
        told = shielded_figures(figures, matrix, "confidential")
        assert (told[TEAM_UNKNOWN_SHARE].value is not None) is kept
        assert told["other"].value == 1.0
        assert shielded_figures(figures, matrix, "named") == figures


def _floats(value: Any) -> list[float]:
    if isinstance(value, float):
        return [value]
    if isinstance(value, tuple):
        return [x for part in value for x in _floats(part)]
    if hasattr(value, "__dataclass_fields__"):
        return [x for f in fields(value) for x in _floats(getattr(value, f.name))]
    return []


@settings(max_examples=20)
@given(st.integers(1, 4), st.integers(0, 3))
def test_no_figure_of_a_small_wave_moves_with_an_answer(n: int, rater: int) -> None:
    """Under five people the whole result but the variance components is the same whatever anybody answers."""
    rows = table(n)
    other = [row[:] for row in rows]
    other[rater % n] = [6 - x for x in other[rater % n]]
    roles = ("OWN", "LIVE", "LIVE", "CST")[:n]
    first, second = (replace_components(score(t, roles, "anonymous")) for t in (rows, other))
    assert first == second
    assert _floats(first)


def replace_components(result: WaveResult) -> WaveResult:
    """Put the same components into every result: they are pooled sums over everybody."""
    neutral = replace(
        result.components, rater=0.0, merchant_item=0.0, residual=0.0, merchant=0.0, from_prior=0.0
    )
    return replace(result, components=neutral)


def test_exclusions_are_named_by_role_in_named_waves_only() -> None:
    """The reason is always told; who it was only where answers are read by name."""
    left: tuple[tuple[Response, str], ...] = ((responses(table(1))[0], "抄答案"),)
    told: tuple[tuple[WaveMode, str, int | None], ...] = (("named", "LIVE", N), ("anonymous", "", None))
    for mode, role, n in told:
        wave = replace(evidence(SOURCE, responses(table(6))), mode=mode, excluded=left, n_invited=7)
        result = score_wave(wave, yardsticks(SOURCE))
        (one,) = result.exclusions
        assert (one.role, one.reason, one.n_answers) == (role, "抄答案", n)
        assert (result.data_quality.n_invited, result.data_quality.n_submitted) == (7, 6)


def test_whoever_was_left_out_has_responded_all_the_same() -> None:
    """Two who count and three left out of six are five of six: not a low response."""
    left = tuple((one, "x" * 3) for one in responses(table(3)))
    wave = replace(evidence(SOURCE, responses(table(2))), excluded=left, n_invited=6)
    assert "low_response" not in score_wave(wave, yardsticks(SOURCE)).data_quality.notes
    alone = replace(wave, excluded=())
    assert "low_response" in score_wave(alone, yardsticks(SOURCE)).data_quality.notes
