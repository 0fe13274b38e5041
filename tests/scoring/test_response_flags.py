"""Flags on single responses: what fires, what says nothing, and that nobody is dropped."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.engagement import WaveMode
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN
from scoring.matrix import answer_matrix
from scoring.pipeline import score_wave
from scoring.response_flags import CODES, patterns, response_flags
from scoring.results import AnswerFlag
from tests.scoring.builders import evidence, instrument, plain_instrument, responses, yardsticks

N = 20
VARIED = [1 + i % 5 for i in range(N)]
SOURCE = plain_instrument(N, low=1, high=5)
ROWS = st.lists(
    st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, UNKNOWN]), min_size=N, max_size=N), min_size=1, max_size=4
)


def flags(
    rows: list[list[int]], seconds: dict[str, float] | None = None, mode: WaveMode = "named"
) -> tuple[AnswerFlag, ...]:
    """Flag the responses of a table."""
    return response_flags(SOURCE, responses(rows), seconds or {}, mode)


def codes(row: list[int], seconds: float | None = None) -> tuple[str, ...]:
    """Codes of one response."""
    return tuple(f.code for f in flags([row], {} if seconds is None else {"r0": seconds}))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (VARIED, ()),
        ([3] * N, ("straight_lining",)),
        ([3] * 10 + VARIED[:10], ("straight_lining",)),
        ([3] * 9 + [1] + VARIED[:10], ()),
        ([3] * 9 + [UNKNOWN] + [3] + VARIED[:9], ()),
        ([3, 3, 3, 3, 4, 3, 3, 3, 3, 3] * 2, ("straight_lining",)),
        ([5] * N, ("all_highest",)),
        ([5] * 18 + [4, 1], ("all_highest",)),
        ([3] * 9 + [0] * 11, ("many_missing",)),
        ([UNKNOWN] * 6 + VARIED[:14], ("many_unknown",)),
        ([UNKNOWN] * 5 + VARIED[:15], ()),
        ([0] * 10 + VARIED[:10], ("many_missing",)),
        ([0] * N, ("many_missing",)),
    ],
)
def test_each_sign_fires_at_its_threshold(row: list[int], expected: tuple[str, ...]) -> None:
    """A flag appears from its threshold on and not below it."""
    assert codes(row) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(3.99, ("speeding",)), (4.0, ()), (300.0, ()), (None, ())])
def test_speed_is_judged_against_what_an_item_takes(seconds: float | None, expected: tuple[str, ...]) -> None:
    """Below a fifth of the instrument's 20 s an item; without a known time nobody is judged."""
    assert codes(VARIED, seconds) == expected


def test_figures_are_those_that_fired() -> None:
    """Counts, shares 0-1 and levels as ticked, by hand."""
    twelve = [2] * 12 + [1, 3, 5, 4, 1, 3, 5, 4]
    (found,) = flags([twelve])
    figures = dict(found.figures)
    assert (found.response, found.role, found.code) == ("r0", "LIVE", "straight_lining")
    assert (figures["run"], figures["n"], figures["level"]) == (12, 20, 2)
    assert figures["share"] == pytest.approx(0.6)
    # 12 x 2 + 26 = 50, mean 2.5; squares 12 x 0.25 + 2 x (2.25 + 0.25 + 6.25 + 2.25) = 25 over 20
    assert figures["variability"] == pytest.approx(np.sqrt(25 / 20))


def test_praise_follows_the_keying_and_a_straight_line_the_ticks() -> None:
    """The highest level throughout is praise in the keyed sense, a straight line where items are reversed."""
    turned = plain_instrument(N, low=1, high=5, reverse=range(0, N, 2))
    praise = [1 if i % 2 == 0 else 5 for i in range(N)]
    assert [f.code for f in response_flags(turned, responses([praise]), {}, "named")] == ["all_highest"]
    assert [f.code for f in response_flags(turned, responses([[5] * N]), {}, "named")] == ["straight_lining"]


