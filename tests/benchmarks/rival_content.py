"""The twelve pages that all engines draw, and copies of them that differ in every sentence and figure.

The pages come from the composed demo report. What the engines get is plain JSON: the document itself for
ours, and for the others the same words, tables and pictures (as primitives and as ready-made SVG, which
costs them nothing).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from assessment.domain.text import Locale
from reports import document as documents
from reports import theme
from reports.compose import compose
from reports.cover import cover_primitives
from reports.document import Page, Prose, ReportDocument, Table
from reports.furniture import FURNITURE
from reports.scene import Scene
from reports.svg import to_svg
from tests.benchmarks.rival_codec import copies, encoded
from tests.reports.pages.proposals import entered

PAGES: Final = (
    ("en", "summary"), ("zh", "gaps"), ("zh", "raters"), ("zh", "peers"), ("zh", "form"), ("zh", "roadmap"),
    ("zh", "today_1"), ("zh", "target"), ("zh", "target_changes"), ("zh", "appraisal"), ("en", "method"),
)  # fmt: skip
"""Six charts (two on the page of raters), two organization charts, four tables, prose in both languages."""


def twelve_pages() -> ReportDocument:
    """Compose the demo in both languages and take a cover and eleven pages of one sheet each."""
    written: dict[Locale, ReportDocument] = {at: compose(entered(locale=at)) for at in ("zh", "en")}
    pages = [_page(written[locale], page_id) for locale, page_id in PAGES]  # type: ignore[index]  # literals
    return replace(written["zh"], pages=tuple(pages))


def _page(document: ReportDocument, page_id: str) -> Page:
    found = next((page for page in document.pages if page.id == page_id), None)
    if found is None:
        known = ", ".join(page.id for page in document.pages)
        raise SystemExit(
            f"The demo report has no page {page_id!r} any more; choose others. There are: {known}"
        )
    return found


def summary(document: ReportDocument) -> str:
    """One printed line: what the pages hold."""
    blocks = [block for page in document.pages for block in page.blocks]
    marks = sum(len(block.primitives) for block in blocks if isinstance(block, Scene))
    tables = [len(block.rows) for block in blocks if isinstance(block, Table)]
    paragraphs = sum(len(block.blocks) for block in blocks if isinstance(block, Prose))
    points = sum(len(page.so_what.points) for page in document.pages if page.so_what)
    pictures = sum(isinstance(block, Scene) for block in blocks)
    return (
        f"cover, {len(document.pages)} pages: {pictures} pictures of {marks} marks, tables of {tables} rows, "
        f"{paragraphs} + {points} paragraphs"
    )


# For the other engines -----------------------------------------------------------------------------------


def neutral(document: ReportDocument) -> Mapping[str, Any]:
    """Describe the pages in plain values: the same words, pictures as SVG and as primitives."""
    assert document.cover is not None
    cover = Scene(theme.PAGE_WIDTH, theme.PAGE_HEIGHT, cover_primitives(document.cover), document.title)
    furniture = FURNITURE[document.locale]
    total = len(document.pages) + 1
    return {
        "title": document.title,
        "head": document.running_head,
        "cover": _picture(cover),
        "so_what": furniture.so_what,
        "pages": [
            _neutral_page(page, f"{number} / {total}") for number, page in enumerate(document.pages, start=2)
        ],
    }


def _neutral_page(page: Page, folio: str) -> Mapping[str, Any]:
    so_what = page.so_what
    return {
        "section": page.section,
        "title": page.title,
        "subtitle": page.subtitle,
        "source": page.source,
        "folio": folio,
        "blocks": [_neutral_block(block) for block in page.blocks],
        "points": [(point.head, point.body) for point in so_what.points] if so_what else [],
        "ask": so_what.ask if so_what else "",
    }


def _neutral_block(block: documents.Block) -> Mapping[str, Any]:
    match block:
        case Scene():
            return _picture(block)
        case Table():
            return {
                "kind": "table",
                "heads": [column.header for column in block.columns],
                "shares": [column.share for column in block.columns],
                "aligns": [column.align for column in block.columns],
                "rows": block.rows,
                "strong": block.emphasis,
            }
        case Prose():
            return {"kind": "prose", "parts": block.blocks}
        case _:
            return {"kind": "tiles", "tiles": [(tile.label, tile.value, tile.note) for tile in block.tiles]}


def _picture(scene: Scene) -> Mapping[str, Any]:
    return {
        "kind": "picture",
        "svg": to_svg(scene).replace(
            'width="100%"', f'width="{scene.width + 12}pt" height="{scene.height}pt"'
        ),
        "marks": list(_flat(encoded(scene.primitives))),
        "width": scene.width,
        "height": scene.height,
    }


def _flat(marks: Sequence[Any]) -> Iterator[Any]:
    """Take the marks out of the groups that name their role."""
    for mark in marks:
        if "primitives" in mark:
            yield from _flat(mark["primitives"])
        else:
            yield mark


def lines(document: ReportDocument, seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Yield copies as JSON: for our engine, and for the others."""
    for _, copy in zip(range(count), copies(document, seed), strict=False):
        yield json.dumps(encoded(copy), ensure_ascii=False), json.dumps(neutral(copy), ensure_ascii=False)
