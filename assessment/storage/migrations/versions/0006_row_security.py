"""PostgreSQL keeps workspaces apart by itself: row-level security on every table of a tenant."""

from typing import Final

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SCOPE: Final = "current_setting('factorg.workspace', true)"
DIRECT: Final = (
    *("merchant", "operation", "sign_in", "engagement", "membership", "peer_consent", "wave"),
    *("share_link", "audit"),
)
SHARED: Final = ("peer_panel", "archetype_model")
"""Tables whose rows without a workspace belong to the installation: all read them, only the machine writes."""
BY_PARENT: Final = (
    *(("wave_id", "wave", "id", name) for name in ("consensus", "consensus_sitting", "fact", "facts_sheet")),
    *(("wave_id", "wave", "id", name) for name in ("frozen_choices", "invitation", "line_edit")),
    *(("wave_id", "wave", "id", name) for name in ("report_desk", "report_logo", "review_comment")),
    *(
        ("wave_id", "wave", "id", name)
        for name in ("scenario", "score_run", "structure", "structure_revision")
    ),
    *(("wave_id", "wave", "id", name) for name in ("text_edit", "trail", "wave_change", "frozen_proposal")),
    *(("wave_id", "wave", "id", name) for name in ("personal_link", "release", "response", "exclusion")),
    ("wave_id", "wave", "id", "served_cell"),
    ("engagement_id", "engagement", "id", "assignment"),
    ("invitation_id", "invitation", "id", "mailing"),
    *(("run_id", "score_run", "id", name) for name in ("report", "review_check")),
    *(("response_id", "response", "id", name) for name in ("answer_event", "item_note", "own_report")),
    ("report_id", "report", "id", "ticket"),
    ("link_hash", "personal_link", "token_hash", "visit"),
    *(("share_link_id", "share_link", "id", name) for name in ("share_visit", "share_opening")),
)
"""Key, parent and its key, table: a row is seen by whoever sees its parent, whose own policy decides that."""


def upgrade() -> None:
    """Apply; SQLite has no such policies."""
    if op.get_bind().dialect.name != "postgresql":
        return
    _protect("workspace", f"id = {SCOPE}")
    for table in DIRECT:
        _protect(table, f"workspace_id = {SCOPE}")
    for table in SHARED:
        _protect(table, f"workspace_id = {SCOPE}", seen="workspace_id IS NULL")
    _protect("peer_epoch", _parent("peer_epoch", "panel_id", "peer_panel", "id", f"workspace_id = {SCOPE}"))
    seen = _parent("peer_epoch", "panel_id", "peer_panel", "id", "workspace_id IS NULL")
    op.execute(f"CREATE POLICY shared ON peer_epoch FOR SELECT USING ({seen})")
    for key, parent, parent_key, table in BY_PARENT:
        _protect(table, _parent(table, key, parent, parent_key))


def downgrade() -> None:
    """Refuse: going back would take the wall between workspaces down."""
    raise RuntimeError("going back from revision 0006 would no longer keep workspaces apart")


def _parent(table: str, key: str, parent: str, parent_key: str, more: str = "true") -> str:
    rows = f"SELECT 1 FROM {parent} AS above WHERE above.{parent_key} = {table}.{key} AND {more}"  # noqa: S608
    return f"EXISTS ({rows})"


def _protect(table: str, rule: str, *, seen: str = "") -> None:
    """Show and take only rows that fit; FORCE binds the owner of the table as well."""
    rule = f"{SCOPE} = '*' OR {rule}"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenancy ON {table} USING ({rule}) WITH CHECK ({rule})")
    if seen:
        op.execute(f"CREATE POLICY shared ON {table} FOR SELECT USING ({seen})")
