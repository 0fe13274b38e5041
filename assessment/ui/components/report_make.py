"""Making files: three editions, two languages, five forms; and the files made so far."""

from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from assessment.domain.editions import EDITIONS, Edition, FileForm, ReportOrder
from assessment.domain.text import Locale
from assessment.ui import messages, session
from assessment.ui.components import report_view
from assessment.ui.components.report_view import Bench, edition_name, form_name, say
from assessment.ui.messages import common, labels, moment, plain

if TYPE_CHECKING:
    from assessment.services.reporting import MadeReport, StoredReport
    from reports.document import ReportDocument

FORMS: Final[tuple[str, ...]] = ("pdf", "pdfa", "docx", "xlsx", "png")
"""Forms as they are offered; the copy for archives is a PDF of its own kind."""
SHOWN: Final = 8
"""Files listed before the rest is asked for."""
DIGITS: Final = 12
"""Hexadecimal digits of a digest on screen; the report's own page prints all of them."""


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The file that this tab made last to an order, and on which revision of the desk."""

    report: "StoredReport"
    revision: int


def draw(bench: Bench) -> None:
    """Draw the choice of language and form, a card an edition, and the files made so far."""
    report_view.heading(bench, say("make.title"), say("make.lead"))
    with st.container(horizontal=True, key="report-order"):
        locale = report_view.choose_locale("make")
        form = _choose_form()
    if form != "pdf":
        st.caption(plain(say(f"make.form_{form}")))
    revision = bench.desk().revision
    for edition, column in zip(EDITIONS, st.columns(len(EDITIONS)), strict=True):
        with column, st.container(border=True, key=f"edition-{edition}", height="stretch"):
            _card(bench, _order(edition, locale, form), revision)
    _made(bench)


def _choose_form() -> str:
    key = f"report-form-{session.locale()}"
    session.seed(key, session.place("report-form") or "pdf")
    chosen = st.segmented_control(
        say("choose.form"),
        FORMS,
        required=True,
        format_func=labels(FORMS, lambda form: say(f"form.{form}")),
        key=key,
    )
    form = str(chosen) if chosen in FORMS else "pdf"
    session.keep_place("report-form", form)
    return form


def _order(edition: Edition, locale: Locale, form: str) -> ReportOrder:
    archive = form == "pdfa"
    return ReportOrder(edition, locale, "pdf" if archive else cast("FileForm", form), archive)


# ---- one edition ----


def _card(bench: Bench, order: ReportOrder, revision: int) -> None:
    """Say what an edition holds, and make it on one press."""
    document = bench.document(order.edition, order.locale)
    st.html(_about(document, order.edition))
    if not document.pages:
        st.caption(plain(say("pages.nothing")))
        return
    name = f"report-made:{bench.run.id}:{order}"
    if st.button(
        say("make.build", form=form_name(order.form, archive=order.archive)),
        key=f"build-{order.edition}",
        type="primary",
        icon=":material/print:",
        width="stretch",
    ):
        _build(bench, order, name, revision)
    failure = session.note(f"{name}:failed")
    if failure:
        st.error(plain(failure), icon=":material/error:")
    fresh = session.kept(name)
    if isinstance(fresh, _Fresh):
        _ready(fresh, order, current=fresh.revision == revision)


def _about(document: "ReportDocument", edition: Edition) -> str:
    """Name, purpose, length and contents of an edition."""
    pages = len(document.pages) + (document.cover is not None)
    sections = dict.fromkeys(_bare(page.section) for page in document.pages)
    listed = escape(say("list").join(sections))
    return (
        f'<div class="fo-edition"><b>{escape(edition_name(edition))}</b>'
        f"<em>{escape(say('make.page' if pages == 1 else 'make.pages', n=pages))}</em>"
        f"<p>{escape(say(f'make.for_{edition}'))}</p><small>{listed}</small></div>"
    )


def _bare(section: str) -> str:
    """Name of a section without its number."""
    head, _, name = section.partition(" ")
    return name if head.isdigit() and name else section


def _build(bench: Bench, order: ReportOrder, name: str, revision: int) -> None:
    """Make a file with visible progress, or find it among those made before."""
    bar = st.progress(0.0, text=say("stage.compose"))

    def show(stage: str, share: float) -> None:
        bar.progress(min(1.0, max(0.0, share)), text=_stage(stage))

    def work() -> None:
        report = bench.services.reporting.build(bench.viewer, bench.run.id, order, progress=show)
        session.keep(name, _Fresh(report, revision))

    failure = messages.attempt(work)
    bar.empty()
    if failure:
        session.leave_note(f"{name}:failed", failure)


def _stage(stage: str) -> str:
    try:
        return say(f"stage.{stage}")
    except KeyError:
        return say("stage.compose")


def _ready(fresh: _Fresh, order: ReportOrder, *, current: bool) -> None:
    """Offer the finished file; one that was overtaken by a change says so."""
    if not current:
        st.caption(plain(say("make.overtaken")))
        return
    st.link_button(
        say("make.download", size=_size(fresh.report.size)),
        f"/reports/{fresh.report.id}",
        icon=":material/download:",
        key=f"download-{order.edition}",
        width="stretch",
    )
    st.caption(plain(say("make.ready", n=fresh.report.pages, unit=_unit(order, fresh.report.pages))))


def _unit(order: ReportOrder, n: int) -> str:
    """Name what a form is counted in."""
    return say(f"unit.{order.form}_one" if n == 1 else f"unit.{order.form}")


def _size(size: int) -> str:
    """Print a file's size in KB or MB.

    >>> _size(204_800), _size(3_300_000)
    ('200 KB', '3.1 MB')
    """
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


# ---- the files made so far ----


def _made(bench: Bench) -> None:
    """List what was made of this run, the newest first."""
    files = bench.services.reporting.made(bench.viewer, bench.run.id)
    st.markdown(f"**{plain(say('made.title', n=len(files)))}**")
    if not files:
        st.caption(plain(say("made.none")))
        return
    st.caption(plain(say("made.lead")))
    for file in files[:SHOWN]:
        _file(bench, file)
    if len(files) > SHOWN:
        with st.expander(say("made.more", n=len(files) - SHOWN)):
            for file in files[SHOWN:]:
                _file(bench, file)


def _file(bench: Bench, file: "MadeReport") -> None:
    report = file.report
    order = report.order
    outer = st.container(key=f"file-{report.id}", gap="xsmall")
    with outer, st.container(horizontal=True, vertical_alignment="center"):
        name = say(
            "made.name",
            edition=edition_name(order.edition),
            form=form_name(order.form, archive=order.archive),
            language=common(f"language.{order.locale}"),
        )
        small = say(
            "made.note",
            time=moment(file.at),
            n=report.pages,
            unit=_unit(order, report.pages),
            size=_size(report.size),
            digest=report.sha256[:DIGITS],
        )
        st.html(
            f'<div class="fo-item"><div><b>{escape(name)}</b><small>{escape(small)}</small></div></div>',
            width="stretch",
        )
        st.button(
            say("made.verify"),
            key=f"verify-{report.id}",
            icon=":material/fact_check:",
            type="tertiary",
            on_click=_verify,
            args=(bench, report.id),
        )
        st.link_button(
            say("made.download"),
            f"/reports/{report.id}",
            icon=":material/download:",
            key=f"fetch-{report.id}",
        )
    with outer:
        _verified(report.id)


def _verified(report_id: str) -> None:
    """Tell what making the file once more showed."""
    outcome = session.place(f"report-verified:{report_id}")
    if not outcome:
        return
    if outcome == "same":
        st.caption(f":green[:material/verified: {plain(say('made.same'))}]")
    elif outcome in ("different", "unknown", "not_a_report"):
        st.warning(plain(say(f"made.{outcome}")), icon=":material/error:")
    else:
        st.error(plain(outcome), icon=":material/error:")


def _verify(bench: Bench, report_id: str) -> None:
    failure = messages.attempt(partial(_compare, bench, report_id))
    if failure:
        session.keep_place(f"report-verified:{report_id}", failure)


def _compare(bench: Bench, report_id: str) -> None:
    """Make a stored file once more and compare the two byte for byte."""
    reporting = bench.services.reporting
    content = reporting.redeem(reporting.issue_ticket(bench.viewer, report_id)).content
    session.keep_place(f"report-verified:{report_id}", reporting.verify(bench.viewer, content).outcome)
