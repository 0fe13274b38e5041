"""Accounts and roles, engagements and waves, consensus, review, release, share links, audit, erasure."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.storage.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_accounts()
    _create_trust()
    _extend_workspace()
    _extend_engagement()
    _extend_wave()
    _extend_people()
    _create_workspace()
    _guard_audit()


def downgrade() -> None:
    """Refuse: going back would delete accounts, releases and the audit log."""
    raise RuntimeError("going back from revision 0005 would delete accounts, releases and the audit log")


def _extend(table: str, columns: tuple[tuple[str, Any, str | None], ...], rules: dict[str, str]) -> None:
    """Add columns, with a default where they must be filled, so that the older version runs on."""
    with op.batch_alter_table(table) as batch:
        for name, kind, default in columns:
            filled = None if default is None else sa.text(default)
            batch.add_column(sa.Column(name, kind, server_default=filled, nullable=default is None))
        for name, rule in rules.items():
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), rule)


def _extend_workspace() -> None:
    columns = (
        ("name", sa.Text(), "''"),
        ("locale", sa.Text(), "'zh'"),
        ("time_zone", sa.Text(), "'Asia/Shanghai'"),
        ("drafts_days", sa.Integer(), "90"),
        ("emails_days", sa.Integer(), "90"),
        ("answers_months", sa.Integer(), "24"),
    )
    rules = {
        "name_length": "length(name) BETWEEN 0 AND 60",
        "locale_known": "locale IN ('zh', 'en')",
        "time_zone_length": "length(time_zone) BETWEEN 1 AND 60",
        "drafts_days_range": "drafts_days BETWEEN 1 AND 3650",
        "emails_days_range": "emails_days BETWEEN 1 AND 3650",
        "answers_months_range": "answers_months BETWEEN 1 AND 240",
    }
    _extend("workspace", columns, rules)


def _extend_engagement() -> None:
    columns = (
        ("plan", sa.Text(), "'{}'"),
        ("template", sa.Integer(), "0"),
        ("archived_at", UtcDateTime(), None),
        ("lead_id", sa.Text(), None),
    )
    rules = {
        "plan_length": "length(plan) BETWEEN 2 AND 20000",
        "template_range": "template BETWEEN 0 AND 1",
    }
    _extend("engagement", columns, rules)
    with op.batch_alter_table("engagement") as batch:
        batch.create_foreign_key(
            op.f("fk_engagement_lead_id_account"), "account", ["lead_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_engagement_lead_id"), ["lead_id"], unique=False)


def _extend_wave() -> None:
    columns = (
        ("name", sa.Text(), "''"),
        ("form", sa.Text(), "'core'"),
        ("opens_on", sa.Text(), None),
        ("closes_on", sa.Text(), None),
        ("time_zone", sa.Text(), "'Asia/Shanghai'"),
        ("reviewed_at", UtcDateTime(), None),
        ("reported_at", UtcDateTime(), None),
    )
    rules = {
        "name_length": "length(name) BETWEEN 0 AND 60",
        "form_known": "form IN ('core', 'role', 'full')",
        "opens_on_length": "length(opens_on) BETWEEN 10 AND 10",
        "closes_on_length": "length(closes_on) BETWEEN 10 AND 10",
        "time_zone_length": "length(time_zone) BETWEEN 1 AND 60",
    }
    _extend("wave", columns, rules)


def _extend_people() -> None:
    columns = (
        ("email", sa.Text(), "''"),
        ("submitted", sa.Integer(), "0"),
        ("receipt", sa.Text(), None),
        ("sent_at", UtcDateTime(), None),
        ("reminded_at", UtcDateTime(), None),
    )
    rules = {
        "email_length": "length(email) BETWEEN 0 AND 254",
        "submitted_range": "submitted BETWEEN 0 AND 1",
        "receipt_length": "length(receipt) BETWEEN 1 AND 40",
    }
    _extend("invitation", columns, rules)
    _extend(
        "response",
        (("notice_version", sa.Text(), "''"),),
        {"notice_version_length": "length(notice_version) BETWEEN 0 AND 40"},
    )


def _guard_audit() -> None:
    """Let the log only grow, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_keeps_{deed.lower()} BEFORE {deed} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_keeps()"
    )
    op.execute(
        "CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_keeps()"
    )


