"""What the knowledge base says of organizations: forms, posts, staffing, rights, rituals, models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assessment.domain.organization import Condition, SourceMark
from assessment.domain.text import LocalizedText

SpanClass = Literal["player_coach", "coach", "supervisor", "facilitator", "coordinator", "none"]
Sourcing = Literal["own", "shared", "agency"]
Driver = Literal[
    "live_hours_week",
    "rooms",
    "room_shifts",
    "hosts",
    "videos_week",
    "live_skus",
    "active_talents",
    "peak_sessions",
]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that somebody has to do, whatever the form.

    `fallback` are kinds that do it on the side where no post has it as its own, the fittest first.
    """

    id: str
    name: LocalizedText
    fallback: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostKind:
    """A kind of post. `duties` are ids; `leads`: it manages others; `span` is its way of managing."""

    id: str
    name: LocalizedText
    duties: tuple[str, ...] = ()
    leads: bool = False
    span: SpanClass = "none"
    function: str = ""
    """Option of fact F17 that outsources it, "" none."""


@dataclass(frozen=True, slots=True)
class StaffingRule:
    """One full-time equivalent of `kind` carries between `per_low` and `per_high` units of the driver.

    `when` names a fact condition under which the rule holds instead of the general one of its kind.
    """

    kind: str
    driver: Driver
    per_low: float
    per_high: float
    name: LocalizedText
    source: SourceMark = "judgement"
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class FitCondition:
    """One condition under which a form fits, with its weight; `group` is `facts` or `profile`."""

    id: str
    name: LocalizedText
    weight: float
    when: Condition
    group: Literal["facts", "profile"] = "facts"


@dataclass(frozen=True, slots=True)
class FormTeam:
    """A team of a form; `parent` is another one ("" none)."""

    id: str
    name: LocalizedText
    parent: str = ""


@dataclass(frozen=True, slots=True)
class FormPost:
    """A post of a form.

    Headcount is the staffing arithmetic of `kind` (where it has one and its driver is known), kept inside
    `low`..`high` unless the work asks for more; otherwise the middle of the two. Today's headcount stays
    where it lies inside the range, and else moves to the nearer end. `per_room` multiplies both limits by
    the number of rooms. `reports_to` is a kind of the same form ("" the top). `sourcing` says whose staff
    it is.
    """

    kind: str
    team: str
    low: float
    high: float
    reports_to: str = ""
    dotted: tuple[str, ...] = ()
    sourcing: Sourcing = "own"
    per_room: bool = False
    metric: LocalizedText | None = None
    """What the post is appraised on in this form."""


@dataclass(frozen=True, slots=True)
class FormStep:
    """One third of the first 90 days."""

    start_day: int
    end_day: int
    action: LocalizedText


@dataclass(frozen=True, slots=True)
class OrganizationForm:
    """One of O1-O7. `option` is its id among the options of fact F1; the star has five points."""

    id: str
    option: str
    name: LocalizedText
    summary: LocalizedText
    fits: tuple[FitCondition, ...]
    teams: tuple[FormTeam, ...]
    posts: tuple[FormPost, ...]
    strategy: LocalizedText
    processes: LocalizedText
    rewards: LocalizedText
    people: LocalizedText
    structure: LocalizedText
    gain: LocalizedText
    price: LocalizedText
    """Trade-off: what it brings and what it costs."""
    steps: tuple[FormStep, ...]
    deciders: Mapping[str, str]
    """Decision id -> kind that decides, where it differs from the default."""
    source: SourceMark = "judgement"
    seed_words: str = ""
    never_outsource: tuple[LocalizedText, ...] = ()
    exit: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the card of decision rights: default kinds behind each letter; exactly one decides.

    `fact` is the decision's id in facts F16; on-air budget has two rows, inside and above the band.
    """

    id: str
    fact: str
    name: LocalizedText
    recommend: tuple[str, ...]
    agree: tuple[str, ...]
    perform: tuple[str, ...]
    input: tuple[str, ...]
    decide: str
    source: SourceMark = "judgement"


@dataclass(frozen=True, slots=True)
class Ritual:
    """A recurring meeting: `clock` says when, `inputs` what must be on the table, `steps` what happens."""

    id: str
    name: LocalizedText
    clock: LocalizedText
    minutes: int
    participants: tuple[str, ...]
    inputs: tuple[LocalizedText, ...]
    steps: tuple[LocalizedText, ...]
    serves: tuple[str, ...] = ()
    """Sub-capabilities it helps."""
    source: SourceMark = "judgement"


@dataclass(frozen=True, slots=True)
class AdRoomCard:
    """The minute-level protocol on one page."""

    title: LocalizedText
    states: tuple[LocalizedText, ...]
    red_lines: tuple[LocalizedText, ...]
    levers: tuple[LocalizedText, ...]
    forbidden: tuple[LocalizedText, ...]
    log: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class ModelStage:
    """A stage of another platform's model with the sub-capabilities that speak for it."""

    letter: str
    name: LocalizedText
    sub_capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignModel:
    """A model people think in. Without `verified` its letters are not confirmed and no stage is scored."""

    id: str
    name: LocalizedText
    owner: LocalizedText
    verified: bool
    stages: tuple[ModelStage, ...] = ()
    whole: tuple[str, ...] = ()
    """Sub-capabilities for the model as a whole, where the stages are not confirmed."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Facts without which no structure is recommended: at least `n` of `keys` must be known."""

    keys: tuple[str, ...]
    n: int
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class SpanRange:
    """Usual number of direct reports for a way of managing."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Design:
    """Everything about organizations, as data."""

    forms: tuple[OrganizationForm, ...] = ()
    symptoms: tuple[FitCondition, ...] = ()
    """Coordination symptoms of the hurdle."""
    requirements: tuple[Requirement, ...] = ()
    kinds: tuple[PostKind, ...] = ()
    duties: tuple[Duty, ...] = ()
    staffing: tuple[StaffingRule, ...] = ()
    spans: Mapping[str, SpanRange] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    rituals: tuple[Ritual, ...] = ()
    ad_room: AdRoomCard | None = None
    models: tuple[ForeignModel, ...] = ()

    def form(self, form_id: str) -> OrganizationForm:
        """Return a form. Raises KeyError."""
        return {form.id: form for form in self.forms}[form_id]

    def form_of_option(self, option: object) -> OrganizationForm | None:
        """Return the form behind an option of fact F1, or None."""
        return next((form for form in self.forms if form.option == option), None)

    def kind(self, kind_id: str) -> PostKind | None:
        """Find a kind of post."""
        return next((kind for kind in self.kinds if kind.id == kind_id), None)
