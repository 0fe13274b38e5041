"""Which language a page speaks: the visitor's choice, then the page's own, then the browser's."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Final

from starlette.requests import Request

from assessment.content.words import say
from assessment.domain.text import DEFAULT_LOCALE, LOCALES, Locale, as_locale

BEIJING: Final = timezone(timedelta(hours=8))
"""China keeps one zone and no summer time, so no zone database is needed."""


def preferred(header: str) -> Iterator[Locale]:
    """Yield the product's languages in an ``Accept-Language`` header, most wanted first.

    Parameters: header, as the browser sent it; broken weights count as 0.
    Returns: an iterator that is empty when the header names no language of the product.

    >>> list(preferred("fr, en-GB;q=0.7, zh-CN;q=0.9"))
    ['zh', 'en']
    >>> list(preferred("fr;q=x, *"))
    []
    """
    wanted = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        wanted.append((_weight(weight), tag.split("-")[0].lower()))
    for _, head in sorted(wanted, key=lambda pair: -pair[0]):
        yield from (locale for locale in LOCALES if locale == head)


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def locale_of(request: Request, own: Locale | None = None) -> Locale:
    """Return the language of a page.

    Parameters: own, the language the page was written for (that of an invitation), if any.
    Returns: ``?lang=`` if given, else `own`, else the browser's first known language, else Chinese.
    """
    asked = request.query_params.get("lang")
    if asked in LOCALES:
        return as_locale(asked)
    if own is not None:
        return own
    return next(preferred(request.headers.get("accept-language", "")), DEFAULT_LOCALE)


def beijing_time(locale: Locale, at: datetime) -> str:
    """Say a moment to the minute, in Beijing time and in words.

    Parameters: at, an aware datetime of any zone.
    """
    here = at.astimezone(BEIJING)
    return say(
        locale,
        "web.time.minute",
        year=here.year,
        month=f"{here:%b}" if locale == "en" else here.month,
        day=here.day,
        clock=f"{here:%H:%M}",
    )
