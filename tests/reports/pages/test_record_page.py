"""The report's own page says from what it came, in a form that can be copied and compared."""

import re
from dataclasses import asdict, fields, replace

import pypdfium2 as pdfium
import pytest

from assessment.domain.text import LOCALES, Locale
from reports.briefing import Briefing, Provenance
from reports.check import CODES
from reports.compose import compose
from reports.pages.record import COMMAND, GROUPS, N_CHECKS, SOURCES, record
from reports.pdf import render_pdf
from reports.pdfium import PDFIUM
from reports.phrases import phrases
from tests.reports.compose.situations import material
from tests.reports.merchants import traced
from tests.reports.pages.telling import page, spoken, table


def traced_brief(locale: Locale = "zh", **changes: str) -> Briefing:
    """Brief on the demo with its origin recorded, some of it replaced."""
    source = traced(material("rich", locale))
    assert source.provenance is not None
    return Briefing(replace(source, provenance=replace(source.provenance, **changes)), phrases(locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_digest_can_be_copied_in_one_piece(locale: Locale) -> None:
    """Copied text holds the report's id and all digests to the last of their 64 digits, unbroken."""
    brief = traced_brief(locale, proposal="f" * 64, choices="0" * 64)
    document = compose(brief.source)
    pdf = render_pdf(replace(document, pages=(page(record(brief)),))).pdf
    with PDFIUM, pdfium.PdfDocument(pdf) as file:
        text = file[1].get_textpage().get_text_bounded()
    assert brief.source.provenance is not None
    wanted = [brief.source.report_id, *asdict(brief.source.provenance).values()]
    assert [one for one in wanted if one not in text] == []
    assert len(re.findall(r"\b[0-9a-f]{64}\b", text)) == len(SOURCES) + 1


def test_a_report_without_recorded_origin_has_no_such_page() -> None:
    """Nothing is claimed that is not known."""
    brief = traced_brief()
    assert record(Briefing(replace(brief.source, provenance=None), brief.say)) is None


@pytest.mark.parametrize(("edition", "there"), [("full", True), ("leadership", True), ("board", False)])
def test_all_editions_but_the_boards_page_have_it(edition: str, there: bool) -> None:
    """The one-page summary stays one page."""
    source = replace(traced_brief().source, edition=edition)
    assert ("record" in {one.id for one in compose(source).pages}) == there


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_not_used_is_said_in_words(locale: Locale) -> None:
    """A source without a digest is told as such, and is not counted in the title."""
    brief = traced_brief(locale, benchmark="", proposal="")
    made = page(record(brief))
    cells = [row[1] for block in made.blocks for row in getattr(block, "rows", ())]
    assert brief.say("record.absent.benchmark") in cells
    assert brief.say("record.absent.proposal") in cells
    assert re.findall(r"\d+", made.title) == [str(brief.n), str(len(SOURCES) - 2), str(N_CHECKS)]


def test_every_check_is_told_once() -> None:
    """The page names each check of the gate; the one for the archive only concerns files that ask for it."""
    told = [name for _, names in GROUPS for name in names]
    assert sorted(told) == sorted(set(CODES) - {"archive"})


def test_every_digest_of_the_provenance_is_a_source() -> None:
    """A new part of the provenance cannot be forgotten on the page."""
    assert {field.name for field in fields(Provenance)} == {*SOURCES, "run", "method"}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_how_a_copy_is_checked(locale: Locale) -> None:
    """The command stands there as it is typed, and the page ends in an ask."""
    made = page(record(traced_brief(locale)))
    assert COMMAND in spoken(made)
    assert re.search("请|asked", made.so_what.ask if made.so_what else "")
    assert table(made).rows[0][1] == traced_brief(locale).source.report_id
