"""The first source: answers of respondents to an instrument, long or wide.

Long: one row an answer, columns ``respondent, role, item, level``. Wide: one row a respondent, item ids as
columns, ``respondent`` and ``role`` optional. A blank cell is a missing answer. The instrument decides
which items, levels and roles exist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.domain.engagement import NAME_LIMIT
from assessment.domain.instrument import CONSULTANT_ROLE, Instrument
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN
from assessment.intake.header import listed
from assessment.intake.problems import Problems
from assessment.intake.source import CellValue, Column, Source, Table, fold
from assessment.intake.table import read_table

RESPONDENT: Final = "respondent"
ROLE: Final = "role"
ITEM: Final = "item"
LEVEL: Final = "level"
_ITEM_COLUMN: Final = "answer/"

_UNKNOWN_WORDS: Final = ("unknown", "不知道")
_NOT_APPLICABLE_WORDS: Final = ("not_applicable", "not applicable", "n/a", "不适用")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One respondent's answers: a vector with one byte an item, as `Response.answers` holds it.

    `role` is "" for an instrument without roles.
    """

    respondent: str
    role: str
    answers: bytes


def responses_source(instrument: Instrument) -> Source:
    """Declare the columns that answers to `instrument` may come in (both layouts at once)."""
    text = (
        Column(RESPONDENT, (RESPONDENT, "受访者", "答题人"), required=False, blank=True, length=NAME_LIMIT),
        Column(ROLE, (ROLE, "角色"), required=False, blank=True, length=NAME_LIMIT),
        Column(ITEM, (ITEM, "题目", "题号"), required=False, length=NAME_LIMIT),
        Column(LEVEL, (LEVEL, "等级", "答案"), required=False, blank=True, length=NAME_LIMIT),
    )
    items = tuple(
        Column(f"{_ITEM_COLUMN}{item.id}", (item.id,), required=False, blank=True, length=NAME_LIMIT)
        for item in instrument.items
    )
    return Source("responses", (*text, *items))


def read_responses(content: bytes, file_name: str, instrument: Instrument) -> tuple[AnswerRow, ...]:
    """Read a file of answers, whole or not at all.

    Returns one entry a respondent, in the order of the file. A wide row without a name is called by its
    row number.

    Raises
    ------
    FileRefused
        With every problem that was found.
    """
    table = read_table(content, file_name, responses_source(instrument))
    problems = Problems(table.file, table.sheet)
    reader = _Reader(instrument, table, problems)
    rows = tuple(reader.read())
    problems.refuse_if_any()
    if not rows:
        raise problems.refused("no_rows")
    return rows


class _Draft:
    """One respondent's answers while the file is being read."""

    def __init__(self, name: str, role: str, n_items: int, row: int) -> None:
        self.name = name
        self.role = role
        self.answers = bytearray(n_items)
        self.row = row
        self.rows_by_item: dict[int, int] = {}


