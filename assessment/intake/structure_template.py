"""The template of an organization as an XLSX file, filled with what is known.

All texts are string cells: what looks like a formula stays a text. Lists of choices stand on a visible sheet
of their own, because hidden sheets are refused when the file comes back.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessment.domain.structure import LETTERS, Agency, DecisionRight, Post, Room, Structure, Team
from assessment.domain.text import Locale
from assessment.intake.source import fold
from assessment.intake.structure_book import (
    CHOICES,
    GUIDE,
    HEADERS,
    ROWS,
    SEPARATORS,
    TITLES,
    Vocabulary,
    Words,
)

Cell = str | float | None
_WIDE: Final = frozenset({"name", "kind", "team", "reports_to", "decision", "functions", *LETTERS})
_HEAD: Final = PatternFill("solid", fgColor="E8EEF4")
_LISTS: Final[Mapping[tuple[str, str], str]] = {
    ("posts", "kind"): "kinds",
    ("posts", "metric"): "metrics",
    ("posts", "basis"): "bases",
    ("agencies", "functions"): "functions",
    ("agencies", "holds_data"): "truth",
    ("agencies", "holds_contracts"): "truth",
    ("rights", "decision"): "decisions",
}
"""Columns whose choices are fixed, and the list of the vocabulary behind each."""
_OPEN: Final = frozenset({("agencies", "functions")})
"""Columns in which several choices may be typed, so that the list only helps."""
_REFERENCES: Final[Mapping[tuple[str, str], str]] = {
    ("posts", "team"): "teams",
    ("posts", "agency"): "agencies",
    ("posts", "reports_to"): "posts",
    ("posts", "dotted"): "posts",
    ("posts", "appraised_by"): "posts",
    ("teams", "parent"): "teams",
    **{("rights", letter): "posts" for letter in LETTERS},
}
"""Columns that name rows of a sheet; its names are offered and anything else may be typed."""


def structure_template(
    structure: Structure, words: Vocabulary, locale: Locale, guide: Sequence[str] = ()
) -> bytes:
    """Write an organization into the template.

    Parameters
    ----------
    structure
        What is known; an empty one gives the bare template. All decisions get a row.
    words
        Names of kinds, decisions and options.
    locale
        Language of titles, headers and words; the file can be read back whatever it is.
    guide
        Sentences for the sheet that tells how to fill in the others.

    Returns
    -------
    bytes
        An XLSX file without formulas in cells, hidden sheets or links.
    """
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "FactOrg"
    writer = _Writer(structure, words, locale)
    sheets = {name: book.create_sheet(TITLES[name].get(locale)) for name in HEADERS}
    for name, sheet in sheets.items():
        _write_table(sheet, name, writer.rows(name), locale)
    areas = _write_choices(book.create_sheet(CHOICES.get(locale)), words, locale)
    for name, sheet in sheets.items():
        _offer(sheet, name, areas, locale)
    _write_guide(book.create_sheet(GUIDE.get(locale)), guide)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Writer:
    """Puts entries into rows of cells; other entries are called by names that lead back to them."""

    def __init__(self, structure: Structure, words: Vocabulary, locale: Locale) -> None:
        self._structure = structure
        self._words = words
        self._locale = locale
        shown = {post.id: self._shown(post) for post in structure.posts}
        self._labels = {
            "posts": _labels(shown),
            "teams": _labels({team.id: team.name for team in structure.teams}),
            "agencies": _labels({agency.id: agency.name for agency in structure.agencies}),
        }

    def rows(self, sheet: str) -> list[list[Cell]]:
        """Return the rows of a sheet in the order of its columns."""
        match sheet:
            case "posts":
                return [self._post(post) for post in self._structure.posts]
            case "teams":
                return [self._team(team) for team in self._structure.teams]
            case "rooms":
                return [_room(room) for room in self._structure.rooms]
            case "agencies":
                return [self._agency(agency) for agency in self._structure.agencies]
            case _:
                return [self._right(right) for right in self._all_rights()]

    def _all_rights(self) -> Iterable[DecisionRight]:
        """Give every decision a row, those that are known first."""
        known = {right.decision for right in self._structure.rights}
        blank = (DecisionRight(one) for one in self._words.decisions.names if one not in known)
        return (*self._structure.rights, *blank)

    def _shown(self, post: Post) -> str:
        return post.name or self._words.kinds.told(post.kind, self._locale)

    def _call(self, sheet: str, ids: Sequence[str]) -> str:
        """Name entries in one cell; what leads nowhere keeps its id, so that it can be seen and repaired."""
        separator = SEPARATORS[1] if self._locale == "zh" else f"{SEPARATORS[0]} "
        return separator.join(self._labels[sheet].get(one, one) for one in ids)

    def _post(self, post: Post) -> list[Cell]:
        told = self._words
        return [
            post.id,
            told.kinds.told(post.kind, self._locale),
            self._shown(post),
            self._call("teams", (post.team,)),
            post.fte,
            post.outsourced_fte or None,
            self._call("posts", post.reports_to),
            self._call("posts", post.dotted),
            self._call("posts", (post.appraised_by,)),
            self._call("agencies", (post.agency,)),
            told.metrics.told(post.metric, self._locale),
            told.bases.told(post.basis, self._locale),
        ]

    def _team(self, team: Team) -> list[Cell]:
        return [team.id, team.name, self._call("teams", (team.parent,))]

    def _agency(self, agency: Agency) -> list[Cell]:
        functions = [self._words.functions.told(one, self._locale) for one in agency.functions]
        separator = SEPARATORS[1] if self._locale == "zh" else f"{SEPARATORS[0]} "
        held = (self._truth(agency.holds_data), self._truth(agency.holds_contracts))
        return [agency.id, agency.name, separator.join(functions), *held]

    def _truth(self, held: bool | None) -> str:
        return "" if held is None else self._words.truth.told("yes" if held else "no", self._locale)

    def _right(self, right: DecisionRight) -> list[Cell]:
        letters = [self._call("posts", right.posts(letter)) for letter in LETTERS]
        return [self._words.decisions.told(right.decision, self._locale), *letters, right.hours]


def _room(room: Room) -> list[Cell]:
    return [room.id, room.name, room.hours_per_day, room.days_per_week]


def _labels(names: Mapping[str, str]) -> Mapping[str, str]:
    """Call entries by their names where these are there once and hold no separator, else by their ids."""
    folded = [fold(name) for name in names.values()]
    ids = {fold(one) for one in names}
    return {
        one: name
        if name
        and folded.count(fold(name)) == 1
        and fold(name) not in ids
        and not any(separator in name for separator in SEPARATORS)
        else one
        for one, name in names.items()
    }


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> Any:  # noqa: ANN401 - openpyxl is untyped
    """Write one cell; a text is a text whatever it begins with."""
    cell = sheet.cell(row, column)
    if value is None or value == "":
        return cell
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _write_table(sheet: Worksheet, name: str, rows: Iterable[Sequence[Cell]], locale: Locale) -> None:
    for column, (key, header) in enumerate(HEADERS[name].items(), start=1):
        cell = _put(sheet, 1, column, header.get(locale))
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = 24 if key in _WIDE else 14
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(sheet, number, column, value)
    sheet.freeze_panes = "A2"


def _write_choices(sheet: Worksheet, words: Vocabulary, locale: Locale) -> Mapping[str, str]:
    """Write every list of choices into a column; return their areas by the name of the list."""
    lists: Mapping[str, Words] = {
        "kinds": words.kinds,
        "metrics": words.metrics,
        "bases": words.bases,
        "functions": words.functions,
        "truth": words.truth,
        "decisions": words.decisions,
    }
    heads = {listed: HEADERS[sheet_][key].get(locale) for (sheet_, key), listed in _LISTS.items()}
    areas = {}
    for column, (name, listed) in enumerate(lists.items(), start=1):
        letter = get_column_letter(column)
        _put(sheet, 1, column, heads[name]).font = Font(bold=True)
        for row, one in enumerate(listed.names, start=2):
            _put(sheet, row, column, listed.told(one, locale))
        sheet.column_dimensions[letter].width = 24
        last = max(2, len(listed.names) + 1)
        areas[name] = f"{quote_sheetname(sheet.title)}!${letter}$2:${letter}${last}"
    return areas


def _offer(sheet: Worksheet, name: str, areas: Mapping[str, str], locale: Locale) -> None:
    """Offer choices in the cells of a sheet; only columns with fixed choices refuse anything else."""
    for column, key in enumerate(HEADERS[name], start=1):
        place = (name, key)
        if place in _LISTS:
            area = areas[_LISTS[place]]
        elif place in _REFERENCES:
            target = _REFERENCES[place]
            letter = get_column_letter(list(HEADERS[target]).index("name") + 1)
            title = quote_sheetname(TITLES[target].get(locale))
            area = f"{title}!${letter}$2:${letter}${ROWS[target] + 1}"
        else:
            continue
        rule = DataValidation(type="list", formula1=area, allow_blank=True)
        rule.showErrorMessage = place in _LISTS and place not in _OPEN
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}{ROWS[name] + 1}")
        sheet.add_data_validation(rule)


def _write_guide(sheet: Worksheet, guide: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(guide, start=1):
        _put(sheet, number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
