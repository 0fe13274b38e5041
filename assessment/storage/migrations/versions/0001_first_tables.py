"""First tables."""

import sqlalchemy as sa
from alembic import op

from assessment.storage.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "instrument_copy",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("instrument_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(digest) BETWEEN 64 AND 64", name=op.f("ck_instrument_copy_digest_length")),
        sa.CheckConstraint(
            "length(instrument_id) BETWEEN 1 AND 80", name=op.f("ck_instrument_copy_instrument_id_length")
        ),
        sa.CheckConstraint(
            "length(version) BETWEEN 1 AND 40", name=op.f("ck_instrument_copy_version_length")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_instrument_copy")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "knowledge_copy",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(digest) BETWEEN 64 AND 64", name=op.f("ck_knowledge_copy_digest_length")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_knowledge_copy")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "workspace",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('merchant', 'consulting', 'demo')", name=op.f("ck_workspace_kind_known")
        ),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_workspace_id_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "merchant",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("gmv_tier", sa.Text(), nullable=False),
        sa.Column("demo", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "category IN ('fashion', 'beauty', 'food', 'home', 'maternity', 'electronics', 'jewelry', 'other', '')",
            name=op.f("ck_merchant_category_known"),
        ),
        sa.CheckConstraint(
            "gmv_tier IN ('G1', 'G2', 'G3', 'G4', 'G5', '')", name=op.f("ck_merchant_gmv_tier_known")
        ),
        sa.CheckConstraint("demo BETWEEN 0 AND 1", name=op.f("ck_merchant_demo_range")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_merchant_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_merchant_name_length")),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_merchant_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_merchant_workspace_id"), "merchant", ["workspace_id"], unique=False)
    op.create_table(
        "operation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(id) BETWEEN 8 AND 64", name=op.f("ck_operation_id_length")),
        sa.CheckConstraint("length(kind) BETWEEN 1 AND 40", name=op.f("ck_operation_kind_length")),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_operation_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_operation_workspace_id"), "operation", ["workspace_id"], unique=False)
    op.create_table(
        "engagement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source_digest", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_engagement_id_length")),
        sa.CheckConstraint(
            "length(source_digest) BETWEEN 64 AND 64", name=op.f("ck_engagement_source_digest_length")
        ),
        sa.CheckConstraint("length(title) BETWEEN 0 AND 200", name=op.f("ck_engagement_title_length")),
        sa.ForeignKeyConstraint(
            ["merchant_id"],
            ["merchant.id"],
            name=op.f("fk_engagement_merchant_id_merchant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_engagement_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("source_digest", name=op.f("uq_engagement_source_digest")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_engagement_merchant_id"), "engagement", ["merchant_id"], unique=False)
    op.create_index(op.f("ix_engagement_workspace_id"), "engagement", ["workspace_id"], unique=False)
    op.create_table(
        "wave",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("engagement_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("instrument_digest", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('draft', 'open')) = (closed_at IS NULL)", name=op.f("ck_wave_closed_when_closed")
        ),
        sa.CheckConstraint("mode IN ('named', 'confidential', 'anonymous')", name=op.f("ck_wave_mode_known")),
        sa.CheckConstraint(
            "status IN ('draft', 'open', 'closed', 'reviewed', 'reported')", name=op.f("ck_wave_status_known")
        ),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_wave_id_length")),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_wave_engagement_id_engagement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["instrument_digest"],
            ["instrument_copy.digest"],
            name=op.f("fk_wave_instrument_digest_instrument_copy"),
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_wave_merchant_id_merchant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_wave_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_wave_engagement_id"), "wave", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_wave_instrument_digest"), "wave", ["instrument_digest"], unique=False)
    op.create_index(op.f("ix_wave_merchant_id"), "wave", ["merchant_id"], unique=False)
    op.create_index(op.f("ix_wave_workspace_id"), "wave", ["workspace_id"], unique=False)
    op.create_table(
        "fact",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 80", name=op.f("ck_fact_key_length")),
        sa.CheckConstraint("length(value) BETWEEN 1 AND 2000", name=op.f("ck_fact_value_length")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_fact_revision_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_fact_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "key", name=op.f("pk_fact")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "facts_sheet",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_facts_sheet_revision_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_facts_sheet_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_facts_sheet")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_invitation_locale_known")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_invitation_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_invitation_name_length")),
        sa.CheckConstraint("length(role) BETWEEN 0 AND 40", name=op.f("ck_invitation_role_length")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_invitation_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_invitation_wave_id"), "invitation", ["wave_id"], unique=False)
    op.create_table(
        "score_run",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("input_digest", sa.Text(), nullable=False),
        sa.Column("method_version", sa.Text(), nullable=False),
        sa.Column("knowledge_digest", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_score_run_id_length")),
        sa.CheckConstraint(
            "length(input_digest) BETWEEN 64 AND 64", name=op.f("ck_score_run_input_digest_length")
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000", name=op.f("ck_score_run_number_range")),
        sa.ForeignKeyConstraint(
            ["knowledge_digest"],
            ["knowledge_copy.digest"],
            name=op.f("fk_score_run_knowledge_digest_knowledge_copy"),
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_score_run_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_run")),
        sa.UniqueConstraint("wave_id", "input_digest", name=op.f("uq_score_run_wave_id_input_digest")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_score_run_wave_id_number")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_score_run_knowledge_digest"), "score_run", ["knowledge_digest"], unique=False)
    op.create_table(
        "personal_link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("invitation_id", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'answer') = (invitation_id IS NOT NULL)",
            name=op.f("ck_personal_link_answers_by_invitation"),
        ),
        sa.CheckConstraint("kind IN ('owner', 'answer')", name=op.f("ck_personal_link_kind_known")),
        sa.CheckConstraint(
            "length(token_hash) BETWEEN 32 AND 32", name=op.f("ck_personal_link_token_hash_length")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_personal_link_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_personal_link_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_personal_link")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_personal_link_invitation_id"), "personal_link", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_personal_link_wave_id"), "personal_link", ["wave_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_report_locale_known")),
        sa.CheckConstraint("length(file_name) BETWEEN 1 AND 120", name=op.f("ck_report_file_name_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_report_id_length")),
        sa.CheckConstraint("length(sha256) BETWEEN 64 AND 64", name=op.f("ck_report_sha256_length")),
        sa.CheckConstraint("pages BETWEEN 1 AND 1000", name=op.f("ck_report_pages_range")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_report_size_range")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_report_run_id_score_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("run_id", "locale", name=op.f("uq_report_run_id_locale")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("invitation_id", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("respondent", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.CheckConstraint("form IN ('core', 'role', 'full')", name=op.f("ck_response_form_known")),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_response_locale_known")),
        sa.CheckConstraint(
            "origin IN ('owner', 'invited', 'imported')", name=op.f("ck_response_origin_known")
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (receipt IS NULL)", name=op.f("ck_response_receipt_when_submitted")
        ),
        sa.CheckConstraint("length(answers) BETWEEN 1 AND 10000", name=op.f("ck_response_answers_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_response_id_length")),
        sa.CheckConstraint("length(respondent) BETWEEN 0 AND 60", name=op.f("ck_response_respondent_length")),
        sa.CheckConstraint("length(role) BETWEEN 0 AND 40", name=op.f("ck_response_role_length")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_response_revision_range")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_response_invitation_id_invitation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_response_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_response_invitation_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_response_receipt")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_response_wave_id"), "response", ["wave_id"], unique=False)
    op.create_index(
        "uq_response_owner",
        "response",
        ["wave_id"],
        unique=True,
        sqlite_where=sa.text("origin = 'owner'"),
        postgresql_where=sa.text("origin = 'owner'"),
    )
    op.create_table(
        "answer_event",
        sa.Column("response_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("base_revision >= 0", name=op.f("ck_answer_event_base_revision_range")),
        sa.CheckConstraint(
            "length(operation_id) BETWEEN 8 AND 64", name=op.f("ck_answer_event_operation_id_length")
        ),
        sa.CheckConstraint("revision > base_revision", name=op.f("ck_answer_event_revision_grows")),
        sa.CheckConstraint("value BETWEEN 0 AND 255", name=op.f("ck_answer_event_value_range")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_answer_event_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "revision", name=op.f("pk_answer_event")),
        sa.UniqueConstraint("operation_id", name=op.f("uq_answer_event_operation_id")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_note",
        sa.Column("response_id", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(comment) BETWEEN 0 AND 800", name=op.f("ck_item_note_comment_length")),
        sa.CheckConstraint("length(evidence) BETWEEN 0 AND 800", name=op.f("ck_item_note_evidence_length")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_item_note_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "item_id", name=op.f("pk_item_note")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "ticket",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("spent_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(token_hash) BETWEEN 32 AND 32", name=op.f("ck_ticket_token_hash_length")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_ticket_report_id_report"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ticket")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_ticket_report_id"), "ticket", ["report_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(token_hash) BETWEEN 32 AND 32", name=op.f("ck_visit_token_hash_length")),
        sa.ForeignKeyConstraint(
            ["link_hash"],
            ["personal_link.token_hash"],
            name=op.f("fk_visit_link_hash_personal_link"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_visit")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_visit_link_hash"), "visit", ["link_hash"], unique=False)


def downgrade() -> None:
    """Refuse: there is no way back from the first revision that keeps anything."""
    raise RuntimeError("going back from the first revision would delete everything")
