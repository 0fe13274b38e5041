"""Pouring content into frames of fixed height: nothing is cut, what does not fit goes on.

A `Piece` is drawn whole. Flows hand out as much as fits a frame (`take`) and keep the rest for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from reports.scene import Circle, Image, Label, Line, Part, Polygon, Primitive, Rect, Role

EPSILON: Final = 0.01
TIDY_COST: Final = 1.35
"""Columns may grow by this factor so that a heading keeps its paragraphs."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Primitives in a box of `height`, `gap` below whatever precedes; `holds` the next piece to it."""

    height: float
    primitives: tuple[Primitive, ...]
    gap: float = 0.0
    holds: bool = False
    stretch: bool = False
    """Whether spare height may widen the gap before this piece."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What fits a frame, and what is left (None: nothing)."""

    piece: Piece | None
    rest: Flow | None


class Flow(Protocol):
    """Content of known height that can be taken in portions."""

    def height(self) -> float:
        """Height of all that is left, in points."""

    def take(self, room: float, *, fresh: bool) -> Taken:
        """Hand out what fits `room`; a `fresh` frame must receive something."""

    def widened(self, width: float) -> Flow:
        """Return the same content set for another width, or itself if it cannot be."""


def _moved_rect(mark: Rect, dx: float, dy: float, scale: float) -> Rect:
    box = (mark.x * scale + dx, mark.y * scale + dy, mark.width * scale, mark.height * scale)
    return Rect(*box, mark.fill, mark.stroke, mark.stroke_width * scale, mark.radius * scale)


def _moved_line(mark: Line, dx: float, dy: float, scale: float) -> Line:
    ends = (mark.x1 * scale + dx, mark.y1 * scale + dy, mark.x2 * scale + dx, mark.y2 * scale + dy)
    return Line(*ends, mark.stroke, mark.width * scale, tuple([d * scale for d in mark.dash]))


def _moved_circle(mark: Circle, dx: float, dy: float, scale: float) -> Circle:
    place = (mark.x * scale + dx, mark.y * scale + dy, mark.radius * scale)
    return Circle(*place, mark.fill, mark.stroke, mark.stroke_width * scale)


def _moved_polygon(mark: Polygon, dx: float, dy: float, scale: float) -> Polygon:
    places = tuple([(x * scale + dx, y * scale + dy) for x, y in mark.points])
    return Polygon(places, mark.fill, mark.stroke, mark.stroke_width * scale, mark.closed)


def _moved_label(mark: Label, dx: float, dy: float, scale: float) -> Label:
    place = (mark.x * scale + dx, mark.y * scale + dy)
    room = None if mark.width is None else mark.width * scale
    return Label(*place, mark.text, mark.size * scale, mark.colour, mark.weight, mark.anchor, room)


def _moved_image(mark: Image, dx: float, dy: float, scale: float) -> Image:
    box = (mark.x * scale + dx, mark.y * scale + dy, mark.width * scale, mark.height * scale)
    return Image(*box, mark.png, mark.alt)


def _moved_part(part: Part, dx: float, dy: float, scale: float) -> Part:
    box = part.box
    if box is not None:
        box = (box[0] * scale + dx, box[1] * scale + dy, box[2] * scale, box[3] * scale)
    return Part(part.role, shifted(part.primitives, dx, dy, scale), part.alt, part.key, box)


_MOVES: Final[Mapping[type, Callable[[Any, float, float, float], Primitive]]] = {
    Rect: _moved_rect,
    Line: _moved_line,
    Circle: _moved_circle,
    Polygon: _moved_polygon,
    Label: _moved_label,
    Image: _moved_image,
    Part: _moved_part,
}


def moved(primitive: Primitive, dx: float, dy: float, scale: float = 1.0) -> Primitive:
    """Scale a primitive about the origin, then move it; a part moves with all that is in it."""
    return _MOVES[type(primitive)](primitive, dx, dy, scale)


def shifted(
    primitives: Sequence[Primitive], dx: float, dy: float, scale: float = 1.0
) -> tuple[Primitive, ...]:
    """Scale and move several primitives."""
    if dx == dy == 0.0 and scale == 1.0:
        return tuple(primitives)
    return tuple([_MOVES[type(primitive)](primitive, dx, dy, scale) for primitive in primitives])


def joined(pieces: Sequence[Piece], spare: float = 0.0) -> Piece:
    """Stack pieces into one, spreading `spare` points over the gaps that may stretch."""
    places = sum(1 for piece in pieces[1:] if piece.stretch)
    extra = spare / places if places else 0.0
    y = 0.0
    drawn: list[Primitive] = []
    for number, piece in enumerate(pieces):
        if number:
            y += piece.gap + (extra if piece.stretch else 0.0)
        drawn.extend(shifted(piece.primitives, 0.0, y))
        y += piece.height
    return Piece(y, tuple(drawn), pieces[0].gap if pieces else 0.0)


def repeated(piece: Piece) -> Piece:
    """Give a header for further sheets: drawn again, but not read again."""
    return replace(piece, primitives=(Part("Artifact", piece.primitives),))


