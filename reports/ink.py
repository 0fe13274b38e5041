"""Operators of a PDF page for shapes, and what the page already knows: colours, widths and fonts in force.

ReportLab's canvas formats each shape through half a dozen calls and repeats colours that have not changed.
Here a shape is one string, and a colour is written when it changes.
Operators: PDF 32000-1, 8.5 (paths) and 8.4.4 (graphics state). Coordinates grow upwards, in points.
"""

from collections.abc import Mapping
from typing import Any, Final

CURVE: Final = 0.5522847498
"""A quarter of a circle as one Bézier curve: the handles' length in radii."""
_PAINTING: Final = {(False, False): "n", (True, False): "S", (False, True): "f*", (True, True): "B*"}
"""How a path is painted: (stroked, filled)."""


class Tints(dict[str, str]):
    """Colours ``#RRGGBB`` as the numbers that PDF takes; some may give way to others."""

    def __init__(self, instead: Mapping[str, str]) -> None:
        self._instead = instead

    def __missing__(self, name: str) -> str:
        hexadecimal = self._instead.get(name, name)
        parts = (int(hexadecimal[place : place + 2], 16) / 255 for place in (1, 3, 5))
        numbers = self[name] = " ".join(f"{part:.5g}" for part in parts)
        return numbers


class Ink:
    """Writes operators to the page of a canvas and remembers what is in force on it.

    Parameters
    ----------
    canvas
        ReportLab's canvas; a new page of it starts with nothing in force.
    """

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401  (ReportLab ships no types)
        self._canvas = canvas
        self._page: list[str] | None = None
        self._fill = self._stroke = self._font = ""
        self._width = -1.0

    def start(self) -> None:
        """Look at which page of the canvas is drawn on."""
        page: list[str] = self._canvas._code  # noqa: SLF001  (its list of page operators)
        if page is not self._page:
            self._page = page
            self._fill = self._stroke = self._font = ""
            self._width = -1.0

    def write(self, code: str) -> None:
        """Write operators that change nothing of what is in force."""
        self._page.append(code)  # type: ignore[union-attr]  # every drawing begins with `start`

    def filled(self, tint: str) -> str:
        """Return what sets the fill colour, "" if it is in force."""
        if tint == self._fill:
            return ""
        self._fill = tint
        return f"{tint} rg "

    def lettered(self, font: str) -> str:
        """Return what sets font and size, "" if they are in force."""
        if font == self._font:
            return ""
        self._font = font
        return f"{font} Tf "

    def path(self, path: str, fill: str | None, stroke: str | None, width: float) -> None:
        """Paint a path with these colours; None leaves that part away."""
        code = self.filled(fill) if fill else ""
        if stroke:
            if stroke != self._stroke:
                self._stroke = stroke
                code += f"{stroke} RG "
            if width != self._width:
                self._width = width
                code += f"{width:.3f} w "
        self.write(f"{code}{path} {_PAINTING[bool(stroke), bool(fill)]}")


def box(x: float, y: float, width: float, height: float) -> str:
    """Path of a rectangle.

    >>> box(1.0, 2.0, 30.0, 4.5)
    '1.00 2.00 30.00 4.50 re'
    """
    return f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """Path of a rectangle with rounded corners."""
    right, top, handle = x + width, y + height, radius * (1 - CURVE)
    return (
        f"{x + radius:.2f} {y:.2f} m {right - radius:.2f} {y:.2f} l "
        f"{right - handle:.2f} {y:.2f} {right:.2f} {y + handle:.2f} {right:.2f} {y + radius:.2f} c "
        f"{right:.2f} {top - radius:.2f} l "
        f"{right:.2f} {top - handle:.2f} {right - handle:.2f} {top:.2f} {right - radius:.2f} {top:.2f} c "
        f"{x + radius:.2f} {top:.2f} l "
        f"{x + handle:.2f} {top:.2f} {x:.2f} {top - handle:.2f} {x:.2f} {top - radius:.2f} c "
        f"{x:.2f} {y + radius:.2f} l "
        f"{x:.2f} {y + handle:.2f} {x + handle:.2f} {y:.2f} {x + radius:.2f} {y:.2f} c h"
    )


def circle(x: float, y: float, radius: float) -> str:
    """Path of a circle as four curves."""
    left, right, low, high = x - radius, x + radius, y - radius, y + radius
    handle = radius * CURVE
    return (
        f"{right:.2f} {y:.2f} m "
        f"{right:.2f} {y + handle:.2f} {x + handle:.2f} {high:.2f} {x:.2f} {high:.2f} c "
        f"{x - handle:.2f} {high:.2f} {left:.2f} {y + handle:.2f} {left:.2f} {y:.2f} c "
        f"{left:.2f} {y - handle:.2f} {x - handle:.2f} {low:.2f} {x:.2f} {low:.2f} c "
        f"{x + handle:.2f} {low:.2f} {right:.2f} {y - handle:.2f} {right:.2f} {y:.2f} c h"
    )


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Path of a straight line."""
    return f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l"


def polygon(points: tuple[tuple[float, float], ...], height: float, *, closed: bool) -> str:
    """Path through points whose y grows downwards from `height`.

    >>> polygon(((0.0, 0.0), (1.0, 2.0)), 10.0, closed=True)
    '0.00 10.00 m 1.00 8.00 l h'
    """
    steps = " l ".join([f"{x:.2f} {height - y:.2f}" for x, y in points])
    start, _, rest = steps.partition(" l ")
    return f"{start} m{f' {rest} l' if rest else ''}{' h' if closed else ''}"
