"""The texts of a report that may be worded by hand, and what becomes of them when the report is made anew.

Every text has an address: the id of its page, then its place on the page. A wording by hand remembers the
composed text that it replaced. When the figures move, the composed text moves with them, and whoever reads
the page must be told that the wording did not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final, Literal

from assessment.domain.editions import TextEdit
from assessment.domain.text import Locale
from reports.document import Block, Page, Prose, ReportDocument, SoWhat, SoWhatPoint
from reports.phrases import Phrases, phrases
from reports.text import legible

EditState = Literal["current", "moved", "gone"]
_DIGITS: Final = re.compile(r"\d+(?:[.,:/–-]\d+)*")
_PLACE_NUMBER: Final = re.compile(r"/\d+/")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One text of a composed report: its address, its words, and the title of the page it stands on."""

    place: str
    text: str
    page_title: str

    @property
    def page(self) -> str:
        """Address of the page: its id, with ``#2`` for the second page of that id."""
        return self.place.partition("/")[0]

    @property
    def kind(self) -> str:
        """Id of the page's kind and what the text is there, such as ``gaps/point/body``."""
        page, _, rest = self.place.partition("/")
        return f"{page.partition('#')[0]}/{_PLACE_NUMBER.sub('/', rest)}"


@dataclass(frozen=True, slots=True)
class AppliedEdit:
    """What became of one wording by hand.

    `place` is where it is printed now, `composed` the text that it replaces there; both are "" where the
    state is ``gone``: then the wording is kept and not printed.
    """

    edit: TextEdit
    state: EditState
    place: str = ""
    composed: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A report with its wordings by hand, and what became of each of them, in the order given."""

    document: ReportDocument
    applied: tuple[AppliedEdit, ...]


def texts(document: ReportDocument) -> tuple[TextBlock, ...]:
    """List every text that may be worded by hand, in reading order.

    Parameters
    ----------
    document : a report as it was composed.

    Returns
    -------
    Titles, subtitles, points and asks of the right-hand column, headings and paragraphs of prose; empty texts
    are left out. Places of one document are unique.
    """
    return tuple(block for key, page in keyed(document.pages) for block in _of_page(key, page))


def keyed(pages: Iterable[Page]) -> Iterator[tuple[str, Page]]:
    """Pair each page with its address: its id, with ``#2`` and so on for further pages of that id."""
    seen: dict[str, int] = {}
    for page in pages:
        number = seen[page.id] = seen.get(page.id, 0) + 1
        yield (page.id if number == 1 else f"{page.id}#{number}"), page


def edited(document: ReportDocument, edits: Iterable[TextEdit], locale: Locale) -> Edited:
    """Put the wordings by hand of one language into a report.

    Parameters
    ----------
    document : the report as it was composed now.
    edits : wordings by hand; those of other languages are passed over.
    locale : the language of the report.

    Returns
    -------
    The report with its wordings, and their states. ``current``: the composed text is the one that was seen,
    at its old place or at another of the same kind of page. ``moved``: the place, or the sentence with other
    figures, is there, and what is composed differs from what was seen. ``gone``: there is no such place now,
    or another wording has it. Each page with wordings by hand says so in its source line, and says too when
    what was composed has changed since. A blank wording leaves the composed text.
    """
    mine = [edit for edit in edits if edit.locale == locale and legible(edit.text)]
    applied = _placed(texts(document), mine)
    if not any(one.place for one in applied):
        return Edited(document, applied)
    by_page: dict[str, list[AppliedEdit]] = {}
    for one in applied:
        if one.place:
            by_page.setdefault(one.place.partition("/")[0], []).append(one)
    say = phrases(locale)
    pages = tuple(
        _reworded(page, key, by_page[key], say) if key in by_page else page
        for key, page in keyed(document.pages)
    )
    return Edited(replace(document, pages=pages), applied)


# ---- finding the place of a wording ----


def _placed(blocks: Sequence[TextBlock], edits: Sequence[TextEdit]) -> tuple[AppliedEdit, ...]:
    """Give every wording its place; each place has one wording, and the surest claim comes first."""
    free = {block.place: block for block in blocks}
    found: dict[int, AppliedEdit] = {}
    for claim in (_same_place, _same_text, _same_sentence, _place_only):
        for number, edit in enumerate(edits):
            if number in found or (block := claim(edit, free)) is None:
                continue
            state: EditState = "current" if _same(block.text, edit.seen) else "moved"
            found[number] = AppliedEdit(edit, state, block.place, block.text)
            del free[block.place]
    return tuple(found.get(n) or AppliedEdit(edit, "gone") for n, edit in enumerate(edits))


