"""Conditions over draws say of every draw what the scalar evaluation says of it alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.organization import Comparison, Condition, Facts
from scoring.organization.condition_draws import Drawn, evaluate_draws
from scoring.organization.conditions import Operands, evaluate

N = 5
DRAWN, FIXED = ("CO", "AD"), ("AD4-3", "SE")
VALUES = st.floats(1, 5).map(lambda value: round(value, 1))
ORDERS = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
LEAVES = st.one_of(
    st.builds(Comparison, st.just("score"), st.sampled_from(DRAWN + FIXED), ORDERS, VALUES),
    st.builds(
        Comparison, st.just("derived"), st.sampled_from(("supply_edge", "headcount", "gone")), ORDERS, VALUES
    ),
    st.builds(Comparison, st.just("derived"), st.just("young"), st.sampled_from(["=", "!="]), st.booleans()),
    st.builds(Comparison, st.just("fact"), st.just("F7"), st.just("in"), st.just(("low", "mid"))),
    st.builds(Comparison, st.just("fact"), st.just("CO"), ORDERS, VALUES),
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
SOMETIMES = st.none() | VALUES
ROWS = st.lists(VALUES, min_size=N, max_size=N)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Operands, Drawn]:
    """Operands in which anything may be unknown, and draws of two scores and a figure."""
    fixed = {key: value for key in FIXED if (value := draw(SOMETIMES)) is not None}
    scores = {key: np.array(draw(ROWS)) for key in DRAWN if draw(st.booleans())}
    figures = {"supply_edge": np.array(draw(ROWS))} if draw(st.booleans()) else {}
    derived = {"young": True} if draw(st.booleans()) else {}
    known: list[Facts] = [{}, {"F7": "low"}, {"F7": "high", "CO": 2.0}]
    facts = draw(st.sampled_from(known))
    bounds = {"headcount": (draw(VALUES), np.inf)} if draw(st.booleans()) else {}
    absent = frozenset(draw(st.sets(st.sampled_from(("SE", "gone")))))
    return Operands(fixed, facts, derived, {}, absent, bounds), Drawn(scores, figures)


@given(TREES, worlds())
def test_every_draw_is_decided_as_if_alone(
    tree: Condition | Comparison, world: tuple[Operands, Drawn]
) -> None:
    """True, False and unknown are the same over many draws and one by one."""
    operands, drawn = world
    found = evaluate_draws(tree, operands, drawn)
    surely, possibly = (np.broadcast_to(part, (N,)) for part in (found.surely, found.possibly))
    for n in range(N):
        alone = Operands(
            {**operands.scores, **{k: float(v[n]) for k, v in drawn.scores.items()}},
            operands.facts,
            {**operands.derived, **{k: float(v[n]) for k, v in drawn.figures.items()}},
            operands.needs,
            operands.inapplicable,
            operands.bounds,
        )
        outcome = evaluate(tree, alone).outcome
        assert (surely[n], possibly[n]) == (outcome is True, outcome is not False)
