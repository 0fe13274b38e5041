"""Many reports at once: choose, start, watch while the server works, and take them along as one archive."""

from itertools import product
from math import ceil
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.editions import EDITIONS, FILE_FORMS, Edition, FileForm, ReportOrder
from assessment.domain.text import LOCALES, Locale
from assessment.services.batch_jobs import Job, Refused, Wanted
from assessment.ui import messages, session
from assessment.ui.components import save_file
from assessment.ui.components.report_view import Bench, edition_name, form_name, heading, say
from assessment.ui.components.save_file import SavedFile
from assessment.ui.messages import common, error_words, labels, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assessment.bootstrap import Services
    from assessment.services.analysis import StoredRun
    from assessment.services.batch_desk import BatchView
    from assessment.services.batches import Result

PULSE: Final = 1.0
"""Seconds between two looks at a batch that is under way."""
PACKED_MOST: Final = 64 * 1024 * 1024
"""An archive travels with the page; larger ones are left to the single downloads."""
MINUTE: Final = 60
MIB: Final = 1024 * 1024


def draw(services: "Services", viewer: Owner | Reader, run: "StoredRun") -> None:
    """Draw the choice, and this viewer's batch as it stands: it goes on while nobody looks."""
    heading(Bench(services, viewer, run), say("batch.title"), say("batch.lead"))
    waves = printable(run)
    orders = _choose()
    wanted = [Wanted(wave_id, order) for (wave_id, _name), order in product(waves, orders)]
    under_way = _under_way(services.batch_desk.view(viewer))
    st.button(
        say("batch.start", n=len(wanted)),
        key="batch-start",
        type="primary",
        icon=":material/print:",
        disabled=under_way or not wanted,
        on_click=_start,
        args=(services, viewer, wanted),
    )
    if failure := session.note("batch:failed"):
        st.error(plain(failure), icon=":material/error:")
    _watch(services, viewer, under_way=under_way)


def printable(run: "StoredRun") -> tuple[tuple[str, str], ...]:
    """List the waves that this viewer may print, as id and merchant: so far the one they came in for."""
    return ((run.wave.id, run.merchant.name),)


def _under_way(view: "BatchView | None") -> bool:
    return view is not None and view.state in ("waiting", "running")


# ---- the choice ----


def _choose() -> tuple[ReportOrder, ...]:
    """Let somebody choose editions, languages and forms; every combination is one report."""
    editions = _some(EDITIONS, lambda code: edition_name(cast("Edition", code)), "edition", ("leadership",))
    locales = _some(LOCALES, lambda code: common(f"language.{code}"), "language", (session.locale(),))
    forms = _some(FILE_FORMS, lambda form: form_name(cast("FileForm", form), archive=False), "form", ("pdf",))
    return tuple(
        ReportOrder(cast("Edition", edition), cast("Locale", locale), cast("FileForm", form))
        for edition, locale, form in product(editions, locales, forms)
    )


def _some(
    codes: "Sequence[str]", word: "Callable[[str], str]", name: str, first: "Sequence[str]"
) -> "Sequence[str]":
    """Offer several of these; none is an answer, too."""
    key = f"batch-{name}-{session.locale()}"
    session.seed(key, list(first))
    chosen = st.pills(
        say(f"choose.{name}"), codes, selection_mode="multi", format_func=labels(codes, word), key=key
    )
    return [code for code in codes if code in chosen]


def _start(services: "Services", viewer: Owner | Reader, wanted: "Sequence[Wanted]") -> None:
    session.keep(_ARCHIVE, None)
    failure = messages.attempt(lambda: _begin(services, viewer, wanted))
    if failure:
        session.leave_note("batch:failed", failure)


def _begin(services: "Services", viewer: Owner | Reader, wanted: "Sequence[Wanted]") -> None:
    services.batch_desk.start(viewer, wanted)


# ---- the batch ----

_ARCHIVE: Final = "batch-archive"


def _watch(services: "Services", viewer: Owner | Reader, *, under_way: bool) -> None:
    """Draw the batch; while it is under way this part of the page looks again by itself."""

    def look() -> None:
        with session.one_language(), messages.frame():
            view = services.batch_desk.view(viewer)
            if view is None:
                return
            if under_way and not _under_way(view):
                st.rerun()  # the button above may be pressed again
            _standing(services, viewer, view)

    st.fragment(run_every=PULSE if under_way else None)(look)()


def _standing(services: "Services", viewer: Owner | Reader, view: "BatchView") -> None:
    now = view.standing
    if _under_way(view):
        st.progress(now.share, text=_progress(view))
        st.button(
            say("batch.stop"),
            key="batch-stop",
            icon=":material/stop_circle:",
            on_click=services.batch_desk.stop,
            args=(viewer,),
        )
    elif view.state == "stopped":
        st.warning(plain(say("batch.stopped", made=now.made, total=now.total)), icon=":material/stop_circle:")
    else:
        st.success(plain(say("batch.done", made=now.made, total=now.total)), icon=":material/task_alt:")
    _failures(view)
    if not _under_way(view) and view.made:
        _archive(services, viewer, view)


def _progress(view: "BatchView") -> str:
    """Say how far a batch is and how long the rest will take."""
    now = view.standing
    if view.state == "waiting":
        return say("batch.waiting")
    counted = say("batch.counted", n=now.settled, total=now.total)
    if now.seconds_left is None:
        return counted
    if now.seconds_left <= MINUTE:
        left = say("batch.seconds_left", n=max(10 * ceil(now.seconds_left / 10), 10))
    else:
        left = say("batch.minutes_left", n=ceil(now.seconds_left / MINUTE))
    return say("batch.progress", counted=counted, left=left)


def _failures(view: "BatchView") -> None:
    """List what was not made, each with its reason."""
    if not view.failures:
        return
    with st.container(key="batch-failures"):
        st.markdown(f"**{plain(say('batch.failed', n=len(view.failures)))}**")
        for result in view.failures:
            st.caption(plain(say("batch.failure", name=_name(result.job), reason=_reason(result))))


def _name(job: Job) -> str:
    return say(
        "made.name",
        edition=edition_name(job.order.edition),
        language=common(f"language.{job.order.locale}"),
        form=form_name(job.order.form, archive=job.order.archive),
    )


def _reason(result: "Result") -> str:
    outcome = result.outcome
    return error_words(outcome.error()) if isinstance(outcome, Refused) else ""


def _archive(services: "Services", viewer: Owner | Reader, view: "BatchView") -> None:
    """Offer all finished files as one archive: packed on request, because packing loads every file."""
    if view.size > PACKED_MOST:
        st.caption(plain(say("batch.too_large", size=round(view.size / MIB))))
        return
    packed = session.kept(_ARCHIVE)
    if isinstance(packed, SavedFile):
        save_file.button(say("batch.save", size=f"{len(packed.content) / MIB:.1f}"), packed, key="batch-save")
        return
    st.button(
        say("batch.pack", n=len(view.made)),
        key="batch-pack",
        icon=":material/folder_zip:",
        on_click=_pack,
        args=(services, viewer),
    )


def _pack(services: "Services", viewer: Owner | Reader) -> None:
    failure = messages.attempt(lambda: _keep_archive(services, viewer))
    if failure:
        session.leave_note("batch:failed", failure)


def _keep_archive(services: "Services", viewer: Owner | Reader) -> None:
    content = services.batch_desk.archive(viewer)
    session.keep(_ARCHIVE, SavedFile("FactOrg-reports.zip", content, "application/zip"))
