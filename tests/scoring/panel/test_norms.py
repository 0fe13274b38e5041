"""Norms of an epoch: against regression on dummies, whole to the last bit, and careful with few merchants."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.instrument import Instrument
from assessment.domain.organization import EpochNorms
from assessment.domain.response import Response
from scoring.components import MOMENT_NAMES, variance_components, wave_moments
from scoring.matrix import AnswerMatrix, answer_matrix
from scoring.norms import Deviations, deviations, epoch_prior, norms_for
from scoring.panel.equations import ITEM_RIDGE, MIN_MERCHANTS, ROLE_RIDGE, no_merchants, solve_norms
from scoring.panel.norms import all_roles, estimate_norms, norm_statistics, spread_statistics
from scoring.pipeline import Yardsticks, score_wave
from scoring.scales import ScaleSpec, dimension_specs
from tests.scoring.builders import epoch, evidence, instrument, knowledge, plain_instrument, responses

SOURCE = instrument(reverse=("AD1-1",))
PRIOR = replace(epoch(SOURCE, 2.6), role_effects={"OWN": 0.1, "LIVE": 0.0, "CST": -0.1})
TEAMS = (("OWN",), ("OWN", "CST"), ("OWN", "LIVE", "CST"), ("LIVE", "LIVE"))


def waves(
    n: int, seed: int = 1, teams: tuple[tuple[str, ...], ...] = TEAMS
) -> tuple[tuple[Response, ...], ...]:
    """Random legal answers of n merchants with turning teams, a fifth of the cells empty."""
    stream = np.random.default_rng(seed)
    drawn = []
    for place in range(n):
        team = teams[place % len(teams)]
        table = stream.integers(1, 6, (len(team), len(SOURCE.items)))
        table[stream.random(table.shape) < 0.2] = 0
        drawn.append(responses(table.tolist(), team))
    return tuple(drawn)


def matrices(given_: tuple[tuple[Response, ...], ...], source: Instrument = SOURCE) -> list[AnswerMatrix]:
    """Matrices of waves."""
    return [answer_matrix(source, wave) for wave in given_]


def test_item_means_and_role_effects_are_those_of_ridge_regression_on_all_dummies() -> None:
    """Eliminating merchants from equations gives what regression with a dummy for each block gives."""
    drawn = matrices(waves(40))
    roles = all_roles(SOURCE, drawn)
    solved = solve_norms(SOURCE, norm_statistics(SOURCE, drawn, roles), PRIOR)
    specs, items = dimension_specs(SOURCE), len(SOURCE.items)
    rows, y = [], []
    for place, matrix in enumerate(drawn):
        for rater, item in np.argwhere(matrix.answered):
            row = np.zeros(items + len(roles) + len(drawn) * len(specs))
            dimension = next(k for k, spec in enumerate(specs) if item in spec.columns)
            row[
                [
                    item,
                    items + roles.index(matrix.roles[rater]),
                    items + len(roles) + place * len(specs) + dimension,
                ]
            ] = 1
            rows.append(row)
            y.append(matrix.levels[rater, item])
    start = np.array([2.6] * items + [PRIOR.role_effects[role] for role in roles])
    ridge = np.sqrt([ITEM_RIDGE] * items + [ROLE_RIDGE * items] * len(roles))
    penalty = np.hstack([np.diag(ridge), np.zeros((len(ridge), len(rows[0]) - len(ridge)))])
    design, right = np.vstack([rows, penalty]), np.concatenate([y, ridge * start])
    expected = np.linalg.lstsq(design, right, rcond=None)[0]
    assert [solved.role_effects[role] for role in roles] == pytest.approx(
        expected[items : items + len(roles)], abs=1e-5
    )
    for spec in specs:
        ours, theirs = solved.item_means[list(spec.columns)], expected[list(spec.columns)]
        assert ours - ours.mean() == pytest.approx(theirs - theirs.mean(), abs=1e-5)


def test_the_mean_of_a_dimension_is_the_mean_of_its_merchants() -> None:
    """Item means of a dimension average to its merchants' scores, drawn to the prior by two merchants."""
    source = plain_instrument(4, high=5)
    given_ = tuple(responses([[level] * 4]) for level in [2] * 10 + [4] * 20)
    found = estimate_norms(source, given_, epoch(source, 1.0), "e")
    mean = (10 * 2 + 20 * 4 + 2 * 1.0) / 32
    assert list(found.item_means.values()) == pytest.approx([mean] * 4, abs=1e-6)
    assert found.grand_mean == pytest.approx(mean, abs=1e-6)


