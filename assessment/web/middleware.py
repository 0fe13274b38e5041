"""What holds for every answer of the server: security headers, closed addresses, bodies within limits.

Pure ASGI: the websocket, streamed files and background tasks pass through untouched.
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assessment.web.language import locale_of
from assessment.web.pages import Problem, problem_page

HEADERS: Final[Mapping[str, str]] = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "default-src 'self'; object-src 'none'; frame-ancestors 'none'",
}
"""Set where a page has not set its own: pages of ours are stricter, the app's page names its scripts."""

CLOSED: Final = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent", "/media")
"""They tell function names, run the script, drive the app, or hand a file to whoever knows its address
(`/media` asks for no cookie and keeps files after their session); nobody outside needs them."""

BODY_LIMIT: Final = 64 * 1024
UPLOAD_LIMIT: Final = 21 * 1024 * 1024
"""Bytes: the files' own limit (``server.maxUploadSize``, 20 MB) and the form around them."""
UPLOAD_PATH: Final = "/_stcore/upload_file/"


class BodyTooLarge(Exception):
    """More bytes arrived than the address takes."""


class SecurityHeaders:
    """Adds `HEADERS` to every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add headers on the way back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class ClosedAddresses:
    """Answers 404 for what the framework offers and nobody outside may use."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        path = str(scope.get("path", "")).rstrip("/")
        if scope["type"] == "http" and any(
            path == closed or path.startswith(f"{closed}/") for closed in CLOSED
        ):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class BodyLimit:
    """Refuses bodies over the limit of their address: by their announced length, else while they arrive."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = UPLOAD_LIMIT if scope["path"].startswith(UPLOAD_PATH) else BODY_LIMIT
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit:
            await _too_large(scope, receive, send)
            return
        await self._count(limit, scope, receive, send)

    async def _count(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the body on and stop when it grows over `limit` (chunked bodies announce no length)."""
        seen = 0
        started = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except BodyTooLarge:
            if started:
                raise
            await _too_large(scope, receive, send)


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem("too_large", headers={"connection": "close"})
    await problem_page(locale_of(Request(scope)), problem)(scope, receive, send)


def middleware() -> list[Middleware]:
    """Return the stack, outermost first."""
    return [Middleware(SecurityHeaders), Middleware(ClosedAddresses), Middleware(BodyLimit)]
