"""What-if scenarios, and what a consultant changes in a recommendation by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

LineAction = Literal["accepted", "edited", "rejected"]
QUARTERS: Final = 4
BASE_SCENARIO: Final = "base"
"""Id of the scenario that changes nothing; it always exists and cannot be deleted."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What the merchant can carry in each of four quarters; None means no such limit.

    `cash` is in yuan. `carry` is the most person-days a quarter that one owner post can carry.
    """

    person_days: tuple[float, ...]
    cash: tuple[float | None, ...] = (None,) * QUARTERS
    initiatives: int | None = None
    carry: float | None = None


@dataclass(frozen=True, slots=True)
class PostTarget:
    """A headcount set by hand for one kind of post in the target organization; 0 drops it."""

    kind: str
    fte: float


@dataclass(frozen=True, slots=True)
class SalaryBand:
    """The consultant's own figures: yuan a month for one full-time equivalent."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Settings:
    """What a scenario changes; everything that is None or empty stays as scored and computed.

    `targets` are target scores by sub-capability, `mix` percent of net GMV by position (sums to 100),
    `form` the id of a form, `posts` headcounts, `salaries` by post kind, `skipped` and `required` ids of
    initiatives.
    """

    caps: Caps | None = None
    targets: Mapping[str, float] = field(default_factory=dict)
    mix: Mapping[str, float] | None = None
    form: str | None = None
    posts: tuple[PostTarget, ...] = ()
    salaries: Mapping[str, SalaryBand] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineEdit:
    """What the consultant did with one line of a recommendation.

    `line` is its address: ``form``, ``post:<kind>@<team>``, ``right:<decision>``, ``ritual:<id>``,
    ``initiative:<id>``, ``rule:<id>``, ``metric:<kind>``. `basis` is the digest of the facts behind the
    line when it was edited: another one now means that the ground moved. `text` replaces the wording (both
    languages), `order` the place, `fte` the headcount, `reason` is asked for a rejection. `seen` are the
    figures behind the line at that time, as pairs of ``<kind>:<key>`` and the value as JSON: they say what
    changed.
    """

    line: str
    action: LineAction
    text: str = ""
    reason: str = ""
    order: int | None = None
    fte: float | None = None
    basis: str = ""
    seen: tuple[tuple[str, str], ...] = ()
