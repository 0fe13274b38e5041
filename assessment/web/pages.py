"""Plain HTML pages that need no script: Jinja2 with autoescape, own style inline, strict policy."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from assessment.content.words import say
from assessment.domain.text import Locale

HTML_LANG: Final[Mapping[Locale, str]] = {"zh": "zh-CN", "en": "en"}

STATUS: Final[Mapping[str, int]] = {
    "link_unknown": 404,
    "link_expired": 410,
    "link_revoked": 410,
    "account_link_unknown": 404,
    "account_link_expired": 410,
    "account_link_spent": 410,
    "wave_not_open": 410,
    "already_submitted": 410,
    "signed_out": 401,
    "foreign_post": 403,
    "cookies_refused": 403,
    "wrong_host": 421,
    "throttled": 429,
    "ticket_spent": 404,
    "report_unknown": 404,
    "not_found": 404,
    "method": 405,
    "too_large": 413,
    "busy": 503,
    "unexpected": 500,
}
"""Status code of each problem page; the words are ``web.problem.<code>``."""

_ACTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "ticket_spent": ("results", "/results"),
    "account_link_spent": ("sign_in", "/account/sign-in"),
    "signed_out": ("sign_in", "/account/sign-in"),
    "cookies_refused": ("again", ""),
    "busy": ("again", ""),
}
_HOME: Final = ("home", "/")


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as a code of `STATUS`, with the fields of its sentence and extra headers."""

    code: str
    fields: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def stylesheet() -> str:
    """Return the style that every page carries inline."""
    return files("assessment.web").joinpath("page.css").read_text(encoding="utf-8").strip()


@cache
def policy() -> str:
    """Return the content policy of our own pages: their style by hash, forms to ourselves, no more."""
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("assessment.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(
    locale: Locale, template: str, title: str, fields: Mapping[str, object], *, status: int = 200
) -> HTMLResponse:
    """Draw one page.

    Parameters: template, a name in ``templates/`` without its ending; title, a key of the catalogue;
    fields, what it shows: texts are
    escaped; `switchable` (False) offers the same page in the other language.
    Returns: a response that no cache keeps and that sends no referrer anywhere.
    Raises: KeyError, jinja2.UndefinedError for a sentence or field that is missing.
    """
    other: Locale = "en" if locale == "zh" else "zh"
    body = (
        _environment()
        .get_template(f"{template}.html")
        .render(
            say=partial(say, locale),
            title=say(locale, title),
            html_lang=HTML_LANG[locale],
            other_locale=other,
            other_lang=HTML_LANG[other],
            # Our own file, not a visitor's text; escaping would break the quotes and the hash.
            css=Markup(stylesheet()),  # noqa: S704
            **{"switchable": True, **fields},
        )
    )
    headers = {
        "cache-control": "no-store",
        "content-security-policy": policy(),
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow",
    }
    return HTMLResponse(body, status, headers)


def problem_page(locale: Locale, problem: Problem) -> HTMLResponse:
    """Say in one or two sentences what went wrong and what to do."""
    action, href = _ACTIONS.get(problem.code, _HOME)
    response = page(
        locale,
        "problem",
        f"web.problem.{problem.code}.title",
        {
            "code": problem.code,
            "fields": problem.fields,
            "action": action,
            "action_href": href,
            "switchable": problem.code not in ("wrong_host", "foreign_post"),
        },
        status=STATUS[problem.code],
    )
    response.headers.update(problem.headers)
    return response
