"""What may be chosen about a report: its edition and form, its look, its pages, and wordings by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, get_args

from assessment.domain.text import Locale

Edition = Literal["leadership", "full", "board"]
"""Printed from a score run: about ten pages, everything, one page."""
FileForm = Literal["pdf", "xlsx", "docx", "png"]
"""Forms of one document: the report, its tables as a workbook, an editable text, pictures of its pages."""
EDITIONS: Final[tuple[Edition, ...]] = get_args(Edition)
FILE_FORMS: Final[tuple[FileForm, ...]] = get_args(FileForm)
MEDIA_TYPES: Final[Mapping[FileForm, str]] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "png": "application/zip",
    }
)
EXTENSIONS: Final[Mapping[FileForm, str]] = MappingProxyType(
    {"pdf": "pdf", "xlsx": "xlsx", "docx": "docx", "png": "zip"}
)
"""Ends of file names without the dot; pictures come as one ZIP file."""
COVER_LIMIT: Final = 120
"""Characters of one cover text; the notice may have three times as many."""
OWN_TEXT_LIMIT: Final = 800
"""Characters of one wording by hand."""
SEEN_LIMIT: Final = 4_000
"""Characters of the composed text that a wording by hand replaces."""
PLACE_LIMIT: Final = 120
"""Characters of the address of a text."""


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """One file that is asked for. `archive` asks for PDF/A and concerns PDF only."""

    edition: Edition = "full"
    locale: Locale = "zh"
    form: FileForm = "pdf"
    archive: bool = False


@dataclass(frozen=True, slots=True)
class CoverWords:
    """Texts of the cover by hand; "" leaves what the report composes (or nothing, for the last two)."""

    title: str = ""
    subtitle: str = ""
    notice: str = ""
    prepared_for: str = ""
    prepared_by: str = ""


@dataclass(frozen=True, slots=True)
class ReportLook:
    """How all editions of a wave look: `accent` ``#RRGGBB`` or "", `logo` the SHA-256 of a stored picture."""

    accent: str = ""
    logo: str = ""
    cover: CoverWords = field(default_factory=CoverWords)


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A wording by hand in one language.

    `place` is the address of the text, such as ``summary/title`` or ``gaps/point/2/body``. `seen` is the
    composed text when it was changed: another one now means that the figures behind it moved.
    """

    locale: Locale
    place: str
    seen: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """Everything chosen by hand for one report.

    `pages` are ids of page kinds in their order, None for the edition's own pages and order.
    """

    look: ReportLook = field(default_factory=ReportLook)
    pages: tuple[str, ...] | None = None
    edits: tuple[TextEdit, ...] = ()
