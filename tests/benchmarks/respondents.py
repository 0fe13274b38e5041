"""People to measure with: one merchant, N invitations, each exchanged for a visit as a browser would."""

from assessment.bootstrap import Services, bootstrap
from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE
from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE
from assessment.settings import Settings


def services_on(database_url: str) -> Services:
    """Open the product's services on a database beside the server's."""
    return bootstrap(Settings(database_url=database_url, public_url=None, locale="zh"))


def invite(services: Services, count: int) -> list[dict[str, str]]:
    """Return the cookies of `count` respondents of a new merchant."""
    started = services.engagements.start_self_assessment(
        name="压测商家", category="beauty", gmv_tier="G3", locale="zh", operation_id="measure-start"
    )
    visit = services.links.exchange("owner", started.owner_token)
    owner = services.links.visitor({OWNER_COOKIE: visit}).owner
    if owner is None:
        raise RuntimeError("the owner's link did not open")
    instrument = services.responding.open(owner).instrument
    roles = [role.id for role in instrument.roles if role.id not in (OWNER_ROLE, CONSULTANT_ROLE)]
    cookies = []
    for number in range(count):
        issued = services.engagements.invite(
            owner,
            name=f"答题人{number:04}",
            role=roles[number % len(roles)],
            locale="zh",
            operation_id=f"measure-{number:06}",
        )
        cookies.append({ANSWER_COOKIE: services.links.exchange("answer", issued.token or "")})
    return cookies
