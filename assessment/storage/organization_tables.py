"""Tables of the organization: as it was entered, what-if scenarios, edits, their trail, frozen proposals."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessment.domain.engagement import NAME_LIMIT
from assessment.storage.declarations import Base, between, length_of, not_negative, one_of, owned_by, strict

CONTENT_LIMIT = 4_000_000
LINE_LIMIT = 120
WHO = ("owner", "system")
ACTORS = (*WHO, "reader")


class StructureRow(Base):
    """The organization of a wave as it stands now: the row that writers lock; without content not entered."""

    __tablename__ = "structure"
    __table_args__ = strict(between("revision", 1, 1_000_000_000), length_of("content", 2, CONTENT_LIMIT))

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int]
    content: Mapped[str | None]
    updated_at: Mapped[datetime]


class StructureRevisionRow(Base):
    """History of an organization, only ever added to; `back` is the revision that an undo brings back."""

    __tablename__ = "structure_revision"
    __table_args__ = strict(
        between("revision", 1, 1_000_000_000),
        length_of("content", 2, CONTENT_LIMIT),
        not_negative("back"),
        one_of("decided_by", WHO),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str | None]
    back: Mapped[int | None]
    decided_by: Mapped[str]
    at: Mapped[datetime]


class ScenarioRow(Base):
    """A named what-if; at most one of a wave is chosen for the report, none means the base scenario."""

    __tablename__ = "scenario"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("name", 1, NAME_LIMIT),
        length_of("settings", 2, 200_000),
        between("revision", 1, 1_000_000_000),
        between("chosen", 0, 1),
        UniqueConstraint("wave_id", "name"),
        Index(
            "uq_scenario_chosen",
            "wave_id",
            unique=True,
            sqlite_where=text("chosen = 1"),
            postgresql_where=text("chosen = 1"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = owned_by("wave", index=False)
    name: Mapped[str]
    settings: Mapped[str]
    revision: Mapped[int]
    chosen: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class LineEditRow(Base):
    """What was done by hand with a line of the recommendation; the newest of a line counts.

    Only ever added to; without content an edit was taken back.
    """

    __tablename__ = "line_edit"
    __table_args__ = strict(
        between("number", 1, 1_000_000_000),
        length_of("line", 1, LINE_LIMIT),
        length_of("content", 2, 20_000),
        Index("ix_line_edit_wave_id_line", "wave_id", "line"),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[str]
    content: Mapped[str | None]
    at: Mapped[datetime]


class TrailRow(Base):
    """Who did what to the organization and its recommendation; only ever added to."""

    __tablename__ = "trail"
    __table_args__ = strict(
        between("number", 1, 1_000_000_000),
        one_of("decided_by", ACTORS),
        length_of("kind", 1, 40),
        length_of("subject", 0, LINE_LIMIT),
        length_of("detail", 0, 2_000),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decided_by: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    at: Mapped[datetime]


class FrozenProposalRow(Base):
    """A recommendation as a report printed it, under the digest of its content; never changed."""

    __tablename__ = "frozen_proposal"
    __table_args__ = strict(length_of("digest", 64, 64), length_of("content", 2, CONTENT_LIMIT))

    run_id: Mapped[str] = mapped_column(ForeignKey("score_run.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = owned_by("wave")
    content: Mapped[str]
    created_at: Mapped[datetime]
