"""Facts that were typed one way in the facts form and entered another way in the organization."""

import math
from collections.abc import Iterator

from assessment.domain.forms import Design
from assessment.domain.organization import Facts, FactValue
from assessment.domain.structure import Agency, Structure
from scoring.organization.advice import StructureProblem
from scoring.organization.fact_keys import AGENCY, OWN_HOLDERS
from scoring.organization.settled_facts import cell_of, facts_from_structure


def contradictions(structure: Structure, design: Design, facts: Facts) -> Iterator[StructureProblem]:
    """Find facts that a structure settles another way than they were typed: soft, with both values.

    Parameters
    ----------
    structure, design : what was entered, and the decisions that facts F16 speak of.
    facts : what the owner typed; an absent key contradicts nothing. Numbers agree within 0.01.
    """
    if not facts:
        return
    settled = facts_from_structure(structure, design) | _held(structure.agencies, facts)
    for key, value in settled.items():
        typed = facts.get(key)
        if typed is None or _same(value, typed):
            continue
        sheet, row, column = cell_of(key, structure)
        figures = (("fact", key), ("structure", _shown(value)), ("typed", _shown(typed)))
        yield StructureProblem("differs_from_fact", sheet, row, column, hard=False, figures=figures)


def _held(agencies: tuple[Agency, ...], facts: Facts) -> dict[str, FactValue]:
    """Set what agencies hold against the holder that was typed: with them or not is all that they say."""
    found: dict[str, FactValue] = {}
    for key, held in (
        ("F17.data_holder", [agency.holds_data for agency in agencies]),
        ("F17.contract_holder", [agency.holds_contracts for agency in agencies]),
    ):
        if any(held) and facts.get(key) in OWN_HOLDERS:
            found[key] = AGENCY
        elif held and all(one is False for one in held) and facts.get(key) not in OWN_HOLDERS:
            found[key] = "own"
    return found


def _same(one: FactValue, other: FactValue) -> bool:
    if isinstance(one, tuple) or isinstance(other, tuple):
        return _choices(one) == _choices(other)
    if isinstance(one, str | bool) or isinstance(other, str | bool):
        return one == other
    return math.isclose(one, other, rel_tol=0, abs_tol=0.01)


def _choices(value: FactValue) -> frozenset[FactValue]:
    return frozenset(value) if isinstance(value, tuple | list) else frozenset((value,))


def _shown(value: FactValue) -> str | float:
    return ", ".join(value) if isinstance(value, tuple | list) else value