@settings(max_examples=15)
@given(
    st.permutations(range(12)), st.lists(st.integers(0, 12), max_size=3), st.randoms(use_true_random=False)
)
def test_both_passes_add_up_to_the_last_bit(order: list[int], cuts: list[int], chance: object) -> None:
    """However merchants are ordered, divided and added, both passes give the same integers."""
    drawn = matrices(waves(12))
    roles = all_roles(SOURCE, drawn)
    whole, spread = norm_statistics(SOURCE, drawn, roles), spread_statistics(SOURCE, drawn, PRIOR)
    parts = [[drawn[i] for i in part] for part in np.split(np.array(order), sorted(cuts))]
    equations = [norm_statistics(SOURCE, part, roles) for part in parts]
    squares = [spread_statistics(SOURCE, part, PRIOR) for part in parts]
    for found in (equations, squares):
        while len(found) > 1:
            chance.shuffle(found)  # type: ignore[attr-defined]
            found.append(found.pop().plus(found.pop()))  # type: ignore[arg-type]  # one kind a list
    assert equations[0].same(whole)
    assert squares[0].same(spread)


def test_the_order_of_merchants_and_raters_changes_no_digit() -> None:
    """The same answers in another order give equal norms, not nearly equal ones."""
    given_ = waves(30)
    turned = tuple(wave[::-1] for wave in given_[::-1])
    assert estimate_norms(SOURCE, given_, PRIOR, "e") == estimate_norms(SOURCE, turned, PRIOR, "e")


def test_equations_of_other_roles_do_not_add_up() -> None:
    """Parts that know different roles are refused, and so is a rater of an unknown role."""
    with pytest.raises(ValueError, match="roles"):
        no_merchants(36, 3, ("OWN",)).plus(no_merchants(36, 3, ("CST",)))
    with pytest.raises(ValueError, match="not in"):
        norm_statistics(SOURCE, matrices(waves(1)), ("LIVE",))


@pytest.mark.parametrize("n", [0, 1, 5, 9])
def test_under_ten_merchants_the_prior_itself_is_the_norm(n: int) -> None:
    """Nothing is estimated from nine merchants; merchants without any answer do not make the tenth."""
    silent = responses([[0] * 36], ["OWN"])
    assert estimate_norms(SOURCE, (*waves(n), silent, ()), PRIOR, "e") is PRIOR


def test_from_ten_merchants_norms_are_estimated() -> None:
    """The epoch is named, counts its merchants, keeps the prior's variances and brings moments by name."""
    found = estimate_norms(SOURCE, waves(10), PRIOR, "2027Q1")
    assert (found.version, found.n_merchants) == ("2027Q1", 10)
    assert set(found.moments) == set(MOMENT_NAMES)
    assert epoch_prior(replace(found, merchant_variance=PRIOR.merchant_variance)) == epoch_prior(PRIOR)
    assert found.item_means != PRIOR.item_means


@pytest.mark.parametrize(("n_rare", "estimated"), [(9, False), (10, True)])
def test_rare_items_and_roles_keep_what_the_prior_says_of_them(n_rare: int, *, estimated: bool) -> None:
    """What fewer than ten merchants show of an item or a role does not count; its dimension's level does."""
    given_ = []
    for place in range(30):
        rare = place < n_rare
        rows = [[1 if rare else 0] + [4] * 35, [1 if rare else 0] + [5] * 35]
        given_.append(responses(rows, ("OWN", "CST") if rare else ("OWN", "LIVE")))
    bare = replace(PRIOR, role_effects={})
    found = estimate_norms(instrument(), given_, bare, "e")
    assert (found.role_effects["CST"] > 0.1) is estimated
    assert found.role_effects["OWN"] < -0.1
    assert (found.item_means["CO1-1"] < 3.5) is estimated
    assert found.item_means["CO1-2"] > 4.2


