"""Tables as flows: columns that widen for what must stay whole, rows that go on under a repeated header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from typing import Final

from reports import theme
from reports.document import Table
from reports.flow import EPSILON, Flow, Piece, Stack, Taken, repeated, stack_height
from reports.lines import fit, widest_piece, wrap
from reports.scene import Anchor, Label, Line, Part, Primitive, Rect, Weight
from reports.text import NAME_LIMIT, clean

BLOCK_GAP: Final = 16.0
CELL_X: Final = 8.0
CELL_Y: Final = 4.6
LEADING_CELL: Final = 1.42
DENSE: Final = 0.88
"""Type of a dense table; its rows stand closer still."""
DENSE_Y: Final = 0.5
WIDEST: Final = 0.4
"""No column widens beyond this share of the table for the sake of one long piece."""
ROW_LINES: Final = 24
"""A row with more lines than this may be parted between pages."""


def _column_edges(table: Table, room: float, scale: float) -> tuple[float, ...]:
    """Left edge of each column, then the right edge of the table.

    Columns get their shares; one that would part a number or a code takes the missing width from those
    that have some to spare.
    """
    if not table.columns:
        return (0.0, room)
    size = theme.TABLE * scale
    shares = [max(column.share, 0.01) for column in table.columns]
    wanted = [room * share / sum(shares) for share in shares]
    needed = [min(_needed(table, n) * size + 2 * CELL_X + 1.0, room * WIDEST) for n in range(len(shares))]
    widths = [max(pair) for pair in zip(wanted, needed, strict=True)]
    spare = [have - need for have, need in zip(widths, needed, strict=True)]
    excess = sum(widths) - room
    if excess > 0 and sum(spare) > 0:
        given = min(excess / sum(spare), 1.0)
        widths = [have - given * extra for have, extra in zip(widths, spare, strict=True)]
    factor = room / sum(widths)
    return tuple(accumulate((have * factor for have in widths), initial=0.0))


def _needed(table: Table, number: int) -> float:
    """Widest piece of a column that should stay whole, in em of the table's type size."""
    head = widest_piece(clean(table.columns[number].header, NAME_LIMIT), "bold")
    cells = (
        widest_piece(clean(row[number]), "bold" if place in table.emphasis else "regular")
        for place, row in enumerate(table.rows)
        if number < len(row)
    )
    return max((head, *cells))


def table_flow(table: Table, room: float, scale: float, start: int = 0) -> TableFlow:
    """Set a table from row `start` on for a frame `room` points wide."""
    return TableFlow(table, room, scale, _column_edges(table, room, scale), start)


