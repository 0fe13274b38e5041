"""The cover: title and merchant on navy, five rising steps, facts of the report at the foot."""

from typing import Final

from reports import theme
from reports.document import Cover
from reports.lines import Fitted, balanced, fit, wrap
from reports.scene import Circle, Label, Line, Polygon, Primitive, Rect, Weight
from reports.text import LINE_LIMIT, NAME_LIMIT, clean, width

LEFT: Final = 64.0
TEXT_ROOM: Final = 430.0
FACTS_TOP: Final = 408.0
STEPS_LEFT: Final = 548.0
STEPS_FLOOR: Final = FACTS_TOP
STEP_HEIGHTS: Final = (48.0, 98.0, 154.0, 214.0, 282.0)
FACTS_PER_ROW: Final = 4
TITLE_LIMIT: Final = 120


def cover_primitives(cover: Cover) -> tuple[Primitive, ...]:
    """Compose the cover in page coordinates."""
    drawn: list[Primitive] = [Rect(0.0, 0.0, theme.PAGE_WIDTH, theme.PAGE_HEIGHT, theme.COVER)]
    drawn += _steps()
    drawn += _words(cover)
    drawn += _facts(cover)
    return tuple(drawn + _notices(cover))


def _steps() -> list[Primitive]:
    """Five steps rising to the right edge, with a path over them and a mark on the third."""
    wide = (theme.PAGE_WIDTH - STEPS_LEFT) / len(STEP_HEIGHTS)
    drawn: list[Primitive] = []
    tops: list[tuple[float, float]] = []
    for number, (tall, fill) in enumerate(zip(STEP_HEIGHTS, theme.COVER_STEPS, strict=True)):
        x = STEPS_LEFT + number * wide
        bleed = 3.0 if number == len(STEP_HEIGHTS) - 1 else 0.0
        drawn.append(Rect(x, STEPS_FLOOR - tall, wide - 3.0 + bleed, tall, fill))
        tops.append((x + (wide - 3.0) / 2, STEPS_FLOOR - tall - 20.0))
    drawn.append(Polygon(tuple(tops), None, theme.COVER_MUTED, 1.0, closed=False))
    for number, (x, y) in enumerate(tops):
        if number == 2:  # noqa: PLR2004  (the middle step stands for a merchant on its way)
            drawn.append(Circle(x, y, 9.0, theme.COVER, theme.TARGET, 1.2))
            drawn.append(Circle(x, y, 5.2, theme.TARGET))
        else:
            drawn.append(Circle(x, y, 3.6, theme.COVER, theme.COVER_MUTED, 1.0))
    return drawn


def _words(cover: Cover) -> list[Primitive]:
    """Subtitle above, title, then the merchant under a short accent rule."""
    above = fit(clean(cover.subtitle, TITLE_LIMIT), 13.0, "regular", TEXT_ROOM, 2)
    title = _title(clean(cover.title, TITLE_LIMIT))
    merchant = fit(clean(cover.merchant, NAME_LIMIT), 22.0, "bold", TEXT_ROOM, 2)
    tall = (len(above.lines) * above.size + len(title.lines) * title.size + len(merchant.lines) * 22.0) * 1.32
    top = max((FACTS_TOP - tall - 62.0) / 2, 60.0)
    drawn: list[Primitive] = [Rect(LEFT, top, 34.0, 3.2, theme.TARGET)]
    over = balanced(clean(cover.subtitle, TITLE_LIMIT), above.size, "regular", TEXT_ROOM)
    y = _set(drawn, over, top + 18.0, above.size, (theme.COVER_TEXT, "regular"))
    y = _set(drawn, title.lines, y + 10.0, title.size, (theme.WHITE, "bold"))
    _set(drawn, merchant.lines, y + 34.0, merchant.size, (theme.WHITE, "bold"))
    return drawn


def _title(text: str) -> Fitted:
    """Set the title as large as three lines allow."""
    for size in (40.0, 36.0, 32.0, 28.0, 24.0):
        lines = balanced(text, size, "bold", TEXT_ROOM)
        if len(lines) <= (2 if size > 30.0 else 3):  # noqa: PLR2004
            return Fitted(lines, size)
    return fit(text, 20.0, "bold", TEXT_ROOM, 6)


def _set(
    drawn: list[Primitive], lines: tuple[str, ...], top: float, size: float, look: tuple[str, Weight]
) -> float:
    """Add lines from `top` down; return where they end."""
    for number, line in enumerate(lines):
        drawn.append(Label(LEFT, top + size + number * size * 1.32, line, size, *look))
    return top + len(lines) * size * 1.32


def _facts(cover: Cover) -> list[Primitive]:
    """Labels and values in columns over a hairline."""
    drawn: list[Primitive] = []
    wide = (theme.PAGE_WIDTH - 2 * LEFT) / FACTS_PER_ROW
    top = FACTS_TOP
    for start in range(0, len(cover.lines), FACTS_PER_ROW):
        drawn.append(Line(LEFT, top, theme.PAGE_WIDTH, top, theme.COVER_RULE, 0.8))
        lowest = top + 40.0
        for number, (label, value) in enumerate(cover.lines[start : start + FACTS_PER_ROW]):
            x = LEFT + number * wide
            head = fit(clean(label, NAME_LIMIT), theme.LABEL, "regular", wide - 16.0)
            drawn += [
                Label(x, top + 17.0 + n * head.size * 1.3, line, head.size, theme.COVER_MUTED)
                for n, line in enumerate(head.lines)
            ]
            y = top + 17.0 + (len(head.lines) - 1) * head.size * 1.3
            text = fit(clean(value, NAME_LIMIT), 11.0, "bold", wide - 16.0, 2)
            for n, line in enumerate(text.lines):
                drawn.append(Label(x, y + 17.0 + n * text.size * 1.35, line, text.size, theme.WHITE, "bold"))
            lowest = max(lowest, y + 17.0 + (len(text.lines) - 1) * text.size * 1.35)
        top = lowest + 14.0
    return drawn


def _notices(cover: Cover) -> list[Primitive]:
    """Confidentiality at the foot, and the demo notice in a vermillion pill at the top right."""
    drawn: list[Primitive] = []
    room = theme.PAGE_WIDTH - 2 * LEFT
    lines = wrap(clean(cover.notice, LINE_LIMIT), theme.NOTE, "regular", room)
    first = theme.PAGE_HEIGHT - 26.0 - (len(lines) - 1) * theme.NOTE * 1.45
    for number, line in enumerate(lines):
        drawn.append(Label(LEFT, first + number * theme.NOTE * 1.45, line, theme.NOTE, theme.COVER_MUTED))
    if demo := clean(cover.demo_notice, TITLE_LIMIT):
        fitted = fit(demo, 9.5, "bold", 360.0, 2)
        wide = max(width(line, fitted.size, "bold") for line in fitted.lines) + 28.0
        tall = len(fitted.lines) * fitted.size * 1.4 + 10.0
        right = theme.PAGE_WIDTH - LEFT
        drawn.append(Rect(right - wide, 40.0, wide, tall, theme.TARGET, None, 0.0, min(tall / 2, 12.0)))
        for number, line in enumerate(fitted.lines):
            y = 40.0 + 5.0 + fitted.size * 1.06 + number * fitted.size * 1.4
            drawn.append(Label(right - wide / 2, y, line, fitted.size, theme.WHITE, "bold", "middle"))
    return drawn
