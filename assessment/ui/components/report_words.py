"""Wordings by hand: what is composed beside what the consultant wrote, and what has changed since."""

from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.domain.editions import OWN_TEXT_LIMIT, Edition, ReportOrder, TextEdit
from assessment.domain.text import Locale
from assessment.ui import session
from assessment.ui.components import report_paper, report_view
from assessment.ui.components.proposal_view import slug
from assessment.ui.components.report_paper import name_of
from assessment.ui.components.report_view import Bench, Change, say
from assessment.ui.messages import labels, plain
from assessment.ui.session import Mark

if TYPE_CHECKING:
    from assessment.services.report_desk import Desk
    from reports.document import ReportDocument
    from reports.narrative import AppliedEdit, TextBlock

CHARACTERS: Final = 34
"""Characters on a line of a field: decides how high it opens."""
_OPEN: Final = "report-open"
_PAGE: Final = "report-words-page"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The texts of one edition in one language, with what became of the wordings by hand."""

    bench: Bench
    desk: "Desk"
    edition: Edition
    locale: Locale
    blocks: "tuple[TextBlock, ...]"
    applied: "tuple[AppliedEdit, ...]"

    def at(self, place: str) -> "AppliedEdit | None":
        """Return the wording that is printed at a place."""
        return next((one for one in self.applied if one.place == place), None)

    def has_page_of(self, one: "AppliedEdit") -> bool:
        """Whether this edition has the page that a wording was written for."""
        return _kind(one.edit.place) in {_kind(page) for page in self.pages}

    @property
    def pages(self) -> tuple[str, ...]:
        """Addresses of the pages, in order."""
        return tuple(dict.fromkeys(block.page for block in self.blocks))


def _kind(place: str) -> str:
    """Id of the page's kind in the address of a page or of a text on it."""
    return place.partition("/")[0].partition("#")[0]


def draw(bench: Bench) -> None:
    """Draw how the wordings stand, the choice of a page, and its texts one by one."""
    report_view.heading(bench, say("words.title"), say("words.lead"))
    with st.container(horizontal=True):
        edition = report_view.choose_edition("words")
        locale = report_view.choose_locale("words")
    document = bench.document(edition, locale)
    sheet = _sheet(bench, document, edition)
    _standing(sheet)
    page = _choose_page(sheet)
    if page is None:
        return
    with st.expander(say("words.paper"), key=f"report-see-{session.locale()}", on_change="rerun") as paper:
        if paper.open:  # drawing a page takes longer than listing its texts
            place = sheet.pages.index(page) + (document.cover is not None)
            report_paper.draw(bench, ReportOrder(edition, locale), place, _page_name(page))
    for block in sheet.blocks:
        if block.page == page:
            _text(sheet, block)


def _sheet(bench: Bench, document: "ReportDocument", edition: Edition) -> _Sheet:
    from reports.narrative import edited, texts  # noqa: PLC0415 - loads the report room

    desk = bench.desk()
    applied = edited(document, desk.edits, document.locale).applied
    return _Sheet(bench, desk, edition, document.locale, texts(document), applied)


def _page_name(page: str) -> str:
    """Name of a page; the second of its kind carries its number."""
    page_id, _, number = page.partition("#")
    name = name_of(page_id, session.locale())
    return say("words.page_again", name=name, n=number) if number else name


# ---- how they stand ----


def _standing(sheet: _Sheet) -> None:
    """Count the wordings by state, and lead to those that somebody should look at again."""
    if not sheet.applied:
        st.caption(plain(say("words.none")))
        return
    moved = [one for one in sheet.applied if one.state == "moved"]
    gone = [one for one in sheet.applied if one.state == "gone" and sheet.has_page_of(one)]
    current = sum(one.state == "current" for one in sheet.applied)
    elsewhere = len(sheet.applied) - current - len(moved) - len(gone)
    counts = {"current": current, "moved": len(moved), "gone": len(gone), "elsewhere": elsewhere}
    st.markdown(plain(say("words.count", n=len(sheet.applied), **counts)))
    for one in moved:
        _to_see(one)
    for one in gone:
        _kept(sheet, one)


