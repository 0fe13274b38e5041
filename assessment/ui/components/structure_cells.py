"""Columns of the five sheets of an organization, and the way between a cell and what is stored.

Pure: no Streamlit here. A cell that offers a choice shows words, so that what was copied from a spreadsheet
can be pasted; equal words are told apart by a number.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeVar

from assessment.domain.errors import FieldInvalid
from assessment.domain.forms import Design
from assessment.domain.structure import LETTERS, MAX_NAME, Post, Structure
from assessment.domain.structure_edits import Entry, Sheet

CellKind = Literal["text", "number", "choice", "choices", "yes_no"]
Cell = str | float | list[str] | None
Say = Callable[..., str]
EntryT = TypeVar("EntryT", bound=Entry)

LISTED: Final = frozenset({"reports_to", "decide"})
"""Fields that hold several ids, of which one is right: they are shown as one choice."""
BLANK: Final[Mapping[str, object]] = {"outsourced_fte": 0.0, "days_per_week": 7.0}
"""What an empty cell means where it does not mean unknown."""
EXTRA: Final = ("dotted", "appraised_by", "agency", "metric", "basis")
"""Columns of posts that a first pass can do without."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of its entries, its heading, and what can be chosen (id and unique words)."""

    id: str
    kind: CellKind
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> dict[str, str]:
        """Words by id."""
        return dict(self.choices)

    @property
    def ids(self) -> dict[str, str]:
        """Ids by words."""
        return {word: one for one, word in self.choices}


@dataclass(frozen=True, slots=True)
class Wording:
    """What the columns need beside the structure: the knowledge base, the language, options of facts."""

    design: Design
    locale: Literal["zh", "en"]
    say: Say
    metrics: tuple[tuple[str, str], ...] = ()
    bases: tuple[tuple[str, str], ...] = ()
    functions: tuple[tuple[str, str], ...] = ()
    yes_no: tuple[tuple[str, str], ...] = ()

    def kind(self, kind_id: str) -> str:
        """Name of a kind of post; an unknown one stands for itself."""
        known = self.design.kind(kind_id)
        return known.name.get(self.locale) if known is not None else kind_id

    def title(self, post: Post) -> str:
        """Name of a post: its own, else that of its kind, else that it has none yet."""
        return post.name or self.kind(post.kind) or self.say("panel.nameless")

    def decision(self, decision_id: str) -> str:
        """Name of a decision; an unknown one stands for itself."""
        known = next((one for one in self.design.decisions if one.id == decision_id), None)
        return known.name.get(self.locale) if known is not None else decision_id


