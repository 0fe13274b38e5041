"""Who counts as a peer: facets, back-off, and the people who are never shown."""

from dataclasses import replace

import numpy as np
import pytest

from scoring.benchmark import Panel, PeerProfile, choose_cell, lead_position, peer_card, peer_profile
from scoring.pipeline import score_wave
from scoring.results import WaveResult
from tests.scoring.builders import (
    evidence,
    instrument,
    merchant,
    panel,
    plain_instrument,
    responses,
    yardsticks,
)

FULL = instrument()
MIX = {"F5.F": 70.0, "F5.A": 30.0}
BEAUTY_F = PeerProfile("beauty", "G3", "F", "mid", "F")


def cells(*rows: tuple[int, str, str, str, str]) -> Panel:
    """Build a panel from (count, category, tier, lead, band) rows; scores are irrelevant."""
    merchants = [row[1:] for row in rows for _ in range(row[0])]
    names = ("category", "gmv_tier", "lead_position", "price_band")
    facets = {name: tuple(m[i] for m in merchants) for i, name in enumerate(names)}
    blank = np.full((len(merchants), 1), np.nan)
    return Panel("p", "e", demo=False, scale_ids=("CO",), scores=blank, standard_errors=blank, facets=facets)


SAME = ("beauty", "G3", "F")


@pytest.mark.parametrize(
    ("rows", "facets", "n"),
    [
        (
            [(10, *SAME, "mid")],
            {"category": "beauty", "gmv_tier": "G3", "lead_position": "F", "price_band": "mid"},
            10,
        ),
        (
            [(9, *SAME, "mid"), (1, *SAME, "low")],
            {"category": "beauty", "gmv_tier": "G3", "lead_position": "F"},
            10,
        ),
        (
            [(9, *SAME, "mid"), (4, "beauty", "G3", "mixed", "low"), (10, "beauty", "G3", "A", "low")],
            {"category": "beauty", "gmv_tier": "G3", "lead_position": "F+mixed"},
            13,
        ),
        (
            [(9, *SAME, "mid"), (2, "beauty", "G4", "mixed", "low"), (10, "beauty", "G5", "F", "low")],
            {"category": "beauty", "gmv_tier": "G2+G3+G4", "lead_position": "F+mixed"},
            11,
        ),
        (
            [(9, *SAME, "mid"), (3, "maternity", "G2", "F", "low"), (10, "food", "G3", "F", "low")],
            {"category": "beauty+maternity", "gmv_tier": "G2+G3+G4", "lead_position": "F+mixed"},
            12,
        ),
        ([(9, *SAME, "mid"), (5, "food", "G1", "A", "low")], {}, 14),
    ],
)
def test_the_cell_widens_step_by_step(
    rows: list[tuple[int, str, str, str, str]], facets: dict[str, str], n: int
) -> None:
    """Price band goes first, then lead position, tiers and category are merged, then everybody counts."""
    source = cells(*rows)
    cell = choose_cell(source, BEAUTY_F)
    assert cell is not None
    card = peer_card(source, cell)
    assert (dict(card.facets), card.n) == (facets, n)


def test_nine_merchants_are_no_peers() -> None:
    """Below ten nothing is said at all."""
    assert choose_cell(cells((9, *SAME, "mid")), BEAUTY_F) is None


def test_what_is_not_known_is_no_filter() -> None:
    """Without mix and price band category and tier decide; an odd tier has no neighbours."""
    profile = peer_profile(merchant(), None, {"F7.band": ("several",)})
    assert profile == PeerProfile("beauty", "G3", None, None, None)
    cell = choose_cell(cells((10, *SAME, "mid")), profile)
    assert cell is not None
    assert dict(cell.facets) == {"category": "beauty", "gmv_tier": "G3"}
    odd = replace(profile, gmv_tier="?", category="other")
    everybody = choose_cell(cells((9, "other", "?", "F", "low"), (1, "food", "G1", "F", "low")), odd)
    assert everybody is not None
    assert (everybody.facets, everybody.n) == ((), 10)


def test_a_mixed_merchant_joins_the_nearest_lead_position() -> None:
    """45 % talents and top talents come nearer to 50 % than 30 % shelf to 40 %."""
    mix = {"F": 25.0, "A": 30.0, "C": 0.0, "T": 15.0, "S": 30.0}
    profile = peer_profile(merchant(), mix, {"F7.band": "150_399"})
    assert (profile.lead_position, profile.nearest, profile.price_band) == ("mixed", "A", "mid")


@pytest.mark.parametrize(
    ("mix", "lead"),
    [({"F": 50}, "F"), ({"A": 20, "T": 30}, "A"), ({"S": 40}, "S"), ({"F": 49, "S": 39}, "mixed")],
)
def test_lead_position(mix: dict[str, float], lead: str) -> None:
    """F from 50, A and T together from 50, S from 40, else mixed."""
    assert lead_position(mix) == lead


def score(*, peers: Panel | None, demo: bool = False) -> WaveResult:
    """Score one rater's threes among peers."""
    table = [[3] * len(FULL.items)]
    return score_wave(evidence(FULL, responses(table), MIX, demo=demo), yardsticks(FULL, peers))


def test_real_merchants_never_see_synthetic_peers() -> None:
    """A demo panel is used for demo merchants only, and then the card says so."""
    real, demo = score(peers=panel(60, demo=True)), score(peers=panel(60, demo=True), demo=True)
    assert (real.peer_card, real.standings, real.peers_withheld) == (None, (), "no_peers")
    assert demo.peer_card is not None
    assert demo.peer_card.demo
    assert demo.peers_withheld is None


def test_no_panel_and_a_small_panel_have_their_own_reasons() -> None:
    """No panel: no peers. Nine merchants: too few."""
    assert score(peers=None).peers_withheld == "no_peers"
    assert score(peers=panel(9)).peers_withheld == "too_few_peers"


def test_a_panel_of_other_dimensions_is_no_benchmark() -> None:
    """A foreign instrument is not compared on the id `overall` alone."""
    source = plain_instrument()
    result = score_wave(evidence(source, responses([[1, 2, 3, 4]])), yardsticks(FULL, panel(60)))
    assert (result.peers_withheld, result.standings) == ("no_peers", ())
