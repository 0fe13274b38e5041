"""The demo's report, in both languages and for the archive, as independent programs see it.

qpdf, poppler, pdfua and Apache PDFBox Preflight read the files. With ``CI=true`` a missing program is a
failure, elsewhere its test is skipped.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pdfua
import pytest

from assessment.domain.text import LOCALES, Locale
from reports.archive import archived
from reports.compose import compose
from reports.document import ReportDocument, Scene, Table
from reports.fonts import NAMES
from reports.pdf import render_pdf
from tests.reports.compose.situations import material
from tests.reports.engine.test_logo_places import logo

JAVA = Path("/usr/share/java")
JARS = (
    *("preflight", "pdfbox2", "fontbox2", "xmpbox"),
    *("commons-logging", "commons-io", "javax.activation", "jaxb-api"),
)
NO_CLAIM = "UA-28-004"
"""The only rule of PDF/UA that may speak: the file does not claim to conform."""

bothways = pytest.mark.parametrize("locale", LOCALES)


@cache
def document(locale: Locale) -> ReportDocument:
    """Compose the demo's report, with a logo and an accent."""
    return replace(compose(material("rich", locale)), logo=logo(), accent="#5B2A86")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw each language once, and rewrite it for the archive."""
    place = tmp_path_factory.mktemp("validated")
    for locale in LOCALES:
        drawn = render_pdf(document(locale)).pdf
        (place / f"{locale}-drawn.pdf").write_bytes(drawn)
        (place / f"{locale}.pdf").write_bytes(archived(drawn))
    return place


def absent(what: str) -> None:
    """Fail where all programs must be there, skip elsewhere."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed")


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the system."""
    if shutil.which(program) is None:
        absent(program)
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


@bothways
@pytest.mark.parametrize("form", ["-drawn", ""])
def test_qpdf_finds_no_fault(folder: Path, locale: Locale, form: str) -> None:
    """Cross-references, streams and syntax are sound, as drawn and for the archive."""
    outcome = run("qpdf", "--check", folder / f"{locale}{form}.pdf")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "No syntax or stream encoding errors" in outcome.stdout


@bothways
def test_fonts_are_embedded_and_readable(folder: Path, locale: Locale) -> None:
    """Every font is in the file, cut down, with a table that leads from glyphs to characters."""
    rows = run("pdffonts", folder / f"{locale}.pdf").stdout.splitlines()[2:]
    found = [re.match(r"(\S+)\s+CID TrueType\s+\S+\s+(yes|no)\s+(yes|no)\s+(yes|no)", row) for row in rows]
    assert rows
    assert all(match is not None and match.groups()[1:] == ("yes",) * 3 for match in found), rows
    names = {match.group(1).split("+")[-1] for match in found if match is not None}
    assert set(NAMES.values()) <= names


@bothways
def test_preflight_finds_valid_pdf_a_1b(folder: Path, locale: Locale) -> None:
    """What the file claims, PDF/A-1b, is what Apache PDFBox Preflight finds."""
    jars = [JAVA / f"{name}.jar" for name in JARS]
    if missing := [jar.name for jar in jars if not jar.exists()]:
        absent(", ".join(missing))
    classes = ":".join(str(jar) for jar in jars)
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    validator = "org.apache.pdfbox.preflight.Validator_A1b"
    outcome = run("java", *quick, "-cp", classes, validator, folder / f"{locale}.pdf")
    assert outcome.returncode == 0, outcome.stdout
    assert "is a valid PDF/A-1b file" in outcome.stdout


def test_pdfua_finds_no_fault(folder: Path) -> None:
    """No rule of PDF/UA that this checker knows is broken; conformance itself is not claimed."""
    for locale in LOCALES:
        found = pdfua.validate(folder / f"{locale}.pdf")
        assert [finding.rule_id for finding in found.findings] == [NO_CLAIM]


@bothways
def test_structure_is_that_of_the_document(folder: Path, locale: Locale) -> None:
    """Poppler sees a heading a page, every table with its header, every picture, lists and paragraphs."""
    outcome = run("pdfinfo", "-struct", folder / f"{locale}.pdf")
    roles = Counter(re.findall(r"^ *(\w+)", outcome.stdout, re.MULTILINE))
    blocks = [block for page in document(locale).pages for block in page.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert roles["H1"] == len(document(locale).pages) + 1
    assert roles["Sect"] == len(document(locale).pages) + 1
    assert roles["Figure"] == sum(isinstance(block, Scene) for block in blocks) + 1  # and the logo
    assert roles["Table"] == len(tables)
    assert roles["TR"] == sum(len(table.rows) + 1 for table in tables)
    assert roles["TH"] == sum(len(table.columns) for table in tables)
    assert roles["TD"] == sum(len(table.rows) * len(table.columns) for table in tables)
    assert min(roles[role] for role in ("H2", "H3", "P", "L", "LI", "LBody")) > 0


@bothways
def test_text_is_heard_in_the_order_of_reading(folder: Path, locale: Locale) -> None:
    """Section by section: title, subtitle, then points with their ask, then the source; no running heads."""
    heard = _plain(run("pdfinfo", "-struct-text", folder / f"{locale}.pdf").stdout)
    at = 0
    for page in document(locale).pages:
        assert page.so_what is not None or page.source
        words = [page.title, page.subtitle]
        if page.so_what is not None:
            words += [page.so_what.points[0].head, page.so_what.points[-1].body]
        for text in (*words, page.source):
            place = heard.find(_plain(text), at)
            assert place >= 0, text
            at = place
    assert _plain(document(locale).running_head) not in heard


def _plain(text: str) -> str:
    """Leave out spaces, quotes and what marks the tree."""
    return re.sub(r"[\s\"“”‘’'\\…]|\(block\)|\(inline\)", "", text)
