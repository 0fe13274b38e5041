"""What the charts of a changed structure draw: posts, rights and scenarios; the rules of `inputs` hold."""

from dataclasses import dataclass

from reports.charts.organization_inputs import MarkWords, PostMark


@dataclass(frozen=True, slots=True)
class ChangePost:
    """One post of one side; `label` is its headcount as printed."""

    id: str
    title: str
    label: str = ""
    mark: PostMark = "kept"


@dataclass(frozen=True, slots=True)
class ChangeTeam:
    """A team of one side; `label` is its headcount as printed."""

    name: str
    label: str
    posts: tuple[ChangePost, ...]


@dataclass(frozen=True, slots=True)
class ChangeLink:
    """From a post of today to one of the target; `weight` (full-time equivalents) is its thickness."""

    before: str
    after: str
    mark: PostMark = "kept"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Heading, heads of the two sides with their totals, and what the marks mean."""

    heading: str
    before: str
    after: str
    before_total: str
    after_total: str
    net: str
    marks: MarkWords = MarkWords()


@dataclass(frozen=True, slots=True)
class StructureChange:
    """Today beside the target, team by team; links that name no post are left out."""

    before: tuple[ChangeTeam, ...]
    after: tuple[ChangeTeam, ...]
    links: tuple[ChangeLink, ...]
    words: ChangeWords
    alt: str


@dataclass(frozen=True, slots=True)
class RightsRow:
    """One decision: the letters of each post today and in the target, such as ``"RI"``.

    A row whose `today` is empty is not known. `flag` is a warning below the name.
    """

    name: str
    note: str
    today: tuple[str, ...]
    target: tuple[str, ...]
    flag: str = ""


@dataclass(frozen=True, slots=True)
class RightsWords:
    """Heading, names of the two lines of a decision, and what a letter and its frame mean.

    `decides` is the letter that stands out. `letters` pairs each letter with its meaning.
    """

    heading: str
    corner: str
    today: str
    target: str
    unknown: str
    gained: str
    lost: str
    letters: tuple[tuple[str, str], ...]
    decides: str = "D"


@dataclass(frozen=True, slots=True)
class Rights:
    """Decisions by posts."""

    columns: tuple[str, ...]
    rows: tuple[RightsRow, ...]
    words: RightsWords
    alt: str


@dataclass(frozen=True, slots=True)
class ScenarioColumn:
    """One scenario; `tag` is a short word on its head, such as 已选."""

    name: str
    note: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioCell:
    """What one scenario says: printed `label`, and a bar where `value` is known.

    `low` and `high` bound the value; `differs` tells that it is not as in the first scenario.
    """

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One measure over all scenarios; bars of a row share one scale that begins at `origin`."""

    name: str
    note: str
    cells: tuple[ScenarioCell, ...]
    origin: float = 0.0


@dataclass(frozen=True, slots=True)
class ScenarioGroup:
    """Rows under one head."""

    name: str
    rows: tuple[ScenarioRow, ...]


@dataclass(frozen=True, slots=True)
class ScenarioWords:
    """Heading, and the meanings of the mark of difference and of a range."""

    heading: str
    differs: str
    range: str = ""


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Two to four scenarios side by side."""

    columns: tuple[ScenarioColumn, ...]
    groups: tuple[ScenarioGroup, ...]
    words: ScenarioWords
    alt: str
