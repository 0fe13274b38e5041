"""A damaged file gives problems, never a crash."""

import tomllib
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.content.instrument_checks import InstrumentFile, note_instrument
from assessment.content.knowledge_checks import note_meaning
from assessment.content.knowledge_files import SHAPES
from assessment.content.problems import Notes
from assessment.content.shape import note_shape
from assessment.content.sources import instrument_source, knowledge_sources, metric_ids

Nodes = Callable[[object], list[tuple[str | int, ...]]]
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, [], {}, 3, True, 2.5, "?", [[]], [{}], [3], {"zh": []}, {"id": []}, [["a"]]]
)
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@cache
def instrument_tree() -> Mapping[str, Any]:
    """Parse the shipped instrument once: each example damages a copy."""
    return tomllib.loads(instrument_source("fact", "1.0.0").decode())


@cache
def knowledge_trees() -> Mapping[str, dict[str, Any]]:
    """Parse the shipped knowledge files once: each example damages a copy of one."""
    return {path: tomllib.loads(source.decode()) for path, source in knowledge_sources().items()}


def replace(tree: Any, path: tuple[str | int, ...], junk: object) -> None:
    """Put junk where a value stood."""
    for key in path[:-1]:
        tree = tree[key]
    tree[path[-1]] = junk


@SETTINGS
@given(data=st.data(), junk=JUNK)
def test_junk_anywhere_in_an_instrument_is_survived(
    data: st.DataObject, junk: object, all_nodes: Nodes
) -> None:
    """Whatever value is replaced by whatever else, the check of the instrument comes to its end."""
    tree: Any = deepcopy(instrument_tree())
    replace(tree, data.draw(st.sampled_from(all_nodes(tree))), junk)
    notes = Notes("tree")
    note_shape(notes, "", tree, InstrumentFile)
    note_instrument(notes, tree, metric_ids())
    assert all(problem.message for problem in notes.found)


@SETTINGS
@given(data=st.data(), name=st.sampled_from(sorted(SHAPES)), junk=JUNK)
def test_junk_anywhere_in_the_knowledge_is_survived(
    data: st.DataObject, name: str, junk: object, all_nodes: Nodes
) -> None:
    """Whatever value of whatever file is replaced, the check of the whole knowledge comes to its end."""
    trees = {**knowledge_trees(), name: deepcopy(knowledge_trees()[name])}
    replace(trees[name], data.draw(st.sampled_from(all_nodes(trees[name]))), junk)
    notes = {path: Notes(path) for path in SHAPES}
    for path, shape in SHAPES.items():
        note_shape(notes[path], "", trees[path], shape)
    note_meaning(notes, trees, dict(instrument_tree()))
    assert all(problem.message for collected in notes.values() for problem in collected.found)
