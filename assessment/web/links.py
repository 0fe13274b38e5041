"""Personal links: looking at one spends nothing, the button on its page starts the visit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assessment.bootstrap import Services
from assessment.domain.text import Locale
from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE
from assessment.web.language import beijing_time, locale_of
from assessment.web.origin import FORM_KEY_COOKIE, FORM_KEY_FIELD, form_key, judge
from assessment.web.pages import Problem, page
from assessment.web.problems import ProblemShown, address_of, refuse_guessing
from assessment.web.throttle import Throttle

Kind = Literal["owner", "answer"]

VISIT_SECONDS: Final = 30 * 24 * 3600
COOKIES: Final = {"owner": OWNER_COOKIE, "answer": ANSWER_COOKIE}
TITLES: Final = {
    "invitation": "web.landing.title",
    "owner": "web.owner.title",
    "leave": "web.leave.title",
}
DESTINATIONS: Final = {"owner": "/team", "answer": "/answer"}
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]*")


def clean_token(raw: str) -> str:
    """Drop what a chat program swallowed into the link: the sentence's punctuation and what follows.

    >>> clean_token("bE8-_x，请今天内完成"), clean_token("bE8-_x)."), clean_token("bE8-_x/")
    ('bE8-_x', 'bE8-_x', 'bE8-_x')
    """
    found = _URL_SAFE.match(raw)
    return found.group() if found else ""


@dataclass(frozen=True, slots=True)
class LinkPages:
    """Endpoints of ``/i/{token}``, ``/o/{token}`` and ``/leave``."""

    get_services: Callable[[], Services]
    public_url: str | None = None
    throttle: Throttle = field(default_factory=Throttle)

    def show_invitation(self, request: Request) -> Response:
        """Say who asks, why, how long it takes, who will see what, and until when. Spends nothing."""
        with refuse_guessing(self.throttle, address_of(request)):
            preview = self.get_services().links.preview_invitation(self._token(request))
        locale = locale_of(request, preview.locale)
        if preview.submitted:
            return page(locale, "submitted", "web.submitted.title", {"preview": preview}, status=410)
        return self._form(
            request,
            locale,
            "invitation",
            {
                "preview": preview,
                "role": preview.role_name.get(locale),
                "expires": beijing_time(locale, preview.expires_at),
            },
        )

    def show_owner(self, request: Request) -> Response:
        """Say what the private link opens. Spends nothing."""
        with refuse_guessing(self.throttle, address_of(request)):
            preview = self.get_services().links.preview_owner(self._token(request))
        return self._form(request, locale_of(request), "owner", {"preview": preview})

    async def start_answering(self, request: Request) -> Response:
        """Exchange an invitation for a visit and go to the questions."""
        return await self._exchange(request, "answer")

    async def start_owning(self, request: Request) -> Response:
        """Exchange the owner's link for a visit and go to the team."""
        return await self._exchange(request, "owner")

    def show_leave(self, request: Request) -> Response:
        """Say what leaving means. Changes nothing."""
        return self._form(request, locale_of(request), "leave", {})

    async def leave(self, request: Request) -> Response:
        """End this device's visits and go to the welcome page."""
        typed = (await request.form()).get(FORM_KEY_FIELD)
        self._require_own_page(request, typed if isinstance(typed, str) else None)
        await run_in_threadpool(lambda: self.get_services().links.leave(request.cookies))
        welcome = "/" + self._language_wish(request)
        response = RedirectResponse(welcome, status_code=303, headers={"cache-control": "no-store"})
        for name in COOKIES.values():
            response.delete_cookie(
                name, path="/", httponly=True, samesite="lax", secure=self._secure(request)
            )
        return response

    async def _exchange(self, request: Request, kind: Kind) -> Response:
        typed = (await request.form()).get(FORM_KEY_FIELD)
        self._require_own_page(request, typed if isinstance(typed, str) else "")
        visit = await run_in_threadpool(self._visit, request, kind)
        response = RedirectResponse(
            DESTINATIONS[kind] + self._language_wish(request),
            status_code=303,
            headers={"cache-control": "no-store", "referrer-policy": "no-referrer"},
        )
        response.set_cookie(
            COOKIES[kind],
            visit,
            max_age=VISIT_SECONDS,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._secure(request),
        )
        return response

    def _visit(self, request: Request, kind: Kind) -> str:
        with refuse_guessing(self.throttle, address_of(request)):
            return self.get_services().links.exchange(kind, self._token(request))

    def _form(
        self, request: Request, locale: Locale, template: str, fields: Mapping[str, object]
    ) -> Response:
        key = form_key(request)
        response = page(
            locale, template, TITLES[template], {"key_field": FORM_KEY_FIELD, "key": key, **fields}
        )
        secure = self._secure(request)
        response.set_cookie(FORM_KEY_COOKIE, key, path="/", httponly=True, samesite="strict", secure=secure)
        return response

    def _require_own_page(self, request: Request, typed_key: str | None) -> None:
        verdict = judge(request, public_url=self.public_url, typed_key=typed_key)
        if not verdict.ok:
            raise ProblemShown(Problem(verdict.problem, {"public_url": self.public_url or ""}))

    def _secure(self, request: Request) -> bool:
        return request.url.scheme == "https" or (self.public_url or "").startswith("https://")

    @staticmethod
    def _token(request: Request) -> str:
        return clean_token(request.path_params["token"])

    @staticmethod
    def _language_wish(request: Request) -> str:
        wish = request.query_params.get("lang")
        return f"?lang={wish}" if wish in ("zh", "en") else ""
