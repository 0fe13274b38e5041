"""Words on screen: catalogues, escaping, and the frame that turns failures into sentences."""

import logging
import re
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import uuid4

import streamlit as st
from streamlit.errors import StreamlitAPIException

from assessment.content import words
from assessment.domain.errors import FactOrgError, SignedOut
from assessment.domain.instrument import Instrument
from assessment.domain.text import Locale, LocalizedText
from assessment.services.wording import explain
from assessment.ui import session
from assessment.ui.times import moment as moment  # noqa: PLC0414 - screens take it from here

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_log = logging.getLogger("factorg.ui")
_PUNCTUATION: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&^=])")
_ACTIVE: Final = re.compile(r":(?=[\w/+-])|@|\bwww(?=\.)")
_WORD_JOINER: Final = "\u2060"
TEXT_LIMIT: Final = 2000


def tell(key: str, **fields: object) -> str:
    """Say a sentence of the ``ui`` catalogue in the language of this tab."""
    return words.say(session.locale(), f"ui.{key}", **fields)


def common(key: str, **fields: object) -> str:
    """Say a sentence of the ``common`` catalogue in the language of this tab."""
    return words.say(session.locale(), f"common.{key}", **fields)


def speaker(area: str) -> Callable[..., str]:
    """Make the `tell` of a page whose sentences fill a catalogue of their own."""

    def say(key: str, /, **fields: object) -> str:
        return words.say(session.locale(), f"{area}.{key}", **fields)

    return say


def wording(text: LocalizedText) -> str:
    """Wording of a content text in the language of this tab."""
    return text.get(session.locale())


def labels(codes: Iterable[T], word: Callable[[T], str]) -> Callable[[T], str]:
    """Word every option of a widget now, and look the words up later.

    A widget's value travels as its label: the map must be the one that was on screen, in the language
    that was on screen.
    """
    worded = {code: word(code) for code in codes}
    return worded.__getitem__


def plain(text: str) -> str:
    r"""Escape text for the places where Streamlit reads Markdown: labels, captions, headings.

    Every character with a meaning in Markdown is escaped, line ends become spaces, and a word joiner
    breaks up addresses and directives such as ``:red[...]``. Nothing a person types can become a link, an
    image or a format.

    >>> plain("![x](http://a)")
    '\\!\\[x\\]\\(http:\u2060//a\\)'
    >>> plain("直播 GMV 3%")
    '直播 GMV 3%'
    """
    flat = " ".join(text[:TEXT_LIMIT].split())
    return _PUNCTUATION.sub(r"\\\1", _ACTIVE.sub(lambda found: found[0] + _WORD_JOINER, flat))


def missing_words(names: Iterable[str]) -> str | None:
    """Sentence that names every field still empty, or None when there is none."""
    empty = tuple(names)
    return tell("start.missing", field=tell("results.list_comma").join(empty)) if empty else None


def side(instrument: Instrument, role: str, locale: Locale) -> str:
    """From which side a role answers, as it stands inside a sentence of that language."""
    known = words.catalogue(locale).get(f"ui.view.{role}")
    names = {one.id: one.name for one in instrument.roles}
    own = names[role].get(locale) if role in names else role
    return known or words.say(locale, "ui.view.other", role=own)


def error_words(error: FactOrgError) -> str:
    """Sentence for a known failure."""
    return explain(error, session.locale())


def incident_words(error: BaseException) -> str:
    """Log an unforeseen failure and return a sentence that carries its number."""
    incident = uuid4().hex[:8].upper()
    _log.error("incident %s", incident, exc_info=error)
    return common("error.unexpected", incident=incident)


@contextmanager
def frame() -> "Iterator[None]":
    """Page frame: whatever fails inside is told in words, never as a traceback.

    Known failures say what they mean; anything else is logged under an incident number. Streamlit's
    own control flow (rerun, stop) is no ``Exception`` and passes through.
    """
    try:
        yield
    except FactOrgError as error:
        st.error(plain(error_words(error)), title=common("error.title"), icon=":material/error:")
        if isinstance(error, SignedOut):
            sign_in_link("again")
    except Exception as error:  # noqa: BLE001 - the page frame is the one place that may
        st.error(plain(incident_words(error)), title=common("error.title"), icon=":material/error:")


def sign_in_link(key: str) -> None:
    """Draw a link to the sign-in page, which is the HTTP rim's; `key` names its words."""
    said = escape(words.say(session.locale(), f"account.sign_in.{key}"))
    st.html(f'<p class="fo-go"><a href="/account/sign-in?lang={session.locale()}">{said}</a></p>')


def attempt(write: Callable[[], None]) -> str | None:
    """Run one write of a callback; return None when it succeeded, else the sentence to show.

    A callback has no page of its own, so the sentence is shown by whoever draws next.
    """
    try:
        write()
    except FactOrgError as error:
        return error_words(error)
    except Exception as error:  # noqa: BLE001 - frame of callbacks, see `frame`
        return incident_words(error)
    return None


def panel(key: str, draw: Callable[[], None]) -> None:
    """Draw a fragment of the page that can be run again on its own under `key`."""

    def framed() -> None:
        with session.one_language(), frame():
            draw()

    st.fragment(key=key)(framed)()


def redraw(*keys: str) -> None:
    """From a callback, run these panels again; the whole page where one of them is gone.

    A tap can arrive while the page is being turned: its panel is then drawn no more, and naming it would be
    an error that nobody's frame catches.
    """
    try:
        st.rerun(list(keys))
    except StreamlitAPIException:
        st.rerun()
