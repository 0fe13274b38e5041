"""All tables, as typed declarations. A change here needs a migration; a test compares the two.

Rows never leave this package: the store modules turn them into values. Every limit that the domain
knows is a CHECK as well, and SQLite tables are STRICT, so that neither database keeps what the other
would refuse. The tables of peers stand in `peer_tables`, those of the organization in
`organization_tables`, those of the look of reports in `report_tables`, of accounts in `account_tables`, of
the way to a report in `workspace_tables`, of accountability in `trust_tables`; importing this module declares
them too.
"""

from datetime import datetime
from typing import get_args

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessment.domain.accounts import EMAIL_LIMIT
from assessment.domain.editions import EDITIONS, FILE_FORMS
from assessment.domain.engagement import (
    CATEGORIES,
    GMV_TIERS,
    NAME_LIMIT,
    WaveMode,
    WaveStatus,
    WorkspaceKind,
)
from assessment.domain.instrument import Form
from assessment.domain.response import COMMENT_LIMIT
from assessment.domain.text import LOCALES
from assessment.storage import (  # noqa: F401 - declares them
    account_tables,
    organization_tables,
    peer_tables,
    report_tables,
    trust_tables,
    workspace_tables,
)
from assessment.storage.declarations import Base as Base  # noqa: PLC0414 - taken from here by others
from assessment.storage.declarations import between, length_of, not_negative, one_of, owned_by, strict


class WorkspaceRow(Base):
    """The tenant."""

    __tablename__ = "workspace"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("kind", get_args(WorkspaceKind)),
        length_of("name", 0, NAME_LIMIT),
        one_of("locale", LOCALES),
        length_of("time_zone", 1, 60),
        between("drafts_days", 1, 3_650),
        between("emails_days", 1, 3_650),
        between("answers_months", 1, 240),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    created_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(server_default=text("''"))
    locale: Mapped[str] = mapped_column(server_default=text("'zh'"))
    time_zone: Mapped[str] = mapped_column(server_default=text("'Asia/Shanghai'"))
    drafts_days: Mapped[int] = mapped_column(server_default=text("90"))
    emails_days: Mapped[int] = mapped_column(server_default=text("90"))
    answers_months: Mapped[int] = mapped_column(server_default=text("24"))


class MerchantRow(Base):
    """Who is assessed. An imported wave may leave category and tier unstated (empty)."""

    __tablename__ = "merchant"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("name", 1, NAME_LIMIT),
        one_of("category", (*CATEGORIES, "")),
        one_of("gmv_tier", (*GMV_TIERS, "")),
        between("demo", 0, 1),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = owned_by("workspace")
    name: Mapped[str]
    category: Mapped[str]
    gmv_tier: Mapped[str]
    demo: Mapped[int]
    created_at: Mapped[datetime]


class EngagementRow(Base):
    """One project; `source_digest` recognises a file that was imported already.

    `plan` is JSON: what its waves begin with. A template is an engagement that is only copied.
    """

    __tablename__ = "engagement"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("title", 0, 200),
        length_of("source_digest", 64, 64),
        length_of("plan", 2, 20_000),
        between("template", 0, 1),
        UniqueConstraint("source_digest"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = owned_by("workspace")
    merchant_id: Mapped[str] = owned_by("merchant")
    title: Mapped[str]
    source_digest: Mapped[str | None]
    created_at: Mapped[datetime]
    plan: Mapped[str] = mapped_column(server_default=text("'{}'"))
    template: Mapped[int] = mapped_column(server_default=text("0"))
    archived_at: Mapped[datetime | None]
    lead_id: Mapped[str | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)


class InstrumentCopyRow(Base):
    """The instrument file as it was when a wave was bound to it; never changed."""

    __tablename__ = "instrument_copy"
    __table_args__ = strict(
        length_of("digest", 64, 64), length_of("instrument_id", 1, 80), length_of("version", 1, 40)
    )

    digest: Mapped[str] = mapped_column(primary_key=True)
    instrument_id: Mapped[str]
    version: Mapped[str]
    source: Mapped[bytes]
    stored_at: Mapped[datetime]


class WaveRow(Base):
    """One fielding window."""

    __tablename__ = "wave"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("mode", get_args(WaveMode)),
        one_of("status", get_args(WaveStatus)),
        CheckConstraint("(status IN ('draft', 'open')) = (closed_at IS NULL)", name="closed_when_closed"),
        length_of("name", 0, NAME_LIMIT),
        one_of("form", get_args(Form)),
        length_of("opens_on", 10, 10),
        length_of("closes_on", 10, 10),
        length_of("time_zone", 1, 60),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = owned_by("workspace")
    engagement_id: Mapped[str] = owned_by("engagement")
    merchant_id: Mapped[str] = owned_by("merchant")
    instrument_digest: Mapped[str] = mapped_column(ForeignKey("instrument_copy.digest"), index=True)
    mode: Mapped[str]
    status: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(server_default=text("''"))
    form: Mapped[str] = mapped_column(server_default=text("'core'"))
    opens_on: Mapped[str | None]
    closes_on: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(server_default=text("'Asia/Shanghai'"))
    reviewed_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]


