"""The twelve pages that all engines draw, and copies of them that differ in every sentence and figure.

The pages come from the composed demo report. What the engines get is plain JSON: the document itself for
ours, and for the others the same words, tables and pictures (as primitives and as ready-made SVG, which
costs them nothing).
"""

import json
import random
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
from tests.benchmarks.rival_codec import decoded, encoded
from tests.reports.pages.proposals import entered

PAGES: Final = (
    ("zh", "gaps"), ("zh", "raters"), ("zh", "peers"), ("zh", "landscape"), ("zh", "disputed"),
    ("zh", "roadmap"), ("zh", "today_1"), ("zh", "target_2"), ("zh", "appraisal"), ("zh", "items"),
    ("en", "method"),
)  # fmt: skip
"""Six charts (the fifth over a table), two organization charts, tables, paragraphs in both languages."""
LONG_TABLE: Final = 19
"""Rows of the long table that one sheet holds."""
SENTENCE: Final = 12
"""From this many characters on a text is a sentence and differs from copy to copy even without a figure."""
_FIXED: Final = frozenset(
    {"@", "id", "colour", "fill", "stroke", "weight", "anchor", "align", "locale", "as_of", "accent", "role"}
)
_HAN: Final = "稳住复盘排期选品投流话术脚本陈列客单返场控价补货提案预热"


def twelve_pages() -> ReportDocument:
    """Compose the demo in both languages and take a cover and eleven pages of one sheet each."""
    written: dict[Locale, ReportDocument] = {at: compose(entered(locale=at)) for at in ("zh", "en")}
    pages = [_one_sheet(_page(written[locale], page_id)) for locale, page_id in PAGES]  # type: ignore[index]  # literals
    return replace(written["zh"], pages=tuple(pages))


def _page(document: ReportDocument, page_id: str) -> Page:
    found = next((page for page in document.pages if page.id == page_id), None)
    if found is None:
        known = ", ".join(page.id for page in document.pages)
        raise SystemExit(
            f"The demo report has no page {page_id!r} any more; choose others. There are: {known}"
        )
    return found


def _one_sheet(page: Page) -> Page:
    """Shorten what would flow to a second sheet."""
    if page.id == "items":
        (table, *_others) = (block for block in page.blocks if isinstance(block, Table))
        return replace(page, blocks=(replace(table, rows=table.rows[:LONG_TABLE]),))
    return page


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


# Copies ------------------------------------------------------------------------------------------------


def another(value: Any, dice: random.Random, *, varied: bool = True) -> Any:
    """Return a copy with other digits in every text, and one other character in every sentence."""
    if isinstance(value, dict):
        return {k: another(v, dice, varied=k not in _FIXED) for k, v in value.items()}
    if isinstance(value, list):
        return [another(part, dice, varied=varied) for part in value]
    return _reworded(value, dice) if isinstance(value, str) and varied else value


def _reworded(text: str, dice: random.Random) -> str:
    changed = [dice.choice("123456789") if c.isascii() and c.isdigit() else c for c in text]
    if len(changed) >= SENTENCE:
        places = [n for n, c in enumerate(changed) if "\u4e00" <= c <= "\u9fff"]
        letters = [n for n, c in enumerate(changed) if c.isascii() and c.islower()]
        if places:
            changed[dice.choice(places)] = dice.choice(_HAN)
        elif letters:
            changed[dice.choice(letters)] = dice.choice("aeiounrst")
    return "".join(changed)


def copies(document: ReportDocument, seed: int) -> Iterator[ReportDocument]:
    """Yield documents without end, each of other sentences and figures."""
    dice, written = random.Random(seed), encoded(document)  # noqa: S311 - invented figures
    while True:
        yield decoded(another(written, dice))


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
        "svg": to_svg(scene).replace('width="100%"', f'width="{scene.width + 12}" height="{scene.height}"'),
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
