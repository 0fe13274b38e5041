"""How much each edition says: about thirty sheets, about ten, and exactly one."""

import re
from dataclasses import replace

import pytest

from assessment.domain.editions import ReportChoices
from assessment.domain.text import LOCALES, Locale
from reports.briefing import Provenance
from reports.compose import annexed, compose
from reports.document import Scene, Table
from reports.editions import page_kinds, pages_of
from reports.layout import lay_out
from tests.reports.compose.situations import SITUATIONS, proposed
from tests.reports.compose.test_compose import LEAK, page_strings

RUN = "0123456789abcdef" * 4


@pytest.mark.parametrize("locale", LOCALES)
def test_demo_fills_as_many_sheets_as_its_readers_have_time_for(locale: Locale) -> None:
    """The demo takes 20 to 30 sheets in full and about ten for leadership, covers included."""
    full = len(lay_out(compose(proposed("rich", locale))))
    short = len(lay_out(compose(replace(proposed("rich", locale), edition="leadership"))))
    assert 20 <= full <= 30
    assert 8 <= short <= 12


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_board_reads_one_sheet(name: str, locale: Locale) -> None:
    """Whatever the data, the board has one sheet without a cover that ends in a decision asked for."""
    document = compose(replace(proposed(name, locale), edition="board"))
    assert document.cover is None
    assert len(lay_out(document)) == 1
    page = document.pages[0]
    assert page.so_what is not None
    assert re.search("请董事会|board is asked", page.so_what.ask)
    assert not [text for text in page_strings(page) if LEAK.search(text)]


def test_board_page_can_be_traced() -> None:
    """Its footer holds the report's id and the head of the run's digest."""
    made = Provenance(RUN, "1.2.0", "", "", "", "", "", "")
    source = replace(proposed("rich", "zh"), edition="board", provenance=made)
    page = compose(source).pages[0]
    assert "FO-2026-0001" in page.source
    assert RUN[:12] in page.source
    assert RUN[:13] not in page.source


def test_board_page_has_the_bill_of_its_programme() -> None:
    """Person-days of the listed initiatives add up to the sum that the title and the ask name."""
    page = compose(replace(proposed("rich", "zh"), edition="board")).pages[0]
    table = next(block for block in page.blocks if isinstance(block, Table))
    days = [float(row[2].replace(",", "")) for row in table.rows]
    assert sum(days[:-1]) == days[-1]
    assert page.so_what is not None
    assert f"{table.rows[-1][2]}人天" in page.title
    assert f"{table.rows[-1][2]}人天" in page.so_what.ask


def test_tables_that_are_not_printed_are_in_the_annex() -> None:
    """The full edition's annex holds what only analysts look up, and nothing twice."""
    source = proposed("rich", "zh")
    printed = {page.id for page in compose(source).pages}
    lent = {page.id for page in annexed(source)}
    assert {"practices", "programme", "star", "disputed"} <= lent
    assert not lent & printed
    chosen = replace(source, choices=ReportChoices(pages=("practices",)))
    assert "practices" not in {page.id for page in annexed(chosen)}
    assert annexed(replace(source, edition="leadership")) == ()


def test_optional_pages_can_be_chosen() -> None:
    """Pages that no edition has by itself are there for whoever asks for them."""
    optional = [k.id for k in page_kinds().values() if not k.editions]
    assert {"practices", "programme", "disputed", "landscape", "star"} <= set(optional)
    document = compose(replace(proposed("rich", "en"), choices=ReportChoices(pages=tuple(optional))))
    assert [page.id for page in document.pages] == optional


def test_poor_data_is_not_told_twice() -> None:
    """Without scores there is no empty loop, no empty resemblance, and no list of unanswered questions."""
    document = compose(proposed("silent", "zh"))
    ids = {page.id for page in document.pages}
    assert not ids & {"snowball", "resemblance"}
    items = next(page for page in document.pages if page.id == "items")
    table = next(block for block in items.blocks if isinstance(block, Table))
    assert len(table.rows) == 1
    assert "55" in " ".join(page_strings(items))


def test_editions_keep_their_order() -> None:
    """Pages of every edition stand in the order of their places."""
    order = list(page_kinds())
    for edition in ("full", "leadership", "board"):
        ids = pages_of(edition)
        assert list(ids) == [one for one in order if one in ids]


def test_pictures_of_the_map_and_of_bubbles_are_printed() -> None:
    """The map of archetypes stands on the page of resemblance, bubbles beside the roadmap."""
    pages = {page.id: page for page in compose(proposed("rich", "zh")).pages}
    assert sum(isinstance(block, Scene) for block in pages["resemblance"].blocks) == 2
    assert isinstance(pages["roadmap_told"].blocks[0], Scene)
