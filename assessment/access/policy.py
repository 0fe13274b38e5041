"""Pure decisions about who may do what to which object.

A viewer who may not even know that the object exists gets NotFound, the same answer as for an id
that was never given; a viewer who sees it but may not act gets AccessDenied.
"""

from dataclasses import dataclass
from typing import Final, Literal

from assessment.access.viewer import Owner, Reader, Respondent, System, Viewer
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
]
"""`reorganize`: enter the organization, change scenarios, edit the recommendation. `design`: choose how
reports look, what is on them, and word them by hand."""

WRITING: Final = frozenset(
    {"answer", "manage", "facts", "score", "manage_panels", "contribute", "reorganize", "design"}
)


@dataclass(frozen=True, slots=True)
class Target:
    """What an action is aimed at.

    `demo` objects are the same for everybody: only the machine itself, which makes them, writes there.
    """

    workspace_id: str
    wave_id: str
    response_id: str | None = None
    demo: bool = False


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
    }
)
SYSTEM_MAY: Final = frozenset(
    {"manage", "score", "read_results", "see_panels", "manage_panels", "reorganize", "design"}
)


def sees(viewer: Viewer, target: Target) -> bool:
    """Tell whether the viewer may know that the object exists."""
    match viewer:
        case Owner():
            in_wave = (viewer.workspace_id, viewer.wave_id) == (target.workspace_id, target.wave_id)
            return in_wave and target.response_id in (None, viewer.response_id)
        case Respondent():
            return viewer.wave_id == target.wave_id and target.response_id in (None, viewer.response_id)
        case Reader():
            in_wave = (viewer.workspace_id, viewer.wave_id) == (target.workspace_id, target.wave_id)
            return in_wave and target.response_id is None
        case System():
            return True


def allowed(viewer: Viewer, action: Action, target: Target) -> bool:
    """Tell whether the viewer may do `action` to `target`."""
    if not sees(viewer, target):
        return False
    if target.demo and action in WRITING and not isinstance(viewer, System):
        return False
    match viewer:
        case Owner():
            own_answers = action == "answer" and target.response_id == viewer.response_id
            return own_answers or action in OWNER_MAY
        case Respondent():
            return action == "answer" and target.response_id == viewer.response_id
        case Reader():
            return action == "read_results"
        case System():
            return action in SYSTEM_MAY


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
