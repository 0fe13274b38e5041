"""Answers and organization facts that cannot both be right: asked again, never corrected.

The checks are those of the facts form and the item bank; each decides by the facts it names and by nothing
else, and a fact that nobody typed decides nothing. The check of staff cost against net GMV has no fact to
stand on (no cost is asked for) and is not made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.domain.instrument import Instrument
from assessment.domain.organization import Facts
from scoring.results import Contradiction, ItemResult, Score

HOSTS_OVERLOADED: Final = "hosts_overloaded"
LIVE_WITHOUT_HOSTS: Final = "live_without_hosts"
NO_FLOOR_CONTROL: Final = "no_floor_control"
TALENTS_WITHOUT_STAFF: Final = "talents_without_staff"
NO_LIVE_HOURS: Final = "no_live_hours"

CODES: Final = (HOSTS_OVERLOADED, LIVE_WITHOUT_HOSTS, NO_FLOOR_CONTROL, TALENTS_WITHOUT_STAFF, NO_LIVE_HOURS)
"""All codes in the order in which they are given. Every catalogue has a sentence for each.

hosts_overloaded: more than 24 live hours a week on each host. live_without_hosts: live hours and no host.
no_floor_control: CO3 or AD2 scores 4 or more while nobody does floor control. talents_without_staff: talents
bring at least 30 % of sales, with no talent BD and no agency. no_live_hours: AD2-2 or AD4-1 is at its highest
level while the merchant does not stream.
"""

HOURS_LIMIT: Final = 24.0
TALENT_SHARE: Final = 30.0
HIGH_SCORE: Final = 4.0
FLOOR_CONTROL_SCALES: Final = ("CO3", "AD2")
LIVE_ITEMS: Final = ("AD2-2", "AD4-1")
_DAYS: Final = 7
_WHOLE: Final = 100.0
_ROUNDS_UP: Final = 0.5
_HOURS: Final = "F12.hours"
_ROOMS: Final = "F12.rooms"
_HOSTS: Final = "F12.hosts"
_UNATTENDED: Final = "F12.unattended"
_FLOOR_CONTROL: Final = "F13.floor_control.fte"
_BD: Final = "F13.bd.fte"
_TALENTS: Final = "F5.A"
_OUTSOURCED: Final = "F17.functions"
_AGENCIES: Final = "F19.agencies"
_BD_LINE: Final = "F19.bd_line"
_BY_AGENCY: Final = frozenset({"account", "talent"})
_BD_ELSEWHERE: Final = frozenset({"ecommerce", "sales", "marketing_pr", "agency"})


@dataclass(frozen=True, slots=True)
class _Case:
    """What the checks look at: facts, scores and items by id, and the questionnaire."""

    instrument: Instrument
    facts: Facts
    scores: Mapping[str, Score]
    items: Mapping[str, ItemResult]

    def number(self, key: str) -> float | None:
        """Return a numeric fact, or None when it is absent or no number."""
        value = self.facts.get(key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def live_hours(self) -> float | None:
        """Own live hours a week over all rooms: 0 as soon as either factor is 0, None when unknown."""
        hours, rooms = self.number(_HOURS), self.number(_ROOMS)
        if 0 in (hours, rooms):
            return 0.0
        return None if hours is None or rooms is None else hours * _DAYS * rooms

    def known(self, *keys: str) -> tuple[str, ...]:
        """Those of the keys that were answered."""
        return tuple(key for key in keys if key in self.facts)


def contradictions(
    instrument: Instrument, scores: tuple[Score, ...], items: tuple[ItemResult, ...], facts: Facts
) -> tuple[Contradiction, ...]:
    """Make all checks.

    Parameters
    ----------
    instrument : scale and keying of the items.
    scores : sub-capabilities as they are shown; a withheld one contradicts nothing.
    items : all items as they are shown; neither does a withheld one.
    facts : what the owner typed; an absent key is unknown and decides nothing.

    Returns
    -------
    What fired, in the order of `CODES`, with the ids that speak against each other and the figures: hours a
    week, people, shares 0-1, and scores or keyed item means under the id of the scale or item.
    """
    case = _Case(instrument, facts, {s.id: s for s in scores}, {i.id: i for i in items})
    checks: tuple[Callable[[_Case], Contradiction | None], ...] = (
        _hosts_overloaded,
        _live_without_hosts,
        _no_floor_control,
        _talents_without_staff,
        _no_live_hours,
    )
    return tuple(found for check in checks if (found := check(case)) is not None)


def _hosts_overloaded(case: _Case) -> Contradiction | None:
    """H = hours x 7 x rooms / hosts > 24 h a week: overloaded, or hosts are missing from the count."""
    hours, hosts = case.live_hours(), case.number(_HOSTS)
    if hours is None or not hosts or hours / hosts <= HOURS_LIMIT:
        return None
    figures = (("hours", hours / hosts), ("limit", HOURS_LIMIT), ("total", hours), ("hosts", hosts))
    return Contradiction(HOSTS_OVERLOADED, (), (_HOURS, _ROOMS, _HOSTS), figures)


def _live_without_hosts(case: _Case) -> Contradiction | None:
    hours, hosts = case.live_hours(), case.number(_HOSTS)
    if not hours or hosts != 0:
        return None
    return Contradiction(LIVE_WITHOUT_HOSTS, (), (_HOURS, _ROOMS, _HOSTS), (("total", hours),))


def _no_floor_control(case: _Case) -> Contradiction | None:
    """Hours without floor control say more than the post, which somebody else may fill."""
    total, unattended = case.live_hours(), case.number(_UNATTENDED)
    if total and unattended is not None:
        absent = unattended >= total
        facts = case.known(_HOURS, _ROOMS, _UNATTENDED, _FLOOR_CONTROL)
    else:
        absent = case.number(_FLOOR_CONTROL) == 0
        facts = (_FLOOR_CONTROL,)
    high = [scale for scale in FLOOR_CONTROL_SCALES if _is_high(case.scores.get(scale))]
    if not absent or not high:
        return None
    figures = tuple((scale, value) for scale in high if (value := case.scores[scale].value) is not None)
    items = tuple(
        i.id for scale in high for i in case.instrument.items_of(scale) if _was_answered(case, i.id)
    )
    return Contradiction(NO_FLOOR_CONTROL, items, facts, figures)


def _is_high(score: Score | None) -> bool:
    """Whether the printed score, of one decimal, is 4 or more."""
    return score is not None and score.value is not None and round(score.value, 1) >= HIGH_SCORE


def _was_answered(case: _Case, item_id: str) -> bool:
    found = case.items.get(item_id)
    return found is not None and found.mean is not None


def _talents_without_staff(case: _Case) -> Contradiction | None:
    share, staff = case.number(_TALENTS), case.number(_BD)
    if share is None or share < TALENT_SHARE or staff != 0 or _somebody_else(case) is not False:
        return None
    facts = case.known(_TALENTS, _BD, _OUTSOURCED, _AGENCIES, _BD_LINE)
    return Contradiction(TALENTS_WITHOUT_STAFF, (), facts, (("share", share / _WHOLE),))


def _somebody_else(case: _Case) -> bool | None:
    """Whether an agency or another department works with talents; a no needs both facts about agencies."""
    outsourced, agencies = case.facts.get(_OUTSOURCED), case.number(_AGENCIES)
    by_agency = isinstance(outsourced, tuple) and not _BY_AGENCY.isdisjoint(outsourced)
    if by_agency or agencies or case.facts.get(_BD_LINE) in _BD_ELSEWHERE:
        return True
    return None if outsourced is None or agencies is None else False


def _no_live_hours(case: _Case) -> Contradiction | None:
    """Compare answers about what happens during and after a stream with streams that do not exist."""
    if case.live_hours() != 0:
        return None
    top = tuple(
        (item_id, mean)
        for item_id in LIVE_ITEMS
        if (mean := _keyed_mean(case, item_id)) is not None
        and mean >= case.instrument.scale.high - _ROUNDS_UP
    )
    if not top:
        return None
    zero = tuple(key for key in (_HOURS, _ROOMS) if case.number(key) == 0)
    return Contradiction(NO_LIVE_HOURS, tuple(item_id for item_id, _ in top), zero, top)


def _keyed_mean(case: _Case, item_id: str) -> float | None:
    found = case.items.get(item_id)
    if found is None or found.mean is None or item_id not in case.instrument.index:
        return None
    scale = case.instrument.scale
    return scale.low + scale.high - found.mean if case.instrument.item(item_id).reverse else found.mean
