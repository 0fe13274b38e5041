"""People who sign in, what they are in a workspace, and the workspace's own settings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from assessment.domain.text import DEFAULT_LOCALE, Locale

MemberRole = Literal["administrator", "lead", "consultant", "owner"]
"""Workspace administrator, lead consultant, consultant (assigned engagements), merchant owner."""

MEMBER_ROLES: Final[tuple[MemberRole, ...]] = ("administrator", "lead", "consultant", "owner")
EMAIL_LIMIT: Final = 254
"""Characters of an address that mail can be delivered to (RFC 5321)."""
DEFAULT_TIME_ZONE: Final = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Person:
    """An account without its secrets. `locale` and `time_zone` None: those of the workspace."""

    id: str
    email: str
    name: str
    active: bool
    created_at: datetime
    locale: Locale | None = None
    time_zone: str | None = None
    has_password: bool = True
    last_sign_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """What a person is in one workspace; `merchant_id` is the own merchant of a merchant owner."""

    person: Person
    workspace_id: str
    role: MemberRole
    merchant_id: str | None = None


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """What a workspace decided for everybody in it.

    Drafts and e-mail addresses are kept for days, answers for months after their wave closed.
    """

    name: str = ""
    locale: Locale = DEFAULT_LOCALE
    time_zone: str = DEFAULT_TIME_ZONE
    drafts_days: int = 90
    emails_days: int = 90
    answers_months: int = 24
