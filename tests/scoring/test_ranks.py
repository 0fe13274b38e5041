"""Laws of standing among peers, and agreement with independent computations."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, norm
from scipy.stats.mstats import hdquantiles

from scoring.benchmark import Cell, Panel
from scoring.peer_model import ScaleModel, kappa_by_moments, panel_model
from scoring.ranks import Mixture, harrell_davis, rank_posterior, standings
from scoring.results import PeerStanding, Score
from tests.scoring.builders import panel

PEERS = panel(400)


def own(value: float | None, error: float = 0.2, scale: str = "CO") -> Score:
    """Make a score of one scale."""
    if value is None:
        return Score(scale, "dimension", None, None, None, None, 0, 0, "no_answer")
    return Score(scale, "dimension", value, error, None, None, 9, 3)


def place(value: float | None, n: int = 100, error: float = 0.2, peers: Panel = PEERS) -> PeerStanding:
    """Standing among the first n merchants of a panel."""
    members = np.arange(len(peers.scores)) < n
    (found,) = standings(peers, Cell((), members), (own(value, error),))
    return found


@given(st.floats(1, 5), st.integers(10, 400), st.floats(0.01, 2))
def test_standings_are_bounded(value: float, n: int, error: float) -> None:
    """Percentiles, bounds and probabilities stay in their ranges and in order, whatever the score."""
    found = place(value, n, error)
    if n < 20:
        assert found.quartile in (1, 2, 3, 4)
        assert (found.percentile, found.low, found.upper_half, found.peer_q1) == (None,) * 4
        return
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.high <= 100
    assert found.upper_half is not None
    assert found.top_quarter is not None
    assert 0 <= found.top_quarter <= found.upper_half <= 1
    if found.percentile is not None:
        assert found.percentile in range(5, 100, 5)
        assert found.high - found.low <= 31  # bounds are rounded to whole points


@given(st.floats(1, 5), st.floats(0, 4), st.sampled_from([10, 19, 20, 60, 400]))
def test_a_higher_score_never_stands_lower(value: float, more: float, n: int) -> None:
    """Rank, bounds and probabilities are monotone in the score."""
    low, high = place(value, n, 0.05), place(min(value + more, 5.0), n, 0.05)
    for name in ("percentile", "quartile", "low", "high", "upper_half", "top_quarter"):
        one, other = getattr(low, name), getattr(high, name)
        if one is not None and other is not None:
            assert one <= other + 1e-12


@pytest.mark.parametrize(
    ("n", "median", "quarters"), [(9, False, False), (10, True, False), (20, True, True)]
)
def test_the_ladder_of_what_is_said(n: int, median: bool, quarters: bool) -> None:
    """Nothing below ten, the median from ten, quartile lines from twenty; one decimal."""
    found = place(3.0, n)
    assert (found.peer_median is not None, found.peer_q1 is not None, found.peer_q3 is not None) == (
        median,
        quarters,
        quarters,
    )
    assert found.withheld == (None if median else "too_few_peers")
    assert found.peer_median is None or round(found.peer_median, 1) == found.peer_median


def test_a_wide_interval_leaves_probabilities_only() -> None:
    """With an error of one point there is no percentile but a probability of the upper half."""
    found = place(3.6, error=1.0)
    assert (found.percentile, found.quartile) == (None, None)
    assert found.upper_half is not None


def test_a_precise_score_has_a_percentile() -> None:
    """With a small error and many peers the percentile is near the plain rank."""
    found = place(3.0, 400, error=0.05)
    column = PEERS.scores[:, 1]
    assert found.percentile == pytest.approx(100 * np.mean(column < 3.0), abs=5)


def test_a_withheld_score_still_shows_the_peers() -> None:
    """The reason of the score is kept; the peers' lines need no own score."""
    found = place(None)
    assert (found.withheld, found.percentile, found.upper_half) == ("no_answer", None, None)
    assert found.peer_median is not None


def test_a_scale_that_few_peers_have_is_withheld() -> None:
    """Missing scores do not count as peers."""
    scores = PEERS.scores.copy()
    scores[5:, 1] = np.nan
    holed = replace(PEERS, scores=scores)
    assert place(3.0, 400, peers=holed) == PeerStanding(
        "CO", 5, None, None, None, None, None, None, None, None, None, "too_few_peers"
    )


def test_a_scale_that_the_panel_does_not_have_is_left_out() -> None:
    """No entry for overlays that peers never had."""
    cell = Cell((), np.ones(400, dtype=np.bool_))
    assert standings(PEERS, cell, (own(3.0, scale="X1"),)) == ()


def test_equal_peers_without_errors_give_a_number_and_no_warning() -> None:
    """A panel in which everybody has the same score still ranks a far higher one high."""
    scores = np.full((40, 1), 3.0)
    same = Panel(
        "p", "e", demo=False, scale_ids=("CO",), scores=scores, standard_errors=np.nan * scores, facets={}
    )
    assert place(5.0, 40, error=0.05, peers=same).percentile == 95.0
    assert place(1.0, 40, error=0.05, peers=same).percentile == 5.0
    assert place(3.0, 40, error=0.05, peers=same).upper_half == pytest.approx(0.5)


