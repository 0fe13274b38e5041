"""Archetypes as a map and as shapes: plain rows in, Altair charts out. Nothing is computed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from assessment.ui.components.charts import SLANT, Layered, Palette, Words

MAP_HEIGHT: Final = 420
SHAPE_HEIGHT: Final = 320
SHADE: Final = 0.16
"""Each of the nested outlines adds this much ink."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """Rows of the map.

    ``hills`` (line, x, y, order) are outlines of the peers' density, ``spots`` (x, y, number, name) the
    archetypes, ``ring`` (x, y, order) the merchant's region, ``own`` (x, y, name) the merchant; `extent` is
    (x low, x high, y low, y high), `across` and `up` say what lies at the ends of the axes.
    """

    hills: Sequence[dict[str, Any]]
    spots: Sequence[dict[str, Any]]
    ring: Sequence[dict[str, Any]]
    own: dict[str, Any]
    extent: tuple[float, float, float, float]
    across: list[str]
    up: list[str]


def landscape(data: Landscape, palette: Palette) -> Layered:
    """Archetypes as numbered circles, peers as shades, the merchant with its region."""
    x = _plane("x:Q", data.extent[:2], data.across, palette)
    y = _plane("y:Q", data.extent[2:], data.up, palette)
    hills = alt.Chart(_data(data.hills)).encode(x=x, y=y, order="order:Q", detail="line:N")
    ring = alt.Chart(_data(data.ring)).encode(x=x, y=y, order="order:Q")
    spots = alt.Chart(_data(data.spots)).encode(x=x, y=y, tooltip=[alt.Tooltip("name:N", title=" ")])
    own = alt.Chart(_data([data.own])).encode(x=x, y=y)
    said = own.encode(text="name:N")
    layers = [
        hills.mark_line(
            strokeWidth=0, interpolate="linear-closed", fill=palette.main, fillOpacity=SHADE, tooltip=None
        ),
        ring.mark_line(
            color=palette.warn,
            strokeWidth=2,
            interpolate="linear-closed",
            fill=palette.warn,
            fillOpacity=0.1,
        ),
        spots.mark_circle(size=420, opacity=1, fill=palette.band, stroke=palette.text, strokeWidth=1.5),
        spots.mark_text(fontSize=13, fontWeight="bold", color=palette.text, dy=1).encode(text="number:N"),
        own.mark_point(
            shape="diamond", size=260, filled=True, opacity=1, color=palette.warn, stroke=palette.band
        ),
        said.mark_text(
            dy=-18, fontSize=14, fontWeight="bold", stroke=palette.band, strokeWidth=4, strokeJoin="round"
        ),
        said.mark_text(dy=-18, fontSize=14, fontWeight="bold", color=palette.warn),
    ]
    return alt.layer(*layers).properties(height=MAP_HEIGHT)


def _plane(field: str, ends: tuple[float, ...], title: list[str], palette: Palette) -> Any:  # noqa: ANN401 - alt.X or alt.Y
    """Make an axis without numbers: its title says what lies at its ends."""
    axis = alt.Axis(
        labels=False,
        ticks=False,
        grid=False,
        domainColor=palette.muted,
        title=title,
        titleColor=palette.muted,
        titleFontWeight="normal",
        titleFontSize=12,
    )
    scale = alt.Scale(domain=list(ends), nice=False, zero=False)
    kind = alt.X if field.startswith("x") else alt.Y
    return kind(field, scale=scale, axis=axis)


def shape(
    rows: Sequence[dict[str, Any]], orders: tuple[list[str], list[str]], words: Words, palette: Palette
) -> Layered:
    """Parallel lines over the dimensions: ``who, dimension, value, low, high, label``.

    `orders` holds the dimensions, then whose lines they are, the merchant first.
    """
    base = alt.Chart(_data(rows))
    x = alt.X(
        "dimension:N",
        sort=orders[0],
        title=None,
        scale=alt.Scale(padding=0.4),
        axis=alt.Axis(
            labelAngle=-40 if max(map(len, orders[0]), default=0) > SLANT else 0,
            labelFontSize=13,
            labelColor=palette.text,
            labelOverlap=False,
        ),
    )
    y = _levels("value:Q", words, palette)
    ways = [[1, 0], [6, 4], [2, 3]][: len(orders[1])]
    colours = [palette.main, palette.warn, palette.peer][: len(orders[1])]
    key = alt.Legend(
        title=None,
        orient="top",
        columns=1,
        labelFontSize=13,
        labelLimit=320,
        symbolType="stroke",
        symbolSize=500,
    )
    who = {
        "color": alt.Color(
            "who:N", sort=orders[1], scale=alt.Scale(domain=orders[1], range=colours), legend=key
        ),
        "strokeDash": alt.StrokeDash(
            "who:N", sort=orders[1], scale=alt.Scale(domain=orders[1], range=ways), legend=key
        ),
    }
    own = base.transform_filter(alt.datum.who == orders[1][0])
    layers = [
        own.mark_rule(strokeWidth=2, opacity=0.6, color=palette.main).encode(
            x=x, y=_levels("low:Q", words, palette), y2="high:Q"
        ),
        base.mark_line(strokeWidth=2.5).encode(x=x, y=y, **who),
        base.mark_circle(size=70, opacity=1).encode(x=x, y=y, color=who["color"]),
        own.mark_text(dy=-8, fontSize=13, fontWeight="bold", color=palette.main).encode(
            x=x, y=_levels("high:Q", words, palette), text="label:N"
        ),
    ]
    return alt.layer(*layers).properties(height=SHAPE_HEIGHT + 26 * len(orders[1]))


def _levels(field: str, words: Words, palette: Palette) -> alt.Y:
    return alt.Y(
        field,
        title=words.score,
        scale=alt.Scale(domain=[words.low, words.high], nice=False),
        axis=alt.Axis(
            tickMinStep=1, format="d", gridOpacity=0.35, labelColor=palette.muted, titleColor=palette.muted
        ),
    )


def _data(rows: Sequence[dict[str, Any]]) -> alt.Data:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]  # altair leaves this class untyped
