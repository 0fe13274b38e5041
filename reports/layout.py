"""From a document to sheets of paper: where every line of text and every mark goes.

Pure geometry: the result is primitives in page coordinates (points, y down), which `pdf` draws without
deciding anything. A page of the document takes one sheet, or several if it does not fit at 85 % of its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports import theme
from reports.aside import so_what_flow
from reports.blocks import flow_of, role_of
from reports.cover import cover_primitives
from reports.document import Block, Page, ReportDocument, SoWhat
from reports.flow import Flow, Marked, Piece, Stack, joined, shifted
from reports.frame import footer, header, source, title
from reports.furniture import FURNITURE, Furniture
from reports.scene import Part, Primitive, Rect
from reports.tables import BLOCK_GAP
from reports.text import LINE_LIMIT, NAME_LIMIT, clean

SCALES: Final = (1.0, 0.95, 0.9, theme.SHRINK_FLOOR)
ASIDE_LEFT: Final = theme.PAGE_WIDTH - theme.MARGIN - theme.ASIDE_WIDTH
ASIDE_PAD: Final = 16.0
SPREAD: Final = 16.0
"""Spare height widens a gap by at most this."""
CENTRED: Final = 16.0
"""A single picture moves down by at most this to sit in the middle of its frame."""
MOST_SHEETS: Final = 400
"""A page that would take more sheets than this is refused: its input is no report."""


class PageTooLong(ValueError):
    """A page of the document needs more sheets than a report may have."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper. `outline` is the page title on the first sheet of a page, else empty."""

    section: str
    outline: str
    primitives: tuple[Primitive, ...]
    figures: tuple[str, ...] = ()
    """Descriptions of the pictures, for readers that cannot see them."""


@dataclass(frozen=True, slots=True)
class _Body:
    """Content of one sheet before the frame is drawn around it: main column and right-hand column."""

    main: tuple[Primitive, ...]
    aside: tuple[Primitive, ...]


def lay_out(document: ReportDocument) -> tuple[Sheet, ...]:
    """Set the whole document.

    Parameters
    ----------
    document
        Cover and pages.

    Returns
    -------
    tuple of Sheet
        The cover if there is one, then the sheets of each page in order, numbered n / N.

    Raises
    ------
    PageTooLong
        If one page needs more than 400 sheets.
    """
    furniture = FURNITURE[document.locale]
    drafts = [
        (page, number, body)
        for page in document.pages
        for number, body in enumerate(_bodies(page, furniture))
    ]
    sheets = []
    if document.cover is not None:
        first = cover_primitives(document.cover, document.logo, furniture.logo)
        sheets.append(Sheet("", furniture.cover, first))
    total = len(drafts) + len(sheets)
    for place, (page, number, body) in enumerate(drafts, start=len(sheets) + 1):
        outline = clean(page.title, LINE_LIMIT) if number == 0 else ""
        figures = tuple(clean(b.alt) for b in page.blocks if hasattr(b, "alt")) if number == 0 else ()
        said = (*title(page, furniture, number)[0], *_columns(body), *source(page.source, number))
        drawn = (
            header(document, page, furniture),
            Part("Sect", said, key=f"{place - number}"),  # all sheets of a page are one section
            footer(f"{place} / {total}"),
        )
        sheets.append(Sheet(clean(page.section, NAME_LIMIT), outline, drawn, figures))
    return tuple(sheets)


def _columns(body: _Body) -> tuple[Part, ...]:
    """Mark both columns: whoever listens hears the main column on all sheets, then the right-hand one."""
    columns = (("main", body.main), ("aside", body.aside))
    return tuple(Part("Div", drawn, key=key) for key, drawn in columns if drawn or key == "main")


def _bodies(page: Page, furniture: Furniture) -> list[_Body]:
    """Contents of the sheets that a page takes."""
    first = title(page, furniture, 0)[1]
    later = title(page, furniture, 1)[1]
    asides = _asides(page.so_what, furniture, first, later) if page.so_what else []
    room = theme.COLUMN_WIDTH if page.so_what else theme.FULL_WIDTH
    mains = _fewest(page.blocks, room, (first, later), len(asides))
    count = max(len(mains), len(asides), 1)
    empty: tuple[Primitive, ...] = ()
    return [
        _Body(mains[n] if n < len(mains) else empty, asides[n] if n < len(asides) else empty)
        for n in range(count)
    ]


