"""Document blocks as flows: tables, prose, key figures and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from typing import Final

from reports import theme
from reports.document import Block, Prose, Table, Tile, Tiles
from reports.flow import EPSILON, Columns, Flow, Piece, Stack, Taken, shifted, stack_height
from reports.lines import fit, widest_piece, wrap
from reports.scene import Anchor, Circle, Label, Line, Primitive, Rect, Scene, Weight
from reports.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, clean

BLOCK_GAP: Final = 16.0
COLUMN_GAP: Final = 34.0
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
TILE_LEAST: Final = 112.0
TILE_MOST: Final = 6
SCENE_MOST: Final = 1.12
"""A picture is enlarged to fill its column up to this factor."""
PARAGRAPHS: Final = 60


def flow_of(block: Block, room: float, scale: float) -> Flow:
    """Set a block for a frame `room` points wide.

    Parameters
    ----------
    block
        Any block of the document.
    room
        Width of the frame in points.
    scale
        Type scale, 0.85-1.
    """
    match block:
        case Scene():
            return _picture(block, room, scale)
        case Table():
            return table_flow(block, room, scale * (DENSE if block.dense else 1.0))
        case Prose():
            return _prose(block, room, scale)
        case Tiles():
            return _tiles(block, room, scale)


def _picture(scene: Scene, room: float, scale: float) -> Flow:
    """Scale a picture to the frame; it is drawn whole."""
    factor = min(room / scene.width, SCENE_MOST) * scale
    left = max(room - scene.width * factor, 0.0) / 2 if scale < 1.0 else 0.0
    piece = Piece(
        scene.height * factor, shifted(scene.primitives, left, 0.0, factor), BLOCK_GAP, stretch=True
    )
    return Stack((piece,))


# Tables ------------------------------------------------------------------------------------------------


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
        """Column headers over a strong rule."""
        edges, size = self.edges, theme.TABLE * 0.94 * self.scale
        heads = [
            fit(clean(c.header, NAME_LIMIT), size, "bold", max(edges[n + 1] - edges[n] - 2 * CELL_X, size), 2)
            for n, c in enumerate(self.table.columns)
        ]
        tall = max((len(h.lines) for h in heads), default=0) * size * 1.3
        drawn: list[Primitive] = []
        for number, head in enumerate(heads):
            first = CELL_Y + tall - (len(head.lines) - 1) * size * 1.3 - size * 0.32
            for offset, line in enumerate(head.lines):
                x, anchor = self._place(number, edges)
                y = first + offset * size * 1.3
                drawn.append(Label(x, y, line, head.size, theme.MUTED, "bold", anchor))
        bottom = tall + 2 * CELL_Y
        drawn.append(Line(0.0, bottom, self.room, bottom, theme.NAVY, 1.0))
        return Piece(bottom, tuple(drawn), BLOCK_GAP, stretch=True)

    def _place(self, number: int, edges: tuple[float, ...]) -> tuple[float, Anchor]:
        """Where the text of a column starts, and how it is aligned."""
        align = self.table.columns[number].align
        left, right = edges[number] + CELL_X, edges[number + 1] - CELL_X
        if align == "right":
            return right, "end"
        return (left, "start") if align == "left" else ((left + right) / 2, "middle")

    def _row(self, number: int) -> Iterator[Piece]:
        """Lines of one row; a very tall row comes in several pieces."""
        strong = number in self.table.emphasis
        weight: Weight = "bold" if strong else "regular"
        edges, size = self.edges, theme.TABLE * self.scale
        cells = [
            wrap(clean(text), size, weight, max(edges[n + 1] - edges[n] - 2 * CELL_X, size))
            for n, text in enumerate(self.table.rows[number][: len(self.table.columns)])
        ]
        count = max((len(lines) for lines in cells), default=1) or 1
        for first in range(0, count, ROW_LINES):
            last = min(first + ROW_LINES, count)
            pad = CELL_Y * self.scale * (DENSE_Y if self.table.dense else 1.0)
            tall = (last - first) * size * LEADING_CELL + 2 * pad
            drawn: list[Primitive] = [Rect(0.0, 0.0, self.room, tall, theme.MERCHANT_FAINT)] if strong else []
            for column, lines in enumerate(cells):
                x, anchor = self._place(column, edges)
                for offset, line in enumerate(lines[first:last]):
                    y = pad + size * 1.06 + offset * size * LEADING_CELL
                    drawn.append(Label(x, y, line, size, theme.INK, weight, anchor))
            if last == count:
                drawn.append(Line(0.0, tall, self.room, tall, theme.RULE, 0.5))
            yield Piece(tall, tuple(drawn))


# Prose -------------------------------------------------------------------------------------------------


def _prose(prose: Prose, room: float, scale: float) -> Flow:
    """Headed paragraphs; a wide frame holds two columns, because lines of 75 hanzi tire the eye."""
    if room > theme.COLUMN_WIDTH * 1.2:
        column = (room - COLUMN_GAP) / 2
        return Columns(tuple(_paragraphs(prose, column, scale)), 2, column + COLUMN_GAP)
    return Stack(tuple(_paragraphs(prose, room, scale)))


def _paragraphs(prose: Prose, room: float, scale: float) -> Iterator[Piece]:
    """Lines of all headings and paragraphs as pieces; a heading stays with two lines of its text."""
    for head, body in prose.blocks:
        gap = BLOCK_GAP
        if clean(head):
            size = theme.HEADING * scale
            for line in wrap(clean(head, LINE_LIMIT), size, "bold", room):
                label = Label(0.0, size, line, size, theme.NAVY, "bold")
                yield Piece(size * 1.4, (label,), gap, holds=True, stretch=gap > 0)
                gap = 0.0
            gap = 3.0
        for text in [part for part in body.split("\n")[:PARAGRAPHS] if clean(part)]:
            yield from _paragraph(clean(text, TEXT_LIMIT), room, scale, gap)
            gap = 5.0


def _paragraph(text: str, room: float, scale: float, gap: float) -> Iterator[Piece]:
    """Lines of one paragraph; a bullet hangs."""
    size = theme.BODY * scale
    bullet = text[:2] in {"• ", "- "}
    left = 11.0 * scale if bullet else 0.0
    lines = wrap(text[2:] if bullet else text, size, "regular", room - left)
    for number, line in enumerate(lines):
        drawn: list[Primitive] = [Label(left, size * 1.15, line, size, theme.TEXT)]
        if bullet and number == 0:
            drawn.append(Circle(3.0 * scale, size * 0.8, 1.6 * scale, theme.MERCHANT))
        lonely = number in (0, len(lines) - 2) and len(lines) > 1
        yield Piece(size * theme.LEADING, tuple(drawn), gap if number == 0 else 0.0, holds=lonely)


# Key figures -------------------------------------------------------------------------------------------


def _tiles(tiles: Tiles, room: float, scale: float) -> Flow:
    """Cards of equal size side by side, in rows if there are many."""
    every = tiles.tiles
    fits = max(1, min(int((room + 10.0) // (TILE_LEAST + 10.0)), TILE_MOST))
    rows = -(-len(every) // fits)
    per_row = -(-len(every) // max(rows, 1)) or 1
    pieces = []
    for number in range(rows):
        cards = every[number * per_row : (number + 1) * per_row]
        pieces.append(_tile_row(cards, room, per_row, scale, BLOCK_GAP if number == 0 else 10.0))
    return Stack(tuple(pieces))


def _tile_row(cards: tuple[Tile, ...], room: float, per_row: int, scale: float, gap: float) -> Piece:
    """One row of cards."""
    wide = (room - (per_row - 1) * 10.0) / per_row
    inner = wide - 24.0
    labels = [wrap(clean(c.label, NAME_LIMIT), theme.LABEL * scale, "regular", inner) for c in cards]
    notes = [wrap(clean(c.note, LINE_LIMIT), theme.NOTE * scale, "regular", inner) for c in cards]
    values = [fit(clean(c.value, NAME_LIMIT), 22.0 * scale, "bold", inner) for c in cards]
    above = max(len(lines) for lines in labels) * theme.LABEL * scale * 1.35
    middle = max(len(v.lines) * v.size * 1.25 for v in values)
    below = max(len(lines) for lines in notes) * theme.NOTE * scale * 1.4
    tall = 12.0 + above + 4.0 + middle + 4.0 + below + 8.0
    drawn: list[Primitive] = []
    for number, (label, value, note) in enumerate(zip(labels, values, notes, strict=True)):
        x = number * (wide + 10.0)
        drawn += [
            Rect(x, 0.0, wide, tall, theme.PANEL, None, 0.0, 2.0),
            Rect(x, 0.0, 3.0, tall, theme.MERCHANT),
        ]
        drawn += _lines(label, (x + 14.0, 12.0), theme.LABEL * scale, 1.35, theme.MUTED)
        drawn += _lines(value.lines, (x + 14.0, 16.0 + above), value.size, 1.25, theme.NAVY, "bold")
        drawn += _lines(note, (x + 14.0, 20.0 + above + middle), theme.NOTE * scale, 1.4, theme.MUTED)
    return Piece(tall, tuple(drawn), gap, stretch=True)


def _lines(
    lines: tuple[str, ...], at: tuple[float, float], size: float, leading: float, colour: str,
    weight: Weight = "regular",
) -> list[Primitive]:  # fmt: skip
    """Labels one below the other, the first line's top at `at`."""
    first = at[1] + size * (0.5 * leading + 0.36)
    return [
        Label(at[0], first + number * size * leading, line, size, colour, weight)
        for number, line in enumerate(lines)
    ]
