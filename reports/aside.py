"""The right-hand column: numbered points, then a rule and what is asked of which post."""

from collections.abc import Iterator

from reports import theme
from reports.document import SoWhat
from reports.flow import Piece, Stack
from reports.lines import wrap
from reports.scene import Circle, Label, Line, Part, Role
from reports.text import LINE_LIMIT, clean, width


def so_what_flow(so_what: SoWhat, heading: str, room: float, scale: float) -> Stack:
    """Numbered points, then a rule and what is asked, for a column `room` points wide."""
    pieces: list[Piece] = []
    size = 11.5 * scale
    title = Part("H2", (Label(0.0, size * 1.1, heading, size, theme.NAVY, "bold"),))
    pieces.append(Piece(size * 1.5, (title,), holds=True))
    for number, point in enumerate(so_what.points, start=1):
        pieces.extend(_point(str(number), clean(point.head, LINE_LIMIT), clean(point.body), room, scale))
    if ask := clean(so_what.ask):
        pieces.append(
            Piece(1.0, (Line(0.0, 0.5, room, 0.5, theme.RULE, 1.0),), 16.0, holds=True, stretch=True)
        )
        pieces.extend(_ask(ask, room, scale))
    return Stack(tuple(pieces))


def _point(number: str, head: str, body: str, room: float, scale: float) -> Iterator[Piece]:
    """One numbered point: its head is a heading that begins with the number."""
    left, size, small = 24.0, 10.0 * scale, 9.0 * scale
    disc = Circle(8.0, size * 0.72, 8.0, theme.MERCHANT)
    digit = Label(8.0, size * 0.72 + 3.1, number, 8.5, theme.WHITE, "bold", "middle")

    def marked(role: Role, label: Label, *, first: bool) -> tuple[Circle | Part, ...]:
        """One line of the point's head or body; the first line carries the numbered badge."""
        line = Part(role, (digit, label) if first else (label,), key=f"{role}{number}")
        return (disc, line) if first else (line,)

    gap, first = 14.0, True
    for line in wrap(head, size, "bold", room - left):
        label = Label(left, size * 1.08, line, size, theme.INK, "bold")
        yield Piece(size * 1.45, marked("H3", label, first=first), gap, holds=True, stretch=first)
        gap, first = 0.0, False
    lines = wrap(body, small, "regular", room - left)
    for place, line in enumerate(lines):
        label = Label(left, small * 1.12, line, small, theme.TEXT)
        yield Piece(
            small * 1.58,
            marked("P", label, first=first),
            gap if first else 2.0 if place == 0 else 0.0,
            holds=place == 0 < len(lines) - 1,
        )
        first = False


def _ask(ask: str, room: float, scale: float) -> Iterator[Piece]:
    """Set the ask; its opening words up to the colon are bold."""
    size = 9.5 * scale
    lead, rest = _lead(ask)
    indent = width(lead, size, "bold") + (size * 0.25 if lead.endswith(":") else 0.0)
    if lead.endswith("："):
        indent += size * 0.5
    lines = wrap(rest, size, "regular", room, indent if lead else 0.0)
    for number, line in enumerate(lines):
        x = indent if lead and number == 0 else 0.0
        opening = (Label(0.0, size * 1.15, lead, size, theme.INK, "bold"),) if lead and number == 0 else ()
        said = Part("P", (*opening, Label(x, size * 1.15, line, size, theme.INK)), key="ask")
        yield Piece(size * 1.6, (said,), 9.0 if number == 0 else 0.0, holds=number == 0 < len(lines) - 1)


def _lead(ask: str) -> tuple[str, str]:
    """Part a short opening such as ``决策请求：`` from the rest.

    >>> _lead("决策请求：批准编制"), _lead("Decision: approve"), _lead("没有开头")
    (('决策请求：', '批准编制'), ('Decision:', 'approve'), ('', '没有开头'))
    """
    for mark, longest in (("：", 12), (": ", 28)):
        place = ask.find(mark)
        if 0 < place <= longest and ask[place + len(mark) :].strip():
            return ask[: place + 1], ask[place + len(mark) :].strip()
    return "", ask
