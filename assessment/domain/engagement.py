"""Who is assessed, in which fielding window, and who was asked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from assessment.domain.accounts import DEFAULT_TIME_ZONE
from assessment.domain.instrument import Form
from assessment.domain.text import Locale

WaveStatus = Literal["draft", "open", "closed", "reviewed", "reported"]
WaveMode = Literal["named", "confidential", "anonymous"]
WorkspaceKind = Literal["merchant", "consulting", "demo"]

CATEGORIES: Final = ("fashion", "beauty", "food", "home", "maternity", "electronics", "jewelry", "other")
"""F6: 服饰鞋包, 美妆个护, 食品生鲜, 家居日用, 母婴, 3C家电, 珠宝文玩, 其他."""
GMV_TIERS: Final = ("G1", "G2", "G3", "G4", "G5")
"""Net GMV a month: under 0.3, 0.3-1, 1-5, 5-20 and over 20 million yuan (judgement)."""
LEAD_POSITIONS: Final = ("F", "A", "S", "mixed")
PRICE_BANDS: Final = ("low", "mid", "high")
NAME_LIMIT: Final = 60
SOURCE_LIMIT: Final = 500
"""Characters of the statement where a panel of peers comes from."""


@dataclass(frozen=True, slots=True)
class Merchant:
    """The organization that is assessed. `demo` marks synthetic data for ever."""

    id: str
    workspace_id: str
    name: str
    category: str
    gmv_tier: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Wave:
    """One fielding window of one engagement, bound to an instrument by digest."""

    id: str
    merchant_id: str
    workspace_id: str
    instrument_id: str
    instrument_version: str
    instrument_digest: str
    mode: WaveMode
    status: WaveStatus
    opened_at: datetime
    closed_at: datetime | None = None
    engagement_id: str = ""
    kind: WorkspaceKind = "merchant"
    """Whose workspace it is in: a merchant that assesses itself, or a consulting firm."""
    name: str = ""
    form: Form = "core"
    """Form with which invited people begin."""
    opens_on: date | None = None
    closes_on: date | None = None
    """Last day on which answers come in, in `time_zone`; None: until somebody closes the wave."""
    time_zone: str = DEFAULT_TIME_ZONE
    reviewed_at: datetime | None = None
    reported_at: datetime | None = None
    """When a report of it was first released."""

    @property
    def released(self) -> bool:
        """Whether the merchant may read the results."""
        return self.reported_at is not None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A personal link, without its token (only the token's hash is stored)."""

    id: str
    wave_id: str
    name: str
    role: str
    locale: Locale
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    email: str = ""
    submitted: bool = False
    """In anonymous waves nothing else remembers that this person has answered."""
    receipt: str | None = None
    """Number of the submission in anonymous waves, whose responses cannot be found by it."""
    sent_at: datetime | None = None
    reminded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InvitationProgress:
    """What the sender may see of one invitation: counts, never content."""

    invitation: Invitation
    answered: int
    asked: int
    submitted_at: datetime | None
