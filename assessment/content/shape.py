"""Checks the shape of a parsed file against the dataclass that it will become.

The dataclass is the only declaration: its fields are the keys of the table, fields without default
(unless they may be None) are required, and types say what a value must be. Every fault is noted;
nothing stops at the first.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from assessment.content.conditions import note_condition
from assessment.content.problems import Notes, place_of
from assessment.content.punctuation import full_width_marks, half_width_marks
from assessment.domain.organization import Condition
from assessment.domain.text import LOCALES, Locale, LocalizedText

Pairs = tuple[tuple[str, float], ...]
"""Named weights: a table of numbers in the file."""


def note_shape(notes: Notes, place: str, value: object, kind: Any) -> None:  # noqa: ANN401 - any annotation
    """Note every way in which `value` is not a `kind` (a type annotation of the domain)."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        note_shape(notes, place, value, next(part for part in get_args(kind) if part is not type(None)))
    elif kind in _CHECKS:
        _CHECKS[kind](notes, place, value)
    elif origin is Literal:
        if value not in get_args(kind):
            notes.add(place, "not_one_of", value=value, allowed=", ".join(map(str, get_args(kind))))
    elif origin is tuple:
        _note_list(notes, place, value, get_args(kind)[0])
    elif origin is not None and issubclass(origin, Mapping):
        _note_mapping(notes, place, value, get_args(kind)[1])
    elif isinstance(kind, type) and is_dataclass(kind):
        _note_table(notes, place, value, kind)


def _note_text(notes: Notes, place: str, value: object) -> None:
    if not isinstance(value, str):
        notes.add(place, "not_text")
    elif not value.strip():
        notes.add(place, "empty_text")
    elif value != value.strip():
        notes.add(place, "outer_space")


def _note_number(notes: Notes, place: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        notes.add(place, "not_number")


def _note_whole(notes: Notes, place: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        notes.add(place, "not_whole")


def _note_yes_no(notes: Notes, place: str, value: object) -> None:
    if not isinstance(value, bool):
        notes.add(place, "not_yes_no")


def _note_localized(notes: Notes, place: str, value: object) -> None:
    if not isinstance(value, dict):
        notes.add(place, "not_localized")
        return
    for locale in LOCALES:
        if locale not in value:
            notes.add(f"{place}.{locale}", "missing_language", language=locale)
            continue
        wording = value[locale]
        _note_text(notes, f"{place}.{locale}", wording)
        if isinstance(wording, str):
            note_marks(notes, f"{place}.{locale}", locale, wording)
    for name in value.keys() - set(LOCALES):
        notes.add(f"{place}.{name}", "unknown_key", key=name)


def note_marks(notes: Notes, place: str, locale: Locale, sentence: str) -> None:
    """Note half-width marks in a Chinese sentence, full-width marks in an English one."""
    if locale == "zh" and (marks := half_width_marks(sentence)):
        notes.add(place, "half_width", marks=marks)
    if locale == "en" and (marks := full_width_marks(sentence)):
        notes.add(place, "full_width", marks=marks)


def _note_pairs(notes: Notes, place: str, value: object) -> None:
    _note_mapping(notes, place, value, float)


def _note_list(notes: Notes, place: str, value: object, kind: Any) -> None:  # noqa: ANN401 - any annotation
    if not isinstance(value, list):
        notes.add(place, "not_list")
        return
    for number, part in enumerate(value, start=1):
        inner = place_of(place, part, number) if isinstance(part, dict) else f"{place}[{number}]"
        note_shape(notes, inner, part, kind)


def _note_mapping(notes: Notes, place: str, value: object, kind: Any) -> None:  # noqa: ANN401 - any annotation
    if not isinstance(value, dict):
        notes.add(place, "not_table")
        return
    for name, part in value.items():
        note_shape(notes, f"{place}.{name}", part, kind)


def _is_required(column: Field[Any], kind: object) -> bool:
    """Whether a table must have the key: it has no default, and may not be None."""
    has_default = column.default is not MISSING or column.default_factory is not MISSING
    return not has_default and type(None) not in get_args(kind)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    """Types of the columns of a kind of table; working them out takes longer than any check."""
    return get_type_hints(kind)


def _note_table(notes: Notes, place: str, value: object, kind: type) -> None:
    if not isinstance(value, dict):
        notes.add(place, "not_table")
        return
    hints = _hints(kind)
    prefix = f"{place}." if place else ""
    for column in fields(kind):
        if column.name in value:
            note_shape(notes, prefix + column.name, value[column.name], hints[column.name])
        elif _is_required(column, hints[column.name]):
            notes.add(prefix + column.name, "missing_key", key=column.name)
    for name in value:
        if name not in hints:
            notes.add(prefix + name, "unknown_key", key=name)


_CHECKS: Mapping[object, Callable[[Notes, str, object], None]] = {
    str: _note_text,
    float: _note_number,
    int: _note_whole,
    bool: _note_yes_no,
    LocalizedText: _note_localized,
    Condition: note_condition,
    Pairs: _note_pairs,
}
