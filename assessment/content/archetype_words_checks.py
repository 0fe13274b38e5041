"""Checks of the words from which names of fitted archetypes are built."""

from typing import Final

from assessment.content.knowledge_checks import parse
from assessment.content.model_checks import ids_of, note_same
from assessment.content.problems import Notes, Problem, Table
from assessment.content.punctuation import placeholders
from assessment.content.shape import note_shape
from assessment.domain.organization import ArchetypeWords
from assessment.domain.text import LOCALES

LEVELS: Final = ("early", "growing", "advanced")
PATTERNS: Final = {
    "ahead_one": ("a",),
    "ahead_two": ("a", "b"),
    "behind_one": ("a",),
    "behind_two": ("a", "b"),
    "both": ("a", "b"),
    "balanced": (),
    "name": ("level", "shape"),
    "numbered": ("n", "name"),
    "balanced_meaning": (),
    "meanings": ("a", "b"),
    "description": ("level", "shape"),
}
"""Every pattern that names are built with, and the placeholders that it must hold."""


def check_archetype_words(source: bytes, instrument_source: bytes) -> tuple[Problem, ...]:
    """Every problem of the words; empty when they are fine.

    Parameters
    ----------
    source
        The file's bytes.
    instrument_source
        The instrument whose dimensions need words.
    """
    notes = Notes("organization/archetype_words.toml")
    tree = parse(notes, source)
    note_shape(notes, "", tree, ArchetypeWords)
    dimensions = ids_of(parse(Notes("instrument"), instrument_source), "dimension")
    for name, expected in (
        ("levels", LEVELS),
        ("level_meanings", LEVELS),
        ("dimensions", dimensions),
        ("patterns", PATTERNS),
    ):
        actual = tree.get(name)
        if isinstance(actual, dict):
            note_same(notes, name, actual, expected)
    patterns = tree.get("patterns")
    if isinstance(patterns, dict):
        _note_patterns(notes, patterns)
    return tuple(notes.found)


def _note_patterns(notes: Notes, patterns: Table) -> None:
    """Every pattern holds its placeholders in every language."""
    for name, expected in PATTERNS.items():
        wording = patterns.get(name)
        for locale in LOCALES:
            sentence = wording.get(locale) if isinstance(wording, dict) else None
            actual = placeholders(sentence) if isinstance(sentence, str) else frozenset(expected)
            if actual is None:
                notes.add(f"patterns.{name}.{locale}", "broken_placeholder")
            elif actual != frozenset(expected):
                notes.add(
                    f"patterns.{name}.{locale}",
                    "other_placeholders",
                    expected=", ".join(expected),
                    actual=", ".join(sorted(actual)),
                )
