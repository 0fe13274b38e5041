"""Organization facts: a long form that is filled bit by bit, by several tabs and on several days."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from assessment.access.viewer import Viewer
from assessment.content import loader
from assessment.domain.errors import FieldInvalid, StaleRevision
from assessment.domain.organization import FactField, FactGroup, Facts, FactsForm, FactValue
from assessment.services.context import Context
from assessment.services.fields import operation_field
from assessment.services.scope import scoped
from assessment.services.waves import own_wave, wave_for
from assessment.storage import facts_store
from assessment.storage.database import Connection
from assessment.storage.operations import Operation, once

SUM_TOLERANCE: Final = 0.5
"""Shares typed with one decimal may miss their sum by this much: three times 33.3 is right."""


@dataclass(frozen=True, slots=True)
class FactsSheet:
    """The form and what is known. `problems` holds ids of groups that do not add up to their sum."""

    form: FactsForm
    facts: Facts
    revision: int
    problems: tuple[str, ...]


@scoped
class OrganizationFacts:
    """Use cases of the facts form."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def load(self, viewer: Viewer) -> FactsSheet:
        """Load the facts of the viewer's wave. Raises NotFound, AccessDenied."""
        wave_id = own_wave(viewer)

        def work(connection: Connection) -> FactsSheet:
            wave_for(connection, viewer, "facts", wave_id)
            return _sheet(connection, wave_id)

        return self._context.database.read(work)

    def save(
        self,
        viewer: Viewer,
        *,
        changes: Mapping[str, FactValue | None],
        revision: int,
        operation_id: str,
    ) -> FactsSheet:
        """Store some facts; None removes one. Facts that are not named stay as they are.

        A group whose sum is wrong is stored as a draft and named in the sheet's `problems`.
        Raises FieldInvalid (field, reason); StaleRevision if one of these facts was changed since
        `revision` (then nothing is stored); NotFound, AccessDenied.
        """
        wave_id = own_wave(viewer)
        operation = Operation(operation_field(operation_id), "facts", wave_id)
        form, now = loader.facts_form(), self._context.clock()
        checked = {key: _checked(form, key, value) for key, value in changes.items()}

        def work(connection: Connection) -> FactsSheet:
            current = facts_store.lock_revision(connection, wave_id) or 0
            wave = wave_for(connection, viewer, "facts", wave_id).wave

            def change() -> dict[str, Any]:
                stale = facts_store.changed_since(connection, wave_id, frozenset(checked), revision)
                if stale or revision > current:
                    raise StaleRevision(expected=revision, current=current)
                facts_store.save_facts(connection, wave_id, checked, revision=current + 1, at=now)
                return {"revision": current + 1}

            once(connection, operation, change, workspace_id=wave.workspace_id, at=now)
            return _sheet(connection, wave_id)

        return self._context.database.write(work)


def _sheet(connection: Connection, wave_id: str) -> FactsSheet:
    form = loader.facts_form()
    facts, revision = facts_store.load_facts(connection, wave_id)
    return FactsSheet(form, facts, revision, wrong_sums(form, facts))


def wrong_sums(form: FactsForm, facts: Facts) -> tuple[str, ...]:
    """Ids of the groups that are complete and do not add up to what they must."""
    groups = (group for step in form.steps for group in step.groups)
    return tuple(group.id for group in groups if _sum_is_wrong(group, facts))


def _sum_is_wrong(group: FactGroup, facts: Facts) -> bool:
    values = [facts.get(field.key) for field in group.fields if field.kind == "number"]
    numbers = [value for value in values if isinstance(value, int | float)]
    if group.sum_to is None or len(numbers) < len(values):
        return False
    return abs(sum(numbers) - group.sum_to) > SUM_TOLERANCE


def _checked(form: FactsForm, key: str, value: FactValue | None) -> FactValue | None:
    """Return the value if its field can hold it. Raises FieldInvalid."""
    field = form.field(key)
    if field is None:
        raise FieldInvalid(field=key, reason="unknown")
    return None if value is None else _as_kind(field, value)


def _as_kind(field: FactField, value: FactValue) -> FactValue:
    """Check a value against its field; numbers become floats. Raises FieldInvalid."""
    options = {option.id for option in field.options}
    if field.kind == "number":
        return _number(field, value)
    if field.kind == "yes_no" and isinstance(value, bool):
        return value
    if field.kind == "choice" and isinstance(value, str) and value in options:
        return value
    if field.kind == "choices" and isinstance(value, tuple) and options.issuperset(value):
        return tuple(option.id for option in field.options if option.id in value)
    raise FieldInvalid(field=field.key, reason="unknown")


def _number(field: FactField, value: FactValue) -> float:
    """Check a number's kind and range; the bounds are allowed. Raises FieldInvalid."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FieldInvalid(field=field.key, reason="not_a_number")
    if field.whole and value != int(value):
        raise FieldInvalid(field=field.key, reason="not_whole")
    below = field.low is not None and value < field.low
    above = field.high is not None and value > field.high
    if below or above:
        raise FieldInvalid(field=field.key, reason="out_of_range", low=field.low, high=field.high)
    return float(value)
