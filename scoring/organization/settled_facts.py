"""Facts that an entered organization settles: only what it really says."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from assessment.domain.forms import Design
from assessment.domain.organization import FactValue
from assessment.domain.structure import Agency, Post, Room, Structure
from scoring.organization.fact_keys import (
    AGENCY,
    AGENCY_MANAGER,
    APPRAISED_KINDS,
    BASES,
    COUNTED_KINDS,
    FUNCTIONS,
    HOST,
    LEAD,
    LEAD_KINDS,
    METRICS,
    SUPERIOR_OPTIONS,
)
from scoring.organization.lines import Lines, headcount, lines_of, people

Sheet = Literal["posts", "teams", "rooms", "agencies", "rights"]
_DAY: Final = 24
_WEEK: Final = 7


def facts_from_structure(structure: Structure, design: Design) -> dict[str, FactValue]:
    """Read facts off an organization.

    Parameters
    ----------
    structure : as entered; cells with hard problems say nothing.
    design : which decision answers to which row of F16.

    Returns
    -------
    dict
        Keys F2.span (people below the lead; all headcounts known), F2.layers (every host is below the
        lead), F2.reports_to, F2.appraised_by, F13.* (every headcount of the kind known), F14.* and F22.*
        (posts of one kind agree), F12.rooms, F12.hours (mean a room and calendar day, all known),
        F16.*.hours, F17.functions and F17.data_holder (only "own": a share is not told from the whole). A
        kind without a post says nothing, as the table may be unfinished. A structure that was itself drawn
        from facts says nothing of spans and of headcounts of 0 outsourced.

    Examples
    --------
    >>> lead, host = Post("a", "lead", fte=1.0), Post("b", "host", fte=2.5, reports_to=("a",))
    >>> found = facts_from_structure(Structure((lead, host)), Design())
    >>> found["F2.span"], found["F2.layers"], found["F13.host.fte"], found["F14.host"]
    (3.0, 0.0, 2.5, 'lead')
    """
    lines = lines_of(structure)
    lead = lead_of(structure)
    drawn = structure.source == "facts"
    return {
        **(_below(lines, lead, drawn=drawn) if lead else {}),
        **(_above(lines, lead) if lead else {}),
        **_rows(lines, lead, drawn=drawn),
        **_appraisal(lines.posts.values()),
        **_rooms(structure.rooms),
        **_agencies(structure.agencies),
        **_hours(structure, design),
    }


def lead_of(structure: Structure) -> Post | None:
    """Find who leads the Douyin business: the only post of the first kind of leader that exists."""
    for kind in LEAD_KINDS:
        found = [post for post in structure.posts if post.kind == kind]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def cell_of(key: str, structure: Structure) -> tuple[Sheet, str, str]:
    """Return sheet, row and column in which a settled fact stands."""
    group, *rest = key.split(".")
    if group == "F2":
        lead = lead_of(structure)
        return "posts", lead.id if lead else "", rest[0] if rest == ["appraised_by"] else "reports_to"
    if group == "F12":
        return "rooms", "", "hours_per_day" if rest == ["hours"] else ""
    if group == "F17":
        row = structure.agencies[0].id if structure.agencies else ""
        column = {"data_holder": "holds_data", "contract_holder": "holds_contracts"}
        return "agencies", row, column.get(rest[0], rest[0])
    if group == "F16":
        rows = (right.decision for right in structure.rights if right.decision.startswith(rest[0]))
        return "rights", next(rows, rest[0]), "hours"
    kinds = APPRAISED_KINDS.get(rest[0], (rest[0],)) if group == "F22" else (rest[0],)
    row = next((post.id for post in structure.posts if post.kind in kinds), "")
    return "posts", row, rest[1] if len(rest) > 1 else "reports_to"


def _below(lines: Lines, lead: Post, *, drawn: bool) -> dict[str, FactValue]:
    """Span and layers under the lead."""
    found: dict[str, FactValue] = {}
    direct = [lines.posts[key] for key in lines.reports.get(lead.id, ())]
    if direct and not drawn and all(headcount(post) is not None for post in direct):
        found["F2.span"] = float(sum(people(post) for post in direct))
    depth = _depths(lines, lead)
    hosts = [depth.get(key) for key, post in lines.posts.items() if post.kind == HOST]
    layers = max((host for host in hosts if host is not None), default=0)
    if hosts and None not in hosts and (layers or not drawn):
        found["F2.layers"] = float(layers)  # a drawing has none either where they are not known
    return found


def _depths(lines: Lines, lead: Post) -> dict[str, int]:
    """Count managers between the lead and each post below."""
    depth = dict.fromkeys(lines.reports.get(lead.id, ()), 0)
    waiting = list(depth)
    while waiting:
        key = waiting.pop()
        for one in lines.reports.get(key, ()):
            depth[one] = depth[key] + 1
            waiting.append(one)
    return depth


def _above(lines: Lines, lead: Post) -> dict[str, FactValue]:
    """Superior and appraiser of the lead, where they are of a kind that facts know."""
    ends = {"F2.reports_to": lines.boss.get(lead.id, ""), "F2.appraised_by": lead.appraised_by}
    kinds = {key: lines.posts[end].kind for key, end in ends.items() if end in lines.posts}
    return {key: SUPERIOR_OPTIONS[kind] for key, kind in kinds.items() if kind in SUPERIOR_OPTIONS}


def _rows(lines: Lines, lead: Post | None, *, drawn: bool) -> dict[str, FactValue]:
    """Headcounts and lines by kind."""
    by_kind: dict[str, list[Post]] = {}
    for post in lines.posts.values():
        by_kind.setdefault(post.kind, []).append(post)
    named = _named(lines, lead)
    found: dict[str, FactValue] = {}
    for kind in COUNTED_KINDS:
        posts = by_kind.get(kind, [])
        counts = [headcount(post) for post in posts]
        if posts and None not in counts:
            found[f"F13.{kind}.fte"] = math.fsum(count or 0.0 for count in counts)
            part = math.fsum(post.outsourced_fte for post in posts)
            if _splits(posts) and (part > 0 or not drawn):
                found[f"F13.{kind}.outsourced_fte"] = part
        above = {named[post.id] for post in posts}
        if kind != LEAD and len(above) == 1 and (one := above.pop()):
            found[f"F14.{kind}"] = one
    return found


def _splits(posts: list[Post]) -> bool:
    """Whether every outsourced part is possible."""
    return all(0 <= post.outsourced_fte <= (headcount(post) or 0.0) for post in posts)


def _named(lines: Lines, lead: Post | None) -> dict[str, str]:
    """Whom F14 would name for each post, from the tops down: the next lead or agency above, or another head.

    A top answers to nobody, and without a known lead other heads are not told from it.
    """
    named = {key: "" for key in lines.posts if key not in lines.boss}
    waiting = list(named)
    while waiting:
        key = waiting.pop()
        other = named[key] or ("function_head" if lead else "")
        if lines.posts[key].kind == AGENCY_MANAGER:
            other = AGENCY
        for one in lines.reports.get(key, ()):
            named[one] = LEAD if lead and key == lead.id else other
            waiting.append(one)
    return named


def _appraisal(posts: Iterable[Post]) -> dict[str, FactValue]:
    known = list(posts)
    found: dict[str, FactValue] = {}
    for row, kinds in APPRAISED_KINDS.items():
        inside = [post for post in known if post.kind in kinds]
        for column, options, values in (
            ("metric", METRICS, {post.metric for post in inside}),
            ("basis", BASES, {post.basis for post in inside}),
        ):
            if len(values) == 1 and (one := values.pop()) in options:
                found[f"F22.{row}.{column}"] = one
    return found


def _rooms(rooms: tuple[Room, ...]) -> dict[str, FactValue]:
    if not rooms:
        return {}
    daily = [hours for room in rooms if (hours := daily_hours(room)) is not None]
    mean: dict[str, FactValue] = {"F12.hours": round(math.fsum(daily) / len(rooms), 4)}
    return {"F12.rooms": float(len(rooms)), **(mean if len(daily) == len(rooms) else {})}


def daily_hours(room: Room) -> float | None:
    """Hours on air over a calendar day (hours a day x days a week / 7); None when unknown or impossible."""
    hours, days = room.hours_per_day, room.days_per_week
    if hours is None or not 0 <= hours <= _DAY or not 0 <= days <= _WEEK:
        return None
    return hours * days / _WEEK


def _agencies(agencies: tuple[Agency, ...]) -> dict[str, FactValue]:
    if not agencies:
        return {}
    found: dict[str, FactValue] = {}
    held = {one for agency in agencies for one in agency.functions}
    functions = tuple(one for one in FUNCTIONS[1:] if one in held)
    if functions:
        found["F17.functions"] = functions
    if all(agency.holds_data is False for agency in agencies):
        found["F17.data_holder"] = "own"
    return found


def _hours(structure: Structure, design: Design) -> dict[str, FactValue]:
    """Hours to approval, where all rows of a decision agree."""
    facts: Mapping[str, str] = {decision.id: decision.fact for decision in design.decisions}
    hours: dict[str, set[float]] = {}
    for right in structure.rights:
        if right.decision in facts and right.hours is not None and math.isfinite(right.hours):
            hours.setdefault(facts[right.decision], set()).add(float(right.hours))
    return {f"F16.{fact}.hours": values.pop() for fact, values in hours.items() if len(values) == 1}
