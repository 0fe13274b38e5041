"""Single items: how many chose each level and, in a named wave, which roles they were."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from assessment.domain.instrument import Item
from assessment.domain.response import NOT_APPLICABLE, UNKNOWN
from assessment.ui import session
from assessment.ui.components import rows
from assessment.ui.components.result_view import View
from assessment.ui.messages import common, plain, tell, wording
from scoring.results import ItemResult, Score

if TYPE_CHECKING:
    from assessment.services.voices import Voice

Voices = Mapping[str, "tuple[Voice, ...]"]


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a distribution: the stored byte, its mark and wording, how many chose it, and who."""

    value: int
    mark: str
    words: str
    count: int
    who: str


def draw(view: View, dimension: str, parts: tuple[Score, ...]) -> None:
    """Draw the items of one sub-capability, or of the whole dimension where there are no parts."""
    instrument = view.run.instrument
    results = {item.id: item for item in view.result.items}
    known = {score.id: score for score in parts}
    scale = dimension
    if known:
        chosen = st.selectbox(
            tell("results.part"),
            tuple(known),
            format_func=view.names.get,
            filter_mode=None,
            key=f"part-{dimension}-{session.locale()}",
        )
        scale = chosen if chosen in known else next(iter(known))
    voices = view.voices()
    if voices:
        st.caption(tell("results.voices_help"))
    for item in instrument.items_of(scale):
        if item.id in results:
            _item(view, item, results[item.id], voices)


def _item(view: View, item: Item, found: ItemResult, voices: Voices) -> None:
    with st.container(border=True, key=f"item-{item.id}"):
        st.markdown(f"**{plain(wording(item.stem))}** &nbsp; :gray[{item.id}]")
        if found.withheld is not None:  # no counts: nothing that could be drawn may be drawn
            st.caption(plain(rows.withheld(found.withheld)))
            return
        options = _options(view, item, found, voices)
        most = max(1, *(option.count for option in options))
        st.html(f'<div class="fo-levels">{"".join(_line(option, most) for option in options)}</div>')
        st.caption(_summary(found))


def _options(view: View, item: Item, found: ItemResult, voices: Voices) -> tuple[Option, ...]:
    instrument = view.run.instrument
    anchors = instrument.anchors(item)
    levels = zip(instrument.scale.levels, found.counts, strict=True)
    lines = [
        (level, str(level), wording(anchors[i]).rstrip(".。") if i < len(anchors) else "", count)
        for i, (level, count) in enumerate(levels)
    ]
    if found.n_unknown:
        lines.append((UNKNOWN, "?", common("answer.unknown"), found.n_unknown))
    if found.n_not_applicable:
        lines.append((NOT_APPLICABLE, "–", common("answer.not_applicable"), found.n_not_applicable))
    heard = voices.get(item.id, ())
    return tuple(
        Option(value, mark, words, count, _who(view, heard, value)) for value, mark, words, count in lines
    )


def _who(view: View, heard: "tuple[Voice, ...]", value: int) -> str:
    """Name the roles that chose one value, each with how many when there are several."""
    roles = [voice.role for voice in heard if voice.value == value]
    return tell("results.list_comma").join(
        view.names.get(role)
        if roles.count(role) == 1
        else tell("results.role_times", name=view.names.get(role), n=roles.count(role))
        for role in dict.fromkeys(roles)
    )


def _line(option: Option, most: int) -> str:
    """Write one line; a level that nobody chose stands back."""
    kind = "fo-level" if option.count else "fo-level fo-none"
    who = f"<small>{escape(option.who)}</small>" if option.who else ""
    return (
        f'<div class="{kind}"><b>{escape(option.mark)}</b><span>{escape(option.words)}{who}</span>'
        f'<span class="fo-bar"><i style="width:{option.count / most:.0%}"></i></span>'
        f"<em>{escape(tell('results.people', n=option.count))}</em></div>"
    )


def _summary(found: ItemResult) -> str:
    """Say the mean and how far people agree, or that there is nothing to agree on."""
    if found.mean is None:
        heard = found.n_unknown or found.n_not_applicable
        return plain(tell("results.item_no_level" if heard else "results.item_nobody"))
    parts = [tell("results.item_mean", mean=rows.number(found.mean))]
    if found.owner_level is not None:
        parts.append(tell("results.item_owner", level=found.owner_level))
    if found.spread is not None:
        parts.append(tell("results.item_spread", spread=rows.number(found.spread)))
    if found.disputed:
        parts.append(tell("results.item_disputed"))
    return plain(tell("results.comma").join(parts))
