"""What scores may become after the plan: ranges, as the effects are judged."""

from typing import Any

import streamlit as st

from assessment.ui import session
from assessment.ui.components import result_view, rows
from assessment.ui.components.proposal_view import Board, say
from assessment.ui.messages import plain
from scoring.organization.advice import ProjectedScore

SAME = 0.05
"""A smaller move is not drawn."""


def draw(board: Board, found: tuple[ProjectedScore, ...], name: str) -> None:
    """Draw one kind of projected scores; sub-capabilities that the plan leaves alone are only counted."""
    drawn = [one for one in found if one.now is not None and one.then is not None]
    if name == "sub_capability":
        moving = [one for one in drawn if abs((one.then or 0.0) - (one.now or 0.0)) >= SAME]
        still = len(drawn) - len(moving)
        drawn = sorted(moving, key=lambda one: (one.now or 0.0) - (one.then or 0.0))
    else:
        still = 0
    if not drawn:
        st.caption(say("project.nothing"))
        return
    data = [row(board, one) for one in drawn]
    _picture(board, data, name)
    said = [say("project.legend")]
    if still:
        said.append(say("project.still", n=still))
    withheld = [board.view.names.get(one.id) for one in found if one.now is None]
    if withheld:
        said.append(say("project.withheld", names=say("project.comma").join(withheld)))
    st.caption("  \n".join(plain(one) for one in said))


def row(board: Board, one: ProjectedScore) -> dict[str, Any]:
    """Put one projected score into a row of the picture."""
    full = board.view.names.get(one.id)
    if one.planned_share is not None:
        full = say("project.with_share", name=full, share=f"{one.planned_share:.0f}")
    return {
        "name": rows.wrapped(full),
        "full": full,
        "now": one.now,
        "now_low": one.now_low,
        "now_high": one.now_high,
        "then": one.then,
        "then_low": one.then_low,
        "then_high": one.then_high,
        "target": one.target,
        "now_said": ranged(one.now, one.now_low, one.now_high),
        "then_said": ranged(one.then, one.then_low, one.then_high),
    }


def ranged(value: float | None, low: float | None, high: float | None) -> str:
    """Print a score with its range."""
    if value is None or low is None or high is None:
        return rows.number(value)
    return say("project.range", value=rows.number(value), low=rows.number(low), high=rows.number(high))


def _picture(board: Board, data: list[dict[str, Any]], name: str) -> None:
    from assessment.ui.components import proposal_charts  # noqa: PLC0415 - charts load when one is shown

    words = proposal_charts.ProjectionWords(
        score=say("project.axis"),
        now=say("project.now"),
        then=say("project.then"),
        target=say("project.target"),
    )
    said = "; ".join(f"{one['full']}: {one['now_said']} → {one['then_said']}" for one in data)
    mark = f"{board.view.demo_prefix} " if board.view.demo_prefix else ""
    st.vega_lite_chart(
        spec=proposal_charts.projection(data, words, result_view.palette()),
        key=f"chart-project-{name}-{session.locale()}",
        alt=f"{mark}{say(f'project.alt_{name}')} {said}",
    )