def test_rank_posterior_by_hand() -> None:
    """20 peers at 1..20 hundredths, point at 7.5 of them; 100 others: see tests/golden/scoring/source.md."""
    peers, everybody = np.arange(1, 21) / 10, np.arange(1, 101) / 50
    model = ScaleModel(0, mean=1.0, variance=0.3, shrink=1.0, kappa=12.0, everybody=everybody)
    a, b = rank_posterior(np.array([0.7]), model, peers)
    assert a[0] == pytest.approx(6.5 + 12 * 35 / 101)
    assert b[0] == pytest.approx(13.5 + 12 * 66 / 101)


def test_quantiles_of_one_beta_agree_with_scipy() -> None:
    """A mixture of equal Betas is that Beta."""
    mixture = Mixture(np.full((1, 9), 7.0), np.full((1, 9), 3.0), np.full(9, 1 / 9))
    assert mixture.mean() == pytest.approx([0.7])
    assert mixture.quantiles((0.025, 0.975))[0] == pytest.approx(beta(7, 3).ppf([0.025, 0.975]), abs=1e-4)
    assert mixture.cdf(np.array([[0.5]]))[0] == pytest.approx([beta(7, 3).cdf(0.5)])


@given(st.lists(st.floats(1, 5), min_size=2, max_size=60), st.sampled_from([0.25, 0.5, 0.75]))
def test_harrell_davis_agrees_with_scipy(values: list[float], probability: float) -> None:
    """The quantile estimate equals that of scipy.stats.mstats."""
    ordered = np.sort(np.array(values))
    assert harrell_davis(ordered, probability) == pytest.approx(float(hdquantiles(ordered, [probability])[0]))


def test_kappa_finds_segments_that_differ() -> None:
    """Segments that share no scores give the smallest kappa, equal ones the largest, few the start value."""
    stream = np.random.default_rng(3)
    member = np.repeat(np.eye(6), 50, axis=0)
    apart = np.repeat(np.arange(6.0), 50) + stream.normal(0, 0.01, 300)
    alike = np.tile(np.linspace(1, 5, 50), 6)
    assert kappa_by_moments(apart, member) == 2.0
    assert kappa_by_moments(alike, member) == 100.0
    assert kappa_by_moments(apart, member[:, :4]) == 12.0


def test_kappa_recovers_a_known_between_share() -> None:
    """With 15 % of the variance between segments kappa is about what the normal model implies."""
    stream = np.random.default_rng(4)
    n_segments, each, share = 200, 50, 0.15
    centers = np.repeat(stream.normal(0, np.sqrt(share), n_segments), each)
    scores = centers + stream.normal(0, np.sqrt(1 - share), n_segments * each)
    member = np.repeat(np.eye(n_segments), each, axis=0)
    grid = norm.ppf(np.arange(0.1, 0.95, 0.1))
    z = np.random.default_rng(5).normal(0, np.sqrt(share), 100_000)
    inside = norm.cdf((grid[:, None] - z) / np.sqrt(1 - share))
    expected = np.sum(norm.cdf(grid) * norm.sf(grid)) / np.sum(np.var(inside, axis=1)) - 1
    assert kappa_by_moments(scores, member) == pytest.approx(expected, rel=0.15)


def test_true_spread_is_smaller_than_observed() -> None:
    """Peers' measurement error is taken out of their spread, and remembered for the panel."""
    model = panel_model(PEERS)["CO"]
    observed = float(np.var(PEERS.scores[:, 1], ddof=1))
    assert model.variance == pytest.approx(observed - 0.09)
    assert model.shrink == pytest.approx(np.sqrt(model.variance / observed))
    assert panel_model(PEERS) is panel_model(PEERS)
    assert "CO" not in panel_model(panel(9))


def test_the_interval_covers_the_true_rank() -> None:
    """Over 100 simulated panels of 60 the 95 % interval of the rank covers 93-98 % of 600 merchants."""
    stream = np.random.default_rng(8)
    spread, error, n, hits = 0.6, 0.35, 60, 0
    for _ in range(100):
        seen = stream.normal(3, spread, (n, 1)) + stream.normal(0, error, (n, 1))
        errors = np.full_like(seen, error)
        peers = Panel("p", "e", demo=False, scale_ids=("CO",), scores=seen, standard_errors=errors, facets={})
        centers = stream.normal(3, spread, 6)
        for center in centers:
            found = place(center + stream.normal(0, error), n, error, peers)
            assert found.low is not None
            assert found.high is not None
            hits += found.low <= 100 * norm.cdf((center - 3) / spread) <= found.high
    assert 0.93 <= hits / 600 <= 0.98