def unique(named: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Put a number behind words that occur again.

    >>> unique([("a", "主播"), ("b", "主播"), ("c", "投手")])
    (('a', '主播'), ('b', '主播 (2)'), ('c', '投手'))
    """
    taken: set[str] = set()
    found = []
    for one, word in named:
        shown, number = word or one, 1
        while shown in taken:
            number += 1
            shown = f"{word or one} ({number})"
        taken.add(shown)
        found.append((one, shown))
    return tuple(found)


def post_names(structure: Structure, wording: Wording) -> dict[str, str]:
    """Name every post uniquely: posts of one name are told apart by their team, then by a number."""
    titles = {post.id: wording.title(post) for post in structure.posts}
    shared = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    teams = {team.id: team.name for team in structure.teams}
    named = []
    for post in structure.posts:
        title, team = titles[post.id], teams.get(post.team, "")
        named.append((post.id, f"{title} · {team}" if title in shared and team else title))
    return dict(unique(named))


# ---- columns ----


def columns(sheet: Sheet, structure: Structure, wording: Wording) -> tuple[Column, ...]:
    """Return all columns of a sheet, in the order in which they are filled in."""
    return _COLUMNS[sheet](structure, wording)


def _column(wording: Wording, sheet: str, name: str, kind: CellKind, choices: Any = ()) -> Column:  # noqa: ANN401 - pairs
    tip = wording.say(f"column_help.{sheet}_{name}") if (sheet, name) in HELPED else ""
    return Column(name, kind, wording.say(f"column.{sheet}_{name}"), tip, unique(choices))


HELPED: Final = frozenset(
    {
        ("posts", "name"),
        ("posts", "fte"),
        ("posts", "outsourced_fte"),
        ("posts", "dotted"),
        ("posts", "appraised_by"),
        ("rights", "hours"),
    }
)


def _post_columns(structure: Structure, wording: Wording) -> tuple[Column, ...]:
    kinds = [(kind.id, wording.kind(kind.id)) for kind in wording.design.kinds]
    teams = [(team.id, team.name) for team in structure.teams]
    posts = list(post_names(structure, wording).items())
    agencies = [(agency.id, agency.name) for agency in structure.agencies]
    shapes: tuple[tuple[str, CellKind, Sequence[tuple[str, str]]], ...] = (
        ("kind", "choice", kinds),
        ("name", "text", ()),
        ("fte", "number", ()),
        ("outsourced_fte", "number", ()),
        ("team", "choice", teams),
        ("reports_to", "choice", posts),
        ("dotted", "choices", posts),
        ("appraised_by", "choice", posts),
        ("agency", "choice", agencies),
        ("metric", "choice", wording.metrics),
        ("basis", "choice", wording.bases),
    )
    return tuple(_column(wording, "posts", name, kind, choices) for name, kind, choices in shapes)


def _team_columns(structure: Structure, wording: Wording) -> tuple[Column, ...]:
    teams = [(team.id, team.name) for team in structure.teams]
    return (
        _column(wording, "teams", "name", "text"),
        _column(wording, "teams", "parent", "choice", teams),
    )


def _room_columns(_: Structure, wording: Wording) -> tuple[Column, ...]:
    return (
        _column(wording, "rooms", "name", "text"),
        _column(wording, "rooms", "hours_per_day", "number"),
        _column(wording, "rooms", "days_per_week", "number"),
    )


def _agency_columns(_: Structure, wording: Wording) -> tuple[Column, ...]:
    return (
        _column(wording, "agencies", "name", "text"),
        _column(wording, "agencies", "functions", "choices", wording.functions),
        _column(wording, "agencies", "holds_data", "yes_no", wording.yes_no),
        _column(wording, "agencies", "holds_contracts", "yes_no", wording.yes_no),
    )


def _right_columns(structure: Structure, wording: Wording) -> tuple[Column, ...]:
    posts = list(post_names(structure, wording).items())
    told = [_column(wording, "rights", letter, "choices", posts) for letter in LETTERS if letter != "decide"]
    return (
        *told,
        _column(wording, "rights", "decide", "choice", posts),
        _column(wording, "rights", "hours", "number"),
    )


_COLUMNS: Final[Mapping[Sheet, Callable[[Structure, Wording], tuple[Column, ...]]]] = {
    "posts": _post_columns,
    "teams": _team_columns,
    "rooms": _room_columns,
    "agencies": _agency_columns,
    "rights": _right_columns,
}


# ---- one cell ----


def shown(entry: Entry, column: Column) -> Cell:
    """Return what the cell shows of an entry; unknown and unreadable references show as empty."""
    value = getattr(entry, column.id)
    if column.kind == "choice":
        one = next(iter(value), "") if isinstance(value, tuple) else value
        return column.words.get(one)
    if column.kind == "choices":
        return [column.words[one] for one in value if one in column.words]
    if column.kind == "text":
        return value or None
    if column.kind == "number":
        return None if value is None or value == BLANK.get(column.id) else float(value)
    return None if value is None else column.words["yes" if value else "no"]


def written(entry: EntryT, column: Column, raw: object) -> EntryT:
    """Return the entry with what was typed into a cell.

    Raises
    ------
    FieldInvalid
        If the value has not the kind of the column, or is none of its choices.
    """
    return replace(entry, **{column.id: _value(column, raw)})  # type: ignore[arg-type]  # its own field


def _value(column: Column, raw: object) -> object:
    if raw is None or raw == "" or _not_a_number(raw):
        return _emptied(column)
    if column.kind in ("choice", "choices"):
        return _choice(column, raw)
    if column.kind == "number" and isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    if column.kind == "yes_no":
        return _chosen(column, raw) == "yes"
    if column.kind == "text" and isinstance(raw, str | int | float):
        return " ".join(str(raw).split())[:MAX_NAME]
    return _refuse(column)


def _choice(column: Column, raw: object) -> object:
    if column.kind == "choices":
        several = raw if isinstance(raw, list | tuple) else str(raw).split(",")
        return tuple(dict.fromkeys(_chosen(column, one) for one in several if str(one).strip()))
    one = _chosen(column, raw)
    return (one,) if column.id in LISTED else one


def _not_a_number(raw: object) -> bool:
    return isinstance(raw, float) and math.isnan(raw)


def _emptied(column: Column) -> object:
    if column.id in LISTED or column.kind == "choices":
        return ()
    if column.kind in ("number", "yes_no"):
        return BLANK.get(column.id)
    return ""


def _chosen(column: Column, raw: object) -> str:
    one = column.ids.get(str(raw).strip())
    return _refuse(column) if one is None else one


def _refuse(column: Column) -> Any:  # noqa: ANN401 - never returns
    raise FieldInvalid(field=column.label, reason="unknown")
