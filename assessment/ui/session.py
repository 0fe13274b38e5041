"""The only file that touches ``st.session_state`` and the query string.

Everything here is a cache of what the database holds, or a place on the screen (which page, which
language). Losing all of it must cost a person nothing but a scroll position.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import streamlit as st

from assessment.domain.accounts import DEFAULT_TIME_ZONE
from assessment.domain.organization import Facts
from assessment.domain.response import ItemNote
from assessment.domain.text import Locale, as_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from streamlit.navigation.page import Page as NavigationPage

    # The services pull in the database; screens only name their values.
    from assessment.services.responding import AnswerSheet

Capacity = Literal["owner", "respondent"]
MarkState = Literal["saved", "failed", "stale", "merged"]

_LOCALE: Final = "_locale"
_LANGUAGE_PARAM: Final = "lang"
_OWN_LOCALE: Final = "_own_locale"
_OWN_ZONE: Final = "_own_zone"
_WAVE: Final = "_wave"
_WAVE_PARAM: Final = "wave"
_RUN_LOCALE: Final[ContextVar[Locale | None]] = ContextVar("run_locale", default=None)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is honestly known about the last write of one card or field.

    `words` is the sentence of a failure; `repeat` does the very same operation again, under the same
    operation id.
    """

    state: MarkState
    words: str = ""
    repeat: "Callable[[], None] | None" = None


@dataclass(slots=True)
class Desk:
    """One respondent's sheet as this browser tab last saw it.

    `epochs` counts how often an item's answer changed behind this tab's back: it is part of the
    widget key, so that the card is drawn anew from the database.
    """

    sheet: "AnswerSheet"
    answers: bytes
    revision: int
    notes: dict[str, ItemNote]
    page: int | None = None
    begun: bool = False
    marks: dict[str, Mark] = field(default_factory=dict)
    epochs: dict[str, int] = field(default_factory=dict)

    def adopt(self, answers: bytes, revision: int) -> tuple[str, ...]:
        """Take over the state of the database; return ids of items that differ from this tab's view."""
        items = self.sheet.instrument.items
        changed = tuple(
            item.id for i, item in enumerate(items) if i < len(answers) and answers[i] != self.answers[i]
        )
        self.answers, self.revision = answers, revision
        return changed

    def redraw(self, item_id: str) -> None:
        """Give the item's widgets a new identity, so that they show the stored answer."""
        self.epochs[item_id] = self.epochs.get(item_id, 0) + 1

    def value(self, item_id: str) -> int:
        """Return the stored byte of one item."""
        return self.answers[self.sheet.instrument.index[item_id]]


