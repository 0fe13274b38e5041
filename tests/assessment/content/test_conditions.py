"""Conditions are read as they are written."""

from datetime import UTC, datetime

from assessment.content.conditions import DERIVED_KEYS, leaves, read_condition
from assessment.content.loader import facts_form, knowledge, shipped_instrument
from assessment.domain.organization import Comparison, Condition
from assessment.domain.response import Response
from scoring.matrix import answer_matrix
from scoring.organization.derived import APPRAISED_POSTS, DECISIONS, derived_figures
from scoring.results import RoleGap


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


def test_scoring_derives_what_content_may_name() -> None:
    """The figures that conditions may use are those that scoring computes, and of the same types."""
    facts = {key: 5.0 for key in (field.key for field in facts_form().fields) if not key.startswith("F22")}
    facts |= {"F2.reports_to": "gm", "F2.player_coach": True, "F22.host.basis": "gross"}
    fact = shipped_instrument()
    row = Response("r", "w", "LIVE", "full", "zh", bytes([3] * len(fact.items)), 1, datetime.now(UTC))
    gap = RoleGap("CO", "team", 1.5, 0.2, exceeds_noise=True)
    figures = derived_figures(answer_matrix(fact, (row,)), (gap,), facts, "G3")
    assert {name: type(figure.value) for name, figure in figures.items()} == DERIVED_KEYS


def test_scoring_and_the_facts_form_name_the_same_decisions_and_posts() -> None:
    """Rows of F16 and F22 in the form are the decisions and posts that scoring reads."""
    keys = [field.key.split(".") for field in facts_form().fields]
    assert tuple(key[1] for key in keys if key[0] == "F16" and key[2] == "hours") == DECISIONS
    assert tuple(key[1] for key in keys if key[0] == "F22" and key[2] == "basis") == APPRAISED_POSTS
