"""Before and after: today's posts beside those of the target, and what becomes of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reports import theme
from reports.charts.change_inputs import ChangeLink, ChangePost, ChangeTeam, ChangeWords, StructureChange
from reports.charts.keys import Draw, explain
from reports.charts.marks import CAP, Sketch, Style
from reports.charts.organization_boxes import BADGE, INKS, badge
from reports.charts.organization_inputs import MARKS, PostMark
from reports.charts.pills import ribbon
from reports.scene import Rect, Scene
from reports.text import NAME_LIMIT, clean
from reports.text import width as text_width

SMALL: Final = 8.0
SIDES: Final = 24.0
TEAM: Final = 17.0
TEAM_GAP: Final = 7.0
LEAST: Final = 16.0
MOST: Final = 22.0
COLUMN: Final = 0.385
FOOT: Final = 30.0
THIN: Final = 1.6
TINY: Final = 1e-9
QUIET: Final = frozenset({"", "kept"})
FILLS: Final[Mapping[PostMark, str]] = {
    "": theme.PEER_BAND,
    "kept": theme.PEER_BAND,
    "changed": theme.MERCHANT_SOFT,
    "moved": theme.MERCHANT_SOFT,
    "merged": theme.MERCHANT_SOFT,
    "split": theme.MERCHANT_SOFT,
    "new": theme.MERCHANT,
    "dropped": theme.TARGET_SOFT,
}


def structure_change(
    data: StructureChange, *, width: float = theme.FULL_WIDTH, height: float | None = None
) -> Scene:
    """Draw today's teams at the left, the target's at the right, and a ribbon from post to post.

    Parameters
    ----------
    data
        Teams and posts in the order to draw; ribbons are as thick as the headcount they carry.
    width, height
        Size in points; rows are set closer to keep `height`, down to 16 points.

    Returns
    -------
    Scene
        As high as the longer side needs.
    """
    sketch = Sketch(width)
    words = data.words
    used = {post.mark for team in (*data.before, *data.after) for post in team.posts}
    keys = [(BADGE + 1.0, _key(mark), words.marks.of(mark)) for mark in MARKS if mark in used - QUIET]
    top = explain(sketch, words.heading, keys, SMALL) + 4.0
    column = width * COLUMN
    room = (height or theme.BODY_HEIGHT) - top - SIDES - FOOT
    pitch = min(_pitch(side, room) for side in (data.before, data.after))
    _side(sketch, (0.0, top, column), words.before, words.before_total)
    _side(sketch, (width - column, top, column), words.after, words.after_total)
    start = top + SIDES + 4.0
    left, right = _rows(data.before, start, pitch), _rows(data.after, start, pitch)
    _ribbons(sketch, data.links, _Edge(column, _middles(left)), _Edge(width - column, _middles(right)))
    bottom = start
    for x, rows in ((0.0, left), (width - column, right)):
        for row in rows:
            _draw(sketch, row, (x, column), words)
            bottom = max(bottom, row.y + row.tall)
    sketch.line((0.0, bottom + 6.0), (width, bottom + 6.0), theme.NAVY, 0.9)
    at = (width / 2, bottom + 22.0)
    sketch.block(at, words.net, width, Style(11.0, theme.NAVY, "bold", 1, shrink=False), "middle")
    return sketch.scene(bottom + FOOT, data.alt)


@dataclass(frozen=True, slots=True)
class _Row:
    """A head of a team or one of its posts, from `y` down."""

    team: ChangeTeam
    post: ChangePost | None
    y: float
    tall: float


def _key(mark: PostMark) -> Draw:
    return lambda sketch, x, y: badge(sketch, x + BADGE / 2 + 0.5, y, mark)


def _pitch(teams: Sequence[ChangeTeam], room: float) -> float:
    """Row height at which a side fills the room."""
    rows = sum(len(team.posts) for team in teams)
    free = room - len(teams) * (TEAM + TEAM_GAP)
    return min(MOST, max(LEAST, free / max(rows, 1)))


def _side(sketch: Sketch, box: tuple[float, float, float], name: str, total: str) -> None:
    """Draw the head of a side with its total."""
    x, y, wide = box
    sketch.rect(x, y, wide, SIDES - 2.0, theme.NAVY, 3.0)
    middle = y + SIDES / 2 - 1.0 + CAP * 9.5
    head = Style(9.5, theme.WHITE, "bold", 1, shrink=False)
    taken = text_width(clean(total, NAME_LIMIT), 9.5, "bold")
    sketch.block((x + 9.0, middle), name, wide - 26.0 - taken, head)
    sketch.block((x + wide - 9.0, middle), total, wide, head, "end")


def _rows(teams: Sequence[ChangeTeam], y: float, pitch: float) -> list[_Row]:
    """Lay the rows of a side."""
    found = []
    for team in teams:
        found.append(_Row(team, None, y, TEAM))
        y += TEAM
        for post in team.posts:
            found.append(_Row(team, post, y, pitch))
            y += pitch
        y += TEAM_GAP
    return found


def _middles(rows: Sequence[_Row]) -> dict[str, tuple[float, float]]:
    """Middle and height of each post's row."""
    return {row.post.id: (row.y + row.tall / 2, row.tall) for row in rows if row.post}


