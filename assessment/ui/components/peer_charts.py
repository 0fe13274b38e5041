"""The merchant among its peers: plain rows in, one Vega-Lite picture out. Nothing is computed here."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from assessment.ui.components.charts import AXIS_HEIGHT, Palette, Spec, Words, layer

STRIP_HEIGHT: Final = 68
"""Height of one row of the strips, in pixels: a hill and the marks below it."""
HILL: Final = 0.62
"""Height of the highest hill, in rows."""
FOOT: Final = 0.22
"""Where a hill stands below the middle of its row, in rows."""
NAME_ROOM: Final = 150


def strips(rows: Sequence[Mapping[str, Any]], words: Words, palette: Palette) -> Spec:
    """Scores among peers: the peers' distribution as a hill, their middle half and median, the own interval.

    Parameters
    ----------
    rows
        ``name`` (with line ends), ``full, value, low, high, median, q1, q3, density, label, interval,
        peers``; missing numbers are None and an empty density draws no hill.
    words, palette
        Wording and colours.
    """
    placed = [{**row, "row": n, "foot": n + FOOT} for n, row in enumerate(rows)]
    data = {"values": [{k: v for k, v in row.items() if k != "density"} for row in placed]}
    hills = {"values": [point for row in placed for point in _hill(row, words)]}
    foot = _rows("foot", placed, palette)

    def at(field: str, until: str | None = None, **more: object) -> Spec:
        placed_at = {"x": _across(field, words, palette), "y": foot, **more}
        return placed_at | ({"x2": {"field": until}} if until else {})

    hill = {
        "x": _across("level", words, palette),
        "y": _rows("top", placed, palette),
        "y2": {"field": "foot"},
        "detail": {"field": "row", "type": "nominal"},
    }
    bold = {"type": "text", "dy": -15, "fontSize": 13, "fontWeight": "bold", "color": palette.main}
    return {
        "height": STRIP_HEIGHT * max(1, len(rows)) + AXIS_HEIGHT,
        "layer": [
            {"data": hills, "mark": _area(palette), "encoding": hill},
            layer(data, at("q1", "q3"), type="bar", height=7, color=palette.peer, opacity=0.55),
            layer(data, at("median"), type="tick", height=20, thickness=2, color=palette.text),
            layer(data, at("low", "high"), type="rule", strokeWidth=3, color=palette.main),
            layer(
                data,
                at("value", tooltip=_tips(words)),
                type="circle",
                size=190,
                color=palette.main,
                opacity=1,
            ),
            layer(data, at("value", text={"field": "label"}), **bold),
        ],
    }


def _area(palette: Palette) -> Spec:
    line = {"color": palette.peer, "strokeWidth": 1}
    return {"type": "area", "color": palette.peer, "opacity": 0.32, "line": line}


def _hill(row: Mapping[str, Any], words: Words) -> list[dict[str, Any]]:
    """Points of one hill, from the lowest to the highest level."""
    heights = row["density"]
    step = (words.high - words.low) / (len(heights) - 1) if len(heights) > 1 else 0.0
    return [
        {
            "row": row["row"],
            "level": words.low + n * step,
            "top": row["foot"] - HILL * height,
            "foot": row["foot"],
        }
        for n, height in enumerate(heights)
    ]


def _rows(field: str, rows: Sequence[Mapping[str, Any]], palette: Palette) -> Spec:
    """Rows from top to bottom, named at their middle (a number axis, so that hills can stand on it)."""
    names = json.dumps([str(row["name"]).split("\n") for row in rows], ensure_ascii=False)
    two = [n for n, row in enumerate(rows) if "\n" in str(row["name"])]
    axis = {
        "values": list(range(len(rows))),
        "labelExpr": f"{names}[datum.value]",
        "labelOffset": {"condition": {"test": f"indexof({two}, datum.value) >= 0", "value": -8}, "value": 0},
        "labelLimit": NAME_ROOM,
        "labelFontSize": 13,
        "labelColor": palette.text,
        "grid": False,
        "ticks": False,
        "domain": False,
    }
    scale = {"domain": [-0.55, len(rows) - 0.45], "reverse": True, "nice": False}
    return {"field": field, "type": "quantitative", "title": None, "axis": axis, "scale": scale}


def _across(field: str, words: Words, palette: Palette) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": words.score,
        "scale": {"domain": [words.low, words.high], "nice": False, "clamp": True},
        "axis": {
            "tickMinStep": 1,
            "format": "d",
            "orient": "bottom",
            "gridOpacity": 0.3,
            "labelColor": palette.muted,
            "titleColor": palette.muted,
        },
    }


def _tips(words: Words) -> list[Spec]:
    titles = {"full": " ", "label": words.score, "interval": words.interval, "peers": words.peers}
    return [{"field": field, "title": title, "type": "nominal"} for field, title in titles.items()]
