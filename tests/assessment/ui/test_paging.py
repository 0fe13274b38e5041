"""Cutting a sheet into screens."""

from hypothesis import given
from hypothesis import strategies as st

from assessment.content.loader import shipped_instrument
from assessment.domain.response import MISSING, UNKNOWN
from assessment.ui import paging

INSTRUMENT = shipped_instrument()


@given(chosen=st.sets(st.sampled_from([item.id for item in INSTRUMENT.items])), size=st.integers(1, 12))
def test_screens_hold_every_item_once(chosen: set[str], size: int) -> None:
    """No item is lost or asked twice, whatever is asked and however long a screen is."""
    items = [item for item in INSTRUMENT.items if item.id in chosen]
    pages = paging.sections(INSTRUMENT, items, size)
    assert sorted(item.id for page in pages for item in page.items) == sorted(chosen)


@given(size=st.integers(1, 12))
def test_a_screen_is_of_one_dimension_and_tears_no_sub_capability_apart(size: int) -> None:
    """A screen stays within its dimension; each sub-capability is on exactly one screen."""
    pages = paging.sections(INSTRUMENT, INSTRUMENT.items, size)
    assert all({item.dimension for item in page.items} == {page.dimension} for page in pages)
    homes = [
        (part.id, n)
        for part in INSTRUMENT.sub_capabilities
        for n, page in enumerate(pages)
        if any(item.sub_capability == part.id for item in page.items)
    ]
    assert len(homes) == len(INSTRUMENT.sub_capabilities)


@given(answers=st.lists(st.sampled_from([MISSING, 1, 5, UNKNOWN]), min_size=56, max_size=56))
def test_progress_counts_answers_and_finds_the_first_open_item(answers: list[int]) -> None:
    """Answered plus open is asked; the first open screen is the first that holds an open item."""
    vector = bytes(answers)
    rows = paging.progress(INSTRUMENT, INSTRUMENT.items, vector)
    left = paging.open_items(INSTRUMENT, INSTRUMENT.items, vector)
    assert sum(row.answered for row in rows) + len(left) == sum(row.asked for row in rows) == 56
    pages = paging.sections(INSTRUMENT, INSTRUMENT.items)
    found = paging.first_open(INSTRUMENT, pages, vector)
    with_open = [n for n, page in enumerate(pages) if set(page.items) & set(left)]
    assert found == (with_open[0] if with_open else None)
