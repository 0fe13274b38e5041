"""Archetypes as a map and as shapes: plain rows in, Vega-Lite pictures out. Nothing is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assessment.ui.components.charts import SLANT, Palette, Spec, Words, layer

MAP_HEIGHT: Final = 420
SHAPE_HEIGHT: Final = 320
SHADE: Final = 0.16
"""Each of the nested outlines adds this much ink."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Landscape:
    """Rows of the map.

    ``hills`` (line, x, y, order) are outlines of the peers' density, ``spots`` (x, y, number, name) the
    archetypes, ``ring`` (x, y, order) the merchant's region, ``own`` (x, y, name) the merchant; `extent` is
    (x low, x high, y low, y high), `across` and `up` say what lies at the ends of the axes.
    """

    hills: Rows
    spots: Rows
    ring: Rows
    own: Mapping[str, Any]
    extent: tuple[float, float, float, float]
    across: list[str]
    up: list[str]


def landscape(data: Landscape, palette: Palette) -> Spec:
    """Archetypes as numbered circles, peers as shades, the merchant with its region."""
    place = {
        "x": _plane("x", data.extent[:2], data.across, palette),
        "y": _plane("y", data.extent[2:], data.up, palette),
    }
    return {
        "height": MAP_HEIGHT,
        "layer": [*_areas(data, place, palette), *_spots(data, place, palette), *_own(data, place, palette)],
    }


def _areas(data: Landscape, place: Spec, palette: Palette) -> list[Spec]:
    """Draw the peers' hills and the region of the merchant."""
    traced = {**place, "order": {"field": "order", "type": "quantitative"}}
    nested = {**traced, "detail": {"field": "line", "type": "nominal"}}
    closed = {"type": "line", "interpolate": "linear-closed"}
    shade = {"strokeWidth": 0, "fill": palette.main, "fillOpacity": SHADE}
    region = {"strokeWidth": 2, "stroke": palette.warn, "fill": palette.warn, "fillOpacity": 0.1}
    return [
        layer({"values": list(data.hills)}, nested, **closed, **shade),
        layer({"values": list(data.ring)}, traced, **closed, **region),
    ]


def _spots(data: Landscape, place: Spec, palette: Palette) -> list[Spec]:
    """Draw the numbered archetypes."""
    spots = {"values": list(data.spots)}
    named = {**place, "tooltip": [{"field": "name", "type": "nominal", "title": " "}]}
    rim = {"fill": palette.band, "stroke": palette.text, "strokeWidth": 1.5}
    numbers = {**named, "text": {"field": "number"}}
    return [
        layer(spots, named, type="circle", size=420, opacity=1, **rim),
        layer(spots, numbers, type="text", fontWeight="bold", fontSize=13, color=palette.text, dy=1),
    ]


def _own(data: Landscape, place: Spec, palette: Palette) -> list[Spec]:
    """Draw the merchant; its name has a rim, so that it is read on any shade."""
    own = {"values": [data.own]}
    name = {**place, "text": {"field": "name"}}
    bold = {"type": "text", "fontWeight": "bold", "fontSize": 14, "dy": -18}
    mark = {"type": "point", "shape": "diamond", "size": 260, "filled": True, "opacity": 1}
    return [
        layer(own, place, **mark, fill=palette.warn, stroke=palette.band),
        layer(own, name, **bold, stroke=palette.band, strokeWidth=4, strokeJoin="round"),
        layer(own, name, **bold, color=palette.warn),
    ]


def _plane(field: str, ends: tuple[float, ...], title: list[str], palette: Palette) -> Spec:
    """Make an axis without numbers: its title says what lies at its ends."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": list(ends), "nice": False, "zero": False},
        "axis": {
            "labels": False,
            "ticks": False,
            "grid": False,
            "domainColor": palette.muted,
            "title": title,
            "titleColor": palette.muted,
            "titleFontWeight": "normal",
            "titleFontSize": 12,
        },
    }


def shape(rows: Rows, orders: tuple[list[str], list[str]], words: Words, palette: Palette) -> Spec:
    """Parallel lines over the dimensions: ``who, dimension, value, low, high, label``.

    `orders` holds the dimensions, then whose lines they are, the merchant first.
    """
    dimensions, who = orders
    everybody = {"values": list(rows)}
    own = {"values": [row for row in rows if row["who"] == who[0]]}
    x = _dimensions(dimensions, palette)
    value, low, high = (_levels(field, words, palette) for field in ("value", "low", "high"))
    colour = _kinds(who, [palette.main, palette.warn, palette.peer])
    dashes = _kinds(who, [[1, 0], [6, 4], [2, 3]])
    interval = {"x": x, "y": low, "y2": {"field": "high"}}
    lines = {"x": x, "y": value, "color": colour, "strokeDash": dashes}
    numbers = {"x": x, "y": high, "text": {"field": "label"}}
    bold = {"fontSize": 13, "fontWeight": "bold", "color": palette.main}
    return {
        "height": SHAPE_HEIGHT + 26 * len(who),
        "layer": [
            layer(own, interval, type="rule", strokeWidth=2, opacity=0.6, color=palette.main),
            layer(everybody, lines, type="line", strokeWidth=2.5),
            layer(everybody, {"x": x, "y": value, "color": colour}, type="circle", size=70, opacity=1),
            layer(own, numbers, type="text", dy=-8, **bold),
        ],
    }


def _dimensions(names: list[str], palette: Palette) -> Spec:
    slanted = max(map(len, names), default=0) > SLANT
    return {
        "field": "dimension",
        "type": "nominal",
        "sort": names,
        "title": None,
        "scale": {"padding": 0.4},
        "axis": {
            "labelAngle": -40 if slanted else 0,
            "labelFontSize": 13,
            "labelColor": palette.text,
            "labelOverlap": False,
        },
    }


def _kinds(who: list[str], values: list[Any]) -> Spec:
    """Give each line its own look, named in one key on top."""
    return {
        "field": "who",
        "type": "nominal",
        "sort": who,
        "scale": {"domain": who, "range": values[: len(who)]},
        "legend": {
            "title": None,
            "orient": "top",
            "columns": 1,
            "labelFontSize": 13,
            "labelLimit": 320,
            "symbolType": "stroke",
            "symbolSize": 500,
        },
    }


def _levels(field: str, words: Words, palette: Palette) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": words.score,
        "scale": {"domain": [words.low, words.high], "nice": False},
        "axis": {
            "tickMinStep": 1,
            "format": "d",
            "gridOpacity": 0.35,
            "labelColor": palette.muted,
            "titleColor": palette.muted,
        },
    }
