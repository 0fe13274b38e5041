"""What is said about panels of peers: which there are, what a file would change, what a merchant gives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

PanelKind = Literal["imported", "pool"]
PanelScope = Literal["workspace", "installation", "demo"]
PanelStanding = Literal["in_use", "another_first", "too_few", "withdrawn", "no_merchant"]
"""Why a panel is used or not.

``another_first``: a panel that comes earlier in the order is used; ``too_few``: under ten merchants;
``no_merchant``: asked by the machine itself, for which nothing is compared.
"""
ConsentScope = Literal["panel", "pool"]
"""``panel``: the shared panel of a consultant's workspace; ``pool``: that of the whole installation."""
ImportOutlook = Literal["new_epoch", "already_there", "too_few_changes"]

CONSENT_TEXT_VERSION: Final = "1"
FEWEST_CHANGES: Final = 5
CHANGED_SHARE: Final = 10
"""One in ten: a new epoch needs as many joined or left members as the greater of the two says."""
FEWEST_IN_POOL: Final = 10
"""A pool opens with so many merchants: of fewer nothing could be said."""


def changes_needed(n_members: int) -> int:
    """How many members must have joined or left before a panel gets a new epoch: max(5, 10 %), rounded up.

    Examples
    --------
    >>> [changes_needed(n) for n in (0, 10, 50, 51, 300)]
    [5, 5, 5, 6, 30]
    """
    return max(FEWEST_CHANGES, -(-n_members // CHANGED_SHARE))


@dataclass(frozen=True, slots=True)
class PanelStatus:
    """One panel that a merchant may be compared with. `epoch` is 0 before the first one."""

    id: str
    name: str
    kind: PanelKind
    scope: PanelScope
    epoch: int
    as_of: str
    source: str
    n_merchants: int
    demo: bool
    created_at: datetime | None
    withdrawn_at: datetime | None
    standing: PanelStanding
    may_withdraw: bool

    @property
    def in_use(self) -> bool:
        """Whether the next scoring compares with this panel."""
        return self.standing == "in_use"


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many merchants of a file have each code of one facet; "" stands for not given."""

    facet: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PanelPreview:
    """What a file holds and what importing it would do; nothing is stored.

    `n_rows` counts rows of the file; those without any score are no members and are left out. `epoch` is the
    number of the epoch in force (0: none yet) and `n_members` its size; `joined` and `left` count members
    against it and `needed` is what a new epoch asks for. `largest_group` is the number of merchants of the
    largest owner in the file, `largest_share` its share, 0-1. `warnings` are codes: ``too_few`` (under 10),
    ``no_percentiles`` (10-19), ``incomplete``, ``constant`` (a score that is the same for all), ``dominated``
    (one owner has more than a quarter), ``few_facets`` (a facet known for under half), ``empty_rows``.
    """

    name: str
    as_of: str
    source: str
    n_rows: int
    n_complete: int
    n_missing_cells: int
    facets: tuple[FacetCount, ...]
    largest_group: int
    largest_share: float
    epoch: int
    n_members: int
    joined: int
    left: int
    needed: int
    outlook: ImportOutlook
    warnings: tuple[str, ...]

    @property
    def changed(self) -> int:
        """Number of members that joined or left."""
        return self.joined + self.left

    @property
    def makes_epoch(self) -> bool:
        """Whether importing the file would make a new epoch."""
        return self.outlook == "new_epoch"

    @property
    def already_there(self) -> bool:
        """Whether this very file was imported before."""
        return self.outlook == "already_there"


@dataclass(frozen=True, slots=True)
class ImportedPanel:
    """An epoch made from a file. `already_there`: this very file was imported before."""

    panel_id: str
    name: str
    epoch: int
    n_merchants: int
    already_there: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """Whether a merchant's closed waves enter a shared panel, and how far that panel is.

    `text_version` is the consent text in force, `agreed_version` and `granted_at` what was agreed to (None
    without consent). `epoch` and `n_members` are those of the epoch in force (0 before the first), `waiting`
    counts consents that would join or leave it, `needed` how many a new epoch asks for. `waves` are the own
    waves that would be used.
    """

    scope: ConsentScope
    text_version: str
    agreed_version: str | None
    granted_at: datetime | None
    epoch: int
    n_members: int
    waiting: int
    needed: int
    waves: tuple[str, ...]

    @property
    def granted(self) -> bool:
        """Whether a consent is in force."""
        return self.granted_at is not None
