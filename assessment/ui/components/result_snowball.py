"""The snowball: do traffic, conversion and retention feed each other? One picture, its state, what to do."""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.ui import session
from assessment.ui.components import result_view, rows, table
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell
from scoring.results import Snowball, SnowballElement

if TYPE_CHECKING:
    from reports.charts import SnowballPicture

WIDE: Final = (470.0, 352.0)
NARROW: Final = (305.0, 316.0)
"""Width and height in points at which the picture is drawn for a desk and for a phone."""
LIKELY: Final = 0.5
"""Below this probability the state is told as a tendency."""


def draw(view: View) -> None:
    """Draw the picture with state, advice, weakest coupling, confidence and basis."""
    result_view.heading(view, tell("ball.title"), "snowball")
    st.caption(tell("ball.lead"))
    found = view.result.snowball
    if found is None:
        served = any(part.snowball for part in view.run.instrument.sub_capabilities)
        st.info(tell("ball.older" if served else "ball.none"), icon=":material/info:")
        return
    if found.state is None:
        reason = rows.withheld(found.withheld).rstrip("。.")
        st.info(plain(tell("ball.withheld", reason=reason)), icon=":material/info:")
    else:
        left, right = st.columns((3, 2), gap="medium")
        with left:
            _picture(view, found)
        with right:
            _told(view, found, found.state)
    result_view.heading(view, tell("ball.elements"))
    _elements(view, found)


def _told(view: View, found: Snowball, state: str) -> None:
    """Say the state and how sure it is, what to do, where it breaks, and what all that rests on."""
    st.markdown(tell("ball.state", state=plain(tell(f"ball_state.{state}"))))
    certainty = found.certainty or 0.0
    key = "ball.certainty" if certainty >= LIKELY else "ball.certainty_low"
    st.markdown(tell(key, share=plain(rows.percent(certainty))))
    st.markdown(f"**{tell('ball.advice')}**  \n{plain(tell(f'ball_said.{state}'))}")
    quoted = _quote(state)
    if quoted:
        st.caption(plain(quoted))
    broken = plain(tell(f"ball.coupling_{found.coupling or 'none'}"))
    if found.weakest is not None:
        space = "" if session.locale() == "zh" else " "
        broken = f"{broken}{space}{tell('ball.weakest_is', name=plain(view.names.get(found.weakest)))}"
    basis = plain(tell(f"ball.basis_{found.basis}", n=f"{found.n_peers:,}"))
    lines = [
        ("coupling", broken),
        ("confidence", tell(f"ball.confidence_{found.confidence}")),
        ("basis", basis),
    ]
    if found.force is not None:
        force = plain(_strength("ball.force", found, found.force))
        lines.append(("force", f"**{force}** {plain(tell('ball.force_help'))}"))
    for name, said in lines:
        st.markdown(f"**{tell(f'ball.{name}')}**  \n{said}")


def _quote(state: str) -> str | None:
    """Words of the article that stand behind the advice, where it speaks."""
    try:
        return tell("ball.quote", words=tell(f"ball_quote.{state}"))
    except KeyError:
        return None


def _strength(key: str, found: Snowball, value: float) -> str:
    """Print a strength in the unit in which elements were compared."""
    if found.basis == "percentile":
        return tell(f"{key}_percentile", value=rows.number(value, 0))
    return tell(f"{key}_level", value=rows.number(value))


def reading(element: SnowballElement) -> str:
    """Say whether an element is high, low, or between and on which side."""
    if element.reading is None:
        return rows.withheld(element.score.withheld)
    return tell(f"ball.even_{element.side}" if element.reading == "even" else f"ball.{element.reading}")


# ---- picture ----


def _picture(view: View, found: Snowball) -> None:
    """Draw the same picture as the report, once for wide and once for narrow screens; one is shown."""
    from reports import charts  # noqa: PLC0415 - the report's pictures load when one is shown
    from reports.svg import to_svg  # noqa: PLC0415

    data = picture(view, found)
    for kind, (width, height) in (("desk", WIDE), ("phone", NARROW)):
        with st.container(key=f"paper-{kind}"):
            st.image(to_svg(charts.snowball(data, width=width, height=height)), width="stretch", alt=data.alt)


def picture(view: View, found: Snowball) -> "SnowballPicture":
    """Put the snowball into the words of its picture."""
    from reports.charts import SnowballLink, SnowballPart, SnowballPicture, SnowballWords  # noqa: PLC0415

    parts = []
    for element in found.elements:
        said = reading(element)
        weakest = element.id == found.weakest
        parts.append(
            SnowballPart(
                name=view.names.get(element.id),
                score=element.score.value,
                note=rows.interval(element.score),
                reading=element.reading,
                verdict=tell("ball.weakest", reading=said) if weakest else said,
                weakest=weakest,
            )
        )
    circle = [element.id for element in (*found.elements, found.elements[0])]
    pairs = [f"{first}_{second}" for first, second in pairwise(circle)]
    links = [SnowballLink(tell(f"ball.link_{pair}"), broken=pair == found.coupling) for pair in pairs]
    state = tell(f"ball_state.{found.state}")
    told = "; ".join(
        tell("ball.part", name=part.name, score=rows.number(part.score), reading=part.verdict)
        for part in parts
    )
    mark = f"{view.demo_prefix} · " if view.demo_prefix else ""
    return SnowballPicture(
        parts=(parts[0], parts[1], parts[2]),
        links=(links[0], links[1], links[2]),
        state=state,
        caption=tell("ball.caption"),
        note=tell("ball.note", share=rows.percent(found.certainty)),
        words=SnowballWords(
            heading=f"{mark}{tell('ball.picture')}",
            high=tell("ball.key_high"),
            even=tell("ball.key_even"),
            low=tell("ball.key_low"),
            broken=tell("ball.key_broken"),
        ),
        alt=f"{mark}{tell('ball.alt', parts=told, state=state)}",
    )


# ---- elements ----


def _elements(view: View, found: Snowball) -> None:
    heads = tuple(tell(f"ball.col_{name}") for name in ("name", "score", "strength", "reading", "parts"))
    table.draw(heads, [_line(view, found, element) for element in found.elements])


def _line(view: View, found: Snowball, element: SnowballElement) -> tuple[str, ...]:
    score = element.score
    own = rows.withheld(score.withheld)
    if score.value is not None:
        own = tell("among.own", score=rows.number(score.value), interval=rows.interval(score))
    strength = "–" if element.strength is None else _strength("ball.strength", found, element.strength)
    parts = (part.id for part in view.run.instrument.sub_capabilities if dict(part.snowball).get(element.id))
    listed = tell("results.list_comma").join(view.names.get(part) for part in parts)
    return (view.names.get(element.id), own, strength, reading(element), listed)
