"""The cover: title and merchant on navy, five rising steps, facts of the report at the foot."""

from typing import Final

from reports import theme
from reports.document import Cover, Logo
from reports.flow import shifted
from reports.frame import logo_box
from reports.lines import Fitted, balanced, fit, wrap
from reports.scene import Circle, Image, Label, Line, Part, Polygon, Primitive, Rect, Weight
from reports.text import LINE_LIMIT, NAME_LIMIT, clean, width

LEFT: Final = 64.0
TEXT_ROOM: Final = 430.0
FACTS_TOP: Final = 408.0
STEPS_LEFT: Final = 548.0
STEP_HEIGHTS: Final = (48.0, 98.0, 154.0, 214.0, 282.0)
FACTS_PER_ROW: Final = 4
TITLE_LIMIT: Final = 120
NAME_SIZES: Final = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
FACT_SIZES: Final = (11.0, 10.0, 9.35, 8.0, 7.0, 6.0)
HEAD: Final = 60.0
"""The words begin no higher than this."""
LOGO_MOST: Final = (168.0, 50.0)
PLATE_TOP: Final = 38.0
PLATE_X: Final = 14.0
PLATE_Y: Final = 10.0


def cover_primitives(cover: Cover, logo: Logo | None = None, logo_words: str = "") -> tuple[Primitive, ...]:
    """Compose the cover in page coordinates; `logo_words` are read out where the logo is seen."""
    ground = Rect(0.0, 0.0, theme.PAGE_WIDTH, theme.PAGE_HEIGHT, theme.COVER)
    plate, least = _plate(logo, logo_words) if logo else ((), HEAD)
    notice, foot = _notice(cover)
    facts, tall = _facts(cover)
    top = min(FACTS_TOP, foot - tall - 10.0)
    said = (*plate, *_words(cover, least, top), *shifted(facts, 0.0, top), *notice)
    demo = _demo(clean(cover.demo_notice, TITLE_LIMIT))
    return (Part("Artifact", (ground, *_steps(top))), Part("Sect", (*said, *demo), key="cover"))


def _plate(logo: Logo, words: str) -> tuple[tuple[Primitive, ...], float]:
    """Logo on a white plate, because it may be dark; return where the words may begin below it."""
    wide, tall = logo_box(logo, LOGO_MOST)
    box = (LEFT + PLATE_X, PLATE_TOP + PLATE_Y, wide, tall)
    plate = Rect(LEFT, PLATE_TOP, wide + 2 * PLATE_X, tall + 2 * PLATE_Y, theme.WHITE, None, 0.0, 4.0)
    picture = Part("Figure", (Image(*box, logo.png, words),), words, box=box)
    return (plate, picture), PLATE_TOP + tall + 2 * PLATE_Y + 20.0


def _steps(floor: float) -> list[Primitive]:
    """Five steps rising to the right edge, with a path over them and a mark on the third."""
    wide = (theme.PAGE_WIDTH - STEPS_LEFT) / len(STEP_HEIGHTS)
    drawn: list[Primitive] = []
    tops: list[tuple[float, float]] = []
    for number, (tall, fill) in enumerate(zip(STEP_HEIGHTS, theme.COVER_STEPS, strict=True)):
        x = STEPS_LEFT + number * wide
        bleed = 3.0 if number == len(STEP_HEIGHTS) - 1 else 0.0
        drawn.append(Rect(x, floor - tall, wide - 3.0 + bleed, tall, fill))
        tops.append((x + (wide - 3.0) / 2, floor - tall - 20.0))
    drawn.append(Polygon(tuple(tops), None, theme.COVER_MUTED, 1.0, closed=False))
    for number, (x, y) in enumerate(tops):
        if number == 2:  # noqa: PLR2004  (the middle step stands for a merchant on its way)
            drawn.append(Circle(x, y, 9.0, theme.COVER, theme.TARGET, 1.2))
            drawn.append(Circle(x, y, 5.2, theme.TARGET))
        else:
            drawn.append(Circle(x, y, 3.6, theme.COVER, theme.COVER_MUTED, 1.0))
    return drawn


def _words(cover: Cover, least: float, most: float) -> list[Primitive]:
    """Subtitle above, title, then the merchant under a short accent rule, between two heights."""
    above = fit(clean(cover.subtitle, TITLE_LIMIT), 13.0, "regular", TEXT_ROOM, 2)
    merchant = _small_enough(clean(cover.merchant, NAME_LIMIT), NAME_SIZES, TEXT_ROOM)
    rest = (len(above.lines) * above.size + len(merchant.lines) * merchant.size) * 1.32 + 62.0
    title = _title(clean(cover.title, TITLE_LIMIT), most - least - rest)
    tall = rest + len(title.lines) * title.size * 1.32
    top = max((most - tall) / 2, least)
    over = balanced(clean(cover.subtitle, TITLE_LIMIT), above.size, "regular", TEXT_ROOM)
    said, y = _set(over, top + 18.0, above.size, (theme.COVER_TEXT, "regular"))
    headed, y = _set(title.lines, y + 10.0, title.size, (theme.WHITE, "bold"))
    named, _ = _set(merchant.lines, y + 34.0, merchant.size, (theme.WHITE, "bold"))
    parts = (Part("P", said), Part("H1", headed), Part("P", named))
    return [Rect(LEFT, top, 34.0, 3.2, theme.TARGET), *(part for part in parts if part.primitives)]


