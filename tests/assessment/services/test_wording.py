"""Every failure has one clear sentence in both languages, without codes."""

import inspect
import re
from pathlib import Path
from string import Formatter

import pytest

import assessment
from assessment.content import words
from assessment.domain import errors
from assessment.domain.errors import FactOrgError, FieldInvalid, StaleRevision, WaveNotOpen
from assessment.domain.text import LOCALES, Locale
from assessment.services.wording import explain

CLASSES = sorted(
    (c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, FactOrgError)),
    key=lambda c: c.code,
)
FIELDS_TOLD = {"link_expired": {"expired_on"}, "text_too_long": {"field", "limit"}}
"""Fields whose docstring tells them in another form."""


def described_fields(kind: type[FactOrgError]) -> set[str]:
    """Names after "Fields:" in a docstring."""
    found = re.search(r"Fields: ([a-z_, ]+)", kind.__doc__ or "")
    return FIELDS_TOLD.get(kind.code, set()) | {
        f.strip() for f in (found[1] if found else "").split(",") if f
    }


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.code)
def test_each_error_has_a_sentence_filled_by_its_own_fields(kind: type[FactOrgError], locale: Locale) -> None:
    """The sentence exists, ends like one, and asks only for fields that the error carries."""
    sentence = words.catalogue(locale)[f"errors.{kind.code}"]
    asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    assert asked <= described_fields(kind)
    assert sentence.endswith("。" if locale == "zh" else ".")
    told = explain(kind(**dict.fromkeys(asked, "7")), locale)
    assert "{" not in told
    assert told.count("7") >= len(asked)


def test_no_sentence_is_left_over() -> None:
    """A sentence without an error is a leftover."""
    keys = {key.split(".")[1] for key in words.catalogue("zh") if re.fullmatch(r"errors\.[a-z_]+", key)}
    assert keys == {kind.code for kind in CLASSES}


def test_codes_are_unique() -> None:
    """Two facts never share a code."""
    assert len({kind.code for kind in CLASSES}) == len(CLASSES)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reason_that_is_raised_has_words(locale: Locale) -> None:
    """No code of a reason reaches a person."""
    found = set()
    for path in Path(assessment.__file__).parent.rglob("*.py"):
        if path.parent.name in ("services", "storage", "access"):
            found |= set(re.findall(r'reason="([a-z_]+)"', path.read_text(encoding="utf-8")))
    assert len(found) > 15
    catalogue = words.catalogue(locale)
    assert {reason for reason in found if f"errors.reasons.{reason}" not in catalogue} == set()


def test_codes_become_words_and_words_stay() -> None:
    """Field, reason and status are translated; labels of a page and unknown texts are kept."""
    assert explain(FieldInvalid(field="name", reason="blank"), "zh") == "“名称”没有保存：请填写内容。"
    assert explain(FieldInvalid(field="商家名称", reason="请填写"), "zh") == "“商家名称”没有保存：请填写。"
    assert "已经关闭" in explain(WaveNotOpen(status="closed"), "zh")
    assert "F4.month1" not in explain(FieldInvalid(field="F4.month1", reason="not_a_number"), "zh")


def test_unforeseen_errors_have_a_sentence_too() -> None:
    """An error without a sentence, or without a field that it needs, is told as unforeseen."""

    class Unheard(FactOrgError):
        code = "unheard_of"

    unforeseen = words.say("en", "errors.unexpected")
    assert explain(Unheard(), "en") == unforeseen
    assert explain(FieldInvalid(), "en") == unforeseen
    assert explain(StaleRevision(), "en") != unforeseen
