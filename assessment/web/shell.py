"""The page that carries the app, in the visitor's language, and an honest 404 beside it.

Streamlit answers every address with one English page and status 200. Here the known addresses get that
page with our title, language and no-script sentence, under a policy that allows its own inline script
by hash; every other address gets a plain page that says where to go.
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from assessment.content.words import say
from assessment.domain.text import LOCALES, Locale
from assessment.web.language import locale_of
from assessment.web.pages import HTML_LANG, Problem, problem_page

_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_FRAMEWORK: Final = ("_stcore", "static", "media", "component", "auth", "oauth2callback")


@dataclass(frozen=True)
class Shell:
    """The framework's ``index.html``, read once and spoken in both languages."""

    index: Path

    @cached_property
    def _source(self) -> str:
        return self.index.read_text(encoding="utf-8")

    @cached_property
    def policy(self) -> str:
        """Content policy of the app's page.

        Scripts: the server's own files, the inline scripts of the page by hash, and ``blob:`` (custom
        components arrive so). Styles must stay inline, because the framework writes them at run time.
        """
        digests = (hashlib.sha256(s.encode()).digest() for s in _INLINE_SCRIPT.findall(self._source))
        hashes = "".join(f" 'sha256-{base64.b64encode(d).decode()}'" for d in digests)
        return (
            f"default-src 'self'; script-src 'self'{hashes} blob:; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
            "object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
        )

    @cached_property
    def _pages(self) -> dict[Locale, str]:
        return {locale: self._spoken(locale) for locale in LOCALES}

    def _spoken(self, locale: Locale) -> str:
        name = html.escape(f"{say(locale, 'common.product.name')} · {say(locale, 'common.product.tagline')}")
        script_needed = html.escape(say(locale, "web.brand.script_needed"))
        page = self._source.replace('<html lang="en">', f'<html lang="{HTML_LANG[locale]}">')
        page = re.sub(r"<title>.*?</title>", lambda _: f"<title>{name}</title>", page, flags=re.DOTALL)
        page = re.sub(r'<link\s+rel="service-desc"[^>]*>', "", page)
        noscript = f"<noscript><p>{script_needed}</p></noscript>"
        return re.sub(r"<noscript>.*?</noscript>", lambda _: noscript, page, flags=re.DOTALL)

    def show(self, request: Request) -> Response:
        """Answer one of the app's addresses."""
        headers = {"cache-control": "no-cache", "content-security-policy": self.policy}
        return HTMLResponse(self._pages[locale_of(request)], headers=headers)


class WrongAddress(Route):
    """Matches what neither we nor the framework serve; files (a dot in the last part) stay with it."""

    def __init__(self) -> None:
        super().__init__("/{rest:path}", _show_not_found, methods=["GET"])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match documents only, so that the framework's files, probes and socket pass by."""
        parts = str(scope.get("path", "")).strip("/").split("/")
        if scope["type"] != "http" or "." in parts[-1] or not set(parts).isdisjoint(_FRAMEWORK):
            return Match.NONE, {}
        return super().matches(scope)


def _show_not_found(request: Request) -> Response:
    return problem_page(locale_of(request), Problem("not_found"))


def shell_routes(index: Path, paths: Iterable[str]) -> list[Route]:
    """Return the routes of the app's page under each of `paths`, and the 404 for every other address.

    Parameters: index, the framework's ``index.html``; paths, the app's addresses without slashes, the
    first page being the empty one.
    """
    shell = Shell(index)
    return [*(Route(f"/{path}", shell.show, methods=["GET"]) for path in paths), WrongAddress()]
