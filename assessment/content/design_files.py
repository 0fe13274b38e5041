"""Files on the design of organizations as they are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.domain.forms import (
    AdRoomCard,
    Decision,
    Duty,
    FitCondition,
    FormPost,
    FormStep,
    FormTeam,
    ModelStage,
    PostKind,
    Requirement,
    Ritual,
    SpanRange,
    StaffingRule,
)
from assessment.domain.organization import SourceMark
from assessment.domain.text import LocalizedText


@dataclass(frozen=True, slots=True)
class PostsFile:
    """organization/posts.toml."""

    spans: Mapping[str, SpanRange]
    duty: tuple[Duty, ...]
    kind: tuple[PostKind, ...]


@dataclass(frozen=True, slots=True)
class StaffingFile:
    """organization/staffing.toml."""

    staffing: tuple[StaffingRule, ...]


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """organization/decisions.toml."""

    decision: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class RitualsFile:
    """organization/rituals.toml."""

    ritual: tuple[Ritual, ...]
    ad_room: AdRoomCard


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of another platform with its stages in order."""

    id: str
    name: LocalizedText
    owner: LocalizedText
    verified: bool
    stage: tuple[ModelStage, ...] = ()
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CrosswalkFile:
    """organization/crosswalk.toml."""

    model: tuple[ModelEntry, ...]


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One form of organization: an `OrganizationForm` whose lists are tables named in the singular."""

    id: str
    option: str
    name: LocalizedText
    summary: LocalizedText
    fit: tuple[FitCondition, ...]
    team: tuple[FormTeam, ...]
    post: tuple[FormPost, ...]
    strategy: LocalizedText
    processes: LocalizedText
    rewards: LocalizedText
    people: LocalizedText
    structure: LocalizedText
    gain: LocalizedText
    price: LocalizedText
    step: tuple[FormStep, ...]
    deciders: Mapping[str, str] = field(default_factory=dict)
    source: SourceMark = "judgement"
    seed_words: str = ""
    never_outsource: tuple[LocalizedText, ...] = ()
    exit: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class FormsFile:
    """organization/forms.toml."""

    form: tuple[FormEntry, ...]
    symptom: tuple[FitCondition, ...]
    requirement: tuple[Requirement, ...]


POSTS = "organization/posts.toml"
STAFFING = "organization/staffing.toml"
DECISIONS = "organization/decisions.toml"
RITUALS = "organization/rituals.toml"
CROSSWALK = "organization/crosswalk.toml"
FORMS = "organization/forms.toml"
DESIGN_SHAPES: Mapping[str, type] = {
    POSTS: PostsFile,
    STAFFING: StaffingFile,
    DECISIONS: DecisionsFile,
    RITUALS: RitualsFile,
    CROSSWALK: CrosswalkFile,
    FORMS: FormsFile,
}
"""The shape of each file."""
