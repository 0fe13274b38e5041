"""The workbook in which an organization travels: its sheets, headers and words, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.domain.forms import Design
from assessment.domain.organization import FactsForm, Option
from assessment.domain.structure import (
    LETTERS,
    MAX_AGENCIES,
    MAX_NAME,
    MAX_POSTS,
    MAX_ROOMS,
    MAX_TEAMS,
)
from assessment.domain.text import Locale, LocalizedText
from assessment.intake.book import Book, Sheet
from assessment.intake.source import MIB, Column, Limits, Source, fold

MAX_DECISIONS: Final = 50
LARGEST: Final = 1e9
"""Impossible headcounts come in as typed and are named at their cell, where they can be repaired."""
SEPARATORS: Final = ";；\n"
"""Between several names in one cell."""
CELL: Final = 4_000
"""Characters of a cell that holds several names."""
NUMBERS: Final = frozenset({"fte", "outsourced_fte", "hours_per_day", "days_per_week", "hours"})


def _words(zh: str, en: str) -> LocalizedText:
    return LocalizedText(zh, en)


CODE: Final = _words("编号", "Code")
TITLES: Final[Mapping[str, LocalizedText]] = {
    "posts": _words("岗位", "Posts"),
    "teams": _words("团队", "Teams"),
    "rooms": _words("直播间", "Live rooms"),
    "agencies": _words("服务商", "Agencies"),
    "rights": _words("决策权", "Decision rights"),
}
GUIDE: Final = _words("说明", "Read me")
CHOICES: Final = _words("可选内容", "Choices")
HEADERS: Final[Mapping[str, Mapping[str, LocalizedText]]] = {
    "posts": {
        "id": CODE,
        "kind": _words("岗位类别", "Post"),
        "name": _words("本公司叫法", "Own title"),
        "team": _words("所属团队", "Team"),
        "fte": _words("人数", "Headcount"),
        "outsourced_fte": _words("其中外包", "Of which outsourced"),
        "reports_to": _words("汇报给", "Reports to"),
        "dotted": _words("虚线汇报", "Dotted line to"),
        "appraised_by": _words("由谁考核", "Appraised by"),
        "agency": _words("外包给", "Agency"),
        "metric": _words("考核指标", "Appraised on"),
        "basis": _words("口径", "Basis"),
    },
    "teams": {
        "id": CODE,
        "name": _words("团队名称", "Team name"),
        "parent": _words("上级团队", "Part of"),
    },
    "rooms": {
        "id": CODE,
        "name": _words("直播间名称", "Live room"),
        "hours_per_day": _words("每天直播（小时）", "Hours a day"),
        "days_per_week": _words("每周开播（天）", "Days a week"),
    },
    "agencies": {
        "id": CODE,
        "name": _words("服务商名称", "Agency"),
        "functions": _words("承担哪些职能", "Functions"),
        "holds_data": _words("掌握后台与数据权限", "Holds account and data"),
        "holds_contracts": _words("主播合同由它签", "Holds host contracts"),
    },
    "rights": {
        "decision": _words("决定", "Decision"),
        "recommend": _words("提议", "Recommends"),
        "agree": _words("会签", "Agrees"),
        "perform": _words("执行", "Performs"),
        "input": _words("提供意见", "Gives input"),
        "decide": _words("拍板", "Decides"),
        "hours": _words("通常几小时批下来", "Usual hours to approval"),
    },
}
"""Sheets and columns in their order; a column answers to its id and to its header in either language."""
ROWS: Final[Mapping[str, int]] = {
    "posts": MAX_POSTS,
    "teams": MAX_TEAMS,
    "rooms": MAX_ROOMS,
    "agencies": MAX_AGENCIES,
    "rights": MAX_DECISIONS,
}
_NEEDED: Final = frozenset({("posts", "kind"), ("rights", "decision")})
YES: Final = _words("是", "Yes")
NO: Final = _words("否", "No")
_MANY: Final = frozenset({"reports_to", "dotted", "functions", *LETTERS})


def _column(sheet: str, column: str, header: LocalizedText) -> Column:
    number = column in NUMBERS
    return Column(
        id=column,
        names=(header.zh, header.en, column),
        required=(sheet, column) in _NEEDED,
        blank=(sheet, column) != ("rights", "decision"),
        kind="decimal" if number else "text",
        low=-LARGEST if number else None,
        high=LARGEST if number else None,
        marks=frozenset({"full_width"}) if number else frozenset(),
        length=None if number else CELL if column in _MANY else MAX_NAME,
    )


def structure_book() -> Book:
    """Declare the workbook: five sheets, of which that of the posts must be there."""
    return Book(
        sheets=tuple(
            Sheet(
                titles=(TITLES[sheet].zh, TITLES[sheet].en, sheet),
                source=Source(
                    sheet,
                    tuple(_column(sheet, column, header) for column, header in headers.items()),
                    limits=Limits(rows=ROWS[sheet]),
                ),
                required=sheet == "posts",
            )
            for sheet, headers in HEADERS.items()
        ),
        beside=(GUIDE.zh, GUIDE.en, CHOICES.zh, CHOICES.en),
        limits=Limits(file_bytes=2 * MIB, rows=2_000, columns=50, cells=40_000),
    )


@dataclass(frozen=True, slots=True)
class Words:
    """A list of choices: ids with their names, and ids by what may be typed for them (folded)."""

    names: Mapping[str, LocalizedText]
    ids: Mapping[str, str]

    def told(self, one: str, locale: Locale) -> str:
        """Name of an id; one that is not known names itself."""
        found = self.names.get(one)
        return one if found is None else found.get(locale)


def words_of(names: Mapping[str, LocalizedText]) -> Words:
    """Make a list of choices; an id may be typed as such or by its name in either language.

    >>> words_of({"host": LocalizedText("主播", "Host")}).ids
    {'主播': 'host', 'host': 'host'}
    """
    typed = {fold(name): one for one, both in names.items() for name in (both.zh, both.en)}
    return Words(names, typed | {fold(one): one for one in names})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that a cell may say in words, from the knowledge base and its facts form."""

    kinds: Words
    decisions: Words
    functions: Words
    metrics: Words
    bases: Words
    truth: Words = words_of({"yes": YES, "no": NO})


def vocabulary(design: Design, form: FactsForm) -> Vocabulary:
    """Collect the words of a knowledge base."""
    return Vocabulary(
        kinds=words_of({kind.id: kind.name for kind in design.kinds}),
        decisions=words_of({decision.id: decision.name for decision in design.decisions}),
        functions=_options(form, "F17.functions", ""),
        metrics=_options(form, "F22.", ".metric"),
        bases=_options(form, "F22.", ".basis"),
    )


def _options(form: FactsForm, start: str, end: str) -> Words:
    """Collect the options of all facts whose keys begin and end like this."""
    fields = (field for field in form.fields if field.key.startswith(start) and field.key.endswith(end))
    options: Iterable[Option] = (option for field in fields for option in field.options)
    return words_of({option.id: option.name for option in options})
