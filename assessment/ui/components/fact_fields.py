"""Fields of the facts form by kind, each saved on its own, with sums checked at every change."""

import math
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import streamlit as st

from assessment.access.viewer import Owner
from assessment.domain.errors import FactOrgError, FieldInvalid, StaleRevision
from assessment.domain.organization import FactField, FactGroup, Facts, FactsForm, FactValue
from assessment.services.facts import SUM_TOLERANCE
from assessment.ui import messages, session
from assessment.ui.messages import common, plain, tell, wording
from assessment.ui.session import FactsDesk, Mark

if TYPE_CHECKING:
    from assessment.bootstrap import Services

FEW_OPTIONS: Final = 6
CELL: Final = " · "
"""Stands between row and column in the name of a table's cell."""


@dataclass(frozen=True, slots=True)
class FactPage:
    """What every field of the form needs."""

    services: "Services"
    viewer: Owner
    form: FactsForm

    @property
    def desk(self) -> FactsDesk:
        """The facts as this tab last saw them."""
        desk = session.facts_desk(self.viewer.merchant_id)
        if desk is None:  # the session was lost while the page stayed open
            sheet = self.services.facts.load(self.viewer)
            desk = FactsDesk(sheet.facts, sheet.revision)
            session.keep_facts_desk(self.viewer.merchant_id, desk)
        return desk


def adopt(desk: FactsDesk, facts: Facts, revision: int) -> bool:
    """Take over the facts of the database; widgets are drawn anew when another tab changed any."""
    changed = dict(facts) != dict(desk.facts)
    if changed:
        desk.epoch += 1
    desk.facts, desk.revision = facts, revision
    return changed


