"""How the reports of a wave look: logo, accent colour, and the texts of the cover."""

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from assessment.domain.editions import COVER_LIMIT, CoverWords, Edition, ReportLook, ReportOrder
from assessment.ui import session
from assessment.ui.components import report_paper, report_view
from assessment.ui.components.report_paper import COVER
from assessment.ui.components.report_view import Bench, Change, say
from assessment.ui.messages import plain
from assessment.ui.session import Mark

if TYPE_CHECKING:
    from assessment.services.report_desk import Desk
    from reports.document import Cover, ReportDocument

SAMPLE: Final[Edition] = "leadership"
"""Edition whose cover is shown; all covers look alike."""
LINES: Final = (("title", "prepared_for"), ("subtitle", "prepared_by"))
"""Texts of one line, in two columns."""
_NAMES: Final = tuple(one.name for one in fields(CoverWords))
_ROUND: Final = "report-logo-round"
_COLOUR: Final = "report-accent"
_LOGO: Final = "look-logo"
_ACCENT: Final = "look-accent"
_COVER: Final = "look-cover"


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The look as it is on screen."""

    bench: Bench
    desk: "Desk"


def draw(bench: Bench) -> None:
    """Draw the three things that may be chosen, beside the cover as it would be printed."""
    report_view.heading(bench, say("look.title"), say("look.lead"))
    locale = report_view.choose_locale("look")
    drawing = _Drawing(bench, bench.desk())
    document = bench.document(SAMPLE, locale)
    chosen, paper = st.columns([2, 3], gap="medium")
    with chosen:
        _logo(drawing)
        _accent(drawing)
    with paper, st.container(key="report-paper"):
        place = report_paper.places(document).get(COVER)
        if place is not None:
            report_paper.draw(bench, ReportOrder(SAMPLE, locale), place, say("pages.cover"))
    _cover(drawing, document)


# ---- logo ----


def _logo(drawing: _Drawing) -> None:
    st.markdown(f"**{plain(say('look.logo'))}**")
    logo = drawing.desk.logo
    if logo is not None:
        with st.container(key="report-logo"):
            report_paper.picture(logo.png, say("look.logo_alt"))
        st.caption(plain(say("look.logo_size", width=logo.width, height=logo.height)))
        st.button(
            say("look.logo_drop"),
            key="logo-drop",
            icon=":material/delete:",
            on_click=_drop_logo,
            args=(drawing,),
        )
    with st.container(key=f"upload-{session.locale()}"):
        st.file_uploader(
            say("look.logo_choose" if logo is None else "look.logo_other"),
            key=_file_key(),
            on_change=_put_logo,
            args=(drawing,),
        )
    report_view.told(_LOGO)
    st.caption(plain(say("look.logo_what")))


def _file_key() -> str:
    """Key of the uploader: another one after an upload, because an uploader cannot be emptied."""
    return f"report-logo-{session.place(_ROUND) or '0'}"


def _put_logo(drawing: _Drawing) -> None:
    """Take in what was chosen at once: it is looked at and drawn anew, or refused with a reason."""
    file = session.widget(_file_key())
    if file is None:
        report_view.tell(_LOGO, None)
        return
    content = cast("bytes", file.getvalue())
    bench = drawing.bench

    def act(desk: "Desk", operation_id: str) -> object:
        return bench.services.report_desk.put_logo(
            bench.viewer, bench.wave_id, content, revision=desk.revision, operation_id=operation_id
        )

    if report_view.write(bench, drawing.desk, Change(_LOGO, content, act, _which_logo)):
        session.keep_place(_ROUND, str(int(session.place(_ROUND) or 0) + 1))


def _drop_logo(drawing: _Drawing) -> None:
    bench = drawing.bench

    def act(desk: "Desk", operation_id: str) -> object:
        return bench.services.report_desk.drop_logo(
            bench.viewer, bench.wave_id, revision=desk.revision, operation_id=operation_id
        )

    report_view.write(bench, drawing.desk, Change(_LOGO, "drop", act, _which_logo))


def _which_logo(desk: "Desk") -> str:
    return desk.look.logo


# ---- accent ----


def _accent(drawing: _Drawing) -> None:
    """Offer a colour, and say before it is stored whether white type can be read on it."""
    from reports import accent, theme  # noqa: PLC0415 - loads the report room

    st.markdown(f"**{plain(say('look.accent'))}**")
    stored = drawing.desk.look.accent
    session.seed(_COLOUR, (stored or theme.NAVY).lower())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.color_picker(say("look.accent_choose"), key=_COLOUR)
        st.button(
            say("look.accent_save"), key="accent-save", type="primary", on_click=_save_accent, args=(drawing,)
        )
        if stored:
            st.button(
                say("look.accent_reset"),
                key="accent-reset",
                type="tertiary",
                icon=":material/restart_alt:",
                on_click=_reset_accent,
                args=(drawing,),
            )
    colour = _typed_colour()
    if accent.problem(colour) is None:
        ratio = f"{accent.contrast(colour, theme.WHITE):.1f}"
        st.caption(plain(say("look.accent_good", colour=colour, ratio=ratio)))
    else:
        ratio = f"{accent.contrast(colour, theme.WHITE):.1f}"
        st.caption(f":orange[{plain(say('look.accent_pale', colour=colour, ratio=ratio))}]")
    report_view.told(_ACCENT)


def _typed_colour() -> str:
    """Colour of the field as ``#RRGGBB``, "" for anything that is none."""
    from reports import accent  # noqa: PLC0415 - loads the report room

    value = str(session.widget(_COLOUR) or "").upper()
    return "" if accent.problem(value) == "form" else value


