"""Whom the merchant resembles: probabilities, the map, and its shape beside the nearest archetypes."""

from collections.abc import Sequence
from html import escape
from itertools import product
from typing import Any, Final

import streamlit as st

from assessment.domain.organization import ReferenceArchetype
from assessment.ui import navigation, session
from assessment.ui.components import result_view, rows
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell, wording
from scoring.results import ArchetypeMap, Membership

HEIGHTS: Final = (0.06, 0.2, 0.4, 0.6, 0.8)
"""Parts of the highest density at which the peers are outlined."""
LOADING: Final = 0.3
"""A dimension names an end of an axis from this part of the axis' longest loading on."""
EM: Final = "\u2003\u2003"
"""Room between the two ends of an axis."""
SECOND: Final = 0.1
"""Probability from which a second archetype is worth a line beside the first."""
PEERS_DRAWN: Final = 20


def draw(view: View) -> None:
    """Draw the memberships and the model behind them, then map and shape."""
    found = view.result.resemblance
    result_view.heading(view, tell("archetype.title"), "archetypes")
    if found.withheld is not None or not found.memberships:
        st.info(rows.withheld(found.withheld), icon=":material/info:")
        return
    st.caption(plain(_model(view)))
    navigation.link("archetypes", tell("archetype.to_card"), icon=navigation.ICONS["archetypes"])
    if found.atypical:
        st.warning(tell("results.atypical"), icon=":material/help:")
    elif found.mixed:
        share = plain(rows.percent(found.memberships[0].probability))
        st.info(tell("results.mixed", share=share), icon=":material/info:")
    _shares(view)
    for member in _nearest(view):
        st.markdown(f"**{plain(view.names.get(member.id))}** &nbsp; {plain(wording(member.description))}")
    if len(found.dimensions_used) < len(view.run.knowledge.archetypes.dimensions):
        names = tell("results.list_comma").join(view.names.get(d) for d in found.dimensions_used)
        st.caption(plain(tell("archetype.used", names=names)))
    result_view.heading(view, tell("archetype.shape"))
    _shape(view)
    if view.result.archetype_map is not None:
        result_view.heading(view, tell("archetype.map"))
        _map(view, view.result.archetype_map)


def _model(view: View) -> str:
    """Say whether the archetypes are judged or fitted, and to what."""
    model = view.run.knowledge.archetypes
    if model.fit is None:
        return tell("archetype.judged", version=model.version)
    fit = model.fit
    return tell(
        "archetype.fitted_types" if fit.types else "archetype.fitted_segments",
        version=model.version,
        panel=fit.panel,
        epoch=fit.epoch,
        n=f"{fit.n_merchants:,}",
        k=len(model.members),
    )


def _shares(view: View) -> None:
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    memberships = view.result.resemblance.memberships
    data = [
        {
            "name": rows.wrapped(view.names.get(one.archetype)),
            "share": one.probability,
            "label": rows.percent(one.probability),
        }
        for one in memberships
    ]
    said = "; ".join(_named(view, one) for one in memberships)
    st.vega_lite_chart(
        spec=charts.shares(data, result_view.palette(), tell("results.probability")),
        key=f"chart-resemblance-{session.locale()}",
        alt=f"{tell('archetype.title')} {said}",
    )


def _named(view: View, one: Membership) -> str:
    return tell("archetype.like", name=view.names.get(one.archetype), share=rows.percent(one.probability))


def _nearest(view: View) -> tuple[ReferenceArchetype, ...]:
    """Return the most probable archetype, and the second where it is not negligible."""
    members = {member.id: member for member in view.run.knowledge.archetypes.members}
    first = view.result.resemblance.memberships[:2]
    return tuple(
        members[one.archetype]
        for place, one in enumerate(first)
        if one.archetype in members and (place == 0 or one.probability >= SECOND)
    )


# ---- shape ----


