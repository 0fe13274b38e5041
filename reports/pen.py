"""The pen: draws primitives on the canvas, one operator after the other, and decides nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from reportlab.pdfbase.pdfdoc import xObjectName

from reports import ink, theme
from reports.accent import palette
from reports.fonts import PROPORTIONAL
from reports.ink import Ink, Tints
from reports.lines import label_lines
from reports.raster import image_object
from reports.scene import Circle, Image, Label, Line, Part, Polygon, Primitive, Rect
from reports.tags import Raw, Tags
from reports.text import drawable, is_shortened
from reports.typesetter import Typesetter


class Pen:
    """Draws primitives; page coordinates grow downwards, the canvas upwards.

    Parameters
    ----------
    canvas
        ReportLab's canvas.
    accent
        Colour that takes the place of the theme's own outside of figures, "" for none.
    tags
        Told which part each mark belongs to; None draws without tags.
    """

    def __init__(self, canvas: Any, accent: str = "", tags: Tags | None = None) -> None:  # noqa: ANN401
        self._canvas = canvas
        self._tags = tags
        self._ink = Ink(canvas)
        self._own = Tints({})
        self._tints = Tints(palette(accent)) if accent else self._own
        self._missing: dict[str, None] = {}
        self._shortened: dict[str, None] = {}
        self._typesetter = Typesetter(canvas, self._ink)
        self._draws: Mapping[type, Callable[[Any], None]] = {
            Label: self._label,
            Rect: self._rect,
            Line: self._line,
            Circle: self._circle,
            Polygon: self._polygon,
            Image: self._image,
        }

    def missing(self) -> tuple[str, ...]:
        """Characters that were drawn as 〓, in order of appearance."""
        return tuple(self._missing)

    def shortened(self) -> tuple[str, ...]:
        """Lines that hold the mark of a cut, in order of appearance."""
        return tuple(self._shortened)

    def draw(self, primitives: tuple[Primitive, ...]) -> None:
        """Draw in order: later primitives lie on top."""
        self._ink.start()
        draws, tags = self._draws, self._tags
        for primitive in primitives:
            kind = type(primitive)
            if isinstance(primitive, Part):
                self._part(primitive)
                continue
            if tags is not None and tags.open is not tags.here:
                tags.mark()
            draws[kind](primitive)

    def _part(self, part: Part) -> None:
        """Draw what a part holds; the colours of a figure are its data and never give way to the accent."""
        before = self._tints
        if part.role == "Figure":
            self._tints = self._own
        if self._tags is None:
            self.draw(part.primitives)
        else:
            self._tags.enter(part)
            self.draw(part.primitives)
            self._tags.leave()
        self._tints = before

    def _paint(self, path: str, mark: Rect | Circle | Polygon) -> None:
        """Paint a path in the colours of its mark."""
        fill = self._tints[mark.fill] if mark.fill else None
        stroke = self._tints[mark.stroke] if mark.stroke else None
        self._ink.path(path, fill, stroke, mark.stroke_width)

    def _rect(self, rect: Rect) -> None:
        box = (rect.x, theme.PAGE_HEIGHT - rect.y - rect.height, rect.width, rect.height)
        if rect.radius:
            radius = min(rect.radius, rect.width / 2, rect.height / 2)
            self._paint(ink.rounded(*box, radius), rect)
        else:
            self._paint(ink.box(*box), rect)

    def _line(self, line: Line) -> None:
        path = ink.line(line.x1, theme.PAGE_HEIGHT - line.y1, line.x2, theme.PAGE_HEIGHT - line.y2)
        if line.dash:
            self._ink.write(f"[{' '.join([f'{part:.2f}' for part in line.dash])}] 0 d")
        self._ink.path(path, None, self._tints[line.stroke], line.width)
        if line.dash:
            self._ink.write("[] 0 d")

    def _circle(self, circle: Circle) -> None:
        self._paint(ink.circle(circle.x, theme.PAGE_HEIGHT - circle.y, circle.radius), circle)

    def _polygon(self, polygon: Polygon) -> None:
        self._paint(ink.polygon(polygon.points, theme.PAGE_HEIGHT, closed=polygon.closed), polygon)

    def _image(self, image: Image) -> None:
        """Draw a picture; the file holds it once, however often it is drawn."""
        name = hashlib.sha256(image.png).hexdigest()[:16]
        document, inner = self._canvas._doc, xObjectName(name)  # noqa: SLF001
        if inner not in document.idToObject:
            document.Reference(Raw(image_object(image.png)), inner)
        self._canvas._currentPageHasImages = 1  # noqa: SLF001
        self._canvas._formsinuse.append(name)  # noqa: SLF001
        y = theme.PAGE_HEIGHT - image.y - image.height
        box = f"{image.width:.4f} 0 0 {image.height:.4f} {image.x:.4f} {y:.4f}"
        self._ink.write(f"q {box} cm /{inner} Do Q")

    def _label(self, label: Label) -> None:
        """Draw a label; most are one line, as the layout has broken long texts already."""
        fitted = label_lines(label)
        for number, line in enumerate(fitted.lines):
            self._line_of_text(label, line, fitted.size, label.y + number * fitted.size * theme.LEADING_TIGHT)

    def _line_of_text(self, label: Label, line: str, size: float, y: float) -> None:
        set_line = drawable(line, label.weight)
        for character in set_line.missing:
            self._missing[chr(PROPORTIONAL.get(ord(character), ord(character)))] = None
        if is_shortened(line):
            self._shortened[line] = None
        x = label.x
        if label.anchor != "start":
            x -= set_line.width * size * (1.0 if label.anchor == "end" else 0.5)
        place = (x, theme.PAGE_HEIGHT - y)
        self._typesetter.write(set_line, place, size, self._tints[label.colour])
