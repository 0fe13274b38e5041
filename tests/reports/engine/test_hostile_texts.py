"""A sample of the hostile set in every run of the suite; `tests.benchmarks.hostile` tries all of it."""

from tests.benchmarks.hostile import attack
from tests.benchmarks.hostile_texts import FIXED, hostile_texts


def test_no_text_breaks_a_report() -> None:
    """No exception, no fault in the file, no unlisted 〓, nothing opened, with every known attack."""
    tally = attack(2 * len(FIXED))
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
