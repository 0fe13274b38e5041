"""The second source: a panel of peers, one merchant a row with its facets and five scores."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from assessment.domain.engagement import CATEGORIES, GMV_TIERS, LEAD_POSITIONS, PRICE_BANDS
from assessment.domain.text import Locale
from assessment.intake.problems import Problems
from assessment.intake.source import MIB, CellValue, Column, Limits, Source, Table, fold
from assessment.intake.table import read_table

CODE: Final = "merchant_code"
NAME: Final = "merchant_name"
FACETS: Final = ("category", "gmv_tier", "lead_position", "price_band")
SCORES: Final[Mapping[str, str]] = {
    "content": "CO",
    "product": "PR",
    "talent": "TA",
    "advertising": "AD",
    "service": "SE",
}
"""Columns with scores, and the dimension that each of them is."""
TEXT_LENGTH: Final = 120
LIMITS: Final = Limits(file_bytes=20 * MIB)

_CHINESE: Final[Mapping[str, tuple[str, ...]]] = {
    CODE: ("商家编码",),
    NAME: ("商家名称",),
    "category": ("类目",),
    "gmv_tier": ("GMV档位",),
    "lead_position": ("主阵地",),
    "price_band": ("价格带",),
    "content": ("内容",),
    "product": ("商品",),
    "talent": ("达人",),
    "advertising": ("广告", "投放"),
    "service": ("服务",),
}
_CATEGORY_NAMES: Final = (
    ("服饰鞋包", "服饰"),
    ("美妆个护", "美妆"),
    ("食品生鲜", "食品"),
    ("家居日用", "家居"),
    ("母婴",),
    ("3C家电", "3C 家电", "3C"),
    ("珠宝文玩", "珠宝"),
    ("其他",),
)

_LEAD_NAMES: Final = (
    ("自播主导", "自播"),
    ("达人主导", "达人"),
    ("货架主导", "货架"),
    ("多阵地均衡", "混合"),
)


def _codes(codes: tuple[str, ...], names: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """Codes by what may be typed for them, as it stands and folded."""
    typed = {word: code for code, others in zip(codes, names, strict=True) for word in (code, *others)}
    return {fold(word): code for word, code in typed.items()} | typed


_TYPED: Final[Mapping[str, Mapping[str, str]]] = {
    "category": _codes(CATEGORIES, _CATEGORY_NAMES),
    "gmv_tier": _codes(GMV_TIERS, ((),) * len(GMV_TIERS)),
    "lead_position": _codes(LEAD_POSITIONS, _LEAD_NAMES),
    "price_band": _codes(PRICE_BANDS, (("低",), ("中",), ("高",))),
}


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One merchant of a file. Facets are codes or "" (not given); `scores` follow `SCORES`, None = missing.

    `code` and `name` are as typed; they are used to tell members and owners apart and are never stored.
    """

    code: str
    name: str
    facets: tuple[str, ...]
    scores: tuple[float | None, ...]


def panel_source() -> Source:
    """Declare the columns of a panel."""
    text = {
        name: Column(name, (name, *_CHINESE[name]), required=False, blank=True, length=TEXT_LENGTH)
        for name in (NAME, *FACETS)
    }
    code = Column(CODE, (CODE, *_CHINESE[CODE]), length=TEXT_LENGTH)
    scores = (
        Column(name, (name, *_CHINESE[name]), blank=True, kind="decimal", low=1.0, high=5.0)
        for name in SCORES
    )
    return Source("panel", (code, *text.values(), *scores), limits=LIMITS, records="merchants")


def read_panel(content: bytes, file_name: str) -> tuple[PanelRow, ...]:
    """Read a file with a panel of peers, whole or not at all.

    CSV, XLSX, or JSON (a list of objects, or ``{"merchants": [...]}``). A blank score is missing, a blank
    facet not given. Codes are compared after width folding and trimming.

    Raises
    ------
    FileRefused
        With every problem that was found.
    """
    table = read_table(content, file_name, panel_source())
    problems = Problems(table.file, table.sheet)
    rows = _Reader(table, problems).read()
    problems.refuse_if_any()
    if not rows:
        raise problems.refused("no_rows")
    return rows


def code_key(code: str) -> str:
    """Fold a merchant's code for comparison: width and outer blanks do not matter, case does.

    >>> code_key(" Ａ1 "), code_key("a1")
    ('A1', 'a1')
    """
    return unicodedata.normalize("NFKC", code).strip()


