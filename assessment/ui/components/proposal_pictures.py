"""Pictures of the recommendation: the report's scenes, drawn once for a desk and once for a phone."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.structure import Post, Structure
from assessment.ui import session
from assessment.ui.components.proposal_view import Board, people, say
from assessment.ui.messages import labels
from scoring.organization.advice import ProjectedScore

if TYPE_CHECKING:
    from reports.charts import OrganizationBox, OrganizationChart, PostMark
    from reports.scene import Scene

DESK: Final = 820.0
HALF: Final = 480.0
PHONE: Final = 270.0
"""Widths in points at which a picture is drawn for a desk, for half of one, and for a phone."""
ROW: Final = 18.0
FRAME: Final = 110.0
"""Height of a row, and of head and foot, of the pictures that have many rows (points)."""
SIDES: Final = ("target", "today")


def show(name: str, draw: "Callable[..., Scene]", *, desk: float = DESK, phone: bool = True) -> None:
    """Show a picture, drawn for wide and for narrow screens; the style sheet shows one of them."""
    from reports.svg import to_svg  # noqa: PLC0415 - the report's pictures load when one is shown

    for kind, width in (("desk", desk), ("phone", PHONE)):
        if kind == "phone" and not phone:
            continue
        scene = draw(width=width)
        with st.container(key=f"paper-{kind}-{name}"):
            st.image(to_svg(scene), width="stretch", alt=scene.alt)


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
    from assessment.ui.components import proposal_picture_data as data  # noqa: PLC0415 - loads the pictures
    from reports.charts import OrganizationChart, OrganizationWords  # noqa: PLC0415

    structure = board.proposal.target if target else board.proposal.today
    marks = {one: line.change for line in board.proposal.difference.changes for one in line.after}
    boxes = tuple(
        _box(board, structure, post, marks.get(post.id, "") if target else "") for post in structure.posts
    )
    heading = data.titled(board, say("picture.target" if target else "picture.today"))
    listed = "; ".join(f"{box.title} {box.subtitle}" for box in boxes)
    return OrganizationChart(
        boxes=boxes,
        words=OrganizationWords(
            heading=heading,
            marks=data.mark_words(),
            solid=say("picture.solid"),
            dotted=say("picture.dotted"),
            broken=say("picture.broken"),
            outsourced=say("picture.outsourced"),
        ),
        alt=f"{heading}: {listed}",
    )


def _box(board: Board, structure: Structure, post: Post, mark: "PostMark") -> "OrganizationBox":
    from reports.charts import OrganizationBox  # noqa: PLC0415

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
        team=board.team(post.team) if structure.team(post.team) else "",
    )


# ---- the other pictures ----


def change(board: Board) -> None:
    """Draw today against target; a phone has the list below instead."""
    from assessment.ui.components import proposal_picture_data as data  # noqa: PLC0415 - loads the pictures
    from reports.charts.structure_change import structure_change  # noqa: PLC0415

    found = data.change(board)
    posts = max(sum(len(team.posts) + 2 for team in side) for side in (found.before, found.after))
    height = FRAME + ROW * posts
    show("change", lambda width: structure_change(found, width=width, height=height), phone=False)


def rights(board: Board) -> None:
    """Draw decision rights today and in the target; a phone has the list below instead."""
    from assessment.ui.components import proposal_picture_data as data  # noqa: PLC0415 - loads the pictures
    from reports.charts.rights_grid import rights_grid  # noqa: PLC0415

    for number, found in enumerate(data.rights(board)):
        show(f"rights-{number}", partial(rights_grid, found), phone=False)


def gantt(board: Board) -> None:
    """Draw the plan; a phone has the quarters below instead."""
    from assessment.ui.components import proposal_picture_data as data  # noqa: PLC0415 - loads the pictures
    from reports.charts.gantt import gantt as scene  # noqa: PLC0415

    found = data.gantt(board)
    height = FRAME + ROW * len(found.rows)
    show("gantt", lambda width: scene(found, width=width, height=height), phone=False)


def form_fit(board: Board) -> None:
    """Draw all forms by fit."""
    from assessment.ui.components import proposal_picture_data as data  # noqa: PLC0415 - loads the pictures
    from reports.charts.form_fit import form_fit as scene  # noqa: PLC0415

    found = data.forms(board)
    bare = replace(found, rows=tuple(replace(row, tags=(), note="") for row in found.rows))
    show("forms", lambda width: scene(found if width == DESK else bare, width=width))


def projection(board: Board, found: list[ProjectedScore], kind: str) -> None:
    """Draw scores today and after the plan."""
    from assessment.ui.components import proposal_picture_data as data  # noqa: PLC0415 - loads the pictures
    from reports.charts.projection import projection_dumbbells  # noqa: PLC0415

    rows = data.projections(board, found, kind)
    show(f"project-{kind}", lambda width: projection_dumbbells(rows, width=width), desk=HALF)
