"""Fixtures of the content tests: files as parsed trees that a test may damage."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessment.content.sources import instrument_source, knowledge_sources

BFI = Path(__file__).parents[2] / "instruments" / "bfi.toml"


@pytest.fixture(scope="session")
def fact_source() -> str:
    """Return the shipped instrument as text."""
    return instrument_source("fact", "1.0.0").decode()


@pytest.fixture
def fact_tree(fact_source: str) -> dict[str, Any]:
    """Return the shipped instrument as a tree of one's own."""
    return tomllib.loads(fact_source)


@pytest.fixture
def sources() -> dict[str, bytes]:
    """Return the shipped knowledge files as a mapping of one's own."""
    return copy.copy(knowledge_sources())


@pytest.fixture
def bfi_path() -> Path:
    """Return where the foreign instrument lies."""
    return BFI


def nodes(tree: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """List the paths of all values inside a parsed file."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(tree, dict):
        inner = list(tree.items())
    elif isinstance(tree, list):
        inner = list(enumerate(tree))
    found = [(*path, key) for key, _ in inner]
    return found + [deeper for key, value in inner for deeper in nodes(value, (*path, key))]


@pytest.fixture
def all_nodes() -> Callable[[object], list[tuple[str | int, ...]]]:
    """Return the walk over all values of a parsed file."""
    return nodes
