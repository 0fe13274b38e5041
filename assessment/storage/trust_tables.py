"""Tables of accountability: the audit chain, and who must not come back from a backup."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from assessment.storage.declarations import Base, between, length_of, one_of, strict


class AuditRow(Base):
    """One deed, only ever added to; `workspace_id` is empty for deeds on the installation itself.

    No foreign key: the log outlives what it tells of. `detail` holds codes and counts as JSON, never what
    somebody answered or typed, no address and no token. `hash` is the SHA-256 over this row and `previous`.
    """

    __tablename__ = "audit"
    __table_args__ = strict(
        between("number", 1, 2_000_000_000),
        length_of("action", 1, 60),
        one_of("actor_kind", ("account", "owner", "respondent", "reader", "system", "nobody")),
        length_of("actor_id", 0, 36),
        length_of("object_kind", 0, 40),
        length_of("object_id", 0, 80),
        length_of("detail", 2, 2_000),
        length_of("request_id", 0, 36),
        length_of("previous", 32, 32),
        length_of("hash", 32, 32),
        Index("ix_audit_action", "workspace_id", "action", "number"),
        Index("ix_audit_object", "workspace_id", "object_id", "number"),
        Index("ix_audit_actor", "workspace_id", "actor_id", "number"),
    )

    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    detail: Mapped[str]
    request_id: Mapped[str]
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class ErasureRow(Base):
    """Somebody or something that was erased, as a keyed hash of its id: applied again after a restore."""

    __tablename__ = "erasure"
    __table_args__ = strict(
        length_of("subject", 32, 32), one_of("kind", ("person", "merchant", "workspace", "account"))
    )

    subject: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
