"""Document blocks as flows: tables, prose, key figures and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reports import theme
from reports.document import Block, Prose, Table, Tile, Tiles
from reports.flow import Columns, Flow, Piece, Stack, shifted
from reports.lines import fit, wrap
from reports.scene import Circle, Label, Part, Primitive, Rect, Role, Scene, Weight
from reports.tables import BLOCK_GAP, DENSE, table_flow
from reports.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT, clean

COLUMN_GAP: Final = 34.0
TILE_LEAST: Final = 112.0
TILE_MOST: Final = 6
SCENE_MOST: Final = 1.12
"""A picture is enlarged to fill its column up to this factor."""


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


def role_of(block: Block) -> Role:
    """Tell what the pieces of a block are together: a table, a list of key figures, or just a block."""
    if isinstance(block, Table) and block.columns:
        return "Table"
    return "L" if isinstance(block, Tiles) and block.tiles else "Div"


def _picture(scene: Scene, room: float, scale: float) -> Flow:
    """Scale a picture to the frame; it is drawn whole."""
    factor = min(room / scene.width, SCENE_MOST) * scale
    left = max(room - scene.width * factor, 0.0) / 2 if scale < 1.0 else 0.0
    drawn = shifted(scene.primitives, left, 0.0, factor)
    box = (left, 0.0, scene.width * factor, scene.height * factor)
    alt = clean(scene.alt) or clean(" ".join(mark.text for mark in drawn if isinstance(mark, Label)))
    figure = Part("Figure" if alt else "Artifact", drawn, alt, box=box)
    return Stack((Piece(box[3], (figure,), BLOCK_GAP, stretch=True),))


# Prose -------------------------------------------------------------------------------------------------


def _prose(prose: Prose, room: float, scale: float) -> Flow:
    """Headed paragraphs; a wide frame holds two columns, because lines of 75 hanzi tire the eye."""
    if room > theme.COLUMN_WIDTH * 1.2:
        column = (room - COLUMN_GAP) / 2
        return Columns(tuple(_paragraphs(prose, column, scale)), 2, column + COLUMN_GAP)
    return Stack(tuple(_paragraphs(prose, room, scale)))


def _paragraphs(prose: Prose, room: float, scale: float) -> Iterator[Piece]:
    """Lines of all headings and paragraphs as pieces; a heading stays with two lines of its text."""
    for number, (head, body) in enumerate(prose.blocks):
        gap = BLOCK_GAP
        if clean(head):
            size = theme.HEADING * scale
            for line in wrap(clean(head, LINE_LIMIT), size, "bold", room):
                label = Label(0.0, size, line, size, theme.NAVY, "bold")
                title = Part("H2", (label,), key=f"h{number}")
                yield Piece(size * 1.4, (title,), gap, holds=True, stretch=gap > 0)
                gap = 0.0
            gap = 3.0
        texts = [clean(part, TEXT_LIMIT) for part in body.split("\n") if clean(part)]
        listed = 0
        for place, text in enumerate(texts):
            listed = listed if _is_bullet(text) else place + 1
            yield from _paragraph(text, room, scale, gap, (f"l{number}.{listed}", f"p{number}.{place}"))
            gap = 5.0


def _is_bullet(text: str) -> bool:
    return text[:2] in {"• ", "- "}


def _paragraph(text: str, room: float, scale: float, gap: float, keys: tuple[str, str]) -> Iterator[Piece]:
    """Lines of one paragraph; a bullet hangs. `keys` name the list that a bullet belongs to, and itself."""
    size = theme.BODY * scale
    bullet = _is_bullet(text)
    left = 11.0 * scale if bullet else 0.0
    lines = wrap(text[2:] if bullet else text, size, "regular", room - left)
    for number, line in enumerate(lines):
        label = Label(left, size * 1.15, line, size, theme.TEXT)
        marked = Part("P", (label,), key=keys[1])
        if bullet:
            dot = (Circle(3.0 * scale, size * 0.8, 1.6 * scale, theme.MERCHANT),) if number == 0 else ()
            point = Part("LI", (Part("LBody", (label,), key="body"),), key=keys[1])
            marked = Part("L", (*dot, point), key=keys[0])
        lonely = number in (0, len(lines) - 2) and len(lines) > 1
        yield Piece(size * theme.LEADING, (marked,), gap if number == 0 else 0.0, holds=lonely)


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
        said = (
            _lines(label, (x + 14.0, 12.0), theme.LABEL * scale, 1.35, theme.MUTED),
            _lines(value.lines, (x + 14.0, 16.0 + above), value.size, 1.25, theme.NAVY, "bold"),
            _lines(note, (x + 14.0, 20.0 + above + middle), theme.NOTE * scale, 1.4, theme.MUTED),
        )
        paragraphs = tuple(Part("P", lines) for lines in said if lines)
        drawn.append(Part("LI", (Part("LBody", paragraphs),)))
    return Piece(tall, tuple(drawn), gap, stretch=True)


def _lines(
    lines: tuple[str, ...], at: tuple[float, float], size: float, leading: float, colour: str,
    weight: Weight = "regular",
) -> tuple[Label, ...]:  # fmt: skip
    """Labels one below the other, the first line's top at `at`."""
    first = at[1] + size * (0.5 * leading + 0.36)
    return tuple(
        Label(at[0], first + number * size * leading, line, size, colour, weight)
        for number, line in enumerate(lines)
    )
