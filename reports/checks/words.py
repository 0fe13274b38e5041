"""Checks of what a reader that copies or searches the file gets: words, glyphs, bookmarks, titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pypdfium2 import raw

from reports.checks.finding import Expected, Finding
from reports.furniture import FURNITURE
from reports.text import GETA

PLACEHOLDERS: Final = re.compile(
    r"(?<!“)\bNone\b(?! [a-z])|\b(?:NaN|nan|null|undefined|Traceback|Infinity|inf|TODO|TBD|FIXME)\b"
    r"|[Ll]orem ipsum|\{[a-z_.]+\}|%[sd]\b|\bobject at 0x"
)
HAN: Final = re.compile("[\u4e00-\u9fff]")
HAN_LEAST: Final = 20
"""A Chinese report with fewer readable hanzi than this has lost its text layer."""
SHOWN: Final = 60
_LINES: Final = re.compile(r"[\r\n]+")
_SILENT: Final = re.compile(r"[\W_]+")
GOTO: Final = 1
"""PDFium's number of an action that leads to a page of the same file."""


def absent_glyphs(text_page: Any) -> tuple[int, int]:  # noqa: ANN401  (PDFium's binding has no types)
    """Count characters, and those without a glyph: their code is 0, and readers leave them out."""
    count = text_page.count_chars()
    handle, code = text_page.raw, raw.FPDFText_GetUnicode
    return count, sum(1 for place in range(count) if code(handle, place) == 0)


def page_words(text: str, number: int, expected: Expected) -> Iterator[Finding]:
    """Check the words of one page."""
    if not text.strip():
        yield Finding("text_layer", number, "")
    if "\ufffd" in text:
        yield Finding("missing_glyph", number, "U+FFFD")
    for match in PLACEHOLDERS.finditer(_LINES.sub(" ", text)):
        if not any(match.group() in words for words in expected.typed):
            yield Finding("placeholder", number, match.group())


def bookmarks(document: Any) -> tuple[list[tuple[str, int]], list[Finding]]:  # noqa: ANN401
    """Return title and page (from 1; 0 for none) of each bookmark, and those that do more than lead there."""
    entries, faults = [], []
    for mark in document.get_toc():
        target = mark.get_dest()
        index = None if target is None else target.get_index()
        title = mark.get_title()
        entries.append((title, 0 if index is None else index + 1))
        action = raw.FPDFBookmark_GetAction(mark.raw)
        if action and raw.FPDFAction_GetType(action) != GOTO:
            faults.append(Finding("action", None, title[:SHOWN]))
    return entries, faults


def check_outline(
    entries: list[tuple[str, int]], texts: Mapping[int, str], expected: Expected
) -> Iterator[Finding]:
    """Check that every page has a bookmark, or continues the page before it and says so."""
    if not entries:
        yield Finding("no_outline", None, "")
        return
    marked = {number for _, number in entries}
    continued = _bare(FURNITURE[expected.locale].continued)
    for number, text in texts.items():
        if number not in marked and (number == 1 or continued not in _bare(text)):
            yield Finding("no_bookmark", number, "")
    for title, number in entries:
        if number not in texts:
            yield Finding("no_bookmark", None, title[:SHOWN])


def check_search(
    entries: list[tuple[str, int]], texts: Mapping[int, str], expected: Expected
) -> Iterator[Finding]:
    """Check that each title is found in the text of its page, and that Chinese is Chinese when copied."""
    cover = FURNITURE[expected.locale].cover
    for title, number in entries:
        if title != cover and number in texts and not holds(texts[number], title):
            yield Finding("title_not_found", number, title[:SHOWN])
    readable = sum(len(HAN.findall(text)) for text in texts.values())
    if expected.locale == "zh" and readable < HAN_LEAST:
        yield Finding("text_layer", None, str(readable))


def holds(text: str, title: str) -> bool:
    r"""Tell whether a title is found in the text of a page, whatever its lines and punctuation.

    Characters of which the page has not a single one count as drawn as 〓 if it has any of those.

    >>> holds("三项能力\r\n贡献了60%", "三项能力，贡献了 60 %"), holds("三项能", "三项能力")
    (True, False)
    >>> holds("〓野家的店", "𠮷野家的店")
    True
    """
    there, wanted = _letters(text), _letters(title)
    if GETA in text:
        wanted = "".join(character for character in wanted if character in there)
    return wanted in there


def _letters(text: str) -> str:
    return _SILENT.sub("", text)


def _bare(text: str) -> str:
    return "".join(text.split())


def is_cover(entries: list[tuple[str, int]], number: int, expected: Expected) -> bool:
    """Tell whether a page is the cover, which keeps the margins of the paper only."""
    return number == 1 and (FURNITURE[expected.locale].cover, 1) in entries