@dataclass(frozen=True, slots=True)
class TableFlow:
    """A table from row `start` on; its header opens every frame."""

    table: Table
    room: float
    scale: float
    edges: tuple[float, ...]
    start: int = 0

    def _rows(self, room: float = inf) -> list[tuple[Piece, ...]]:
        """Pieces of the remaining rows, as far as needed to fill `room` and go one row beyond."""
        rows: list[tuple[Piece, ...]] = []
        tall = 0.0
        for number in range(self.start, len(self.table.rows)):
            rows.append(tuple(self._row(number)))
            tall += stack_height(rows[-1])
            if tall > room + EPSILON:
                break
        return rows

    def height(self) -> float:
        """Height of header and remaining rows."""
        return stack_height((self._header(), *(piece for row in self._rows() for piece in row)))

    def take(self, room: float, *, fresh: bool) -> Taken:
        """Hand out rows under a header; a rest of whole rows can be set for another width."""
        rows = self._rows(room)
        taken = Stack(tuple(piece for row in rows for piece in row), self._header()).take(room, fresh=fresh)
        if taken.piece is None:
            return Taken(None, self)
        left = len(taken.rest.pieces) if isinstance(taken.rest, Stack) else 0
        start = self.start + len(rows)
        while left > 0:
            start -= 1
            left -= len(rows[start - self.start])
        if left < 0:  # parted inside a row: what is left is no whole table any more
            every = tuple(piece for row in self._rows() for piece in row)
            return Stack(every, self._header()).take(room, fresh=fresh)
        return Taken(taken.piece, replace(self, start=start) if start < len(self.table.rows) else None)

    def widened(self, width: float) -> Flow:
        """Set the remaining rows for another width."""
        return table_flow(self.table, width, self.scale, self.start)

    def _header(self) -> Piece:
        """Column headers over a strong rule; where the table goes on they are only repeated."""
        edges, size = self.edges, theme.TABLE * 0.94 * self.scale
        heads = [
            fit(clean(c.header, NAME_LIMIT), size, "bold", max(edges[n + 1] - edges[n] - 2 * CELL_X, size), 2)
            for n, c in enumerate(self.table.columns)
        ]
        tall = max((len(h.lines) for h in heads), default=0) * size * 1.3
        drawn: list[Primitive] = []
        for number, head in enumerate(heads):
            first = CELL_Y + tall - (len(head.lines) - 1) * size * 1.3 - size * 0.32
            x, anchor = self._place(number, edges)
            lines = tuple(
                Label(x, first + offset * size * 1.3, line, head.size, theme.MUTED, "bold", anchor)
                for offset, line in enumerate(head.lines)
            )
            drawn.append(Part("TH", lines))
        bottom = tall + 2 * CELL_Y
        rule = Line(0.0, bottom, self.room, bottom, theme.NAVY, 1.0)
        row = (Part("TR", tuple(drawn)),) if drawn else ()
        piece = Piece(bottom, (*row, rule), BLOCK_GAP, stretch=True)
        return repeated(piece) if self.start else piece

    def _place(self, number: int, edges: tuple[float, ...]) -> tuple[float, Anchor]:
        """Where the text of a column starts, and how it is aligned."""
        align = self.table.columns[number].align
        left, right = edges[number] + CELL_X, edges[number + 1] - CELL_X
        if align == "right":
            return right, "end"
        return (left, "start") if align == "left" else ((left + right) / 2, "middle")

    def _cells(self, number: int, size: float, weight: Weight) -> list[tuple[str, ...]]:
        """Lines of each cell of a row; missing cells are empty."""
        texts = self.table.rows[number][: len(self.table.columns)]
        edges = self.edges
        cells = [
            wrap(clean(text), size, weight, max(edges[n + 1] - edges[n] - 2 * CELL_X, size))
            for n, text in enumerate(texts)
        ]
        return cells + [()] * (len(self.table.columns) - len(cells))

    def _row(self, number: int) -> Iterator[Piece]:
        """Lines of one row; a very tall row comes in several pieces."""
        strong = number in self.table.emphasis
        weight: Weight = "bold" if strong else "regular"
        size = theme.TABLE * self.scale
        cells = self._cells(number, size, weight)
        count = max((len(lines) for lines in cells), default=1) or 1
        keys = [f"c{n}" if count > ROW_LINES else "" for n in range(len(cells))]
        pad = CELL_Y * self.scale * (DENSE_Y if self.table.dense else 1.0)
        for first in range(0, count, ROW_LINES):
            last = min(first + ROW_LINES, count)
            tall = (last - first) * size * LEADING_CELL + 2 * pad
            drawn: list[Primitive] = []
            for column, lines in enumerate(cells):
                x, anchor = self._place(column, self.edges)
                top = pad + size * 1.06
                words = tuple(
                    Label(x, top + offset * size * LEADING_CELL, line, size, theme.INK, weight, anchor)
                    for offset, line in enumerate(lines[first:last])
                )
                drawn.append(Part("TD", words, key=keys[column]))
            row = Part("TR", tuple(drawn), key=f"r{number}")
            tint = (Rect(0.0, 0.0, self.room, tall, theme.MERCHANT_FAINT),) if strong else ()
            rule = (Line(0.0, tall, self.room, tall, theme.RULE, 0.5),) if last == count else ()
            yield Piece(tall, (*tint, *((row,) if drawn else ()), *rule))
