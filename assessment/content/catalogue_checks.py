"""Checks of the catalogues: both languages complete, with the same placeholders."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from assessment.content.problems import Notes, Problem
from assessment.content.punctuation import placeholders
from assessment.content.shape import note_marks
from assessment.content.words import LOCALES_FOLDER, flatten
from assessment.domain.text import LOCALES, Locale

Sentences = Mapping[str, object]


def check_catalogues(folder: Path = LOCALES_FOLDER) -> tuple[Problem, ...]:
    """Every problem of all catalogues under ``<folder>/<locale>/<area>.toml``."""
    areas = sorted({path.name for locale in LOCALES for path in (folder / locale).glob("*.toml")})
    found: list[Problem] = []
    for area in areas:
        found.extend(_check_area(folder, area))
    return tuple(found)


def _check_area(folder: Path, area: str) -> list[Problem]:
    notes = {locale: Notes(f"locales/{locale}/{area}") for locale in LOCALES}
    words = {locale: _read(notes[locale], folder / locale / area) for locale in LOCALES}
    for locale in LOCALES:
        other = next(name for name in LOCALES if name != locale)
        for key in words[other]:
            if key not in words[locale]:
                notes[locale].add(key, "missing_key", key=key)
        for key, sentence in words[locale].items():
            _note_sentence(notes[locale], locale, key, sentence)
    _note_placeholders(notes["en"], words["zh"], words["en"])
    return [problem for locale in LOCALES for problem in notes[locale].found]


def _read(notes: Notes, path: Path) -> Sentences:
    if not path.is_file():
        notes.add("file", "missing_file")
        return {}
    try:
        return dict(flatten(tomllib.loads(path.read_text(encoding="utf-8")), path.stem))
    except UnicodeDecodeError as error:
        notes.add("file", "not_utf8", position=error.start)
    except tomllib.TOMLDecodeError as error:
        notes.add("file", "not_toml", reason=error)
    return {}


def _note_sentence(notes: Notes, locale: Locale, key: str, sentence: object) -> None:
    if not isinstance(sentence, str):
        notes.add(key, "not_text")
    elif not sentence.strip():
        notes.add(key, "empty_text")
    elif placeholders(sentence) is None:
        notes.add(key, "broken_placeholder")
    else:
        note_marks(notes, key, locale, sentence)


def _note_placeholders(notes: Notes, zh: Sentences, en: Sentences) -> None:
    for key in zh.keys() & en.keys():
        chinese, english = zh[key], en[key]
        if not isinstance(chinese, str) or not isinstance(english, str):
            continue
        expected, actual = placeholders(chinese), placeholders(english)
        if expected is not None and actual is not None and expected != actual:
            notes.add(key, "other_placeholders", expected=_listed(expected), actual=_listed(actual))


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "-"
