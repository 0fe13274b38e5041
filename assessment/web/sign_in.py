"""Signing in and out, and the links by which people set a password. Looking at any of them spends nothing."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from assessment.bootstrap import Services
from assessment.domain.errors import (
    FactOrgError,
    FieldInvalid,
    LinkExpired,
    LinkSpent,
    LinkUnknown,
    SignInDelayed,
    SignInRefused,
)
from assessment.services.account_links import LinkPreview
from assessment.services.links import ACCOUNT_COOKIE
from assessment.services.passwords import LONGEST, SHORTEST
from assessment.services.wording import explain
from assessment.web.forms import Form, Forms
from assessment.web.language import beijing_time, locale_of
from assessment.web.links import clean_token
from assessment.web.pages import Problem
from assessment.web.problems import ProblemShown, address_of, refuse_guessing
from assessment.web.throttle import Throttle, network_of

LIMITS: Final = {"shortest": SHORTEST, "longest": LONGEST}


@dataclass(frozen=True, slots=True)
class SignInPages:
    """Endpoints below ``/account/``. `sso`: an identity provider is configured."""

    get_services: Callable[[], Services]
    forms: Forms = field(default_factory=Forms)
    sso: bool = False
    throttle: Throttle = field(default_factory=Throttle)

    def show_sign_in(self, request: Request) -> Response:
        """Ask for address and password; whoever is in goes on, an empty installation is set up first."""
        services = self.get_services()
        if services.links.visitor(request.cookies).account is not None:
            return self.forms.lead(request, "/")
        if services.setup.needed():
            return self.forms.lead(request, "/setup")
        return self._sign_in_form(request)

    async def sign_in(self, request: Request) -> Response:
        """Begin a session, or say that it did not work: in the same words whatever was wrong."""
        typed = await self.forms.typed(request)
        return await run_in_threadpool(self._sign_in, request, typed)

    def show_sign_out(self, request: Request) -> Response:
        """Say what signing out means. Changes nothing."""
        return self.forms.show(request, Form("sign_out", "account.sign_out.title", {}))

    async def sign_out(self, request: Request) -> Response:
        """End the session of this browser."""
        await self.forms.typed(request)
        cookie = request.cookies.get(ACCOUNT_COOKIE, "")
        await run_in_threadpool(lambda: self.get_services().accounts.sign_out(cookie))
        return self.forms.leave(request)

    def show_link(self, request: Request) -> Response:
        """Say whose password is set by a welcome or reset link, and ask for it. Spends nothing."""
        with self._refusals(request):
            shown = self.get_services().accounts.preview_link(self._token(request))
        return self._password_form(request, shown)

    async def set_password(self, request: Request) -> Response:
        """Set the password and begin a session."""
        typed = await self.forms.typed(request)
        return await run_in_threadpool(self._set_password, request, typed)

    def show_exchange(self, request: Request) -> Response:
        """Ask whoever comes from an identity provider to go on. Spends nothing."""
        return self.forms.show(request, Form("exchange", "account.exchange.title", {}))

    async def exchange(self, request: Request) -> Response:
        """Exchange the ticket for a session; what the provider said is then forgotten."""
        await self.forms.typed(request)
        response = await run_in_threadpool(self._exchange, request)
        self.forms.forget_identity(request, response)
        return response

    # ---- steps ----

    def _sign_in(self, request: Request, typed: Mapping[str, str]) -> Response:
        email, network = typed.get("email", ""), network_of(address_of(request))
        try:
            token = self.get_services().accounts.sign_in(email, typed.get("password", ""), network)
        except (SignInRefused, SignInDelayed) as error:
            response = self._sign_in_form(request, email, error)
            if isinstance(error, SignInDelayed):
                response.headers["retry-after"] = str(error.fields["seconds"])
            return response
        return self.forms.enter(request, token)

    def _sign_in_form(self, request: Request, email: str = "", error: FactOrgError | None = None) -> Response:
        failed = None if error is None else explain(error, locale_of(request))
        status = 200 if error is None else 429 if isinstance(error, SignInDelayed) else 401
        fields = {"email": email, "failed": failed, "sso": self.sso}
        return self.forms.show(request, Form("sign_in", "account.sign_in.title", fields, status))

    def _set_password(self, request: Request, typed: Mapping[str, str]) -> Response:
        accounts, token = self.get_services().accounts, self._token(request)
        password = typed.get("password", "")
        with self._refusals(request):
            shown = accounts.preview_link(token)
            try:
                if password != typed.get("again", ""):
                    raise FieldInvalid(field="password", reason="password_differs")  # noqa: TRY301 - one answer
                return self.forms.enter(request, accounts.set_password(token, password))
            except (FieldInvalid, SignInRefused) as error:
                return self._password_form(request, shown, error)

    def _password_form(
        self, request: Request, shown: LinkPreview, error: FactOrgError | None = None
    ) -> Response:
        locale = locale_of(request)
        fields = {
            "preview": shown,
            "expires": beijing_time(locale, shown.expires_at),
            "failed": None if error is None else explain(error, locale),
            **LIMITS,
        }
        status = 200 if error is None else 400
        return self.forms.show(request, Form("password", f"account.{shown.kind}.title", fields, status))

    def _exchange(self, request: Request) -> Response:
        with self._refusals(request):
            try:
                token = self.get_services().accounts.exchange(self._token(request))
            except SignInRefused as error:
                return self._sign_in_form(request, error=error)
        return self.forms.enter(request, token)

    @contextmanager
    def _refusals(self, request: Request) -> Iterator[None]:
        """Slow down whoever guesses links to accounts, and say what is wrong with a link."""
        try:
            with refuse_guessing(self.throttle, address_of(request)):
                yield
        except (LinkUnknown, LinkExpired, LinkSpent) as error:
            raise ProblemShown(Problem(f"account_{error.code}")) from error

    @staticmethod
    def _token(request: Request) -> str:
        return clean_token(request.path_params["token"])
