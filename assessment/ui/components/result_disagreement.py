"""Where raters disagree: both ends of an item in words, single answers as dots, agreement by dimension."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, cos, sin
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE, Item
from assessment.ui.components import result_view, rows, table
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell, wording
from scoring.items import spread_ceiling
from scoring.results import ItemResult, ScaleAgreement

if TYPE_CHECKING:
    from assessment.services.voices import Voice

Voices = Mapping[str, "tuple[Voice, ...]"]

SHOWN: Final = 6
"""Items told in full; the others stand where their dimension is."""
MOST_DOTS: Final = 24
"""Most dots on one level; with more answers each dot stands for several."""
TURN: Final = 2.399963
"""Golden angle: it moves the dots a little off their places, the same way every time."""
APART: Final = 17.0
DOT: Final = 7.0
SHAKE: Final = 1.5
"""Distance of neighbouring dots, half the width of one, and how far it may be moved, in pixels."""
ABREAST: Final = 3
"""Dots of one level that stand side by side: a level is 60 pixels wide on a phone."""
BANDS: Final = ((0.0, "opposed"), (0.3, "lack"), (0.5, "weak"), (0.7, "moderate"))
"""Upper ends of r*wg(j) and their reading (LeBreton & Senter 2008, cut-offs for agreement)."""
NOBODY: Final = "team"


def draw(view: View) -> None:
    """Draw the disputed items, widest first, then the agreement of every dimension."""
    result_view.heading(view, tell("differ.title"), "agreement")
    voices = view.voices()
    if view.run.wave.mode != "named":
        st.caption(tell("differ.hidden"))
    _items(view, voices)
    if view.result.agreement:
        result_view.heading(view, tell("differ.scales"))
        st.caption(tell("differ.scales_help"))
        heads = tuple(tell(f"differ.col_{name}") for name in ("dimension", "rwg", "deviation", "words", "n"))
        table.draw(heads, [_agreement(view, one) for one in view.result.agreement])


def _items(view: View, voices: Voices) -> None:
    compared = [item for item in view.result.items if item.spread is not None]
    disputed = sorted((i for i in compared if i.disputed), key=lambda i: -(i.spread or 0.0))
    if not disputed:
        st.info(tell("differ.none" if compared else "differ.few"), icon=":material/handshake:")
        return
    limit = rows.number(spread_ceiling(len(view.run.instrument.scale.levels)), 2)
    st.markdown(plain(tell("differ.items", n=len(disputed), limit=limit)))
    each = _each(disputed[:SHOWN])
    _legend(voices, each)
    for found in disputed[:SHOWN]:
        _item(view, view.run.instrument.item(found.id), found, voices.get(found.id, ()), each)
    if len(disputed) > SHOWN:
        st.caption(tell("differ.items_more", n=len(disputed) - SHOWN))


def _each(items: Sequence[ItemResult]) -> int:
    """Answers that one dot stands for, so that no level has more than `MOST_DOTS`."""
    most = max((count for item in items for count in item.counts), default=0)
    return max(1, ceil(most / MOST_DOTS))


def _legend(voices: Voices, each: int) -> None:
    """Name the shapes; where nobody may know who chose what, say that too."""
    said = tell("differ.dots" if voices else "differ.dots_counts")
    if each > 1:
        said = tell("differ.dots_each", n=each)
    kinds = ("owner", "team", "consultant") if voices else ()
    marks = "".join(
        f'<span><i class="fo-{kind}"></i>{escape(tell(f"differ.{kind}"))}</span>' for kind in kinds
    )
    st.html(f'<p class="fo-dot-key">{marks}<span>{escape(said)}</span></p>')


def _item(view: View, item: Item, found: ItemResult, heard: "tuple[Voice, ...]", each: int) -> None:
    """Write one item: who stands at which end, in the words of the questionnaire, and all answers."""
    with st.container(border=True, key=f"differ-{item.id}"):
        st.markdown(f"**{plain(wording(item.stem))}** &nbsp; :gray[{item.id}]")
        st.html(_dots(view, item, found, heard, each))
        chosen = [n for n, count in enumerate(found.counts) if count]
        for end, at in (("low_end", chosen[0]), ("high_end", chosen[-1])):
            st.markdown(plain(_end(view, item, found, heard, (end, at))))
        spread = tell("differ.spread", spread=rows.number(found.spread), n=sum(found.counts))
        st.caption(plain(spread))


def _end(view: View, item: Item, found: ItemResult, heard: "tuple[Voice, ...]", at: tuple[str, int]) -> str:
    """Quote one end: how many people, of which roles, and what they said."""
    end, step = at
    level = view.run.instrument.scale.levels[step]
    anchors = view.run.instrument.anchors(item)
    words = wording(anchors[step]).rstrip(".。") if step < len(anchors) else str(level)
    roles = dict.fromkeys(voice.role for voice in heard if voice.value == level)
    people = tell("differ.people_n", n=found.counts[step])
    if roles:
        named = tell("results.list_comma").join(view.names.get(role) for role in roles)
        people = tell("differ.people_who", n=found.counts[step], roles=named)
    return tell("differ.one_end", end=tell(f"differ.{end}"), people=people, level=level, words=words)


# ---- dots ----


def kind_of(role: str) -> str:
    """Side of a role: owner, consultant, or team."""
    return {OWNER_ROLE: "owner", CONSULTANT_ROLE: "consultant"}.get(role, "team")


def place(number: int, total: int) -> tuple[float, float]:
    """Place the n-th of all dots of a level, in pixels from its middle: rows of three, slightly shaken.

    >>> place(0, 1)
    (0.0, 1.5)
    """
    row, column = divmod(number, ABREAST)
    rows = ceil(total / ABREAST)
    beside = min(ABREAST, total - row * ABREAST)
    x, y = (column - (beside - 1) / 2) * APART, (row - (rows - 1) / 2) * APART
    turn = number * TURN
    return round(x + SHAKE * sin(turn), 1), round(y + SHAKE * cos(turn), 1)


def _dots(view: View, item: Item, found: ItemResult, heard: "tuple[Voice, ...]", each: int) -> str:
    """Draw all answers of one item along its levels, one dot a person (or `each` people)."""
    levels = view.run.instrument.scale.levels
    sides = {
        level: _sides(level, count, heard, each) for level, count in zip(levels, found.counts, strict=True)
    }
    rows_needed = ceil(max(map(len, sides.values()), default=1) / ABREAST)
    half = rows_needed * APART / 2 + DOT
    marks = []
    for column, level in enumerate(levels):
        share = (column + 0.5) / len(levels)
        for number, kind in enumerate(sides[level]):
            x, y = place(number, len(sides[level]))
            at = f"left:calc({share:.1%} + {x - DOT:.1f}px);top:{half + y - DOT:.1f}px"
            marks.append(f'<i class="fo-{kind}" style="{at}"></i>')
    counts = tell("results.list_comma").join(
        f"{level}: {count}" for level, count in zip(levels, found.counts, strict=True)
    )
    label = escape(tell("differ.dots_alt", stem=wording(item.stem), counts=counts))
    axis = "".join(f"<b>{level}</b>" for level in levels)
    columns = f"grid-template-columns:repeat({len(levels)},1fr)"
    lines = "<span></span>" * len(levels)
    return (
        f'<div class="fo-dots" role="img" aria-label="{label}">'
        f'<div class="fo-dot-field" style="height:{2 * half:.0f}px;{columns}">{lines}{"".join(marks)}</div>'
        f'<div class="fo-dot-axis" style="{columns}">{axis}</div></div>'
    )


def _sides(level: int, count: int, heard: "tuple[Voice, ...]", each: int) -> list[str]:
    """Kinds of the dots of one level; counts alone where nobody may know who chose what."""
    known = [kind_of(voice.role) for voice in heard if voice.value == level]
    if each == 1 and len(known) == count:
        return sorted(known, key=("owner", "consultant", "team").index)
    return [NOBODY] * ceil(count / each)


# ---- agreement ----


def agreement_word(value: float) -> str:
    """Read r*wg(j).

    >>> agreement_word(-0.1), agreement_word(0.2), agreement_word(0.75)
    ('opposed', 'lack', 'strong')
    """
    return next((word for limit, word in BANDS if value < limit), "strong")


def _agreement(view: View, one: ScaleAgreement) -> tuple[str, ...]:
    basis = tell("differ.basis", items=one.n_items, raters=one.n_raters)
    if one.rwg is None:
        return (view.names.get(one.dimension), "–", "–", rows.withheld(one.withheld), basis)
    return (
        view.names.get(one.dimension),
        rows.number(one.rwg, 2).replace("-", "−"),
        tell("differ.deviation", value=rows.number(one.deviation, 2)),
        tell(f"differ.{agreement_word(one.rwg)}"),
        basis,
    )
