"""What every section of the report desk needs: who works, on which run, and how a change is written."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.editions import EDITIONS, Edition, FileForm, ReportOrder
from assessment.domain.errors import StaleRevision
from assessment.domain.text import LOCALES, Locale
from assessment.ui import messages, session
from assessment.ui.messages import common, labels, plain
from assessment.ui.session import Mark

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.analysis import StoredRun
    from assessment.services.report_desk import Desk
    from reports.document import ReportDocument

say = messages.speaker("report")

_MARK: Final = "report-mark:{field}"


@dataclass(frozen=True, slots=True)
class Bench:
    """One run's reports on somebody's screen."""

    services: "Services"
    viewer: Owner | Reader
    run: "StoredRun"

    @property
    def wave_id(self) -> str:
        """The wave whose reports these are."""
        return self.run.wave.id

    @property
    def mine(self) -> bool:
        """Whether this person may change how reports look and what they say."""
        return isinstance(self.viewer, Owner) and not self.run.result.demo

    def desk(self) -> "Desk":
        """Read what is chosen for the reports, as it stands now."""
        return self.services.report_desk.desk(self.viewer, self.wave_id)

    def document(self, edition: Edition, locale: Locale) -> "ReportDocument":
        """Read a report as it is composed, without wordings by hand."""
        return self.services.report_desk.document(self.viewer, self.run.id, ReportOrder(edition, locale))

    def preview(self, edition: Edition, locale: Locale, page: int) -> bytes:
        """Draw one page as it would be printed now; PNG."""
        return self.services.report_desk.preview(self.viewer, self.run.id, ReportOrder(edition, locale), page)

    def sheets(self, edition: Edition, locale: Locale) -> tuple[tuple[int, ...], int]:
        """Return on which sheet each composed page begins, counted from 1, and how many sheets there are."""
        order = ReportOrder(edition, locale)
        return self.services.report_desk.sheets(self.viewer, self.run.id, order)


# ---- what the sections share: language and edition ----


def report_locale() -> Locale:
    """Language of the reports that are worked on; at first the one of the screen."""
    kept = session.place("report-locale")
    return next((one for one in LOCALES if one == kept), session.locale())


def choose_locale(where: str) -> Locale:
    """Offer the languages of a report; all sections follow."""
    key = f"report-locale-{where}-{session.locale()}"
    session.set_widget(key, report_locale())
    st.segmented_control(
        say("choose.language"),
        LOCALES,
        required=True,
        format_func=labels(LOCALES, lambda code: common(f"language.{code}")),
        key=key,
        on_change=_keep,
        args=("report-locale", key, LOCALES),
    )
    return report_locale()


def report_edition() -> Edition:
    """Edition whose pages and texts are worked on."""
    kept = session.place("report-edition")
    return next((one for one in EDITIONS if one == kept), "leadership")


def choose_edition(where: str) -> Edition:
    """Offer the editions; the sections about pages and texts follow."""
    key = f"report-edition-{where}-{session.locale()}"
    session.set_widget(key, report_edition())
    st.segmented_control(
        say("choose.edition"),
        EDITIONS,
        required=True,
        format_func=labels(EDITIONS, edition_name),
        key=key,
        on_change=_keep,
        args=("report-edition", key, EDITIONS),
    )
    return report_edition()


def _keep(place: str, key: str, allowed: tuple[str, ...]) -> None:
    value = session.widget(key)
    if value in allowed:
        session.keep_place(place, str(value))


def edition_name(edition: Edition) -> str:
    """Name of an edition."""
    return say(f"edition.{edition}")


def form_name(form: FileForm, *, archive: bool) -> str:
    """Name of a form of the file."""
    return say("form.pdfa" if archive else f"form.{form}")


# ---- writing ----


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the desk.

    `field` names where its outcome is told; `identity` tells it apart from other changes of that field;
    `act` writes it on a desk under an operation id; `part` is what of the desk it replaces: a change made
    elsewhere that leaves this part alone is no conflict.
    """

    field: str
    identity: object
    act: "Callable[[Desk, str], object]"
    part: "Callable[[Desk], object]"


def write(bench: Bench, desk: "Desk", change: Change) -> bool:
    """Write a change that was made on the desk as it was on screen; tell the outcome at its field.

    What was typed stays in its field whatever happens.
    """
    operation = f"report:{change.field}:{hash(change.identity)}"
    failure = messages.attempt(partial(_write, bench, desk, change, operation))
    if failure is None:
        session.renew_operation(operation)
        tell(change.field, Mark("saved"))
    elif session.note(_CONFLICT) is not None:
        tell(change.field, Mark("stale", say("conflict")))
    else:
        tell(change.field, Mark("failed", failure))
    return failure is None


_CONFLICT: Final = "report-conflict"


def _write(bench: Bench, desk: "Desk", change: Change, operation: str) -> None:
    operation_id = session.operation(operation)
    try:
        change.act(desk, operation_id)
    except StaleRevision:
        now = bench.desk()
        if change.part(now) != change.part(desk):
            session.leave_note(_CONFLICT, "")
            raise
        change.act(now, operation_id)


def tell(field: str, mark: Mark | None) -> None:
    """Leave what became of a field for whoever draws it; None forgets it."""
    session.keep(_MARK.format(field=field), mark)


def told(field: str) -> None:
    """Draw what became of the last change of a field."""
    mark = session.kept(_MARK.format(field=field))
    if not isinstance(mark, Mark):
        return
    if mark.state == "saved":
        st.caption(f":green[:material/check_circle: {plain(mark.words or say('saved'))}]")
        session.keep(_MARK.format(field=field), None)
    elif mark.state == "stale":
        st.warning(plain(mark.words), icon=":material/sync_problem:")
    else:
        st.error(plain(mark.words), icon=":material/error:")


def heading(bench: Bench, text: str, lead: str = "") -> None:
    """Draw a section's heading, marked when the data is synthetic."""
    mark = f":orange-badge[{messages.tell('demo.short')}] " if bench.run.result.demo else ""
    st.subheader(f"{mark}{plain(text)}", anchor=False)
    if lead:
        st.caption(plain(lead))