def _create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("oidc_subject", sa.Text(), nullable=True),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("password_changed_at", UtcDateTime(), nullable=True),
        sa.Column("last_sign_in_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_account_locale_known")),
        sa.CheckConstraint("active BETWEEN 0 AND 1", name=op.f("ck_account_active_range")),
        sa.CheckConstraint("length(email) BETWEEN 3 AND 254", name=op.f("ck_account_email_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_account_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_account_name_length")),
        sa.CheckConstraint(
            "length(oidc_subject) BETWEEN 1 AND 500", name=op.f("ck_account_oidc_subject_length")
        ),
        sa.CheckConstraint(
            "length(password_hash) BETWEEN 20 AND 500", name=op.f("ck_account_password_hash_length")
        ),
        sa.CheckConstraint("length(time_zone) BETWEEN 1 AND 60", name=op.f("ck_account_time_zone_length")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_account_version_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("oidc_subject", name=op.f("uq_account_oidc_subject")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "installation",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 60", name=op.f("ck_installation_key_length")),
        sa.CheckConstraint("length(value) BETWEEN 1 AND 500", name=op.f("ck_installation_value_length")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_installation")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_sign_in_failure_id_length")),
        sa.CheckConstraint(
            "length(subject) BETWEEN 32 AND 32", name=op.f("ck_sign_in_failure_subject_length")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_sign_in_failure_subject"), "sign_in_failure", ["subject"], unique=False)

    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("spent_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('welcome', 'reset', 'exchange')", name=op.f("ck_account_link_kind_known")),
        sa.CheckConstraint(
            "length(token_hash) BETWEEN 32 AND 32", name=op.f("ck_account_link_token_hash_length")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_link_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_link")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_account_link_account_id"), "account_link", ["account_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("source IN ('password', 'oidc')", name=op.f("ck_sign_in_source_known")),
        sa.CheckConstraint("length(token_hash) BETWEEN 32 AND 32", name=op.f("ck_sign_in_token_hash_length")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_sign_in_version_range")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_sign_in_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_index(op.f("ix_sign_in_workspace_id"), "sign_in", ["workspace_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("active", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "(role = 'owner') = (merchant_id IS NOT NULL)", name=op.f("ck_membership_owner_has_merchant")
        ),
        sa.CheckConstraint("active BETWEEN 0 AND 1", name=op.f("ck_membership_active_range")),
        sa.CheckConstraint(
            "role IN ('administrator', 'lead', 'consultant', 'owner')", name=op.f("ck_membership_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"],
            ["merchant.id"],
            name=op.f("fk_membership_merchant_id_merchant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_membership_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "account_id", name=op.f("pk_membership")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False)
    op.create_index(op.f("ix_membership_merchant_id"), "membership", ["merchant_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("engagement_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_assignment_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_assignment_engagement_id_engagement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("engagement_id", "account_id", name=op.f("pk_assignment")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_assignment_account_id"), "assignment", ["account_id"], unique=False)


def _create_trust() -> None:
    op.create_table(
        "audit",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "actor_kind IN ('account', 'owner', 'respondent', 'reader', 'system', 'nobody')",
            name=op.f("ck_audit_actor_kind_known"),
        ),
        sa.CheckConstraint("length(action) BETWEEN 1 AND 60", name=op.f("ck_audit_action_length")),
        sa.CheckConstraint("length(actor_id) BETWEEN 0 AND 36", name=op.f("ck_audit_actor_id_length")),
        sa.CheckConstraint("length(detail) BETWEEN 2 AND 2000", name=op.f("ck_audit_detail_length")),
        sa.CheckConstraint("length(hash) BETWEEN 32 AND 32", name=op.f("ck_audit_hash_length")),
        sa.CheckConstraint("length(object_id) BETWEEN 0 AND 80", name=op.f("ck_audit_object_id_length")),
        sa.CheckConstraint("length(object_kind) BETWEEN 0 AND 40", name=op.f("ck_audit_object_kind_length")),
        sa.CheckConstraint("length(previous) BETWEEN 32 AND 32", name=op.f("ck_audit_previous_length")),
        sa.CheckConstraint("length(request_id) BETWEEN 0 AND 36", name=op.f("ck_audit_request_id_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 2000000000", name=op.f("ck_audit_number_range")),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_audit")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("ix_audit_action", "audit", ["workspace_id", "action", "number"], unique=False)
    op.create_index("ix_audit_actor", "audit", ["workspace_id", "actor_id", "number"], unique=False)
    op.create_index("ix_audit_object", "audit", ["workspace_id", "object_id", "number"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'merchant', 'workspace', 'account')", name=op.f("ck_erasure_kind_known")
        ),
        sa.CheckConstraint("length(subject) BETWEEN 32 AND 32", name=op.f("ck_erasure_subject_length")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_erasure")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )


def _create_workspace() -> None:
    op.create_table(
        "consensus",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(item_id) BETWEEN 1 AND 40", name=op.f("ck_consensus_item_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 800", name=op.f("ck_consensus_reason_length")),
        sa.CheckConstraint("level BETWEEN 0 AND 100", name=op.f("ck_consensus_level_range")),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000", name=op.f("ck_consensus_number_range")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consensus_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_consensus_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_consensus")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_consensus_account_id"), "consensus", ["account_id"], unique=False)

    op.create_table(
        "consensus_sitting",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_consensus_sitting_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_consensus_sitting_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_consensus_sitting")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(
        op.f("ix_consensus_sitting_account_id"), "consensus_sitting", ["account_id"], unique=False
    )

    op.create_table(
        "review_comment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 800", name=op.f("ck_review_comment_body_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_review_comment_id_length")),
        sa.CheckConstraint("length(place) BETWEEN 0 AND 120", name=op.f("ck_review_comment_place_length")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_review_comment_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_review_comment_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_review_comment_account_id"), "review_comment", ["account_id"], unique=False)
    op.create_index(op.f("ix_review_comment_wave_id"), "review_comment", ["wave_id"], unique=False)

    op.create_table(
        "wave_change",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_status", sa.Text(), nullable=False),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "from_status IN ('', 'draft', 'open', 'closed', 'reviewed', 'reported')",
            name=op.f("ck_wave_change_from_status_known"),
        ),
        sa.CheckConstraint(
            "to_status IN ('draft', 'open', 'closed', 'reviewed', 'reported')",
            name=op.f("ck_wave_change_to_status_known"),
        ),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 500", name=op.f("ck_wave_change_reason_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000", name=op.f("ck_wave_change_number_range")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_wave_change_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_wave_change_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_wave_change")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_wave_change_account_id"), "wave_change", ["account_id"], unique=False)

    op.create_table(
        "mailing",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('invitation', 'reminder')", name=op.f("ck_mailing_kind_known")),
        sa.CheckConstraint("state IN ('sent', 'failed')", name=op.f("ck_mailing_state_known")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_mailing_id_length")),
        sa.CheckConstraint("length(problem) BETWEEN 0 AND 60", name=op.f("ck_mailing_problem_length")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_mailing_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_mailing_invitation_id"), "mailing", ["invitation_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=True),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=True),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('released', 'superseded')) = (released_at IS NOT NULL)", name=op.f("ck_release_dated")
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'released', 'withdrawn', 'superseded')",
            name=op.f("ck_release_state_known"),
        ),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 200000", name=op.f("ck_release_content_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_release_id_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 500", name=op.f("ck_release_note_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000", name=op.f("ck_release_number_range")),
        sa.ForeignKeyConstraint(
            ["released_by"], ["account.id"], name=op.f("fk_release_released_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"],
            ["account.id"],
            name=op.f("fk_release_requested_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_release_run_id_score_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_release_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("wave_id", "number", name=op.f("uq_release_wave_id_number")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_release_released_by"), "release", ["released_by"], unique=False)
    op.create_index(op.f("ix_release_requested_by"), "release", ["requested_by"], unique=False)
    op.create_index(op.f("ix_release_run_id"), "release", ["run_id"], unique=False)

    op.create_table(
        "review_check",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("done BETWEEN 0 AND 1", name=op.f("ck_review_check_done_range")),
        sa.CheckConstraint("length(check_id) BETWEEN 1 AND 60", name=op.f("ck_review_check_check_id_length")),
        sa.CheckConstraint("length(note) BETWEEN 0 AND 800", name=op.f("ck_review_check_note_length")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_review_check_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_review_check_run_id_score_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "check_id", name=op.f("pk_review_check")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_review_check_account_id"), "review_check", ["account_id"], unique=False)

    op.create_table(
        "share_link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("passphrase_hash", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_share_link_locale_known")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_share_link_id_length")),
        sa.CheckConstraint("length(label) BETWEEN 0 AND 60", name=op.f("ck_share_link_label_length")),
        sa.CheckConstraint(
            "length(passphrase_hash) BETWEEN 20 AND 500", name=op.f("ck_share_link_passphrase_hash_length")
        ),
        sa.CheckConstraint(
            "length(token_hash) BETWEEN 32 AND 32", name=op.f("ck_share_link_token_hash_length")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_share_link_created_by_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_share_link_release_id_release"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_share_link_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_share_link_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_share_link_token_hash")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_share_link_created_by"), "share_link", ["created_by"], unique=False)
    op.create_index(op.f("ix_share_link_release_id"), "share_link", ["release_id"], unique=False)
    op.create_index(op.f("ix_share_link_wave_id"), "share_link", ["wave_id"], unique=False)
    op.create_index(op.f("ix_share_link_workspace_id"), "share_link", ["workspace_id"], unique=False)

    op.create_table(
        "share_opening",
        sa.Column("share_link_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('opened', 'file')", name=op.f("ck_share_opening_kind_known")),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000000", name=op.f("ck_share_opening_number_range")),
        sa.ForeignKeyConstraint(
            ["share_link_id"],
            ["share_link.id"],
            name=op.f("fk_share_opening_share_link_id_share_link"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("share_link_id", "number", name=op.f("pk_share_opening")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "share_visit",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("share_link_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "length(token_hash) BETWEEN 32 AND 32", name=op.f("ck_share_visit_token_hash_length")
        ),
        sa.ForeignKeyConstraint(
            ["share_link_id"],
            ["share_link.id"],
            name=op.f("fk_share_visit_share_link_id_share_link"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_share_visit")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_share_visit_share_link_id"), "share_visit", ["share_link_id"], unique=False)
