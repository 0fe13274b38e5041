"""The merchant among its peers: plain rows in, one Altair chart out. Nothing is computed here."""

import json
from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from assessment.ui.components.charts import AXIS_HEIGHT, Layered, Palette, Words

STRIP_HEIGHT: Final = 68
"""Height of one row of the strips, in pixels: a hill and the marks below it."""
HILL: Final = 0.62
"""Height of the highest hill, in rows."""
FOOT: Final = 0.22
"""Where a hill stands below the middle of its row, in rows."""
NAME_ROOM: Final = 150


def strips(rows: Sequence[dict[str, Any]], words: Words, palette: Palette) -> Layered:
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
    base = alt.Chart(_data([{k: v for k, v in row.items() if k != "density"} for row in placed]))
    hills = alt.Chart(_data([point for row in placed for point in _hill(row, words)]))
    y = _rows("foot:Q", placed, palette)
    layers = [
        hills.mark_area(
            color=palette.peer, opacity=0.32, line={"color": palette.peer, "strokeWidth": 1}
        ).encode(
            x=_across("level:Q", words, palette),
            y=_rows("top:Q", placed, palette),
            y2="foot:Q",
            detail="row:N",
        ),
        base.mark_bar(height=7, color=palette.peer, opacity=0.55).encode(
            x=_across("q1:Q", words, palette), x2="q3:Q", y=y
        ),
        base.mark_tick(height=20, thickness=2, color=palette.text).encode(
            x=_across("median:Q", words, palette), y=y
        ),
        base.mark_rule(strokeWidth=3, color=palette.main).encode(
            x=_across("low:Q", words, palette), x2="high:Q", y=y
        ),
        base.mark_circle(size=190, color=palette.main, opacity=1).encode(
            x=_across("value:Q", words, palette), y=y, tooltip=_tips(words)
        ),
        base.mark_text(dy=-15, fontSize=13, fontWeight="bold", color=palette.main).encode(
            x=_across("value:Q", words, palette), y=y, text="label:N"
        ),
    ]
    return alt.layer(*layers).properties(height=STRIP_HEIGHT * max(1, len(rows)) + AXIS_HEIGHT)


def _data(rows: Sequence[dict[str, Any]]) -> alt.Data:
    return alt.Data(values=list(rows))  # type: ignore[no-untyped-call]  # altair leaves this class untyped


def _hill(row: dict[str, Any], words: Words) -> list[dict[str, Any]]:
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


def _rows(field: str, rows: Sequence[dict[str, Any]], palette: Palette) -> alt.Y:
    """Rows from top to bottom, named at their middle (a number axis, so that hills can stand on it)."""
    names = json.dumps([str(row["name"]).split("\n") for row in rows], ensure_ascii=False)
    two = [n for n, row in enumerate(rows) if "\n" in str(row["name"])]
    axis = alt.Axis(
        labelOffset={"condition": {"test": f"indexof({two}, datum.value) >= 0", "value": -8}, "value": 0},
        values=list(range(len(rows))),
        labelExpr=f"{names}[datum.value]",
        labelLimit=NAME_ROOM,
        labelFontSize=13,
        labelColor=palette.text,
        grid=False,
        ticks=False,
        domain=False,
    )
    return alt.Y(
        field,
        title=None,
        axis=axis,
        scale=alt.Scale(domain=[-0.55, len(rows) - 0.45], reverse=True, nice=False),
    )


def _across(field: str, words: Words, palette: Palette) -> alt.X:
    return alt.X(
        field,
        title=words.score,
        scale=alt.Scale(domain=[words.low, words.high], nice=False, clamp=True),
        axis=alt.Axis(
            tickMinStep=1,
            format="d",
            orient="bottom",
            gridOpacity=0.3,
            labelColor=palette.muted,
            titleColor=palette.muted,
        ),
    )


def _tips(words: Words) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("full:N", title=" "),
        alt.Tooltip("label:N", title=words.score),
        alt.Tooltip("interval:N", title=words.interval),
        alt.Tooltip("peers:N", title=words.peers),
    ]
