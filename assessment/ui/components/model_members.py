"""Archetypes drawn as small profiles: plain HTML that follows the theme and any width."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from assessment.domain.organization import Archetypes, ReferenceArchetype
from assessment.ui import messages
from assessment.ui.components import rows
from assessment.ui.messages import plain, wording

LOW, HIGH = 1.0, 5.0
HALF_LINE = 1.4
"""Half the thickness of the line, in percent of the plot's height."""

_tell = messages.speaker("archetypes")


def draw(model: Archetypes, dimension_names: Mapping[str, str]) -> None:
    """Draw one card an archetype: its name, share, description and typical scores."""
    with st.grid(3, min_column_width=260, key="members"):
        for member in model.members:
            with st.container(border=True, height="stretch", gap="xsmall"):
                share = _tell("members.share", share=rows.percent(member.weight))
                st.markdown(f"**{plain(wording(member.name))}**  \n:gray[{share}]")
                st.html(profile(member, model.dimensions, dimension_names))
                if wording(member.description):
                    st.caption(plain(wording(member.description)))


def profile(member: ReferenceArchetype, dimensions: Sequence[str], names: Mapping[str, str]) -> str:
    """Write one profile: a line through the typical scores, each with its figure above the name."""
    known = [(one, member.center[one]) for one in dimensions if one in member.center]
    said = [
        _tell("members.point", name=names.get(one, one), score=rows.number(score)) for one, score in known
    ]
    label = _tell(
        "members.line_alt", name=wording(member.name), scores=messages.tell("results.comma").join(said)
    )
    points = [(_across(place, len(known)), _down(score)) for place, (_, score) in enumerate(known)]
    dots = "".join(f'<i style="left:{x:.1f}%;top:{y:.1f}%"></i>' for x, y in points)
    feet = "".join(
        f"<span><b>{rows.number(score)}</b>{escape(names.get(one, one))}</span>" for one, score in known
    )
    path = f'<div class="fo-path" style="clip-path:polygon({_polygon(points)})"></div>'
    columns = f"grid-template-columns:repeat({len(known)},1fr)"
    return (
        f'<div class="fo-line-plot" role="img" aria-label="{escape(label)}">'
        f'<div class="fo-plot">{path}{dots}</div><div class="fo-feet" style="{columns}">{feet}</div></div>'
    )


def _across(place: int, n: int) -> float:
    """Middle of the column at this place, in percent."""
    return 100 * (place + 0.5) / max(1, n)


def _down(score: float) -> float:
    """Distance from the top of the plot, in percent: the highest level lies on top."""
    return 100 * (HIGH - min(HIGH, max(LOW, score))) / (HIGH - LOW)


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    """Outline a line as thick as `HALF_LINE` on either side: there along the top, back along the bottom."""
    top = [f"{x:.1f}% {y - HALF_LINE:.1f}%" for x, y in points]
    bottom = [f"{x:.1f}% {y + HALF_LINE:.1f}%" for x, y in reversed(points)]
    return ",".join((*top, *bottom))
