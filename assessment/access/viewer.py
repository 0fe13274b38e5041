"""Who is looking: every service call takes one of these and checks it."""

from dataclasses import dataclass, field


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
class Respondent:
    """Holder of a personal link: one response, nothing else."""

    wave_id: str
    invitation_id: str
    response_id: str
    visit: bytes | None = field(default=None, repr=False, compare=False)
    """As with `Owner`."""


@dataclass(frozen=True, slots=True)
class Reader:
    """May read the score runs of one wave (the public demo, later a share link)."""

    workspace_id: str
    wave_id: str


@dataclass(frozen=True, slots=True)
class System:
    """The command line on the machine itself."""


Viewer = Owner | Respondent | Reader | System
