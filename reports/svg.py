"""A scene as SVG text: the same picture on screen as in the report.

Every string is escaped here and nowhere else; the picture carries its description for screen readers and
loads nothing from anywhere.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from reports import theme
from reports.lines import label_lines
from reports.scene import Circle, Image, Label, Line, Part, Polygon, Primitive, Rect, Scene
from reports.text import LINE_LIMIT, clean

FONTS: Final = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
BLEED: Final = 6.0
"""Tints under rows reach this far beyond a scene's sides (points)."""
_WEIGHTS: Final = {"regular": "400", "bold": "700"}


def to_svg(scene: Scene) -> str:
    """Write `scene` as one self-contained ``<svg>`` element.

    Parameters
    ----------
    scene
        The picture; its `alt` becomes the description.

    Returns
    -------
    str
        Well-formed XML with ``role="img"``; user text appears only as escaped text content.

    Examples
    --------
    >>> print(to_svg(Scene(20.0, 10.0, (Label(1.0, 9.0, "<b>"),), "A & B")))
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 0 32 10" width="100%" role="img"
    aria-label="A &amp; B" font-family="'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft
    YaHei',sans-serif"><title>A &amp; B</title><desc>A &amp; B</desc><text x="1" y="9" font-size="8.5"
    fill="#1F2933">&lt;b&gt;</text></svg>
    """
    alt = clean(scene.alt)
    title = clean(scene.alt, LINE_LIMIT // 4)
    body = "".join(_element(primitive) for primitive in scene.primitives)
    box = f"{_n(-BLEED)} 0 {_n(scene.width + 2 * BLEED)} {_n(scene.height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="100%" '
        f'role="img" aria-label={quoteattr(title)} font-family={quoteattr(FONTS)}>'
        f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{body}</svg>"
    )


def _n(value: float) -> str:
    """Format a coordinate: at most two decimals, no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _paint(fill: str | None, stroke: str | None, thick: float) -> str:
    """Write fill and stroke attributes; an unfilled shape says so because SVG fills black."""
    edge = f' stroke={quoteattr(stroke)} stroke-width="{_n(thick)}"' if stroke else ""
    return f" fill={quoteattr(fill or 'none')}{edge}"


def _element(primitive: Primitive) -> str:
    """Write one primitive; parts only group, as the whole picture has one description."""
    return _WRITERS[type(primitive)](primitive)


def _rect(rect: Rect) -> str:
    place = f'x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" height="{_n(rect.height)}"'
    corner = f' rx="{_n(rect.radius)}"' if rect.radius else ""
    return f"<rect {place}{corner}{_paint(rect.fill, rect.stroke, rect.stroke_width)}/>"


def _line(line: Line) -> str:
    dash = f' stroke-dasharray="{" ".join(_n(d) for d in line.dash)}"' if line.dash else ""
    ends = zip(("x1", "y1", "x2", "y2"), (line.x1, line.y1, line.x2, line.y2), strict=True)
    places = " ".join(f'{name}="{_n(value)}"' for name, value in ends)
    return f"<line {places}{_paint(None, line.stroke, line.width)}{dash}/>"


def _circle(circle: Circle) -> str:
    place = f'cx="{_n(circle.x)}" cy="{_n(circle.y)}" r="{_n(circle.radius)}"'
    return f"<circle {place}{_paint(circle.fill, circle.stroke, circle.stroke_width)}/>"


def _polygon(polygon: Polygon) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in polygon.points)
    name = "polygon" if polygon.closed else "polyline"
    paint = _paint(polygon.fill, polygon.stroke, polygon.stroke_width)
    return f'<{name} points="{points}"{paint} stroke-linejoin="round"/>'


def _label(label: Label) -> str:
    return "".join(_text(label, number, line) for number, line in enumerate(_lines(label)))


def _image(image: Image) -> str:
    """Write a picture into the file itself, so that nothing is loaded."""
    place = f'x="{_n(image.x)}" y="{_n(image.y)}" width="{_n(image.width)}" height="{_n(image.height)}"'
    data = b64encode(image.png).decode()
    return f'<image {place} preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'


def _part(part: Part) -> str:
    return "".join(_element(primitive) for primitive in part.primitives)


_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    Rect: _rect,
    Line: _line,
    Circle: _circle,
    Polygon: _polygon,
    Label: _label,
    Image: _image,
    Part: _part,
}


def _lines(label: Label) -> tuple[tuple[str, float], ...]:
    """Lines of a label, each with the size at which it fits."""
    fitted = label_lines(label)
    return tuple((line, fitted.size) for line in fitted.lines)


def _text(label: Label, number: int, line: tuple[str, float]) -> str:
    """Write one line of a label."""
    words, size = line
    y = label.y + number * size * theme.LEADING_TIGHT
    weight = f' font-weight="{_WEIGHTS[label.weight]}"' if label.weight != "regular" else ""
    anchor = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
    place = f'x="{_n(label.x)}" y="{_n(y)}" font-size="{_n(size)}" fill={quoteattr(label.colour)}'
    return f"<text {place}{weight}{anchor}>{escape(words)}</text>"