def _shape(view: View) -> None:
    from assessment.ui.components import archetype_charts  # noqa: PLC0415 - charts are for the results page only

    own = tell("archetype.own")
    shown = {one.archetype: _named(view, one) for one in view.result.resemblance.memberships}
    scores = [s for s in view.result.dimensions if s.id in view.run.knowledge.archetypes.dimensions]
    data: list[dict[str, Any]] = [
        {
            "who": own,
            "dimension": view.names.get(score.id),
            "value": score.value,
            "low": score.low,
            "high": score.high,
            "label": rows.number(score.value),
        }
        for score in scores
    ]
    nearest = _nearest(view)
    data += [
        {
            "who": shown[member.id],
            "dimension": view.names.get(score.id),
            "value": member.center.get(score.id),
            "label": rows.number(member.center.get(score.id)),
        }
        for member, score in product(nearest, scores)
    ]
    orders = ([view.names.get(score.id) for score in scores], [own, *(shown[m.id] for m in nearest)])
    said = "; ".join(f"{line['who']} {line['dimension']} {line['label']}" for line in data)
    st.vega_lite_chart(
        spec=archetype_charts.shape(data, orders, result_view.words(view), result_view.palette()),
        key=f"chart-shape-{session.locale()}",
        alt=f"{tell('archetype.shape_alt')} {said}",
    )
    st.caption(tell("archetype.shape_help"))


# ---- map ----


def _map(view: View, found: ArchetypeMap) -> None:
    from assessment.ui.components import archetype_charts  # noqa: PLC0415 - charts are for the results page only

    numbered = {point.archetype: str(n) for n, point in enumerate(found.archetypes, 1)}
    peopled = bool(found.density) and found.n_peers >= PEERS_DRAWN
    data = archetype_charts.Landscape(
        hills=_hills(found) if peopled else [],
        spots=[
            {"x": p.x, "y": p.y, "number": numbered[p.archetype], "name": view.names.get(p.archetype)}
            for p in found.archetypes
        ],
        ring=[{"x": x, "y": y, "order": n} for n, (x, y) in enumerate(found.ellipse)],
        own={"x": found.x, "y": found.y, "name": tell("archetype.own")},
        extent=found.extent,
        across=_ends(view, found, 0),
        up=[EM.join(_ends(view, found, 1))],
    )
    key = [
        tell("archetype.map_key", number=number, name=view.names.get(name))
        for name, number in numbered.items()
    ]
    st.vega_lite_chart(
        spec=archetype_charts.landscape(data, result_view.palette()),
        key=f"chart-map-{session.locale()}",
        alt=f"{tell('archetype.map_alt')} {'; '.join(key)}",
    )
    listed = "".join(f"<li>{escape(one)}</li>" for one in key)
    st.html(f'<ul class="fo-key-list">{listed}</ul>')
    across, up = (rows.percent(share) for share in found.separation)
    lines = [tell("archetype.map_help"), tell("archetype.separation", across=across, up=up)]
    kind = "map_peers" if peopled else "map_no_peers"
    lines.append(tell(f"archetype.{kind}", n=f"{found.n_peers:,}"))
    st.caption("  \n".join(plain(line) for line in lines))


def _hills(found: ArchetypeMap) -> list[dict[str, float]]:
    """Outline the peers' density at a few heights; inner lines of a hollow are left out."""
    from reports.charts.contours import contours  # noqa: PLC0415 - the report's pictures load when one is shown

    left, right, bottom, top = found.extent
    across = (right - left) / max(len(found.density[0]) - 1, 1)
    up = (top - bottom) / max(len(found.density) - 1, 1)
    lines = [
        line for height in HEIGHTS for line in contours(found.density, height) if _counter_clockwise(line)
    ]
    return [
        {
            "line": number,
            "order": order,
            "x": round(left + x * across, 3),
            "y": round(bottom + y * up, 3),
        }
        for number, line in enumerate(lines)
        for order, (x, y) in enumerate(line)
    ]


def _counter_clockwise(line: Sequence[tuple[float, float]]) -> bool:
    """Whether a closed line runs around high ground (shoelace formula)."""
    following = (*line[1:], *line[:1])
    return sum(x * v - u * y for (x, y), (u, v) in zip(line, following, strict=True)) > 0


def _ends(view: View, found: ArchetypeMap, axis: int) -> list[str]:
    """Say what lies at both ends of an axis, the higher end last."""
    loadings = found.axes[axis]
    longest = max(map(abs, loadings), default=0.0) or 1.0
    said = []
    for end, sign in (("low", -1.0), ("high", 1.0)):
        names = [
            view.names.get(dimension)
            for dimension, loading in zip(found.dimensions, loadings, strict=True)
            if sign * loading >= LOADING * longest
        ]
        if len(names) == len(found.dimensions):
            said.append(tell("archetype.axis_level"))
        elif names:
            said.append(tell(f"archetype.axis_{end}", names=tell("results.list_comma").join(names)))
    return said
