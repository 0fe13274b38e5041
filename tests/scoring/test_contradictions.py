"""Answers against organization facts: what cannot both be right, and what decides nothing."""

from typing import Any

import pytest

from assessment.content import loader
from assessment.domain.instrument import Instrument
from assessment.domain.organization import Facts
from assessment.domain.response import MISSING
from scoring.contradictions import CODES, FLOOR_CONTROL_SCALES, LIVE_ITEMS, contradictions
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.results import Contradiction
from tests.scoring.builders import merchant, response

FACT = loader.shipped_instrument()
LIVE: Facts = {"F12.hours": 8, "F12.rooms": 1, "F12.hosts": 4}
NO_BD: Facts = {"F5.A": 30, "F13.bd.fte": 0, "F17.functions": ("none",), "F19.agencies": 0}


def found(facts: Facts, levels: dict[str, int] | None = None, base: int = 3) -> tuple[Contradiction, ...]:
    """Score one full response with these levels by item or sub-capability, and return what disagrees."""
    given = levels or {}
    answers = [given.get(item.id, given.get(item.sub_capability or "", base)) for item in FACT.items]
    wave = WaveEvidence(FACT, (response(answers, role="CST"),), merchant(), facts, 1)
    return score_wave(wave, Yardsticks(loader.knowledge(), None)).contradictions


def codes(facts: Facts, levels: dict[str, int] | None = None, base: int = 3) -> list[str]:
    """Codes of what disagrees."""
    return [c.code for c in found(facts, levels, base)]


def test_the_instrument_and_the_form_know_every_id() -> None:
    """Items, scales and facts that the checks name exist in the shipped content."""
    assert all(item in FACT.index for item in LIVE_ITEMS)
    assert set(FLOOR_CONTROL_SCALES) <= {s.id for s in FACT.sub_capabilities}
    form = loader.facts_form()
    everything = {**LIVE, **NO_BD, "F12.unattended": 9, "F13.floor_control.fte": 0, "F19.bd_line": "none"}
    assert all(form.field(key) is not None for key in everything)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"F12.hours": 14, "F12.rooms": 1, "F12.hosts": 4}, ["hosts_overloaded"]),
        ({"F12.hours": 24, "F12.rooms": 1, "F12.hosts": 7}, []),
        ({"F12.hours": 12, "F12.rooms": 2, "F12.hosts": 6}, ["hosts_overloaded"]),
        ({"F12.hours": 14, "F12.rooms": 1}, []),
        ({"F12.hours": 14, "F12.hosts": 1}, []),
        ({"F12.hours": 14, "F12.rooms": 1, "F12.hosts": 0}, ["live_without_hosts"]),
        ({"F12.hours": 0, "F12.hosts": 0}, []),
    ],
)
def test_live_hours_are_held_against_hosts(facts: Facts, expected: list[str]) -> None:
    """More than 24 h a week on each host: 14 x 7 / 4 = 24.5 fires, 24 x 7 / 7 = 24 does not."""
    assert codes(facts) == expected


@pytest.mark.parametrize("scale", FLOOR_CONTROL_SCALES)
def test_floor_control_at_level_four_needs_somebody_who_does_it(scale: str) -> None:
    """The post decides where the hours do not say more; below 4 nothing is wrong."""
    nobody = {"F13.floor_control.fte": 0}
    assert codes(nobody, {scale: 5}) == ["no_floor_control"]
    assert codes(nobody) == []
    assert codes({"F13.floor_control.fte": 1}, {scale: 5}) == []
    assert codes({}, {scale: 5}) == []


@pytest.mark.parametrize(("unattended", "fires"), [(56, True), (55, False), (0, False)])
def test_hours_without_floor_control_say_more_than_the_post(unattended: int, fires: bool) -> None:
    """8 h x 7 x 1 room = 56 h: only if all of them are unattended is there no floor control."""
    for posts in (0, 1):
        facts = {**LIVE, "F12.unattended": unattended, "F13.floor_control.fte": posts}
        assert (codes(facts, {"AD2": 5}) == ["no_floor_control"]) is fires


def test_a_contradiction_names_both_sides() -> None:
    """Items, facts and figures are those that disagree."""
    (one,) = found({"F13.floor_control.fte": 0}, {"CO3": 5})
    assert one.items == ("CO3-1", "CO3-2", "CO3-3")
    assert one.facts == ("F13.floor_control.fte",)
    assert [name for name, _ in one.figures] == ["CO3"]
    (two,) = found({"F12.hours": 14, "F12.rooms": 1, "F12.hosts": 2})
    assert (two.items, two.facts) == ((), ("F12.hours", "F12.rooms", "F12.hosts"))
    assert dict(two.figures)["hours"] == 49
    (three,) = found(NO_BD)
    assert three.figures == (("share", 0.3),)


@pytest.mark.parametrize(
    "change",
    [
        {"F5.A": 29.9},
        {"F13.bd.fte": 0.5},
        {"F17.functions": ("talent",)},
        {"F17.functions": ("account", "service")},
        {"F19.agencies": 1},
        {"F19.bd_line": "sales"},
        {"F19.bd_line": "agency"},
        {"F5.A": None},
        {"F13.bd.fte": None},
        {"F17.functions": None},
        {"F19.agencies": None},
    ],
)
def test_talent_sales_need_somebody_who_works_with_talents(change: dict[str, Any]) -> None:
    """30 % of sales with no BD and no agency fires; each single change, and each unknown, takes it away."""
    assert codes(NO_BD) == codes({**NO_BD, "F19.bd_line": "douyin"}) == ["talents_without_staff"]
    facts: Facts = {key: value for key, value in {**NO_BD, **change}.items() if value is not None}
    assert codes(facts) == []


@pytest.mark.parametrize("item", LIVE_ITEMS)
@pytest.mark.parametrize(
    ("facts", "level", "fires"),
    [
        ({"F12.hours": 0}, 5, True),
        ({"F12.rooms": 0}, 5, True),
        ({"F12.hours": 0, "F12.rooms": 1}, 4, False),
        ({"F12.hours": 1}, 5, False),
        ({}, 5, False),
        ({"F12.hours": 0}, MISSING, False),
    ],
)
def test_what_happens_during_a_stream_needs_streams(item: str, facts: Facts, level: int, fires: bool) -> None:
    """The highest level of AD2-2 and AD4-1 is plausible only with own live hours."""
    expected = [("no_live_hours", (item,))] if fires else []
    assert [(c.code, c.items) for c in found(facts, {item: level})] == expected


def test_no_facts_and_no_answers_contradict_nothing() -> None:
    """Whatever is unknown decides nothing, however high the answers; other questionnaires are not judged."""
    assert codes({}, base=5) == []
    foreign = Instrument("x", "1", FACT.name, FACT.scale, (), (), "d")
    assert contradictions(foreign, (), (), {"F12.hours": 0, "F13.floor_control.fte": 0}) == ()


def test_everything_at_once_keeps_the_order_of_codes() -> None:
    """All checks that can fire together do so in the order of the list."""
    facts = {**NO_BD, "F12.hours": 0, "F12.rooms": 1, "F12.hosts": 0, "F13.floor_control.fte": 0}
    assert codes(facts, base=5) == [CODES[2], CODES[3], CODES[4]]
