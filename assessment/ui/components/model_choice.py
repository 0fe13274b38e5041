"""How an archetype model was chosen: every candidate as a small chart and a table, and the gates."""

from typing import Any

import altair as alt
import streamlit as st

from assessment.domain.organization import ArchetypeFit, FitCandidate
from assessment.ui import messages, session
from assessment.ui.components import charts, result_view, rows, table

CHART_HEIGHT = 340

_tell = messages.speaker("archetypes")


def chosen(fit: ArchetypeFit, k: int) -> FitCandidate | None:
    """Candidate that became the model, None if it is not among those that were kept."""
    shaped = (one for one in fit.candidates if one.k == k and one.covariance_type == fit.covariance_type)
    return next(shaped, None)


def draw(fit: ArchetypeFit, k: int) -> None:
    """Draw the candidates, what was chosen and why; a fit without stored candidates has none to show."""
    if not fit.candidates:
        return
    st.subheader(_tell("choice.title"))
    shape = _tell(f"choice.{fit.covariance_type}")
    st.markdown(_tell("choice.why_one") if k == 1 else _tell("choice.why", k=k, shape=shape))
    if fit.proposed_k is not None and fit.proposed_k != k:
        st.info(_tell("choice.proposed", k=k, proposed=fit.proposed_k), icon=":material/update:")
    st.caption(_tell("choice.help"))
    st.altair_chart(
        _chart(fit, k),
        key=f"chart-candidates-{session.locale()}",
        alt=_tell("choice.chart_alt"),
    )
    st.caption(_tell("choice.chart_help"))
    with st.expander(_tell("choice.table"), type="compact"):
        _table(fit, k)


def _table(fit: ArchetypeFit, k: int) -> None:
    own = chosen(fit, k)
    lines = [
        [
            str(one.k),
            _tell(f"choice.{one.covariance_type}"),
            f"{one.bic:,.1f}",
            f"{one.icl:,.1f}",
            rows.percent(one.smallest_share),
            _tell("choice.chosen_mark") if one == own else _failed(one),
        ]
        for one in fit.candidates
    ]
    heads = [_tell(f"choice.{name}") for name in ("k", "shape", "bic", "icl", "smallest", "verdict")]
    strong = frozenset(i for i, one in enumerate(fit.candidates) if one == own)
    table.draw(heads, lines, strong=strong)


def _failed(one: FitCandidate) -> str:
    """Name the gate that a candidate did not pass, or nothing where only a lower BIC was better."""
    return _tell(f"choice.failed_{one.failed}") if one.failed else ""


def _points(fit: ArchetypeFit, k: int) -> list[dict[str, Any]]:
    """One point a candidate and criterion, counted from the lowest BIC."""
    lowest = min(one.bic for one in fit.candidates)
    own = chosen(fit, k)
    return [
        {
            "k": one.k,
            "shape": _tell(f"choice.{one.covariance_type}"),
            "criterion": _tell(f"choice.{name}"),
            "above": value - lowest,
            "label": f"{value:,.1f}",
            "chosen": name == "bic" and one == own,
        }
        for one in fit.candidates
        for name, value in (("bic", one.bic), ("icl", one.icl))
    ]


def _chart(fit: ArchetypeFit, k: int) -> charts.Layered:
    """Draw BIC and ICL by number of archetypes: one colour a shape, one dash a criterion."""
    palette = result_view.palette()
    shapes = [_tell(f"choice.{one}") for one in ("tied", "full")]
    criteria = [_tell("choice.bic"), _tell("choice.icl")]
    base = alt.Chart(alt.Data(values=_points(fit, k))).encode(  # type: ignore[no-untyped-call]  # untyped there
        x=alt.X("k:O", title=_tell("choice.k"), axis=_axis(palette)),
        y=alt.Y("above:Q", title=None, axis=_axis(palette)),
    )
    colours = alt.Scale(domain=shapes, range=[palette.main, palette.muted])
    dashes = alt.Scale(domain=criteria, range=[[1, 0], [5, 4]])
    lines = base.mark_line(strokeWidth=2, point={"size": 50}).encode(
        color=alt.Color("shape:N", title=None, scale=colours, legend=_key()),
        strokeDash=alt.StrokeDash("criterion:N", title=None, scale=dashes, legend=None),
        tooltip=[
            alt.Tooltip("k:O", title=_tell("choice.k")),
            alt.Tooltip("shape:N", title=" "),
            alt.Tooltip("criterion:N", title=" "),
            alt.Tooltip("label:N", title=" "),
        ],
    )
    mark = (
        base.transform_filter("datum.chosen")
        .mark_point(shape="diamond", size=260, filled=True, color=palette.warn, opacity=1)
        .encode(tooltip=[alt.Tooltip("label:N", title=_tell("choice.chosen"))])
    )
    title = alt.TitleParams(
        _tell("choice.difference"), anchor="start", fontSize=13, fontWeight="normal", color=palette.muted
    )
    return alt.layer(lines, mark).properties(height=CHART_HEIGHT, title=title)


def _axis(palette: charts.Palette) -> alt.Axis:
    return alt.Axis(labelAngle=0, labelColor=palette.muted, titleColor=palette.muted, gridOpacity=0.3)


def _key() -> alt.Legend:
    return alt.Legend(orient="bottom", direction="horizontal", labelLimit=160, symbolType="stroke")


# ---- gates ----


def gates(fit: ArchetypeFit, limits: tuple[float, float, float]) -> None:
    """Draw what a model with several archetypes had to pass.

    Parameters
    ----------
    fit
        The fit with its figures.
    limits
        Least share of the smallest archetype, least ARI on resampled data, least mean probability.
    """
    st.subheader(_tell("gate.title"))
    st.caption(_tell("gate.help"))
    found = (fit.smallest_share, fit.bootstrap_ari, fit.mean_posterior)
    names = ("smallest_share", "bootstrap_ari", "mean_posterior")
    lines = [
        [_tell(f"gate.{name}"), _figure(name, value), _limit(name, limit), _verdict(value, limit)]
        for name, value, limit in zip(names, found, limits, strict=True)
    ]
    table.draw([_tell(f"gate.{name}") for name in ("name", "value", "limit", "verdict")], lines)


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return _tell("gate.none")
    return rows.percent(value) if name == "smallest_share" else rows.number(value, 2)


def _limit(name: str, limit: float) -> str:
    return _tell("gate.at_least", limit=_figure(name, limit))


def _verdict(value: float | None, limit: float) -> str:
    if value is None:
        return "–"
    return _tell("gate.passed" if value >= limit else "gate.failed")
