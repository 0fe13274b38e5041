"""Overall score, the profile of the dimensions, and the way down to single items."""

from typing import Any

import streamlit as st

from assessment.ui import session
from assessment.ui.components import result_items, result_practices, result_view, rows
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell
from scoring.results import Score


def draw(view: View) -> None:
    """Draw the key figures and the dimension profile."""
    result = view.result
    if result.overall.value is None:
        st.info(tell("results.overall_missing"), icon=":material/info:")
    else:
        st.markdown(_headline(view))
    with st.grid(4, min_column_width=150, key="figures"):
        overall = result.overall
        st.metric(tell("results.overall"), rows.number(overall.value))
        st.metric(tell("results.level"), rows.level_name(view.run.instrument, overall))
        st.metric(tell("results.interval"), rows.interval(overall) if overall.value is not None else "–")
        quality = result.data_quality
        st.metric(tell("results.raters"), f"{quality.n_submitted}/{quality.n_invited}")
    st.caption(tell("results.overall_help"))
    if result.overall.value is not None:
        result_view.trail(result.overall.id)
    among = rows.standing_words(result.standing(overall.id), result.peers_withheld)
    st.markdown(f"**{tell('results.peers')}** {plain(among)}")
    result_view.heading(view, tell("results.profile"), "score")
    _profile(view, result.dimensions, "overview", explained=True)
    _strengths(view)
    if result.overlays:
        with st.expander(tell("results.overlays")):
            st.caption(tell("results.overlays_help"))
            _profile(view, result.overlays, "overlays", explained=False)


def dimensions(view: View) -> None:
    """Draw one dimension in depth: its sub-capabilities, then the answers to their items."""
    result = view.result
    ids = tuple(score.id for score in result.dimensions)
    if not ids:
        st.info(rows.withheld("no_answer"))
        return
    key = f"dimension-{session.locale()}"
    result_view.heading(view, tell("results.profile"), "interval")
    st.caption(tell("results.pick"))
    _pickable(view, result.dimensions, key)
    chosen = st.segmented_control(
        tell("results.dimension"),
        ids,
        default=ids[0] if session.widget(key) is None else None,
        required=True,
        format_func=view.names.get,
        key=key,
    )
    if chosen not in ids:
        chosen = ids[0]
    score = next(score for score in result.dimensions if score.id == chosen)
    st.markdown(_basis(view, score))
    if score.value is not None:
        result_view.trail(score.id)
    parts = [part.id for part in view.run.instrument.sub_capabilities if part.dimension == chosen]
    scores = tuple(score for score in result.sub_capabilities if score.id in parts)
    if scores:
        result_view.heading(view, tell("results.parts_of", name=view.names.get(chosen)))
        _profile(view, scores, f"parts-{chosen}", explained=False)
    result_practices.draw(view, chosen)
    result_view.heading(view, tell("results.answers"))
    result_items.draw(view, chosen, scores)


def _headline(view: View) -> str:
    overall = view.result.overall
    share = (
        overall.level_probabilities[overall.level]
        if overall.level is not None and overall.level_probabilities
        else None
    )
    return tell(
        "results.headline",
        score=rows.number(overall.value),
        level=plain(rows.level_name(view.run.instrument, overall)),
        probability=plain(rows.percent(share)),
        basis=rows.basis(overall),
    )


def _basis(view: View, score: Score) -> str:
    """Say how one score arose: answers, people, interval, band, distance to the target."""
    name = plain(view.names.get(score.id))
    if score.value is None:
        return tell("results.not_shown", name=name, reason=plain(rows.withheld(score.withheld)))
    said = [
        tell("results.arose", name=name, score=rows.number(score.value), interval=plain(rows.interval(score)))
    ]
    said.append(tell("results.arose_basis", basis=rows.basis(score)))
    if score.level is not None and score.level_probabilities:
        level = plain(rows.level_name(view.run.instrument, score))
        share = plain(rows.percent(score.level_probabilities[score.level]))
        said.append(tell("results.arose_level", level=level, probability=share))
    if score.target is not None and score.gap is not None:
        key = "results.arose_gap" if score.gap > 0 else "results.arose_met"
        said.append(tell(key, target=rows.number(score.target), gap=rows.number(score.gap)))
    return ("" if session.locale() == "zh" else " ").join(said)


def _strengths(view: View) -> None:
    """Draw both ends of the list; parts of a dimension without a score are left out, as it is."""
    shown = {score.id for score in view.result.dimensions if score.value is not None}
    told = {part.id for part in view.run.instrument.sub_capabilities if part.dimension in shown}
    scored = sorted(
        (s for s in view.result.sub_capabilities if s.value is not None and s.id in told),
        key=lambda s: s.value or 0.0,
    )
    if len(scored) < 6:  # noqa: PLR2004 - fewer would name one sub-capability twice
        return
    strongest, weakest = scored[:-4:-1], scored[:3]
    for column, title, some in zip(
        st.columns(2), ("results.strongest", "results.weakest"), (strongest, weakest), strict=True
    ):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{tell(title)}**")
            for score in some:
                name, value = plain(view.names.get(score.id)), rows.number(score.value)
                st.markdown(f"{name} &nbsp; **{value}** &nbsp; :gray[{plain(rows.interval(score))}]")
    if _overlap(strongest, weakest):
        st.caption(tell("results.strength_overlap"))


def _overlap(strongest: list[Score], weakest: list[Score]) -> bool:
    """Whether an interval of the strongest reaches down into one of the weakest."""
    lows = [score.low for score in strongest if score.low is not None]
    highs = [score.high for score in weakest if score.high is not None]
    return bool(lows and highs) and min(lows) <= max(highs)


# ---- charts ----


def _profile(view: View, scores: tuple[Score, ...], name: str, *, explained: bool) -> None:
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    chart = charts.profile(
        rows.profile(view.result, scores, view.names),
        result_view.words(view),
        result_view.palette(),
        pick=False,
    )
    st.vega_lite_chart(spec=chart, key=f"chart-{name}", alt=_alt(view, scores))
    (result_view.legend if explained else result_view.gaps)(view, scores)


def _pickable(view: View, scores: tuple[Score, ...], key: str) -> None:
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    chart = charts.profile(
        rows.profile(view.result, scores, view.names),
        result_view.words(view),
        result_view.palette(),
        pick=True,
    )
    chart_key = f"chart-dimensions-{session.locale()}"
    st.vega_lite_chart(
        spec=chart,
        key=chart_key,
        on_select=lambda: _picked(chart_key, key, {score.id for score in scores}),
        selection_mode=charts.PICKED,
        alt=_alt(view, scores),
    )
    result_view.legend(view, scores)


def _picked(chart_key: str, key: str, legal: set[str]) -> None:
    """Carry a click in the chart over to the control below it; anything else is ignored."""
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    event: Any = session.widget(chart_key)
    picked = event.selection.get(charts.PICKED, []) if event is not None else []
    if picked and isinstance(picked[0], dict) and picked[0].get("id") in legal:
        session.set_widget(key, picked[0]["id"])


def _alt(view: View, scores: tuple[Score, ...]) -> str:
    said = "; ".join(f"{view.names.get(score.id)} {rows.number(score.value)}" for score in scores)
    return f"{view.demo_prefix} {tell('results.chart_alt')} {said}".strip()
