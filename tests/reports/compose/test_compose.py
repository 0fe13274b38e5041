"""Whole reports in telling situations: complete, readable in both languages, honest about gaps."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assessment.domain.text import LOCALES, Locale
from reports.compose import compose
from reports.document import Cover, Page, Prose, ReportDocument, Table, Tiles
from reports.editions import pages_of
from reports.scene import Label, Scene
from reports.text import width
from tests.reports.compose.situations import SITUATIONS, proposed

HAN = r"[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:?()]|[,;:?()]{HAN}")
LEAK = re.compile(r"(?<!“)\bNone\b(?! of)|\bnan\b|\binf\b|[{}]|\[\]|Score\(|LocalizedText")
TITLE_ROOM = 2 * 746.0
TITLE_SIZE = 20.0
OF_FACTS = {"today", "form", "target", "star", "rights", "rituals", "adroom", "appraisal"}
"""Pages that organization facts decide: other answers about the same facts may leave their titles."""
CASES = [(name, locale) for name in SITUATIONS for locale in LOCALES]


def strings(document: ReportDocument) -> Iterator[str]:
    """Every word that a reader may see."""
    yield from (document.title, document.running_head, document.demo_mark)
    yield from cover_strings(document.cover)
    for page in document.pages:
        yield from page_strings(page)


def cover_strings(cover: Cover) -> Iterator[str]:
    """Words of the cover."""
    yield from (cover.title, cover.subtitle, cover.merchant, cover.notice, cover.demo_notice)
    yield from (text for line in cover.lines for text in line)


def page_strings(page: Page) -> Iterator[str]:
    """Words of one page, pictures included."""
    yield from (page.section, page.title, page.subtitle, page.source)
    if page.so_what:
        yield page.so_what.ask
        yield from (text for point in page.so_what.points for text in (point.head, point.body))
    for block in page.blocks:
        if isinstance(block, Scene):
            yield block.alt
            yield from (p.text for p in block.primitives if isinstance(p, Label))
        elif isinstance(block, Table):
            yield from (column.header for column in block.columns)
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, Tiles):
            yield from (text for t in block.tiles for text in (t.label, t.value, t.note))
        elif isinstance(block, Prose):
            yield from (text for pair in block.blocks for text in pair)


@pytest.mark.parametrize(("name", "locale"), CASES)
class TestEveryReport:
    """Laws that hold for every report, whatever the data."""

    def test_nothing_of_the_program_leaks_into_words(self, name: str, locale: Locale) -> None:
        """No None, no nan, no unfilled field stands in any string."""
        document = compose(proposed(name, locale))
        assert [text for text in strings(document) if LEAK.search(text)] == []

    def test_titles_are_full_statements_with_a_number(self, name: str, locale: Locale) -> None:
        """Titles hold a digit, fit two lines, and begin with no quotation mark."""
        for page in compose(proposed(name, locale)).pages:
            assert re.search(r"\d", page.title), page.title
            assert width(page.title, TITLE_SIZE, "bold") <= TITLE_ROOM, page.title
            assert page.title[0] not in "“\"'‘", page.title

    def test_every_page_ends_in_an_ask(self, name: str, locale: Locale) -> None:
        """Each page says what it means and asks for something; whole-page pictures and tables do overleaf."""
        pages = compose(proposed(name, locale)).pages
        for page, after in zip(pages, (*pages[1:], None), strict=True):
            if page.so_what is None:
                assert len(page.blocks) == 1
                assert isinstance(page.blocks[0], Scene | Table)
                assert after is not None
                assert after.id.split("_")[0] == page.id.split("_")[0]
                continue
            assert page.so_what.points, page.id
            assert re.search("请|asked|should", page.so_what.ask), page.so_what.ask

    def test_sources_name_n_and_date(self, name: str, locale: Locale) -> None:
        """Each page says how many answered, when, and how sure the numbers are."""
        source = proposed(name, locale)
        n = source.result.data_quality.n_submitted
        for page in compose(source).pages:
            assert str(n) in page.source
            assert "2026" in page.source
            assert "95%" in page.source

    def test_demo_is_said_on_every_page_and_only_there(self, name: str, locale: Locale) -> None:
        """Synthetic data is marked everywhere; real data nowhere."""
        document, demo = compose(proposed(name, locale)), name == "rich"
        assert all(page.demo == demo for page in document.pages)
        assert bool(document.demo_mark) == demo
        assert bool(document.cover.demo_notice) == demo

    def test_pages_have_their_own_titles(self, name: str, locale: Locale) -> None:
        """No two pages of a report carry the same title or the same number."""
        pages = compose(proposed(name, locale)).pages
        assert len({page.title for page in pages}) == len(pages)
        assert [page.section[:2] for page in pages] == [f"{i:02d}" for i in range(1, len(pages) + 1)]


@pytest.mark.parametrize("name", SITUATIONS)
def test_chinese_uses_full_width_punctuation(name: str) -> None:
    """No half-width punctuation touches a Han character in the Chinese report."""
    document = compose(proposed(name, "zh"))
    assert [text for text in strings(document) if HALF_WIDTH.search(text)] == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_english_has_no_chinese_but_the_merchant(name: str) -> None:
    """The English report is English throughout; only the merchant's own name may be Chinese."""
    source = proposed(name, "en")
    document = compose(replace(source, merchant=replace(source.merchant, name="Yunxiu")))
    assert [text for text in strings(document) if re.search(HAN, text)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_titles_follow_the_data(locale: Locale) -> None:
    """The same page says something else when the data is different."""
    pairs = (("rich", "pair"), ("owner_only", "excellent"), ("rich", "silent"), ("pair", "owner_only"))
    for one, other in pairs:
        first = {p.id: p.title for p in compose(proposed(one, locale)).pages}
        second = {p.id: p.title for p in compose(proposed(other, locale)).pages}
        shared = {key for key in first.keys() & second.keys() if key.split("_")[0] not in OF_FACTS}
        same = [key for key in shared if first[key] == second[key]]
        assert same == []


def test_same_material_gives_the_same_document() -> None:
    """A report is a function of its material."""
    assert compose(proposed("rich", "zh")) == compose(proposed("rich", "zh"))


@pytest.mark.parametrize("locale", LOCALES)
def test_foreign_instrument_leaves_out_what_it_has_no_words_for(locale: Locale) -> None:
    """Without roles, positions, parts, rules or a dispute the pages about them do not exist."""
    ids = {page.id for page in compose(proposed("foreign", locale)).pages}
    assert ids == {"summary", "maturity", "profile", "method", "concepts", "items"}


def test_rich_report_has_every_page() -> None:
    """The demo has every page of the full edition but signs, an older list, and digests it lacks."""
    ids = [page.id for page in compose(proposed("rich", "zh")).pages]
    assert len(set(ids)) == len(ids)
    told = {one.split("_")[0] for one in ids}
    assert set(pages_of("full")) - {"quality", "initiatives", "record"} <= told


def test_cover_tells_whose_report_it_is() -> None:
    """Merchant, category, date, n and report id stand on the cover."""
    cover = compose(proposed("rich", "zh")).cover
    assert cover.merchant == "云岫护肤·演示"
    values = dict(cover.lines)
    assert values["类目"] == "美妆个护"
    assert values["数据截至"] == "2026年10月26日"
    assert values["作答"] == "受邀8人，7人作答"
    assert values["报告编号"] == "FO-2026-0001"


def test_unknown_codes_name_themselves() -> None:
    """A category or tier that the catalogue does not know is printed as it is."""
    source = proposed("no_facts", "en")
    strange = replace(source.merchant, category="toys", gmv_tier="G9")
    document = compose(replace(source, merchant=strange))
    assert "toys" in document.running_head
    assert ("Size", "G9") in document.cover.lines
