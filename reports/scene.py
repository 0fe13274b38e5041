"""A picture as a list of primitives: drawn on a PDF canvas and written as SVG from the same list.

Coordinates are points; x grows right, y grows DOWN from the top left corner of the scene, as in SVG.
Colours are ``#RRGGBB``. `Label.anchor` is where `x` lies in the text; `y` is the baseline.
"""

from dataclasses import dataclass
from typing import Literal

Weight = Literal["regular", "bold"]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rect:
    """Filled or stroked rectangle with rounded corners of `radius`."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 0.75
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """Straight line; `dash` is an on-off pattern in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float = 0.75
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """Circle around (x, y)."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 0.75


@dataclass(frozen=True, slots=True)
class Polygon:
    """Closed or open path through `points`."""

    points: tuple[tuple[float, float], ...]
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 0.75
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text. `width` is the room it may take; wider text is shrunk to 85 %, then broken."""

    x: float
    y: float
    text: str
    size: float = 8.5
    colour: str = "#1F2933"
    weight: Weight = "regular"
    anchor: Anchor = "start"
    width: float | None = None


Primitive = Rect | Line | Circle | Polygon | Label


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of `width` x `height` points with the words that describe it to a screen reader."""

    width: float
    height: float
    primitives: tuple[Primitive, ...]
    alt: str
