"""Cells, headers and grids: what a sheet of the annex is made of."""

import re
from dataclasses import dataclass
from typing import Final

from reports.text import clean

CELL_LIMIT: Final = 32_767
"""Characters that a cell may hold; spreadsheets cut what is longer without a word, `clean` with ``…``."""
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Cell:
    """Text or number with its format; None is an empty cell."""

    value: str | float | None = None
    format: str = "General"


@dataclass(frozen=True, slots=True)
class Head:
    """Header of a column; numbers stand right."""

    text: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Headers and rows; `emphasis` are numbers of rows set in bold."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    emphasis: tuple[int, ...] = ()


def text_cell(text: str) -> Cell:
    r"""Cell of a text that anybody may have typed; an empty one is an empty cell.

    >>> text_cell("=1+1\x07"), text_cell(" ")
    (Cell(value='=1+1', format='General'), Cell(value=None, format='General'))
    """
    return Cell(clean(text, CELL_LIMIT) or None)


def stored(text: str) -> str:
    r"""Text as a workbook stores it: what looks like an escape must not be read as one.

    >>> stored("_x0041_"), stored("_xyz_")
    ('_x005F_x0041_', '_xyz_')
    """
    return _ESCAPE.sub("_x005F_", text)