def test_items_that_were_not_asked_do_not_end_a_run() -> None:
    """Of a role that answers every third item the answers follow each other."""
    source = instrument()
    asked = {item.id for item in source.items_for("OWN", "role")}
    row = [2 if item.id in asked else 0 for item in source.items]
    wave = tuple(replace(r, form="role") for r in responses([row], ("OWN",)))
    (found,) = response_flags(source, wave, {}, "named")
    assert (found.code, dict(found.figures)["run"]) == ("straight_lining", len(asked))


def test_two_levels_say_nothing_of_straight_lines() -> None:
    """On a yes/no scale long runs are natural."""
    source = plain_instrument(N, low=1, high=2)
    assert response_flags(source, responses([[1] * N]), {}, "named") == ()


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_where_silence_was_promised_flags_name_no_role_and_need_five(mode: WaveMode) -> None:
    """Four responses are not spoken of at all."""
    assert flags([[3] * N] * 4, mode=mode) == ()
    found = flags([[3] * N] + [VARIED] * 4, mode=mode)
    assert [(f.response, f.role) for f in found] == [("r0", "")]
    assert {name for name, _ in found[0].figures} == {"share", "level", "variability"}
    turned = response_flags(SOURCE, responses([[3] * N] * 6)[::-1], {}, mode)
    assert [f.response for f in turned] == [f"r{i}" for i in range(6)]


@given(ROWS)
def test_flags_depend_on_nobody_else_and_order_is_kept(rows: list[list[int]]) -> None:
    """The flags of a wave are those of its responses one by one, codes in their order."""
    together = [(f.response, f.code, f.figures) for f in flags(rows)]
    alone = [(f"r{i}", f.code, f.figures) for i, row in enumerate(rows) for f in flags([row])]
    assert together == alone
    places = [CODES.index(code) for _, code, _ in together]
    ids = [response for response, _, _ in together]
    assert sorted(zip(ids, places, strict=True)) == list(zip(ids, places, strict=True))


@given(ROWS)
def test_patterns_do_not_change_in_the_mirror(rows: list[list[int]]) -> None:
    """Turning the scale around keeps runs, shares and variability."""
    mirrored = [[6 - x if 1 <= x <= 5 else x for x in row] for row in rows]
    first, second = (patterns(answer_matrix(SOURCE, responses(table))) for table in (rows, mirrored))
    assert (first.n == second.n).all()
    assert (first.run == second.run).all()
    assert (first.share == second.share).all()
    np.testing.assert_allclose(first.variability, second.variability)


@given(ROWS)
def test_the_longest_run_is_that_of_a_plain_loop(rows: list[list[int]]) -> None:
    """Counting one by one gives the same; every item is asked, so an empty cell ends a run."""
    found = patterns(answer_matrix(SOURCE, responses(rows)))
    for row, run in zip(rows, found.run, strict=True):
        best = length = 0
        for before, value in zip([-1, *row], row, strict=False):
            length = 0 if value in (0, UNKNOWN) else (length + 1 if value == before else 1)
            best = max(best, length)
        assert run == best


def test_a_flag_changes_no_number() -> None:
    """Times make a flag and nothing else: whoever is flagged counts as before."""
    source = instrument()
    rows = [[1 + (i + j) % 5 for j in range(len(source.items))] for i in range(3)]
    wave = evidence(source, responses(rows))
    plain = score_wave(wave, yardsticks(source))
    hasty = score_wave(replace(wave, seconds={"r1": 1.0}), yardsticks(source))
    assert [(f.response, f.code) for f in hasty.answer_flags] == [("r1", "speeding")]
    assert replace(hasty, answer_flags=()) == plain


def test_nothing_is_asked_of_no_responses() -> None:
    """An empty wave has no flags, and a response of codes alone no pattern."""
    assert response_flags(SOURCE, (), {}, "named") == ()
    found = patterns(answer_matrix(SOURCE, responses([[NOT_APPLICABLE] * N])))
    assert (found.n[0], found.run[0], found.share[0], found.variability[0]) == (0, 0, 0.0, 0.0)
