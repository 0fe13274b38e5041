"""Reports of random merchants stay in order, whoever is assessed; hundreds more by ``tests/benchmarks``."""

from dataclasses import replace

import pytest

from assessment.domain.text import LOCALES, Locale
from reports.check import Expected, inspect_pdf
from reports.compose import compose
from reports.pdf import render_pdf
from tests.benchmarks.merchants import tried
from tests.reports.merchant_dice import MODES, RATERS, Dice, judged, panel, structure, thrown, wave
from tests.reports.merchants import MERCHANTS, random_merchant, typed_in

SAMPLE = (4, 5, 7, 8, 10, 12, 16, 19, 21, 23, 25, 29)
"""Both languages and all editions, from one rater to 300, with and without peers and posts."""
THROWS = 80
"""Merchants that are thrown, but not scored, to see that the dice have all their faces."""


@pytest.mark.parametrize("seed", SAMPLE)
def test_report_of_a_random_merchant_is_in_order(seed: int) -> None:
    """Whatever was answered, known, entered, edited and named: a report without a finding."""
    assert tried(seed).faults == ()


@pytest.mark.parametrize("name", MERCHANTS)
def test_board_page_of_a_set_merchant_is_in_order(name: str) -> None:
    """One page for the board, of startup, brand and group, in each language."""
    for locale in LOCALES:
        source = replace(MERCHANTS[name](locale), edition="board")
        rendered = render_pdf(compose(source))
        expected = Expected(locale, 1, typed_in(source), tagged=True)
        assert inspect_pdf(rendered.pdf, expected).findings == ()


def test_the_same_seed_throws_the_same_merchant() -> None:
    """A finding can be looked at again."""
    assert random_merchant(11) == thrown(11)


def test_dice_have_all_their_faces() -> None:
    """Among some dozens there is each mode, one rater and 300, facts and none, no post and 120."""
    waves = [wave(Dice(seed)) for seed in range(THROWS)]
    assert {one.mode for one in waves} == set(MODES)
    sizes = {len(one.responses) for one in waves}
    assert {1, 300} <= sizes <= set(RATERS)
    assert {len(one.facts) == 0 for one in waves} == {True, False}
    assert any(one.excluded for one in waves)
    assert {one.merchant.demo for one in waves} == {True, False}
    today = [structure(Dice(seed)) for seed in range(THROWS)]
    assert {None, 1, 120} <= {one if one is None else len(one.posts) for one in today}
    assert {len(judged(Dice(seed)).initiatives) for seed in range(THROWS)} >= {33, 60}
    peers = {panel(Dice(seed), waves[seed].merchant) is None for seed in range(THROWS)}
    assert peers == {True, False}


@pytest.mark.parametrize("locale", LOCALES)
def test_set_merchants_differ_as_told(locale: Locale) -> None:
    """The startup is small, the brand has everything, the group has posts and few answers."""
    startup, brand, group = (make(locale) for make in MERCHANTS.values())
    assert startup.result.data_quality.n_submitted == 2
    assert startup.result.peer_card is None
    assert brand.result.peer_card is not None
    assert brand.proposal is not None
    assert brand.proposal.name
    assert group.proposal is not None
    assert len(group.proposal.today.posts) == 60
    assert group.result.data_quality.n_answered < 40
    assert group.facts["F11.brands"] == 3.0
    assert {one.locale for one in (startup, brand, group)} == {locale}
