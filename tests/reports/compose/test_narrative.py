"""Wordings by hand: every text has an address, no wording is lost, and readers learn when figures moved."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.editions import TextEdit
from reports.differences import differences
from reports.document import Page, Prose, ReportDocument, SoWhat, SoWhatPoint
from reports.narrative import AppliedEdit, edited, texts

WORDS = st.text("得分人数提升比较12345。，ab ", max_size=12)


def page(page_id: str, n: str = "3", *, ask: str = "决策请求：补2人。") -> Page:
    """Make a page whose texts all differ by its id and name the figure `n`."""
    points = tuple(SoWhatPoint(f"{page_id}要点{k}", f"{page_id}第{k}条差{n}分。") for k in "甲乙")
    prose = Prose(((f"{page_id}标题", f"{page_id}正文{n}。"), ("", f"{page_id}第二段。")))
    return Page(
        page_id, "", f"{page_id}得{n}分", f"{page_id}副题", (prose,), SoWhat(points, ask), "来源：甲。"
    )


def report(*pages: Page) -> ReportDocument:
    """Make a report of these pages."""
    return ReportDocument("zh", "报告", "2026-09-30", "页眉", None, pages)


def edit(place: str, document: ReportDocument, text: str = "手写的话") -> TextEdit:
    """Word a text by hand as it is composed in `document`."""
    return TextEdit("zh", place, next(b.text for b in texts(document) if b.place == place), text)


def only(document: ReportDocument, one: TextEdit) -> tuple[ReportDocument, AppliedEdit]:
    """Apply one wording."""
    done = edited(document, (one,), "zh")
    return done.document, done.applied[0]


def test_addresses_name_page_and_place() -> None:
    """Places are in reading order, and a second page of one id is told apart."""
    places = [block.place for block in texts(report(page("gaps"), page("gaps")))]
    first = ["title", "subtitle", "prose/1/head", "prose/1/body", "prose/2/body"]
    first += ["point/1/head", "point/1/body", "point/2/head", "point/2/body", "ask"]
    assert places == [f"{key}/{place}" for key in ("gaps", "gaps#2") for place in first]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_every_text_can_be_worded_and_nothing_else_moves(data: st.DataObject) -> None:
    """Wording any choice of texts changes these texts and the source lines of their pages, nothing more."""
    document = report(page("gaps"), page("peers"), page("gaps", "5"))
    blocks = texts(document)
    chosen = data.draw(st.lists(st.sampled_from(blocks), unique_by=lambda b: b.place))
    done = edited(document, [TextEdit("zh", b.place, b.text, f"新{b.place}") for b in chosen], "zh")
    assert [one.state for one in done.applied] == ["current"] * len(chosen)
    expected = {b.place: b.text for b in blocks} | {b.place: f"新{b.place}" for b in chosen}
    assert {b.place: b.text for b in texts(done.document)} == expected
    for old, new, key in zip(document.pages, done.document.pages, ("gaps", "peers", "gaps#2"), strict=True):
        n = sum(b.page == key for b in chosen)
        assert (old.source != new.source) == (n > 0)
        assert n == 0 or f"本页有{n}处" in new.source


def test_no_wording_leaves_the_report_as_it_is() -> None:
    """Without wordings, or with those of the other language or blank ones, the very same report returns."""
    document = report(page("gaps"))
    other = replace(edit("gaps/title", document), locale="en")
    blank = edit("gaps/ask", document, "  ")
    assert edited(document, (other, blank), "zh").document is document


def test_a_wording_whose_figures_moved_is_printed_and_told() -> None:
    """Another composed text at the place: the wording stays, and the source line says so."""
    one = edit("gaps/title", report(page("gaps")))
    document, applied = only(report(page("gaps", "4")), one)
    assert (applied.state, applied.place, applied.composed) == ("moved", "gaps/title", "gaps得4分")
    assert document.pages[0].title == "手写的话"
    assert document.pages[0].source == (
        "来源：甲；本页有1处文字为手工改写；其中1处改写之后，所依据的数据已有变化。"
    )


def test_a_wording_follows_its_text() -> None:
    """A point that changed places keeps its wording, also when its figures changed on the way."""
    before = report(page("gaps"))
    for n, state in (("3", "current"), ("4", "moved")):
        now = page("gaps", n)
        assert now.so_what
        turned = replace(now, so_what=replace(now.so_what, points=now.so_what.points[::-1]))
        document, applied = only(report(turned), edit("gaps/point/1/body", before))
        assert (applied.state, applied.place) == (state, "gaps/point/2/body")
        assert document.pages[0].so_what
        assert [p.body == "手写的话" for p in document.pages[0].so_what.points] == [False, True]


def test_a_wording_without_a_place_is_kept() -> None:
    """A page that is not there any more leaves the wording in the list and the report as it is."""
    one = edit("peers/title", report(page("peers")))
    document, applied = only(report(page("gaps")), one)
    assert (applied.state, applied.edit, applied.place) == ("gone", one, "")
    assert document == report(page("gaps"))


def test_two_wordings_never_share_a_place() -> None:
    """The wording that follows its text takes the place; the one that stood there is kept, not printed."""
    before, now = page("gaps"), page("gaps")
    assert now.so_what
    shorter = replace(now, so_what=replace(now.so_what, points=now.so_what.points[1:]))
    edits = [edit(f"gaps/point/{n}/body", report(before), f"话{n}") for n in (1, 2)]
    done = edited(report(shorter), edits, "zh")
    assert [(one.state, one.place) for one in done.applied] == [
        ("gone", ""), ("current", "gaps/point/1/body"),
    ]  # fmt: skip


@given(before=WORDS, after=WORDS)
def test_differences_make_up_both_wordings(before: str, after: str) -> None:
    """What is removed and what stays is the earlier text, what is added and what stays the later one."""
    found = differences(before, after)
    assert "".join(c.text for c in found if c.kind != "added") == before
    assert "".join(c.text for c in found if c.kind != "removed") == after
    assert all(c.text for c in found)
    assert (before == after) == all(c.kind == "same" for c in found)


def test_a_little_word_between_two_changes_is_told_with_them() -> None:
    """An "of" or "the" that happens to stand in both wordings does not tear a sentence into shreds."""
    told = [(c.kind, c.text) for c in differences("100% of draws; repair posts.", "Fill in facts of today.")]
    assert told == [
        ("removed", "100% of draws; repair posts"), ("added", "Fill in facts of today"), ("same", "."),
    ]  # fmt: skip


def test_differences_keep_numbers_and_words_whole() -> None:
    """A changed number is told whole, and English is compared by words."""
    told = [(c.kind, c.text) for c in differences("Score 2.41 of 5, hire two", "Score 2.45 of 5, hire three")]
    assert told == [
        ("same", "Score "), ("removed", "2.41"), ("added", "2.45"), ("same", " of 5, hire "),
        ("removed", "two"), ("added", "three"),
    ]  # fmt: skip