def test_what_neither_prior_nor_panel_knows_stays_unknown() -> None:
    """An item without prior that nobody answered has no mean; one that ten merchants answered has one."""
    table = np.random.default_rng(3).integers(1, 6, (12, 36))
    table[:, 0] = 0
    bare = replace(PRIOR, item_means={})
    found = estimate_norms(SOURCE, tuple(responses([row], ["OWN"]) for row in table.tolist()), bare, "e")
    assert set(found.item_means) == {item.id for item in SOURCE.items[1:]}


def test_role_effects_do_not_move_when_more_merchants_send_their_owner_alone() -> None:
    """Each role counts once: fifty more owners of whom nobody else speaks change no effect."""
    table = [[4] * 36, [3] * 36, [2] * 36]
    source, teams = instrument(), tuple(responses(table, ("OWN", "LIVE", "CST")) for _ in range(20))
    alone = tuple(responses([[5] * 36], ["OWN"]) for _ in range(50))
    bare = replace(PRIOR, role_effects={})
    before, after = (
        estimate_norms(source, given_, bare, "e").role_effects for given_ in (teams, teams + alone)
    )
    assert before == pytest.approx(after, abs=1e-6)
    assert sum(before.values()) == pytest.approx(0.0, abs=1e-6)
    assert before["OWN"] == pytest.approx(20 * 36 / (20 * 36 + 2 * 36), abs=0.01)


@pytest.mark.parametrize("level", [0, 1, 3, 5, 254, 255])
def test_constant_answers_give_norms_without_a_warning(level: int) -> None:
    """All equal, all unknown, all not applicable: norms are finite, or the prior where nobody answered."""
    given_ = tuple(responses([[level] * 36] * 2, ("OWN", "CST")) for _ in range(60))
    found = estimate_norms(instrument(), given_, PRIOR, "e")
    if level in {0, 254, 255}:
        assert found is PRIOR
        return
    assert list(found.item_means.values()) == pytest.approx([(60 * level + 2 * 2.6) / 62] * 36, abs=1e-6)
    assert found.merchant_variance == pytest.approx(20 * PRIOR.merchant_variance / 79)
    assert found.moments["residual_squares"] == 0.0


def test_one_rater_everywhere_leaves_variances_between_raters_to_the_prior() -> None:
    """Ten merchants with one rater each tell item means and tau2, and nothing about raters."""
    found = estimate_norms(SOURCE, waves(12, teams=(("OWN",),)), PRIOR, "e")
    assert all(value == 0.0 for value in found.moments.values())
    assert found.role_effects == PRIOR.role_effects
    assert found.n_merchants == 12


def _components(norms: EpochNorms, wave: tuple[Response, ...]) -> tuple[float, ...]:
    matrix = answer_matrix(SOURCE, wave)
    used = norms_for(SOURCE, norms, matrix)
    found = variance_components(deviations(matrix, used), dimension_specs(SOURCE), used, 4.0)
    return found.rater, found.merchant_item, found.residual, found.from_prior


def test_a_single_rater_is_measured_with_the_errors_of_the_panel() -> None:
    """With pooled moments even one rater's variances are mostly observed ones."""
    found = estimate_norms(SOURCE, waves(40), PRIOR, "e")
    alone = waves(1, seed=9, teams=(("OWN",),))[0]
    rater, item, residual, share = _components(found, alone)
    assert share < 0.5
    assert residual > 1.5  # uniform answers vary by 2
    assert _components(replace(found, moments={}), alone) == (0.192, 0.1152, 0.512, 1.0)
    assert rater >= 0
    assert item >= 0


def test_moments_of_a_wave_are_added_to_those_of_the_epoch() -> None:
    """A wave scored with stored moments has the components of both together, prior counted once."""
    first, second = (waves(3, seed=4)[2], waves(3, seed=5)[2])
    single = [wave_moments(*_adjusted(wave)) for wave in (first, second)]
    one, both = (
        {name: getattr(moments, name) for name in MOMENT_NAMES}
        for moments in (single[0], single[0].plus(single[1]))
    )
    alone = responses([[3] * 36], ["OWN"])
    assert _components(replace(PRIOR, moments=one), second) == pytest.approx(
        _components(replace(PRIOR, moments=both), alone)
    )


