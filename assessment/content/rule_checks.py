"""Checks of structural rules and initiatives."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from assessment.content.conditions import DERIVED_KEYS, note_condition, raw_leaves, read_condition
from assessment.content.facts_checks import option_ids, raw_fields
from assessment.content.instrument_checks import note_ids
from assessment.content.problems import Notes, Table, place_of, tables, text, texts
from assessment.content.reach import DERIVED_DOMAINS, Domain, Domains, can_hold
from assessment.domain.organization import Condition

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
    domains: Domains

    @classmethod
    def of(cls, instrument: Table, facts: Table, initiatives: Table) -> "Operands":
        """Gather all ids from the parsed files."""
        parts = frozenset(text(entry, "id") for entry in tables(instrument, "sub_capability"))
        others = (text(entry, "id") for kind in ("dimension", "item") for entry in tables(instrument, kind))
        scores, fields = parts | frozenset(others), {key: field for _, key, field in raw_fields(facts)}
        domains = {("score", key): _scale_of(instrument) for key in scores}
        domains |= {("fact", key): Domain.of_field(field) for key, field in fields.items()}
        return cls(
            sub_capabilities=parts,
            scores=scores,
            facts=fields,
            initiatives=frozenset(text(entry, "id") for entry in tables(initiatives, "initiative")),
            domains=domains | {("derived", key): domain for key, domain in DERIVED_DOMAINS.items()},
        )


def _scale_of(instrument: Table) -> Domain:
    scale = instrument.get("scale")
    return Domain.of_field({"kind": "number", **scale} if isinstance(scale, dict) else {})


def note_rules(notes: Notes, tree: Table, known: Operands) -> None:
    """Note every fault of meaning in the structural rules."""
    rules = tables(tree, "rule")
    note_ids(notes, rules, "rule", RULE_ID)
    conditions: dict[str, Condition] = {}
    for number, rule in enumerate(rules, start=1):
        place = place_of("rule", rule, number)
        note_source(notes, place, rule)
        note_unknown(notes, f"{place}.initiatives", texts(rule, "initiatives"), known.initiatives)
        condition = note_when(notes, f"{place}.when", rule.get("when"), known)
        if condition is not None:
            conditions[text(rule, "id")] = condition
    for number, rule in enumerate(rules, start=1):
        _note_excluded(notes, place_of("rule", rule, number), rule, conditions, known)


def _note_excluded(
    notes: Notes, place: str, rule: Table, conditions: Mapping[str, Condition], known: Operands
) -> None:
    """Rules that ask for opposite changes must not fire together."""
    own = conditions.get(text(rule, "id"))
    for other in texts(rule, "excludes"):
        if other not in conditions:
            notes.add(f"{place}.excludes", "unknown_id", id=other)
        elif own is not None and can_hold([own, conditions[other]], known.domains):
            notes.add(f"{place}.excludes", "contradictory_pair", id=text(rule, "id"), other=other)


def note_when(
    notes: Notes,
    place: str,
    tree: object,
    known: Operands,
    derived: Mapping[str, type] = DERIVED_KEYS,
) -> Condition | None:
    """Note every fault of meaning in an unread condition, and return it read when it has none.

    Parameters
    ----------
    notes, place
        Where to note.
    tree
        The condition; what is no condition is passed over here (the shape check reports it).
    known
        What it may compare.
    derived
        Derived figures that it may name.
    """
    shape, meaning = Notes(notes.path), Notes(notes.path)
    note_condition(shape, place, tree)
    for leaf_place, leaf in raw_leaves(tree, place):
        note_operand(meaning, leaf_place, leaf, known, derived)
    notes.found.extend(meaning.found)
    if shape.found or meaning.found or not isinstance(tree, dict):
        return None
    condition = read_condition(tree)
    _note_dead(notes, place, tree, known)
    return condition


def _note_dead(notes: Notes, place: str, tree: Table, known: Operands) -> None:
    """Note a condition that no merchant can fulfil, or the single comparisons in it that cannot hold."""
    dead = [
        leaf_place
        for leaf_place, leaf in raw_leaves(tree, place)
        if not can_hold([read_condition({"all": [leaf]})], known.domains)
    ]
    if not dead and not can_hold([read_condition(tree)], known.domains):
        dead = [place]
    for one in dead:
        notes.add(one, "never_holds")


def note_initiatives(notes: Notes, tree: Table, known: Operands) -> None:
    """Note every fault of meaning in the initiatives."""
    entries = tables(tree, "initiative")
    note_ids(notes, entries, "initiative", INITIATIVE_ID)
    for number, entry in enumerate(entries, start=1):
        place = place_of("initiative", entry, number)
        note_source(notes, place, entry)
        note_unknown(notes, f"{place}.prerequisites", texts(entry, "prerequisites"), known.initiatives)
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


def note_source(notes: Notes, place: str, entry: Table) -> None:
    """Seed words belong to the mark "seed" and to no other."""
    if (entry.get("source") == "seed") != bool(text(entry, "seed_words")):
        notes.add(f"{place}.source", "source_without_words")


def note_unknown(notes: Notes, place: str, ids: Iterable[str], known: Container[str]) -> None:
    """Note ids that lead nowhere."""
    for entry_id in ids:
        if entry_id not in known:
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
    if kind in ("choice", "choices"):
        for option in value if isinstance(value, list) else [value]:
            if not isinstance(option, str) or option not in option_ids(field):
                notes.add(f"{place}.value", "unknown_option", key=key, option=option)
    elif isinstance(value, bool) != (kind == "yes_no") or isinstance(value, str | list):
        notes.add(f"{place}.value", "wrong_type", key=key)


def _in_circle(entries: Iterable[Table]) -> list[str]:
    """Find initiatives that, through their prerequisites, wait for themselves."""
    return in_circle({text(entry, "id"): texts(entry, "prerequisites") for entry in entries})


def in_circle(leads_to: Mapping[str, Iterable[str]]) -> list[str]:
    """Ids from which some way leads back to themselves.

    >>> in_circle({"a": ["b"], "b": ["a"], "c": ["a"]})
    ['a', 'b']
    """

    def reached_from(start: str) -> set[str]:
        reached: set[str] = set()
        frontier = list(leads_to.get(start, []))
        while frontier:
            step = frontier.pop()
            if step not in reached:
                reached.add(step)
                frontier.extend(leads_to.get(step, []))
        return reached

    return [entry_id for entry_id in leads_to if entry_id in reached_from(entry_id)]
