"""Nothing that follows about one to nine merchants is told, however a panel is cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.benchmark import (
    Panel,
    PeerProfile,
    choose_cell,
    peer_card,
    why_no_cell,
    withheld_scale,
)
from scoring.disclosure import MIN_PEERS, CodedFacet, dominated, largest_group, too_close

NAMES = ("category", "gmv_tier", "lead_position", "price_band")
CODES = (("beauty", "maternity", "food"), ("G2", "G3", "G4"), ("F", "A", "mixed", ""), ("low", "mid", ""))
PROFILES = st.builds(
    PeerProfile,
    st.sampled_from(CODES[0]),
    st.sampled_from(CODES[1]),
    st.sampled_from(("F", "A", "mixed", None)),
    st.sampled_from(("low", "mid", None)),
    st.sampled_from(("F", "A")),
)


def drawn(seed: int, n: int, *, n_own: int = 0, owners: int = 10**6) -> Panel:
    """Draw a panel whose merchants crowd in few cells, as real ones do."""
    stream = np.random.default_rng(seed)
    facets = {
        name: CodedFacet(codes, stream.choice(len(codes), n, p=skewed(len(codes))).astype(np.uint8))
        for name, codes in zip(NAMES, CODES, strict=True)
    }
    own = tuple(
        {name: str(stream.choice(c)) for name, c in zip(NAMES, CODES, strict=True)} for _ in range(n_own)
    )
    scores = stream.normal(3, 0.8, (n, 2))
    scores[stream.random((n, 2)) < 0.2] = np.nan
    groups = stream.integers(0, owners, n).astype(np.int32)
    return Panel("p", "1", False, ("CO", "PR"), scores, scores * np.nan, facets, groups=groups, own=own)


def skewed(n: int) -> np.ndarray:
    """Chances that halve from code to code."""
    chances = 0.5 ** np.arange(n)
    return chances / chances.sum()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 150), st.integers(0, 3), st.integers(2, 60), PROFILES)
def test_what_is_told_keeps_every_rule(
    seed: int, n: int, n_own: int, owners: int, profile: PeerProfile
) -> None:
    """Ten or more, 0 or ten apart from every wider group, no owner over a quarter, scale by scale."""
    panel = drawn(seed, n, n_own=n_own, owners=owners)
    cell = choose_cell(panel, profile)
    if cell is None:
        assert n < MIN_PEERS or dominated(panel.groups, np.ones(n, dtype=np.bool_))
        return
    assert cell.n >= MIN_PEERS
    assert largest_group(panel.groups, cell.members) <= 0.25 * cell.n
    chain = [cell.members, *cell.wider]
    assert cell.wider == () or chain[-1].all()
    for inner, outer in pairwise(chain):
        assert not (inner & ~outer).any()
    for outer in cell.wider:
        assert not 0 < int(outer.sum()) - cell.n < MIN_PEERS
    for scale_id, column in zip(panel.scale_ids, panel.scores.T, strict=True):
        known = np.isfinite(column)
        sizes = [int((members & known).sum()) for members in chain]
        if withheld_scale(panel, cell, scale_id) is None:
            assert sizes[0] >= MIN_PEERS
            assert not any(0 < size - sizes[0] < MIN_PEERS for size in sizes[1:])


def like(*rows: tuple[int, str, str, str, str], own: tuple[dict[str, str], ...] = ()) -> Panel:
    """Build a panel from (count, facets) rows."""
    merchants = [row[1:] for row in rows for _ in range(row[0])]
    facets = {name: tuple(m[i] for m in merchants) for i, name in enumerate(NAMES)}
    scores = np.full((len(merchants), 1), 3.0)
    return Panel("p", "1", False, ("CO",), scores, scores * np.nan, facets, own=own)


SAME = ("beauty", "G3", "F", "mid")
PROFILE = PeerProfile("beauty", "G3", "F", "mid", "F")


@pytest.mark.parametrize(("rest", "n"), [(0, 12), (1, 13), (9, 21), (10, 12)])
def test_a_cut_with_a_small_remainder_gives_way_to_the_whole(rest: int, n: int) -> None:
    """One to nine others: the wider group is told and the narrow one is not."""
    cell = choose_cell(like((12, *SAME), (rest, "food", "G1", "S", "low")), PROFILE)
    assert cell is not None
    assert cell.n == n


def test_the_rule_holds_for_whoever_counts_the_merchant_itself() -> None:
    """Nine others and the merchant's own shop beyond the cut are ten for the merchant and nine without it."""
    beyond = dict(zip(NAMES, ("food", "G1", "S", "low"), strict=True))
    cell = choose_cell(like((12, *SAME), (9, *beyond.values()), own=(beyond,)), PROFILE)
    assert cell is not None
    assert cell.n == 21
    ten_with_it = choose_cell(like((12, *SAME), (10, *beyond.values()), own=(beyond,)), PROFILE)
    assert ten_with_it is not None
    assert ten_with_it.n == 12


def test_a_scale_that_few_lack_is_withheld_alone() -> None:
    """The cell may be told; a score that one to nine merchants more have outside of it may not."""
    panel = like((12, *SAME), (10, "food", "G1", "S", "low"))
    scores = panel.scores.copy()
    scores[13:] = np.nan
    thin = Panel("p", "1", False, ("CO",), scores, scores * np.nan, panel.facets)
    cell = choose_cell(thin, PROFILE)
    assert cell is not None
    assert withheld_scale(thin, cell, "CO") == "complement"
    assert withheld_scale(panel, cell, "CO") is None


def test_a_panel_of_one_owner_says_why_it_is_silent() -> None:
    """Dominated as a whole: no cell, and the reason is the owner, not the number."""
    panel = drawn(1, 40, owners=2)
    assert choose_cell(panel, PROFILE) is None
    assert why_no_cell(panel) == "dominant_owner"
    assert why_no_cell(drawn(1, 9)) == "too_few_peers"


def test_a_million_merchants_are_cut_without_a_loop() -> None:
    """The cell of a panel of 1,000,000 rows is exact."""
    panel = drawn(3, 1_000_000)
    cell = choose_cell(panel, PROFILE)
    assert cell is not None
    card = peer_card(panel, cell)
    expected = np.ones(len(panel.scores), dtype=np.bool_)
    for name, code in zip(NAMES, SAME, strict=True):
        facet = panel.facets[name]
        assert isinstance(facet, CodedFacet)
        expected &= facet.places == facet.codes.index(code)
    assert card.n == int(expected.sum())
    assert (cell.members == expected).all()


@given(st.integers(0, 40), st.integers(0, 40))
def test_groups_are_equal_or_ten_apart(inner: int, more: int) -> None:
    """Too close is exactly a difference of one to nine."""
    assert too_close(inner, inner + more) is (1 <= more <= 9)
