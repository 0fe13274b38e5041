"""The organization of a merchant as data: teams, posts, lines, rooms, agencies and decision rights.

Posts are kept, never people. Ids are short and unique inside one structure; a reference that leads nowhere,
two solid lines or an impossible headcount may be stored: `scoring.organization.structure_checks` names the
cell, and charts and reports draw what is left.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

StructureSource = Literal["entered", "facts", "target"]
RightLetter = Literal["recommend", "agree", "perform", "input", "decide"]

LETTERS: Final[tuple[RightLetter, ...]] = ("recommend", "agree", "perform", "input", "decide")
"""RAPID, in the order of the word; exactly one post decides."""
ENTRY_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]{0,59}")
"""Form of the ids of posts, teams, rooms and agencies."""
MAX_POSTS: Final = 500
MAX_TEAMS: Final = 100
MAX_ROOMS: Final = 200
MAX_AGENCIES: Final = 50
MAX_NAME: Final = 60
MAX_FTE: Final = 2000.0
"""Most full-time equivalents of one post; more is a typing error."""


@dataclass(frozen=True, slots=True)
class Team:
    """A group of posts; `parent` is the id of the team it lies in ("" none)."""

    id: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post, held by `fte` full-time equivalents of which `outsourced_fte` are somebody else's staff.

    `kind` is a post kind of the knowledge base ("" none of them), `name` the merchant's own title ("" the
    kind's). `reports_to` holds the solid lines: one, none at the top; more are a mistake that is kept to be
    shown. `dotted` are second lines, `appraised_by` a post, `agency` the one that supplies the outsourced
    part. `metric` and `basis` are option ids of facts F22 ("" unknown). `fte` None is unknown, never 0.
    """

    id: str
    kind: str
    name: str = ""
    team: str = ""
    fte: float | None = None
    outsourced_fte: float = 0.0
    reports_to: tuple[str, ...] = ()
    dotted: tuple[str, ...] = ()
    appraised_by: str = ""
    agency: str = ""
    metric: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """A service provider: `functions` are option ids of fact F17; what it holds is None when unknown."""

    id: str
    name: str
    functions: tuple[str, ...] = ()
    holds_data: bool | None = None
    holds_contracts: bool | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A live room with its hours on air (None unknown)."""

    id: str
    name: str
    hours_per_day: float | None = None
    days_per_week: float = 7.0


@dataclass(frozen=True, slots=True)
class DecisionRight:
    """Who does what in one decision, by ids of posts (in a target also of kinds); `hours` to approval."""

    decision: str
    recommend: tuple[str, ...] = ()
    agree: tuple[str, ...] = ()
    perform: tuple[str, ...] = ()
    input: tuple[str, ...] = ()
    decide: tuple[str, ...] = ()
    hours: float | None = None

    def posts(self, letter: RightLetter) -> tuple[str, ...]:
        """Return the ids behind one letter."""
        return {
            "recommend": self.recommend,
            "agree": self.agree,
            "perform": self.perform,
            "input": self.input,
            "decide": self.decide,
        }[letter]


@dataclass(frozen=True, slots=True)
class Structure:
    """An organization at one moment; empty parts are not known."""

    posts: tuple[Post, ...] = ()
    teams: tuple[Team, ...] = ()
    rooms: tuple[Room, ...] = ()
    agencies: tuple[Agency, ...] = ()
    rights: tuple[DecisionRight, ...] = ()
    source: StructureSource = "entered"

    def post(self, post_id: str) -> Post | None:
        """Find a post."""
        return next((post for post in self.posts if post.id == post_id), None)

    def team(self, team_id: str) -> Team | None:
        """Find a team."""
        return next((team for team in self.teams if team.id == team_id), None)

    def right(self, decision: str) -> DecisionRight | None:
        """Find the rights of a decision."""
        return next((right for right in self.rights if right.decision == decision), None)

    @property
    def empty(self) -> bool:
        """Whether no post is known."""
        return not self.posts
