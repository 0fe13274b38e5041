"""Conditions are read as they are written."""

from assessment.content.conditions import DERIVED_KEYS, leaves, read_condition
from assessment.content.loader import knowledge
from assessment.domain.organization import Comparison, Condition


def test_nested_conditions_keep_their_structure() -> None:
    """All, any and at_least become the same tree of the domain."""
    leaf = {"fact": "M13", "op": ">", "value": 60}
    tree = {"at_least": 2, "of": [leaf, {"any": [leaf, {"all": [leaf]}]}]}
    read = Comparison("fact", "M13", ">", 60.0)
    assert read_condition(tree) == Condition(
        "at_least", (read, Condition("any", (read, Condition("all", (read,))))), 2
    )


def test_values_keep_their_kind() -> None:
    """Truth values stay truth values, lists become tuples, whole numbers become numbers."""
    values = [True, ["a", "b"], 3, "a"]
    tree = {"all": [{"fact": "F", "op": "=", "value": value} for value in values]}
    read = [leaf.value for leaf in leaves(read_condition(tree))]
    assert read == [True, ("a", "b"), 3.0, "a"]
    assert [type(value) for value in read] == [bool, tuple, float, str]


def test_every_derived_figure_serves_a_rule_or_the_order_of_initiatives() -> None:
    """Scoring derives nothing that no rule reads; slow approvals decide which initiatives go first."""
    used = {leaf.key for rule in knowledge().rules for leaf in leaves(rule.when) if leaf.kind == "derived"}
    assert used | {"slow_approvals"} == set(DERIVED_KEYS)
