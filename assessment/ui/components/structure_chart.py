"""The chart of an organization as it is, with what was found flagged at its posts."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.structure import Post
from assessment.ui import messages
from assessment.ui.components.structure_findings import Teller
from assessment.ui.messages import tell
from scoring.organization.advice import StructureFigures, StructureProblem

if TYPE_CHECKING:
    from reports.charts.organization_inputs import OrganizationChart
    from reports.scene import Scene

BESIDE: Final = 440.0
"""Width in points of the chart beside the table."""
READABLE: Final = 560.0
"""A chart that is wider than this is told as a list beside the table, and drawn below at its full width."""
WIDE: Final = 1010.0
PHONE: Final = 262.0
MOST_NAMED: Final = 40
"""Lines that the description for screen readers spells out."""

_tell = messages.speaker("structure")


def draw(teller: Teller, problems: Iterable[StructureProblem], figures: StructureFigures) -> None:
    """Draw the chart beside the table, as a list on a phone, and the whole of it to open."""
    st.markdown(f"**{_tell('chart.title')}**")
    if teller.structure.empty:
        st.caption(_tell("chart.empty"))
        return
    from reports.charts.organization_outline import organization_outline  # noqa: PLC0415 - loads when shown
    from reports.svg import to_svg  # noqa: PLC0415

    data = picture(teller, problems, figures)
    scene = _beside(data)
    if scene.width > READABLE:
        scene = organization_outline(data, width=BESIDE)
    with st.container(key="paper-desk"):
        st.image(to_svg(scene), width="stretch", alt=data.alt)
    with st.container(key="paper-phone"):
        st.image(to_svg(organization_outline(data, width=PHONE)), width="stretch", alt=data.alt)


def whole(teller: Teller, problems: Iterable[StructureProblem], figures: StructureFigures) -> None:
    """Draw the chart over the whole width of a desk, where it has no room beside the table."""
    if teller.structure.empty:
        return
    from reports.charts.organization_chart import organization_chart  # noqa: PLC0415 - loads when shown
    from reports.svg import to_svg  # noqa: PLC0415

    data = picture(teller, problems, figures)
    if _beside(data).width <= READABLE:
        return
    with st.container(key="structure-whole"):
        st.markdown(f"**{_tell('chart.whole')}**")
        with st.container(key="paper-whole"):
            st.image(to_svg(organization_chart(data, width=WIDE)), width="stretch", alt=data.alt)


@lru_cache(maxsize=8)
def _beside(data: "OrganizationChart") -> "Scene":
    """Draw the chart as wide as its place beside the table; two parts of the page ask for it in each run."""
    from reports.charts.organization_chart import organization_chart  # noqa: PLC0415 - loads when shown

    return organization_chart(data, width=BESIDE)


def picture(
    teller: Teller, problems: Iterable[StructureProblem], figures: StructureFigures
) -> "OrganizationChart":
    """Put an organization into the words of its picture.

    The first post with an id counts; further solid lines are drawn as faulty ones.
    """
    from reports.charts.organization_inputs import (  # noqa: PLC0415 - the report's pictures load when shown
        OrganizationBox,
        OrganizationChart,
        OrganizationWords,
    )

    structure, flags = teller.structure, flagged(teller, problems, figures)
    teams = {team.id: team.name for team in structure.teams}
    boxes = tuple(
        OrganizationBox(
            id=post.id,
            title=teller.words.title(post),
            subtitle=_headcount(post),
            parent=next(iter(post.reports_to), None),
            dotted=post.dotted,
            also=post.reports_to[1:],
            flag=flags.get(post.id, ""),
            outsourced=_outside(post),
            team=teams.get(post.team, ""),
        )
        for post in {post.id: post for post in reversed(structure.posts)}.values()
    )
    words = OrganizationWords(
        heading="",
        solid=_tell("chart.solid"),
        dotted=_tell("chart.dotted"),
        broken=_tell("chart.broken"),
        outsourced=_tell("chart.outsourced"),
    )
    return OrganizationChart(tuple(reversed(boxes)), words, _alt(teller))


def _headcount(post: Post) -> str:
    if post.fte is None:
        return _tell("chart.fte_unknown")
    return _tell("chart.fte", n=f"{post.fte:g}")


def _outside(post: Post) -> float:
    if not post.fte or post.fte < 0:
        return 0.0
    return min(1.0, max(0.0, post.outsourced_fte / post.fte))


def _alt(teller: Teller) -> str:
    lines = [_line(teller, post) for post in teller.structure.posts[:MOST_NAMED]]
    return _tell("chart.alt", n=len(teller.structure.posts), lines=tell("results.list_comma").join(lines))


def _line(teller: Teller, post: Post) -> str:
    if not post.reports_to:
        return _tell("chart.alt_top", post=teller.post(post.id))
    bosses = tell("results.list_comma").join(teller.post(one) for one in post.reports_to)
    return _tell("chart.alt_line", post=teller.post(post.id), boss=bosses)


# ---- flags ----


def flagged(
    teller: Teller, problems: Iterable[StructureProblem], figures: StructureFigures
) -> Mapping[str, str]:
    """Short warnings by post: what has to be corrected, else what the figures show."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.sheet == "posts" and problem.row and problem.hard:
            found[problem.row] = [_tell("chart.flag_problem")]
    for span in figures.spans:
        if span.flag != "ok":
            found.setdefault(span.post, []).append(_tell(f"chart.flag_{span.flag}", n=span.reports))
    short = {load.kind for load in figures.workloads if load.flag == "overloaded"}
    for post in teller.structure.posts:
        if post.kind in short:
            found.setdefault(post.id, []).append(_tell("chart.flag_overloaded"))
    for post_id, names in teller.alone(figures).items():
        found.setdefault(post_id, []).append(_tell("chart.flag_single", n=len(names)))
    return {key: " · ".join(words[:2]) for key, words in found.items()}