class InvitationRow(Base):
    """One person who was asked."""

    __tablename__ = "invitation"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("name", 1, NAME_LIMIT),
        length_of("role", 0, 40),
        one_of("locale", LOCALES),
        length_of("email", 0, EMAIL_LIMIT),
        between("submitted", 0, 1),
        length_of("receipt", 1, 40),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = owned_by("wave")
    name: Mapped[str]
    role: Mapped[str]
    locale: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    email: Mapped[str] = mapped_column(server_default=text("''"))
    submitted: Mapped[int] = mapped_column(server_default=text("0"))
    receipt: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class PersonalLinkRow(Base):
    """A secret address, kept as SHA-256 only. A replaced link stays, marked as revoked."""

    __tablename__ = "personal_link"
    __table_args__ = strict(
        length_of("token_hash", 32, 32),
        one_of("kind", ("owner", "answer")),
        CheckConstraint("(kind = 'answer') = (invitation_id IS NOT NULL)", name="answers_by_invitation"),
    )

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[str]
    wave_id: Mapped[str] = owned_by("wave")
    invitation_id: Mapped[str | None] = owned_by("invitation")
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class VisitRow(Base):
    """A browser that came in by a link: the hash of its cookie."""

    __tablename__ = "visit"
    __table_args__ = strict(length_of("token_hash", 32, 32))

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    link_hash: Mapped[bytes] = mapped_column(
        ForeignKey("personal_link.token_hash", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ResponseRow(Base):
    """One respondent's answers: a byte an item."""

    __tablename__ = "response"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("origin", ("owner", "invited", "imported")),
        length_of("respondent", 0, NAME_LIMIT),
        length_of("role", 0, 40),
        one_of("form", get_args(Form)),
        one_of("locale", LOCALES),
        length_of("answers", 1, 10_000),
        not_negative("revision"),
        UniqueConstraint("invitation_id"),
        UniqueConstraint("receipt"),
        CheckConstraint("(submitted_at IS NULL) = (receipt IS NULL)", name="receipt_when_submitted"),
        length_of("notice_version", 0, 40),
        Index(
            "uq_response_owner",
            "wave_id",
            unique=True,
            sqlite_where=text("origin = 'owner'"),
            postgresql_where=text("origin = 'owner'"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = owned_by("wave")
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("invitation.id", ondelete="SET NULL"))
    origin: Mapped[str]
    respondent: Mapped[str]
    role: Mapped[str]
    form: Mapped[str]
    locale: Mapped[str]
    answers: Mapped[bytes]
    revision: Mapped[int]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    receipt: Mapped[str | None]
    notice_version: Mapped[str] = mapped_column(server_default=text("''"))
    """Version of the privacy notice under which the person began to answer."""


class AnswerEventRow(Base):
    """History of single answers; only ever added to, and erased with its response."""

    __tablename__ = "answer_event"
    __table_args__ = strict(
        between("value", 0, 255),
        CheckConstraint("revision > base_revision", name="revision_grows"),
        not_negative("base_revision"),
        length_of("operation_id", 8, 64),
        UniqueConstraint("operation_id"),
        rowid=False,
    )

    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    base_revision: Mapped[int]
    item_id: Mapped[str]
    value: Mapped[int]
    operation_id: Mapped[str]
    at: Mapped[datetime]


class ItemNoteRow(Base):
    """What was typed beside one answer."""

    __tablename__ = "item_note"
    __table_args__ = strict(length_of("comment", 0, COMMENT_LIMIT), length_of("evidence", 0, COMMENT_LIMIT))

    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    comment: Mapped[str]
    evidence: Mapped[str]
    updated_at: Mapped[datetime]


class FactsSheetRow(Base):
    """Revision of a wave's organization facts: the row that writers lock."""

    __tablename__ = "facts_sheet"
    __table_args__ = strict(not_negative("revision"))

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int]
    updated_at: Mapped[datetime]


class FactRow(Base):
    """One fact as JSON, with the revision that last touched it; null marks a removed fact."""

    __tablename__ = "fact"
    __table_args__ = strict(length_of("key", 1, 80), length_of("value", 1, 2_000), not_negative("revision"))

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str | None]
    revision: Mapped[int]


class OperationRow(Base):
    """Outcome of a write that was asked for under one operation id: a retry reads it here."""

    __tablename__ = "operation"
    __table_args__ = strict(length_of("id", 8, 64), length_of("kind", 1, 40))

    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = owned_by("workspace")
    kind: Mapped[str]
    scope: Mapped[str]
    outcome: Mapped[str]
    at: Mapped[datetime]


class KnowledgeCopyRow(Base):
    """The knowledge base as a score run used it, so that old runs keep their words."""

    __tablename__ = "knowledge_copy"
    __table_args__ = strict(length_of("digest", 64, 64))

    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    stored_at: Mapped[datetime]


class ScoreRunRow(Base):
    """One scoring of a closed wave; only ever added to."""

    __tablename__ = "score_run"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("input_digest", 64, 64),
        between("number", 1, 1_000_000),
        UniqueConstraint("wave_id", "number"),
        UniqueConstraint("wave_id", "input_digest"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    wave_id: Mapped[str] = owned_by("wave", index=False)
    number: Mapped[int]
    input_digest: Mapped[str]
    method_version: Mapped[str]
    knowledge_digest: Mapped[str] = mapped_column(ForeignKey("knowledge_copy.digest"), index=True)
    epoch: Mapped[str]
    facts: Mapped[str]
    result: Mapped[str]
    created_at: Mapped[datetime]


class ReportRow(Base):
    """A file printed from one run: edition, language and form, the recommendation and the choices in it.

    `proposal_digest` and `choices_digest` are "" where it prints no recommendation, and nothing by hand.
    `manifest` is JSON about how the file was made.
    """

    __tablename__ = "report"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("locale", LOCALES),
        between("pages", 1, 1_000),
        not_negative("size"),
        length_of("sha256", 64, 64),
        length_of("file_name", 1, 120),
        length_of("proposal_digest", 0, 64),
        one_of("edition", EDITIONS),
        one_of("form", FILE_FORMS),
        between("archive", 0, 1),
        length_of("choices_digest", 0, 64),
        length_of("manifest", 2, 1_000_000),
        UniqueConstraint(
            "run_id",
            "locale",
            "proposal_digest",
            "edition",
            "form",
            "archive",
            "choices_digest",
            name="uq_report_order",
        ),
        Index("ix_report_sha256", "sha256"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    run_id: Mapped[str] = owned_by("score_run", index=False)
    locale: Mapped[str]
    pages: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str]
    file_name: Mapped[str]
    pdf: Mapped[bytes]
    """Bytes of the file in whatever form; the name is that of the first version, which knew one form."""
    created_at: Mapped[datetime]
    proposal_digest: Mapped[str] = mapped_column(server_default=text("''"))
    edition: Mapped[str] = mapped_column(server_default=text("'full'"))
    form: Mapped[str] = mapped_column(server_default=text("'pdf'"))
    archive: Mapped[int] = mapped_column(server_default=text("0"))
    choices_digest: Mapped[str] = mapped_column(server_default=text("''"))
    manifest: Mapped[str] = mapped_column(server_default=text("'{}'"))


class TicketRow(Base):
    """Leave to fetch one report once, within a minute."""

    __tablename__ = "ticket"
    __table_args__ = strict(length_of("token_hash", 32, 32))

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    report_id: Mapped[str] = owned_by("report")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
