"""Checks of the forms of organization, the symptoms of the hurdle and the facts that a structure needs."""

import re
from collections.abc import Iterable
from itertools import combinations, pairwise
from typing import Final

from assessment.content.conditions import DERIVED_KEYS, FORM_KEYS
from assessment.content.design_checks import DesignIds
from assessment.content.instrument_checks import note_ids
from assessment.content.problems import Notes, Table, place_of, tables, text, texts
from assessment.content.reach import can_hold
from assessment.content.rule_checks import in_circle, note_source, note_unknown, note_when
from assessment.domain.organization import Condition

FORM_ID: Final = re.compile(r"O[1-9][0-9]*")
FIT_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
FORM_FACT: Final = "F1.form"
LAST_DAY: Final = 90


def note_forms(notes: Notes, tree: Table, known: DesignIds) -> None:
    """Note every fault of meaning in forms, symptoms and requirements; tolerant of faults of shape."""
    forms = tables(tree, "form")
    note_ids(notes, forms, "form", FORM_ID)
    note_ids(notes, (fit for form in forms for fit in tables(form, "fit")), "fit", FIT_ID)
    for number, form in enumerate(forms, start=1):
        _note_form(notes, place_of("form", form, number), form, known)
    _note_options(notes, [text(form, "option") for form in forms], known.options(FORM_FACT))
    note_ids(notes, tables(tree, "symptom"), "symptom", FIT_ID)
    _note_conditions(notes, "", tables(tree, "symptom"), "symptom", known)
    for number, entry in enumerate(tables(tree, "requirement"), start=1):
        _note_requirement(notes, f"requirement[{number}]", entry, known)


def _note_options(notes: Notes, used: list[str], options: frozenset[str]) -> None:
    """Every option of the present form is one form."""
    note_unknown(notes, "form", (option for option in used if option), options)
    for option in sorted(options):
        if used.count(option) != 1:
            notes.add("form", "one_form", id=option, n=used.count(option))


def _note_form(notes: Notes, place: str, form: Table, known: DesignIds) -> None:
    note_source(notes, place, form)
    _note_conditions(notes, f"{place}.", tables(form, "fit"), "fit", known, together=True)
    _note_teams(notes, place, tables(form, "team"))
    _note_posts(notes, place, form, known)
    _note_deciders(notes, place, form, known)
    _note_steps(notes, place, tables(form, "step"))


def _note_conditions(
    notes: Notes, head: str, entries: list[Table], kind: str, known: DesignIds, *, together: bool = False
) -> None:
    """Weights are above 0; every condition can hold, and with `together` any two of them at once."""
    read: dict[str, Condition] = {}
    for number, entry in enumerate(entries, start=1):
        place, weight = f"{head}{place_of(kind, entry, number)}", entry.get("weight")
        if isinstance(weight, int | float) and weight <= 0:
            notes.add(f"{place}.weight", "not_positive")
        derived = {**DERIVED_KEYS, **FORM_KEYS}
        condition = note_when(notes, f"{place}.when", entry.get("when"), known.operands, derived)
        if condition is not None:
            read[text(entry, "id")] = condition
    for (first, one), (second, other) in combinations(read.items(), 2) if together else ():
        domains = known.operands.domains
        if can_hold([one], domains) and can_hold([other], domains) and not can_hold([one, other], domains):
            notes.add(f"{head}{kind}[{second}]", "excludes_each_other", id=second, other=first)


def _note_teams(notes: Notes, place: str, teams: list[Table]) -> None:
    note_ids(notes, teams, f"{place}.team")
    ids = [text(team, "id") for team in teams]
    for number, team in enumerate(teams, start=1):
        if parent := text(team, "parent"):
            note_unknown(notes, f"{place}.{place_of('team', team, number)}.parent", [parent], ids)
    for team_id in in_circle({text(team, "id"): [text(team, "parent")] for team in teams}):
        notes.add(f"{place}.team[{team_id}].parent", "lies_in_itself", id=team_id)