class _Reader:
    """Turns the rows of one table into answer vectors, collecting every problem."""

    def __init__(self, instrument: Instrument, table: Table, problems: Problems) -> None:
        self._instrument = instrument
        self._table = table
        self._problems = problems
        self._columns: Mapping[str, int] = {column: i for i, column in enumerate(table.columns)}
        self._codes = _level_codes(instrument)
        self._roles = _role_codes(instrument)
        self._items = {fold(item.id): position for position, item in enumerate(instrument.items)}

    def read(self) -> Iterator[AnswerRow]:
        """Read by whichever layout the header shows."""
        long = ITEM in self._columns or LEVEL in self._columns
        wide = any(column.startswith(_ITEM_COLUMN) for column in self._columns)
        if long == wide:
            ids = listed([item.id for item in self._instrument.items])
            raise self._problems.refused("layout_mixed" if long else "layout_unknown", items=ids)
        missing = [column for column in (RESPONDENT, ITEM, LEVEL) if column not in self._columns]
        if long and missing:
            for column in missing:
                self._problems.add("column_missing", row=1, column=column)
            return
        drafts = self._read_long() if long else self._read_wide()
        for draft in drafts:
            yield AnswerRow(draft.name, draft.role, bytes(draft.answers))

    def _read_wide(self) -> Iterator[_Draft]:
        """One row a respondent."""
        places = [
            (i, self._table.headers[i], self._items[fold(column.removeprefix(_ITEM_COLUMN))])
            for column, i in self._columns.items()
            if column.startswith(_ITEM_COLUMN)
        ]
        rows_by_name: dict[str, int] = {}
        for row in self._table.rows:
            name = self._name(row.number, row.values)
            first = rows_by_name.setdefault(name, row.number)
            if first != row.number:
                self._problems.add("respondent_duplicate", row=row.number, value=name, first=first)
            draft = _Draft(name, self._role(row.number, row.values), len(self._instrument.items), row.number)
            for i, header, position in places:
                value = row.values[i]
                if value is not None:
                    draft.answers[position] = self._level(str(value), position, row.number, header)
            yield draft

    def _read_long(self) -> Iterator[_Draft]:
        """One row an answer; a respondent's rows need not stand together."""
        drafts: dict[str, _Draft] = {}
        for row in self._table.rows:
            name = self._name(row.number, row.values)
            role = self._role(row.number, row.values)
            draft = drafts.get(name)
            if draft is None:
                draft = drafts[name] = _Draft(name, role, len(self._instrument.items), row.number)
            elif role and draft.role != role:
                self._problems.add(
                    "role_conflict", row=row.number, column=ROLE, value=role, name=name, first=draft.row
                )
            self._add_answer(draft, row.number, row.values)
        yield from drafts.values()

    def _add_answer(self, draft: _Draft, number: int, values: tuple[CellValue, ...]) -> None:
        """Put one long row's answer into the draft."""
        item = str(values[self._columns[ITEM]])
        position = self._items.get(fold(item))
        if position is None:
            self._problems.add("item_unknown", row=number, column=ITEM, value=item)
            return
        first = draft.rows_by_item.setdefault(position, number)
        if first != number:
            self._problems.add("answer_duplicate", row=number, value=item, name=draft.name, first=first)
            return
        level = values[self._columns[LEVEL]]
        if level is not None:
            draft.answers[position] = self._level(str(level), position, number, LEVEL)

    def _name(self, number: int, values: tuple[CellValue, ...]) -> str:
        """Name the respondent of a row; without such a column the row number serves."""
        index = self._columns.get(RESPONDENT)
        if index is None:
            return str(number)
        name = values[index]
        if name is None:
            self._problems.add("cell_blank", row=number, column=self._table.headers[index])
            return f"\0{number}"  # no name in a file can be equal to this one
        return str(name).strip()

    def _role(self, number: int, values: tuple[CellValue, ...]) -> str:
        """Return the code of a row's role, "" if the instrument has no roles."""
        index = self._columns.get(ROLE)
        typed = None if index is None else values[index]
        if typed is None:
            if self._roles:
                self._problems.add("role_missing", row=number, column=ROLE)
            return ""
        role = self._roles.get(fold(str(typed)))
        if role is None:
            allowed = ", ".join(dict.fromkeys(self._roles.values())) or "-"
            self._problems.add("role_unknown", row=number, column=ROLE, value=str(typed), allowed=allowed)
        return role or ""

    def _level(self, typed: str, position: int, number: int, header: str) -> int:
        """Return the stored code of a typed level; 0 (missing) after naming what is wrong."""
        code = self._codes.get(typed)
        if code is None:
            code = self._codes.get(fold(typed))
        scale = self._instrument.scale
        if code is None:
            self._problems.add(
                "level_not_on_scale", row=number, column=header, value=typed, low=scale.low, high=scale.high
            )
        elif code == NOT_APPLICABLE and not self._instrument.items[position].not_applicable:
            self._problems.add("not_applicable_not_offered", row=number, column=header, value=typed)
        else:
            return code
        return 0


def _level_codes(instrument: Instrument) -> dict[str, int]:
    """Codes by what may be typed for a level."""
    codes = {str(level): level for level in instrument.scale.levels}
    codes |= dict.fromkeys(_UNKNOWN_WORDS, UNKNOWN)
    return codes | dict.fromkeys(_NOT_APPLICABLE_WORDS, NOT_APPLICABLE)


def _role_codes(instrument: Instrument) -> dict[str, str]:
    """Role ids by what may be typed: the id or the name in either language."""
    codes = {
        fold(name): role.id for role in instrument.roles for name in (role.name.zh, role.name.en, role.id)
    }
    return codes | {fold(CONSULTANT_ROLE): CONSULTANT_ROLE} if codes else codes