def _small_enough(text: str, sizes: tuple[float, ...], room: float) -> Fitted:
    """Set a text at the first size that needs two lines, else at the last: a cover has no second sheet."""
    every = (Fitted(wrap(text, size, "bold", room), size) for size in sizes[:-1])
    last = Fitted(wrap(text, sizes[-1], "bold", room), sizes[-1])
    return next((fitted for fitted in every if len(fitted.lines) <= 2), last)  # noqa: PLR2004


def _title(text: str, room: float) -> Fitted:
    """Set the title as large as three lines and `room` points of height allow."""
    for size in (40.0, 36.0, 32.0, 28.0, 24.0):
        lines = balanced(text, size, "bold", TEXT_ROOM)
        if len(lines) <= (2 if size > 30.0 else 3) and len(lines) * size * 1.32 <= room:  # noqa: PLR2004
            return Fitted(lines, size)
    return _small_enough(text, (20.0, 17.0, 14.0), TEXT_ROOM)


def _set(
    lines: tuple[str, ...], top: float, size: float, look: tuple[str, Weight]
) -> tuple[tuple[Label, ...], float]:
    """Lines from `top` down, and where they end."""
    words = tuple(
        Label(LEFT, top + size + number * size * 1.32, line, size, *look) for number, line in enumerate(lines)
    )
    return words, top + len(lines) * size * 1.32


def _facts(cover: Cover) -> tuple[list[Primitive], float]:
    """Labels and values in columns from height 0 down, one paragraph a pair, and how tall they are."""
    drawn: list[Primitive] = []
    wide = (theme.PAGE_WIDTH - 2 * LEFT) / FACTS_PER_ROW
    top = lowest = 0.0
    for start in range(0, len(cover.lines), FACTS_PER_ROW):
        drawn.append(Line(LEFT, top, theme.PAGE_WIDTH, top, theme.COVER_RULE, 0.8))
        lowest = top + 40.0
        for number, fact in enumerate(cover.lines[start : start + FACTS_PER_ROW]):
            words, low = _fact(fact, (LEFT + number * wide, top), wide - 16.0)
            drawn.append(Part("P", words))
            lowest = max(lowest, low)
        top = lowest + 14.0
    return drawn, lowest


def _fact(fact: tuple[str, str], at: tuple[float, float], room: float) -> tuple[tuple[Label, ...], float]:
    """Label over value, and the lowest baseline."""
    x, top = at
    head = fit(clean(fact[0], NAME_LIMIT), theme.LABEL, "regular", room)
    said = [
        Label(x, top + 17.0 + n * head.size * 1.3, line, head.size, theme.COVER_MUTED)
        for n, line in enumerate(head.lines)
    ]
    y = top + 17.0 + (len(head.lines) - 1) * head.size * 1.3
    text = _small_enough(clean(fact[1], TITLE_LIMIT), FACT_SIZES, room)
    said += [
        Label(x, y + 17.0 + n * text.size * 1.35, line, text.size, theme.WHITE, "bold")
        for n, line in enumerate(text.lines)
    ]
    return tuple(said), y + 17.0 + (len(text.lines) - 1) * text.size * 1.35


def _notice(cover: Cover) -> tuple[tuple[Part, ...], float]:
    """Confidentiality at the foot, and the height at which it begins."""
    room = theme.PAGE_WIDTH - 2 * LEFT
    lines = wrap(clean(cover.notice, LINE_LIMIT), theme.NOTE, "regular", room)
    first = theme.PAGE_HEIGHT - 26.0 - (len(lines) - 1) * theme.NOTE * 1.45
    said = tuple(
        Label(LEFT, first + number * theme.NOTE * 1.45, line, theme.NOTE, theme.COVER_MUTED)
        for number, line in enumerate(lines)
    )
    return ((Part("P", said),) if said else ()), first - theme.NOTE


def _demo(notice: str) -> list[Primitive]:
    """Pill with the demo notice at the top right; nothing without one."""
    if not notice:
        return []
    fitted = fit(notice, 9.5, "bold", 360.0, 2)
    wide = max(width(line, fitted.size, "bold") for line in fitted.lines) + 28.0
    tall = len(fitted.lines) * fitted.size * 1.4 + 10.0
    right, first = theme.PAGE_WIDTH - LEFT, 40.0 + 5.0 + fitted.size * 1.06
    pill = Rect(right - wide, 40.0, wide, tall, theme.TARGET, None, 0.0, min(tall / 2, 12.0))
    words = tuple(
        Label(
            right - wide / 2,
            first + number * fitted.size * 1.4,
            line,
            fitted.size,
            theme.WHITE,
            "bold",
            "middle",
        )
        for number, line in enumerate(fitted.lines)
    )
    return [pill, Part("P", words)]
