"""The linter's proof that a condition can never hold agrees with trying every merchant."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.content.reach import Domain, can_hold
from assessment.domain.organization import Comparison, Condition, FactValue, Operator
from scoring.organization.conditions import Operands, evaluate

DOMAINS = {
    ("fact", "rooms"): Domain(low=0.0, high=4.0, whole=True),
    ("score", "AD2"): Domain(low=1.0, high=5.0),
    ("fact", "band"): Domain(options=("low", "mid", "high")),
    ("fact", "parts"): Domain(options=("a", "b", "c"), several=True),
    ("fact", "shared"): Domain(yes_no=True),
}
NUMBERS: list[FactValue] = [step / 2 for step in range(11)]
EVERY: dict[str, list[FactValue]] = {
    "rooms": [0.0, 1.0, 2.0, 3.0, 4.0],
    "AD2": [value for value in NUMBERS if value >= 1.0],  # type: ignore[operator]  # all are numbers
    "band": ["low", "mid", "high"],
    "parts": [(), ("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"), ("a", "b", "c")],
    "shared": [True, False],
}
ORDERS: tuple[Operator, ...] = ("<", "<=", ">", ">=", "=", "!=")
SAME: tuple[Operator, ...] = ("=", "!=")


def comparisons() -> st.SearchStrategy[Comparison]:
    """Draw a comparison with one of the five operands; numbers are named in whole steps."""
    numbers = st.builds(
        Comparison,
        st.just("fact"),
        st.just("rooms"),
        st.sampled_from(ORDERS),
        st.integers(-1, 6).map(float),
    )
    scores = st.builds(
        Comparison, st.just("score"), st.just("AD2"), st.sampled_from(ORDERS), st.integers(0, 6).map(float)
    )
    some = st.lists(st.sampled_from(["low", "mid", "high", "none"]), min_size=1, max_size=2).map(tuple)
    bands = st.builds(Comparison, st.just("fact"), st.just("band"), st.just("in"), some)
    band = st.builds(
        Comparison,
        st.just("fact"),
        st.just("band"),
        st.sampled_from(SAME),
        st.sampled_from(["low", "mid", "high"]),
    )
    parts = st.builds(
        Comparison,
        st.just("fact"),
        st.just("parts"),
        st.sampled_from(SAME),
        st.sampled_from(["a", "b", "c"]),
    )
    shared = st.builds(Comparison, st.just("fact"), st.just("shared"), st.sampled_from(SAME), st.booleans())
    return st.one_of(numbers, scores, bands, band, parts, shared)


def inner(parts: st.SearchStrategy[Condition | Comparison]) -> st.SearchStrategy[Condition]:
    """Draw a condition over drawn parts."""
    listed = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Condition, st.sampled_from(["all", "any"]), listed),
        listed.flatmap(
            lambda chosen: st.builds(
                Condition, st.just("at_least"), st.just(chosen), st.integers(1, len(chosen))
            )
        ),
    )


CONDITIONS = inner(st.one_of(comparisons(), inner(st.one_of(comparisons(), inner(comparisons())))))


def merchants() -> Iterator[Operands]:
    """Yield every merchant there can be, numbers in half steps."""
    for rooms, ad2, band, parts, shared in product(*EVERY.values()):
        facts = {"rooms": rooms, "band": band, "parts": parts, "shared": shared}
        yield Operands({"AD2": ad2}, facts, {}, {})  # type: ignore[dict-item]  # a number


@settings(max_examples=50, deadline=None)
@given(CONDITIONS, CONDITIONS)
def test_what_can_hold_holds_for_some_merchant(one: Condition, other: Condition) -> None:
    """For one condition and for two together, the proof equals brute force over all merchants."""
    for asked in ([one], [one, other]):
        found = any(
            all(evaluate(condition, merchant).outcome for condition in asked) for merchant in merchants()
        )
        assert can_hold(asked, DOMAINS) is found


@pytest.mark.parametrize(
    ("low", "high", "whole", "expected"),
    [(2.0, 3.0, False, True), (2.0, 3.0, True, False), (2.0, 4.0, True, True), (3.0, 2.0, False, False)],
)
def test_between_two_whole_numbers_lies_no_third(
    low: float, high: float, whole: bool, expected: bool
) -> None:
    """More than 2 and fewer than 3 rooms never happens; a score between 2 and 3 does."""
    between = Condition("all", (Comparison("fact", "x", ">", low), Comparison("fact", "x", "<", high)))
    assert can_hold([between], {("fact", "x"): Domain(whole=whole)}) is expected


def test_a_condition_too_large_to_spread_counts_as_possible() -> None:
    """The proof gives up rather than run for minutes, and then reports nothing."""
    never = Comparison("fact", "x", "<", 0.0)
    tall = tuple(
        Condition("any", tuple(Comparison("fact", f"k{row}", "=", float(n)) for n in range(9)))
        for row in range(9)
    )
    domains = {("fact", "x"): Domain(low=0.0)}
    assert can_hold([Condition("all", (*tall[:2], never))], domains) is False
    assert can_hold([Condition("all", (*tall, never))], domains) is True


def test_a_malformed_field_limits_nothing() -> None:
    """What the shape check reports does not lead to a second report that a condition is dead."""
    field = {"kind": "number", "low": "none", "high": [], "whole": "yes"}
    assert Domain.of_field(field) == Domain()
