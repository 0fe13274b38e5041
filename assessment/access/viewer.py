"""Who is looking: every service call takes one of these and checks it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from assessment.domain.accounts import MemberRole


@dataclass(frozen=True, slots=True)
class Owner:
    """Holder of a merchant's private link: owns one workspace."""

    workspace_id: str
    merchant_id: str
    wave_id: str
    response_id: str
    """The owner's own response in that wave."""
    visit: bytes | None = field(default=None, repr=False, compare=False)
    """Hash of the cookie by which the holder came in: a page that is left open is checked by it."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who signed in, in one workspace, before choosing what to work on."""

    account_id: str
    workspace_id: str
    role: MemberRole
    engagements: frozenset[str] = frozenset()
    """Engagements that are assigned to a consultant."""
    merchant_id: str | None = None
    """The own merchant of a merchant owner."""
    session: bytes | None = field(default=None, repr=False, compare=False)
    """Hash of the cookie: every call checks that the session still lasts."""
    clock: Callable[[], datetime] | None = field(default=None, repr=False, compare=False)
    """By which a page that was left open learns that its time is over."""


@dataclass(frozen=True, slots=True)
class Member(Owner):
    """A person who signed in, at work on one wave; screens of a wave treat them as its owner.

    `response_id` is empty for whoever has no response of their own: consultants, administrators.
    """

    account: Account = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Respondent:
    """Holder of a personal link: one response, nothing else."""

    wave_id: str
    invitation_id: str
    response_id: str
    visit: bytes | None = field(default=None, repr=False, compare=False)
    """As with `Owner`."""
    workspace_id: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """May read what one wave's runs say: the public demo, or one frozen run behind a share link."""

    workspace_id: str
    wave_id: str
    run_id: str | None = None
    """The one run of a share link; None: all of the wave's."""
    share: bytes | None = field(default=None, repr=False, compare=False)
    """Hash of the cookie of a share link's visit; None in the demo."""
    clock: Callable[[], datetime] | None = field(default=None, repr=False, compare=False)
    """As with `Account`."""


@dataclass(frozen=True, slots=True)
class System:
    """The command line on the machine itself."""


Viewer = Owner | Account | Respondent | Reader | System
"""A `Member` is an `Owner` too."""