def total(group: FactGroup, facts: Facts) -> float | None:
    """Sum of a group's answered numbers, or None while nothing is answered."""
    values = [facts.get(field.key) for field in group.fields]
    numbers = [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    return math.fsum(numbers) if numbers else None


def sum_words(group: FactGroup, facts: Facts) -> str | None:
    """Say how far a group that was begun is from its sum; None when nothing is wrong."""
    found = total(group, facts)
    if group.sum_to is None or found is None or abs(group.sum_to - found) <= SUM_TOLERANCE:
        return None
    rest = group.sum_to - found
    key = "facts.sum_less" if rest > 0 else "facts.sum_more"
    return tell(key, total=_number(found), rest=_number(abs(rest)))


def open_sums(form: FactsForm, facts: Facts) -> tuple[tuple[int, FactGroup, str], ...]:
    """List the groups that do not add up: number of their step from 0, the group, and what is wrong."""
    return tuple(
        (number, group, words)
        for number, step in enumerate(form.steps)
        for group in step.groups
        if (words := sum_words(group, facts)) is not None
    )


def draw(page: FactPage, group: FactGroup) -> None:
    """Draw one group as its own fragment."""
    messages.panel(f"group-{group.id}", partial(_body, page, group))


def _body(page: FactPage, group: FactGroup) -> None:
    with st.container(border=True, key=f"group-{_css(group.id)}"):
        st.markdown(f"**{plain(wording(group.name))}**")
        if group.help is not None:
            st.caption(plain(wording(group.help)))
        if group.layout == "table":
            _table(page, group)
        else:
            with st.grid(2, min_column_width=280):
                for field in group.fields:
                    _cell(page, group, field)
        _sum(group, page.desk.facts)


def _table(page: FactPage, group: FactGroup) -> None:
    """Draw a table row by row: side by side on a desk, one below the other on a phone."""
    for name, cells in groupby(group.fields, key=lambda field: _split(field)[0]):
        fields = list(cells)
        st.markdown(f"**{plain(name)}**")
        for column, field in zip(st.columns(len(fields), vertical_alignment="bottom"), fields, strict=True):
            with column:
                _cell(page, group, field)


def _split(field: FactField) -> tuple[str, str]:
    """Row and column of a table's cell; a field outside tables has no row."""
    row, separator, column = wording(field.name).partition(CELL)
    return (row, column) if separator else ("", row)


def _cell(page: FactPage, group: FactGroup, field: FactField) -> None:
    with st.container(gap="xxsmall"):
        _DRAW[field.kind](page, group, field)
        _mark(page.desk.marks.get(field.key))


def _sum(group: FactGroup, facts: Facts) -> None:
    """Say how far a sum is from its target; an incomplete draft may stay as it is."""
    found, target = total(group, facts), group.sum_to
    if target is None:
        return
    if found is None:
        st.caption(tell("facts.sum_start", target=_number(target)))
        return
    words = sum_words(group, facts)
    if words is None:
        st.success(tell("facts.sum_good", total=_number(found)), icon=":material/check_circle:")
    else:
        st.warning(words, icon=":material/calculate:")


def _mark(mark: Mark | None) -> None:
    if mark is None:
        return
    if mark.state == "saved":
        st.caption(f":green[:material/check_circle:] {tell('answer.mark_saved')}")
    elif mark.state == "stale":
        st.warning(tell("facts.stale"), icon=":material/devices:")
    else:
        # A refused value says itself that it was not saved; a retry would only repeat it.
        lead = f"{tell('answer.mark_failed')} " if mark.repeat is not None else ""
        st.error(f"{lead}{plain(mark.words)}", icon=":material/sync_problem:")
        if mark.repeat is not None:
            st.button(tell("answer.retry"), key=f"retry-{id(mark)}", on_click=mark.repeat)


# ---- one widget a kind ----


def _common(page: FactPage, group: FactGroup, field: FactField) -> dict[str, Any]:
    """Arguments of every kind of widget; the stored fact is given to the widget on the way."""
    key = f"fact-{_css(field.key)}-{session.locale()}-{page.desk.epoch}"
    session.seed(key, _shown(field, page.desk.facts.get(field.key)))
    return {
        "key": key,
        "help": plain(wording(field.help)) if field.help is not None else None,
        "on_change": _changed,
        "args": (page, group, field, key),
    }


def _shown(field: FactField, value: FactValue | None) -> object:
    """Return the stored fact as its widget takes it; what the form does not know any more is left out."""
    known = {option.id for option in field.options}
    if field.kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if field.kind == "yes_no" and isinstance(value, bool):
        return value
    if field.kind == "choice" and isinstance(value, str) and value in known:
        return value
    if field.kind == "choices" and isinstance(value, tuple):
        return [one for one in value if one in known]
    return None


def _label(field: FactField) -> str:
    """Name of a field with its unit, unless the name says it already (人数, not 人数（人）)."""
    name, unit = _split(field)[1], "" if field.unit is None else wording(field.unit)
    return plain(name + tell("facts.unit", unit=unit) if unit and f"{unit}数" not in name else name)


def _names(field: FactField) -> dict[str, str]:
    return {option.id: plain(wording(option.name)) for option in field.options}


def _choice(page: FactPage, group: FactGroup, field: FactField) -> None:
    """Draw few options as pills, which a second tap takes back; many, or a table's cell, as a list."""
    names = _names(field)
    if len(names) <= FEW_OPTIONS and group.layout == "list":
        st.pills(_label(field), tuple(names), format_func=names.__getitem__, **_common(page, group, field))
    else:
        st.selectbox(
            _label(field),
            tuple(names),
            index=None,
            placeholder=tell("start.choose"),
            filter_mode=None,
            format_func=names.__getitem__,
            **_common(page, group, field),
        )


def _choices(page: FactPage, group: FactGroup, field: FactField) -> None:
    names = _names(field)
    st.pills(
        _label(field),
        tuple(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        **_common(page, group, field),
    )


def _yes_no(page: FactPage, group: FactGroup, field: FactField) -> None:
    words = {True: common("yes_no.yes"), False: common("yes_no.no")}
    st.pills(_label(field), tuple(words), format_func=words.__getitem__, **_common(page, group, field))


def _numeric(page: FactPage, group: FactGroup, field: FactField) -> None:
    """Draw a number without the widget's own limits: it would refuse a number in English only."""
    st.number_input(
        _label(field),
        value=None,
        step=1.0,
        format="%.0f" if field.whole else "%g",
        placeholder=_range(field),
        **_common(page, group, field),
    )


def _range(field: FactField) -> str:
    if field.low is not None and field.high is not None:
        return tell("facts.range", low=_number(field.low), high=_number(field.high))
    return tell("facts.number")


def _limits(field: FactField) -> str:
    """Say the limits of a number, one-sided ones included."""
    if field.low is not None and field.high is None:
        return tell("facts.at_least", low=_number(field.low))
    if field.high is not None and field.low is None:
        return tell("facts.at_most", high=_number(field.high))
    return _range(field)


_DRAW: Final = {"choice": _choice, "choices": _choices, "yes_no": _yes_no, "number": _numeric}


# ---- saving: one service call a field ----


def _changed(page: FactPage, group: FactGroup, field: FactField, key: str) -> None:
    _write(page, group, field, session.widget(key), str(uuid4()))


def _write(page: FactPage, group: FactGroup, field: FactField, raw: object, operation_id: str) -> None:
    desk = page.desk
    repeat = partial(_write, page, group, field, raw, operation_id)
    everywhere = False
    try:
        changes = {field.key: _fact(field, raw)}
        sheet = page.services.facts.save(
            page.viewer, changes=changes, revision=desk.revision, operation_id=operation_id
        )
        desk.facts, desk.revision = sheet.facts, sheet.revision
        desk.marks[field.key] = Mark("saved")
    except StaleRevision:
        everywhere = True
        failure = messages.attempt(partial(_reload, page))
        desk.marks[field.key] = Mark("failed", failure) if failure else Mark("stale")
    except FieldInvalid as error:  # the same number would be refused again
        desk.marks[field.key] = Mark("failed", messages.error_words(error))
    except FactOrgError as error:
        desk.marks[field.key] = Mark("failed", messages.error_words(error), repeat)
    except Exception as error:  # noqa: BLE001 - frame of callbacks, see messages.attempt
        desk.marks[field.key] = Mark("failed", messages.incident_words(error), repeat)
    if everywhere:
        st.rerun()
    messages.redraw(f"group-{group.id}", "facts-progress")


def _reload(page: FactPage) -> None:
    sheet = page.services.facts.load(page.viewer)
    adopt(page.desk, sheet.facts, sheet.revision)


def _fact(field: FactField, raw: object) -> FactValue | None:
    """Turn what a browser sent into a fact, or None when the field was emptied.

    Raises
    ------
    FieldInvalid
        If the value has not the kind of the field, or a number is out of its range. Options are the
        service's to check.
    """
    if raw is None or raw in ("", [], ()):
        return None
    if field.kind == "choices" and isinstance(raw, list | tuple):
        return tuple(str(one) for one in raw)
    if field.kind == "yes_no" and isinstance(raw, bool):
        return raw
    if field.kind == "number" and isinstance(raw, int | float) and not isinstance(raw, bool):
        return _within(field, float(raw))
    if field.kind == "choice" and isinstance(raw, str):
        return raw
    raise FieldInvalid(field=wording(field.name), reason=tell("facts.not_readable"))


def _within(field: FactField, value: float) -> float:
    """Return a number within its field's limits. Raises FieldInvalid, which names them."""
    below = field.low is not None and value < field.low
    above = field.high is not None and value > field.high
    if below or above:
        reason = tell("facts.out_of_range", range=_limits(field))
        raise FieldInvalid(field=wording(field.name), reason=reason)
    return value


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0").replace("-", "−")


def _css(name: str) -> str:
    """Keys become class names, in which a dot would mean something else."""
    return name.replace(".", "-")