def _fewest(
    blocks: Sequence[Block], room: float, tops: tuple[float, float], asides: int
) -> list[tuple[Primitive, ...]]:
    """Pour the blocks at the largest scale that needs no more sheets than the smallest does."""
    full = _pour(blocks, room, tops, 1.0, asides)
    if len(full) <= 1:
        return full
    least = len(_pour(blocks, room, tops, SCALES[-1], asides))
    for scale in SCALES:
        sheets = full if scale == 1.0 else _pour(blocks, room, tops, scale, asides)
        if len(sheets) <= least:
            return sheets
    return full


def _pour(
    blocks: Sequence[Block], room: float, tops: tuple[float, float], scale: float, asides: int
) -> list[tuple[Primitive, ...]]:
    """Fill sheet after sheet; each result is the main column of one sheet in page coordinates."""
    left: list[Flow] = [
        Marked(flow_of(block, room, scale), role_of(block), f"block{n}") for n, block in enumerate(blocks)
    ]
    sheets: list[tuple[Primitive, ...]] = []
    while left:
        if len(sheets) >= MOST_SHEETS:
            raise PageTooLong(MOST_SHEETS)
        number = len(sheets)
        if number and number >= asides and room < theme.FULL_WIDTH:
            left = [flow.widened(theme.FULL_WIDTH) for flow in left]
        top = tops[0] if number == 0 else tops[1]
        pieces, left = _one_sheet(left, theme.CONTENT_BOTTOM - top)
        sheets.append(_spread(pieces, top))
    return sheets


def _one_sheet(flows: list[Flow], room: float) -> tuple[list[Piece], list[Flow]]:
    """Take what fits one sheet from the flows in order."""
    pieces: list[Piece] = []
    used = 0.0
    for number, flow in enumerate(flows):
        gap = BLOCK_GAP if pieces else 0.0
        taken = flow.take(room - used - gap, fresh=not pieces)
        if taken.piece is not None:
            pieces.append(taken.piece)
            used += taken.piece.height + gap
        if taken.rest is not None:
            return pieces, [taken.rest, *flows[number + 1 :]]
    return pieces, []


def _spread(pieces: list[Piece], top: float) -> tuple[Primitive, ...]:
    """Place the pieces of one sheet, sharing out spare height."""
    room = theme.CONTENT_BOTTOM - top
    used = sum(p.height for p in pieces) + BLOCK_GAP * (len(pieces) - 1)
    spare = max(room - used, 0.0)
    gap = BLOCK_GAP + (min(spare / (len(pieces) - 1), SPREAD) if len(pieces) > 1 else 0.0)
    y = top + (min(spare / 3, CENTRED) if len(pieces) == 1 and pieces[0].stretch else 0.0)
    drawn: list[Primitive] = []
    for piece in pieces:
        drawn.extend(shifted(piece.primitives, theme.MARGIN, y))
        y += piece.height + gap
    return tuple(drawn)


def _asides(so_what: SoWhat, furniture: Furniture, first: float, later: float) -> list[tuple[Primitive, ...]]:
    """Right-hand panels, one a sheet until all points are said."""
    inner = theme.ASIDE_WIDTH - 2 * ASIDE_PAD
    room = theme.CONTENT_BOTTOM - first - 2 * ASIDE_PAD
    flow: Stack | None = None
    for scale in SCALES:
        flow = so_what_flow(so_what, furniture.so_what, inner, scale)
        if flow.height() <= room:
            return [_panel(joined(flow.pieces, _spare(flow, room)), first)]
    panels: list[tuple[Primitive, ...]] = []
    left: Flow | None = so_what_flow(so_what, furniture.so_what, inner, 1.0)
    while left is not None and len(panels) < MOST_SHEETS:
        top = later if panels else first
        taken = left.take(theme.CONTENT_BOTTOM - top - 2 * ASIDE_PAD, fresh=True)
        panels.append(_panel(taken.piece or Piece(0.0, ()), top))
        left = taken.rest
    return panels


def _spare(flow: Stack, room: float) -> float:
    """How much spare height the gaps of a panel may take."""
    gaps = sum(1 for piece in flow.pieces[1:] if piece.stretch)
    return min(room - flow.height(), gaps * 10.0)


def _panel(piece: Piece, top: float) -> tuple[Primitive, ...]:
    """Draw the tinted panel with its bar, and the points in it."""
    tall = theme.CONTENT_BOTTOM - top
    return (
        Rect(ASIDE_LEFT, top, theme.ASIDE_WIDTH, tall, theme.PANEL),
        Rect(ASIDE_LEFT, top, 3.4, tall, theme.NAVY),
        *shifted(piece.primitives, ASIDE_LEFT + ASIDE_PAD, top + ASIDE_PAD),
    )
