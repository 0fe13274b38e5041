"""What the organization room says: frozen plain values that screens and reports draw.

Scores are on the instrument's level scale, headcount in full-time equivalents, money in yuan, effort in
person-days. A figure that is not known is None and never 0.
"""

from dataclasses import dataclass
from typing import Final, Literal

from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import RightLetter, Structure
from scoring.results import ComparisonTrace

N_DRAWS: Final = 1000
SURE: Final = 0.6
"""Below this share of draws a recommendation is told as a choice between two."""

Verdict = Literal["change", "keep", "inside", "choice", "insufficient"]
"""Change the form; keep it, as it fits best; stay and repair inside it, as the hurdle is not passed;
choose between two; too few facts."""


@dataclass(frozen=True, slots=True)
class FitLine:
    """One fit condition of a form (or one symptom) as evaluated; `outcome` None is not known."""

    condition: str
    weight: float
    group: Literal["facts", "profile"]
    outcome: bool | None
    traces: tuple[ComparisonTrace, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormFit:
    """How well a form fits.

    `fit` is the weight of the conditions met over all weight, 0-1; `best_case` counts unknown ones as met.
    `share` of the draws in which it is recommended.
    """

    form: str
    rank: int
    fit: float
    best_case: float
    lines: tuple[FitLine, ...]
    share: float

    @property
    def met(self) -> tuple[FitLine, ...]:
        """Conditions that hold."""
        return tuple(line for line in self.lines if line.outcome is True)

    @property
    def unmet(self) -> tuple[FitLine, ...]:
        """Conditions that do not hold."""
        return tuple(line for line in self.lines if line.outcome is False)

    @property
    def open(self) -> tuple[FitLine, ...]:
        """Conditions that nobody knows yet."""
        return tuple(line for line in self.lines if line.outcome is None)


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A change of form needs two fit conditions met and two symptoms; `passed` None: not decidable."""

    n_met: int
    n_symptoms: int
    needed: int
    symptoms: tuple[FitLine, ...]
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of one figure, all else equal, that would lead to another form (`outcome`).

    `kind` and `key` name the operand; beyond `threshold`, in `direction`, the outcome changes. `value` is
    today's. `inclusive`: reaching the threshold is enough.
    """

    kind: Literal["score", "fact", "derived"]
    key: str
    value: float | str | bool | tuple[str, ...] | None
    direction: Literal["above", "below", "becomes"]
    threshold: float | str | bool | tuple[str, ...]
    outcome: str
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class FormAdvice:
    """Which form, why, and how sure.

    `present` is today's form (None unknown); `best` fits best; `recommended` is what follows after the
    hurdle (the present form where it is not passed; None with too few facts). `fits` are all forms by rank.
    `runner_up` is the other form of a choice. `certainty` is the share of draws that recommend
    `recommended`. `deciding` are the facts that would decide, most telling first; with `insufficient` at
    most three. `missing` names unmet requirements as indices into the knowledge base's. `confidence` is low
    while rule R9 applies.
    """

    present: str | None
    best: str | None
    recommended: str | None
    runner_up: str | None
    verdict: Verdict
    certainty: float | None
    fits: tuple[FormFit, ...]
    hurdle: Hurdle
    flips: tuple[Flip, ...]
    deciding: tuple[str, ...]
    missing: tuple[int, ...]
    confidence: Literal["low", "normal"]
    n_draws: int = N_DRAWS
    seed: int = 0

    def fit_of(self, form: str | None) -> FormFit | None:
        """Find a form."""
        return next((fit for fit in self.fits if fit.form == form), None)


@dataclass(frozen=True, slots=True)
class StructureProblem:
    """Something wrong in a structure, at its cell.

    `sheet` is posts, teams, rooms, agencies or rights; `row` the id of the entry ("" the whole sheet),
    `column` the field, `code` one of `structure_checks.CODES`. `hard` problems leave the entry out of
    figures; soft ones ask.
    """

    code: str
    sheet: Literal["posts", "teams", "rooms", "agencies", "rights"]
    row: str
    column: str
    hard: bool
    figures: tuple[tuple[str, str | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Direct reports of a post, in people, against the usual range for its way of managing.

    A started full-time equivalent is one person, a post of unknown headcount one at least; several people in
    the post share its reports.
    """

    post: str
    reports: int
    low: int
    high: int
    flag: Literal["ok", "wide", "lonely"]


@dataclass(frozen=True, slots=True)
class Dependence:
    """A duty or a decision that hangs on one person: `post` is the only one, held by at most one."""

    kind: Literal["duty", "decision"]
    id: str
    post: str


@dataclass(frozen=True, slots=True)
class SideDuty:
    """A duty that no post of a target has as its own, and the post that does it on the side."""

    duty: str
    post: str


@dataclass(frozen=True, slots=True)
class Workload:
    """Headcount that the work asks for against what there is, for one kind of post.

    `needed_low`..`needed_high` follow from the staffing arithmetic; `units` of the driver were counted.
    """

    kind: str
    driver: str
    units: float
    needed_low: float
    needed_high: float
    present: float | None
    flag: Literal["ok", "overloaded", "idle", "unknown"]


@dataclass(frozen=True, slots=True)
class StructureFigures:
    """What can be counted in a structure.

    `layers` counts managers between the owner and the deepest host (None: no host). `fte` sums known
    headcounts; `n_unknown` posts have none.
    """

    n_posts: int
    n_teams: int
    fte: float
    outsourced_fte: float
    n_unknown: int
    layers: int | None
    layers_flag: bool | None
    spans: tuple[Span, ...]
    dependences: tuple[Dependence, ...]
    uncovered: tuple[str, ...]
    workloads: tuple[Workload, ...]
    side_duties: tuple[SideDuty, ...] = ()
    """In a target only: it says who does what nobody has as a post of its own."""


PostChangeKind = Literal["kept", "changed", "new", "moved", "merged", "split", "dropped"]


@dataclass(frozen=True, slots=True)
class PostChange:
    """One line of before and after: ids of posts on both sides and their headcount.

    `changed` keeps place and kind with another headcount. `sourcing` tells whose staff it becomes.
    """

    change: PostChangeKind
    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    fte_before: float
    fte_after: float
    outsourced_before: float
    outsourced_after: float
    sourcing: Literal["", "insourced", "outsourced"] = ""


@dataclass(frozen=True, slots=True)
class StructureDifference:
    """Today against target. The headcounts of the changes add up to the totals of both sides."""

    changes: tuple[PostChange, ...]
    fte_before: float
    fte_after: float
    before: StructureFigures
    after: StructureFigures
    cost_low: float | None = None
    cost_high: float | None = None
    """Change of monthly cost in yuan from the consultant's salary bands; None without them."""
    unpriced: tuple[str, ...] = ()
    """Kinds of changed posts without a band."""


@dataclass(frozen=True, slots=True)
class RightsLine:
    """One decision, today and in the target, by ids of posts; `moves` are letters that change hands."""

    decision: str
    today: tuple[tuple[RightLetter, tuple[str, ...]], ...]
    target: tuple[tuple[RightLetter, tuple[str, ...]], ...]
    moves: tuple[RightLetter, ...]
    hours_today: float | None
    outside_today: bool | None


@dataclass(frozen=True, slots=True)
class MetricChange:
    """An appraisal that has to change; today's are option ids of facts F22 ("" unknown)."""

    kind: str
    metric_today: str
    basis_today: str
    why: Literal["gross", "form", "none"]


@dataclass(frozen=True, slots=True)
class PlannedInitiative:
    """An initiative in the plan. `quarter` 0-3, None when out.

    `start_day` and `end_day` count from the start of the plan, 1-360, both included. `value` is gap x
    position weight x effect. `cash` is the upper end of its cash rank. `owner` is the first post kind that
    carries it ("" none named). `reason` is one of `roadmap.REASONS`; `limit` is one of `roadmap.LIMITS`, or
    the id of the prerequisite that it met ("" none).
    """

    initiative: str
    status: Literal["in", "out"]
    quarter: int | None
    start_day: int | None
    end_day: int | None
    value: float
    gap: float | None
    person_days: float
    cash: float
    owner: str
    reason: str
    limit: str = ""
    rules: tuple[str, ...] = ()
    forced: bool = False


@dataclass(frozen=True, slots=True)
class QuarterLoad:
    """What a quarter carries against its caps (None: no cap).

    `carriers` are pairs of owner post kind and person-days.
    """

    quarter: int
    n: int
    n_cap: int | None
    person_days: float
    person_days_cap: float
    cash: float
    cash_cap: float | None
    carriers: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that has to be true by a day (1-360 from the start); a `gate` decides whether to go on.

    `code` is one of `roadmap.MILESTONES`.
    """

    day: int
    kind: Literal["gate", "milestone"]
    code: str
    initiative: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Four quarters. `gap` is the proven distance to the best plan, 0-1 (0 optimal)."""

    initiatives: tuple[PlannedInitiative, ...]
    quarters: tuple[QuarterLoad, ...]
    milestones: tuple[Milestone, ...]
    gap: float
    optimal: bool

    def planned(self) -> tuple[PlannedInitiative, ...]:
        """Return what is in, by start."""
        chosen = [i for i in self.initiatives if i.status == "in"]
        return tuple(sorted(chosen, key=lambda i: (i.quarter or 0, i.start_day or 0, -i.value, i.initiative)))


@dataclass(frozen=True, slots=True)
class ProjectedScore:
    """A sub-capability or FACT position today and after the plan, with 95 % ranges; None when withheld."""

    id: str
    kind: Literal["sub_capability", "position"]
    now: float | None
    now_low: float | None
    now_high: float | None
    then: float | None
    then_low: float | None
    then_high: float | None
    target: float | None
    planned_share: float | None = None


@dataclass(frozen=True, slots=True)
class StagePosition:
    """Score of one stage of another platform's model: a secondary reading, no official conversion."""

    model: str
    letter: str
    value: float | None
    low: float | None
    high: float | None
    n_parts: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line of the recommendation rests on.

    `line` is its address as in `LineEdit`; `rule` the rule, condition or formula behind it; `traces` the
    facts and scores that were compared; `items` the items behind the scores; `source` seed or judgement
    with `seed_words`; `basis` a digest of what was read, so that an edit knows whether its ground moved.
    """

    line: str
    rule: str
    traces: tuple[ComparisonTrace, ...]
    items: tuple[str, ...]
    source: Literal["seed", "judgement"]
    seed_words: str
    flips: tuple[Flip, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The recommended organization under one scenario: everything that screens and report show."""

    scenario: str
    name: str
    settings: Settings
    advice: FormAdvice
    today: Structure
    today_problems: tuple[StructureProblem, ...]
    target: Structure
    difference: StructureDifference
    rights: tuple[RightsLine, ...]
    rituals: tuple[str, ...]
    metrics: tuple[MetricChange, ...]
    plan: Plan
    projections: tuple[ProjectedScore, ...]
    crosswalk: tuple[StagePosition, ...]
    readings: tuple[Reading, ...]
    edits: tuple[LineEdit, ...] = ()
    moved: tuple[str, ...] = ()
    """Lines whose ground moved since they were edited."""

    def reading(self, line: str) -> Reading | None:
        """Find what a line rests on."""
        return next((reading for reading in self.readings if reading.line == line), None)

    def edit(self, line: str) -> LineEdit | None:
        """Find what the consultant did with a line."""
        return next((edit for edit in self.edits if edit.line == line), None)