def _save_accent(drawing: _Drawing) -> None:
    _store_accent(drawing, _typed_colour())


def _reset_accent(drawing: _Drawing) -> None:
    if _store_accent(drawing, ""):
        session.forget_widget(_COLOUR)


def _store_accent(drawing: _Drawing, colour: str) -> bool:
    def act(desk: "Desk", operation_id: str) -> object:
        return _look(drawing.bench, desk, replace(desk.look, accent=colour), operation_id)

    return report_view.write(drawing.bench, drawing.desk, Change(_ACCENT, colour, act, _colour))


def _colour(desk: "Desk") -> str:
    return desk.look.accent


# ---- cover ----


def _cover(drawing: _Drawing, document: "ReportDocument") -> None:
    st.markdown(f"**{plain(say('look.cover'))}**")
    st.caption(plain(say("look.cover_lead")))
    stored = drawing.desk.look.cover
    for names, column in zip(LINES, st.columns(2, gap="medium"), strict=True):
        with column:
            for name in names:
                _line(name, stored, document.cover)
    key = "cover-notice"
    session.seed(key, stored.notice)
    st.text_area(
        say("look.cover_notice"),
        max_chars=3 * COVER_LIMIT,
        height=92,
        placeholder=_composed("notice", stored, document.cover),
        key=key,
    )
    st.button(say("look.cover_save"), key="cover-save", type="primary", on_click=_save_cover, args=(drawing,))
    report_view.told(_COVER)


def _line(name: str, stored: CoverWords, cover: "Cover | None") -> None:
    key = f"cover-{name}"
    session.seed(key, getattr(stored, name))
    st.text_input(
        say(f"look.cover_{name}"),
        max_chars=COVER_LIMIT,
        placeholder=_composed(name, stored, cover),
        key=key,
    )


def _composed(name: str, stored: CoverWords, cover: "Cover | None") -> str | None:
    """Return what the report prints by itself where nothing is typed, as far as it is known."""
    if cover is None or getattr(stored, name) or name not in ("title", "subtitle", "notice"):
        return None
    return str(getattr(cover, name)) or None


def _save_cover(drawing: _Drawing) -> None:
    typed = CoverWords(**{name: str(session.widget(f"cover-{name}") or "").strip() for name in _NAMES})
    if typed == drawing.desk.look.cover:
        report_view.tell(_COVER, Mark("failed", say("look.cover_unchanged")))
        return

    def act(desk: "Desk", operation_id: str) -> object:
        return _look(drawing.bench, desk, replace(desk.look, cover=typed), operation_id)

    report_view.write(drawing.bench, drawing.desk, Change(_COVER, typed, act, _cover_words))


def _cover_words(desk: "Desk") -> CoverWords:
    return desk.look.cover


def _look(bench: Bench, desk: "Desk", look: ReportLook, operation_id: str) -> object:
    return bench.services.report_desk.save_look(
        bench.viewer, bench.wave_id, look, revision=desk.revision, operation_id=operation_id
    )
