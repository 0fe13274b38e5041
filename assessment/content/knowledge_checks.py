"""Checks of the knowledge files, each alone and all against each other and the instrument."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from assessment.content.conditions import DERIVED_KEYS, FORM_KEYS
from assessment.content.design_checks import DesignIds, note_design
from assessment.content.design_files import FORMS
from assessment.content.facts_checks import note_facts
from assessment.content.form_checks import note_forms
from assessment.content.instrument_checks import SNOWBALL, VERSION_PATTERN, note_ids
from assessment.content.knowledge_files import SHAPES
from assessment.content.model_checks import note_archetypes, note_epoch_zero, note_same, note_targets
from assessment.content.problems import Notes, Problem, Table, tables, text
from assessment.content.rule_checks import Operands, note_initiatives, note_rules
from assessment.content.shape import note_shape
from assessment.content.sources import ABOUT

REMEMBERED: Final = 32
"""Files that are kept parsed: who mends a knowledge base checks it again and again, one file changed."""


@lru_cache(maxsize=REMEMBERED)
def _read(source: bytes) -> Table:
    """Parse a file; the tree is shared, so nobody may change it."""
    return tomllib.loads(source.decode("utf-8"))


def parse(notes: Notes, source: bytes) -> Table:
    """Read TOML; what cannot be read is noted, and reads as an empty file."""
    try:
        return _read(source)
    except UnicodeDecodeError as error:
        notes.add("file", "not_utf8", position=error.start)
    except tomllib.TOMLDecodeError as error:
        notes.add("file", "not_toml", reason=error)
    return {}


def check_knowledge(sources: Mapping[str, bytes], instrument_source: bytes) -> tuple[Problem, ...]:
    """Every problem of the knowledge files.

    Parameters
    ----------
    sources
        Bytes by file name, as `SHAPES` names them.
    instrument_source
        The instrument that rules, archetypes and the prior refer to.
    """
    notes = {name: Notes(name) for name in SHAPES}
    trees = {name: parse(notes[name], sources.get(name, b"")) for name in SHAPES}
    for name, shape in SHAPES.items():
        note_shape(notes[name], "", trees[name], shape)
    note_meaning(notes, trees, parse(Notes("instrument"), instrument_source))
    return tuple(problem for collected in notes.values() for problem in collected.found)


def note_meaning(notes: Mapping[str, Notes], trees: Mapping[str, Table], instrument: Table) -> None:
    """Note every fault of meaning in the parsed files; tolerant of faults of shape."""
    folder = "organization"
    facts, rules, initiatives = (f"{folder}/{name}.toml" for name in ("facts", "rules", "initiatives"))
    known = Operands.of(instrument, trees[facts], trees[initiatives])
    note_facts(notes[facts], trees[facts])
    note_rules(notes[rules], trees[rules], known)
    note_initiatives(notes[initiatives], trees[initiatives], known)
    design = DesignIds.of(known, trees)
    note_design(notes, trees, design)
    note_forms(notes[FORMS], trees[FORMS], design)
    for name, note in (
        ("archetypes", note_archetypes),
        ("targets", note_targets),
        ("epoch_zero", note_epoch_zero),
    ):
        note(notes[f"{folder}/{name}.toml"], trees[f"{folder}/{name}.toml"], instrument)
    _note_glossary(notes[f"{folder}/glossary.toml"], trees[f"{folder}/glossary.toml"])
    _note_metrics(notes["metrics/metrics.toml"], trees["metrics/metrics.toml"], instrument)
    _note_version(notes[ABOUT], trees[ABOUT])


def _note_glossary(notes: Notes, tree: Table) -> None:
    """Every derived figure and every snowball element has a name."""
    for table, expected in (("derived", {**DERIVED_KEYS, **FORM_KEYS}), ("snowball", SNOWBALL)):
        actual = tree.get(table)
        if isinstance(actual, dict):
            note_same(notes, table, actual, expected)


def _note_metrics(notes: Notes, tree: Table, instrument: Table) -> None:
    """Every metric that the instrument names exists."""
    metrics = tables(tree, "metric")
    note_ids(notes, metrics, "metric")
    named = {text(part, "metric") for part in tables(instrument, "sub_capability")} - {""}
    for metric in sorted(named - {text(entry, "id") for entry in metrics}):
        notes.add("metric", "missing_key", key=metric)


def _note_version(notes: Notes, tree: Table) -> None:
    if (version := text(tree, "version")) and not VERSION_PATTERN.fullmatch(version):
        notes.add("version", "malformed_version", value=version)
