"""What all table declarations share: the registry, names of constraints and the usual limits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column

from assessment.storage.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Registry of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text, int: Integer, bytes: LargeBinary, datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy's form


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Only these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def length_of(column: str, low: int, high: int) -> CheckConstraint:
    """Characters of a text, or bytes of a blob."""
    return CheckConstraint(f"length({column}) BETWEEN {low} AND {high}", name=f"{column}_length")


def between(column: str, low: int, high: int) -> CheckConstraint:
    """Keep a whole number in a closed range."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")


def not_negative(column: str) -> CheckConstraint:
    """Keep counts and revisions from falling below zero."""
    return CheckConstraint(f"{column} >= 0", name=f"{column}_range")


def strict(*parts: CheckConstraint | UniqueConstraint | Index, rowid: bool = True) -> tuple[Any, ...]:
    """Table arguments of a STRICT table with these constraints.

    Without `rowid` a row lives in its primary key's tree: one page less to write for each new row.
    """
    return (*parts, {"sqlite_strict": True, "sqlite_with_rowid": rowid})


def owned_by(target: str, *, index: bool = True) -> Any:  # noqa: ANN401 - SQLAlchemy's own return type
    """Foreign key whose row goes when its owner goes."""
    return mapped_column(ForeignKey(f"{target}.id", ondelete="CASCADE"), index=index)
