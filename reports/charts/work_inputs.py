"""What the charts of positions, items, initiatives, peers and time draw; the rules of `inputs` hold."""

from dataclasses import dataclass

from reports.charts.axis import Axis, Tick


@dataclass(frozen=True, slots=True)
class FactRow:
    """A sales position: planned share (percent, 0-100) against readiness (score)."""

    letter: str
    name: str
    note: str
    planned: float | None
    planned_label: str
    readiness: float | None
    low: float | None
    high: float | None
    verdict: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class FactWords:
    """Column headers and legend entries."""

    position: str
    planned: str
    readiness: str
    verdict: str
    threshold: str
    interval: str


@dataclass(frozen=True, slots=True)
class FactMatrix:
    """Planned share against readiness, one row a position; `threshold` is the readiness line."""

    rows: tuple[FactRow, ...]
    axis: Axis
    threshold: float | None
    words: FactWords
    alt: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """How often each level was chosen for one item; `extra` fills the last column."""

    name: str
    note: str
    counts: tuple[int, ...]
    mean: float | None
    extra: str = ""


@dataclass(frozen=True, slots=True)
class DistributionWords:
    """Heading and the headers of the two number columns."""

    heading: str
    mean: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Stacked bars of answer counts; `levels` names the answers, lowest first."""

    levels: tuple[str, ...]
    rows: tuple[DistributionRow, ...]
    words: DistributionWords
    alt: str


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """A ranked initiative: bar of length `value`, printed `label`, then one text a column."""

    rank: str
    name: str
    note: str
    value: float
    label: str
    cells: tuple[str, ...]
    highlight: bool = False
    forced: bool = False


@dataclass(frozen=True, slots=True)
class ImpactWords:
    """Heading, header of the bars, and the badge of initiatives that go first by rule."""

    heading: str
    value: str
    forced: str = ""


@dataclass(frozen=True, slots=True)
class Impacts:
    """Initiatives in rank order; `columns` are the headers of each row's cells."""

    rows: tuple[ImpactRow, ...]
    maximum: float
    columns: tuple[str, ...]
    words: ImpactWords
    alt: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """Standing among peers: a dot with its interval, or only a range when `percentile` is withheld."""

    name: str
    note: str
    percentile: float | None
    low: float | None
    high: float | None
    label: str
    withheld: str = ""
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class StripWords:
    """Heading, header of the number column, legend entries."""

    heading: str
    value: str
    merchant: str
    interval: str
    band: str


@dataclass(frozen=True, slots=True)
class Strips:
    """Percentile strips; `ticks` lie on 0-100."""

    rows: tuple[StripRow, ...]
    ticks: tuple[Tick, ...]
    words: StripWords
    alt: str


@dataclass(frozen=True, slots=True)
class TimelinePhase:
    """A named stretch of time across the top, in days."""

    name: str
    note: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One piece of work from `start` to `end` (days); `label` stands in the bar, `milestone` after it."""

    name: str
    note: str
    start: float
    end: float
    label: str
    milestone: str = ""
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Work over time under its phases."""

    phases: tuple[TimelinePhase, ...]
    rows: tuple[TimelineRow, ...]
    heading: str
    alt: str
