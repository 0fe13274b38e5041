"""What a check says: its findings, and how much it looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from assessment.domain.text import Locale

CheckName = Literal[
    "pages",
    "description",
    "outline",
    "fonts",
    "glyphs",
    "overlap",
    "margins",
    "boxes",
    "words",
    "search",
    "links",
    "contents",
    "tags",
    "archive",
]

CODES: Final[dict[CheckName, tuple[str, ...]]] = {
    "pages": ("unreadable", "page_count"),
    "description": ("no_title", "wrong_language"),
    "outline": ("no_outline", "no_bookmark", "no_page_labels", "page_labels"),
    "fonts": ("font_not_embedded", "font_without_text_layer"),
    "glyphs": ("missing_glyph",),
    "overlap": ("text_overlap",),
    "margins": ("outside_page", "outside_margin"),
    "boxes": ("outside_box",),
    "words": ("placeholder",),
    "search": ("text_layer", "title_not_found"),
    "links": ("link",),
    "contents": ("action", "script", "embedded_file"),
    "tags": ("untagged", "untagged_text", "no_heading", "no_alternative", "table_without_header"),
    "archive": ("no_archive",),
}
"""Every check with the codes of its findings; a code belongs to one check."""
MOST: Final = 5
"""Findings of one code told for one page; more of them say nothing new."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: a stable code, the page (None: the whole file), and what was seen."""

    code: str
    page: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Look:
    """One check that was run: how many things it looked at, and what they are.

    `things` is ``pages``, ``entries``, ``fonts``, ``characters``, ``texts``, ``titles``, ``links``,
    ``places`` or ``elements``.
    """

    check: CheckName
    seen: int
    things: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of reading a file back: it may be handed out only if `findings` is empty."""

    findings: tuple[Finding, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file should be.

    `typed` are texts that people typed. `tagged` and `archive` None mean: only if the file claims to be so.
    """

    locale: Locale
    pages: int
    typed: tuple[str, ...] = ()
    tagged: bool | None = None
    archive: bool | None = None


@dataclass(slots=True)
class Ledger:
    """Collects findings and counts while a file is read."""

    found: list[Finding] = field(default_factory=list)
    counts: dict[CheckName, tuple[int, str]] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        """Take up findings, of one code at most five a page."""
        for finding in findings:
            same = sum(f.code == finding.code and f.page == finding.page for f in self.found)
            if same < MOST:
                self.found.append(finding)

    def saw(self, check: CheckName, seen: int, things: str) -> None:
        """Count what a check has looked at."""
        self.counts[check] = (self.counts.get(check, (0, ""))[0] + seen, things)

    def looks(self) -> Iterator[Look]:
        """Yield the checks that were run, in their order."""
        for check in CODES:
            if check in self.counts:
                yield Look(check, *self.counts[check])
