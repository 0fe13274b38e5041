"""Staffing arithmetic: how much work there is, and how many full-time equivalents it asks for.

need = units of the driver / units that one full-time equivalent carries. All figures are judgement.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from assessment.domain.forms import Design, Driver, StaffingRule
from assessment.domain.organization import Facts
from assessment.domain.structure import Structure
from scoring.organization.conditions import Operands, evaluate
from scoring.organization.fact_keys import HOST
from scoring.organization.lines import first_of_each, headcount
from scoring.organization.settled_facts import daily_hours
from scoring.organization.structure_facts import number

SHIFT_HOURS: Final = 8.0
"""Longest shift of floor control and console."""
CONTINUOUS_HOURS: Final = 4.0
"""A host is on air no longer than this at a stretch; a room that streams longer needs one to take over."""
_WEEK: Final = 7
_FACTS: Final[Mapping[Driver, str]] = {"live_skus": "F8.live_skus", "active_talents": "F19.active"}
_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Need:
    """Full-time equivalents that `units` of a driver ask for."""

    kind: str
    driver: Driver
    units: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Middle of the range."""
        return (self.low + self.high) / 2.0


def staffing_drivers(facts: Facts, structure: Structure | None = None) -> dict[Driver, float]:
    """Measure the work.

    Parameters
    ----------
    facts : F12 (rooms, hours, hosts), F8.live_skus, F19.active, F13.host.fte.
    structure : the organization as entered; its rooms and hosts go before facts where they are complete.

    Returns
    -------
    dict
        ``live_hours_week`` (hours x days over all rooms), ``rooms``, ``room_shifts`` (shifts of at most 8
        hours over a calendar day, started ones counted, over all rooms), ``hosts``, ``live_skus``,
        ``active_talents``. What is not known is absent; ``videos_week`` and ``peak_sessions`` always are,
        as no fact asks for them.

    Examples
    --------
    >>> found = staffing_drivers({"F12.rooms": 2, "F12.hours": 15})
    >>> found["live_hours_week"], found["room_shifts"]
    (210.0, 4.0)
    """
    found: dict[Driver, float] = {}
    for driver, key in _FACTS.items():
        if (value := number(facts, key)) is not None:
            found[driver] = value
    hosts = _hosts(facts, structure)
    if hosts is not None:
        found["hosts"] = hosts
    rooms = number(facts, "F12.rooms")
    if structure is not None and structure.rooms:
        rooms = float(len(structure.rooms))
    if rooms is not None:
        found["rooms"] = rooms
    return found | _air(facts, structure, rooms)


def _air(facts: Facts, structure: Structure | None, rooms: float | None) -> dict[Driver, float]:
    """Hours on air and shifts: of the rooms entered where all are known, otherwise of facts."""
    if structure is not None and structure.rooms:
        daily = [hours for room in structure.rooms if (hours := daily_hours(room)) is not None]
        if len(daily) == len(structure.rooms):
            longest = [room.hours_per_day or 0.0 for room in structure.rooms]
            return {
                "live_hours_week": math.fsum(daily) * _WEEK,
                "room_shifts": float(sum(_shifts(hours) for hours in longest)),
            }
    hours = number(facts, "F12.hours")
    if hours is None or rooms is None:
        return {}
    return {"live_hours_week": rooms * hours * _WEEK, "room_shifts": rooms * _shifts(hours)}


def _shifts(hours: float) -> int:
    return math.ceil(hours / SHIFT_HOURS - _SLACK)


def _hosts(facts: Facts, structure: Structure | None) -> float | None:
    if structure is not None:
        counts = [headcount(p) for p in first_of_each(structure.posts).values() if p.kind == HOST]
        if counts and None not in counts:
            return math.fsum(count or 0.0 for count in counts)
    fte = number(facts, "F13.host.fte")
    return number(facts, "F12.hosts") if fte is None else fte


def needed(
    kind: str, drivers: Mapping[Driver, float], design: Design, operands: Operands | None = None
) -> Need | None:
    """Compute the headcount that the work asks for.

    Parameters
    ----------
    kind : id of a post kind.
    drivers : units of work; an absent one is unknown.
    design : staffing rules. Rules of one kind are alternatives: the first whose condition holds, otherwise
        the one without a condition.
    operands : what conditions look up. Where an earlier condition cannot be decided, the range covers all
        rules that may hold.

    Returns
    -------
    Need, or None without a rule or with an unknown driver. Hosts are at least one a room and one more, where
    rooms stream longer than four hours a day, to take over.

    Examples
    --------
    >>> from assessment.domain.text import LocalizedText
    >>> rule = StaffingRule("host", "live_hours_week", 20, 24, LocalizedText("", ""))
    >>> need = needed("host", {"live_hours_week": 120.0}, Design(staffing=(rule,)))
    >>> (need.low, need.high)
    (5.0, 6.0)
    """
    ranges = [_range(rule, drivers) for rule in _rules(kind, design, operands)]
    known = [need for need in ranges if need is not None]
    if not known or len(known) < len(ranges):
        return None
    widest = max(known, key=lambda need: need.high)
    floor = _relief(drivers) if kind == HOST else 0.0
    low = max(floor, min(need.low for need in known))
    return Need(kind, widest.driver, widest.units, low, max(low, widest.high))


def _rules(kind: str, design: Design, operands: Operands | None) -> list[StaffingRule]:
    """Rules of a kind that hold or, undecided, may hold."""
    nothing = Operands({}, {}, {}, {})
    possible = list[StaffingRule]()
    mine = [rule for rule in design.staffing if rule.kind == kind]
    for rule in sorted(mine, key=lambda one: one.when is None):
        outcome = True if rule.when is None else evaluate(rule.when, operands or nothing).outcome
        if outcome is not False:
            possible.append(rule)
        if outcome:
            break
    return possible


def _range(rule: StaffingRule, drivers: Mapping[Driver, float]) -> Need | None:
    units = drivers.get(rule.driver)
    if units is None or rule.per_low <= 0 or rule.per_high <= 0:
        return None
    ends = sorted((units / rule.per_low, units / rule.per_high))
    return Need(rule.kind, rule.driver, units, ends[0], ends[1])


def _relief(drivers: Mapping[Driver, float]) -> float:
    """Fewest hosts who can keep all rooms on air without anybody streaming beyond four hours at a stretch."""
    rooms, hours = drivers.get("rooms", 0.0), drivers.get("live_hours_week", 0.0)
    if rooms <= 0 or hours <= 0:
        return 0.0
    long = hours / (_WEEK * rooms) > CONTINUOUS_HOURS
    return rooms + 1.0 if long else 0.0


def operands_of_facts(facts: Facts | None) -> Operands:
    """Wrap facts for conditions that look up nothing else."""
    return Operands({}, cast("Facts", facts or {}), {}, {})
