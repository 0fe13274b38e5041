"""What is wrong or odd in a structure, said at its cell; nothing is repaired and nothing raises.

Hard problems mean that what stands in the cell is not used in figures, soft ones ask for a second look.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from assessment.domain.forms import Design
from assessment.domain.organization import Facts
from assessment.domain.structure import (
    LETTERS,
    MAX_AGENCIES,
    MAX_FTE,
    MAX_NAME,
    MAX_POSTS,
    MAX_ROOMS,
    MAX_TEAMS,
    Agency,
    DecisionRight,
    Post,
    Room,
    Structure,
    Team,
)
from scoring.organization.advice import StructureProblem
from scoring.organization.contradictions import contradictions
from scoring.organization.fact_keys import BASES, FUNCTIONS, METRICS
from scoring.organization.lines import circles_of, first_of_each, lines_of
from scoring.organization.settled_facts import Sheet

Entry = Post | Team | Room | Agency | DecisionRight

CODES: Final = (
    "empty_organization",
    "too_many",
    "missing_id",
    "duplicate_id",
    "duplicate_name",
    "long_name",
    "unknown_kind",
    "unknown_post",
    "unknown_team",
    "unknown_agency",
    "reports_to_itself",
    "reporting_circle",
    "two_bosses",
    "several_tops",
    "fte_zero",
    "fte_negative",
    "fte_too_large",
    "not_a_number",
    "outsourced_negative",
    "outsourced_over_fte",
    "outsourced_without_agency",
    "unknown_metric",
    "unknown_basis",
    "empty_team",
    "team_circle",
    "room_hours",
    "room_days",
    "unknown_decision",
    "no_decider",
    "several_deciders",
    "unknown_function",
    "differs_from_fact",
)
"""Every code of a problem; the catalogues have a sentence for each."""
NAMED_TOPS: Final = 12
"""Most posts that are named where several have no boss."""
_LIMITS: Final[Mapping[Sheet, int]] = {
    "posts": MAX_POSTS,
    "teams": MAX_TEAMS,
    "rooms": MAX_ROOMS,
    "agencies": MAX_AGENCIES,
}
_DAY: Final = 24
_WEEK: Final = 7


def structure_problems(
    structure: Structure, design: Design, facts: Facts | None = None
) -> tuple[StructureProblem, ...]:
    """Check a structure.

    Parameters
    ----------
    structure : as entered; anything may be wrong with it.
    design : kinds and decisions; a design without any is not held against the structure.
    facts : what the owner typed; with them contradictions are named, softly and with both values.

    Returns
    -------
    Problems in the order of the sheets, linear in entries. A circle is one problem at its first post, with
    all its posts as figures.

    Examples
    --------
    >>> from assessment.domain.structure import Post, Structure
    >>> boss = Post("a", "", fte=1.0, reports_to=("a",))
    >>> [(p.code, p.row, p.column, p.hard) for p in structure_problems(Structure((boss,)), Design())]
    [('reports_to_itself', 'a', 'reports_to', True)]
    """
    return tuple(
        problem
        for part in (
            _sheets(structure),
            _posts(structure, design),
            _lines(structure),
            _teams(structure),
            _rooms(structure.rooms),
            _agencies(structure.agencies),
            _rights(structure, design),
            contradictions(structure, design, facts or {}),
        )
        for problem in part
    )


def _sheets(structure: Structure) -> Iterator[StructureProblem]:
    """Sizes, ids and names of all sheets."""
    if structure.empty:
        yield StructureProblem("empty_organization", "posts", "", "", hard=True)
    sheets: dict[Sheet, tuple[Team | Post | Room | Agency, ...]] = {
        "posts": structure.posts,
        "teams": structure.teams,
        "rooms": structure.rooms,
        "agencies": structure.agencies,
    }
    for sheet, entries in sheets.items():
        if len(entries) > _LIMITS[sheet]:
            figures = (("n", float(len(entries))), ("max", float(_LIMITS[sheet])))
            yield StructureProblem("too_many", sheet, "", "", hard=True, figures=figures)
        yield from _ids(sheet, "id", [entry.id for entry in entries])
        yield from _names(sheet, entries)
    yield from _ids("rights", "decision", [right.decision for right in structure.rights])


def _ids(sheet: Sheet, column: str, ids: list[str]) -> Iterator[StructureProblem]:
    for key, n in Counter(ids).items():
        if not key.strip():
            yield StructureProblem("missing_id", sheet, key, column, hard=True)
        elif n > 1:
            yield StructureProblem("duplicate_id", sheet, key, column, hard=True, figures=(("n", float(n)),))


def _names(sheet: Sheet, entries: Iterable[Team | Post | Room | Agency]) -> Iterator[StructureProblem]:
    """Names that are too long, or twice beside each other: posts of one team, teams of one parent."""
    seen = dict[tuple[str, str], str]()
    for entry in entries:
        name = entry.name.strip()
        if len(name) > MAX_NAME:
            figures = (("n", float(len(name))), ("max", float(MAX_NAME)))
            yield StructureProblem("long_name", sheet, entry.id, "name", hard=False, figures=figures)
        if not name:
            continue
        first = seen.setdefault((_place(entry), name), entry.id)
        if first != entry.id:
            twin: tuple[tuple[str, str | float], ...] = (("name", name), ("other", first))
            yield StructureProblem("duplicate_name", sheet, entry.id, "name", hard=False, figures=twin)


def _place(entry: Team | Post | Room | Agency) -> str:
    if isinstance(entry, Post):
        return entry.team
    return entry.parent if isinstance(entry, Team) else ""


def _posts(structure: Structure, design: Design) -> Iterator[StructureProblem]:
    """Cells of the posts that can be judged one by one."""
    kinds = {kind.id for kind in design.kinds}
    known = {
        "post": {post.id for post in structure.posts},
        "team": {team.id for team in structure.teams},
        "agency": {agency.id for agency in structure.agencies},
    }
    for post in structure.posts:
        if post.kind and kinds and post.kind not in kinds:
            yield _odd("unknown_kind", post, "kind", post.kind)
        for column, to, ends in (
            ("reports_to", "post", post.reports_to),
            ("dotted", "post", post.dotted),
            ("appraised_by", "post", (post.appraised_by,)),
            ("team", "team", (post.team,)),
            ("agency", "agency", (post.agency,)),
        ):
            for end in ends:
                if end and end not in known[to]:
                    yield _odd(f"unknown_{to}", post, column, end)
        yield from _headcounts(post)
        if post.metric and post.metric not in METRICS:
            yield _odd("unknown_metric", post, "metric", post.metric)
        if post.basis and post.basis not in BASES:
            yield _odd("unknown_basis", post, "basis", post.basis)


def _odd(code: str, post: Post, column: str, value: str | float, *, hard: bool = True) -> StructureProblem:
    return StructureProblem(code, "posts", post.id, column, hard, (("value", value),))


def _headcounts(post: Post) -> Iterator[StructureProblem]:
    code = _fte_code(post.fte)
    if code:
        yield _odd(code, post, "fte", str(post.fte) if code == "not_a_number" else post.fte or 0.0)
    part = post.outsourced_fte
    if not math.isfinite(part):
        yield _odd("not_a_number", post, "outsourced_fte", str(part))
    elif part < 0:
        yield _odd("outsourced_negative", post, "outsourced_fte", part)
    elif post.fte is not None and not code and part > post.fte:
        figures = (("value", part), ("fte", post.fte))
        yield StructureProblem(
            "outsourced_over_fte", "posts", post.id, "outsourced_fte", hard=True, figures=figures
        )
    elif part > 0 and not post.agency:
        yield _odd("outsourced_without_agency", post, "agency", part, hard=False)


def _fte_code(fte: float | None) -> str:
    if fte is None:
        return ""
    if not math.isfinite(fte):
        return "not_a_number"
    if fte == 0:
        return "fte_zero"
    if fte < 0:
        return "fte_negative"
    return "fte_too_large" if fte > MAX_FTE else ""


def _lines(structure: Structure) -> Iterator[StructureProblem]:
    """Solid lines: to oneself, in circles, to two bosses, and tops beside each other."""
    lines = lines_of(structure)
    for post in structure.posts:
        for column, ends in (("reports_to", post.reports_to), ("dotted", post.dotted)):
            if post.id in ends:
                yield StructureProblem(
                    "reports_to_itself", "posts", post.id, column, hard=column == "reports_to"
                )
        bosses = tuple(dict.fromkeys(b for b in post.reports_to if b in lines.posts and b != post.id))
        if len(bosses) > 1:
            figures = tuple(("post", boss) for boss in bosses)
            yield StructureProblem("two_bosses", "posts", post.id, "reports_to", hard=True, figures=figures)
    for circle in lines.circles:
        members = tuple(("post", member) for member in circle)
        yield StructureProblem(
            "reporting_circle", "posts", circle[0], "reports_to", hard=True, figures=members
        )
    round_going = {member for circle in lines.circles for member in circle}
    tops = [key for key in lines.posts if key not in lines.boss and key not in round_going]
    if len(tops) > 1:
        named = tuple(("post", top) for top in tops[:NAMED_TOPS])
        yield StructureProblem(
            "several_tops", "posts", "", "reports_to", hard=False, figures=(("n", float(len(tops))), *named)
        )


def _teams(structure: Structure) -> Iterator[StructureProblem]:
    parents: dict[str, str] = {}
    for team in structure.teams:
        parents.setdefault(team.id, team.parent)
    used = {post.team for post in structure.posts} | set(parents.values())
    for team in structure.teams:
        if team.parent and team.parent not in parents:
            figures = (("value", team.parent),)
            yield StructureProblem("unknown_team", "teams", team.id, "parent", hard=True, figures=figures)
        if team.parent == team.id:
            figures = (("team", team.id),)
            yield StructureProblem("team_circle", "teams", team.id, "parent", hard=True, figures=figures)
        if team.id not in used:
            yield StructureProblem("empty_team", "teams", team.id, "", hard=False)
    links = {key: (up,) if up in parents and up != key else () for key, up in parents.items()}
    for circle in circles_of(links):
        members = tuple(("team", member) for member in circle)
        yield StructureProblem("team_circle", "teams", circle[0], "parent", hard=True, figures=members)


def _rooms(rooms: tuple[Room, ...]) -> Iterator[StructureProblem]:
    for room in rooms:
        hours, days = room.hours_per_day, room.days_per_week
        if hours is not None and not 0 <= hours <= _DAY:
            yield _room("room_hours", room, "hours_per_day", hours, _DAY)
        if not 0 <= days <= _WEEK:
            yield _room("room_days", room, "days_per_week", days, _WEEK)


def _room(code: str, room: Room, column: str, value: float, most: int) -> StructureProblem:
    shown: str | float = value if math.isfinite(value) else str(value)
    figures = (("value", shown), ("max", float(most)))
    return StructureProblem(code, "rooms", room.id, column, hard=True, figures=figures)


def _agencies(agencies: tuple[Agency, ...]) -> Iterator[StructureProblem]:
    for agency in agencies:
        for one in agency.functions:
            if one not in FUNCTIONS:
                figures = (("value", one),)
                yield StructureProblem(
                    "unknown_function", "agencies", agency.id, "functions", hard=True, figures=figures
                )


def _rights(structure: Structure, design: Design) -> Iterator[StructureProblem]:
    """Decisions that nobody or several decide, that are not known, or that name unknown posts."""
    posts, decisions = set(first_of_each(structure.posts)), {one.id for one in design.decisions}
    if structure.source == "target":
        posts |= {kind.id for kind in design.kinds}
    for right in structure.rights:
        row = right.decision
        if decisions and row not in decisions:
            yield StructureProblem("unknown_decision", "rights", row, "decision", hard=True)
        yield from _deciders(right)
        for letter in LETTERS:
            for one in right.posts(letter):
                if one not in posts:
                    yield StructureProblem(
                        "unknown_post", "rights", row, letter, hard=True, figures=(("value", one),)
                    )


def _deciders(right: DecisionRight) -> Iterator[StructureProblem]:
    deciders = tuple(dict.fromkeys(right.decide))
    if not deciders and any(right.posts(letter) for letter in LETTERS):
        yield StructureProblem("no_decider", "rights", right.decision, "decide", hard=False)
    elif len(deciders) > 1:
        figures = tuple(("post", one) for one in deciders)
        yield StructureProblem(
            "several_deciders", "rights", right.decision, "decide", hard=True, figures=figures
        )
