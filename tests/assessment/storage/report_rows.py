"""One row for every table of the look of reports, written beside an assessment that is there already."""

from datetime import UTC, datetime

from sqlalchemy import select

from assessment.domain.editions import ReportChoices, ReportLook, TextEdit
from assessment.services.context import new_id
from assessment.storage import desk_store, own_report_store
from assessment.storage.database import Connection
from assessment.storage.desk_store import FrozenChoices, StoredDesk, StoredLogo
from assessment.storage.own_report_store import OwnReport
from assessment.storage.tables import ResponseRow

AT = datetime(2026, 1, 2, tzinfo=UTC)
LOGO = StoredLogo("a" * 64, b"\x89PNG", 40, 20)


def add_report_rows(connection: Connection) -> None:
    """Give the wave that is there a desk, a logo, a wording, frozen choices and a report of own answers."""
    response = connection.execute(select(ResponseRow.id, ResponseRow.wave_id)).first()
    assert response is not None
    look = ReportLook("#123456", LOGO.sha256)
    desk_store.save(connection, response.wave_id, StoredDesk(look, {"board": ("summary",)}, 1), AT)
    edit = TextEdit("zh", "summary/title", "原来的标题 1", "改过的标题 1")
    desk_store.put_edit(connection, response.wave_id, edit, AT)
    frozen = FrozenChoices("b" * 64, ReportChoices(look, None, (edit,)), LOGO)
    desk_store.freeze(connection, response.wave_id, frozen, AT)
    report = OwnReport(new_id(), "zh", 2, "c" * 64, "a.pdf", b"%PDF")
    own_report_store.add(connection, response.id, report, AT)
