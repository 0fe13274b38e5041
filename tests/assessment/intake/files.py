"""Files as the tests need them: proper workbooks, and workbooks with parts that no program would write."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

import openpyxl
from openpyxl.workbook import Workbook

from assessment.domain.errors import FileRefused
from assessment.domain.instrument import Dimension, Instrument, Item, NotApplicableRule, Role, Scale
from assessment.domain.text import LocalizedText
from assessment.intake import Column, Problem, Source, Table, read_table

CONTENT_TYPES = "[Content_Types].xml"
STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
PEOPLE = Source(
    "people",
    (
        Column("name", ("name", "姓名"), length=50),
        Column("sales", ("sales", "销售额"), required=False, blank=True, kind="decimal", low=0, high=1e9),
    ),
)


def text(value: str) -> LocalizedText:
    """Return one wording for both languages."""
    return LocalizedText(value, value)


def instrument(*, roles: bool = True) -> Instrument:
    """Return a small questionnaire: three items, five levels, N/A on the last one."""
    return Instrument(
        id="small",
        version="1.0.0",
        name=text("small"),
        scale=Scale(1, 5),
        dimensions=(Dimension("AD", text("AD")),),
        items=(
            Item("AD1-1", "AD", text("one")),
            Item("AD1-2", "AD", text("two")),
            Item("AD2-1", "AD", text("three"), not_applicable="no_spend"),
        ),
        digest="0" * 64,
        roles=(
            (Role("OWN", LocalizedText("负责人", "Owner"), text("")), Role("MEDIA", text("投手"), text("")))
            if roles
            else ()
        ),
        not_applicable_rules=(NotApplicableRule("no_spend", text("no spend")),),
    )


def workbook(rows: Iterable[Sequence[object]], change: Callable[[Workbook], None] | None = None) -> bytes:
    """Write rows to an XLSX file, then let `change` spoil it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(
    parts: Mapping[str, str | bytes],
    *,
    extra: Sequence[tuple[str, str | bytes]] = (),
    drop: Sequence[str] = (),
) -> bytes:
    """Return a workbook (header ``name``, one row) in which some parts are replaced, added or left out."""
    source = zipfile.ZipFile(io.BytesIO(workbook([["name"], ["a"]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part not in drop:
                target.writestr(part, parts.get(part) or source.read(part))
        for name, content in extra:
            target.writestr(name, content)
    return out.getvalue()


def shared(strings: Sequence[str], xml: str = "", before: str = "") -> bytes:
    """Return a workbook that keeps its texts apart, as Excel does; `before` stands in front of them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = "".join(f"<si><t>{value}</t></si>" for value in strings)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = zipfile.ZipFile(io.BytesIO(workbook([["name"]]))).read(CONTENT_TYPES).decode()
    named = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    return repacked(
        {CONTENT_TYPES: types.replace("</Types>", named), SHEET: HEAD + xml + TAIL},
        extra=[(STRINGS, f'{before}<sst xmlns="{main}">{texts}</sst>')],
    )


def sheet(xml: str) -> bytes:
    """Return a workbook whose only sheet holds this XML between its head and tail."""
    return repacked({SHEET: HEAD + xml + TAIL})


def csv_text(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Quote every cell, as the strictest writers do."""
    quoted = (separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "".join(line + "\r\n" for line in quoted)


def refusal(content: bytes, file_name: str = "file.csv", source: Source = PEOPLE) -> tuple[Problem, ...]:
    """Return the problems for which a file is refused; fail when it is accepted."""
    try:
        table = read_table(content, file_name, source)
    except FileRefused as error:
        problems = error.fields["problems"]
        assert isinstance(problems, tuple)
        assert problems
        return problems
    raise AssertionError(f"accepted: {table}")


def codes(content: bytes, file_name: str = "file.csv", source: Source = PEOPLE) -> list[str]:
    """Return the codes of all problems."""
    return [problem.code for problem in refusal(content, file_name, source)]


def accepted(content: bytes, file_name: str = "file.csv", source: Source = PEOPLE) -> Table:
    """Return the table of a file that must be fine."""
    return read_table(content, file_name, source)
