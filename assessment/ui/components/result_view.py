"""What every section of the results page needs, and the few things they all draw."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.ui import session
from assessment.ui.components import rows
from assessment.ui.components.rows import Names
from assessment.ui.messages import common, plain, tell, wording
from scoring import method
from scoring.results import PeerCard, Score, WaveResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assessment.services.analysis import StoredRun
    from assessment.services.voices import Voice
    from assessment.ui.components.charts import Palette, Words


SECTIONS: Final = "sections-{locale}"
TRAIL: Final = "trail-{locale}"
"""Keys of the tabs, and of the choice of the score whose way is shown."""


@dataclass(frozen=True, slots=True)
class View:
    """One run with the names of everything in it."""

    run: "StoredRun"
    names: Names
    voices: "Callable[[], Mapping[str, tuple[Voice, ...]]]"
    """Reads which role chose what; empty where nobody may know."""

    @property
    def result(self) -> WaveResult:
        """The frozen result."""
        return self.run.result

    @property
    def demo_prefix(self) -> str:
        """Mark that stands before every chart's title when the data is synthetic."""
        return tell("demo.short") if self.result.demo else ""


def palette() -> "Palette":
    """Colours for the theme in use."""
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    return charts.DARK if st.context.theme.type == "dark" else charts.LIGHT


def words(view: View) -> "Words":
    """Words of the profile charts."""
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    scale, maturity = view.run.instrument.scale, view.run.instrument.maturity
    return charts.Words(
        score=tell("results.axis_score"),
        interval=tell("results.interval"),
        peers=tell("results.peers"),
        target=tell("results.target"),
        basis=tell("results.basis_title"),
        level_names=tuple(wording(name) for name in maturity.names) if maturity else (),
        cuts=maturity.cuts if maturity else (),
        low=float(scale.low),
        high=float(scale.high),
    )


def heading(view: View, text: str, topic: str | None = None) -> None:
    """Draw a section heading, marked when the data is synthetic, with the method's own words beside it."""
    mark = f":orange-badge[{view.demo_prefix}] " if view.demo_prefix else ""
    if topic is None:
        st.subheader(f"{mark}{plain(text)}")
        return
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"heading-{topic}",
    ):
        st.subheader(f"{mark}{plain(text)}", width="content")
        with st.popover(
            tell("explain.open"), type="tertiary", icon=":material/help:", key=f"explain-{topic}"
        ):
            st.markdown(plain(method.said(topic, session.locale())))


def trail(scale_id: str) -> None:
    """Offer to show how a score arose."""
    st.button(
        tell("trail.go"),
        key=f"to-trail-{scale_id}",
        type="tertiary",
        icon=":material/account_tree:",
        on_click=_open_trail,
        args=(scale_id,),
    )


def _open_trail(scale_id: str) -> None:
    """Choose the score and turn to the tab that takes it apart."""
    locale = session.locale()
    session.set_widget(TRAIL.format(locale=locale), scale_id)
    session.set_widget(SECTIONS.format(locale=locale), tell("results.tab_trail"))


def gaps(view: View, scores: tuple[Score, ...]) -> None:
    """Say which scores of a chart are not drawn, and why."""
    lines = _withheld(view, scores)
    if lines:
        st.caption("  \n".join(lines))


def legend(view: View, scores: tuple[Score, ...]) -> None:
    """Say what the marks of a profile chart are; parts that are not drawn are not explained."""
    parts = [tell("results.legend_score"), *_bands(view)]
    if any(score.target is not None for score in scores):
        parts.append(tell("results.legend_target"))
    parts += _withheld(view, scores)
    parts += _peers(view, scores)
    st.caption("  \n".join(parts))


def _peers(view: View, scores: tuple[Score, ...]) -> list[str]:
    """Say who the peers are, or why there is no band of them, or on which rows it is missing."""
    card = view.result.peer_card
    if card is None:
        reason = rows.withheld(view.result.peers_withheld or "no_peers").rstrip("。.")
        stop = "。" if session.locale() == "zh" else ". "
        return [f"{plain(reason)}{stop}{tell('results.no_band')}"]
    group = plain(facets(card))
    drawn = [score for score in scores if score.value is not None]
    bare = [score for score in drawn if not _has_band(view, score)]
    if drawn and len(bare) == len(drawn):
        return [tell("results.few_for_band", n=card.n, facets=group)]
    said = [tell("results.legend_peers", n=card.n, facets=group)]
    if bare:
        names = tell("results.list_comma").join(view.names.get(score.id) for score in bare)
        said.append(plain(tell("results.band_missing_for", names=names)))
    return said


def _has_band(view: View, score: Score) -> bool:
    standing = view.result.standing(score.id)
    return standing is not None and standing.peer_q1 is not None and standing.peer_q3 is not None


def _bands(view: View) -> tuple[str, ...]:
    """Say what the bands in the background are called and where they begin."""
    maturity = view.run.instrument.maturity
    if maturity is None:
        return ()
    lower = (float(view.run.instrument.scale.low), *maturity.cuts)
    named = (
        tell("results.band", name=wording(name), low=rows.number(low))
        for name, low in zip(maturity.names, lower, strict=True)
    )
    return (plain(tell("results.legend_bands", bands=tell("results.list_comma").join(named))),)


def _withheld(view: View, scores: tuple[Score, ...]) -> list[str]:
    """Name the scores that are not drawn, with the reason: a gap in a chart must never be a riddle."""
    return [
        plain(tell("results.not_shown", name=view.names.get(score.id), reason=rows.withheld(score.withheld)))
        for score in scores
        if score.value is None
    ]


def facets(card: PeerCard) -> str:
    """Name the cell of the peers in words, or all of them."""
    said = " · ".join(_facet(name, value) for name, value in card.facets)
    return said or tell("results.all_peers")


def _facet(name: str, value: str) -> str:
    """Word one filter; several codes joined by a plus sign are listed."""
    return tell("results.list_comma").join(_code(name, code) for code in value.split("+"))


def _code(name: str, code: str) -> str:
    try:
        return common(f"{name}.{code}")
    except KeyError:
        return code
