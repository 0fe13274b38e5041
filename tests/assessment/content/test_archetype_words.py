"""The words for names of fitted archetypes: complete, and every gap found."""

import tomllib
from collections.abc import Callable

import pytest

from assessment.content import loader
from assessment.content.archetype_words_checks import check_archetype_words
from assessment.content.sources import ARCHETYPE_WORDS, CONTENT, instrument_source
from assessment.domain.errors import ContentInvalid
from assessment.domain.text import LOCALES

SHIPPED = (CONTENT / ARCHETYPE_WORDS).read_text(encoding="utf-8")
INSTRUMENT = instrument_source("fact", "1.0.0")


def test_the_shipped_words_are_complete() -> None:
    """No problem, and the loader gives a name to every dimension of the instrument in both languages."""
    assert check_archetype_words(SHIPPED.encode(), INSTRUMENT) == ()
    words = loader.archetype_words()
    for dimension in loader.shipped_instrument().dimensions:
        assert all(words.dimensions[dimension.id].name.get(locale) for locale in LOCALES)


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("[dimensions.SE]", "[dimensions.XX]", "dimensions", "missing_key"),
        ('advanced = { zh = "成熟期"', 'grown = { zh = "成熟期"', "levels", "missing_key"),
        ("{a}驱动", "驱动", "patterns.ahead_one.zh", "other_placeholders"),
        ('{a}-lagging"', '{a-lagging"', "patterns.behind_one.en", "broken_placeholder"),
        ("balanced = { zh", "even = { zh", "patterns", "missing_key"),
        ('en = "goods"', 'en = ""', "dimensions.PR.name.en", "empty_text"),
    ],
)
def test_a_gap_is_found_where_it_is(old: str, new: str, place: str, code: str) -> None:
    """Each planted fault is reported at its place."""
    assert old in SHIPPED
    found = check_archetype_words(SHIPPED.replace(old, new, 1).encode(), INSTRUMENT)
    assert (place, code) in {(one.place, one.code) for one in found}


def test_patterns_that_are_no_texts_do_not_stop_the_check() -> None:
    """A file of another shape is described, never failed on."""
    assert check_archetype_words(b"patterns = 3\nlevels = []\n", INSTRUMENT)
    assert check_archetype_words(b"not toml", INSTRUMENT)[0].code == "not_toml"
    tree = tomllib.loads(SHIPPED)
    assert set(tree) == {"levels", "level_meanings", "dimensions", "patterns"}


def test_words_with_problems_are_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loader refuses what the check does not pass, with every problem."""
    load: Callable[[None], object] = loader.words_of.__wrapped__
    monkeypatch.setattr(loader, "check_archetype_words", lambda *_: ("problem",))
    with pytest.raises(ContentInvalid) as refusal:
        load(None)
    assert refusal.value.fields["problems"] == ("problem",)