def _same_place(edit: TextEdit, free: Mapping[str, TextBlock]) -> TextBlock | None:
    """Find what was seen where it was seen."""
    block = free.get(edit.place)
    return block if block is not None and _same(block.text, edit.seen) else None


def _same_text(edit: TextEdit, free: Mapping[str, TextBlock]) -> TextBlock | None:
    """Find what was seen at another place of the same kind of page."""
    return next((block for block in _alike(edit, free) if _same(block.text, edit.seen)), None)


def _same_sentence(edit: TextEdit, free: Mapping[str, TextBlock]) -> TextBlock | None:
    """Find what was seen with other figures, first of all where it was seen."""
    seen = _without_figures(edit.seen)
    alike = [block for block in _alike(edit, free) if _without_figures(block.text) == seen]
    return next((block for block in alike if block.place == edit.place), alike[0] if alike else None)


def _place_only(edit: TextEdit, free: Mapping[str, TextBlock]) -> TextBlock | None:
    """Find whatever is composed now where the wording belongs."""
    return free.get(edit.place)


def _alike(edit: TextEdit, free: Mapping[str, TextBlock]) -> Iterator[TextBlock]:
    kind = TextBlock(edit.place, "", "").kind
    return (block for block in free.values() if block.kind == kind)


def _same(composed: str, seen: str) -> bool:
    """Compare a composed text with one as it was stored, where accents are composed and blanks trimmed."""
    return composed == seen or _settled(composed) == _settled(seen)


def _settled(text: str) -> str:
    printed = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) != "Cc")
    return " ".join(unicodedata.normalize("NFC", printed).split())


def _without_figures(text: str) -> str:
    return _DIGITS.sub("0", _settled(text))


# ---- the texts of a page ----


def _of_page(key: str, page: Page) -> Iterator[TextBlock]:
    for place, text in _addressed(page):
        if text.strip():
            yield TextBlock(f"{key}/{place}", text, page.title)


def _addressed(page: Page) -> Iterator[tuple[str, str]]:
    """Every text of a page with its place on it, in reading order."""
    yield "title", page.title
    yield "subtitle", page.subtitle
    paragraphs = (pair for block in page.blocks if isinstance(block, Prose) for pair in block.blocks)
    for number, (head, body) in enumerate(paragraphs, start=1):
        yield f"prose/{number}/head", head
        yield f"prose/{number}/body", body
    if page.so_what is None:
        return
    for number, point in enumerate(page.so_what.points, start=1):
        yield f"point/{number}/head", point.head
        yield f"point/{number}/body", point.body
    yield "ask", page.so_what.ask


def _reworded(page: Page, key: str, applied: Sequence[AppliedEdit], say: Phrases) -> Page:
    """Put the wordings of one page in, and tell of them in its source line."""
    words = {one.place.removeprefix(f"{key}/"): one.edit.text.strip() for one in applied}
    changed = sum(one.state == "moved" for one in applied)
    return replace(
        page,
        title=words.get("title", page.title),
        subtitle=words.get("subtitle", page.subtitle),
        blocks=_prose(page, words),
        so_what=_so_what(page.so_what, words),
        source=_told(page.source, len(applied), changed, say),
    )


def _prose(page: Page, words: Mapping[str, str]) -> tuple[Block, ...]:
    number = count(1)

    def reworded(prose: Prose) -> Prose:
        pairs = []
        for head, body in prose.blocks:
            place = f"prose/{next(number)}"
            pairs.append((words.get(f"{place}/head", head), words.get(f"{place}/body", body)))
        return Prose(tuple(pairs))

    return tuple(reworded(block) if isinstance(block, Prose) else block for block in page.blocks)


def _so_what(so_what: SoWhat | None, words: Mapping[str, str]) -> SoWhat | None:
    if so_what is None:
        return None
    points = (
        SoWhatPoint(words.get(f"point/{n}/head", one.head), words.get(f"point/{n}/body", one.body))
        for n, one in enumerate(so_what.points, start=1)
    )
    return SoWhat(tuple(points), words.get("ask", so_what.ask))


def _told(source: str, n: int, changed: int, say: Phrases) -> str:
    """Add to a source line how many texts are by hand, and of how many what was composed has changed."""
    notes = [say("narrative.by_hand", n=n)]
    if changed:
        notes.append(say("narrative.changed", n=changed))
    stop = say("common.source.stop", text="")
    return say(
        "common.source.stop", text=say("common.source.between").join((source.removesuffix(stop), *notes))
    )
