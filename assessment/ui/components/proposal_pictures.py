"""Pictures of the recommendation: the report's scenes, drawn once for a desk and once for a phone."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.structure import Post, Structure
from assessment.ui import session
from assessment.ui.components.proposal_view import Board, people, say
from assessment.ui.messages import labels

if TYPE_CHECKING:
    from reports.charts import OrganizationBox, OrganizationChart, PostMark
    from reports.scene import Scene

DESK: Final = 820.0
PHONE: Final = 340.0
"""Widths in points at which a picture is drawn for a desk and for a phone."""
SIDES: Final = ("target", "today")


def show(name: str, draw: "Callable[[float], Scene]") -> None:
    """Show a picture, drawn for wide and for narrow screens; the style sheet shows one of them."""
    from reports.svg import to_svg  # noqa: PLC0415 - the report's pictures load when one is shown

    for kind, width in (("desk", DESK), ("phone", PHONE)):
        scene = draw(width)
        with st.container(key=f"paper-{kind}-{name}"):
            st.image(to_svg(scene), width="stretch", alt=scene.alt)


def titled(board: Board, text: str) -> str:
    """Put the mark of synthetic data before a picture's heading."""
    mark = board.view.demo_prefix
    return f"{mark} · {text}" if mark else text


# ---- the chart of the organization ----


def organization(board: Board) -> None:
    """Draw the target with what happens to its posts, or the organization as it is."""
    side = "target"
    if not board.proposal.today.empty:
        key = f"chart-side-{session.locale()}"
        session.seed(key, "target")
        chosen = st.segmented_control(
            say("picture.side"),
            SIDES,
            required=True,
            format_func=labels(SIDES, lambda one: say(f"picture.{one}")),
            label_visibility="collapsed",
            key=key,
        )
        side = chosen if chosen in SIDES else "target"
    from reports import charts  # noqa: PLC0415 - the report's pictures load when one is shown

    data = chart(board, target=side == "target")

    def draw(width: float) -> "Scene":
        if width < DESK:
            return charts.organization_outline(data, width=width)
        return charts.organization_chart(data, width=width)

    show("chart", draw)


def chart(board: Board, *, target: bool) -> "OrganizationChart":
    """Put an organization into the words of its picture."""
    from reports.charts import MarkWords, OrganizationChart, OrganizationWords  # noqa: PLC0415

    structure = board.proposal.target if target else board.proposal.today
    marks = {one: line.change for line in board.proposal.difference.changes for one in line.after}
    boxes = tuple(
        _box(board, structure, post, marks.get(post.id, "") if target else "") for post in structure.posts
    )
    heading = titled(board, say("picture.target" if target else "picture.today"))
    listed = "; ".join(box.title + " " + box.subtitle for box in boxes)
    kinds = ("kept", "changed", "new", "moved", "merged", "split", "dropped")
    return OrganizationChart(
        boxes=boxes,
        words=OrganizationWords(
            heading=heading,
            marks=MarkWords(**{kind: say(f"change.{kind}") for kind in kinds}),
            solid=say("picture.solid"),
            dotted=say("picture.dotted"),
            broken=say("picture.broken"),
            outsourced=say("picture.outsourced"),
        ),
        alt=f"{heading}: {listed}",
    )


def _box(board: Board, structure: Structure, post: Post, mark: "PostMark") -> "OrganizationBox":
    from reports.charts import OrganizationBox  # noqa: PLC0415

    team = structure.team(post.team)
    share = min(post.outsourced_fte / post.fte, 1.0) if post.fte else 0.0
    return OrganizationBox(
        id=post.id,
        title=board.post(post.id),
        subtitle=people(post.fte),
        parent=post.reports_to[0] if post.reports_to else None,
        dotted=post.dotted,
        also=post.reports_to[1:],
        mark=mark,
        outsourced=share,
        team=team.name if team else "",
    )


def change(board: Board) -> None:
    """Draw today against target."""


def rights(board: Board) -> None:
    """Draw decision rights today and in the target."""


def gantt(board: Board) -> None:
    """Draw the plan."""


def form_fit(board: Board) -> None:
    """Draw all forms by fit."""
