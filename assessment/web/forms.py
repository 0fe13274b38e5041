"""Forms on plain pages: the key that proves they are ours, what was typed, and the cookie of a session."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.sessions import SESSION
from assessment.web.language import locale_of
from assessment.web.origin import FORM_KEY_COOKIE, FORM_KEY_FIELD, form_key, judge
from assessment.web.pages import Problem, page
from assessment.web.problems import ProblemShown

IDENTITY_COOKIES = ("_streamlit_user", "_streamlit_user_tokens")
"""In which the framework keeps who an identity provider named. We ask it once, at the way in."""


@dataclass(frozen=True, slots=True)
class Form:
    """A page with a form: its template, the key of its title, what it shows, and the status."""

    template: str
    title: str
    fields: Mapping[str, object]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Forms:
    """Draws and reads forms. `public_url`: the address that visitors use, if known."""

    public_url: str | None = None

    def show(self, request: Request, form: Form) -> Response:
        """Draw a form with its key."""
        key = form_key(request)
        fields = {"key_field": FORM_KEY_FIELD, "key": key, **form.fields}
        response = page(locale_of(request), form.template, form.title, fields, status=form.status)
        response.set_cookie(
            FORM_KEY_COOKIE, key, path="/", httponly=True, samesite="strict", secure=self._secure(request)
        )
        return response

    async def typed(self, request: Request) -> Mapping[str, str]:
        """Return the texts of a form that was sent from our own page. Raises ProblemShown."""
        form = await request.form()
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        verdict = judge(request, public_url=self.public_url, typed_key=texts.get(FORM_KEY_FIELD, ""))
        if not verdict.ok:
            raise ProblemShown(Problem(verdict.problem, {"public_url": self.public_url or ""}))
        return texts

    def enter(self, request: Request, token: str) -> Response:
        """Lead a person who came in to their first page, with the cookie of the session."""
        response = self.lead(request, "/")
        response.set_cookie(
            ACCOUNT_COOKIE,
            token,
            max_age=int(SESSION.total_seconds()),
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._secure(request),
        )
        return response

    def leave(self, request: Request) -> Response:
        """Lead a person who left to the first page, without cookies of theirs."""
        response = self.lead(request, "/")
        for name in (ACCOUNT_COOKIE, *IDENTITY_COOKIES):
            self._drop(request, response, name)
        return response

    def forget_identity(self, request: Request, response: Response) -> None:
        """Take away what the identity provider said: the session stands for it now."""
        for name in IDENTITY_COOKIES:
            self._drop(request, response, name)

    def lead(self, request: Request, path: str) -> Response:
        """Lead to another page, in the language that was asked for."""
        wish = request.query_params.get("lang")
        target = f"{path}?lang={wish}" if wish in ("zh", "en") else path
        headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
        return RedirectResponse(target, status_code=303, headers=headers)

    def _drop(self, request: Request, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=self._secure(request))

    def _secure(self, request: Request) -> bool:
        return request.url.scheme == "https" or (self.public_url or "").startswith("https://")
