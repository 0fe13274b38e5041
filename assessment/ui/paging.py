"""How a sheet of items is cut into screens, and how far somebody has come. Pure: no Streamlit here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from assessment.domain.instrument import Instrument, Item
from assessment.domain.response import MISSING

PAGE_SIZE: Final = 6
"""Most items on one screen: about five minutes of reading, and two thumbs of scrolling on a phone."""


@dataclass(frozen=True, slots=True)
class Section:
    """One screen of items, all of one dimension; sub-capabilities are never torn apart."""

    dimension: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DimensionProgress:
    """How many of a dimension's asked items have an answer (levels, N/A and 不知道 all count)."""

    dimension: str
    answered: int
    asked: int


def sections(instrument: Instrument, items: Sequence[Item], size: int = PAGE_SIZE) -> tuple[Section, ...]:
    """Cut the asked items into screens, in the order of the instrument's dimensions.

    A screen takes whole sub-capabilities of one dimension while they fit into `size`; a single
    sub-capability larger than `size` keeps a screen of its own.
    """
    found: list[Section] = []
    for dimension in instrument.dimensions:
        mine = [item for item in items if item.dimension == dimension.id]
        page: list[Item] = []
        for _, group in groupby(mine, key=lambda item: item.sub_capability or item.id):
            part = list(group)
            if page and len(page) + len(part) > size:
                found.append(Section(dimension.id, tuple(page)))
                page = []
            page += part
        if page:
            found.append(Section(dimension.id, tuple(page)))
    return tuple(found)


def open_items(instrument: Instrument, items: Sequence[Item], answers: bytes) -> tuple[Item, ...]:
    """Items without any answer yet."""
    return tuple(item for item in items if answers[instrument.index[item.id]] == MISSING)


def first_open(instrument: Instrument, pages: Sequence[Section], answers: bytes) -> int | None:
    """Screen that holds the first open item, or None when everything has an answer."""
    return next((i for i, page in enumerate(pages) if open_items(instrument, page.items, answers)), None)


def progress(instrument: Instrument, items: Sequence[Item], answers: bytes) -> tuple[DimensionProgress, ...]:
    """Progress by dimension; dimensions of which nothing is asked are left out."""
    rows = []
    for dimension in instrument.dimensions:
        mine = [item for item in items if item.dimension == dimension.id]
        if mine:
            left = len(open_items(instrument, mine, answers))
            rows.append(DimensionProgress(dimension.id, len(mine) - left, len(mine)))
    return tuple(rows)


def minutes(n_items: int, seconds_per_item: int) -> int:
    """Whole minutes that `n_items` take, rounded up.

    >>> minutes(13, 20), minutes(0, 20)
    (5, 0)
    """
    return math.ceil(n_items * seconds_per_item / 60)
