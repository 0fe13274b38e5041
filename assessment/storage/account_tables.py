"""Tables of people who sign in: accounts, their places in workspaces, sessions, and failed tries."""

from datetime import datetime
from typing import get_args

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessment.domain.accounts import EMAIL_LIMIT, MemberRole
from assessment.domain.engagement import NAME_LIMIT
from assessment.domain.text import LOCALES
from assessment.storage.declarations import Base, between, length_of, not_negative, one_of, owned_by, strict


class AccountRow(Base):
    """A person. `version` grows with every change of the password: older sessions end by it."""

    __tablename__ = "account"
    __table_args__ = strict(
        length_of("id", 32, 36),
        length_of("email", 3, EMAIL_LIMIT),
        length_of("name", 1, NAME_LIMIT),
        length_of("password_hash", 20, 500),
        length_of("oidc_subject", 1, 500),
        between("active", 0, 1),
        one_of("locale", LOCALES),
        length_of("time_zone", 1, 60),
        not_negative("version"),
        UniqueConstraint("email"),
        UniqueConstraint("oidc_subject"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]
    oidc_subject: Mapped[str | None]
    active: Mapped[int]
    locale: Mapped[str | None]
    time_zone: Mapped[str | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    password_changed_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]


class MembershipRow(Base):
    """What an account is in one workspace, and whether it is let in there."""

    __tablename__ = "membership"
    __table_args__ = strict(
        one_of("role", get_args(MemberRole)),
        CheckConstraint("(role = 'owner') = (merchant_id IS NOT NULL)", name="owner_has_merchant"),
        between("active", 0, 1),
    )

    workspace_id: Mapped[str] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str]
    merchant_id: Mapped[str | None] = owned_by("merchant")
    created_at: Mapped[datetime]
    active: Mapped[int] = mapped_column(server_default=text("1"))


class AssignmentRow(Base):
    """A consultant works on an engagement."""

    __tablename__ = "assignment"
    __table_args__ = strict()

    engagement_id: Mapped[str] = mapped_column(
        ForeignKey("engagement.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]


class SignInRow(Base):
    """A signed-in browser: the hash of its cookie, and the account's version when it came in."""

    __tablename__ = "sign_in"
    __table_args__ = strict(
        length_of("token_hash", 32, 32), one_of("source", ("password", "oidc")), not_negative("version")
    )

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[str] = owned_by("account")
    workspace_id: Mapped[str] = owned_by("workspace")
    version: Mapped[int]
    source: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInFailureRow(Base):
    """A failed sign-in; `subject` is a keyed hash of account and network, never the address itself."""

    __tablename__ = "sign_in_failure"
    __table_args__ = strict(length_of("id", 32, 36), length_of("subject", 32, 32))

    id: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[bytes] = mapped_column(index=True)
    at: Mapped[datetime]


class AccountLinkRow(Base):
    """A link by which a person, once, sets the first or a new password, or comes in from elsewhere."""

    __tablename__ = "account_link"
    __table_args__ = strict(length_of("token_hash", 32, 32), one_of("kind", ("welcome", "reset", "exchange")))

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[str] = owned_by("account")
    kind: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]


class InstallationRow(Base):
    """A secret or mark of this installation: its pepper, the code of the first administrator."""

    __tablename__ = "installation"
    __table_args__ = strict(length_of("key", 1, 60), length_of("value", 1, 500))

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes]
    at: Mapped[datetime]
