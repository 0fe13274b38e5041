"""Role views and FACT readiness."""

import streamlit as st

from assessment.ui import session
from assessment.ui.components import result_disagreement, result_view, rows
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell
from scoring.results import PositionReadiness


def roles(view: View) -> None:
    """Draw the dimensions as each role sees them, and the gaps that exceed noise."""
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    result_view.heading(view, tell("results.roles"), "role_gap")
    st.caption(tell("results.roles_help"))
    found = rows.roles(view.result, view.names)
    if not found:
        st.info(rows.withheld("no_rater"))
        return
    orders = (
        list(dict.fromkeys(row["role"] for row in found)),
        [view.names.get(score.id) for score in view.result.dimensions],
    )
    st.vega_lite_chart(
        spec=charts.matrix(found, orders, result_view.palette()),
        key=f"chart-roles-{session.locale()}",
        alt=tell("results.roles"),
    )
    _gaps(view)
    result_disagreement.draw(view)


def _gaps(view: View) -> None:
    """Write the differences between owner and others that exceed their noise."""
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
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

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
        st.vega_lite_chart(
            spec=chart, key=f"chart-readiness-{session.locale()}", alt=tell("results.readiness")
        )
        result_view.gaps(view, scores)


def _position_name(view: View, row: PositionReadiness) -> str:
    name = view.names.get(row.position)
    if row.planned_share is None:
        return name
    return tell("results.planned", name=name, share=rows.number(row.planned_share, 0))
