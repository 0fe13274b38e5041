"""A shop that has answered, told its facts, closed and been scored: ready for a recommendation."""

from dataclasses import dataclass

from assessment.access.viewer import Owner
from assessment.bootstrap import Services
from assessment.content.demo.case import demo_case
from assessment.services.links import OWNER_COOKIE
from tests.assessment.services.worlds import operation

LEVELS = range(1, 6)


@dataclass(frozen=True)
class ScoredShop:
    """Its owner, and the token of the owner's link."""

    owner: Owner
    token: str


def scored_shop(services: Services, name: str = "山野有茶旗舰店") -> ScoredShop:
    """Answer as the owner of the worked case does, take its facts, close and score."""
    case = demo_case()
    started = services.engagements.start_self_assessment(
        name=name, category="beauty", gmv_tier=case.merchant.gmv_tier, locale="zh", operation_id=operation()
    )
    owner = services.links.visitor(
        {OWNER_COOKIE: services.links.exchange("owner", started.owner_token)}
    ).owner
    assert owner is not None
    sheet = services.responding.open(owner)
    given = case.responses[0].answers
    revision = sheet.response.revision
    for item in sheet.items:
        level = given[sheet.instrument.index[item.id]]
        revision = services.responding.answer(
            owner,
            item_id=item.id,
            value=level if level in LEVELS else 2,
            revision=revision,
            operation_id=operation(),
        ).revision
    services.responding.submit(owner, operation_id=operation())
    facts = services.facts.load(owner)
    services.facts.save(owner, changes=case.facts, revision=facts.revision, operation_id=operation())
    services.engagements.close(owner, operation())
    services.analysis.score(owner, owner.wave_id)
    return ScoredShop(owner, started.owner_token)
