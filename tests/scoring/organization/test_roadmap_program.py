"""The integer programme keeps every cap and prerequisite, and finds what trying everything out finds."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.organization.roadmap_program import Limits, Schedule, Task, packed, schedule, worth

FREE = Limits((1000.0,) * 4, (None,) * 4)
POSTS = ("host", "buyer")


def task(name: str, value: float, days: float = 5.0, **more: object) -> Task:
    """One task without cash, unless `more` says otherwise."""
    return Task(name, value, days, **({"cash": 0.0} | more))


@st.composite
def programmes(draw: st.DrawFn, most: int = 5, *, musts: bool = False) -> tuple[tuple[Task, ...], Limits]:
    """Few tasks with whole numbers under caps of two or three quarters, so that everything can be tried."""
    n = draw(st.integers(1, most))
    quarters = draw(st.integers(1, 3 if n <= 4 else 2))
    tasks = tuple(
        Task(
            id=f"I{i:02d}",
            value=draw(st.integers(1, 30)) / 10,
            person_days=float(draw(st.integers(1, 20))),
            cash=draw(st.sampled_from((5_000.0, 20_000.0, 80_000.0))),
            posts=draw(st.sampled_from(((), ("host",), ("buyer",), POSTS))),
            needs=tuple(draw(st.sets(st.integers(0, i - 1), max_size=2))) if i else (),
            first=musts and draw(st.booleans()),
            must=musts and draw(st.booleans()),
        )
        for i in range(n)
    )
    days = tuple(float(draw(st.integers(0, 40))) if q < quarters else 0.0 for q in range(4))
    money = draw(st.sampled_from((None, 20_000.0, 100_000.0)))
    n_cap = draw(st.sampled_from((None, 0, 1, 2)))
    carry = draw(st.sampled_from((None, 5.0, 12.0)))
    return tasks, Limits(days, (money,) * 4, n_cap, carry)


def kept(tasks: tuple[Task, ...], limits: Limits, quarters: tuple[int | None, ...]) -> bool:
    """Whether a schedule keeps all caps and prerequisites; written apart from the programme."""
    loads = all(
        _carried([t for t, planned in zip(tasks, quarters, strict=True) if planned == q], limits, q)
        for q in range(4)
    )
    return loads and all(
        _in_turn(tasks[need], quarters[need], planned)
        for t, planned in zip(tasks, quarters, strict=True)
        if planned is not None
        for need in t.needs
    )


def _carried(there: list[Task], limits: Limits, q: int) -> bool:
    """Whether one quarter stays under its caps."""
    inf = float("inf")
    cash, n_cap, carry = (inf if c is None else c for c in (limits.cash[q], limits.initiatives, limits.carry))
    shares = [sum(t.person_days / len(t.posts) for t in there if post in t.posts) for post in POSTS]
    return (
        sum(t.person_days for t in there) <= limits.person_days[q]
        and sum(t.cash for t in there) <= cash
        and len(there) <= n_cap
        and max(shares) <= carry
    )


def _in_turn(need: Task, done: int | None, planned: int) -> bool:
    """Whether a prerequisite is done in time: a quarter before, or in the same one when it is quick."""
    return done is not None and done + (0 if need.person_days <= 10 else 1) <= planned


def tried(tasks: tuple[Task, ...], limits: Limits) -> list[tuple[int | None, ...]]:
    """Every schedule that keeps the caps."""
    open_quarters = [q for q in range(4) if limits.person_days[q] > 0]
    every = product((None, *open_quarters), repeat=len(tasks))
    return [quarters for quarters in every if kept(tasks, limits, quarters)]


@settings(max_examples=60)
@given(programmes())
def test_nothing_better_can_be_found_by_trying_everything(case: tuple[tuple[Task, ...], Limits]) -> None:
    """The value equals that of the best of all schedules, and the proof is complete."""
    tasks, limits = case
    found = schedule(tasks, limits)
    best = max(worth(tasks, quarters) for quarters in tried(tasks, limits))
    assert kept(tasks, limits, found.quarters)
    assert worth(tasks, found.quarters) == pytest.approx(best, abs=1e-6)
    assert found.optimal


@settings(max_examples=60)
@given(programmes(4, musts=True))
def test_as_much_as_possible_of_what_must_be_is_in(case: tuple[tuple[Task, ...], Limits]) -> None:
    """First steps of the first quarter come before other musts, whatever they cost in value."""
    tasks, limits = case

    def musts(quarters: tuple[int | None, ...]) -> tuple[int, int]:
        pairs = list(zip(tasks, quarters, strict=True))
        return (
            sum(t.first and q == 0 for t, q in pairs),
            sum((t.first or t.must) and q is not None for t, q in pairs),
        )

    found = schedule(tasks, limits)
    assert kept(tasks, limits, found.quarters)
    assert musts(found.quarters) == max(musts(quarters) for quarters in tried(tasks, limits))


@settings(max_examples=40)
@given(programmes(), st.sampled_from(("person_days", "cash", "initiatives", "carry")), st.integers(1, 30))
def test_a_higher_cap_never_costs_value(case: tuple[tuple[Task, ...], Limits], which: str, more: int) -> None:
    """Whoever can carry more reaches at least as much."""
    tasks, limits = case
    wider = {
        "person_days": replace(limits, person_days=tuple(cap + more for cap in limits.person_days)),
        "cash": replace(limits, cash=tuple(None if c is None else c + 5000.0 * more for c in limits.cash)),
        "initiatives": replace(limits, initiatives=None),
        "carry": replace(limits, carry=None if limits.carry is None else limits.carry + more),
    }[which]
    before, after = (worth(tasks, schedule(tasks, caps).quarters) for caps in (limits, wider))
    assert after >= before - 1e-6


@settings(max_examples=40)
@given(programmes(), st.tuples(*[st.sampled_from((None, 0, 1, 2, 3))] * 5))
def test_packing_only_gains(case: tuple[tuple[Task, ...], Limits], start: tuple[int | None, ...]) -> None:
    """What is packed is worth at least as much, still keeps the rules, and leaves nothing to move."""
    tasks, limits = case
    given_quarters = start[: len(tasks)]
    if not kept(tasks, limits, given_quarters):
        given_quarters = (None,) * len(tasks)
    found = packed(tasks, limits, given_quarters)
    assert kept(tasks, limits, found)
    assert worth(tasks, found) >= worth(tasks, given_quarters) - 1e-9
    for i, planned in enumerate(found):
        for q in range(4 if planned is None else planned):
            assert not kept(tasks, limits, (*found[:i], q, *found[i + 1 :]))


def test_more_value_for_the_days_beats_more_value() -> None:
    """Ten days: 1.0 + 0.9 for five days each is worth more than 1.5 for ten; the caps carry the effort."""
    tasks = (task("a", 1.5, 10.0), task("b", 1.0), task("c", 0.9))
    limits = replace(FREE, person_days=(10.0, 0.0, 0.0, 0.0))
    assert schedule(tasks, limits) == Schedule((None, 0, 0), 0.0, optimal=True)


def test_a_heavy_prerequisite_costs_a_quarter_and_a_quick_one_none() -> None:
    """Up to ten person-days the next step may follow at once; with eleven it waits for the next quarter."""
    tasks = (task("next", 3.0, needs=(1,)), task("need", 0.1, 10.0))
    assert schedule(tasks, FREE).quarters == (0, 0)
    assert schedule((tasks[0], replace(tasks[1], person_days=11.0)), FREE).quarters == (1, 0)


def test_a_valuable_step_pulls_its_prerequisite_in() -> None:
    """A prerequisite of little value goes before something else when it opens the way to much."""
    tasks = (task("rich", 3.0, needs=(2,)), task("other", 1.0), task("poor", 0.1))
    limits = replace(FREE, person_days=(10.0, 0.0, 0.0, 0.0))
    assert schedule(tasks, limits).quarters == (0, None, 0)


def test_the_earlier_of_two_equals_goes_first() -> None:
    """Equal tasks are told apart by their order, so that the same input gives the same plan."""
    tasks = tuple(task(name, 1.0) for name in "abcd")
    limits = replace(FREE, initiatives=1)
    assert schedule(tasks, limits).quarters == (0, 1, 2, 3)


def test_one_post_carries_no_more_than_its_share() -> None:
    """Two posts share eight days, four each; a second task of the host does not fit beside that."""
    tasks = (task("a", 2.0, 8.0, posts=POSTS), task("b", 1.0, 3.0, posts=("host",)))
    assert schedule(tasks, replace(FREE, carry=7.0)).quarters == (0, 0)
    assert schedule(tasks, replace(FREE, carry=6.0)).quarters == (0, 1)


def test_what_needs_itself_in_a_circle_does_not_hang() -> None:
    """Quick ones that wait for each other go together; heavy ones never start."""
    quick = (task("a", 1.0, needs=(1,)), task("b", 1.0, needs=(0,)))
    heavy = tuple(replace(t, person_days=20.0) for t in quick)
    assert schedule(quick, FREE).quarters == (0, 0)
    assert schedule(heavy, FREE).quarters == (None, None)


def test_nothing_to_plan_and_no_room_at_all() -> None:
    """An empty list and caps of zero are plans, and no errors."""
    assert schedule((), FREE) == Schedule((), 0.0, optimal=True)
    shut = Limits((0.0,) * 4, (None,) * 4)
    assert schedule((task("a", 1.0, first=True), task("b", 1.0, must=True)), shut).quarters == (None, None)
