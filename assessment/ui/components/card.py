"""One item as a card that saves itself at every tap."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

import streamlit as st

from assessment.access.viewer import Owner, Respondent
from assessment.domain.errors import (
    AlreadySubmitted,
    AnswerNotAllowed,
    FactOrgError,
    LinkExpired,
    LinkRevoked,
    StaleRevision,
    WaveNotOpen,
)
from assessment.domain.instrument import Instrument, Item
from assessment.domain.response import COMMENT_LIMIT, MISSING, NOT_APPLICABLE, UNKNOWN, ItemNote
from assessment.ui import messages, session
from assessment.ui.messages import common, labels, plain, tell, wording
from assessment.ui.session import Desk, Mark

if TYPE_CHECKING:
    from assessment.bootstrap import Services

PROGRESS = "progress"
PAGER = "pager"


@dataclass(frozen=True, slots=True)
class Cards:
    """What every card of one respondent's page needs."""

    services: "Services"
    viewer: Owner | Respondent
    response_id: str

    @property
    def desk(self) -> Desk:
        """The sheet as this tab last saw it."""
        desk = session.desk(self.response_id)
        if desk is None:  # the session was lost while the page stayed open: start from the database
            desk = fresh_desk(self.services, self.viewer)
        return desk


def fresh_desk(services: "Services", viewer: Owner | Respondent) -> Desk:
    """Read the sheet from the database and bring this tab's cache up to it.

    Raises
    ------
    FactOrgError
        Whatever the service says about an unknown, withdrawn or closed response.
    """
    sheet = services.responding.open(viewer)
    response = sheet.response
    notes = {note.item_id: note for note in response.notes}
    desk = session.desk(response.id)
    if desk is None or len(desk.answers) != len(response.answers):
        desk = Desk(sheet, response.answers, response.revision, notes)
    else:
        desk.sheet, desk.notes = sheet, notes
        for item_id in desk.adopt(response.answers, response.revision):
            desk.redraw(item_id)
            desk.marks.pop(item_id, None)
    session.keep_desk(response.id, desk)
    return desk


def options(instrument: Instrument, item: Item) -> tuple[int, ...]:
    """Legal answers in the order they are shown: levels, then N/A where allowed, then 不知道."""
    extra = (NOT_APPLICABLE, UNKNOWN) if item.not_applicable else (UNKNOWN,)
    return (*instrument.scale.levels, *extra)


def answer_words(instrument: Instrument, item: Item, value: int) -> str:
    """Words of one answer, unescaped."""
    names = {NOT_APPLICABLE: "not_applicable", UNKNOWN: "unknown", MISSING: "missing"}
    if value in names:
        return common(f"answer.{names[value]}")
    return wording(instrument.anchors(item)[value - instrument.scale.low])


def draw(cards: Cards, item: Item, position: str) -> None:
    """Draw one card. `position` is its place, such as ``3/13``.

    What a tap changes and what it leaves alone are fragments of their own, so that a tap draws little.
    """
    parts = {part.id: part for part in cards.desk.sheet.instrument.sub_capabilities}
    part = parts.get(item.sub_capability or "")
    with st.container(border=True, key=f"card-{item.id}"):
        st.caption(f"{position} · {plain(wording(part.name))}" if part else position)
        messages.panel(f"item-{item.id}", partial(_body, cards, item))
        messages.panel(f"beside-{item.id}", partial(_notes, cards, item))


def _body(cards: Cards, item: Item) -> None:
    _choices(cards, item)
    with st.container(key=f"mark-{item.id}"):
        _mark(cards, item)


def _choices(cards: Cards, item: Item) -> None:
    desk = cards.desk
    instrument = desk.sheet.instrument
    legal = options(instrument, item)
    value = desk.value(item.id)
    rules = {rule.id: rule.when for rule in instrument.not_applicable_rules}
    rule = rules.get(item.not_applicable or "")
    key = f"answer-{item.id}-{session.locale()}-{desk.epochs.get(item.id, 0)}"
    captions = [plain(wording(rule)) if rule and code == NOT_APPLICABLE else "" for code in legal]
    st.radio(
        plain(wording(item.stem)),
        legal,
        index=legal.index(value) if value in legal else None,
        format_func=labels(legal, lambda code: plain(answer_words(instrument, item, code))),
        captions=captions if any(captions) else None,
        key=key,
        on_change=_tapped,
        args=(cards, item.id, key),
        width="stretch",
    )


def _mark(cards: Cards, item: Item) -> None:
    """Say what is known about the last write of this card, and nothing more."""
    desk = cards.desk
    mark = desk.marks.get(item.id)
    if mark is None:
        if desk.value(item.id) != MISSING:
            st.caption(tell("answer.mark_kept"))
    elif mark.state == "saved":
        st.caption(f":green[:material/check_circle:] {tell('answer.mark_saved')}")
    elif mark.state == "failed":
        st.error(f"{tell('answer.mark_failed')} {plain(mark.words)}", icon=":material/sync_problem:")
        if mark.repeat is not None:
            st.button(tell("answer.retry"), key=f"retry-{item.id}", on_click=mark.repeat, type="primary")
    else:
        st.warning(tell(f"answer.mark_{mark.state}"), icon=":material/devices:")