def _to_see(one: "AppliedEdit") -> None:
    """Lead to a wording whose figures have moved."""
    page = one.place.partition("/")[0]
    st.button(
        plain(say("words.to_moved", page=_page_name(page), what=_place_name(one.place))),
        key=f"go-{slug(one.place)}",
        type="tertiary",
        icon=":material/sync_problem:",
        on_click=session.keep_place,
        args=(_PAGE, page),
    )


def _kept(sheet: _Sheet, one: "AppliedEdit") -> None:
    """Show a wording that has no place in this edition now."""
    with st.container(border=True, key=f"gone-{slug(one.edit.place)}"):
        page = one.edit.place.partition("/")[0]
        said = say("words.gone", page=_page_name(page), what=_place_name(one.edit.place))
        tag = f'<span class="fo-tag fo-gone">{escape(say("state.gone"))}</span>'
        own = f"<blockquote>{escape(one.edit.text)}</blockquote>"
        st.html(f'<div class="fo-own"><p>{tag} {escape(said)}</p>{own}</div>')
        if sheet.bench.mine:
            st.button(
                say("words.drop"),
                key=f"drop-{slug(one.edit.place)}",
                type="tertiary",
                icon=":material/delete:",
                on_click=_undo,
                args=(sheet, one.edit),
            )
        report_view.told(f"words-{one.edit.locale}-{one.edit.place}")


def _choose_page(sheet: _Sheet) -> str | None:
    pages = sheet.pages
    if not pages:
        return None
    asked = session.place(_PAGE)
    page = asked if asked in pages and asked is not None else pages[0]
    by_hand = {one.place.partition("/")[0] for one in sheet.applied if one.place}
    key = f"words-page-{sheet.edition}-{sheet.locale}-{session.locale()}"
    session.set_widget(key, page)

    titles = {block.page: block.page_title for block in sheet.blocks}

    def word(one: str) -> str:
        name = say("pages.row", n=pages.index(one) + 1, name=_page_name(one))
        named = say("words.page_edited", name=name) if one in by_hand else name
        return say("words.page_titled", name=named, title=titles[one])

    st.selectbox(
        say("words.page"),
        pages,
        format_func=labels(pages, word),
        filter_mode=None,
        key=key,
        on_change=_turn,
        args=(key, pages),
    )
    return page


def _turn(key: str, pages: tuple[str, ...]) -> None:
    value = session.widget(key)
    if value in pages:
        session.keep_place(_PAGE, str(value))


# ---- one text ----


def _place_name(place: str) -> str:
    """Say what a text is on its page.

    The address holds a code and sometimes a number: ``point/2/head``.
    """
    parts = place.split("/")[1:]
    number = next((part for part in parts if part.isdigit()), "")
    return say(f"place.{'_'.join(part for part in parts if not part.isdigit())}", n=number)


def _text(sheet: _Sheet, block: "TextBlock") -> None:
    """Draw one text: what is composed on the left, what is worded by hand on the right."""
    name, applied = slug(block.place), sheet.at(block.place)
    with st.container(key=f"text-{name}"):
        left, right = st.columns(2, gap="medium")
        with left:
            tag = "" if applied is None else _tag(applied)
            st.html(
                f'<div class="fo-composed"><small>{escape(_place_name(block.place))} {tag}</small>'
                f"<p>{escape(block.text)}</p></div>"
            )
            if applied is not None and applied.state == "moved":
                _difference(applied)
        with right:
            if sheet.bench.mine and (applied is not None or session.place(_OPEN) == block.place):
                _field(sheet, block, applied)
            elif applied is not None:
                st.html(f'<div class="fo-own"><p>{escape(applied.edit.text)}</p></div>')
            elif sheet.bench.mine:
                st.button(
                    say("words.begin"),
                    key=f"begin-{name}",
                    icon=":material/edit:",
                    type="tertiary",
                    on_click=session.keep_place,
                    args=(_OPEN, block.place),
                )
            report_view.told(f"words-{sheet.locale}-{block.place}")


def _tag(applied: "AppliedEdit") -> str:
    look = {"current": "fo-hand", "moved": "fo-warm"}.get(applied.state, "fo-gone")
    return f'<span class="fo-tag {look}">{escape(say(f"state.{applied.state}"))}</span>'


