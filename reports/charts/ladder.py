"""The maturity ladder: named stages as rising steps, the merchant on its step, and how sure that is."""

from reports import theme
from reports.charts.axis import Axis, Span
from reports.charts.inputs import Ladder
from reports.charts.marks import Sketch, Style, whisker
from reports.scene import Scene
from reports.text import width as text_width

FIRST_STEP: float = 0.40
"""Height of the lowest step as a share of the highest."""
STRIP: float = 74.0
PIN: float = 30.0


def maturity_ladder(data: Ladder, *, width: float = theme.COLUMN_WIDTH, height: float | None = None) -> Scene:
    """Draw the stages as steps over a score strip.

    Parameters
    ----------
    data
        Stages lowest first, each with its band on the score; a withheld score leaves the steps bare.
    width, height
        Size in points.

    Returns
    -------
    Scene
        Steps, a strip with score, interval, target and peers, and a row of stage probabilities.
    """
    sketch = Sketch(width)
    total = height or 350.0
    likely = 36.0 if data.probabilities else 0.0
    base = total - STRIP - likely
    span = Span(Axis(data.stages[0].low, data.stages[-1].high), 0.0, width)
    current = _stage_of(data)
    for number in range(len(data.stages)):
        _step(sketch, span, data, number, current, base)
    if data.score is not None and current is not None:
        _pin(sketch, span, data, _step_top(data, current, base))
    _strip(sketch, span, data, base)
    if likely:
        _likely(sketch, span, data, total)
    return sketch.scene(total, data.alt)


def _stage_of(data: Ladder) -> int | None:
    """Return the number of the stage that holds the score."""
    if data.score is None:
        return None
    return max((n for n, stage in enumerate(data.stages) if data.score >= stage.low), default=0)


def _step_top(data: Ladder, number: int, base: float) -> float:
    """Upper edge of a step."""
    last = max(len(data.stages) - 1, 1)
    share = FIRST_STEP + (1 - FIRST_STEP) * number / last
    return base - share * (base - PIN)


def _edges(span: Span, data: Ladder, number: int) -> tuple[float, float]:
    """Left and right edge of a step: a small gap between steps, none at the ends."""
    stage = data.stages[number]
    left = span.x(stage.low) + (1.5 if number else 0.0)
    return left, span.x(stage.high) - (1.5 if number < len(data.stages) - 1 else 0.0)


def _step(sketch: Sketch, span: Span, data: Ladder, number: int, current: int | None, base: float) -> None:
    """Draw one step with its name, band and description."""
    stage, top = data.stages[number], _step_top(data, number, base)
    left, right = _edges(span, data, number)
    here = number == current
    passed = current is not None and number < current
    fill = theme.MERCHANT if here else theme.MERCHANT_SOFT if passed else theme.PEER_FAINT
    ink, soft = (theme.WHITE, theme.WHITE) if here else (theme.INK, theme.TEXT if passed else theme.MUTED)
    sketch.rect(left, top, right - left, base - top, fill, 2.0)
    room = right - left - 14.0
    used = sketch.block((left + 7.0, top + 17.0), stage.name, room, Style(10.5, ink, "bold", 2, 1.25))
    band = f"{stage.low:.1f}–{stage.high:.1f}"
    sketch.text((left + 7.0, top + 17.0 + used), band, theme.NOTE, soft)
    left_over = int((base - top - 33.0 - used) / (theme.NOTE * 1.4))
    if stage.note and left_over > 0:
        style = Style(theme.NOTE, soft, "regular", left_over, 1.4)
        sketch.block((left + 7.0, top + 31.0 + used), stage.note, room, style)


def _pin(sketch: Sketch, span: Span, data: Ladder, top: float) -> None:
    """Mark the score on its step with a flag."""
    number = f"{data.score:.1f}"
    x = span.x(data.score or 0.0)
    size = 13.0
    half = text_width(number, size, "bold") / 2 + 8.0
    middle = min(max(x, half), sketch.width - half)
    sketch.rect(middle - half, top - 27.0, 2 * half, 20.0, theme.NAVY, 10.0)
    sketch.line((x, top - 8.0), (x, top), theme.NAVY, 1.6)
    sketch.text((middle, top - 12.3), number, size, theme.WHITE, "bold", "middle")


def _strip(sketch: Sketch, span: Span, data: Ladder, base: float) -> None:
    """Draw the score strip under the steps: interval, peers, target and merchant, each named."""
    y = base + 32.0
    sketch.line((0.0, y), (sketch.width, y), theme.RULE, 1.0)
    for edge in (*(stage.low for stage in data.stages), data.stages[-1].high):
        sketch.line((span.x(edge), y - 3.0), (span.x(edge), y + 3.0), theme.RULE, 1.0)
    whisker(sketch, span, y, (data.low, data.high))
    if data.peer_median is not None:
        sketch.line((span.x(data.peer_median), y - 7.0), (span.x(data.peer_median), y + 7.0), theme.PEER, 1.8)
    if data.target is not None:
        sketch.diamond(span.x(data.target), y, theme.TARGET, 6.0)
    if data.score is None:
        sketch.text((0.0, y - 10.0), data.withheld, theme.NOTE, theme.MUTED)
    else:
        sketch.dot(span.x(data.score), y, theme.MERCHANT, 5.5)
        interval = "" if data.low is None else f" · {data.words.interval} {data.low:.1f}–{data.high:.1f}"
        text = f"{data.words.score} {data.score:.1f}{interval}"
        _caption(sketch, span.x(data.score), y - 11.0, text, theme.MERCHANT)
    _captions_below(sketch, span, data, y)


def _captions_below(sketch: Sketch, span: Span, data: Ladder, y: float) -> None:
    """Name peers and target below the strip, on two lines where they would touch."""
    words = data.words
    places = [
        (span.x(value), f"{name} {value:.1f}", colour)
        for value, name, colour in (
            (data.peer_median, words.peers, theme.MUTED),
            (data.target, words.target, theme.TARGET),
        )
        if value is not None
    ]
    places.sort(key=lambda place: place[0])
    edge = -1.0
    for x, text, colour in places:
        half = text_width(text, theme.NOTE, "bold") / 2
        lower = x - half < edge
        _caption(sketch, x, y + (28.0 if lower else 17.0), text, colour)
        edge = x + half + 6.0


def _caption(sketch: Sketch, x: float, y: float, text: str, colour: str) -> None:
    """Write a caption centred on x but inside the scene."""
    half = text_width(text, theme.NOTE, "bold") / 2
    middle = min(max(x, half), max(sketch.width - half, half))
    sketch.text((middle, y), text, theme.NOTE, colour, "bold", "middle")


def _likely(sketch: Sketch, span: Span, data: Ladder, total: float) -> None:
    """Draw a small bar a stage: the probability that the merchant stands there."""
    top = total - 30.0
    sketch.text((0.0, top), data.words.probability, theme.NOTE, theme.MUTED)
    for number, share in enumerate(data.probabilities):
        left, right = _edges(span, data, number)
        sketch.rect(left, top + 7.0, right - left, 8.0, theme.PEER_FAINT, 1.5)
        sketch.rect(left, top + 7.0, (right - left) * share, 8.0, theme.MERCHANT, 1.5)
        sketch.text((left, top + 26.0), f"{share:.0%}", theme.LABEL, theme.INK, "bold")
