"""A sample of the hostile set in every run of the suite; `tests.benchmarks.hostile` tries all of it."""

from dataclasses import replace

from assessment.domain.editions import CoverWords, ReportChoices, ReportLook, TextEdit
from reports.compose import compose
from reports.narrative import edited, texts
from tests.benchmarks.hostile import attack
from tests.benchmarks.hostile_texts import FIXED, hostile_texts
from tests.reports.merchants import mid_size


def test_no_text_breaks_a_report() -> None:
    """No exception, no fault in the file, no unlisted 〓, nothing opened, with every known attack."""
    tally = attack(200)
    assert dict(tally.faults) == {}
    assert tally.reports == 1
    assert "م" in tally.missing
    assert tally.shortened > 0


def test_the_set_is_the_same_everywhere() -> None:
    """The texts are drawn by a seeded die, so that a fault can be looked for again."""
    first = list(hostile_texts(400))
    assert first == list(hostile_texts(400))
    assert len(set(first)) > 380
    assert list(hostile_texts(400, seed=6))[: len(FIXED)] == first[: len(FIXED)]
    assert list(hostile_texts(400, seed=6)) != first


def test_invisible_wordings_leave_the_composed_text() -> None:
    """Words of which nothing can be drawn are no words: cover and titles stay as composed."""
    source, nothing = mid_size(), "\u200b\x00\ufeff"
    plain = compose(source)
    look = ReportLook(cover=CoverWords(nothing, nothing, nothing, nothing, nothing))
    assert compose(replace(source, choices=ReportChoices(look))) == plain
    first = texts(plain)[0]
    assert edited(plain, [TextEdit("zh", first.place, first.text, nothing)], "zh").document == plain