def stack_height(pieces: Sequence[Piece]) -> float:
    """Height of stacked pieces."""
    return sum(piece.height + (piece.gap if number else 0.0) for number, piece in enumerate(pieces))


def fitting(pieces: Sequence[Piece], room: float) -> int:
    """How many leading pieces fit `room` without leaving one behind that holds its successor."""
    used, count = 0.0, 0
    for number, piece in enumerate(pieces):
        used += piece.height + (piece.gap if number else 0.0)
        if used > room + EPSILON:
            break
        count = number + 1
    while 0 < count < len(pieces) and pieces[count - 1].holds:
        count -= 1
    return count


@dataclass(frozen=True, slots=True)
class Stack:
    """Pieces one below the other; `header` is repeated on top of each further frame."""

    pieces: tuple[Piece, ...]
    header: Piece | None = None

    def _all(self) -> tuple[Piece, ...]:
        return self.pieces if self.header is None else (self.header, *self.pieces)

    def height(self) -> float:
        """Height of all that is left."""
        return stack_height(self._all())

    def take(self, room: float, *, fresh: bool) -> Taken:
        """Hand out leading pieces; an oversized one is scaled down in a fresh frame."""
        pieces = self._all()
        if not pieces:
            return Taken(None, None)
        count = fitting(pieces, room)
        least = min(1 if self.header is None else 2, len(pieces))
        if count < least:
            if not fresh:
                return Taken(None, self)
            count = least
        part = joined(pieces[:count])
        if part.height > room + EPSILON:
            part = Piece(room, shifted(part.primitives, 0.0, 0.0, room / part.height), part.gap)
        left = pieces[count:]
        header = None if self.header is None else repeated(self.header)
        return Taken(part, replace(self, pieces=left, header=header) if left else None)

    def widened(self, width: float) -> Flow:  # noqa: ARG002  (lines are broken already)
        """Return itself: its lines are broken already."""
        return self


@dataclass(frozen=True, slots=True)
class Marked:
    """A flow whose every piece is part of one element."""

    flow: Flow
    role: Role
    key: str

    def height(self) -> float:
        """Height of all that is left."""
        return self.flow.height()

    def take(self, room: float, *, fresh: bool) -> Taken:
        """Hand out what the flow gives, marked."""
        taken = self.flow.take(room, fresh=fresh)
        piece, rest = taken.piece, taken.rest
        if piece is not None:
            piece = replace(piece, primitives=(Part(self.role, piece.primitives, key=self.key),))
        return Taken(piece, None if rest is None else replace(self, flow=rest))

    def widened(self, width: float) -> Flow:
        """Set the flow for another width."""
        return replace(self, flow=self.flow.widened(width))


@dataclass(frozen=True, slots=True)
class Columns:
    """Pieces set for one column width and poured into `count` columns side by side."""

    pieces: tuple[Piece, ...]
    count: int
    pitch: float
    """Distance from one column's left edge to the next."""

    def height(self) -> float:
        """Least height at which the columns hold everything."""
        return max((stack_height(column) for column in self._even()), default=0.0)

    def _even(self) -> list[tuple[Piece, ...]]:
        """Columns of like height, parted before headings if that costs little height."""
        total = stack_height(self.pieces)
        candidate = total / self.count
        while len(loose := self._split(candidate, tidy=False)) > self.count and candidate < total:
            candidate += 4.0
        limit = candidate * TIDY_COST
        while candidate <= limit:
            if len(tidy := self._split(candidate, tidy=True)) <= self.count:
                return tidy
            candidate += 4.0
        return loose

    def _split(self, room: float, *, tidy: bool) -> list[tuple[Piece, ...]]:
        """Columns no higher than `room`, as many as needed; `tidy` columns end before a heading."""
        columns, left = [], self.pieces
        while left:
            count = max(fitting(left, room), 1)
            if tidy and count < len(left):
                heads = [n for n in range(1, count + 1) if left[n].stretch]
                count = heads[-1] if heads else count
            columns.append(left[:count])
            left = left[count:]
        return columns

    def take(self, room: float, *, fresh: bool) -> Taken:
        """Fill the columns evenly if everything fits, else to the brim."""
        columns = self._even()
        if not columns:
            return Taken(None, None)
        if max(stack_height(column) for column in columns) > room + EPSILON:
            if not fresh:
                return Taken(None, self)
            columns = self._split(room, tidy=False)
        here, left = columns[: self.count], columns[self.count :]
        drawn: list[Primitive] = []
        for number, column in enumerate(here):
            drawn.extend(shifted(joined(column).primitives, number * self.pitch, 0.0))
        tall = max(stack_height(column) for column in here)
        rest = tuple(piece for column in left for piece in column)
        return Taken(
            Piece(tall, tuple(drawn), self.pieces[0].gap), replace(self, pieces=rest) if rest else None
        )

    def widened(self, width: float) -> Flow:  # noqa: ARG002  (columns have their own width)
        """Return itself: columns keep their width."""
        return self
