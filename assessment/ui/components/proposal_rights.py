"""Decision rights with their moves, the five rituals, the ad-room card, appraisals that have to change."""

from html import escape
from typing import Final

import streamlit as st

from assessment.domain.forms import AdRoomCard, Ritual
from assessment.ui.components import proposal_line, proposal_pictures, trace_words
from assessment.ui.components.proposal_hand import Offer
from assessment.ui.components.proposal_line import Line
from assessment.ui.components.proposal_view import Board, comma, heading, say
from assessment.ui.messages import plain, wording
from scoring.organization.advice import MetricChange, RightsLine

CARD_PARTS: Final = ("states", "red_lines", "levers", "forbidden", "log")


def draw(board: Board) -> None:
    """Draw the whole section."""
    heading(board, say("rights.title"))
    if not board.proposal.rights:
        st.info(say("rights.none"), icon=":material/pending:")
    else:
        st.caption(say("rights.help"))
        proposal_pictures.rights(board)
        proposal_line.draw_all(board, [_right_line(board, one) for one in board.proposal.rights])
    heading(board, say("ritual.title"))
    st.caption(say("ritual.help"))
    _rituals(board)
    if board.design.ad_room is not None:
        heading(board, say("card.title"))
        _card(board.design.ad_room)
    heading(board, say("metric.title"))
    _metrics(board)


# ---- decision rights ----


def _right_line(board: Board, line: RightsLine) -> Line:
    now, then = _holder(board, line, today=True), _holder(board, line, today=False)
    state = "moves" if line.moves else "stays" if now else "open"
    said = say("rights.moves" if now and now != then else "rights.stays", today=now, target=then)
    if not now:
        said = say("rights.new", target=then)
    elif now == then and line.moves:
        letters = comma().join(say(f"letter.{letter}") for letter in line.moves)
        said = say("rights.letters", target=then, letters=letters)
    return Line(
        Offer(f"right:{line.decision}", text=said),
        board.decision(line.decision),
        note=_speed(line, said),
        mark=(say(f"rights.mark_{state}"), "moved" if line.moves else "plain"),
    )


def _holder(board: Board, line: RightsLine, *, today: bool) -> str:
    """Name who decides, today or in the target."""
    letters = dict(line.today if today else line.target)
    return comma().join(board.post(one) for one in letters.get("decide", ()))


def _speed(line: RightsLine, said: str) -> str:
    """Add how long approval takes today."""
    parts = [said]
    if line.hours_today:
        parts.append(say("rights.hours", hours=f"{line.hours_today:g}"))
    elif line.hours_today is not None:
        parts.append(say("rights.at_once"))
    if line.outside_today:
        parts.append(say("rights.outside"))
    return " · ".join(parts)


# ---- rituals ----


def _rituals(board: Board) -> None:
    kept = set(board.proposal.rituals)
    shown = [ritual for ritual in board.design.rituals if ritual.id in kept]
    lines = [_ritual_line(board, ritual, place) for place, ritual in enumerate(shown, 1)]
    gone = proposal_line.rejected(board, "ritual")
    if not lines and not gone:
        st.info(
            say("ritual.pending" if board.proposal.target.empty else "ritual.none"), icon=":material/pending:"
        )
    proposal_line.draw_all(board, [*proposal_line.ordered(board, lines), *gone])


def _ritual_line(board: Board, ritual: Ritual, place: int) -> Line:
    """One ritual: when, how long, who; opened also what is on the table and what happens."""
    present = {post.kind for post in board.proposal.target.posts}
    there = [kind for kind in ritual.participants if kind in present] or list(ritual.participants)
    who = comma().join(board.kind(kind) for kind in there)

    def more() -> None:
        for name, listed in (("inputs", ritual.inputs), ("steps", ritual.steps)):
            st.markdown(f"**{say(f'ritual.{name}')}**")
            st.markdown("\n".join(f"- {plain(wording(one))}" for one in listed))

    return Line(
        Offer(f"ritual:{ritual.id}", text=wording(ritual.name), order=place),
        wording(ritual.name),
        note=say("ritual.note", clock=wording(ritual.clock), who=who),
        mark=(say("ritual.minutes", n=ritual.minutes), "plain"),
        more=more,
    )


def _card(card: AdRoomCard) -> None:
    """Draw the protocol as the card that hangs in the room."""
    parts = "".join(
        f'<section class="fo-{part}"><h4>{escape(say(f"card.{part}"))}</h4><ul>'
        + "".join(f"<li>{escape(wording(one))}</li>" for one in getattr(card, part))
        + "</ul></section>"
        for part in CARD_PARTS
    )
    title = escape(wording(card.title))
    st.html(f'<article class="fo-card"><header>{title}</header><div>{parts}</div></article>')
    st.caption(say("card.help"))


# ---- appraisals ----


def _metrics(board: Board) -> None:
    lines = [_metric_line(board, one) for one in board.proposal.metrics]
    gone = proposal_line.rejected(board, "metric")
    if not lines and not gone:
        if board.proposal.target.empty:
            st.info(say("metric.pending"), icon=":material/pending:")
        else:
            st.info(say("metric.none"), icon=":material/task_alt:")
        return
    st.caption(say("metric.help"))
    proposal_line.draw_all(board, [*lines, *gone])


def _metric_line(board: Board, change: MetricChange) -> Line:
    today = [
        _option(board, part, value)
        for part, value in (("metric", change.metric_today), ("basis", change.basis_today))
        if value
    ]
    now = comma().join(today) or say("metric.unknown")
    then = target_metric(board, change.kind)
    said = say("metric.to", today=now, target=then) if then else say(f"metric.do_{change.why}", today=now)
    return Line(
        Offer(f"metric:{change.kind}", text=said),
        board.kind(change.kind),
        note=said,
        mark=(say(f"metric.mark_{change.why}"), "warm" if change.why == "gross" else "plain"),
    )


def target_metric(board: Board, kind: str) -> str:
    """Say on what a post is appraised in the target form, empty where the form does not say."""
    posts = board.built.posts if board.built is not None else ()
    found = next((post.metric for post in posts if post.kind == kind and post.metric is not None), None)
    return wording(found) if found is not None else ""


def _option(board: Board, part: str, value: str) -> str:
    """Word an option of facts F22, whose rows all offer the same ones."""
    return trace_words.worth(board.view, "fact", f"F22.host.{part}", value)
