"""Tables of a wave's way to its report: changes of state, consensus, review, release and share links."""

from datetime import datetime
from typing import get_args

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.domain.engagement import WaveStatus
from assessment.domain.response import COMMENT_LIMIT, REASON_LIMIT
from assessment.domain.text import LOCALES
from assessment.storage.declarations import Base, between, length_of, one_of, owned_by, strict

PLACE_LIMIT = 120
CONTENT_LIMIT = 200_000


def _by() -> "Mapped[str | None]":
    """Account that did it; its erasure leaves the deed. None: somebody without an account."""
    return mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)


class WaveChangeRow(Base):
    """One step of a wave from state to state, with the reason that was given."""

    __tablename__ = "wave_change"
    __table_args__ = strict(
        between("number", 1, 1_000_000),
        one_of("from_status", ("", *get_args(WaveStatus))),
        one_of("to_status", get_args(WaveStatus)),
        length_of("reason", 0, REASON_LIMIT),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_status: Mapped[str]
    to_status: Mapped[str]
    reason: Mapped[str]
    account_id: Mapped[str | None] = _by()
    at: Mapped[datetime]


class MailingRow(Base):
    """One e-mail to an invited person: sent, or why not. The address stands with the invitation only."""

    __tablename__ = "mailing"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("kind", ("invitation", "reminder")),
        one_of("state", ("sent", "failed")),
        length_of("problem", 0, 60),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[str] = owned_by("invitation")
    kind: Mapped[str]
    state: Mapped[str]
    problem: Mapped[str]
    at: Mapped[datetime]


class ConsensusSittingRow(Base):
    """The session in which a team agrees on levels, once its blind answers are in."""

    __tablename__ = "consensus_sitting"
    __table_args__ = strict()

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    account_id: Mapped[str | None] = _by()


class ConsensusRow(Base):
    """What was agreed on an item, only ever added to; `level` 0 takes it back."""

    __tablename__ = "consensus"
    __table_args__ = strict(
        between("number", 1, 1_000_000),
        length_of("item_id", 1, 40),
        between("level", 0, 100),
        length_of("reason", 0, COMMENT_LIMIT),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_id: Mapped[str]
    level: Mapped[int]
    reason: Mapped[str]
    account_id: Mapped[str | None] = _by()
    at: Mapped[datetime]


class ReviewCheckRow(Base):
    """A point of the checklist before a report, as it was last decided for a run."""

    __tablename__ = "review_check"
    __table_args__ = strict(
        length_of("check_id", 1, 60), between("done", 0, 1), length_of("note", 0, COMMENT_LIMIT)
    )

    run_id: Mapped[str] = mapped_column(ForeignKey("score_run.id", ondelete="CASCADE"), primary_key=True)
    check_id: Mapped[str] = mapped_column(primary_key=True)
    done: Mapped[int]
    note: Mapped[str]
    account_id: Mapped[str | None] = _by()
    at: Mapped[datetime]


class ReviewCommentRow(Base):
    """What one consultant wrote to the others about a place of the results."""

    __tablename__ = "review_comment"
    __table_args__ = strict(
        length_of("id", 32, 36), length_of("place", 0, PLACE_LIMIT), length_of("body", 1, COMMENT_LIMIT)
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = owned_by("wave")
    place: Mapped[str]
    body: Mapped[str]
    account_id: Mapped[str | None] = _by()
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class ReleaseRow(Base):
    """A report that went, or waits for a second person; a released one never changes again.

    `content` is JSON: the reports that were printed for it, by id and digest.
    """

    __tablename__ = "release"
    __table_args__ = strict(
        length_of("id", 32, 36),
        between("number", 1, 1_000_000),
        one_of("state", ("requested", "released", "withdrawn", "superseded")),
        length_of("note", 0, REASON_LIMIT),
        length_of("content", 2, CONTENT_LIMIT),
        UniqueConstraint("wave_id", "number"),
        CheckConstraint("(state IN ('released', 'superseded')) = (released_at IS NOT NULL)", name="dated"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = owned_by("wave", index=False)
    run_id: Mapped[str] = owned_by("score_run")
    number: Mapped[int]
    state: Mapped[str]
    note: Mapped[str]
    content: Mapped[str]
    requested_by: Mapped[str | None] = _by()
    requested_at: Mapped[datetime]
    released_by: Mapped[str | None] = _by()
    released_at: Mapped[datetime | None]


class ShareLinkRow(Base):
    """Leadership's door to one released run, kept as SHA-256 only."""

    __tablename__ = "share_link"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("token_hash", 32, 32),
        length_of("label", 0, 60),
        length_of("passphrase_hash", 20, 500),
        one_of("locale", LOCALES),
        UniqueConstraint("token_hash"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = owned_by("workspace")
    wave_id: Mapped[str] = owned_by("wave")
    release_id: Mapped[str] = owned_by("release")
    token_hash: Mapped[bytes]
    label: Mapped[str]
    passphrase_hash: Mapped[str | None]
    locale: Mapped[str]
    created_by: Mapped[str | None] = _by()
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ShareVisitRow(Base):
    """A browser that opened a share link: the hash of its cookie."""

    __tablename__ = "share_visit"
    __table_args__ = strict(length_of("token_hash", 32, 32))

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    share_link_id: Mapped[str] = owned_by("share_link")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ShareOpeningRow(Base):
    """One opening of a share link, or one fetched file; neither address nor device."""

    __tablename__ = "share_opening"
    __table_args__ = strict(between("number", 1, 1_000_000_000), one_of("kind", ("opened", "file")))

    share_link_id: Mapped[str] = mapped_column(
        ForeignKey("share_link.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    at: Mapped[datetime]
