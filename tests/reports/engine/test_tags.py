"""Tags: every mark on the paper is named, in the order of reading, once."""

import io
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document import Column, Page, Prose, ReportDocument, SoWhat, SoWhatPoint, Table
from reports.pdf import RenderedReport, render_pdf
from reports.scene import Label, Line, Part, Primitive, Scene
from reports.tags import GROUPS, Tags
from tests.reports.engine.samples import report
from tests.reports.engine.tree import Node, tree

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "EI"}
MARK = Line(0.0, 0.0, 1.0, 1.0, "#000000")
ROLES = st.sampled_from(["Sect", "Div", "P", "H1", "L", "LI", "LBody", "Table", "TR", "TD", "Artifact"])
PARTS = st.recursive(
    st.just(MARK),
    lambda inner: st.builds(
        lambda role, held, key: Part(role, tuple(held), key=key),
        ROLES,
        st.lists(inner, max_size=4),
        st.sampled_from(["", "", "a", "b"]),
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def rendered() -> RenderedReport:
    """Render the sample report once."""
    return render_pdf(report(rows=30))


@pytest.fixture(scope="module")
def document(rendered: RenderedReport) -> Node:
    """Read its tree once."""
    return tree(rendered.pdf)


def alone(*blocks: Scene | Table | Prose, so_what: SoWhat | None = None) -> ReportDocument:
    """Compose a report of one page without a cover."""
    page = Page("t", "附录", "三项能力贡献了总差距的 61%", "", tuple(blocks), so_what, "来源：n = 7")
    return replace(report(rows=1), cover=None, pages=(page,))


def stream(page: pikepdf.Page) -> list[str]:
    """Operators of a page, those that name marks with their operands."""
    found = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        found.append(f"{name} {operands[0]}" if name in {"BMC", "BDC"} else name)
    return found


def test_every_mark_is_named(rendered: RenderedReport) -> None:
    """Whatever paints stands in exactly one pair of operators, so nothing on the paper is without a name."""
    with pikepdf.open(io.BytesIO(rendered.pdf)) as file:
        for page in file.pages:
            depth = painted = 0
            for operator in stream(page):
                depth += operator.startswith(("BMC", "BDC")) - (operator == "EMC")
                assert depth in {0, 1}
                assert depth == 1 or operator not in PAINTS
                painted += operator in PAINTS
            assert depth == 0
            assert painted > 5


def test_pages_and_tree_agree(rendered: RenderedReport, document: Node) -> None:
    """Each marked content belongs to the element that the parent tree names, and to no other."""
    held = [place for node in document.walk() for place in node.content]
    assert len(held) == len(set(held))
    with pikepdf.open(io.BytesIO(rendered.pdf)) as file:
        assert file.Root.MarkInfo.Marked
        nums = file.Root.StructTreeRoot.ParentTree.Nums
        parents = dict(zip((int(n) for n in nums[::2]), nums[1::2], strict=True))
        for number, page in enumerate(file.pages):
            assert page.Tabs == "/S"
            roles = [str(element.S) for element in parents[int(page.StructParents)]]
            marked = [o.split()[1] for o in stream(page) if o.startswith("BDC")]
            assert roles == marked
            assert sorted(m for at, m in held if at == number) == list(range(len(marked)))


def test_tags_change_nothing_on_paper(rendered: RenderedReport) -> None:
    """Without the operators that name marks, each page is the page of an untagged file."""
    plain = render_pdf(report(rows=30), tagged=False)
    with pikepdf.open(io.BytesIO(rendered.pdf)) as one, pikepdf.open(io.BytesIO(plain.pdf)) as other:
        assert "/StructTreeRoot" not in other.Root
        for tagged, untagged in zip(one.pages, other.pages, strict=True):
            lines = tagged.Contents.read_bytes().split(b"\n")
            kept = [x for x in lines if x != b"EMC" and not x.endswith((b" BDC", b" BMC"))]
            assert kept == untagged.Contents.read_bytes().split(b"\n")


def test_page_reads_title_then_main_column_then_points(document: Node) -> None:
    """A section holds title, subtitle, the two columns, and the source at the end."""
    second = document.kids[1]
    assert [kid.role for kid in second.kids] == ["H1", "P", "Div", "Div", "P"]
    main, aside = second.kids[2:4]
    assert [kid.role for kid in main.kids] == ["L", "Div"]
    assert [kid.role for kid in main.kids[1].kids] == ["H2", "P", "L", "H2", "P"]
    assert [kid.role for kid in aside.kids] == ["H2", "H3", "P", "H3", "P", "P"]


def test_cover_has_one_heading(document: Node) -> None:
    """The cover's title is its only heading; merchant, facts and notices are paragraphs."""
    roles = [kid.role for kid in document.kids[0].kids]
    assert roles.count("H1") == 1
    assert set(roles) == {"H1", "P"}


def test_figures_are_told_in_words(document: Node) -> None:
    """Every picture carries its description."""
    figures = document.all("Figure")
    assert len(figures) == len([b for p in report().pages for b in p.blocks if isinstance(b, Scene)])
    assert all(figure.alt.strip() for figure in figures)


def test_a_figure_without_description_is_told_by_its_labels() -> None:
    """Words in a picture stand in for a missing description; a picture without any is decoration."""
    scenes = (
        Scene(50.0, 20.0, (Label(0.0, 9.0, "甲"), Label(0.0, 18.0, "乙")), ""),
        Scene(9.0, 9.0, (MARK,), ""),
    )
    assert [f.alt for f in tree(render_pdf(alone(*scenes)).pdf).all("Figure")] == ["甲 乙"]


def test_a_table_over_pages_is_one_table() -> None:
    """All rows belong to one table whose header is heard once, whatever is drawn again on further sheets."""
    rows = tuple((f"R{n}", "值" if n % 3 else "") for n in range(120))
    table = Table((Column("题号", 0.3), Column("值", 0.7)), (*rows, ("R-短",)))
    result = render_pdf(alone(table, so_what=SoWhat((SoWhatPoint("头", "身"),), "批准")))
    (found,) = tree(result.pdf).all("Table")
    assert result.pages > 2
    assert {row.role for row in found.kids} == {"TR"}
    assert [[cell.role for cell in row.kids] for row in found.kids] == [["TH"] * 2, *[["TD"] * 2] * 121]
    assert {cell.scope for cell in found.kids[0].kids} == {"/Column"}
    assert len({page for node in found.walk() for page, _ in node.content}) == result.pages


def test_a_cell_over_pages_is_one_cell() -> None:
    """A row parted between sheets stays one row of one cell a column."""
    cell = "".join(f"{n}号内容；" for n in range(560))
    result = render_pdf(alone(Table((Column("列", 1.0), Column("值", 1.0)), ((cell, "1"),))))
    (found,) = tree(result.pdf).all("Table")
    assert [len(row.kids) for row in found.kids] == [2, 2]
    assert len({page for page, _ in found.kids[1].kids[0].content}) == result.pages > 1


def test_a_paragraph_over_pages_is_one_paragraph() -> None:
    """Lines of one paragraph are one element even on two sheets, and its page is one section."""
    texts = "\n".join("先对事实，再谈结构。" * 60 for _ in range(12))
    result = render_pdf(alone(Prose((("", texts),)), so_what=SoWhat((SoWhatPoint("头", "身"),), "批准")))
    found = tree(result.pdf)
    assert result.pages > 1
    assert [kid.role for kid in found.kids] == ["Sect"]
    paragraphs = found.kids[0].kids[1].kids[0].kids
    assert [p.role for p in paragraphs] == ["P"] * 12
    assert max(len({page for page, _ in p.content}) for p in paragraphs) == 2


def test_bullets_are_a_list() -> None:
    """Neighbouring bullets make one list, a paragraph between them ends it."""
    found = tree(render_pdf(alone(Prose((("头", "• 一\n• 二\n段\n- 三"),)))).pdf)
    block = found.kids[0].kids[1].kids[0]
    assert [kid.role for kid in block.kids] == ["H2", "L", "P", "L"]
    assert [[item.role for item in kid.kids] for kid in block.kids if kid.role == "L"] == [["LI"] * 2, ["LI"]]


def expected(primitives: tuple[Primitive, ...], role: str = "Document") -> Iterator[str]:
    """Role that each mark must be named with: that of the part around it, decoration in what only groups."""
    for primitive in primitives:
        if isinstance(primitive, Part):
            hidden = role == "Artifact" or primitive.role == "Artifact"
            yield from expected(primitive.primitives, "Artifact" if hidden else primitive.role)
        else:
            yield "Artifact" if role in GROUPS else role


def draw(tags: Tags, canvas: SimpleNamespace, primitives: tuple[Primitive, ...]) -> None:
    """Draw marks as the word ``mark``."""
    for primitive in primitives:
        if isinstance(primitive, Part):
            tags.enter(primitive)
            draw(tags, canvas, primitive.primitives)
            tags.leave()
        else:
            if tags.open is not tags.here:
                tags.mark()
            canvas._code.append("mark")


@given(st.lists(PARTS, max_size=6))
@settings(max_examples=80, deadline=None)
def test_any_tree_of_parts_is_named_right(primitives: list[Primitive]) -> None:
    """However parts are nested, each mark gets the name of the innermost part that holds content."""
    canvas = SimpleNamespace(_code=[])
    tags = Tags(canvas)
    draw(tags, canvas, tuple(primitives))
    named, role = [], ""
    for line in canvas._code:
        if line == "mark":
            named.append(role)
        else:
            role = "" if line == "EMC" else line.split()[0][1:]
    assert named == list(expected(tuple(primitives)))
