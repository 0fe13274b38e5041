"""Tags and archive: a file that claims them is held to it, and each fault that can be planted is found."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import pytest
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from reports.check import CODES, Expected, inspect_pdf
from reports.document import Column, Page, ReportDocument, SoWhat, SoWhatPoint, Table
from reports.pdf import render_pdf
from reports.scene import Label, Scene
from tests.reports.checks.planted import SENTENCE, TITLE, reworked


@cache
def sound(*, tagged: bool = True, archive: bool = False) -> bytes:
    """Draw one page with a picture and a table."""
    picture = Scene(200.0, 60.0, (Label(10.0, 30.0, "直播间"),), "直播间得分最低的一张图")
    table = Table((Column("项目", 0.5), Column("数据", 0.5)), (("直播间", "2.1"), ("短视频", "3.4")))
    so_what = SoWhat((SoWhatPoint("先补人", SENTENCE),), "请负责人批准。")
    page = Page("gaps", "差距", TITLE, "", (picture, table), so_what, "来源：问卷")
    document = ReportDocument("zh", "报告", "2026-10-26", "云岫护肤", None, (page,))
    return render_pdf(document, tagged=tagged, archive=archive).pdf


def found(pdf: bytes, **changes: Any) -> set[str]:
    """Codes of what the gate finds."""
    return {one.code for one in inspect_pdf(pdf, Expected("zh", 1, **changes)).findings}


def test_a_tagged_file_passes() -> None:
    """What the engine draws is tagged, and the check says how many elements it read."""
    checked = inspect_pdf(sound(), Expected("zh", 1, tagged=True))
    assert checked.findings == ()
    assert next(look.seen for look in checked.looks if look.check == "tags") > 10


def test_tags_are_asked_for_or_claimed() -> None:
    """A file without tags passes where nobody asks for them, and fails where somebody does."""
    assert found(sound(tagged=False)) == set()
    assert found(sound(tagged=False), tagged=True) == {"untagged"}


def renamed(old: str, new: str) -> Callable[[Any], None]:
    """Give every element of one kind another kind."""

    def change(writer: Any) -> None:
        for element in elements(writer, old):
            element[NameObject("/S")] = NameObject(new)

    return change


def elements(writer: Any, kind: str) -> list[DictionaryObject]:
    """Elements of the tree of one kind."""
    every = (writer.get_object(number + 1) for number in range(len(writer._objects)))
    return [one for one in every if isinstance(one, DictionaryObject) and one.get("/S") == kind]


def speechless(writer: Any) -> None:
    """Take the words from the pictures."""
    for figure in elements(writer, "/Figure"):
        figure.pop("/Alt", None)


def unmarked(writer: Any) -> None:
    """Take the tag from one text."""
    page = writer.pages[0]
    content = page.get_contents().get_data()
    bare, times = re.subn(rb"/P <</MCID \d+>> BDC(.*?)EMC", rb"\1", content, count=1, flags=re.DOTALL)
    assert times == 1
    stream = StreamObject()
    stream.set_data(bare)
    page[NameObject("/Contents")] = writer._add_object(stream)


PLANTED: Final[dict[str, tuple[Callable[[Any], object], set[str]]]] = {
    "nothing": (lambda w: w.add_metadata({}), set()),
    "claim": (lambda w: w.root_object.pop("/MarkInfo"), {"untagged"}),
    "tree": (lambda w: w.root_object.pop("/StructTreeRoot"), {"untagged"}),
    "page": (lambda w: w.pages[0].pop("/StructParents"), {"untagged"}),
    "order": (lambda w: w.pages[0].pop("/Tabs"), {"untagged"}),
    "heading": (renamed("/H1", "/P"), {"no_heading"}),
    "header": (renamed("/TH", "/TD"), {"table_without_header"}),
    "figure": (speechless, {"no_alternative"}),
    "text": (unmarked, {"untagged_text"}),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_of_tags_is_found(name: str) -> None:
    """What a reader that speaks would stumble over is found."""
    change, codes = PLANTED[name]
    assert found(reworked(sound(), change), tagged=True) >= codes
    assert (found(reworked(sound(), change), tagged=True) == set()) == (codes == set())


def test_a_file_for_the_archive_says_so_and_carries_its_colours() -> None:
    """PDF/A is recognized, asked for and held to its claim."""
    assert found(sound(archive=True), archive=True, tagged=True) == set()
    assert found(sound(), archive=True) == {"no_archive"}
    colourless = reworked(sound(archive=True), lambda w: w.root_object.pop("/OutputIntents"))
    assert found(colourless) == {"no_archive"}


def test_every_code_of_tags_and_archive_is_proven() -> None:
    """A planted fault exists for each."""
    proven = {code for _, codes in PLANTED.values() for code in codes}
    assert proven == set(CODES["tags"])
