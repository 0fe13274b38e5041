"""Laws of three-valued conditions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.organization import Comparison, Condition, FactValue
from scoring.organization.conditions import Operands, evaluate, holds

KEYS = ("a", "b", "c")
LEAVES = st.builds(
    Comparison,
    st.just("fact"),
    st.sampled_from(KEYS),
    st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
    st.floats(0, 3),
)
TREES = st.recursive(
    LEAVES,
    lambda part: st.builds(
        lambda op, parts, n: Condition(op, tuple(parts), n),
        st.sampled_from(["all", "any", "at_least"]),
        st.lists(part, min_size=1, max_size=3),
        st.integers(1, 3),
    ),
    max_leaves=8,
)
FACTS = st.dictionaries(st.sampled_from(KEYS), st.floats(0, 3))


def known(facts: dict[str, float]) -> Operands:
    """Operands with these facts only."""
    return Operands({}, facts, {}, {})


@given(TREES, FACTS, st.sampled_from(KEYS), st.floats(0, 3))
def test_learning_a_fact_never_reopens_a_decision(
    tree: Condition | Comparison, facts: dict[str, float], key: str, value: float
) -> None:
    """A decided condition stays as decided when an unknown fact becomes known."""
    before = evaluate(tree, known(facts))
    after = evaluate(tree, known({key: value} | facts))
    if before.outcome is not None:
        assert after.outcome == before.outcome


@given(TREES, FACTS)
def test_missing_keys_are_named_exactly_when_undecided(
    tree: Condition | Comparison, facts: dict[str, float]
) -> None:
    """An open condition names unknown keys, and knowing them all decides it."""
    found = evaluate(tree, known(facts))
    assert (found.outcome is None) == bool(found.missing)
    assert not set(found.missing) & set(facts)
    assert evaluate(tree, known(facts | dict.fromkeys(found.missing, 1.0))).outcome is not None


@given(TREES, FACTS)
def test_unknown_means_that_both_outcomes_are_possible_or_open(
    tree: Condition | Comparison, facts: dict[str, float]
) -> None:
    """A decided outcome holds for every value of the unknown facts that we try."""
    found = evaluate(tree, known(facts))
    if found.outcome is not None:
        for value in (0.0, 1.5, 3.0):
            assert evaluate(tree, known(dict.fromkeys(KEYS, value) | facts)).outcome == found.outcome


@pytest.mark.parametrize(
    ("op", "n", "facts", "outcome"),
    [
        ("all", 0, {"a": 1.0, "b": 1.0, "c": 1.0}, True),
        ("all", 0, {"a": 0.0}, False),
        ("all", 0, {"a": 1.0}, None),
        ("any", 0, {"a": 1.0}, True),
        ("any", 0, {"a": 0.0, "b": 0.0, "c": 0.0}, False),
        ("any", 0, {"a": 0.0}, None),
        ("at_least", 2, {"a": 1.0, "b": 1.0}, True),
        ("at_least", 2, {"a": 0.0, "b": 0.0}, False),
        ("at_least", 2, {"a": 1.0, "b": 0.0}, None),
    ],
)
def test_truth_table(op: str, n: int, facts: dict[str, float], outcome: bool | None) -> None:
    """Three comparisons >= 1 joined by each connective."""
    leaves = tuple(Comparison("fact", key, ">=", 1.0) for key in KEYS)
    tree = Condition(op, leaves, n)  # type: ignore[arg-type]  # parametrized connective
    found = evaluate(tree, known(facts))
    assert found.outcome is outcome
    assert [t.key for t in found.traces] == list(KEYS)
    assert [t.value for t in found.traces] == [facts.get(key) for key in KEYS]


@pytest.mark.parametrize(
    ("value", "op", "threshold", "outcome"),
    [
        (2.0, "<", 2.6, True),
        (2.6, "<=", 2.6, True),
        (2.6, ">", 2.6, False),
        (2.6, ">=", 2.6, True),
        (True, "=", True, True),
        ("gross", "=", "net", False),
        ("gross", "!=", "net", True),
        ("agency", "in", ("agency", "function_head"), True),
        ("lead", "in", ("agency", "function_head"), False),
        (("hosts", "media"), "in", ("media",), True),
        (("hosts",), "in", "media", False),
        (("hosts", "media"), "=", "media", True),
        (("hosts", "media"), "!=", "media", False),
        (("hosts",), "=", ("hosts",), True),
        ("many", "<", 3.0, None),
        (True, "<", 3.0, None),
        (2.0, "<", "three", None),
    ],
)
def test_comparisons(value: FactValue, op: str, threshold: FactValue, outcome: bool | None) -> None:
    """Every operator on every kind of value."""
    assert holds(value, op, threshold) is outcome


def test_scores_facts_and_figures_have_their_own_shelves() -> None:
    """The same key in another shelf is not found; a figure's needs stand for it."""
    operands = Operands({"AD2": 2.0}, {"AD2": 5.0}, {}, {"slow": ("F16.persona.hours",)})
    low = Comparison("score", "AD2", "<", 2.6)
    assert evaluate(low, operands).outcome is True
    assert evaluate(replace(low, kind="fact"), operands).outcome is False
    assert evaluate(replace(low, kind="derived", key="slow"), operands).missing == ("F16.persona.hours",)
