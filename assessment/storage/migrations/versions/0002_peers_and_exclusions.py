"""Peer panels with their epochs, consents and served cuts; fitted archetypes; excluded responses."""

import sqlalchemy as sa
from alembic import op

from assessment.storage.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "peer_panel",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("demo", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('imported', 'pool')", name=op.f("ck_peer_panel_kind_known")),
        sa.CheckConstraint("demo BETWEEN 0 AND 1", name=op.f("ck_peer_panel_demo_range")),
        sa.CheckConstraint("length(as_of) BETWEEN 10 AND 10", name=op.f("ck_peer_panel_as_of_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_peer_panel_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_peer_panel_name_length")),
        sa.CheckConstraint("length(salt) BETWEEN 32 AND 32", name=op.f("ck_peer_panel_salt_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 500", name=op.f("ck_peer_panel_source_length")),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_peer_panel_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_panel")),
        sa.UniqueConstraint(
            "workspace_id", "kind", "name", name=op.f("uq_peer_panel_workspace_id_kind_name")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(
        "uq_peer_panel_installation",
        "peer_panel",
        ["kind", "name"],
        unique=True,
        sqlite_where=sa.text("workspace_id IS NULL"),
        postgresql_where=sa.text("workspace_id IS NULL"),
    )

    op.create_table(
        "peer_consent",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("scope IN ('panel', 'pool')", name=op.f("ck_peer_consent_scope_known")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_peer_consent_id_length")),
        sa.CheckConstraint(
            "length(text_version) BETWEEN 1 AND 40", name=op.f("ck_peer_consent_text_version_length")
        ),
        sa.CheckConstraint(
            "revoked_at IS NULL OR revoked_at >= granted_at", name=op.f("ck_peer_consent_revoked_after_grant")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"],
            ["merchant.id"],
            name=op.f("fk_peer_consent_merchant_id_merchant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_peer_consent_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_consent")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_peer_consent_merchant_id"), "peer_consent", ["merchant_id"], unique=False)
    op.create_index(op.f("ix_peer_consent_workspace_id"), "peer_consent", ["workspace_id"], unique=False)

    op.create_table(
        "peer_epoch",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("panel_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("norms", sa.Text(), nullable=True),
        sa.Column("n_merchants", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("source_digest", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(as_of) BETWEEN 10 AND 10", name=op.f("ck_peer_epoch_as_of_length")),
        sa.CheckConstraint("length(digest) BETWEEN 64 AND 64", name=op.f("ck_peer_epoch_digest_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_peer_epoch_id_length")),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 500", name=op.f("ck_peer_epoch_source_length")),
        sa.CheckConstraint(
            "length(source_digest) BETWEEN 64 AND 64", name=op.f("ck_peer_epoch_source_digest_length")
        ),
        sa.CheckConstraint(
            "n_merchants BETWEEN 1 AND 10000000", name=op.f("ck_peer_epoch_n_merchants_range")
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000", name=op.f("ck_peer_epoch_number_range")),
        sa.ForeignKeyConstraint(
            ["panel_id"],
            ["peer_panel.id"],
            name=op.f("fk_peer_epoch_panel_id_peer_panel"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_epoch")),
        sa.UniqueConstraint("panel_id", "number", name=op.f("uq_peer_epoch_panel_id_number")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "archetype_model",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=True),
        sa.Column("panel_epoch_id", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("length(digest) BETWEEN 64 AND 64", name=op.f("ck_archetype_model_digest_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_archetype_model_id_length")),
        sa.CheckConstraint(
            "length(version) BETWEEN 1 AND 80", name=op.f("ck_archetype_model_version_length")
        ),
        sa.ForeignKeyConstraint(
            ["panel_epoch_id"],
            ["peer_epoch.id"],
            name=op.f("fk_archetype_model_panel_epoch_id_peer_epoch"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_archetype_model_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archetype_model")),
        sa.UniqueConstraint("workspace_id", "version", name=op.f("uq_archetype_model_workspace_id_version")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(
        op.f("ix_archetype_model_panel_epoch_id"), "archetype_model", ["panel_epoch_id"], unique=False
    )
    op.create_index(
        "uq_archetype_model_installation",
        "archetype_model",
        ["version"],
        unique=True,
        sqlite_where=sa.text("workspace_id IS NULL"),
        postgresql_where=sa.text("workspace_id IS NULL"),
    )

    op.create_table(
        "served_cell",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("epoch_id", sa.Text(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(filters) BETWEEN 2 AND 2000", name=op.f("ck_served_cell_filters_length")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_served_cell_id_length")),
        sa.CheckConstraint("n BETWEEN 0 AND 10000000", name=op.f("ck_served_cell_n_range")),
        sa.ForeignKeyConstraint(
            ["epoch_id"],
            ["peer_epoch.id"],
            name=op.f("fk_served_cell_epoch_id_peer_epoch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_served_cell_run_id_score_run"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_served_cell_wave_id_wave"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_served_cell")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_served_cell_epoch_id"), "served_cell", ["epoch_id"], unique=False)
    op.create_index(op.f("ix_served_cell_run_id"), "served_cell", ["run_id"], unique=False)
    op.create_index(op.f("ix_served_cell_wave_id"), "served_cell", ["wave_id"], unique=False)

    op.create_table(
        "exclusion",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("response_id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("decided_by IN ('owner', 'system')", name=op.f("ck_exclusion_decided_by_known")),
        sa.CheckConstraint("excluded BETWEEN 0 AND 1", name=op.f("ck_exclusion_excluded_range")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_exclusion_id_length")),
        sa.CheckConstraint("length(reason) BETWEEN 0 AND 500", name=op.f("ck_exclusion_reason_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000", name=op.f("ck_exclusion_number_range")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_exclusion_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_exclusion_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_exclusion_response_id_number")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_exclusion_wave_id"), "exclusion", ["wave_id"], unique=False)


def downgrade() -> None:
    """Refuse: going back would delete panels, consents and decisions."""
    raise RuntimeError("going back from revision 0002 would delete panels, consents and exclusions")
