"""Pure decisions about who may do what to which object.

A viewer who may not even know that the object exists gets NotFound, the same answer as for an id
that was never given; a viewer who sees it but may not act gets AccessDenied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from assessment.access.viewer import Account, Member, Owner, Reader, Respondent, System, Viewer
from assessment.domain.accounts import MemberRole
from assessment.domain.errors import AccessDenied, NotFound

Action = Literal[
    "answer",
    "manage",
    "facts",
    "score",
    "read_results",
    "see_panels",
    "manage_panels",
    "contribute",
    "reorganize",
    "design",
    "plan",
    "consensus",
    "review",
    "release",
    "share",
    "portfolio",
    "administer",
    "audit",
    "export",
    "erase",
]
"""`reorganize`: enter the organization, change scenarios, edit the recommendation. `design`: choose how
reports look, what is on them, and word them by hand. `plan`: create merchants, engagements and waves and
assign people. `consensus`: lead the session in which the team agrees on levels. `review`: the checklist and
comments before a report; `release`: let a report go; `share`: links for leadership. `portfolio`: see the
engagements one works on. `administer`: accounts and settings of the workspace. `audit`: read its log.
`export`, `erase`: data rights of persons and merchants."""

WRITING: Final = frozenset(
    {
        "answer",
        "manage",
        "facts",
        "score",
        "manage_panels",
        "contribute",
        "reorganize",
        "design",
        "plan",
        "consensus",
        "review",
        "release",
        "share",
        "administer",
        "erase",
    }
)


@dataclass(frozen=True, slots=True)
class Target:
    """What an action is aimed at; `wave_id` is empty for the workspace or an engagement as a whole.

    `demo` objects are the same for everybody: only the machine itself, which makes them, writes there.
    `consulting`: the workspace belongs to a consulting firm. `released`: a report of the wave was
    released, so that the merchant may read its results. `run_id`: the one run that is asked for, if any.
    """

    workspace_id: str
    wave_id: str
    response_id: str | None = None
    demo: bool = False
    engagement_id: str = ""
    merchant_id: str = ""
    consulting: bool = False
    released: bool = False
    run_id: str | None = None


OWNER_MAY: Final = frozenset(
    {
        "manage",
        "facts",
        "score",
        "read_results",
        "see_panels",
        "manage_panels",
        "contribute",
        "reorganize",
        "design",
        "review",
        "release",
        "share",
        "export",
        "erase",
    }
)
"""A merchant who assesses itself runs everything of its own wave."""
SYSTEM_MAY: Final = frozenset(
    {
        "manage",
        "score",
        "read_results",
        "see_panels",
        "manage_panels",
        "reorganize",
        "design",
        "plan",
        "administer",
        "audit",
        "export",
        "erase",
        "portfolio",
    }
)
READER_MAY: Final = frozenset({"read_results"})
ASSESSED_MAY: Final = frozenset({"facts", "contribute", "portfolio"})
"""The merchant's own people in a consulting firm's wave; results they read once a report is released."""
CONSULTANT_MAY: Final = frozenset(
    {
        "manage",
        "facts",
        "score",
        "read_results",
        "see_panels",
        "manage_panels",
        "contribute",
        "reorganize",
        "design",
        "consensus",
        "review",
        "release",
        "share",
        "portfolio",
    }
)
MEMBER_MAY: Final[Mapping[MemberRole, frozenset[str]]] = {
    "owner": ASSESSED_MAY,
    "consultant": CONSULTANT_MAY,
    "lead": CONSULTANT_MAY | {"plan", "export"},
    "administrator": CONSULTANT_MAY | {"plan", "administer", "audit", "export", "erase"},
}


def sees(viewer: Viewer, target: Target) -> bool:
    """Tell whether the viewer may know that the object exists."""
    match viewer:
        case Member():
            in_wave = viewer.wave_id == target.wave_id and target.response_id in (None, viewer.response_id)
            return in_wave and _member_sees(viewer.account, target)
        case Account():
            return target.response_id is None and _member_sees(viewer, target)
        case Owner():
            in_wave = (viewer.workspace_id, viewer.wave_id) == (target.workspace_id, target.wave_id)
            return in_wave and target.response_id in (None, viewer.response_id)
        case Respondent():
            return viewer.wave_id == target.wave_id and target.response_id in (None, viewer.response_id)
        case Reader():
            in_wave = (viewer.workspace_id, viewer.wave_id) == (target.workspace_id, target.wave_id)
            same_run = viewer.run_id is None or target.run_id in (None, viewer.run_id)
            return in_wave and target.response_id is None and same_run
        case System():
            return True


def _member_sees(account: Account, target: Target) -> bool:
    """Administrators and leads see their workspace, consultants their engagements, owners their merchant."""
    if account.workspace_id != target.workspace_id:
        return False
    whole_workspace = not (target.engagement_id or target.merchant_id or target.wave_id)
    if account.role == "consultant":
        return whole_workspace or target.engagement_id in account.engagements
    if account.role == "owner":
        return whole_workspace or (target.merchant_id != "" and target.merchant_id == account.merchant_id)
    return True


def allowed(viewer: Viewer, action: Action, target: Target) -> bool:
    """Tell whether the viewer may do `action` to `target`."""
    if not sees(viewer, target):
        return False
    if target.demo and action in WRITING and not isinstance(viewer, System):
        return False
    if action == "answer":
        mine = viewer.response_id if isinstance(viewer, Owner | Respondent) else None
        return bool(mine) and target.response_id == mine
    return action in _granted(viewer, target)


def _granted(viewer: Viewer, target: Target) -> frozenset[str]:
    """Actions that a viewer may do to a target that it sees, its own answers apart."""
    match viewer:
        case Member(account=account) | (Account() as account):
            return _assessed_may(target) if account.role == "owner" else MEMBER_MAY[account.role]
        case Owner():
            return _assessed_may(target) if target.consulting else OWNER_MAY
        case Reader():
            return READER_MAY
        case System():
            return SYSTEM_MAY
        case _:
            return frozenset()


def _assessed_may(target: Target) -> frozenset[str]:
    return ASSESSED_MAY | READER_MAY if target.released else ASSESSED_MAY


def require(viewer: Viewer, action: Action, target: Target | None) -> Target:
    """Return the target if the viewer may act on it.

    Raises
    ------
    NotFound
        If there is no such object, or the viewer may not know of it.
    AccessDenied
        If the viewer sees the object and may not do this to it.
    """
    if target is None or not sees(viewer, target):
        raise NotFound
    if not allowed(viewer, action, target):
        raise AccessDenied(action=action)
    return target
