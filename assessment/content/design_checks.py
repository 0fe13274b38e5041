"""Checks of posts, staffing, decision rights, rituals and the cross-walk against each other and the facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from assessment.content.conditions import raw_leaves
from assessment.content.design_files import CROSSWALK, DECISIONS, POSTS, RITUALS, STAFFING
from assessment.content.facts_checks import option_ids
from assessment.content.instrument_checks import note_ids
from assessment.content.model_checks import ids_of, note_same
from assessment.content.problems import Notes, Table, place_of, tables, text, texts
from assessment.content.rule_checks import Operands, note_source, note_unknown, note_when
from assessment.domain.forms import SpanClass
from assessment.domain.structure import LETTERS

SPAN_CLASSES: Final = frozenset(get_args(SpanClass)) - {"none"}
_HEADCOUNT: Final = ("F13.", ".fte")
_APPROVAL: Final = ("F16.", ".hours")
_FUNCTIONS: Final = "F17.functions"


@dataclass(frozen=True, slots=True)
class DesignIds:
    """What the design files may refer to."""

    operands: Operands
    kinds: frozenset[str]
    duties: frozenset[str]
    deciders: Mapping[str, str]
    """Kind that decides by default, by decision."""

    @classmethod
    def of(cls, operands: Operands, trees: Mapping[str, Table]) -> "DesignIds":
        """Gather all ids from the parsed files."""
        decisions = tables(trees[DECISIONS], "decision")
        return cls(
            operands=operands,
            kinds=ids_of(trees[POSTS], "kind"),
            duties=ids_of(trees[POSTS], "duty"),
            deciders={text(entry, "id"): text(entry, "decide") for entry in decisions},
        )

    def options(self, fact: str) -> frozenset[str]:
        """Ids of the options of a fact."""
        return option_ids(self.operands.facts.get(fact, {}))

    def rows(self, around: tuple[str, str]) -> frozenset[str]:
        """Ids of the rows of a table of facts, by what stands around them in its keys."""
        head, tail = around
        keys = (key for key in self.operands.facts if key.startswith(head) and key.endswith(tail))
        return frozenset(key.removeprefix(head).removesuffix(tail) for key in keys)


def note_design(notes: Mapping[str, Notes], trees: Mapping[str, Table], known: DesignIds) -> None:
    """Note every fault of meaning in the design files, forms apart; tolerant of faults of shape."""
    _note_posts(notes[POSTS], trees[POSTS], known)
    _note_staffing(notes[STAFFING], trees[STAFFING], known)
    _note_decisions(notes[DECISIONS], trees[DECISIONS], known)
    _note_rituals(notes[RITUALS], trees[RITUALS], known)
    _note_models(notes[CROSSWALK], trees[CROSSWALK], known)
    initiatives = "organization/initiatives.toml"
    for number, entry in enumerate(tables(trees[initiatives], "initiative"), start=1):
        place = f"{place_of('initiative', entry, number)}.posts"
        _note_named(notes[initiatives], place, texts(entry, "posts"), known.kinds)


def _note_named(notes: Notes, place: str, ids: list[str], known: frozenset[str]) -> None:
    """Note an empty list, and ids in it that lead nowhere."""
    if not ids:
        notes.add(place, "nothing_named")
    note_unknown(notes, place, ids, known)


def _note_posts(notes: Notes, tree: Table, known: DesignIds) -> None:
    """Every duty is somebody's, every post of the facts form has a kind, whoever leads has a usual span."""
    done: set[str] = set()
    for name in ("duty", "kind"):
        note_ids(notes, tables(tree, name), name)
    for number, kind in enumerate(tables(tree, "kind"), start=1):
        place = place_of("kind", kind, number)
        _note_named(notes, f"{place}.duties", texts(kind, "duties"), known.duties)
        done.update(texts(kind, "duties"))
        if (kind.get("leads") is True) != (kind.get("span", "none") != "none"):
            notes.add(f"{place}.span", "span_without_leading")
        if function := text(kind, "function"):
            note_unknown(notes, f"{place}.function", [function], known.options(_FUNCTIONS))
    for number, duty in enumerate(tables(tree, "duty"), start=1):
        place = f"{place_of('duty', duty, number)}.fallback"
        note_unknown(notes, place, list(texts(duty, "fallback")), known.kinds)
    for name in sorted(known.duties - done):
        notes.add(f"duty[{name}]", "nobody_does")
    for row in sorted(known.rows(_HEADCOUNT) - known.kinds):
        notes.add("kind", "missing_key", key=row)
    _note_spans(notes, tree.get("spans"))


def _note_spans(notes: Notes, spans: object) -> None:
    if isinstance(spans, dict):
        note_same(notes, "spans", spans, SPAN_CLASSES)
        for name, span in spans.items():
            _note_range(notes, f"spans.{name}", span, ("low", "high"))


