"""Results of the owner's wave: scored when it is closed, then read."""

from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.errors import NothingToScore, NotScoredYet
from assessment.ui import messages, navigation, session
from assessment.ui.components import results
from assessment.ui.messages import plain, tell

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.analysis import StoredRun

FURTHER: Final = ("proposal", "structure", "review", "archetypes", "items")


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the results of the viewer's wave, or say what is still to do before there are any."""
    if isinstance(viewer, Owner):
        status = services.engagements.progress(viewer)
        if status.wave.status == "open":
            _not_yet(plain(status.merchant.name))
            return
    elif not isinstance(viewer, Reader):
        _nothing_here()
        return
    run = _run(services, viewer)
    if isinstance(viewer, Owner):
        _newer(services, viewer)
    results.draw(services, viewer, run)
    further(("peers", *FURTHER) if isinstance(viewer, Owner) else FURTHER)


def further(paths: tuple[str, ...] = FURTHER) -> None:
    """Lead to the pages that say what results rest on."""
    with st.container(horizontal=True, key="further"):
        for path in paths:
            navigation.link(path, tell(f"page.{path}"), icon=navigation.ICONS[path])


def _nothing_here() -> None:
    st.title(tell("page.results"))
    st.info(tell("results.no_link"), icon=":material/link:")
    navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
    navigation.link("start", tell("welcome.start"), icon=navigation.ICONS["start"])


def _not_yet(merchant: str) -> None:
    st.title(tell("page.results"))
    st.info(tell("results.not_yet", merchant=merchant), icon=":material/hourglass_top:")
    for path in ("answer", "facts", "team", "demo"):
        navigation.link(path, tell(f"results.do_{path}"), icon=navigation.ICONS[path])


def _run(services: "Services", viewer: Owner | Reader) -> "StoredRun":
    """Read the latest run; a closed wave without one is scored now, with visible progress."""
    try:
        return services.analysis.latest(viewer, viewer.wave_id)
    except NotScoredYet:
        bar = st.progress(0.0, text=tell("results.scoring"))

        def show(stage: str, share: float) -> None:
            bar.progress(min(1.0, max(0.0, share)), text=_stage(stage))

        run = services.analysis.score(viewer, viewer.wave_id, progress=show)
        bar.empty()
        return run


def _newer(services: "Services", viewer: Owner) -> None:
    """Offer one more run when something it rests on was changed since; the old run is kept."""
    failure = session.note("results")
    if failure:
        st.error(plain(failure), icon=":material/error:")
    try:
        changes = services.analysis.changes(viewer, viewer.wave_id)
    except NothingToScore as error:  # every response was left out by hand: the old run stays readable
        st.warning(plain(messages.error_words(error)), icon=":material/block:")
        navigation.link("review", tell("page.review"), icon=navigation.ICONS["review"])
        return
    if not changes:
        return
    names = tell("results.list_comma").join(tell(f"results.newer_{change}") for change in changes)
    st.info(tell("results.newer", names=names), icon=":material/update:")
    st.button(tell("results.rescore"), key="rescore", on_click=_rescore, args=(services, viewer))


def _rescore(services: "Services", viewer: Owner) -> None:
    def score() -> None:
        services.analysis.score(viewer, viewer.wave_id)

    failure = messages.attempt(score)
    if failure:
        session.leave_note("results", failure)


def _stage(stage: str) -> str:
    try:
        return tell(f"stage.{stage}")
    except KeyError:
        return tell("results.scoring")