def _adjusted(wave: tuple[Response, ...]) -> tuple[Deviations, tuple[ScaleSpec, ...]]:
    matrix = answer_matrix(SOURCE, wave)
    return deviations(matrix, norms_for(SOURCE, PRIOR, matrix)), dimension_specs(SOURCE)


def test_ten_thousand_raters_are_scored_with_the_norms_of_a_panel() -> None:
    """A wave of ten thousand is scored, with an error near 0 that is still above it."""
    found = estimate_norms(SOURCE, waves(MIN_MERCHANTS), PRIOR, "e")
    table = np.random.default_rng(6).integers(1, 6, (10_000, 36))
    roles = [TEAMS[2][place % 3] for place in range(10_000)]
    result = score_wave(
        evidence(SOURCE, responses(table.tolist(), roles)), Yardsticks(knowledge(found), None)
    )
    assert result.epoch == "e"
    for score in result.dimensions:
        assert score.standard_error is not None
        assert 0 < score.standard_error < 0.3
        assert score.n_raters == 10_000


def test_the_worked_example_by_hand() -> None:
    """Ten merchants whose owner ticks 4, 3 and whose host ticks 3, 2: every step was done on paper.

    Items: (10 + 10) d - 10 (-d) = 10. Roles with a ridge of 2 x 2: (10 + 4) d + 10 d = 10. Rater squares
    10 x 2 x .0833^2 x 10/9, item squares 10 x 2 x .1667^2 x 10/9, tau2 (9 x 0 + 20 x .352)/29.
    """
    source = plain_instrument(2, high=5)
    given_ = tuple(responses([[4, 3], [3, 2]], ("OWN", "LIVE")) for _ in range(10))
    found = estimate_norms(source, given_, epoch(source, 3.0), "e")
    assert found.item_means == pytest.approx({"Q0": 3.333333, "Q1": 2.666667}, abs=1e-6)
    assert found.role_effects == pytest.approx({"OWN": 0.416667, "LIVE": -0.416667}, abs=1e-6)
    assert found.grand_mean == pytest.approx(3.0)
    assert found.merchant_variance == pytest.approx(0.242759, abs=1e-6)
    assert found.moments["rater_squares"] == pytest.approx(0.154321, abs=1e-6)
    assert found.moments["item_squares"] == pytest.approx(0.617284, abs=1e-6)
    assert (found.moments["residual_squares"], found.moments["residual_freedom"]) == (0.0, 10.0)
    matrix = answer_matrix(source, responses([[5, 5]], ["OWN"]))
    norms = norms_for(source, found, matrix)
    parts = variance_components(deviations(matrix, norms), dimension_specs(source), norms, 4.0)
    numbers = (parts.rater, parts.merchant_item, parts.residual, parts.from_prior)
    assert numbers == pytest.approx((0.133144, 0.097376, 0.341333, 0.666667), abs=1e-6)


def test_a_dimension_that_nobody_answered_has_no_block() -> None:
    """Merchants of whom one dimension is open count in the others; that dimension keeps the prior's means."""
    table = np.full((1, 36), 4)
    table[:, 24:] = 0
    found = estimate_norms(
        instrument(), tuple(responses(table.tolist(), ["OWN"]) for _ in range(12)), PRIOR, "e"
    )
    means = list(found.item_means.values())
    assert means[24:] == [2.6] * 12
    assert means[:24] == pytest.approx([(12 * (4 - 0.1) + 2 * 2.6) / 14] * 24, abs=1e-6)  # owners: .1 higher


def test_scores_of_one_merchant_say_nothing_about_spread() -> None:
    """From one merchant, or none, there is no variance between merchants and no degree of freedom."""
    prior = epoch_prior(PRIOR)
    assert spread_statistics(SOURCE, matrices(waves(1)), PRIOR).merchant_variance(prior) == (0.0, 0)
    assert spread_statistics(SOURCE, [], PRIOR).merchant_variance(prior) == (0.0, 0)


def test_a_wave_without_answers_adds_nothing_to_the_equations() -> None:
    """Asked and unanswered: no merchant is counted and every sum is 0."""
    silent = matrices((responses([[0] * 36], ["OWN"]),))
    roles = all_roles(SOURCE, silent)
    assert norm_statistics(SOURCE, silent, roles).same(no_merchants(36, 3, roles))
