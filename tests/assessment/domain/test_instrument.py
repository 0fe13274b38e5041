"""Routing of items and the rules of an answer vector."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.errors import AnswerNotAllowed, UnknownItem
from assessment.domain.instrument import Dimension, Instrument, Item, Scale
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN, blank_answers, with_answer
from assessment.domain.text import LocalizedText, as_locale

WORD = LocalizedText("词", "word")


def instrument(*, roles: bool = True) -> Instrument:
    """Three items: one for owners and core, one for media, one for everybody with N/A."""
    return Instrument(
        id="tiny",
        version="1.0.0",
        name=WORD,
        scale=Scale(1, 5, (WORD,) * 5),
        dimensions=(Dimension("D", WORD),),
        items=(
            Item("D-1", "D", WORD, core=True, roles=("OWN",) if roles else ()),
            Item("D-2", "D", WORD, roles=("MEDIA",) if roles else ()),
            Item("D-3", "D", WORD, not_applicable="none"),
        ),
        digest="0" * 64,
    )


def ids(items: tuple[Item, ...]) -> list[str]:
    """Ids in order."""
    return [item.id for item in items]


def test_owner_core_form_asks_only_starred_items() -> None:
    """The core form of a role is the starred items of that role."""
    assert ids(instrument().items_for("OWN", "core")) == ["D-1"]


def test_role_form_adds_items_open_to_everybody() -> None:
    """An item without roles is asked of every role."""
    assert ids(instrument().items_for("MEDIA", "role")) == ["D-2", "D-3"]


def test_core_form_without_starred_items_falls_back_to_the_role() -> None:
    """A role without starred items answers its role form rather than nothing."""
    assert ids(instrument().items_for("MEDIA", "core")) == ["D-2", "D-3"]


def test_consultants_and_the_full_form_see_every_item() -> None:
    """Consultants may answer every item; so may anyone who takes the full form."""
    assert ids(instrument().items_for("CST", "role")) == ["D-1", "D-2", "D-3"]
    assert ids(instrument().items_for("MEDIA", "full")) == ["D-1", "D-2", "D-3"]


def test_instrument_without_roles_asks_everybody_everything() -> None:
    """A foreign instrument that knows no roles routes nothing away."""
    assert len(instrument(roles=False).items_for("anyone", "core")) == 3


@given(st.integers(0, 255), st.sampled_from(["D-1", "D-2", "D-3"]))
def test_only_legal_values_enter_a_vector(value: int, item_id: str) -> None:
    """A level of the scale, unknown, missing or an offered N/A is stored; nothing else is."""
    tiny = instrument()
    legal = value in (*range(1, 6), MISSING, UNKNOWN) or (value == NOT_APPLICABLE and item_id == "D-3")
    before = blank_answers(tiny)
    if legal:
        after = with_answer(tiny, before, item_id, value)
        changed = [i for i in range(3) if before[i] != after[i]]
        assert after[tiny.index[item_id]] == value
        assert changed in ([], [tiny.index[item_id]])
    else:
        with pytest.raises(AnswerNotAllowed):
            with_answer(tiny, before, item_id, value)


def test_unknown_item_is_refused() -> None:
    """A tampered item id never reaches the vector."""
    tiny = instrument()
    with pytest.raises(UnknownItem):
        with_answer(tiny, blank_answers(tiny), "D-9", 3)


@given(st.text())
def test_any_language_tag_reads_as_one_of_ours(tag: str) -> None:
    """A language tag of any shape yields a language that the product speaks."""
    assert as_locale(tag) in ("zh", "en")
