"""Role views, FACT readiness, resemblance, and what the numbers rest on."""

import streamlit as st

from assessment.ui import session
from assessment.ui.components import result_view, rows
from assessment.ui.components.result_view import View
from assessment.ui.messages import common, plain, tell
from scoring.results import PositionReadiness


def roles(view: View) -> None:
    """Draw the dimensions as each role sees them, and the gaps that exceed noise."""
    from assessment.ui.components import charts  # noqa: PLC0415 - altair is for the results page only

    result_view.heading(view, tell("results.roles"))
    st.caption(tell("results.roles_help"))
    found = rows.roles(view.result, view.names)
    if not found:
        st.info(rows.withheld("no_rater"))
        return
    orders = (
        list(dict.fromkeys(row["role"] for row in found)),
        [view.names.get(score.id) for score in view.result.dimensions],
    )
    st.altair_chart(
        charts.matrix(found, orders, result_view.palette()),
        key=f"chart-roles-{session.locale()}",
        alt=tell("results.roles"),
    )
    gaps = [gap for gap in view.result.role_gaps if gap.exceeds_noise]
    if not gaps:
        st.info(tell("results.no_gaps"), icon=":material/balance:")
    for gap in gaps:
        higher = "higher" if gap.difference > 0 else "lower"
        st.markdown(
            tell(
                f"results.gap_{gap.against}_{higher}",
                name=plain(view.names.get(gap.dimension)),
                by=plain(rows.number(abs(gap.difference))),
            )
        )


def positions(view: View) -> None:
    """Draw readiness for the FACT positions, mismatches with the plan, and the resemblance."""
    from assessment.ui.components import charts  # noqa: PLC0415 - altair is for the results page only

    result_view.heading(view, tell("results.readiness"))
    st.caption(tell("results.readiness_help"))
    for row in (row for row in view.result.readiness if row.mismatch):
        st.warning(
            tell(
                "results.mismatch",
                name=plain(view.names.get(row.position)),
                share=rows.number(row.planned_share, 0),
                score=plain(rows.number(row.score.value)),
            ),
            icon=":material/warning:",
        )
    scores = tuple(row.score for row in view.result.readiness)
    data = rows.profile(view.result, scores, view.names)
    for line, row in zip(data, view.result.readiness, strict=True):
        line["full"] = _position_name(view, row)
        line["name"] = rows.wrapped(line["full"])
    if data:
        chart = charts.profile(data, result_view.words(view), result_view.palette(), pick=False)
        st.altair_chart(chart, key=f"chart-readiness-{session.locale()}", alt=tell("results.readiness"))
    _resemblance(view)


def _position_name(view: View, row: PositionReadiness) -> str:
    name = view.names.get(row.position)
    if row.planned_share is None:
        return name
    return tell("results.planned", name=name, share=rows.number(row.planned_share, 0))


def _resemblance(view: View) -> None:
    from assessment.ui.components import charts  # noqa: PLC0415 - altair is for the results page only

    found = view.result.resemblance
    result_view.heading(view, tell("results.resemblance"))
    if found.withheld is not None or not found.memberships:
        st.info(rows.withheld(found.withheld), icon=":material/info:")
        return
    st.caption(tell("results.resemblance_help"))
    if found.atypical:
        st.warning(tell("results.atypical"), icon=":material/help:")
    elif found.mixed:
        share = plain(rows.percent(found.memberships[0].probability))
        st.info(tell("results.mixed", share=share), icon=":material/info:")
    data = [
        {
            "name": rows.wrapped(view.names.get(one.archetype)),
            "share": one.probability,
            "label": rows.percent(one.probability),
        }
        for one in found.memberships
    ]
    st.altair_chart(
        charts.shares(data, result_view.palette(), tell("results.probability")),
        key=f"chart-resemblance-{session.locale()}",
        alt=tell("results.resemblance"),
    )
    first = next(
        (a for a in view.run.knowledge.archetypes.members if a.id == found.memberships[0].archetype), None
    )
    if first is not None:
        st.markdown(
            f"**{plain(view.names.get(first.id))}** &nbsp; {plain(first.description.get(session.locale()))}"
        )


def method(view: View) -> None:
    """Draw what the numbers rest on: counts, notes of caution, and versions."""
    quality = view.result.data_quality
    result_view.heading(view, tell("results.quality"))
    with st.grid(4, min_column_width=150, key="figures"):
        st.metric(tell("results.raters"), f"{quality.n_submitted}/{quality.n_invited}")
        st.metric(tell("results.n_answers"), f"{quality.n_answered}/{quality.n_asked}")
        st.metric(common("answer.unknown"), str(quality.n_unknown))
        st.metric(common("answer.not_applicable"), str(quality.n_not_applicable))
    for note in quality.notes:
        st.info(_note(note), icon=":material/info:")
    by_role = tell("results.comma").join(f"{view.names.get(role)} {n}" for role, n in quality.n_by_role)
    if by_role:
        st.caption(tell("results.by_role", roles=plain(by_role)))
    result_view.heading(view, tell("results.method"))
    st.markdown(tell("results.method_text"))
    result = view.result
    st.caption(
        plain(
            tell(
                "results.versions",
                method=result.method_version,
                instrument=f"{result.instrument_id} {result.instrument_version}",
                digest=result.instrument_digest[:12],
                epoch=result.epoch,
                date=f"{view.run.created_at:%Y-%m-%d}",
            )
        )
    )


def _note(code: str) -> str:
    try:
        return tell(f"quality.{code}")
    except KeyError:
        return tell("quality.other", code=plain(code))
