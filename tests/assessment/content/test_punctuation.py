"""Marks that belong to one language only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.content.punctuation import full_width_marks, half_width_marks, placeholders

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)
NUMERALS = st.integers(min_value=0, max_value=99999).map(str)


@given(before=HAN, mark=st.sampled_from(",;:?!()"), after=HAN)
def test_a_half_width_mark_between_chinese_characters_is_found(before: str, mark: str, after: str) -> None:
    """Whatever stands around it, a half-width mark in running Chinese is reported once."""
    assert half_width_marks(before + mark + after) == mark


@given(before=HAN, mark=st.sampled_from("，；：？！（）"), after=HAN)
def test_full_width_marks_are_right_in_chinese_and_wrong_in_english(
    before: str, mark: str, after: str
) -> None:
    """The same mark is quiet in one language and reported in the other."""
    assert half_width_marks(before + mark + after) == ""
    assert full_width_marks(f"Stock {mark} locked") == mark


@given(left=NUMERALS, mark=st.sampled_from(",:"), right=NUMERALS)
def test_marks_inside_numbers_and_times_stay(left: str, mark: str, right: str) -> None:
    """1,000 and 10:30 keep their marks in Chinese."""
    assert half_width_marks(f"共{left}{mark}{right}件") == ""


@pytest.mark.parametrize("sentence", ["共{n:,}件", "见[说明](https://a.cn/?q=1)", ":material/check: 已保存"])
def test_placeholders_links_and_icons_are_not_prose(sentence: str) -> None:
    """Marks of the template language are not punctuation."""
    assert half_width_marks(sentence) == ""


def test_a_broken_placeholder_is_told_apart_from_none() -> None:
    """A sentence that cannot be filled is different from one without placeholders."""
    assert placeholders("50 {percent") is None
    assert placeholders("50 percent") == frozenset()