def name_key(name: str) -> str:
    """Fold a merchant's name for comparison: width, case and blanks do not matter.

    >>> name_key("示例 Shop（旗舰店）") == name_key("示例shop(旗舰店) ")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class _Reader:
    """Turns the rows of one table into merchants, collecting every problem."""

    def __init__(self, table: Table, problems: Problems) -> None:
        self._table = table
        self._problems = problems
        self._places = {column: i for i, column in enumerate(table.columns)}
        self._facets = [(self._places.get(facet), _TYPED[facet]) for facet in FACETS]
        self._scores = [self._places[name] for name in SCORES]

    def read(self) -> tuple[PanelRow, ...]:
        """Read all rows; the second of two rows with one code is named."""
        rows: list[PanelRow] = []
        first_row: dict[str, int] = {}
        code_at, name_at = self._places[CODE], self._places.get(NAME)
        scores_at = self._scores
        for row in self._table.rows:
            values = row.values
            code = str(values[code_at])
            self._note_repeated(code, row.number, first_row)
            name = "" if name_at is None else str(values[name_at] or "")
            scores = cast("tuple[float | None, ...]", tuple([values[i] for i in scores_at]))
            rows.append(PanelRow(code, name, self._facets_of(row.number, values), scores))
        return tuple(rows)

    def _note_repeated(self, code: str, number: int, first_row: dict[str, int]) -> None:
        first = first_row.setdefault(code if code.isalnum() and code.isascii() else code_key(code), number)
        if first != number:
            header = self._table.headers[self._places[CODE]]
            self._problems.add("key_duplicate", row=number, column=header, value=code, first=first)

    def _facets_of(self, number: int, values: tuple[CellValue, ...]) -> tuple[str, ...]:
        """Return the codes of a row's facets, "" for what is not given."""
        found = []
        for place, known in self._facets:
            typed = None if place is None else values[place]
            code = "" if typed is None else known.get(str(typed), "")
            if typed is not None and place is not None and not code:
                code = self._folded(number, str(typed), place, known)
            found.append(code)
        return tuple(found)

    def _folded(self, number: int, text: str, place: int, known: Mapping[str, str]) -> str:
        """Look a code up in its folded form; name it if it is none."""
        code = known.get(fold(text))
        if code is None:
            allowed = ", ".join(dict.fromkeys(known.values()))
            header = self._table.headers[place]
            self._problems.add("code_unknown", row=number, column=header, value=text, allowed=allowed)
        return code or ""


_EXAMPLES: Final[Mapping[Locale, tuple[tuple[str, ...], ...]]] = {
    "zh": (
        (
            "EXAMPLE-1",
            "示例商家甲（虚构）",
            "beauty",
            "G3",
            "F",
            "mid",
            "3.4",
            "3.1",
            "2.8",
            "3.0",
            "3.6",
        ),
        ("EXAMPLE-2", "示例商家乙（虚构）", "food", "G2", "mixed", "low", "2.9", "3.3", "", "2.4", "3.2"),
    ),
    "en": (
        (
            "EXAMPLE-1",
            "Sample merchant one (fictitious)",
            "beauty",
            "G3",
            "F",
            "mid",
            "3.4",
            "3.1",
            "2.8",
            "3.0",
            "3.6",
        ),
        (
            "EXAMPLE-2",
            "Sample merchant two (fictitious)",
            "food",
            "G2",
            "mixed",
            "low",
            "2.9",
            "3.3",
            "",
            "2.4",
            "3.2",
        ),
    ),
}


def panel_template(locale: Locale) -> bytes:
    """Return a CSV with the header and two fictitious merchants, to be filled in by a spreadsheet.

    UTF-8 with a byte-order mark, so that Excel shows Chinese as Chinese.

    >>> panel_template("en").decode("utf-8-sig").splitlines()[0]
    'merchant_code,merchant_name,category,gmv_tier,...,service'
    """
    english = (CODE, NAME, *FACETS, *SCORES)
    header = english if locale == "en" else tuple(_CHINESE[name][0] for name in english)
    out = io.StringIO(newline="")
    csv.writer(out).writerows((header, *_EXAMPLES[locale]))
    return out.getvalue().encode("utf-8-sig")
