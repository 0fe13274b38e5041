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
from reports.blocks import BLOCK_GAP, flow_of
from reports.cover import cover_primitives
from reports.document import Block, Page, ReportDocument, SoWhat
from reports.flow import Flow, Piece, Stack, joined, shifted
from reports.furniture import FURNITURE, Furniture
from reports.lines import balanced, fit, wrap
from reports.scene import Anchor, Label, Line, Primitive, Rect
from reports.text import LINE_LIMIT, NAME_LIMIT, clean, width

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
        sheets.append(Sheet("", furniture.cover, cover_primitives(document.cover)))
    total = len(drafts) + len(sheets)
    for place, (page, number, body) in enumerate(drafts, start=len(sheets) + 1):
        head = _head(document, page, furniture, number)
        foot = _footer(clean(page.source, LINE_LIMIT), f"{place} / {total}")
        outline = clean(page.title, LINE_LIMIT) if number == 0 else ""
        figures = tuple(clean(b.alt) for b in page.blocks if hasattr(b, "alt")) if number == 0 else ()
        drawn = (*head, *body.main, *body.aside, *foot)  # in the order of reading
        sheets.append(Sheet(clean(page.section, NAME_LIMIT), outline, drawn, figures))
    return tuple(sheets)


# Frame around the content ------------------------------------------------------------------------------


def _head(document: ReportDocument, page: Page, furniture: Furniture, number: int) -> list[Primitive]:
    """Header line, title and subtitle of one sheet."""
    demo = document.demo_mark or (furniture.demo if page.demo else "")
    drawn = _header(
        clean(page.section, NAME_LIMIT), clean(document.running_head, NAME_LIMIT + 20), clean(demo, 40)
    )
    return drawn + _title(page, furniture, number)[0]


def _header(section: str, head: str, demo: str) -> list[Primitive]:
    """Section at the left, running head and demo mark at the right, over a rule."""
    left, right, y = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN, theme.HEADER_BASELINE
    drawn: list[Primitive] = []
    if demo:
        wide = width(demo, theme.NOTE, "bold") + 12.0
        drawn.append(Rect(right - wide, y - 9.6, wide, 13.0, None, theme.TARGET, 0.9, 6.5))
        drawn.append(Label(right - wide / 2, y - 0.4, demo, theme.NOTE, theme.TARGET, "bold", "middle"))
        right -= wide + 10.0
    half = theme.FULL_WIDTH * 0.5
    drawn += _one_line(section, (left, y), theme.LABEL, half, "start")
    drawn += _one_line(head, (right, y), theme.LABEL, right - left - half - 20.0, "end")
    edge = theme.PAGE_WIDTH - theme.MARGIN
    return [*drawn, Line(left, theme.HEADER_RULE, edge, theme.HEADER_RULE, theme.RULE, 0.6)]


def _one_line(
    text: str, at: tuple[float, float], size: float, room: float, anchor: Anchor
) -> list[Primitive]:
    """Set a short text on one line, or on two small ones above the rule if it is long."""
    fitted = fit(text, size, "regular", room)
    if len(fitted.lines) > 1:
        fitted = fit(text, size * 0.8, "regular", room, 2)
    last = len(fitted.lines) - 1
    return [
        Label(
            at[0], at[1] - (last - n) * fitted.size * 1.25, line, fitted.size, theme.MUTED, "regular", anchor
        )
        for n, line in enumerate(fitted.lines)
    ]


def _title(page: Page, furniture: Furniture, number: int) -> tuple[list[Primitive], float]:
    """Title and subtitle; return the top of the content below them."""
    text, size = clean(page.title, LINE_LIMIT), theme.TITLE
    if number:
        text, size = text + furniture.continued, theme.TITLE * 0.75
    fitted = fit(text, size, "bold", theme.FULL_WIDTH, 2)
    lines = balanced(text, fitted.size, "bold", theme.FULL_WIDTH) if len(fitted.lines) == 2 else fitted.lines  # noqa: PLR2004
    leading = fitted.size * theme.LEADING_TITLE
    y = theme.CONTENT_TOP + fitted.size * 1.12
    drawn: list[Primitive] = [
        Label(theme.MARGIN, y + n * leading, line, fitted.size, theme.NAVY, "bold")
        for n, line in enumerate(lines)
    ]
    y += (len(lines) - 1) * leading
    subtitle = clean(page.subtitle, LINE_LIMIT) if number == 0 else ""
    if subtitle:
        under = fit(subtitle, theme.SUBTITLE, "regular", theme.FULL_WIDTH)
        y += 5.0
        for line in under.lines:
            y += under.size * 1.42
            drawn.append(Label(theme.MARGIN, y, line, under.size, theme.MUTED))
    return drawn, y + 19.0


def _footer(source: str, folio: str) -> list[Primitive]:
    """Source line at the left, page number at the right, under a rule."""
    left, right = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN
    drawn: list[Primitive] = [Line(left, theme.FOOTER_RULE, right, theme.FOOTER_RULE, theme.RULE, 0.6)]
    room = theme.FULL_WIDTH - 70.0
    size = next(
        (s for s in (theme.NOTE, 7.0, 6.5, 6.0, 5.5) if len(wrap(source, s, "regular", room)) <= 2),  # noqa: PLR2004
        5.0,
    )
    for number, line in enumerate(wrap(source, size, "regular", room)):
        y = theme.FOOTER_BASELINE + number * size * 1.35
        drawn.append(Label(left, y, line, size, theme.MUTED))
    return [*drawn, Label(right, theme.FOOTER_BASELINE, folio, theme.LABEL, theme.MUTED, "regular", "end")]


# Content -----------------------------------------------------------------------------------------------


def _bodies(page: Page, furniture: Furniture) -> list[_Body]:
    """Contents of the sheets that a page takes."""
    first = _title(page, furniture, 0)[1]
    later = _title(page, furniture, 1)[1]
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
    left: list[Flow] = [flow_of(block, room, scale) for block in blocks]
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
