"""Checks of an instrument file that go beyond the shape of its tables."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from assessment.content.problems import Notes, Table, place_of, tables, text, texts
from assessment.domain.instrument import (
    Dimension,
    Item,
    Maturity,
    NotApplicableRule,
    Overlay,
    Position,
    Role,
    Scale,
    SubCapability,
)
from assessment.domain.text import LOCALES, LocalizedText

ID_PATTERN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*(-[0-9]+)?")
INSTRUMENT_ID: Final = re.compile(r"[a-z][a-z0-9_-]*")
VERSION_PATTERN: Final = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
SNOWBALL: Final = frozenset({"traffic", "conversion", "retention"})
"""The three elements of the snowball: 汇流量, 促转化, 聚沉淀."""


@dataclass(frozen=True, slots=True)
class InstrumentFile:
    """An instrument as it is written: one array of tables a kind of entry, named in the singular."""

    id: str
    version: str
    name: LocalizedText
    scale: Scale
    dimension: tuple[Dimension, ...]
    item: tuple[Item, ...]
    sub_capability: tuple[SubCapability, ...] = ()
    role: tuple[Role, ...] = ()
    position: tuple[Position, ...] = ()
    overlay: tuple[Overlay, ...] = ()
    not_applicable_rule: tuple[NotApplicableRule, ...] = ()
    maturity: Maturity | None = None
    seconds_per_item: int = 20


_KINDS: Final = ("dimension", "sub_capability", "role", "position", "overlay", "not_applicable_rule", "item")


@dataclass(frozen=True, slots=True)
class _Known:
    """Ids that entries may refer to."""

    ids: dict[str, frozenset[str]]
    metrics: frozenset[str]

    @classmethod
    def of(cls, tree: Table, metrics: Iterable[str]) -> "_Known":
        ids = {kind: frozenset(text(entry, "id") for entry in tables(tree, kind)) for kind in _KINDS}
        return cls(ids, frozenset(metrics))


def note_instrument(notes: Notes, tree: Table, metrics: Iterable[str]) -> None:
    """Note every fault of meaning in a parsed instrument file; tolerant of faults of shape."""
    known = _Known.of(tree, metrics)
    if (own_id := text(tree, "id")) and not INSTRUMENT_ID.fullmatch(own_id):
        notes.add("id", "malformed_id", id=own_id)
    if (version := text(tree, "version")) and not VERSION_PATTERN.fullmatch(version):
        notes.add("version", "malformed_version", value=version)
    n_levels = _note_scale(notes, tree)
    for kind in _KINDS:
        note_ids(notes, tables(tree, kind), kind)
    for number, entry in enumerate(tables(tree, "sub_capability"), start=1):
        _note_sub_capability(notes, place_of("sub_capability", entry, number), entry, known)
    for number, entry in enumerate(tables(tree, "not_applicable_rule"), start=1):
        place = place_of("not_applicable_rule", entry, number)
        _note_references(notes, f"{place}.positions", texts(entry, "positions"), known.ids["position"])
    for number, entry in enumerate(tables(tree, "overlay"), start=1):
        parts = known.ids["sub_capability"] | known.ids["item"]
        _note_references(notes, place_of("overlay", entry, number) + ".parts", texts(entry, "parts"), parts)
    for number, entry in enumerate(tables(tree, "item"), start=1):
        place = place_of("item", entry, number)
        _note_item(notes, place, entry, known)
        _note_anchors(notes, place, entry, n_levels, labelled=_has_labels(tree))
    _note_positions_of_items(notes, tree)
    _note_duplicate_wording(notes, tables(tree, "item"))
    _note_empty_parts(notes, tree)


def note_ids(
    notes: Notes, entries: Iterable[Table], kind: str, pattern: re.Pattern[str] = ID_PATTERN
) -> None:
    """Note malformed ids and ids used twice among the entries of one kind."""
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        entry_id = text(entry, "id")
        if not entry_id:
            continue
        place = place_of(kind, entry, number)
        if not pattern.fullmatch(entry_id):
            notes.add(place, "malformed_id", id=entry_id)
        if entry_id in seen:
            notes.add(place, "duplicate_id", id=entry_id)
        seen.add(entry_id)


def _note_scale(notes: Notes, tree: Table) -> int | None:
    """Check scale and bands; return the number of levels when it is known."""
    scale = tree.get("scale")
    low, high = (scale.get("low"), scale.get("high")) if isinstance(scale, dict) else (None, None)
    if not isinstance(scale, dict) or not isinstance(low, int) or not isinstance(high, int):
        return None
    if low < 1 or high <= low or high > 200:  # noqa: PLR2004 - stored as bytes: 0 and 254 up have meanings
        notes.add("scale", "impossible_scale", low=low, high=high)
        return None
    labels = scale.get("labels", [])
    if isinstance(labels, list) and labels and len(labels) != high - low + 1:
        notes.add("scale.labels", "wrong_count", expected=high - low + 1, actual=len(labels))
    _note_bands(notes, tree, low, high)
    return high - low + 1


def _note_bands(notes: Notes, tree: Table, low: int, high: int) -> None:
    maturity = tree.get("maturity")
    if not isinstance(maturity, dict):
        return
    cuts, names = maturity.get("cuts", []), maturity.get("names", [])
    if not isinstance(cuts, list) or not all(isinstance(cut, int | float) for cut in cuts):
        return
    if any(left >= right for left, right in pairwise([low, *cuts, high])):
        notes.add("maturity.cuts", "cuts_not_rising", low=low, high=high)
    if isinstance(names, list) and len(names) != len(cuts) + 1:
        notes.add("maturity.names", "wrong_count", expected=len(cuts) + 1, actual=len(names))


def _has_labels(tree: Table) -> bool:
    scale = tree.get("scale")
    return isinstance(scale, dict) and bool(scale.get("labels"))


def _note_references(notes: Notes, place: str, ids: Iterable[str], known: frozenset[str]) -> None:
    for entry_id in ids:
        if entry_id not in known:
            notes.add(place, "unknown_id", id=entry_id)


def _note_sub_capability(notes: Notes, place: str, entry: Table, known: _Known) -> None:
    _note_references(notes, f"{place}.dimension", _given(entry, "dimension"), known.ids["dimension"])
    _note_references(notes, f"{place}.metric", _given(entry, "metric"), known.metrics)
    for name in ("primary_positions", "secondary_positions"):
        _note_references(notes, f"{place}.{name}", texts(entry, name), known.ids["position"])
    snowball = entry.get("snowball", {})
    if isinstance(snowball, dict):
        _note_references(notes, f"{place}.snowball", snowball, SNOWBALL)
        for name, parts in snowball.items():
            if isinstance(parts, int | float) and parts <= 0:
                notes.add(f"{place}.snowball.{name}", "not_positive")


def _given(entry: Table, name: str) -> tuple[str, ...]:
    return (text(entry, name),) if text(entry, name) else ()


def _note_item(notes: Notes, place: str, entry: Table, known: _Known) -> None:
    for name, kind in (
        ("dimension", "dimension"),
        ("sub_capability", "sub_capability"),
        ("not_applicable", "not_applicable_rule"),
    ):
        _note_references(notes, f"{place}.{name}", _given(entry, name), known.ids[kind])
    for name, kind in (("roles", "role"), ("positions", "position")):
        _note_references(notes, f"{place}.{name}", texts(entry, name), known.ids[kind])
    _note_references(notes, f"{place}.metric", _given(entry, "metric"), known.metrics)


def _note_anchors(notes: Notes, place: str, entry: Table, n_levels: int | None, *, labelled: bool) -> None:
    anchors = entry.get("anchors", [])
    if not isinstance(anchors, list) or n_levels is None:
        return
    if not anchors and not labelled:
        notes.add(f"{place}.anchors", "no_wording_of_levels")
    elif anchors and len(anchors) != n_levels:
        notes.add(f"{place}.anchors", "wrong_count", expected=n_levels, actual=len(anchors))
    for locale in LOCALES:
        words = Counter(text(anchor, locale) for anchor in anchors if isinstance(anchor, dict))
        for wording, count in words.items():
            if wording and count > 1:
                notes.add(f"{place}.anchors", "duplicate_wording", text=wording, other=place)


def _note_positions_of_items(notes: Notes, tree: Table) -> None:
    """Items of a sub-capability stand together, carry its id and count upwards; so does its dimension."""
    home = {text(entry, "id"): text(entry, "dimension") for entry in tables(tree, "sub_capability")}
    order = list(home)
    place_in_order, last_number = -1, 0
    for number, entry in enumerate(tables(tree, "item"), start=1):
        part, item_id, place = (
            text(entry, "sub_capability"),
            text(entry, "id"),
            place_of("item", entry, number),
        )
        if part not in home:
            continue
        if (dimension := text(entry, "dimension")) and dimension != home[part]:
            notes.add(f"{place}.dimension", "wrong_dimension", expected=home[part], actual=dimension)
        prefix, _, tail = item_id.rpartition("-")
        expected = last_number + 1 if order.index(part) == place_in_order else 1
        if prefix != part or tail != str(expected) or order.index(part) < place_in_order:
            notes.add(place, "out_of_place", id=item_id, expected=f"{part}-{expected}")
        place_in_order, last_number = max(place_in_order, order.index(part)), expected


def _note_duplicate_wording(notes: Notes, items: list[Table]) -> None:
    """No two items may ask the same thing in the same words."""
    first: dict[str, str] = {}
    for number, entry in enumerate(items, start=1):
        place, stem = place_of("item", entry, number), entry.get("stem")
        for locale in LOCALES:
            wording = text(stem, locale).strip().casefold() if isinstance(stem, dict) else ""
            if wording and first.setdefault(wording, place) != place:
                notes.add(f"{place}.stem.{locale}", "duplicate_wording", text=wording, other=first[wording])


def _note_empty_parts(notes: Notes, tree: Table) -> None:
    """Every dimension and sub-capability is measured by at least one item."""
    for kind in ("dimension", "sub_capability"):
        used = {text(entry, kind) for entry in tables(tree, "item")}
        for number, entry in enumerate(tables(tree, kind), start=1):
            if text(entry, "id") not in used:
                notes.add(place_of(kind, entry, number), "no_items", id=text(entry, "id"))