def _notes(cards: Cards, item: Item) -> None:
    desk = cards.desk
    note = desk.notes.get(item.id, ItemNote(item.id))
    filled = bool(note.comment or note.evidence)
    title = tell("answer.notes_filled") if filled else tell("answer.notes")
    suffix = f"{item.id}-{desk.epochs.get(item.id, 0)}"
    with st.expander(title, type="compact", key=f"notes-{item.id}-{session.locale()}"):
        st.text_area(
            tell("answer.comment"),
            note.comment,
            max_chars=COMMENT_LIMIT,
            height=90,
            key=f"comment-{suffix}",
            on_change=_noted,
            args=(cards, item.id, suffix),
        )
        st.text_area(
            tell("answer.evidence"),
            note.evidence,
            max_chars=COMMENT_LIMIT,
            height=68,
            placeholder=tell("answer.evidence_example", example=wording(item.evidence))
            if item.evidence
            else None,
            key=f"evidence-{suffix}",
            on_change=_noted,
            args=(cards, item.id, suffix),
        )
        st.button(  # also where nothing is chosen yet: else every first tap would draw the notes anew
            tell("answer.clear"),
            key=f"clear-{suffix}",
            on_click=_cleared,
            args=(cards, item.id),
            type="tertiary",
        )


# ---- callbacks: one service call each, no drawing between its start and its end ----


def _tapped(cards: Cards, item_id: str, key: str) -> None:
    _write(cards, item_id, session.widget(key), str(uuid4()))


def _cleared(cards: Cards, item_id: str) -> None:
    if cards.desk.value(item_id) == MISSING:
        return
    cards.desk.redraw(item_id)
    _write(cards, item_id, MISSING, str(uuid4()))


def _write(cards: Cards, item_id: str, value: object, operation_id: str) -> None:
    """Store one answer, keep what is now known about it, and run the parts of the page it touches."""
    desk = cards.desk
    before = desk.value(item_id)
    repeat = partial(_write, cards, item_id, value, operation_id)
    try:
        elsewhere = _store(cards, desk, item_id, value, operation_id)
    except StaleRevision:
        elsewhere = True
        failure = messages.attempt(partial(_reload, cards, item_id))
        desk.marks[item_id] = Mark("failed", failure) if failure else Mark("stale")
    except (AlreadySubmitted, WaveNotOpen) as error:
        elsewhere = True
        session.leave_note("answer", messages.error_words(error))
    except (LinkExpired, LinkRevoked):
        elsewhere = True  # the page drawn anew says that the link has ended
    except FactOrgError as error:
        elsewhere = False
        desk.marks[item_id] = Mark("failed", messages.error_words(error), repeat)
    except Exception as error:  # noqa: BLE001 - frame of callbacks, see messages.attempt
        elsewhere = False
        desk.marks[item_id] = Mark("failed", messages.incident_words(error), repeat)
    if elsewhere:
        st.rerun()
    counted = (before == MISSING) != (desk.value(item_id) == MISSING)
    messages.redraw(f"item-{item_id}", *([PROGRESS, PAGER] if counted else []))


def _store(cards: Cards, desk: Desk, item_id: str, value: object, operation_id: str) -> bool:
    """Call the service once; tell whether other cards changed behind this tab's back."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise AnswerNotAllowed(item_id=item_id, value=str(value)[:40])
    saved = cards.services.responding.answer(
        cards.viewer, item_id=item_id, value=value, revision=desk.revision, operation_id=operation_id
    )
    others = [changed for changed in desk.adopt(saved.answers, saved.revision) if changed != item_id]
    for changed in others:
        desk.redraw(changed)
        desk.marks[changed] = Mark("merged")
    desk.marks[item_id] = Mark("saved")
    return bool(others)


def _reload(cards: Cards, item_id: str) -> None:
    """Show what the database holds now."""
    fresh_desk(cards.services, cards.viewer).redraw(item_id)


def _noted(cards: Cards, item_id: str, suffix: str) -> None:
    comment, evidence = (str(session.widget(f"{part}-{suffix}") or "") for part in ("comment", "evidence"))
    _write_note(cards, ItemNote(item_id, comment.strip(), evidence.strip()), str(uuid4()))


def _write_note(cards: Cards, note: ItemNote, operation_id: str) -> None:
    desk = cards.desk
    failure = messages.attempt(
        lambda: cards.services.responding.note(
            cards.viewer,
            item_id=note.item_id,
            comment=note.comment,
            evidence=note.evidence,
            operation_id=operation_id,
        )
    )
    if failure is None:
        desk.notes[note.item_id] = note
        desk.marks[note.item_id] = Mark("saved")
    else:
        desk.marks[note.item_id] = Mark("failed", failure, partial(_write_note, cards, note, operation_id))
    messages.redraw(f"item-{note.item_id}", f"beside-{note.item_id}")
