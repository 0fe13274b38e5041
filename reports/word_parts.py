"""Building blocks of a Word file: paragraphs, tables, fields and pictures as XML, written without detours."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.text import clean

TWIPS: Final = 20
"""Twentieths of a point, the unit of lengths in Word."""
EIGHTHS: Final = 8
"""Eighths of a point, the unit of its rules."""

Element = Any
"""An lxml element; python-docx has no types for it."""


def el(tag: str, /, *children: Element, **attributes: str | float) -> Element:
    """Make an element of WordprocessingML with its children and attributes."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    for child in children:
        made.append(child)
    return made


def run(text: str, *properties: Element) -> Element:
    """Put cleaned text into one run."""
    words = el("t")
    words.text = clean(text)
    words.set(qn("xml:space"), "preserve")
    return el("r", el("rPr", *properties), words) if properties else el("r", words)


def paragraph(style: str, *content: Element | str, align: str = "", bold: bool = False) -> Element:
    """Paragraph of a style; texts become runs."""
    properties = el("pPr", el("pStyle", val=style))
    if align:
        properties.append(el("jc", val=align))
    marks = (el("b"),) if bold else ()
    runs = (run(part, *marks) if isinstance(part, str) else part for part in content)
    return el("p", properties, *runs)


def field(code: str, shown: str) -> tuple[Element, ...]:
    """Make the runs of a field that Word works out itself, with what is shown until then."""
    instruction = el("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    return (
        el("r", el("fldChar", fldCharType="begin")),
        el("r", instruction),
        el("r", el("fldChar", fldCharType="separate")),
        run(shown),
        el("r", el("fldChar", fldCharType="end")),
    )


def bookmarked(name: str, number: int, *content: Element) -> tuple[Element, ...]:
    """Content that the table of contents leads to."""
    start = el("bookmarkStart", id=number, name=name)
    return (start, *content, el("bookmarkEnd", id=number))


def contents(code: str, entries: Sequence[tuple[str, str]], style: str) -> list[Element]:
    """Fill in a table of contents by bookmark and text of each entry; Word may work it out anew."""
    begin = el("r", el("fldChar", fldCharType="begin"))
    instruction = el("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    opening = (begin, el("r", instruction), el("r", el("fldChar", fldCharType="separate")))
    made = []
    for number, (anchor, text) in enumerate(entries):
        link = el("hyperlink", run(text), anchor=anchor, history="1")
        made.append(paragraph(style, *(opening if number == 0 else ()), link))
    made[-1].append(el("r", el("fldChar", fldCharType="end")))
    return made


def shaded(colour: str) -> Element:
    """Fill of a cell or paragraph."""
    return el("shd", val="clear", color="auto", fill=colour.lstrip("#"))


def borders(kind: str, **sides: tuple[float, str]) -> Element:
    """Rules of a table or cell: width in points and colour by side; sides not named have none."""
    made = el(kind)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            width, colour = sides[side]
            size = round(width * EIGHTHS)
            made.append(el(side, val="single", sz=size, space=0, color=colour.lstrip("#")))
        elif kind == "tblBorders" or not side.startswith("inside"):
            made.append(el(side, val="nil"))
    return made


def margins(kind: str, top: float, left: float, bottom: float, right: float) -> Element:
    """Inner margins of cells in points."""
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", right))
    return el(kind, *(el(side, w=round(size * TWIPS), type="dxa") for side, size in sides))


def cell(width: float, content: Iterable[Element], *properties: Element) -> Element:
    """Cell of a table; Word wants a paragraph at its end."""
    made = el("tc", el("tcPr", el("tcW", w=round(width * TWIPS), type="dxa"), *properties))
    for part in content:
        made.append(part)
    if len(made) < 2 or not str(made[-1].tag).endswith("}p"):  # noqa: PLR2004 - its properties and one paragraph
        made.append(paragraph("TableText"))
    return made


def table(
    widths: Sequence[float], rows: Iterable[Element], rules: Element, caption: str, pad: Element
) -> Element:
    """Table of fixed column widths in points. `caption` is read out in place of a title."""
    total = round(sum(widths) * TWIPS)
    properties = el("tblPr", el("tblW", w=total, type="dxa"), rules, el("tblLayout", type="fixed"), pad)
    if caption:
        properties.append(el("tblCaption", val=clean(caption)))
    grid = el("tblGrid", *(el("gridCol", w=round(width * TWIPS)) for width in widths))
    return el("tbl", properties, grid, *rows)


def row(
    cells: Iterable[Element], *, header: bool = False, whole: bool = True, height: float = 0.0
) -> Element:
    """Row of a table: a `header` repeats, a `whole` one is never parted, `height` is its least in points."""
    properties = el("trPr")
    if whole:
        properties.append(el("cantSplit"))
    if height:
        properties.append(el("trHeight", val=round(height * TWIPS), hRule="atLeast"))
    if header:
        properties.append(el("tblHeader"))
    return el("tr", properties, *cells)
