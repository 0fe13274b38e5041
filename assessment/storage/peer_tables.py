"""Tables of peers: panels with their frozen epochs, consents, what was served, models, exclusions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessment.domain.engagement import NAME_LIMIT, SOURCE_LIMIT
from assessment.domain.response import REASON_LIMIT
from assessment.storage.declarations import Base, between, length_of, one_of, owned_by, strict

DATE_LENGTH = 10


class ExclusionRow(Base):
    """One decision to leave a response out of the scores, or to take it in again; the newest one counts."""

    __tablename__ = "exclusion"
    __table_args__ = strict(
        length_of("id", 32, 36),
        between("number", 1, 1_000_000),
        between("excluded", 0, 1),
        length_of("reason", 0, REASON_LIMIT),
        one_of("decided_by", ("owner", "system")),
        UniqueConstraint("response_id", "number"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    response_id: Mapped[str] = owned_by("response", index=False)
    wave_id: Mapped[str] = owned_by("wave")
    number: Mapped[int]
    excluded: Mapped[int]
    reason: Mapped[str]
    decided_by: Mapped[str]
    at: Mapped[datetime]


class PeerPanelRow(Base):
    """A named group of merchants to compare with; without a workspace it is for the whole installation."""

    __tablename__ = "peer_panel"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("kind", ("imported", "pool")),
        length_of("name", 1, NAME_LIMIT),
        length_of("as_of", DATE_LENGTH, DATE_LENGTH),
        length_of("source", 1, SOURCE_LIMIT),
        between("demo", 0, 1),
        length_of("salt", 32, 32),
        UniqueConstraint("workspace_id", "kind", "name"),
        Index(
            "uq_peer_panel_installation",
            "kind",
            "name",
            unique=True,
            sqlite_where=text("workspace_id IS NULL"),
            postgresql_where=text("workspace_id IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str | None] = owned_by("workspace", index=False)
    kind: Mapped[str]
    name: Mapped[str]
    as_of: Mapped[str]
    source: Mapped[str]
    demo: Mapped[int]
    salt: Mapped[bytes]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PeerEpochRow(Base):
    """A panel as it was frozen once; never changed. `content` is compressed JSON."""

    __tablename__ = "peer_epoch"
    __table_args__ = strict(
        length_of("id", 32, 36),
        between("number", 1, 1_000_000),
        between("n_merchants", 1, 10_000_000),
        length_of("digest", 64, 64),
        length_of("source_digest", 64, 64),
        length_of("as_of", DATE_LENGTH, DATE_LENGTH),
        length_of("source", 1, SOURCE_LIMIT),
        UniqueConstraint("panel_id", "number"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    panel_id: Mapped[str] = owned_by("peer_panel", index=False)
    number: Mapped[int]
    content: Mapped[bytes]
    norms: Mapped[str | None]
    n_merchants: Mapped[int]
    digest: Mapped[str]
    source_digest: Mapped[str | None]
    as_of: Mapped[str]
    source: Mapped[str]
    created_at: Mapped[datetime]


class PeerConsentRow(Base):
    """One grant to use a merchant's closed waves for peers, and when it was taken back."""

    __tablename__ = "peer_consent"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("scope", ("panel", "pool")),
        length_of("text_version", 1, 40),
        CheckConstraint("revoked_at IS NULL OR revoked_at >= granted_at", name="revoked_after_grant"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = owned_by("workspace")
    merchant_id: Mapped[str] = owned_by("merchant")
    scope: Mapped[str]
    text_version: Mapped[str]
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ServedCellRow(Base):
    """Which cut of which epoch was shown to whom: what a differencing attack would have had."""

    __tablename__ = "served_cell"
    __table_args__ = strict(
        length_of("id", 32, 36), length_of("filters", 2, 2_000), between("n", 0, 10_000_000)
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    epoch_id: Mapped[str] = owned_by("peer_epoch")
    filters: Mapped[str]
    n: Mapped[int]
    wave_id: Mapped[str | None] = mapped_column(ForeignKey("wave.id", ondelete="SET NULL"), index=True)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("score_run.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class ArchetypeModelRow(Base):
    """Fitted archetypes as data; without a workspace they are for the whole installation."""

    __tablename__ = "archetype_model"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("version", 1, 80),
        length_of("digest", 64, 64),
        UniqueConstraint("workspace_id", "version"),
        Index(
            "uq_archetype_model_installation",
            "version",
            unique=True,
            sqlite_where=text("workspace_id IS NULL"),
            postgresql_where=text("workspace_id IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    workspace_id: Mapped[str | None] = owned_by("workspace", index=False)
    panel_epoch_id: Mapped[str | None] = mapped_column(
        ForeignKey("peer_epoch.id", ondelete="SET NULL"), index=True
    )
    digest: Mapped[str]
    content: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
