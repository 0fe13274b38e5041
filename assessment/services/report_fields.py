"""What was chosen or typed for a report becomes a value that can be stored."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, get_args

from assessment.domain.editions import (
    COVER_LIMIT,
    OWN_TEXT_LIMIT,
    PLACE_LIMIT,
    SEEN_LIMIT,
    CoverWords,
    Edition,
    ReportLook,
    TextEdit,
)
from assessment.domain.errors import FieldInvalid, TextTooLong
from assessment.domain.text import Locale
from assessment.services.fields import code_field, locale_field, text_field

NOTICE_LIMIT: Final = 3 * COVER_LIMIT
ACCENT: Final = re.compile(r"#[0-9A-F]{6}")
PLACE: Final = re.compile(r"[A-Za-z0-9_.:@#-]+(?:/[A-Za-z0-9_.:@-]+)+")
_LINES: Final = ("title", "subtitle", "prepared_for", "prepared_by")


def checked_look(look: ReportLook) -> ReportLook:
    """Return a look that can be stored; its logo is the caller's matter.

    Raises FieldInvalid (``accent``: malformed; low_contrast for a colour that white text cannot be read on),
    TextTooLong (``cover_title`` and so on).
    """
    accent = look.accent.strip().upper()
    if accent:
        if ACCENT.fullmatch(accent) is None:
            raise FieldInvalid(field="accent", reason="malformed")
        _require_legible(accent)
    return replace(look, accent=accent, cover=_checked_cover(look.cover))


def _require_legible(accent: str) -> None:
    from reports.accent import problem  # noqa: PLC0415 - only where a colour was chosen

    if problem(accent) is not None:
        raise FieldInvalid(field="accent", reason="low_contrast")


def _checked_cover(cover: CoverWords) -> CoverWords:
    lines = {name: _one_line(f"cover_{name}", getattr(cover, name), COVER_LIMIT) for name in _LINES}
    return CoverWords(**lines, notice=text_field("cover_notice", cover.notice, NOTICE_LIMIT))


def _one_line(field: str, value: str, limit: int) -> str:
    return " ".join(text_field(field, value, limit).split())


def checked_edition(edition: str) -> Edition:
    """Return an edition. Raises FieldInvalid (edition, unknown)."""
    code_field("edition", edition, get_args(Edition))
    return next(one for one in get_args(Edition) if one == edition)


def checked_pages(pages: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return chosen pages in their order, None for the edition's own.

    Raises FieldInvalid (``report_pages``: blank, unknown, duplicate).
    """
    if pages is None:
        return None
    from reports.editions import page_kinds  # noqa: PLC0415 - loads every page

    chosen = tuple(pages)
    if not chosen:
        raise FieldInvalid(field="report_pages", reason="blank")
    if not set(chosen) <= set(page_kinds()):
        raise FieldInvalid(field="report_pages", reason="unknown")
    if len(set(chosen)) != len(chosen):
        raise FieldInvalid(field="report_pages", reason="duplicate")
    return chosen


def checked_text(edit: TextEdit) -> TextEdit:
    """Return a wording by hand that can be stored.

    Raises FieldInvalid (locale, place, ``wording``: blank), TextTooLong (wording).
    """
    locale, place = checked_place(edit.locale, edit.place)
    text = text_field("wording", edit.text, OWN_TEXT_LIMIT)
    if not text:
        raise FieldInvalid(field="wording", reason="blank")
    return TextEdit(locale, place, text_field("seen", edit.seen, SEEN_LIMIT), text)


def checked_place(locale: str, place: str) -> tuple[Locale, str]:
    """Return the address of a text. Raises FieldInvalid (locale, place), TextTooLong (place)."""
    if len(place) > PLACE_LIMIT:
        raise TextTooLong(field="place", limit=PLACE_LIMIT)
    if PLACE.fullmatch(place) is None:
        raise FieldInvalid(field="place", reason="malformed")
    return locale_field(locale), place