@dataclass(slots=True)
class FactsDesk:
    """The organization facts as this tab last saw them."""

    facts: Facts
    revision: int
    step: int = 0
    epoch: int = 0
    marks: dict[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreshLink:
    """A personal link that is shown once: the database keeps only its hash."""

    name: str
    path: str
    locale: Locale
    view: str = ""
    """From which side the invited person answers, in their language."""
    invitation_id: str = ""


def locale() -> Locale:
    """Language of this tab: the address, what was chosen before, the person's own, else Chinese."""
    return _RUN_LOCALE.get() or _find_locale()


@contextmanager
def one_language() -> "Iterator[None]":
    """Look the language up once for everything drawn inside: a page asks for it some forty times."""
    token = _RUN_LOCALE.set(_find_locale())
    try:
        yield
    finally:
        _RUN_LOCALE.reset(token)


def _find_locale() -> Locale:
    asked = st.query_params.get(_LANGUAGE_PARAM)
    if asked is not None:
        st.session_state[_LOCALE] = as_locale(asked)
    return as_locale(st.session_state.get(_LOCALE) or st.session_state.get(_OWN_LOCALE))


def keep_person(spoken: Locale | None, time_zone: str | None) -> None:
    """Remember language and time zone of whoever is signed in; None: nobody is.

    A language that was chosen in this tab or in the address stands before it.
    """
    st.session_state[_OWN_LOCALE], st.session_state[_OWN_ZONE] = spoken, time_zone
    if _RUN_LOCALE.get() is not None:
        _RUN_LOCALE.set(_find_locale())


def zone() -> str:
    """Time zone in which this tab says moments: the person's, then the workspace's, else Beijing's."""
    return cast("str", st.session_state.get(_OWN_ZONE) or DEFAULT_TIME_ZONE)


def locale_chosen() -> bool:
    """Whether somebody chose a language in this tab or in the address."""
    return _LANGUAGE_PARAM in st.query_params or _LOCALE in st.session_state


def set_locale(value: Locale) -> None:
    """Choose the language and write it into the address, so that a copied address keeps it."""
    st.session_state[_LOCALE] = value
    st.query_params[_LANGUAGE_PARAM] = value
    if _RUN_LOCALE.get() is not None:
        _RUN_LOCALE.set(value)


def keep_address() -> None:
    """Put the chosen language and wave back into the address after a page switch has emptied it."""
    if _LOCALE in st.session_state and st.query_params.get(_LANGUAGE_PARAM) != st.session_state[_LOCALE]:
        st.query_params[_LANGUAGE_PARAM] = st.session_state[_LOCALE]
    chosen = st.session_state.get(_WAVE)
    if chosen and st.query_params.get(_WAVE_PARAM) != chosen:
        st.query_params[_WAVE_PARAM] = chosen


def wave() -> str | None:
    """Wave on which a signed-in person works in this tab: the address says it, so two tabs may differ."""
    asked = st.query_params.get(_WAVE_PARAM)
    if asked:
        st.session_state[_WAVE] = asked
    return cast("str | None", st.session_state.get(_WAVE))


def set_wave(value: str | None) -> None:
    """Choose the wave of this tab; None leaves it for the portfolio."""
    st.session_state[_WAVE] = value
    if value is None:
        st.query_params.pop(_WAVE_PARAM, None)
    else:
        st.query_params[_WAVE_PARAM] = value


def address() -> dict[str, str]:
    """Return what every link to another of our pages carries along: the language and the wave."""
    chosen = cast("str | None", st.session_state.get(_WAVE))
    return {_LANGUAGE_PARAM: locale(), **({_WAVE_PARAM: chosen} if chosen else {})}


def widget(key: str) -> Any:  # noqa: ANN401 - whatever the browser sent; callers must check it
    """Raw value of a widget, as the browser sent it: never trust its type or range."""
    return st.session_state.get(key)


def set_widget(key: str, value: object) -> None:
    """Set a widget's value from a callback, before the widget is drawn."""
    st.session_state[key] = value


def forget_widget(key: str) -> None:
    """Forget what stands in a widget, from a callback: it opens anew with its first value."""
    st.session_state.pop(key, None)


def seed(key: str, value: object) -> None:
    """Give a widget its first value here instead of by its own default.

    A widget that is emptied falls back to its default: with the stored value as default it could never
    be emptied.
    """
    if value is not None and key not in st.session_state:
        st.session_state[key] = value


def desk(response_id: str) -> Desk | None:
    """Return the cached sheet of one response."""
    return cast("Desk | None", st.session_state.get(f"_desk:{response_id}"))


def keep_desk(response_id: str, value: Desk) -> None:
    """Cache the sheet of one response."""
    st.session_state[f"_desk:{response_id}"] = value


def facts_desk(merchant_id: str) -> FactsDesk | None:
    """Return the cached facts of one merchant."""
    return cast("FactsDesk | None", st.session_state.get(f"_facts:{merchant_id}"))


def keep_facts_desk(merchant_id: str, value: FactsDesk) -> None:
    """Cache the facts of one merchant."""
    st.session_state[f"_facts:{merchant_id}"] = value


def page(path: str) -> "NavigationPage | None":
    """One of our pages as the last run of the app built it."""
    pages = cast("Mapping[str, NavigationPage]", st.session_state.get("_pages", {}))
    return pages.get(path)


def keep_pages(pages: "Mapping[str, NavigationPage]") -> None:
    """Remember the pages, so that a screen can link to another one by its path."""
    st.session_state["_pages"] = pages


def capacity() -> Capacity | None:
    """In which capacity a visitor with two links wants to answer."""
    return cast("Capacity | None", st.session_state.get("_capacity"))


def set_capacity(value: Capacity) -> None:
    """Remember in which capacity a visitor with two links wants to answer."""
    st.session_state["_capacity"] = value


def fresh_links(scope: str) -> dict[str, FreshLink]:
    """Links issued in this tab, by invitation (or by ``owner``): gone when the tab closes."""
    return cast("dict[str, FreshLink]", st.session_state.setdefault(f"_links:{scope}", {}))


def operation(name: str) -> str:
    """Identity of a form's pending operation: the same until `renew_operation` is called.

    A double click then repeats one operation instead of doing two.
    """
    from uuid import uuid4  # noqa: PLC0415 - used here only

    return cast("str", st.session_state.setdefault(f"_operation:{name}", str(uuid4())))


def renew_operation(name: str) -> None:
    """Forget a finished operation, so that the next press is a new one."""
    st.session_state.pop(f"_operation:{name}", None)


def note(name: str) -> str | None:
    """Take a message that was left for the next run; it is shown once."""
    return cast("str | None", st.session_state.pop(f"_note:{name}", None))


def leave_note(name: str, words: str) -> None:
    """Leave a message for the next run."""
    st.session_state[f"_note:{name}"] = words


def flag(name: str) -> bool:
    """Whether a switch of this tab is on."""
    return bool(st.session_state.get(f"_flag:{name}", False))


def set_flag(name: str, value: bool) -> None:
    """Turn a switch of this tab on or off."""
    st.session_state[f"_flag:{name}"] = value


def place(name: str) -> str | None:
    """Where on a screen this tab was, such as an open section."""
    return cast("str | None", st.session_state.get(f"_place:{name}"))


def keep_place(name: str, value: str) -> None:
    """Remember where on a screen this tab is."""
    st.session_state[f"_place:{name}"] = value


def kept(name: str) -> object | None:
    """Return what was laid aside between two steps of a screen, such as the preview of a file."""
    return cast("object | None", st.session_state.get(f"_kept:{name}"))


def keep(name: str, value: object | None) -> None:
    """Lay something aside until it is replaced; None forgets it."""
    st.session_state[f"_kept:{name}"] = value
