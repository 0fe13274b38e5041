"""What the charts draw: small frozen values with every word already chosen.

A number that is None is withheld: the chart prints the `withheld` words in grey and draws no mark. Scores
lie on the instrument's scale, percentiles on 0-100, probabilities on 0-1.
"""

from dataclasses import dataclass
from typing import Literal

from reports.charts.axis import Axis


@dataclass(frozen=True, slots=True)
class Peers:
    """Quartiles and median of the peers; each may be withheld."""

    q1: float | None = None
    median: float | None = None
    q3: float | None = None


@dataclass(frozen=True, slots=True)
class LadderStage:
    """A named maturity stage: scores from `low` up to `high`."""

    name: str
    note: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LadderWords:
    """Names of the marks on the ladder."""

    score: str
    target: str
    peers: str
    interval: str
    probability: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The merchant on the ladder of stages, lowest stage first.

    `low` and `high` bound the 95 % interval; `probabilities` has one entry a stage, or none.
    """

    stages: tuple[LadderStage, ...]
    score: float | None
    low: float | None
    high: float | None
    target: float | None
    peer_median: float | None
    probabilities: tuple[float, ...]
    words: LadderWords
    alt: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One scale with its 95 % interval, peers and target."""

    name: str
    note: str
    score: float | None
    low: float | None
    high: float | None
    peers: Peers
    target: float | None
    withheld: str = ""
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class ProfileWords:
    """Heading, legend entries, and the header of the number column."""

    heading: str
    score: str
    interval: str
    peer_band: str
    peer_median: str
    target: str
    value: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Scores of several scales on one axis; the order of rows is kept."""

    rows: tuple[ProfileRow, ...]
    axis: Axis
    words: ProfileWords
    alt: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """One scale: where it stands and where it should be."""

    name: str
    note: str
    score: float | None
    target: float | None
    peers: Peers
    withheld: str = ""

    @property
    def gap(self) -> float | None:
        """Target minus score, floored at 0; None if either is withheld."""
        if self.score is None or self.target is None:
            return None
        return max(0.0, self.target - self.score)


@dataclass(frozen=True, slots=True)
class GapWords:
    """Heading, legend entries, and the header of the gap column."""

    heading: str
    score: str
    target: str
    peer_band: str
    peer_median: str
    gap: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps to target; the chart sorts them and tints the `highlighted` largest."""

    rows: tuple[GapRow, ...]
    axis: Axis
    words: GapWords
    alt: str
    highlighted: int = 3


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A column of the heat map, such as a role, with a small note such as ``n=3``."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell; `mark` frames it (a difference beyond noise). Without a value the note says why, if given."""

    value: float | None
    note: str = ""
    mark: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the heat map: one cell a column."""

    name: str
    note: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixWords:
    """Heading, corner word, word in withheld cells, ends of the colour key, meaning of a frame."""

    heading: str
    corner: str
    withheld: str
    low: str
    high: str
    marked: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns with a number in each cell; `low` and `high` end the colour scale."""

    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    low: float
    high: float
    words: MatrixWords
    alt: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar of length `value` with the printed `label`."""

    name: str
    note: str
    value: float | None
    label: str
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars in the given order; `maximum` fills the width."""

    rows: tuple[BarRow, ...]
    maximum: float
    heading: str
    alt: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class ShapeLine:
    """Values along the points of a shape; `kind` decides the weight of the line."""

    name: str
    values: tuple[float | None, ...]
    kind: Literal["merchant", "near", "far"]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Lines over the same points, such as dimensions."""

    points: tuple[str, ...]
    lines: tuple[ShapeLine, ...]
    axis: Axis
    heading: str
    alt: str
