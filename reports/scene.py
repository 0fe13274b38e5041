"""A picture as a list of primitives: drawn on a PDF canvas and written as SVG from the same list.

Coordinates are points; x grows right, y grows DOWN from the top left corner of the scene, as in SVG.
Colours are ``#RRGGBB``. `Label.anchor` is where `x` lies in the text; `y` is the baseline. A `Part` groups
primitives and says what they are to a reader who hears the report instead of seeing it.
"""

from __future__ import annotations

from collections.abc import Iterator
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


@dataclass(frozen=True, slots=True)
class Image:
    """A picture made of pixels, `png` without transparency, stretched to its box."""

    x: float
    y: float
    width: float
    height: float
    png: bytes
    alt: str = ""


Role = Literal[
    "Sect", "Div", "H1", "H2", "H3", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Figure", "Artifact"
]
"""Structure types of PDF 1.7 that a report uses; ``Artifact`` is what nobody needs to hear."""


@dataclass(frozen=True, slots=True)
class Part:
    """Primitives that play one `role` together, in the order of reading.

    Marks directly in a part that only groups (Sect, Div, L, LI, Table, TR), such as rules and tints, are
    decoration. Parts of the same role and `key` within the same parent are one element, however many pieces
    and sheets it comes in; a part without a key stands for itself.
    """

    role: Role
    primitives: tuple[Primitive, ...]
    alt: str = ""
    """What a figure shows, in words."""
    key: str = ""
    box: tuple[float, float, float, float] | None = None
    """Left, top, width and height of a figure."""


Primitive = Rect | Line | Circle | Polygon | Label | Image | Part


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture of `width` x `height` points with the words that describe it to a screen reader."""

    width: float
    height: float
    primitives: tuple[Primitive, ...]
    alt: str


def leaves(primitives: tuple[Primitive, ...]) -> Iterator[Primitive]:
    """Yield what is drawn, in drawing order, without the parts around it.

    >>> [mark.text for mark in leaves((Part("P", (Label(0.0, 0.0, "a"),)), Label(0.0, 9.0, "b")))]
    ['a', 'b']
    """
    for primitive in primitives:
        if isinstance(primitive, Part):
            yield from leaves(primitive.primitives)
        else:
            yield primitive
