"""All addresses beside the app."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from assessment.bootstrap import Services
from assessment.domain.errors import FactOrgError
from assessment.web.downloads import Downloads
from assessment.web.first_run import FirstRun
from assessment.web.forms import Forms
from assessment.web.links import LinkPages
from assessment.web.problems import show_method
from assessment.web.sign_in import SignInPages

_LOG = logging.getLogger(__name__)
_ADDRESSES: Final = (
    "/i/{token:path}",
    "/o/{token:path}",
    "/leave",
    "/reports/{report_id}",
    "/r/{ticket}",
    "/healthz",
)
_TAKEN: Final = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Health:
    """Endpoint of ``/healthz``: the process is up and the database answers."""

    get_services: Callable[[], Services]

    def show(self, _request: Request) -> Response:
        """Answer 200 or 503 with one word, so that a probe learns nothing else."""
        try:
            self.get_services().maintenance.check()
        except FactOrgError:
            _LOG.exception("health check")
            return JSONResponse({"status": "unavailable"}, 503, {"cache-control": "no-store"})
        return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


def _account_routes(
    get_services: Callable[[], Services], public_url: str | None, *, sso: bool
) -> tuple[list[BaseRoute], list[str]]:
    """Return the routes of signing in, and their addresses."""
    forms = Forms(public_url)
    pages, first_run = SignInPages(get_services, forms, sso), FirstRun(get_services, forms)
    served = {
        "/account/sign-in": (pages.show_sign_in, pages.sign_in),
        "/account/sign-out": (pages.show_sign_out, pages.sign_out),
        "/account/welcome/{token:path}": (pages.show_link, pages.set_password),
        "/account/reset/{token:path}": (pages.show_link, pages.set_password),
        "/account/exchange/{token:path}": (pages.show_exchange, pages.exchange),
        "/setup": (first_run.show, first_run.make),
    }
    routes: list[BaseRoute] = []
    for path, (show, act) in served.items():
        routes += [Route(path, show, methods=["GET"]), Route(path, act, methods=["POST"])]
    return routes, list(served)


def routes(
    get_services: Callable[[], Services], *, public_url: str | None = None, sso: bool = False
) -> list[BaseRoute]:
    """Return the routes of personal links, signing in, downloads and health.

    Parameters: get_services, called once a request so that nothing is opened at import; public_url, the
    address that visitors use, if known: posts must name it as their host, and ``https`` makes cookies
    Secure; sso, whether an identity provider is configured.
    """
    links = LinkPages(get_services, public_url)
    downloads = Downloads(get_services)
    of_accounts, at_accounts = _account_routes(get_services, public_url, sso=sso)
    ours: list[BaseRoute] = [
        Route("/i/{token:path}", links.show_invitation, methods=["GET"]),
        Route("/i/{token:path}", links.start_answering, methods=["POST"]),
        Route("/o/{token:path}", links.show_owner, methods=["GET"]),
        Route("/o/{token:path}", links.start_owning, methods=["POST"]),
        Route("/leave", links.show_leave, methods=["GET"]),
        Route("/leave", links.leave, methods=["POST"]),
        Route("/reports/{report_id}", downloads.issue, methods=["GET"]),
        Route("/r/{ticket}", downloads.redeem, methods=["GET"]),
        Route("/healthz", Health(get_services).show, methods=["GET"]),
    ]
    # The framework would answer any other method on these addresses with its English page.
    others = (
        "/i/{token:path}",
        "/o/{token:path}",
        "/leave",
        "/reports/{report_id}",
        "/r/{ticket}",
        "/healthz",
    )
    refused = (Route(path, show_method, methods=_TAKEN) for path in (*others, *at_accounts))
    return [*ours, *of_accounts, *refused]
