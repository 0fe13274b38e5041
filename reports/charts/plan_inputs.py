"""What the charts of form, plan and projection draw; the rules of `inputs` hold."""

from dataclasses import dataclass

from reports.charts.axis import Axis


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One initiative from `start` to `end` (days from the plan's first).

    `milestones` are days; `label` stands in or behind the bar; `forced` marks what goes first by rule.
    """

    name: str
    owner: str
    start: float
    end: float
    milestones: tuple[float, ...] = ()
    label: str = ""
    forced: bool = False


@dataclass(frozen=True, slots=True)
class GanttQuarter:
    """A stretch of the plan: its name, and what it carries of what it may (None: no limit)."""

    name: str
    start: float
    end: float
    load: float
    cap: float | None
    load_label: str


@dataclass(frozen=True, slots=True)
class GanttGate:
    """A day on which somebody decides whether to go on."""

    day: float
    label: str


@dataclass(frozen=True, slots=True)
class GanttWords:
    """Heading, column heads, name of the load line, and legend entries."""

    heading: str
    initiative: str
    owner: str
    load: str
    milestone: str = ""
    gate: str = ""
    forced: str = ""
    continued: str = ""


@dataclass(frozen=True, slots=True)
class Gantt:
    """Initiatives over the quarters, in order of drawing."""

    quarters: tuple[GanttQuarter, ...]
    rows: tuple[GanttRow, ...]
    gates: tuple[GanttGate, ...]
    words: GanttWords
    alt: str


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form: `fit` and `best_case` are shares of weight (0-1), `share` is printed as given.

    `tags` are short words beside the name, such as 现状; `recommended` colours the row.
    """

    rank: str
    name: str
    note: str
    fit: float
    best_case: float
    fit_label: str
    share: str
    tags: tuple[str, ...] = ()
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class FormWords:
    """Heading, legend entries, and the head of the column of shares."""

    heading: str
    fit: str
    open: str
    share: str


@dataclass(frozen=True, slots=True)
class Forms:
    """Forms by rank."""

    rows: tuple[FormRow, ...]
    words: FormWords
    alt: str


@dataclass(frozen=True, slots=True)
class ProjectionRow:
    """A score today and after the plan, each with its range; None is withheld."""

    name: str
    note: str
    now: float | None
    now_low: float | None
    now_high: float | None
    then: float | None
    then_low: float | None
    then_high: float | None
    target: float | None = None
    withheld: str = ""
    highlight: bool = False


@dataclass(frozen=True, slots=True)
class ProjectionWords:
    """Heading, legend entries, and the head of the column of changes."""

    heading: str
    now: str
    then: str
    range: str
    target: str
    change: str


@dataclass(frozen=True, slots=True)
class Projections:
    """Scores now and then on one axis; the order of rows is kept."""

    rows: tuple[ProjectionRow, ...]
    axis: Axis
    words: ProjectionWords
    alt: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One initiative: `number` as in the calendar, effort in person-days, impact and cash of any unit.

    `first` ones belong to the first quarter; `forced` ones have to go first whatever their impact.
    """

    number: str
    name: str
    effort: float
    impact: float
    size: float
    first: bool
    forced: bool = False


@dataclass(frozen=True, slots=True)
class BubbleWords:
    """Heading, legend entries, ends of the axes, and what the four corners mean."""

    heading: str
    first: str
    later: str
    forced: str
    size: str
    effort: str
    impact: str
    quick: str
    large: str
    small: str
    doubtful: str


@dataclass(frozen=True, slots=True)
class Bubbles:
    """Initiatives by effort and impact."""

    bubbles: tuple[Bubble, ...]
    words: BubbleWords
    alt: str
