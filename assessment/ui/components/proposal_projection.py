"""What scores may become after the plan: ranges, as the effects are judged."""

from typing import Final

import streamlit as st

from assessment.ui.components import proposal_pictures, rows
from assessment.ui.components.proposal_view import Board, comma, say
from assessment.ui.messages import plain
from scoring.organization.advice import ProjectedScore

SAME: Final = 0.05
"""A smaller move is not drawn."""


def draw(board: Board, found: tuple[ProjectedScore, ...], kind: str) -> None:
    """Draw one kind of projected scores; sub-capabilities that the plan leaves alone are only counted."""
    known = [one for one in found if one.now is not None and one.then is not None]
    drawn = [one for one in known if kind != "sub_capability" or abs(_gain(one)) >= SAME]
    if kind == "sub_capability":
        drawn.sort(key=lambda one: -_gain(one))
    if not drawn:
        st.caption(say("project.nothing"))
        return
    proposal_pictures.projection(board, drawn, kind)
    said = [say("project.legend")]
    if len(drawn) < len(known):
        said.append(say("project.still", n=len(known) - len(drawn)))
    withheld = [board.view.names.get(one.id) for one in found if one.now is None]
    if withheld:
        said.append(say("project.withheld", names=comma().join(withheld)))
    st.caption("  \n".join(plain(one) for one in said))


def _gain(one: ProjectedScore) -> float:
    return (one.then or 0.0) - (one.now or 0.0)


def ranged(value: float | None, low: float | None, high: float | None) -> str:
    """Print a score with its range."""
    if value is None or low is None or high is None:
        return rows.number(value)
    return say("project.range", value=rows.number(value), low=rows.number(low), high=rows.number(high))
