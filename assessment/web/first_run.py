"""The page that makes the first administrator of an installation: there as long as nobody can sign in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from assessment.bootstrap import Services
from assessment.content.words import say
from assessment.domain.errors import FactOrgError, FieldInvalid, NotFound, SetupCodeWrong, TextTooLong
from assessment.services.setup import FirstAdministrator
from assessment.services.wording import explain
from assessment.web.forms import Form, Forms
from assessment.web.language import locale_of
from assessment.web.problems import address_of, refuse_guessing
from assessment.web.sign_in import LIMITS
from assessment.web.throttle import Throttle

ASKED = ("workspace", "name", "email")


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Endpoint of ``/setup``, which is not there once an account exists."""

    get_services: Callable[[], Services]
    forms: Forms = field(default_factory=Forms)
    throttle: Throttle = field(default_factory=Throttle)

    def show(self, request: Request) -> Response:
        """Ask for workspace, person, password, and the code that the server printed. Spends nothing."""
        if not self.get_services().setup.needed():
            raise NotFound
        return self._form(request, {})

    async def make(self, request: Request) -> Response:
        """Make workspace and administrator, and sign in."""
        typed = await self.forms.typed(request)
        return await run_in_threadpool(self._make, request, typed)

    def _make(self, request: Request, typed: Mapping[str, str]) -> Response:
        asked = FirstAdministrator(
            workspace=typed.get("workspace", ""),
            name=typed.get("name", ""),
            email=typed.get("email", ""),
            password=typed.get("password", ""),
            locale=locale_of(request),
        )
        setup = self.get_services().setup
        try:
            with refuse_guessing(self.throttle, address_of(request), (SetupCodeWrong,)):
                if asked.password != typed.get("again", ""):
                    raise FieldInvalid(field="password", reason="password_differs")  # noqa: TRY301 - one answer
                token = setup.first_administrator(typed.get("code", ""), asked)
        except (SetupCodeWrong, FieldInvalid, TextTooLong) as error:
            return self._form(request, typed, error)
        return self.forms.enter(request, token)

    def _form(
        self, request: Request, typed: Mapping[str, str], error: FactOrgError | None = None
    ) -> Response:
        fields = {
            "typed": {name: typed.get(name, "") for name in ASKED},
            "failed": None if error is None else explain(error, locale_of(request)),
            **LIMITS,
        }
        status = 200 if error is None else 403 if isinstance(error, SetupCodeWrong) else 400
        return self.forms.show(request, Form("setup", "account.setup.title", fields, status))


def invitation_to_set_up(services: Services) -> str | None:
    """Sentence for the machine's terminal with a new code, or None once somebody can sign in.

    It goes to the terminal only: whoever reads it makes the first administrator.
    """
    if not services.setup.needed():
        return None
    address = f"{services.settings.public_url or ''}/setup"
    return say(
        services.settings.locale, "account.setup.terminal", address=address, code=services.setup.new_code()
    )
