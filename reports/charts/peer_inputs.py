"""What the charts of peers, archetypes, the snowball and single answers draw; the rules of `inputs` hold."""

from dataclasses import dataclass
from typing import Literal

from reports.charts.axis import Axis
from reports.charts.inputs import Peers

Reading = Literal["high", "even", "low"]


@dataclass(frozen=True, slots=True)
class SnowballPart:
    """One of the three elements: its score, a note such as the interval, and its reading in words.

    `reading` None draws the element empty and grey; `weakest` sets its verdict in the colour of alerts.
    """

    name: str
    score: float | None
    note: str
    reading: Reading | None
    verdict: str
    weakest: bool = False


@dataclass(frozen=True, slots=True)
class SnowballLink:
    """What passes from one element to the next; a `broken` link is drawn torn."""

    words: str
    broken: bool = False


@dataclass(frozen=True, slots=True)
class SnowballWords:
    """Heading and legend entries: high, even and low elements, a torn link."""

    heading: str
    high: str
    even: str
    low: str
    broken: str


@dataclass(frozen=True, slots=True)
class SnowballPicture:
    """Three elements that feed each other: part n leads by link n to part n + 1, the last to the first.

    `state` stands in the middle, under `caption` and over `note`.
    """

    parts: tuple[SnowballPart, SnowballPart, SnowballPart]
    links: tuple[SnowballLink, SnowballLink, SnowballLink]
    state: str
    caption: str
    note: str
    words: SnowballWords
    alt: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One scale among peers: the merchant's score, the peers' spread, and the standing in words.

    `density` holds the peers' density at equal steps from the low to the high end of the axis (maximum 1), or
    nothing; `label` is the standing at the right, `detail` what stands below it. A row without score prints
    `withheld`.
    """

    name: str
    note: str
    score: float | None
    low: float | None
    high: float | None
    peers: Peers
    density: tuple[float, ...]
    label: str
    detail: str = ""
    withheld: str = ""
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class StandingWords:
    """Heading, header of the words column, legend entries."""

    heading: str
    value: str
    merchant: str
    interval: str
    ridge: str
    band: str
    median: str


@dataclass(frozen=True, slots=True)
class Standings:
    """Where the merchant's scores lie among its peers' scores, one row a scale."""

    rows: tuple[StandingRow, ...]
    axis: Axis
    words: StandingWords
    alt: str


@dataclass(frozen=True, slots=True)
class MapSpot:
    """One archetype; a `near` one is named in bold and drawn as a diamond."""

    name: str
    x: float
    y: float
    near: bool = False


@dataclass(frozen=True, slots=True)
class MapAxis:
    """What lies at the two ends of an axis, in words."""

    low: str
    high: str


@dataclass(frozen=True, slots=True)
class MapWords:
    """Heading, the merchant's name, legend entries."""

    heading: str
    merchant: str
    region: str
    near: str
    archetype: str
    peers: str


@dataclass(frozen=True, slots=True)
class Landscape:
    """Archetypes, peers and the merchant on two axes.

    `density` runs from low to high y, each row from low to high x over `extent` = (x low, x high, y low,
    y high), maximum 1; `region` is the outline of where the merchant may be; `note` stands below the axes.
    """

    spots: tuple[MapSpot, ...]
    x: float
    y: float
    region: tuple[tuple[float, float], ...]
    density: tuple[tuple[float, ...], ...]
    extent: tuple[float, float, float, float]
    across: MapAxis
    up: MapAxis
    words: MapWords
    alt: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The single answers to one item: how many chose each level, lowest first.

    `owner` is the index of the level that the owner chose, or None where it is unknown or not told; `low` and
    `high` quote the ends of the scale.
    """

    name: str
    note: str
    counts: tuple[int, ...]
    owner: int | None
    low: str
    high: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """Heading, header of the number at the right, legend entries."""

    heading: str
    value: str
    answer: str
    owner: str


@dataclass(frozen=True, slots=True)
class Answers:
    """Single answers as dots, one row an item; `levels` names the levels, lowest first.

    A dot stands for `each` answers.
    """

    levels: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    words: AnswerWords
    alt: str
    each: int = 1