@dataclass(slots=True)
class _Edge:
    """Where ribbons leave or arrive on one side: those of a post lie side by side on its row."""

    x: float
    rows: dict[str, tuple[float, float]]
    totals: dict[str, float] = field(default_factory=dict)
    taken: dict[str, float] = field(default_factory=dict)

    def count(self, post: str, weight: float) -> None:
        """Add to what a post carries."""
        self.totals[post] = self.totals.get(post, 0.0) + weight

    def take(self, post: str, weight: float, scale: float) -> tuple[float, float]:
        """Give the next place on a post's row: the middle of a ribbon."""
        begin = self.taken.get(post, 0.0)
        self.taken[post] = begin + weight
        return self.x, self.rows[post][0] + (begin + weight / 2 - self.totals[post] / 2) * scale


def _ribbons(sketch: Sketch, links: Sequence[ChangeLink], left: _Edge, right: _Edge) -> None:
    """Draw ribbons, those that change something on top; the busiest post's fill its row."""
    shown = [link for link in links if link.before in left.rows and link.after in right.rows]
    for link in shown:
        left.count(link.before, max(link.weight, 0.0))
        right.count(link.after, max(link.weight, 0.0))
    if not shown:
        return
    tall = min(height for _, height in left.rows.values())
    scale = (tall - 4.0) / max([*left.totals.values(), *right.totals.values(), TINY])
    shown.sort(key=lambda link: (left.rows[link.before], right.rows[link.after]))
    starts = [left.take(link.before, max(link.weight, 0.0), scale) for link in shown]
    ends = [right.take(link.after, max(link.weight, 0.0), scale) for link in shown]
    ribbons = sorted(zip(shown, starts, ends, strict=True), key=lambda one: one[0].mark not in QUIET)
    for link, start, end in ribbons:
        ribbon(sketch, start, end, max(link.weight * scale, THIN), FILLS[link.mark])


def _draw(sketch: Sketch, row: _Row, column: tuple[float, float], words: ChangeWords) -> None:
    """Draw one row of a side."""
    x, wide = column
    if row.post is None:
        y = row.y + TEAM - 5.5
        label = clean(row.team.label, NAME_LIMIT)
        room = wide - text_width(label, SMALL, "bold") - 14.0
        sketch.block((x + 1.0, y), row.team.name, room, Style(9.0, theme.NAVY, "bold", 1, shrink=False))
        sketch.text((x + wide - 6.0, y), label, SMALL, theme.NAVY, "bold", "end")
        return
    _post(sketch, row.post, (x, row.y + 1.0, wide, row.tall - 2.0), words)


def _post(
    sketch: Sketch, post: ChangePost, box: tuple[float, float, float, float], words: ChangeWords
) -> None:
    """Draw one post: title, what happens to it, headcount."""
    x, y, wide, tall = box
    ink, gone = INKS[post.mark], post.mark == "dropped"
    fill = {"new": theme.MERCHANT_FAINT, "dropped": theme.PEER_FAINT}.get(post.mark, theme.WHITE)
    sketch.marks.append(Rect(x, y, wide, tall, fill, theme.RULE if post.mark in QUIET else ink, 0.8, 2.0))
    middle = y + tall / 2
    label = clean(post.label, NAME_LIMIT)
    right = x + wide - 6.0
    sketch.text((right, middle + CAP * SMALL), label, SMALL, theme.TEXT, "regular", "end")
    right -= text_width(label, SMALL) + 8.0
    if post.mark not in QUIET:
        badge(sketch, right - BADGE / 2, middle, post.mark)
        right -= BADGE + 3.0
        word = clean(words.marks.of(post.mark), NAME_LIMIT)
        sketch.text((right, middle + CAP * SMALL), word, SMALL, ink, "bold", "end")
        right -= text_width(word, SMALL, "bold") + 6.0
    style = Style(theme.LABEL, theme.MUTED if gone else theme.INK, most=1, shrink=False)
    lines, size = style.set(post.title, right - x - 6.0)
    for line in lines:
        sketch.text((x + 6.0, middle + CAP * size), line, size, style.colour)
        if gone:
            long = text_width(line, size)
            sketch.line((x + 6.0, middle), (x + 6.0 + long, middle), theme.TARGET, 0.7)