def _difference(applied: "AppliedEdit") -> None:
    """Show what has changed in the composed text since it was worded by hand."""
    from reports.differences import differences  # noqa: PLC0415 - only where something moved

    marks = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
    changes = differences(applied.edit.seen, applied.composed)
    told = "".join(marks[change.kind].format(escape(change.text)) for change in changes)
    told = told.replace("</del><ins>", "</del> <ins>")  # what went and what came are two words, not one
    st.html(f'<div class="fo-diff"><small>{escape(say("words.changed"))}</small><p>{told}</p></div>')


def _field(sheet: _Sheet, block: "TextBlock", applied: "AppliedEdit | None") -> None:
    name = slug(block.place)
    key = f"own-{sheet.locale}-{name}"
    session.seed(key, (applied.edit.text if applied else block.text)[:OWN_TEXT_LIMIT])
    st.text_area(
        say("words.own", what=_place_name(block.place)),
        max_chars=OWN_TEXT_LIMIT,
        height=_height(str(session.widget(key) or block.text)),
        key=key,
    )
    if applied is not None and str(session.widget(key) or "").strip() != applied.edit.text:
        st.caption(plain(say("words.stored", text=applied.edit.text)))
    with st.container(horizontal=True):
        st.button(
            say("words.save" if applied is None or applied.state == "current" else "words.keep"),
            key=f"save-{name}",
            type="primary",
            on_click=_save,
            args=(sheet, block, applied, key),
        )
        if applied is not None:
            st.button(
                say("words.undo"),
                key=f"undo-{name}",
                icon=":material/undo:",
                on_click=_undo,
                args=(sheet, applied.edit, key),
            )
        else:
            st.button(
                say("words.cancel"), key=f"cancel-{name}", type="tertiary", on_click=_cancel, args=(key,)
            )


def _height(text: str) -> int:
    """Pixels that a text needs, within what a phone can show.

    >>> _height("短"), _height("长" * 400)
    (92, 260)
    """
    lines = 1 + len(text) // CHARACTERS
    return max(92, min(260, 44 + 24 * lines))


# ---- callbacks: one service call each ----


def _cancel(key: str) -> None:
    session.keep_place(_OPEN, "")
    session.forget_widget(key)


def _save(sheet: _Sheet, block: "TextBlock", applied: "AppliedEdit | None", key: str) -> None:
    """Store what stands in the field; what was composed at this moment goes with it."""
    field = f"words-{sheet.locale}-{block.place}"
    text = str(session.widget(key) or "").strip()[:OWN_TEXT_LIMIT]
    if not text or text == block.text.strip():
        report_view.tell(field, Mark("failed", say("words.blank" if not text else "words.unchanged")))
        return
    edit = TextEdit(sheet.locale, block.place, block.text, text)
    act = partial(_edit, sheet, edit)
    part = partial(_wording, sheet.locale, block.place)
    if report_view.write(sheet.bench, sheet.desk, Change(field, edit, act, part)):
        session.keep_place(_OPEN, "")
        if applied is not None and applied.edit.place != block.place:
            _forget(sheet, applied.edit, field)


def _edit(sheet: _Sheet, edit: TextEdit, desk: "Desk", operation_id: str) -> object:
    bench = sheet.bench
    return bench.services.report_desk.edit_text(
        bench.viewer, bench.wave_id, edit, revision=desk.revision, operation_id=operation_id
    )


def _undo(sheet: _Sheet, edit: TextEdit, key: str = "") -> None:
    """Take a wording back: what is composed is printed again."""
    field = f"words-{edit.locale}-{edit.place}"
    if _forget(sheet, edit, field) and key:
        session.keep_place(_OPEN, "")
        session.forget_widget(key)


def _forget(sheet: _Sheet, edit: TextEdit, field: str) -> bool:
    change = Change(
        field, ("undo", edit), partial(_drop, sheet.bench, edit), partial(_wording, edit.locale, edit.place)
    )
    return report_view.write(sheet.bench, sheet.desk, change)


def _drop(bench: Bench, edit: TextEdit, desk: "Desk", operation_id: str) -> object:
    place = (edit.locale, edit.place)
    return bench.services.report_desk.undo_text(
        bench.viewer, bench.wave_id, *place, revision=desk.revision, operation_id=operation_id
    )


def _wording(locale: Locale, place: str, desk: "Desk") -> TextEdit | None:
    """Return the wording of one place."""
    return next((one for one in desk.edits if (one.locale, one.place) == (locale, place)), None)
