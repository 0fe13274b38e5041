"""A small world: one self-assessment with an owner and one respondent."""

import uuid
from dataclasses import dataclass

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.services.engagements import IssuedInvitation
from assessment.services.links import ANSWER_COOKIE, OWNER_COOKIE
from assessment.services.responding import Saved


def operation() -> str:
    """Return a new operation id."""
    return uuid.uuid4().hex


@dataclass
class World:
    """An open wave, its owner and an invited host, with the tokens they hold."""

    services: Services
    owner_token: str
    owner_cookie: str
    owner: Owner
    issued: IssuedInvitation
    answer_token: str
    answer_cookie: str
    respondent: Respondent

    def answer(
        self, value: int = 3, *, item: int = 0, revision: int = 0, viewer: Owner | Respondent | None = None
    ) -> Saved:
        """Answer the asked item at this position."""
        who = viewer or self.respondent
        item_id = self.services.responding.open(who).items[item].id
        return self.services.responding.answer(
            who, item_id=item_id, value=value, revision=revision, operation_id=operation()
        )

    def answer_all(self, value: int = 3, viewer: Owner | Respondent | None = None) -> int:
        """Answer every asked item with one level; return the last revision."""
        who = viewer or self.respondent
        sheet = self.services.responding.open(who)
        revision = sheet.response.revision
        for item in sheet.items:
            revision = self.services.responding.answer(
                who, item_id=item.id, value=value, revision=revision, operation_id=operation()
            ).revision
        return revision

    def close(self) -> None:
        """Let the respondent answer and submit, then close the wave."""
        self.answer_all()
        self.services.responding.submit(self.respondent, operation_id=operation())
        self.services.engagements.close(self.owner, operation())


def make_world(services: Services, name: str = "示例商家") -> World:
    """Start an assessment, come in as its owner, invite a host and come in as that host."""
    started = services.engagements.start_self_assessment(
        name=name, category="beauty", gmv_tier="G3", locale="zh", operation_id=operation()
    )
    owner_cookie = services.links.exchange("owner", started.owner_token)
    owner = services.links.visitor({OWNER_COOKIE: owner_cookie}).owner
    assert owner is not None
    issued = services.engagements.invite(
        owner, name="主播甲", role="LIVE", locale="zh", operation_id=operation()
    )
    assert issued.token is not None
    answer_cookie = services.links.exchange("answer", issued.token)
    respondent = services.links.visitor({ANSWER_COOKIE: answer_cookie}).respondent
    assert respondent is not None
    return World(
        services, started.owner_token, owner_cookie, owner, issued, issued.token, answer_cookie, respondent
    )
