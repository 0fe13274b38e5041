"""Charts that respond: plain rows in, Altair charts out. Nothing is computed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import altair as alt

Layered = alt.LayerChart | alt.FacetChart
"""What `alt.layer` gives (a facet only when its parts were faceted, which ours are not)."""

ROW_HEIGHT: Final = 44
AXIS_HEIGHT: Final = 70
"""Room for the axis, its title and the names of the bands, in pixels."""
BAND_NAME: Final = 4
"""Longest band name, in signs, that fits above its band on a phone."""
SLANT: Final = 5
"""Longest column name, in signs, that is written level on a phone."""
PICKED: Final = "picked"
LINES: Final = "split(datum.label, '\\n')"
"""Names come with their line ends: an axis draws a list of strings as lines."""
TWO_LINES: Final = "indexof(datum.label, '\\n') > 0"
"""An axis begins a list of lines at the middle of its row: two lines must be raised by half of one."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme; the pairs differ in lightness too, so grey prints still tell them apart."""

    main: str
    warn: str
    peer: str
    text: str
    muted: str
    band: str
    steps: tuple[str, str, str, str, str]


LIGHT: Final = Palette(
    "#0072B2",
    "#D55E00",
    "#8A97A3",
    "#1F2933",
    "#55616D",
    "#EEF3F7",
    ("#C6DBEF", "#9ECAE1", "#6BAED6", "#3182BD", "#08519C"),
)
DARK: Final = Palette(
    "#56B4E9",
    "#F0935A",
    "#8A97A3",
    "#E6EDF3",
    "#A3B1BE",
    "#172433",
    ("#1D3F5E", "#245B88", "#2F7DB8", "#56A5DB", "#A6D2F2"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """Every word that appears in a chart, in the reader's language."""

    score: str
    interval: str
    peers: str
    target: str
    basis: str
    level_names: tuple[str, ...] = ()
    cuts: tuple[float, ...] = ()
    low: float = 1.0
    high: float = 5.0


def profile(rows: Sequence[dict[str, Any]], words: Words, palette: Palette, *, pick: bool) -> Layered:
    """Scores with 95 % intervals, the peers' middle half and median, and the target.

    Parameters
    ----------
    rows
        ``id, name, full, value, low, high, median, q1, q3, target, label, interval, peers, basis``;
        missing numbers are None and their marks are left out.
    words, palette
        Wording and colours.
    pick
        Whether a row can be clicked; the selection is called ``picked`` and holds its ``id``.
    """
    data = _data(rows)
    order = [row["name"] for row in rows]
    y = alt.Y(
        "name:N",
        sort=order,
        title=None,
        axis=_names(palette),
    )
    across = partial(_x, words=words, palette=palette)
    x = across("value:Q")
    base = alt.Chart(data)
    layers = [_bands(words, palette)]
    layers.append(
        base.mark_bar(height=16, color=palette.peer, opacity=0.28).encode(y=y, x=across("q1:Q"), x2="q3:Q")
    )
    layers.append(
        base.mark_tick(height=22, thickness=2, color=palette.peer).encode(y=y, x=across("median:Q"))
    )
    layers.append(
        base.mark_rule(strokeWidth=3, color=palette.main).encode(y=y, x=across("low:Q"), x2="high:Q")
    )
    layers.append(
        base.mark_point(shape="diamond", size=70, color=palette.warn, filled=True, opacity=1).encode(
            y=y, x=across("target:Q")
        )
    )
    point = base.mark_circle(size=190, color=palette.main, opacity=1).encode(
        y=y, x=x, tooltip=_tooltips(words)
    )
    if pick:
        chosen = alt.selection_point(name=PICKED, fields=["id"])
        point = point.encode(opacity=alt.condition(chosen, alt.value(1.0), alt.value(0.45))).add_params(
            chosen
        )
    layers.append(point)
    layers.append(
        base.mark_text(dy=-14, fontSize=12, fontWeight="bold", color=palette.text).encode(
            y=y, x=x, text="label:N"
        )
    )
    height = ROW_HEIGHT * max(1, len(rows)) + AXIS_HEIGHT
    return alt.layer(*layers).properties(height=height)


def matrix(rows: Sequence[dict[str, Any]], orders: tuple[list[str], list[str]], palette: Palette) -> Layered:
    """Dimensions as each role sees them: ``role, dimension, value, label, low, high, n``."""
    base = alt.Chart(_data(rows)).encode(
        x=alt.X(
            "dimension:N",
            sort=orders[1],
            title=None,
            axis=alt.Axis(
                orient="top",
                labelAngle=-40 if max(map(len, orders[1]), default=0) > SLANT else 0,
                labelOverlap=False,
                labelFlush=False,
                labelFontSize=13,
                labelColor=palette.text,
            ),
        ),
        y=alt.Y(
            "role:N",
            sort=orders[0],
            title=None,
            axis=_names(palette),
        ),
    )
    scale = alt.Scale(domain=[1, 5], range=list(palette.steps))
    cells = base.mark_rect(cornerRadius=4, stroke=palette.band, strokeWidth=2).encode(
        color=alt.Color("value:Q", scale=scale, legend=None),
        tooltip=[
            alt.Tooltip("role:N", title=" "),
            alt.Tooltip("dimension:N", title=" "),
            alt.Tooltip("detail:N", title=" "),
        ],
    )
    dark_ink = "datum.value == null || datum.value < 3.5" if palette is LIGHT else "datum.value > 3.6"
    light_ink = "#FFFFFF" if palette is LIGHT else "#E6EDF3"
    text = base.mark_text(fontSize=14, fontWeight="bold").encode(
        text="label:N", color=alt.condition(dark_ink, alt.value("#0B2233"), alt.value(light_ink))
    )
    return alt.layer(cells, text).properties(height=ROW_HEIGHT * max(1, len(orders[0])) + AXIS_HEIGHT)


def shares(rows: Sequence[dict[str, Any]], palette: Palette, title: str) -> Layered:
    """Probabilities as bars: ``name, share`` (0-1), ``label``."""
    order = [row["name"] for row in rows]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y(
            "name:N",
            sort=order,
            title=None,
            axis=_names(palette),
        ),
        x=alt.X(
            "share:Q",
            title=title,
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(
                format="%", grid=False, tickCount=5, labelColor=palette.muted, titleColor=palette.muted
            ),
        ),
    )
    bars = base.mark_bar(size=20, color=palette.main, cornerRadiusEnd=4).encode(
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("label:N", title=title)]
    )
    text = base.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold", color=palette.text).encode(
        text="label:N"
    )
    return alt.layer(bars, text).properties(height=36 * max(1, len(rows)) + AXIS_HEIGHT)


