"""Was this form sent from our own page? Three signs, because no single one is always there.

``Sec-Fetch-Site`` is sent to secure and local addresses only; ``Origin`` is ``null`` when the page
asked for ``no-referrer`` (the landing pages do); the form key, a SameSite=Strict cookie repeated in a
hidden field, works everywhere but on pages that the server did not draw itself. A post passes when at
least one sign speaks for it and none against it.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

FORM_KEY_COOKIE: Final = "factorg_form"
FORM_KEY_FIELD: Final = "form_key"
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`ok`, or the code of the page that explains the refusal."""

    ok: bool
    problem: str = ""


def form_key(request: Request) -> str:
    """Return the visitor's form key: the one in the cookie, so that two tabs share it, or a new one."""
    held = request.cookies.get(FORM_KEY_COOKIE, "")
    return held if _KEY.fullmatch(held) else secrets.token_urlsafe(16)


def judge(request: Request, *, public_url: str | None, typed_key: str | None = None) -> Verdict:
    """Decide whether a post came from our own page.

    Parameters: public_url, the address the product is known by (checked against ``Host`` when given);
    typed_key, the hidden field of a page that carries a form key, None for pages without one.
    Returns: a verdict whose problem is ``wrong_host``, ``cookies_refused`` or ``foreign_post``.
    """
    host = request.headers.get("host", "").lower()
    if public_url is not None and host != urlsplit(public_url).netloc.lower():
        return Verdict(ok=False, problem="wrong_host")
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null").lower()
    if site not in (None, "same-origin") or (origin != "null" and urlsplit(origin).netloc != host):
        return Verdict(ok=False, problem="foreign_post")
    if typed_key is None:
        spoken_for = site == "same-origin" or origin != "null"
        return Verdict(ok=spoken_for, problem="" if spoken_for else "foreign_post")
    return _judge_key(request.cookies.get(FORM_KEY_COOKIE), typed_key, fetched=site is not None)


def _judge_key(held: str | None, typed: str, *, fetched: bool) -> Verdict:
    """Compare the two copies of the form key; a browser that kept no cookie is told so.

    Without ``Sec-Fetch-Site`` a missing cookie may also mean a post from elsewhere; the answer is a
    refusal either way, and only the words differ.
    """
    if held is None:
        return Verdict(ok=False, problem="cookies_refused")
    if hmac.compare_digest(held.encode(), typed.encode()):
        return Verdict(ok=True)
    return Verdict(ok=fetched, problem="" if fetched else "foreign_post")
