"""The organization with its history, scenarios, edits and trail; reports by the proposal they print."""

import sqlalchemy as sa
from alembic import op

from assessment.storage.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_tables()
    # Reports of before print no proposal: their digest is empty. The default lets the older version run on.
    with op.batch_alter_table("report") as batch:
        batch.add_column(
            sa.Column("proposal_digest", sa.Text(), server_default=sa.text("''"), nullable=False)
        )
        batch.drop_constraint(op.f("uq_report_run_id_locale"), type_="unique")
        batch.create_check_constraint(
            op.f("ck_report_proposal_digest_length"), "length(proposal_digest) BETWEEN 0 AND 64"
        )
        batch.create_unique_constraint(
            op.f("uq_report_run_id_locale_proposal_digest"), ["run_id", "locale", "proposal_digest"]
        )


def downgrade() -> None:
    """Refuse: going back would delete organizations, scenarios and edits."""
    raise RuntimeError("going back from revision 0003 would delete organizations, scenarios and edits")


def _create_tables() -> None:
    op.create_table(
        "line_edit",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 20000", name=op.f("ck_line_edit_content_length")),
        sa.CheckConstraint("length(line) BETWEEN 1 AND 120", name=op.f("ck_line_edit_line_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000000", name=op.f("ck_line_edit_number_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_line_edit_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_line_edit")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index("ix_line_edit_wave_id_line", "line_edit", ["wave_id", "line"], unique=False)

    op.create_table(
        "scenario",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("chosen BETWEEN 0 AND 1", name=op.f("ck_scenario_chosen_range")),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_scenario_id_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("ck_scenario_name_length")),
        sa.CheckConstraint("length(settings) BETWEEN 2 AND 200000", name=op.f("ck_scenario_settings_length")),
        sa.CheckConstraint("revision BETWEEN 1 AND 1000000000", name=op.f("ck_scenario_revision_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_scenario_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("wave_id", "name", name=op.f("uq_scenario_wave_id_name")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(
        "uq_scenario_chosen",
        "scenario",
        ["wave_id"],
        unique=True,
        sqlite_where=sa.text("chosen = 1"),
        postgresql_where=sa.text("chosen = 1"),
    )

    op.create_table(
        "structure",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(content) BETWEEN 2 AND 4000000", name=op.f("ck_structure_content_length")),
        sa.CheckConstraint("revision BETWEEN 1 AND 1000000000", name=op.f("ck_structure_revision_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_structure_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_structure")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )

    op.create_table(
        "structure_revision",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("back", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "decided_by IN ('owner', 'system')", name=op.f("ck_structure_revision_decided_by_known")
        ),
        sa.CheckConstraint("back >= 0", name=op.f("ck_structure_revision_back_range")),
        sa.CheckConstraint(
            "length(content) BETWEEN 2 AND 4000000", name=op.f("ck_structure_revision_content_length")
        ),
        sa.CheckConstraint(
            "revision BETWEEN 1 AND 1000000000", name=op.f("ck_structure_revision_revision_range")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_structure_revision_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "revision", name=op.f("pk_structure_revision")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )

    op.create_table(
        "trail",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "decided_by IN ('owner', 'system', 'reader')", name=op.f("ck_trail_decided_by_known")
        ),
        sa.CheckConstraint("length(detail) BETWEEN 0 AND 2000", name=op.f("ck_trail_detail_length")),
        sa.CheckConstraint("length(kind) BETWEEN 1 AND 40", name=op.f("ck_trail_kind_length")),
        sa.CheckConstraint("length(subject) BETWEEN 0 AND 120", name=op.f("ck_trail_subject_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 1000000000", name=op.f("ck_trail_number_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_trail_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "number", name=op.f("pk_trail")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )

    op.create_table(
        "frozen_proposal",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "length(content) BETWEEN 2 AND 4000000", name=op.f("ck_frozen_proposal_content_length")
        ),
        sa.CheckConstraint("length(digest) BETWEEN 64 AND 64", name=op.f("ck_frozen_proposal_digest_length")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["score_run.id"], name=op.f("fk_frozen_proposal_run_id_score_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_frozen_proposal_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "digest", name=op.f("pk_frozen_proposal")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_index(op.f("ix_frozen_proposal_wave_id"), "frozen_proposal", ["wave_id"], unique=False)
