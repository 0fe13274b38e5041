"""What goes with a finished file: what it is, what it was made from and with, and what was checked about it.

Nothing in it depends on the clock or the machine: the same file made in the same way has the same manifest.
"""

import hashlib
import json
import platform
import tomllib
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from cattrs import Converter
from cattrs.errors import CattrsError, ForbiddenExtraKeysError

from assessment.domain.editions import Edition, FileForm, ReportOrder
from assessment.domain.text import Locale
from reports import fonts
from reports.briefing import Provenance, ReportInput
from reports.checks.finding import Look
from reports.fonts import FALLBACKS, FILES

PRODUCT: Final = "factorg"
SHAPING: Final[Mapping[FileForm, tuple[str, ...]]] = {
    "pdf": ("reportlab", "rl_accel", "pillow"),
    "png": ("reportlab", "rl_accel", "pillow", "pypdfium2"),
    "xlsx": ("openpyxl",),
    "docx": ("python-docx", "lxml", "pillow", "pypdfium2"),
}
"""Distributions whose versions can shape the bytes of a form."""
ARCHIVING: Final = ("pikepdf",)
"""Likewise for a PDF that is rewritten for the archive."""
FORMAT: Final = 1


class ManifestUnreadable(ValueError):
    """A text that should be a manifest is none, or is of a format that this version does not know."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What drawing told: characters printed as 〓, texts that a limit has cut, whether marks are tagged."""

    missing_glyphs: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    tagged: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """Record of one finished file.

    `pages` counts pages, sheets or pictures, `n_bytes` the file. `provenance` is None for a report whose
    origin is not recorded. `fonts` gives the SHA-256 of each font by file name, `made_with` versions by name
    ("" where a library is not there). `checks` are those that were run, with how much each looked at.
    """

    report_id: str
    edition: Edition
    locale: Locale
    form: FileForm
    as_of: str
    pages: int
    n_bytes: int
    sha256: str
    provenance: Provenance | None
    product: str
    made_with: Mapping[str, str]
    fonts: Mapping[str, str]
    checks: tuple[Look, ...]
    missing_glyphs: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    tagged: bool = False
    archive: bool = False
    format: int = FORMAT

    def to_json(self) -> str:
        """Write the manifest as JSON; the same manifest gives the same text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read what `to_json` wrote.

        Raises
        ------
        ManifestUnreadable
            The text is no JSON, has other fields, or is of another format.
        """
        try:
            found: Manifest = _CONVERTER.structure(json.loads(text), cls)
        except _UNREADABLE as error:
            raise ManifestUnreadable(type(error).__name__) from error
        if found.format != FORMAT:
            raise ManifestUnreadable(found.format)
        return found


def manifest_of(
    source: ReportInput,
    order: ReportOrder,
    content: bytes,
    pages: int,
    looks: tuple[Look, ...],
    drawn: Drawn,
) -> Manifest:
    """Describe a finished file that its check found in order.

    Parameters
    ----------
    source
        What the report was made from.
    order
        Edition, language, form, and whether the file is for the archive.
    content, pages
        The file, and how many pages, sheets or pictures it has.
    looks
        Checks that were run, from `reports.check.inspect_pdf`.
    drawn
        What drawing told.
    """
    return Manifest(
        report_id=source.report_id,
        edition=order.edition,
        locale=order.locale,
        form=order.form,
        as_of=source.as_of.isoformat(),
        pages=pages,
        n_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        provenance=source.provenance,
        product=product_version(),
        made_with=made_with(order),
        fonts=font_digests() if order.form in {"pdf", "png"} else {},
        checks=looks,
        missing_glyphs=drawn.missing_glyphs,
        shortened=drawn.shortened,
        tagged=drawn.tagged,
        archive=order.archive and order.form == "pdf",
    )


def made_with(order: ReportOrder) -> dict[str, str]:
    """Versions of everything outside of the product that can shape the bytes of a file."""
    names = (*SHAPING[order.form], *(ARCHIVING if order.archive and order.form == "pdf" else ()))
    return {
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: installed(name) for name in names},
    }


@cache
def installed(name: str) -> str:
    """Version of an installed distribution, "" without one."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def product_version() -> str:
    """Version of the product: of what is installed, or of the checkout that runs."""
    if found := installed(PRODUCT):
        return found
    declared = Path(__file__).parents[1] / "pyproject.toml"
    return str(tomllib.loads(declared.read_text(encoding="utf-8"))["project"]["version"])


@cache
def font_digests() -> Mapping[str, str]:
    """SHA-256 of every font that reports are drawn with, by file name."""
    folder, names = files(fonts), (*FILES.values(), *FALLBACKS.values())
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names)}


def _typed(value: Any, kind: Any) -> Any:  # noqa: ANN401  (whatever JSON holds)
    """Insist on the very type: a number written as text is no number."""
    if type(value) is not kind:
        raise TypeError(kind)
    return value


_UNREADABLE: Final = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
    CattrsError,
    ForbiddenExtraKeysError,
)
"""What reading can raise on a text that is no manifest."""
_CONVERTER: Final = Converter(forbid_extra_keys=True, detailed_validation=False)
for _kind in (str, int, bool):
    _CONVERTER.register_structure_hook(_kind, _typed)
