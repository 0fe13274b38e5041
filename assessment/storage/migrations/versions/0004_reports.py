"""Editions and forms of reports, how a wave's reports look, wordings by hand, reports of own answers."""

import sqlalchemy as sa
from alembic import op

from assessment.storage.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_tables()
    # Reports of before are the full edition as PDF, with nothing by hand. Defaults let the older version run on.
    with op.batch_alter_table("report") as batch:
        for name, kind, default in (
            ("edition", sa.Text(), "'full'"),
            ("form", sa.Text(), "'pdf'"),
            ("archive", sa.Integer(), "0"),
            ("choices_digest", sa.Text(), "''"),
            ("manifest", sa.Text(), "'{}'"),
        ):
            batch.add_column(sa.Column(name, kind, server_default=sa.text(default), nullable=False))
        batch.drop_constraint(op.f("uq_report_run_id_locale_proposal_digest"), type_="unique")
        for name, rule in (
            ("edition_known", "edition IN ('leadership', 'full', 'board')"),
            ("form_known", "form IN ('pdf', 'xlsx', 'docx', 'png')"),
            ("archive_range", "archive BETWEEN 0 AND 1"),
            ("choices_digest_length", "length(choices_digest) BETWEEN 0 AND 64"),
            ("manifest_length", "length(manifest) BETWEEN 2 AND 1000000"),
        ):
            batch.create_check_constraint(op.f(f"ck_report_{name}"), rule)
        batch.create_unique_constraint(
            op.f("uq_report_order"),
            ["run_id", "locale", "proposal_digest", "edition", "form", "archive", "choices_digest"],
        )
        batch.create_index("ix_report_sha256", ["sha256"], unique=False)


def downgrade() -> None:
    """Refuse: going back would delete editions, wordings by hand and logos."""
    raise RuntimeError("going back from revision 0004 would delete editions, wordings by hand and logos")


def _create_tables() -> None:
    op.create_table(
        "report_desk",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("look", sa.Text(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(look) BETWEEN 2 AND 20000", name=op.f("ck_report_desk_look_length")),
        sa.CheckConstraint("length(pages) BETWEEN 2 AND 20000", name=op.f("ck_report_desk_pages_length")),
        sa.CheckConstraint("revision BETWEEN 1 AND 1000000000", name=op.f("ck_report_desk_revision_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_report_desk_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_report_desk")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "report_logo",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("height BETWEEN 1 AND 10000", name=op.f("ck_report_logo_height_range")),
        sa.CheckConstraint("length(png) BETWEEN 1 AND 4000000", name=op.f("ck_report_logo_png_length")),
        sa.CheckConstraint("length(sha256) BETWEEN 64 AND 64", name=op.f("ck_report_logo_sha256_length")),
        sa.CheckConstraint("width BETWEEN 1 AND 10000", name=op.f("ck_report_logo_width_range")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_report_logo_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "sha256", name=op.f("pk_report_logo")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "text_edit",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(place) BETWEEN 1 AND 120", name=op.f("ck_text_edit_place_length")),
        sa.CheckConstraint("length(seen) BETWEEN 0 AND 4000", name=op.f("ck_text_edit_seen_length")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 800", name=op.f("ck_text_edit_text_length")),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_text_edit_locale_known")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_text_edit_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "locale", "place", name=op.f("pk_text_edit")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "frozen_choices",
        sa.Column("wave_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("logo", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "length(content) BETWEEN 2 AND 2000000", name=op.f("ck_frozen_choices_content_length")
        ),
        sa.CheckConstraint("length(digest) BETWEEN 64 AND 64", name=op.f("ck_frozen_choices_digest_length")),
        sa.CheckConstraint("length(logo) BETWEEN 0 AND 64", name=op.f("ck_frozen_choices_logo_length")),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_frozen_choices_wave_id_wave"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("wave_id", "digest", name=op.f("pk_frozen_choices")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.create_table(
        "own_report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("response_id", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "length(file_name) BETWEEN 1 AND 120", name=op.f("ck_own_report_file_name_length")
        ),
        sa.CheckConstraint("length(id) BETWEEN 32 AND 36", name=op.f("ck_own_report_id_length")),
        sa.CheckConstraint("length(sha256) BETWEEN 64 AND 64", name=op.f("ck_own_report_sha256_length")),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_own_report_locale_known")),
        sa.CheckConstraint("pages BETWEEN 1 AND 1000", name=op.f("ck_own_report_pages_range")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_own_report_size_range")),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_own_report_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_report")),
        sa.UniqueConstraint("response_id", "locale", name=op.f("uq_own_report_response_id_locale")),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