def _note_range(notes: Notes, place: str, entry: object, keys: tuple[str, str]) -> None:
    """Note two ends of which the lower is not above 0 or not below the upper."""
    low, high = (entry.get(key) if isinstance(entry, dict) else None for key in keys)
    if isinstance(low, int | float) and low <= 0:
        notes.add(f"{place}.{keys[0]}", "not_positive")
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        notes.add(place, "impossible_range", low=low, high=high)


def _note_staffing(notes: Notes, tree: Table, known: DesignIds) -> None:
    """Rules count something above 0; a kind with rules has one that always holds, and only one."""
    general: dict[str, int] = {}
    for number, rule in enumerate(tables(tree, "staffing"), start=1):
        kind, place = text(rule, "kind"), place_of("staffing", rule, number, "kind")
        note_unknown(notes, f"{place}.kind", [kind] if kind else [], known.kinds)
        note_source(notes, place, rule)
        _note_range(notes, place, rule, ("per_low", "per_high"))
        general[kind] = general.get(kind, 0) + ("when" not in rule)
        if "when" in rule:
            note_when(notes, f"{place}.when", rule["when"], known.operands)
            for leaf_place, leaf in raw_leaves(rule["when"], f"{place}.when"):
                if "fact" not in leaf:
                    notes.add(leaf_place, "facts_only")
    for kind, count in general.items():
        if count != 1:
            notes.add(f"staffing[{kind}]", "general_rules", n=count)


def _note_decisions(notes: Notes, tree: Table, known: DesignIds) -> None:
    """Each decision of the facts form has a row; exactly one kind decides in each."""
    entries = tables(tree, "decision")
    note_ids(notes, entries, "decision")
    deciders: dict[str, list[str]] = {fact: [] for fact in known.rows(_APPROVAL)}
    for number, entry in enumerate(entries, start=1):
        place, fact, decide = place_of("decision", entry, number), text(entry, "fact"), text(entry, "decide")
        note_source(notes, place, entry)
        if not decide:
            notes.add(f"{place}.decide", "one_decides")
        for letter in LETTERS:
            ids = [decide] if letter == "decide" and decide else texts(entry, letter)
            note_unknown(notes, f"{place}.{letter}", ids, known.kinds)
        if fact not in deciders:
            notes.add(f"{place}.fact", "unknown_id", id=fact)
        elif decide in deciders[fact]:
            notes.add(f"{place}.decide", "same_decider", fact=fact)
        deciders.setdefault(fact, []).append(decide)
    for fact in sorted(fact for fact, rows in deciders.items() if not rows):
        notes.add("decision", "missing_key", key=fact)


def _note_rituals(notes: Notes, tree: Table, known: DesignIds) -> None:
    """Somebody comes, something happens, it takes time, and it serves a sub-capability."""
    entries = tables(tree, "ritual")
    note_ids(notes, entries, "ritual")
    for number, entry in enumerate(entries, start=1):
        place, minutes = place_of("ritual", entry, number), entry.get("minutes")
        note_source(notes, place, entry)
        _note_named(notes, f"{place}.participants", texts(entry, "participants"), known.kinds)
        _note_named(notes, f"{place}.serves", texts(entry, "serves"), known.operands.sub_capabilities)
        _note_filled(notes, place, entry, ("inputs", "steps"))
        if isinstance(minutes, int) and minutes <= 0:
            notes.add(f"{place}.minutes", "not_positive")
    card = tree.get("ad_room")
    if isinstance(card, dict):
        _note_filled(notes, "ad_room", card, ("states", "red_lines", "levers", "forbidden", "log"))


def _note_filled(notes: Notes, place: str, entry: Table, keys: tuple[str, ...]) -> None:
    for key in keys:
        if entry.get(key) == []:
            notes.add(f"{place}.{key}", "nothing_named")


def _note_models(notes: Notes, tree: Table, known: DesignIds) -> None:
    """Require stages of a model, and of one whose letters nobody confirmed that it is read as a whole."""
    parts = known.operands.sub_capabilities
    entries = tables(tree, "model")
    note_ids(notes, entries, "model")
    for number, entry in enumerate(entries, start=1):
        place, stages = place_of("model", entry, number), tables(entry, "stage")
        for count, stage in enumerate(stages, start=1):
            inner = f"{place}.{place_of('stage', stage, count)}.sub_capabilities"
            _note_named(notes, inner, texts(stage, "sub_capabilities"), parts)
        note_unknown(notes, f"{place}.whole", texts(entry, "whole"), parts)
        if entry.get("verified") is True and not stages:
            notes.add(f"{place}.stage", "nothing_named")
        if entry.get("verified") is False and (stages or not texts(entry, "whole")):
            notes.add(place, "unverified_stages")
