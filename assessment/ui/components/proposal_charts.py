"""Scores today and after the plan, both with their ranges: plain rows in, one Vega-Lite picture out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assessment.ui.components.charts import AXIS_HEIGHT, Palette, Spec, layer

ROW: Final = 52
NAME_ROOM: Final = 150


@dataclass(frozen=True, slots=True)
class ProjectionWords:
    """Every word of the picture."""

    score: str
    now: str
    then: str
    target: str


def projection(rows: Sequence[Mapping[str, Any]], words: ProjectionWords, palette: Palette) -> Spec:
    """Two marks a row: today above in grey with its range, after the plan below in colour with a wider one.

    Parameters
    ----------
    rows
        ``name`` (with line ends), ``full, now, now_low, now_high, then, then_low, then_high, target``, and
        the printed ``now_said, then_said``; missing numbers are None.
    words, palette
        Wording and colours.
    """
    data = {"values": [{**row, "up": n - 0.16, "down": n + 0.16, "row": n} for n, row in enumerate(rows)]}

    def at(x: str, y: str, until: str | None = None, **more: object) -> Spec:
        placed: Spec = {"x": _across(x, words, palette), "y": _down(y, rows, palette), **more}
        return placed | ({"x2": {"field": until}} if until else {})

    tips = [
        {"field": field, "title": title, "type": "nominal"}
        for field, title in (("full", " "), ("now_said", words.now), ("then_said", words.then))
    ]
    aim = {"type": "tick", "height": 30, "thickness": 2, "color": palette.warn}
    return {
        "height": ROW * max(1, len(rows)) + AXIS_HEIGHT,
        "layer": [
            layer(data, at("now_low", "up", "now_high"), type="rule", strokeWidth=3, color=palette.peer),
            layer(
                data,
                at("now", "up", tooltip=tips),
                type="circle",
                size=110,
                color=palette.peer,
                opacity=1,
            ),
            layer(
                data,
                at("then_low", "down", "then_high"),
                type="rule",
                strokeWidth=5,
                color=palette.main,
                opacity=0.4,
            ),
            layer(
                data,
                at("then", "down", tooltip=tips),
                type="circle",
                size=170,
                color=palette.main,
                opacity=1,
            ),
            layer(data, at("target", "row"), **aim),
        ],
    }


def _down(field: str, rows: Sequence[Mapping[str, Any]], palette: Palette) -> Spec:
    """Rows from top to bottom on a number axis, so that two marks fit into one row."""
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
    scale = {"domain": [-0.6, len(rows) - 0.4], "reverse": True, "nice": False}
    return {"field": field, "type": "quantitative", "title": None, "axis": axis, "scale": scale}


def _across(field: str, words: ProjectionWords, palette: Palette) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": words.score,
        "scale": {"domain": [1, 5], "nice": False, "clamp": True},
        "axis": {
            "tickMinStep": 1,
            "format": "d",
            "gridOpacity": 0.3,
            "labelColor": palette.muted,
            "titleColor": palette.muted,
        },
    }
