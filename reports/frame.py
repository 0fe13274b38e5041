"""What stands around the content of a sheet: running head with logo, title and subtitle, source and folio."""

from typing import Final

from reports import theme
from reports.document import Logo, Page, ReportDocument
from reports.furniture import Furniture
from reports.lines import balanced, fit, wrap
from reports.scene import Anchor, Image, Label, Line, Part, Primitive, Rect
from reports.text import LINE_LIMIT, NAME_LIMIT, clean, em, width

HEAD_LIMIT: Final = 120
"""Characters of a running head: the longest name, a category and a date."""
SOURCE_LIMIT: Final = 600
"""Characters of a source line, two thirds as many if they are wide: all that a page may have to admit to."""
LOGO_HEIGHT: Final = 19.0
LOGO_WIDTH: Final = 96.0
LOGO_FOOT: Final = 3.0
"""Room between a logo and the rule below it."""
GAP: Final = 10.0
DEMO_ROOM: Final = 12.0
LEADING_SMALL: Final = 1.25


def logo_box(logo: Logo, most: tuple[float, float]) -> tuple[float, float]:
    """Width and height of a logo set as large as `most` allows.

    >>> logo_box(Logo(b"", 400, 100), (96.0, 19.0)), logo_box(Logo(b"", 800, 100), (96.0, 19.0))
    ((76.0, 19.0), (96.0, 12.0))
    """
    factor = min(most[0] / max(logo.width, 1), most[1] / max(logo.height, 1))
    return logo.width * factor, logo.height * factor


def header(document: ReportDocument, page: Page, furniture: Furniture) -> Part:
    """Section at the left; running head, demo mark and logo at the right, over a rule: seen, not heard."""
    section, head = clean(page.section, NAME_LIMIT), clean(document.running_head, HEAD_LIMIT)
    demo = clean(document.demo_mark or (furniture.demo if page.demo else ""), 40)
    left, right, y = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN, theme.HEADER_BASELINE
    drawn: list[Primitive] = [Line(left, theme.HEADER_RULE, right, theme.HEADER_RULE, theme.RULE, 0.6)]
    if document.logo is not None:
        wide, tall = logo_box(document.logo, (LOGO_WIDTH, LOGO_HEIGHT))
        top = theme.HEADER_RULE - LOGO_FOOT - (LOGO_HEIGHT + tall) / 2
        drawn.append(Image(right - wide, top, wide, tall, document.logo.png))
        right -= wide + GAP
    if demo:
        wide = width(demo, theme.NOTE, "bold") + DEMO_ROOM
        drawn.append(Rect(right - wide, y - 9.6, wide, 13.0, None, theme.TARGET, 0.9, 6.5))
        drawn.append(Label(right - wide / 2, y - 0.4, demo, theme.NOTE, theme.TARGET, "bold", "middle"))
        right -= wide + GAP
    half = theme.FULL_WIDTH * 0.5
    drawn += _one_line(section, (left, y), theme.LABEL, half, "start")
    drawn += _one_line(head, (right, y), theme.LABEL, right - left - half - 2 * GAP, "end")
    return Part("Artifact", tuple(drawn))


def _one_line(
    text: str, at: tuple[float, float], size: float, room: float, anchor: Anchor
) -> list[Primitive]:
    """Set a short text on one line, or on two small ones above the rule if it is long."""
    fitted = fit(text, size, "regular", room)
    if len(fitted.lines) > 1:
        fitted = fit(text, size * 0.8, "regular", room, 2)
    last = len(fitted.lines) - 1
    size, step = fitted.size, fitted.size * LEADING_SMALL
    return [
        Label(at[0], at[1] - (last - n) * step, line, size, theme.MUTED, "regular", anchor)
        for n, line in enumerate(fitted.lines)
    ]


def title(page: Page, furniture: Furniture, number: int) -> tuple[tuple[Part, ...], float]:
    """Title and subtitle of a page's sheet `number`; return the top of the content below them.

    A further sheet repeats the title in small type, for the eye only.
    """
    text, size = clean(page.title, LINE_LIMIT), theme.TITLE
    if number:
        text, size = text + furniture.continued, theme.TITLE * 0.75
    fitted = fit(text, size, "bold", theme.FULL_WIDTH, 2)
    lines = balanced(text, fitted.size, "bold", theme.FULL_WIDTH) if len(fitted.lines) == 2 else fitted.lines  # noqa: PLR2004
    leading = fitted.size * theme.LEADING_TITLE
    y = theme.CONTENT_TOP + fitted.size * 1.12
    words = tuple(
        Label(theme.MARGIN, y + n * leading, line, fitted.size, theme.NAVY, "bold")
        for n, line in enumerate(lines)
    )
    y += (len(lines) - 1) * leading
    parts = [Part("Artifact" if number else "H1", words)] if words else []
    subtitle = clean(page.subtitle, LINE_LIMIT) if number == 0 else ""
    if subtitle:
        under = fit(subtitle, theme.SUBTITLE, "regular", theme.FULL_WIDTH)
        step, y = under.size * 1.42, y + 5.0
        said = tuple(
            Label(theme.MARGIN, y + n * step, line, under.size, theme.MUTED)
            for n, line in enumerate(under.lines, start=1)
        )
        parts.append(Part("P", said))
        y += len(said) * step
    return tuple(parts), y + 19.0


def source(text: str, number: int) -> tuple[Part, ...]:
    """Source line at the left under the rule, heard once a page; `number` counts the page's sheets."""
    text = clean(text, SOURCE_LIMIT)
    text = text if em(text) <= LINE_LIMIT else clean(text, LINE_LIMIT)
    room = theme.FULL_WIDTH - 70.0
    size = next(
        (s for s in (theme.NOTE, 7.0, 6.5, 6.0, 5.5) if len(wrap(text, s, "regular", room)) <= 2),  # noqa: PLR2004
        5.0,
    )
    words = tuple(
        Label(theme.MARGIN, theme.FOOTER_BASELINE + n * size * 1.35, line, size, theme.MUTED)
        for n, line in enumerate(wrap(text, size, "regular", room))
    )
    return (Part("Artifact" if number else "P", words),) if words else ()


def footer(folio: str) -> Part:
    """Page number at the right, under a rule."""
    left, right = theme.MARGIN, theme.PAGE_WIDTH - theme.MARGIN
    rule = Line(left, theme.FOOTER_RULE, right, theme.FOOTER_RULE, theme.RULE, 0.6)
    place = Label(right, theme.FOOTER_BASELINE, folio, theme.LABEL, theme.MUTED, "regular", "end")
    return Part("Artifact", (rule, place))