def _data(rows: Sequence[dict[str, Any]]) -> alt.Data:
    """Rows as inline data: no data frame is needed for a few dozen of them."""
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]  # altair leaves this class untyped


def _names(palette: Palette) -> alt.Axis:
    return alt.Axis(
        labelExpr=LINES,
        labelOverlap=False,
        labelOffset={"condition": {"test": TWO_LINES, "value": -8}, "value": 0},
        labelLimit=170,
        labelFontSize=13,
        labelColor=palette.text,
        ticks=False,
        domain=False,
    )


def _x(field: str, words: Words, palette: Palette) -> alt.X:
    return alt.X(
        field,
        title=words.score,
        scale=alt.Scale(domain=[words.low, words.high], nice=False, clamp=True),
        axis=alt.Axis(
            tickMinStep=1,
            format="d",
            grid=False,
            orient="bottom",
            labelColor=palette.muted,
            titleColor=palette.muted,
        ),
    )


def _bands(words: Words, palette: Palette) -> Layered:
    """Maturity bands behind the scores, named along the top."""
    edges = (words.low, *words.cuts, words.high)
    bands = [
        {"from": a, "to": b, "mid": (a + b) / 2, "band": name, "tint": i % 2}
        for i, (a, b, name) in enumerate(zip(edges, edges[1:], words.level_names or ("",), strict=False))
    ]
    base = alt.Chart(_data(bands))
    fill = base.mark_rect(opacity=0.9).encode(
        x=_x("from:Q", words, palette),
        x2="to:Q",
        color=alt.Color(
            "tint:O", scale=alt.Scale(domain=[0, 1], range=[palette.band, "transparent"]), legend=None
        ),
    )
    names = base.mark_text(fontSize=12, color=palette.muted, dy=-8, baseline="bottom").encode(
        x=_x("mid:Q", words, palette), y=alt.value(0), text="band:N"
    )
    short = max(map(len, words.level_names), default=0) <= BAND_NAME
    return alt.layer(fill, names) if short else alt.layer(fill)


def _tooltips(words: Words) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("full:N", title=" "),
        alt.Tooltip("label:N", title=words.score),
        alt.Tooltip("interval:N", title=words.interval),
        alt.Tooltip("peers:N", title=words.peers),
        alt.Tooltip("target:Q", title=words.target, format=".1f"),
        alt.Tooltip("basis:N", title=words.basis),
    ]
