"""Checks of structural rules and initiatives."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.content.conditions import DERIVED_KEYS, raw_leaves
from assessment.content.facts_checks import option_ids, raw_fields
from assessment.content.instrument_checks import note_ids
from assessment.content.problems import Notes, Table, place_of, tables, text, texts

RULE_ID: Final = re.compile(r"R[1-9][0-9]*")
INITIATIVE_ID: Final = re.compile(r"I[0-9]{2}")
HIGHEST_CASH_RANK: Final = 3


@dataclass(frozen=True, slots=True)
class Operands:
    """What conditions and effects may refer to."""

    sub_capabilities: frozenset[str]
    scores: frozenset[str]
    facts: Mapping[str, Table]
    initiatives: frozenset[str]

    @classmethod
    def of(cls, instrument: Table, facts: Table, initiatives: Table) -> "Operands":
        """Gather all ids from the parsed files."""
        parts = frozenset(text(entry, "id") for entry in tables(instrument, "sub_capability"))
        others = (text(entry, "id") for kind in ("dimension", "item") for entry in tables(instrument, kind))
        return cls(
            sub_capabilities=parts,
            scores=parts | frozenset(others),
            facts={key: field for _, key, field in raw_fields(facts)},
            initiatives=frozenset(text(entry, "id") for entry in tables(initiatives, "initiative")),
        )


def note_rules(notes: Notes, tree: Table, known: Operands) -> None:
    """Note every fault of meaning in the structural rules."""
    note_ids(notes, tables(tree, "rule"), "rule", RULE_ID)
    for number, rule in enumerate(tables(tree, "rule"), start=1):
        place = place_of("rule", rule, number)
        _note_source(notes, place, rule)
        _note_initiatives(notes, f"{place}.initiatives", texts(rule, "initiatives"), known)
        for leaf_place, leaf in raw_leaves(rule.get("when"), f"{place}.when"):
            note_operand(notes, leaf_place, leaf, known)


def note_initiatives(notes: Notes, tree: Table, known: Operands) -> None:
    """Note every fault of meaning in the initiatives."""
    entries = tables(tree, "initiative")
    note_ids(notes, entries, "initiative", INITIATIVE_ID)
    for number, entry in enumerate(entries, start=1):
        place = place_of("initiative", entry, number)
        _note_source(notes, place, entry)
        _note_initiatives(notes, f"{place}.prerequisites", texts(entry, "prerequisites"), known)
        part, effects = text(entry, "sub_capability"), entry.get("effects", {})
        if part and part not in known.sub_capabilities:
            notes.add(f"{place}.sub_capability", "unknown_id", id=part)
        for target in effects if isinstance(effects, dict) else ():
            if target not in known.sub_capabilities:
                notes.add(f"{place}.effects", "unknown_id", id=target)
        if entry.get("cash_rank") not in range(HIGHEST_CASH_RANK + 1):
            notes.add(f"{place}.cash_rank", "out_of_range", low=0, high=HIGHEST_CASH_RANK)
    for entry_id in _in_circle(entries):
        notes.add(f"initiative[{entry_id}].prerequisites", "circle", id=entry_id)


def _note_source(notes: Notes, place: str, entry: Table) -> None:
    """Seed words belong to the mark "seed" and to no other."""
    if (entry.get("source") == "seed") != bool(text(entry, "seed_words")):
        notes.add(f"{place}.source", "source_without_words")


def _note_initiatives(notes: Notes, place: str, ids: Iterable[str], known: Operands) -> None:
    for entry_id in ids:
        if entry_id not in known.initiatives:
            notes.add(place, "unknown_id", id=entry_id)


def note_operand(
    notes: Notes, place: str, leaf: Table, known: Operands, derived_keys: Mapping[str, type] = DERIVED_KEYS
) -> None:
    """Note what a comparison names and nobody knows, and values of another type.

    `derived_keys` are the figures that conditions of its kind may use, with the type of each.
    """
    score, fact, derived = text(leaf, "score"), text(leaf, "fact"), text(leaf, "derived")
    if score and score not in known.scores:
        notes.add(place, "unknown_score", id=score)
    elif derived and derived not in derived_keys:
        notes.add(place, "unknown_derived", id=derived)
    elif fact and fact not in known.facts:
        notes.add(place, "unknown_fact", id=fact)
    elif fact:
        _note_fact_value(notes, place, leaf, known.facts[fact])
    elif derived and isinstance(leaf.get("value"), bool) != (derived_keys[derived] is bool):
        notes.add(f"{place}.value", "wrong_type", key=derived)


def _note_fact_value(notes: Notes, place: str, leaf: Table, field: Table) -> None:
    value, kind = leaf.get("value"), field.get("kind")
    key = text(leaf, "fact")
    if kind == "choice":
        for option in value if isinstance(value, list) else [value]:
            if not isinstance(option, str) or option not in option_ids(field):
                notes.add(f"{place}.value", "unknown_option", key=key, option=option)
    elif isinstance(value, bool) != (kind == "yes_no") or isinstance(value, str | list):
        notes.add(f"{place}.value", "wrong_type", key=key)


def _in_circle(entries: Iterable[Table]) -> list[str]:
    """Find initiatives that, through their prerequisites, wait for themselves."""
    needs = {text(entry, "id"): texts(entry, "prerequisites") for entry in entries}

    def waits_for(start: str) -> set[str]:
        reached: set[str] = set()
        frontier = list(needs.get(start, []))
        while frontier:
            step = frontier.pop()
            if step not in reached:
                reached.add(step)
                frontier.extend(needs.get(step, []))
        return reached

    return [entry_id for entry_id in needs if entry_id in waits_for(entry_id)]
