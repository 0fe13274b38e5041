"""What was typed into a scenario or a line of the recommendation becomes a value that can be stored."""

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from assessment.domain.errors import FieldInvalid
from assessment.domain.instrument import Instrument
from assessment.domain.knowledge import Knowledge
from assessment.domain.scenario import QUARTERS, Caps, LineEdit, PostTarget, SalaryBand, Settings
from assessment.domain.structure import MAX_FTE
from assessment.services.fields import text_field

MIX_TOLERANCE: Final = 1.0
"""Shares typed as whole numbers may miss 100 by this much: three times 33 and a 0 is meant as a whole."""
LARGEST_PERSON_DAYS: Final = 100_000.0
LARGEST_CASH: Final = 1e10
LARGEST_SALARY: Final = 1e8
MOST_INITIATIVES: Final = 1_000
EDIT_LIMIT: Final = 500
"""Characters of a wording or a reason."""
LAST_PLACE: Final = 1_000
LINE: Final = re.compile(r"form|(?:post|right|ritual|initiative|rule|metric):[A-Za-z0-9_.:@-]{1,100}")
BASIS: Final = re.compile(r"[0-9a-f]{0,64}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What settings may name: the ids of the instrument and of the knowledge base."""

    instrument: Instrument
    knowledge: Knowledge

    @property
    def positions(self) -> frozenset[str]:
        """Positions of the mix, as the facts form asks for them."""
        keys = (field.key for field in self.knowledge.facts_form.fields)
        return frozenset(key.removeprefix("F5.") for key in keys if key.startswith("F5."))

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of posts."""
        return frozenset(kind.id for kind in self.knowledge.design.kinds)


def checked_settings(settings: Settings, allowed: Allowed) -> Settings:
    """Return settings that can be computed with: numbers as floats, no id twice.

    Raises FieldInvalid; `field` is the name of the setting (``mix``, ``caps_person_days``, ...).
    """
    scale = allowed.instrument.scale
    parts = {part.id for part in allowed.instrument.sub_capabilities}
    initiatives = {initiative.id for initiative in allowed.knowledge.initiatives}
    forms = {form.id for form in allowed.knowledge.design.forms}
    _known("targets", settings.targets, parts)
    _known("form", () if settings.form is None else (settings.form,), forms)
    _known("skipped", settings.skipped, initiatives)
    _known("required", settings.required, initiatives)
    _known("salaries", settings.salaries, allowed.kinds)
    if not set(settings.skipped).isdisjoint(settings.required):
        raise FieldInvalid(field="required", reason="skipped_too")
    return Settings(
        caps=None if settings.caps is None else _caps(settings.caps),
        targets={k: _number("targets", v, scale.low, scale.high) for k, v in settings.targets.items()},
        mix=_mix(settings, allowed.positions),
        form=settings.form,
        posts=_posts(settings.posts, allowed.kinds),
        salaries={kind: _band(band) for kind, band in settings.salaries.items()},
        skipped=tuple(dict.fromkeys(settings.skipped)),
        required=tuple(dict.fromkeys(settings.required)),
    )


def checked_edit(edit: LineEdit) -> LineEdit:
    """Return an edit that can be stored.

    Raises FieldInvalid (line, action, reason, fte, order, basis), TextTooLong (wording, reason).
    """
    if LINE.fullmatch(edit.line) is None:
        raise FieldInvalid(field="line", reason="unknown")
    if edit.action not in ("accepted", "edited", "rejected"):
        raise FieldInvalid(field="action", reason="unknown")
    if BASIS.fullmatch(edit.basis) is None:
        raise FieldInvalid(field="basis", reason="malformed")
    text = text_field("wording", edit.text, EDIT_LIMIT)
    reason = text_field("reason", edit.reason, EDIT_LIMIT)
    if edit.action == "rejected" and not reason:
        raise FieldInvalid(field="reason", reason="blank")
    order = None if edit.order is None else int(_whole("order", edit.order, LAST_PLACE))
    fte = None if edit.fte is None else _number("fte", edit.fte, 0.0, MAX_FTE)
    return replace(edit, text=text, reason=reason, order=order, fte=fte)


def _known(field: str, ids: Iterable[str], known: Collection[str]) -> None:
    """Raise FieldInvalid (unknown) for an id that is not known."""
    if not set(ids).issubset(known):
        raise FieldInvalid(field=field, reason="unknown")


def _number(field: str, value: float, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FieldInvalid(field=field, reason="not_a_number")
    if not low <= value <= high:
        raise FieldInvalid(field=field, reason="out_of_range", low=low, high=high)
    return float(value)


def _whole(field: str, value: float, high: float) -> float:
    number = _number(field, value, 0.0, high)
    if number != int(number):
        raise FieldInvalid(field=field, reason="not_whole")
    return number


def _caps(caps: Caps) -> Caps:
    for field, values in (("caps_person_days", caps.person_days), ("caps_cash", caps.cash)):
        if len(values) != QUARTERS:
            raise FieldInvalid(field=field, reason="four_quarters")
    days = tuple(_number("caps_person_days", v, 0.0, LARGEST_PERSON_DAYS) for v in caps.person_days)
    cash = tuple(None if v is None else _number("caps_cash", v, 0.0, LARGEST_CASH) for v in caps.cash)
    at_most = caps.initiatives
    count = None if at_most is None else int(_whole("caps_initiatives", at_most, MOST_INITIATIVES))
    carry = None if caps.carry is None else _number("caps_carry", caps.carry, 0.0, LARGEST_PERSON_DAYS)
    return Caps(days, cash, count, carry)


def _mix(settings: Settings, positions: frozenset[str]) -> dict[str, float] | None:
    if settings.mix is None:
        return None
    _known("mix", settings.mix, positions)
    shares = {position: _number("mix", share, 0.0, 100.0) for position, share in settings.mix.items()}
    total = math.fsum(shares.values())
    if abs(total - 100.0) > MIX_TOLERANCE:
        raise FieldInvalid(field="mix", reason="sum_100", total=round(total, 1))
    return shares


def _posts(posts: tuple[PostTarget, ...], kinds: frozenset[str]) -> tuple[PostTarget, ...]:
    _known("post_targets", (post.kind for post in posts), kinds)
    if len({post.kind for post in posts}) != len(posts):
        raise FieldInvalid(field="post_targets", reason="duplicate")
    return tuple(PostTarget(p.kind, _number("post_targets", p.fte, 0.0, MAX_FTE)) for p in posts)


def _band(band: SalaryBand) -> SalaryBand:
    low = _number("salaries", band.low, 0.0, LARGEST_SALARY)
    high = _number("salaries", band.high, 0.0, LARGEST_SALARY)
    if low > high:
        raise FieldInvalid(field="salaries", reason="low_above_high")
    return SalaryBand(low, high)
