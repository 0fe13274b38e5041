"""The questionnaire as a measuring device: data that any instrument file can fill."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assessment.domain.errors import UnknownItem
from assessment.domain.text import LocalizedText

Form = Literal["core", "role", "full"]
"""core: starred items of one's role; role: every item of one's role; full: every item there is.

Full is for owners and consultants; who may choose which form is decided where it is chosen.
"""

OWNER_ROLE = "OWN"
CONSULTANT_ROLE = "CST"


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels `low`..`high`; `labels` (one a level) may be empty when every item has anchors."""

    low: int
    high: int
    labels: tuple[LocalizedText, ...] = ()

    @property
    def levels(self) -> range:
        """All legal levels, lowest first."""
        return range(self.low, self.high + 1)


@dataclass(frozen=True, slots=True)
class Maturity:
    """Named bands on the score: `cuts` are the lower bounds of the second, third ... band."""

    cuts: tuple[float, ...]
    names: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the few constructs that are reported first."""

    id: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class SubCapability:
    """A part of a dimension; positions are FACT positions it serves (primary 1, secondary 0.5)."""

    id: str
    dimension: str
    name: LocalizedText
    seed_words: str = ""
    primary_positions: tuple[str, ...] = ()
    secondary_positions: tuple[str, ...] = ()
    snowball: tuple[tuple[str, float], ...] = ()
    metric: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Who answers."""

    id: str
    name: LocalizedText
    examples: LocalizedText


@dataclass(frozen=True, slots=True)
class Position:
    """A FACT position 阵地."""

    id: str
    name: LocalizedText


@dataclass(frozen=True, slots=True)
class Overlay:
    """A cross-cutting second reading: mean over sub-capabilities and single items."""

    id: str
    name: LocalizedText
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotApplicableRule:
    """When "不适用" is a legal answer, in words the respondent reads.

    `positions`: FACT positions without which the practice is moot; where none of them is planned,
    nothing is proposed for it.
    """

    id: str
    when: LocalizedText
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    `anchors` holds one wording a level (or nothing: then the scale's labels serve);
    `roles` empty means that everybody may answer; `reverse` items are keyed low + high - level.
    """

    id: str
    dimension: str
    stem: LocalizedText
    anchors: tuple[LocalizedText, ...] = ()
    sub_capability: str | None = None
    core: bool = False
    reverse: bool = False
    roles: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    axis: LocalizedText | None = None
    evidence: LocalizedText | None = None
    metric: str | None = None
    not_applicable: str | None = None


@dataclass(frozen=True)
class Instrument:
    """A questionnaire version. `digest` is the SHA-256 of the file it was read from.

    Items keep their order for ever within a version: answers are stored by position.
    """

    id: str
    version: str
    name: LocalizedText
    scale: Scale
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    digest: str
    sub_capabilities: tuple[SubCapability, ...] = ()
    roles: tuple[Role, ...] = ()
    positions: tuple[Position, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    not_applicable_rules: tuple[NotApplicableRule, ...] = ()
    maturity: Maturity | None = None
    seconds_per_item: int = 20

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each item id in an answer vector."""
        return {item.id: i for i, item in enumerate(self.items)}

    @cached_property
    def columns(self) -> dict[str, tuple[int, ...]]:
        """Positions in an answer vector of every item, sub-capability and dimension, by its id."""
        found: dict[str, list[int]] = {}
        for i, item in enumerate(self.items):
            for name in dict.fromkeys((item.id, item.sub_capability, item.dimension)):
                if name is not None:
                    found.setdefault(name, []).append(i)
        return {name: tuple(places) for name, places in found.items()}

    def item(self, item_id: str) -> Item:
        """Return one item. Raises UnknownItem."""
        if item_id not in self.index:
            raise UnknownItem(item_id=item_id)
        return self.items[self.index[item_id]]

    def anchors(self, item: Item) -> tuple[LocalizedText, ...]:
        """Wordings of all levels, lowest first."""
        return item.anchors or self.scale.labels

    def items_for(self, role: str, form: Form) -> tuple[Item, ...]:
        """Items asked of `role` in a form; items without roles are asked of everybody.

        In the role form consultants are asked every item. A role without starred items is asked its role
        form instead of the core form. An instrument without roles asks everything of everybody.
        """
        if form == "full" or not any(item.roles for item in self.items):
            return self.items
        mine = tuple(i for i in self.items if not i.roles or role in i.roles or role == CONSULTANT_ROLE)
        if form == "role":
            return mine
        return tuple(i for i in mine if i.core) or mine

    def items_of(self, scale_id: str) -> tuple[Item, ...]:
        """Items of a dimension or of a sub-capability, by its id."""
        return tuple(i for i in self.items if scale_id in (i.dimension, i.sub_capability))
