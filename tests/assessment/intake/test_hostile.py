"""Files that are not what they seem, or that were made to hurt: each is refused with a sentence."""

import gzip
import io
import random
import re
import sqlite3
import string
import zipfile
from pathlib import Path

import pytest

from assessment.content.words import say
from assessment.domain.errors import FileRefused
from assessment.domain.text import LOCALES
from assessment.intake import read_table
from tests.assessment.intake.files import (
    HEAD,
    PEOPLE,
    SHEET,
    TAIL,
    accepted,
    codes,
    refusal,
    repacked,
    shared,
    sheet,
    workbook,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [" + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9)) + "]>"
MACRO_TYPE = '<Override PartName="/x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
UTF_16 = '<?xml version="1.0" encoding="utf-16"?>'
CONTENT_TYPES = "[Content_Types].xml"


def noise(length: int) -> str:
    """Return letters that do not compress well, the same ones every time."""
    return "".join(random.Random(length).choices(string.ascii_letters, k=length))  # noqa: S311 - filler


NAMES = "".join(f"<n{n * 0.61803}/>" for n in range(61_000))  # uneven enough not to look like a bomb


def database(folder: Path) -> bytes:
    """Return the bytes of a small SQLite file."""
    connection = sqlite3.connect(folder / "x.db")
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    return (folder / "x.db").read_bytes()


def archive(*names: str, content: bytes = b"x") -> bytes:
    """Return a ZIP file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            target.writestr(name, content)
    return out.getvalue()


def content_types(extra: str) -> bytes:
    """Return a workbook whose list of types names one more."""
    source = zipfile.ZipFile(io.BytesIO(workbook([["name"]]))).read(CONTENT_TYPES).decode()
    return repacked({CONTENT_TYPES: source.replace("</Types>", f"{extra}</Types>")})


NOT_TABLES = {
    "image named .csv": (PNG, "talents.csv", "type_image"),
    "photo named .xlsx": (b"\xff\xd8\xff\xe0" + bytes(64), "a.xlsx", "type_image"),
    "webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(64), "a.csv", "type_image"),
    "bitmap": (b"BM" + bytes(64), "a.csv", "type_image"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a.csv", "type_pdf"),
    "html saved as excel": (b"<html><table><tr><td>name</td></tr></table></html>", "a.xls", "type_html"),
    "html with BOM": (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "a.xlsx", "type_html"),
    "spreadsheet xml": (b'<?xml version="1.0"?><Workbook/>', "a.xlsx", "type_xml"),
    "json": (b'{"name": "a"}', "a.csv", "type_json"),
    "json list": (b'[{"name": "a"}]', "a.csv", "type_json"),
    "old or locked excel": (XLS, "a.xls", "type_old_workbook"),
    "gzip": (gzip.compress(b"name\na\n"), "a.csv", "type_archive"),
    "zip of a csv": (archive("a.csv"), "a.zip", "type_archive"),
    "docx": (archive("[Content_Types].xml", "word/document.xml"), "a.xlsx", "type_document"),
    "program": (b"MZ\x90\x00" + bytes(64), "a.csv", "type_program"),
    "elf": (b"\x7fELF" + bytes(64), "a.csv", "type_program"),
    "random bytes": (bytes(range(256)) * 3 + bytes(400), "a.csv", "type_binary"),
    "utf-16 without a mark": ("name\na\n".encode("utf-16-le"), "a.csv", "type_binary"),
    "xlsx named .csv": (workbook([["name"], ["a"]]), "a.csv", "name_promises_text"),
    "csv named .xlsx": (b"name\na\n", "a.xlsx", "name_promises_workbook"),
    "csv named .exe": (b"name\na\n", "a.exe", "name_other"),
    "xlsx named .xlsm": (workbook([["name"], ["a"]]), "a.xlsm", "name_other"),
    "nothing": (b"", "a.csv", "file_empty"),
    "spaces": (b" \r\n\t\n", "a.csv", "file_empty"),
    "a mark and nothing": (b"\xef\xbb\xbf", "a.csv", "file_empty"),
    "zeros": (bytes(500), "a.csv", "file_empty"),
    "separators": (b",,,\n,,,\n", "a.csv", "file_empty"),
}

BROKEN_WORKBOOKS = {
    "cut off": (workbook([["name"], ["a"]])[:1500], "workbook_damaged"),
    "cut off early": (workbook([["name"], ["a"]])[:60], "workbook_damaged"),
    "no list of types": (repacked({}, drop=[CONTENT_TYPES]), "workbook_damaged"),
    "no workbook part": (repacked({}, drop=["xl/workbook.xml"]), "workbook_damaged"),
    "no sheet part": (repacked({}, drop=[SHEET]), "file_empty"),
    "no xml": (repacked({SHEET: "hello"}), "workbook_damaged"),
    "cut xml": (repacked({SHEET: HEAD + '<row r="1"><c r="A1">'}), "workbook_damaged"),
    "wild address": (sheet('<row r="1"><c r="!!"><v>1</v></c></row>'), "workbook_damaged"),
    "wild row": (sheet('<row r="one"><c r="A1"><v>1</v></c></row>'), "workbook_damaged"),
    "wild text number": (sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "workbook_damaged"),
    "wild number": (sheet('<row r="1"><c r="A1"><v>1.2.3</v></c></row>'), "workbook_damaged"),
    "row 0": (sheet('<row r="0"><c r="A0"><v>1</v></c></row>'), "workbook_damaged"),
    "external entity": (repacked({SHEET: DOCTYPE + HEAD + TAIL}), "workbook_doctype"),
    "billion laughs": (shared([], before=LAUGHS), "workbook_doctype"),
    "doctype in utf-16": (
        repacked({SHEET: (UTF_16 + DOCTYPE + HEAD + TAIL).encode("utf-16")}),
        "workbook_doctype",
    ),
    "doctype in a relation": (repacked({"_rels/.rels": DOCTYPE + "<Relationships/>"}), "workbook_doctype"),
    "bomb": (
        sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 2_000_000}</t></is></c></row>'),
        "workbook_ratio",
    ),
    "bomb in a side part": (repacked({}, extra=[("xl/media/a.bin", b"a" * 2_000_000)]), "workbook_ratio"),
    "53 MB": (repacked({}, extra=[("xl/a.bin", (noise(40_000) + "a" * 960_000) * 53)]), "workbook_unpacked"),
    "300 parts": (repacked({}, extra=[(f"xl/p{n}.xml", "<x/>") for n in range(300)]), "workbook_parts"),
    "outside": (repacked({}, extra=[("../../evil.xml", "<x/>")]), "workbook_path"),
    "outside, Windows": (repacked({}, extra=[("xl\\..\\..\\evil.xml", "<x/>")]), "workbook_path"),
    "absolute": (repacked({}, extra=[("/etc/evil.xml", "<x/>")]), "workbook_path"),
    "same part twice": (repacked({}, extra=[("xl/Workbook.xml", "<x/>")]), "workbook_duplicate_part"),
    "macros": (repacked({}, extra=[("xl/vbaProject.bin", b"x")]), "workbook_macros"),
    "macros by type": (content_types(MACRO_TYPE), "workbook_macros"),
    "far column": (sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too_many_columns"),
    "far row": (sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "too_many_rows"),
    "half a million cells": (
        sheet("".join(f'<row r="{r}">' + "<c/>" * 100 + "</row>" for r in range(1, 5_001))),
        "too_many_cells",
    ),
    "many names": (repacked({"xl/workbook.xml": f"<workbook>{NAMES}</workbook>"}), "workbook_side_tags"),
}


@pytest.mark.parametrize(("content", "name", "code"), NOT_TABLES.values(), ids=NOT_TABLES.keys())
def test_what_is_no_table_is_called_what_it_is(content: bytes, name: str, code: str) -> None:
    """The content decides, and the name may not contradict it."""
    assert codes(content, name) == [code]


@pytest.mark.parametrize(("content", "code"), BROKEN_WORKBOOKS.values(), ids=BROKEN_WORKBOOKS.keys())
def test_broken_and_hostile_workbooks_are_refused(content: bytes, code: str) -> None:
    """Guards act before the library; what slips past them is told as damage."""
    assert codes(content, "a.xlsx") == [code]


def test_a_database_is_no_table(tmp_path: Path) -> None:
    """An SQLite file is recognised by its content."""
    assert codes(database(tmp_path), "a.csv") == ["type_database"]


def test_cells_without_end_are_counted_and_refused() -> None:
    """More cells than fit a few seconds are refused while they are counted."""
    row = "".join(f'<c r="{letter}{{0}}"><v>{{0}}{n}</v></c>' for n, letter in enumerate("ABCDEFGHIJKLMNOP"))
    rows = "".join(f'<row r="{r}">' + row.format(r) + "</row>" for r in range(1, 20_001))
    assert codes(sheet(rows), "a.xlsx") == ["too_many_cells"]


def test_names_that_begin_like_pictures_are_text() -> None:
    """``BMW`` and ``MZ`` may begin a header."""
    assert codes(b"BMW,name\n1,2\n") == ["column_unknown"]
    assert codes(b"MZ,name\n1,2\n") == ["column_unknown"]


def test_truncation_at_every_length_is_refused_in_words() -> None:
    """A workbook cut off anywhere raises nothing but a refusal."""
    whole = workbook([["name"], ["a"]])
    for length in range(0, len(whole) - 1, 97):
        assert refusal(whole[:length], "a.xlsx")


def test_flipped_bytes_never_raise_anything_but_a_refusal() -> None:
    """A damaged workbook is read or refused; there is no third outcome."""
    whole = workbook([["name", "sales"], ["a", 1], ["b", 2]])
    stream = random.Random(7)  # noqa: S311 - which bytes are flipped is no secret
    for _ in range(300):
        spoilt = bytearray(whole)
        for _ in range(stream.randrange(1, 6)):
            spoilt[stream.randrange(len(spoilt))] = stream.randrange(256)
        try:
            accepted(bytes(spoilt), "a.xlsx")
        except FileRefused as error:
            assert error.fields["problems"]  # noqa: PT017 - both outcomes are fine, a third is not


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_has_a_sentence(locale: str) -> None:
    """Whatever the room can complain about can be said in both languages, within 500 characters."""
    folder = Path(read_table.__code__.co_filename).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    used = set(re.findall(r'(?:problems\.add|refused?)\(\s*"([a-z_]+)"', sources))
    used |= {code for _, _, code in NOT_TABLES.values()} | {code for _, code in BROKEN_WORKBOOKS.values()}
    used |= set(
        re.findall(r'"((?:number|whole|header|column|row|cell|quotes|control|layout)_[a-z_]+)"', sources)
    )
    assert len(used) > 50
    fields = dict.fromkeys(
        (
            "limit",
            "part",
            "name",
            "n",
            "area",
            "position",
            "first",
            "found",
            "expected",
            "items",
            "low",
            "high",
            "allowed",
            "line",
        ),
        "9" * 80,
    )
    for code in used:
        assert 0 < len(say(locale, f"intake.problem.{code}", **fields)) <= 500  # type: ignore[arg-type]  # a locale


def test_the_source_of_these_tests_accepts_a_plain_file() -> None:
    """Refusals above are not due to the source."""
    assert len(read_table(b"name\na\n", "a.csv", PEOPLE).rows) == 1
