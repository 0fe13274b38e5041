"""What was typed into the tables of an organization becomes a structure that can be stored.

Organizational mistakes are stored and shown at their cell (`scoring.organization.structure_checks`): a person
repairs them one by one. Refused is only what no screen or report could show or find again.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

from assessment.domain.errors import FactOrgError, FieldInvalid
from assessment.domain.structure import (
    ENTRY_ID,
    LETTERS,
    MAX_AGENCIES,
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
from assessment.services.fields import name_field

MAX_RIGHTS: Final = 50
MAX_REFERENCES: Final = 100
"""Ids in one cell."""
LARGEST: Final = 1e9
"""Far above any headcount or hour, so that a typing error can still be stored and named at its cell."""
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a value stands: the table and the id of its entry."""

    sheet: str
    id: str

    def refuse(self, column: str, field: str, reason: str) -> FieldInvalid:
        """Return the refusal of one cell."""
        return FieldInvalid(field=field, reason=reason, **self.place(column))

    def place(self, column: str) -> dict[str, str]:
        """Fields that lead a screen to the cell."""
        return {"sheet": self.sheet, "row": self.id[:_SHOWN], "column": column}

    def name(self, value: str) -> str:
        """Return a name on one line; blank stays blank. Raises FieldInvalid, TextTooLong."""
        if not value.strip():
            return ""
        try:
            return name_field("structure_name", value)
        except FactOrgError as error:
            raise type(error)(**{**error.fields, **self.place("name")}) from None

    def reference(self, column: str, value: str) -> str:
        """Return an id of something else, or "". Raises FieldInvalid (malformed)."""
        if value and ENTRY_ID.fullmatch(value) is None:
            raise self.refuse(column, "structure_reference", "malformed")
        return value

    def references(self, column: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return ids without repetition. Raises FieldInvalid (malformed, too_many)."""
        found = tuple(dict.fromkeys(self.reference(column, value) for value in values if value))
        if len(found) > MAX_REFERENCES:
            raise self.refuse(column, "structure_reference", "too_many")
        return found

    def number(self, column: str, value: float) -> float:
        """Return a finite number. Raises FieldInvalid (not_a_number, out_of_range)."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.refuse(column, "structure_number", "not_a_number")
        if abs(value) > LARGEST:
            raise self.refuse(column, "structure_number", "out_of_range")
        return float(value)

    def known_number(self, column: str, value: float | None) -> float | None:
        """Return a finite number, or None for one that is not known."""
        return None if value is None else self.number(column, value)


def checked_structure(structure: Structure) -> Structure:
    """Return the structure as it is stored: names on one line, references without repetition.

    Raises
    ------
    FieldInvalid
        Too many rows (field ``structure_posts`` and so on, with `limit`), ids that are malformed or twice
        there, characters that cannot be stored, numbers that are none. Fields sheet, row and column name
        the cell.
    TextTooLong
        For a name of more than 60 characters.
    """
    entries: dict[str, tuple[list[str], int]] = {
        "posts": ([p.id for p in structure.posts], MAX_POSTS),
        "teams": ([t.id for t in structure.teams], MAX_TEAMS),
        "rooms": ([r.id for r in structure.rooms], MAX_ROOMS),
        "agencies": ([a.id for a in structure.agencies], MAX_AGENCIES),
        "rights": ([r.decision for r in structure.rights], MAX_RIGHTS),
    }
    for sheet, (ids, limit) in entries.items():
        _check_ids(sheet, tuple(ids), limit)
    return Structure(
        posts=tuple(_post(_Row("posts", post.id), post) for post in structure.posts),
        teams=tuple(_team(_Row("teams", team.id), team) for team in structure.teams),
        rooms=tuple(_room(_Row("rooms", room.id), room) for room in structure.rooms),
        agencies=tuple(_agency(_Row("agencies", one.id), one) for one in structure.agencies),
        rights=tuple(_right(_Row("rights", right.decision), right) for right in structure.rights),
        source="entered",
    )


def _check_ids(sheet: str, ids: tuple[str, ...], limit: int) -> None:
    if len(ids) > limit:
        raise FieldInvalid(field=f"structure_{sheet}", reason="too_many", limit=limit, sheet=sheet)
    seen: set[str] = set()
    for one in ids:
        if ENTRY_ID.fullmatch(one) is None or one in seen:
            reason = "duplicate" if one in seen else "malformed"
            raise _Row(sheet, one).refuse("id", "structure_id", reason)
        seen.add(one)


def _post(row: _Row, post: Post) -> Post:
    return replace(
        post,
        kind=row.reference("kind", post.kind),
        name=row.name(post.name),
        team=row.reference("team", post.team),
        fte=row.known_number("fte", post.fte),
        outsourced_fte=row.number("outsourced_fte", post.outsourced_fte),
        reports_to=row.references("reports_to", post.reports_to),
        dotted=row.references("dotted", post.dotted),
        appraised_by=row.reference("appraised_by", post.appraised_by),
        agency=row.reference("agency", post.agency),
        metric=row.reference("metric", post.metric),
        basis=row.reference("basis", post.basis),
    )


def _team(row: _Row, team: Team) -> Team:
    return replace(team, name=row.name(team.name), parent=row.reference("parent", team.parent))


def _room(row: _Row, room: Room) -> Room:
    return replace(
        room,
        name=row.name(room.name),
        hours_per_day=row.known_number("hours_per_day", room.hours_per_day),
        days_per_week=row.number("days_per_week", room.days_per_week),
    )


def _agency(row: _Row, agency: Agency) -> Agency:
    return replace(
        agency, name=row.name(agency.name), functions=row.references("functions", agency.functions)
    )


def _right(row: _Row, right: DecisionRight) -> DecisionRight:
    posts = {letter: row.references(letter, right.posts(letter)) for letter in LETTERS}
    return DecisionRight(right.decision, hours=row.known_number("hours", right.hours), **posts)
