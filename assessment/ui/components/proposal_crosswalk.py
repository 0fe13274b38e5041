"""The scores read in the stages of other models: a second reading, no official conversion."""

from html import escape
from typing import Final

import streamlit as st

from assessment.domain.forms import ForeignModel
from assessment.ui.components import rows
from assessment.ui.components.proposal_view import Board, comma, heading, say
from assessment.ui.messages import plain, wording
from scoring.organization.advice import StagePosition

LOW: Final = 1.0
HIGH: Final = 5.0
"""Ends of the level scale, where a bar begins and ends."""


def draw(board: Board) -> None:
    """Draw one card a model."""
    heading(board, say("cross.title"))
    st.warning(say("cross.mark"), icon=":material/compare_arrows:")
    st.caption(say("cross.help"))
    found: dict[str, list[StagePosition]] = {}
    for stage in board.proposal.crosswalk:
        found.setdefault(stage.model, []).append(stage)
    cards = [_card(board, model, found.get(model.id, [])) for model in board.design.models]
    if not cards:
        st.info(say("cross.none"), icon=":material/info:")
        return
    st.html(f'<div class="fo-models">{"".join(cards)}</div>')
    st.caption(plain(say("cross.judged")))


def _card(board: Board, model: ForeignModel, stages: list[StagePosition]) -> str:
    """Write one model: who made it, and its stages in order (letters may repeat, places do not)."""
    checked = (
        "" if model.verified else f'<span class="fo-tag fo-warm">{escape(say("cross.unverified"))}</span>'
    )
    parts = [stage.sub_capabilities for stage in model.stages] or [model.whole]
    names = [wording(stage.name) for stage in model.stages] or [say("cross.whole")]
    lines = "".join(
        _stage(board, stage, names[n] if n < len(names) else "", parts[n] if n < len(parts) else ())
        for n, stage in enumerate(stages)
    )
    empty = "" if stages else f"<p>{escape(say('cross.no_stage'))}</p>"
    return (
        f'<section class="fo-model"><h4>{escape(wording(model.name))} {checked}</h4>'
        f"<small>{escape(wording(model.owner))}</small>{lines}{empty}</section>"
    )


def _stage(board: Board, stage: StagePosition, name: str, parts: tuple[str, ...]) -> str:
    """Write one stage: letter, name, what speaks for it, its score and range."""
    share = 0.0 if stage.value is None else (min(max(stage.value, LOW), HIGH) - LOW) / (HIGH - LOW)
    value = rows.number(stage.value)
    between = (
        say("cross.range", low=rows.number(stage.low), high=rows.number(stage.high))
        if stage.low is not None and stage.high is not None
        else say("cross.no_value")
    )
    named = comma().join(board.view.names.get(part) for part in parts)
    return (
        f'<div class="fo-stage"><b>{escape(stage.letter)}</b><div><span>{escape(name)}</span>'
        f"<small>{escape(named)}</small>"
        f'<span class="fo-bar"><i style="width:{share:.0%}"></i></span></div>'
        f"<em>{escape(value)}<small>{escape(between)}</small></em></div>"
    )