def _note_posts(notes: Notes, place: str, form: Table, known: DesignIds) -> None:
    """Note posts that do not exist, lie in no team, count nonsense, or whose line leads nowhere."""
    posts, teams = tables(form, "post"), [text(team, "id") for team in tables(form, "team")]
    kinds = frozenset(text(post, "kind") for post in posts)
    seen: set[tuple[str, str]] = set()
    for number, post in enumerate(posts, start=1):
        inner, cell = (
            f"{place}.{place_of('post', post, number, 'kind')}",
            (text(post, "kind"), text(post, "team")),
        )
        note_unknown(notes, f"{inner}.kind", filter(None, cell[:1]), known.kinds)
        note_unknown(notes, f"{inner}.team", filter(None, cell[1:]), teams)
        note_unknown(notes, f"{inner}.reports_to", filter(None, [text(post, "reports_to")]), kinds)
        note_unknown(notes, f"{inner}.dotted", texts(post, "dotted"), kinds)
        if cell in seen:
            notes.add(inner, "duplicate_id", id=cell[0])
        seen.add(cell)
        _note_headcount(notes, inner, post)
    if posts and all(text(post, "reports_to") for post in posts):
        notes.add(f"{place}.post", "no_top")
    for kind in in_circle(_lines(posts)):
        notes.add(f"{place}.post[{kind}].reports_to", "reports_to_itself", id=kind)


def _lines(posts: Iterable[Table]) -> dict[str, list[str]]:
    lines: dict[str, list[str]] = {}
    for post in posts:
        lines.setdefault(text(post, "kind"), []).append(text(post, "reports_to"))
    return lines


def _note_headcount(notes: Notes, place: str, post: Table) -> None:
    low, high = post.get("low"), post.get("high")
    if isinstance(low, int | float) and low < 0:
        notes.add(f"{place}.low", "out_of_range", low=0, high=high)
    if isinstance(high, int | float) and high <= 0:
        notes.add(f"{place}.high", "not_positive")
    elif isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        notes.add(place, "impossible_range", low=low, high=high)


def _note_deciders(notes: Notes, place: str, form: Table, known: DesignIds) -> None:
    """In every form each decision is made by exactly one post that the form has."""
    kinds = [text(post, "kind") for post in tables(form, "post")]
    own = form.get("deciders", {})
    own = own if isinstance(own, dict) else {}
    note_unknown(notes, f"{place}.deciders", own, known.deciders)
    for decision, default in known.deciders.items():
        kind = own.get(decision, default)
        if isinstance(kind, list) or not kind:
            notes.add(f"{place}.deciders.{decision}", "one_decides")
        elif kind not in kinds:
            notes.add(f"{place}.deciders.{decision}", "nobody_decides", decision=decision, kind=kind)


def _note_steps(notes: Notes, place: str, steps: list[Table]) -> None:
    """Note steps that overlap or leave the first 90 days."""
    days = [(step.get("start_day"), step.get("end_day")) for step in steps]
    for number, (start, end) in enumerate(days, start=1):
        if isinstance(start, int) and isinstance(end, int) and not 1 <= start <= end <= LAST_DAY:
            notes.add(f"{place}.step[{number}]", "out_of_range", low=1, high=LAST_DAY)
    for number, ((_, end), (start, _)) in enumerate(pairwise(days), start=2):
        if isinstance(start, int) and isinstance(end, int) and start <= end:
            notes.add(f"{place}.step[{number}].start_day", "steps_overlap", day=end)


def _note_requirement(notes: Notes, place: str, entry: Table, known: DesignIds) -> None:
    keys, n = texts(entry, "keys"), entry.get("n")
    for key in keys:
        if key not in known.operands.facts:
            notes.add(f"{place}.keys", "unknown_fact", id=key)
    if isinstance(n, int) and not 1 <= n <= len(set(keys)):
        notes.add(f"{place}.n", "out_of_range", low=1, high=len(set(keys)))
