"""Charts that respond: plain rows in, Vega-Lite pictures out. Nothing is computed here.

The pictures are written as plain Vega-Lite: a library that checks every part of them costs more than all the
rest of a page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

Spec = dict[str, Any]
"""A picture, or a part of one, in the Vega-Lite grammar."""
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


def layer(data: Mapping[str, Any], encoding: Mapping[str, Any], **mark: object) -> Spec:
    """Make one layer of a picture."""
    return {"data": data, "mark": mark, "encoding": encoding}


def profile(rows: Sequence[Mapping[str, Any]], words: Words, palette: Palette, *, pick: bool) -> Spec:
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
    data = {"values": list(rows)}
    y = _named("name", [row["name"] for row in rows], _names(palette))

    def at(field: str, until: str | None = None, **more: object) -> Spec:
        placed = {"y": y, "x": _x(field, words, palette), **more}
        return placed | ({"x2": {"field": until}} if until else {})

    point = layer(
        data, at("value", tooltip=_tooltips(words)), type="circle", size=190, color=palette.main, opacity=1
    )
    mark = {"type": "point", "shape": "diamond", "size": 70, "filled": True, "opacity": 1}
    bold = {"type": "text", "dy": -14, "fontSize": 12, "fontWeight": "bold", "color": palette.text}
    found: Spec = {
        "height": ROW_HEIGHT * max(1, len(rows)) + AXIS_HEIGHT,
        "layer": [
            *_bands(words, palette),
            layer(data, at("q1", "q3"), type="bar", height=16, color=palette.peer, opacity=0.28),
            layer(data, at("median"), type="tick", height=22, thickness=2, color=palette.peer),
            layer(data, at("low", "high"), type="rule", strokeWidth=3, color=palette.main),
            layer(data, at("target"), **mark, color=palette.warn),
            point,
            layer(data, at("value", text={"field": "label"}), **bold),
        ],
    }
    if pick:
        chosen = {"condition": {"param": PICKED, "value": 1.0}, "value": 0.45}
        point["encoding"]["opacity"] = chosen
        point["name"] = "points"
        select = {"type": "point", "fields": ["id"]}
        found["params"] = [{"name": PICKED, "select": select, "views": ["points"]}]
    return found


def matrix(rows: Sequence[Mapping[str, Any]], orders: tuple[list[str], list[str]], palette: Palette) -> Spec:
    """Dimensions as each role sees them: ``role, dimension, value, label, detail``."""
    data = {"values": list(rows)}
    axis = {
        "orient": "top",
        "labelAngle": -40 if max(map(len, orders[1]), default=0) > SLANT else 0,
        "labelOverlap": False,
        "labelFlush": False,
        "labelFontSize": 13,
        "labelColor": palette.text,
    }
    place = {"x": _named("dimension", orders[1], axis), "y": _named("role", orders[0], _names(palette))}
    shade = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [1, 5], "range": list(palette.steps)},
        "legend": None,
    }
    dark_ink = "datum.value == null || datum.value < 3.5" if palette is LIGHT else "datum.value > 3.6"
    light_ink = "#FFFFFF" if palette is LIGHT else "#E6EDF3"
    ink = {"condition": {"test": dark_ink, "value": "#0B2233"}, "value": light_ink}
    tips = [_tip(field, " ") for field in ("role", "dimension", "detail")]
    cell = {"type": "rect", "cornerRadius": 4, "stroke": palette.band, "strokeWidth": 2}
    figures = {**place, "text": {"field": "label"}, "color": ink}
    return {
        "height": ROW_HEIGHT * max(1, len(orders[0])) + AXIS_HEIGHT,
        "layer": [
            layer(data, {**place, "color": shade, "tooltip": tips}, **cell),
            layer(data, figures, type="text", fontSize=14, fontWeight="bold"),
        ],
    }


def shares(rows: Sequence[Mapping[str, Any]], palette: Palette, title: str) -> Spec:
    """Probabilities as bars: ``name, share`` (0-1), ``label``."""
    data = {"values": list(rows)}
    axis = {
        "format": "%",
        "grid": False,
        "tickCount": 5,
        "labelColor": palette.muted,
        "titleColor": palette.muted,
    }
    place = {
        "y": _named("name", [row["name"] for row in rows], _names(palette)),
        "x": {
            "field": "share",
            "type": "quantitative",
            "title": title,
            "scale": {"domain": [0, 1]},
            "axis": axis,
        },
    }
    bar = {"type": "bar", "height": 20, "color": palette.main, "cornerRadiusEnd": 4}
    bold = {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "fontWeight": "bold"}
    tips = [_tip("name", " "), _tip("label", title)]
    return {
        "height": 36 * max(1, len(rows)) + AXIS_HEIGHT,
        "layer": [
            layer(data, {**place, "tooltip": tips}, **bar),
            layer(data, {**place, "text": {"field": "label"}}, **bold, color=palette.text),
        ],
    }


def _named(field: str, order: list[str], axis: Spec) -> Spec:
    """Make a channel of names, in the order given."""
    return {"field": field, "type": "nominal", "sort": order, "title": None, "axis": axis}


def _names(palette: Palette) -> Spec:
    return {
        "labelExpr": LINES,
        "labelOverlap": False,
        "labelOffset": {"condition": {"test": TWO_LINES, "value": -8}, "value": 0},
        "labelLimit": 170,
        "labelFontSize": 13,
        "labelColor": palette.text,
        "ticks": False,
        "domain": False,
    }


def _x(field: str, words: Words, palette: Palette) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": words.score,
        "scale": {"domain": [words.low, words.high], "nice": False, "clamp": True},
        "axis": {
            "tickMinStep": 1,
            "format": "d",
            "grid": False,
            "orient": "bottom",
            "labelColor": palette.muted,
            "titleColor": palette.muted,
        },
    }


def _bands(words: Words, palette: Palette) -> list[Spec]:
    """Maturity bands behind the scores, named along the top."""
    edges = (words.low, *words.cuts, words.high)
    bands = [
        {"from": a, "to": b, "mid": (a + b) / 2, "band": name, "tint": i % 2}
        for i, (a, b, name) in enumerate(zip(edges, edges[1:], words.level_names or ("",), strict=False))
    ]
    data = {"values": bands}
    tint = {
        "field": "tint",
        "type": "ordinal",
        "scale": {"domain": [0, 1], "range": [palette.band, "transparent"]},
        "legend": None,
    }
    across = {"x": _x("from", words, palette), "x2": {"field": "to"}, "color": tint}
    fill = layer(data, across, type="rect", opacity=0.9)
    if max(map(len, words.level_names), default=0) > BAND_NAME:
        return [fill]
    place = {"x": _x("mid", words, palette), "y": {"value": 0}, "text": {"field": "band"}}
    name = {"type": "text", "fontSize": 12, "color": palette.muted, "dy": -8, "baseline": "bottom"}
    return [fill, layer(data, place, **name)]


def _tip(field: str, title: str) -> Spec:
    return {"field": field, "type": "nominal", "title": title}


def _tooltips(words: Words) -> list[Spec]:
    target = {"field": "target", "type": "quantitative", "title": words.target, "format": ".1f"}
    return [
        _tip("full", " "),
        _tip("label", words.score),
        _tip("interval", words.interval),
        _tip("peers", words.peers),
        target,
        _tip("basis", words.basis),
    ]
