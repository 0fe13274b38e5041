"""Fixtures of the content tests: files as parsed trees that a test may damage."""

import copy
import tomllib
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
