"""Tables of reports: their look, wordings by hand, choices as they were printed, and own answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assessment.domain.editions import OWN_TEXT_LIMIT, PLACE_LIMIT, SEEN_LIMIT
from assessment.domain.text import LOCALES
from assessment.storage.declarations import Base, between, length_of, not_negative, one_of, owned_by, strict

LOGO_BYTES = 4_000_000
LOGO_SIDE = 10_000
CHOICES_LIMIT = 2_000_000


class ReportDeskRow(Base):
    """How the reports of a wave look and which pages they have: the row that writers lock.

    Every change of look, pages, logo or wordings makes the next revision; without a row nothing was chosen.
    """

    __tablename__ = "report_desk"
    __table_args__ = strict(
        between("revision", 1, 1_000_000_000), length_of("look", 2, 20_000), length_of("pages", 2, 20_000)
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int]
    look: Mapped[str]
    pages: Mapped[str]
    updated_at: Mapped[datetime]


class ReportLogoRow(Base):
    """A picture as it was re-encoded, under the digest of its bytes; kept while a printed report shows it."""

    __tablename__ = "report_logo"
    __table_args__ = strict(
        length_of("sha256", 64, 64),
        length_of("png", 1, LOGO_BYTES),
        between("width", 1, LOGO_SIDE),
        between("height", 1, LOGO_SIDE),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    png: Mapped[bytes]
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]


class TextEditRow(Base):
    """A wording by hand; `seen` is what was composed at that place when it was written."""

    __tablename__ = "text_edit"
    __table_args__ = strict(
        one_of("locale", LOCALES),
        length_of("place", 1, PLACE_LIMIT),
        length_of("seen", 0, SEEN_LIMIT),
        length_of("text", 1, OWN_TEXT_LIMIT),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    seen: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]


class FrozenChoicesRow(Base):
    """Choices as a report printed them, under the digest of their content; never changed."""

    __tablename__ = "frozen_choices"
    __table_args__ = strict(
        length_of("digest", 64, 64), length_of("content", 2, CHOICES_LIMIT), length_of("logo", 0, 64)
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    logo: Mapped[str]
    content: Mapped[str]
    created_at: Mapped[datetime]


class OwnReportRow(Base):
    """The report of one response about its own answers: it goes when the response goes."""

    __tablename__ = "own_report"
    __table_args__ = strict(
        length_of("id", 32, 36),
        one_of("locale", LOCALES),
        between("pages", 1, 1_000),
        not_negative("size"),
        length_of("sha256", 64, 64),
        length_of("file_name", 1, 120),
        UniqueConstraint("response_id", "locale"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    response_id: Mapped[str] = owned_by("response", index=False)
    locale: Mapped[str]
    pages: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str]
    file_name: Mapped[str]
    pdf: Mapped[bytes]
    created_at: Mapped[datetime]
