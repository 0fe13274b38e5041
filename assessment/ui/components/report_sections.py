"""The report desk, section by section; only the open one is computed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import streamlit as st

from assessment.domain.errors import NothingToScore
from assessment.ui import messages, navigation, session
from assessment.ui.components import report_batch, report_look, report_make, report_pages, report_words
from assessment.ui.components.report_view import Bench, say
from assessment.ui.messages import plain, tell


def _batch(bench: Bench) -> None:
    report_batch.draw(bench.services, bench.viewer, bench.run)


SECTIONS: Final[Mapping[str, Callable[[Bench], None]]] = {
    "make": report_make.draw,
    "pages": report_pages.draw,
    "look": report_look.draw,
    "words": report_words.draw,
    "batch": _batch,
}
FOR_READERS: Final = ("make", "pages")
"""Sections of people who may print and look, and change nothing."""
KEY: Final = "report-sections-{locale}"
_PLACE: Final = "report-section:{wave}"


def draw(bench: Bench) -> None:
    """Draw head and sections."""
    names = tuple(name for name in SECTIONS if bench.mine or name in FOR_READERS)
    with st.container(key="wide"):
        st.title(say("page.title", merchant=plain(bench.run.merchant.name)))
        if bench.run.result.demo:
            with st.container(key="demo-mark"):
                st.warning(tell("demo.mark"), icon=":material/science:")
        st.markdown(plain(say("page.lead" if bench.mine else "page.lead_reader")))
        _newer(bench)
        key = KEY.format(locale=session.locale())
        session.seed(key, _last(bench, names))
        tabs = st.tabs([say(f"tab.{name}") for name in names], key=key, on_change="rerun")
        for tab, name in zip(tabs, names, strict=True):
            if tab.open:
                session.keep_place(_PLACE.format(wave=bench.wave_id), name)
                with tab:
                    messages.panel(f"report-{name}", partial(SECTIONS[name], bench))


def _newer(bench: Bench) -> None:
    """Say before anything is printed that the last calculation was overtaken, and lead to a new one."""
    if not bench.mine:
        return
    try:
        changes = bench.services.analysis.changes(bench.viewer, bench.wave_id)
    except NothingToScore:  # every response was left out by hand: the results page says so
        return
    if changes:
        names = tell("results.list_comma").join(tell(f"results.newer_{change}") for change in changes)
        st.info(plain(say("page.newer", names=names)), icon=":material/update:")
        navigation.link("results", tell("page.results"), icon=navigation.ICONS["results"])


def _last(bench: Bench, names: tuple[str, ...]) -> str | None:
    """Label of the section that was open: another language draws the tabs anew, at the same place."""
    name = session.place(_PLACE.format(wave=bench.wave_id))
    return say(f"tab.{name}") if name in names else None
