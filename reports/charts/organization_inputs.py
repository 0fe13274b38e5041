"""What the chart of an organization draws: one box a post, every word already chosen."""

from dataclasses import dataclass
from typing import Final, Literal

PostMark = Literal["", "kept", "changed", "new", "moved", "merged", "split", "dropped"]
MARKS: Final[tuple[PostMark, ...]] = ("kept", "changed", "new", "moved", "merged", "split", "dropped")


@dataclass(frozen=True, slots=True)
class MarkWords:
    """One short word for what happens to a post, such as 新设; an empty one is left out of the legend."""

    kept: str = ""
    changed: str = ""
    new: str = ""
    moved: str = ""
    merged: str = ""
    split: str = ""
    dropped: str = ""

    def of(self, mark: PostMark) -> str:
        """Return the word of a mark."""
        return str(getattr(self, mark)) if mark else ""


@dataclass(frozen=True, slots=True)
class OrganizationBox:
    """One post.

    `parent` is the id of the box it reports to (None: the top); an id that is not on the chart is drawn as a
    broken line. `dotted` are second lines, `also` further solid lines (a mistake, drawn as a warning).
    `subtitle` is one short line such as ``2.5 FTE``, `flag` a warning under the box. `outsourced` is the
    share (0-1) held by somebody else's staff. A post whose whole branch shares its `team` gets a band with
    the team's name.
    """

    id: str
    title: str
    subtitle: str = ""
    parent: str | None = None
    dotted: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    mark: PostMark = ""
    flag: str = ""
    outsourced: float = 0.0
    team: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationWords:
    """Heading and legend; only what occurs is explained.

    `continued` stands on a box repeated from an earlier page, `elsewhere` on one whose reports follow later.
    """

    heading: str
    marks: MarkWords = MarkWords()
    solid: str = ""
    dotted: str = ""
    broken: str = ""
    outsourced: str = ""
    continued: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class OrganizationChart:
    """Posts in any order; cycles, unknown parents and several tops are drawn."""

    boxes: tuple[OrganizationBox, ...]
    words: OrganizationWords
    alt: str
