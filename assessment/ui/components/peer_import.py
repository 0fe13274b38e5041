"""Bringing a file of peers: what belongs into it, a preview of what would change, then the commit."""

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from assessment.access.viewer import Owner
from assessment.domain.engagement import (
    CATEGORIES,
    GMV_TIERS,
    LEAD_POSITIONS,
    NAME_LIMIT,
    PRICE_BANDS,
    SOURCE_LIMIT,
)
from assessment.domain.errors import FactOrgError, FileRefused
from assessment.ui import messages, session
from assessment.ui.components import peer_preview, refusal, save_file, table
from assessment.ui.components.save_file import SavedFile
from assessment.ui.messages import common, plain, tell

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.domain.peers import ImportedPanel, PanelPreview

CODES: Final = {
    "category": CATEGORIES,
    "gmv_tier": GMV_TIERS,
    "lead_position": LEAD_POSITIONS,
    "price_band": PRICE_BANDS,
}
COLUMNS: Final = ("merchant_code", "merchant_name", *CODES, "scores")
DATE_LENGTH: Final = 10
_DRAFT: Final = "peer-import"
_ROUND: Final = "peer-round"

_tell = messages.speaker("peers")


@dataclass(frozen=True, slots=True)
class Upload:
    """What was typed and chosen in the form."""

    content: bytes
    file_name: str
    name: str
    as_of: str
    source: str

    @property
    def identity(self) -> str:
        """Digest of all of it: a preview counts for exactly this."""
        told = repr((self.file_name, self.name, self.as_of, self.source))
        return hashlib.sha256(self.content + told.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload that was looked through: its preview, or why it was refused."""

    identity: str
    preview: "PanelPreview | None" = None
    refused: FileRefused | None = None


def draw(services: "Services", viewer: Owner, withdrawn: frozenset[str]) -> None:
    """Draw the form, and below it what the last check found.

    `withdrawn` names the panels that were taken out of use: their last file brings them back.
    """
    st.subheader(_tell("import.title"))
    st.markdown(_tell("import.lead"))
    st.caption(_tell("import.privacy"))
    _template()
    _form(services, viewer)
    _notice()
    checked = session.kept(_DRAFT)
    if isinstance(checked, Checked):
        _found(services, viewer, checked, withdrawn)


def _template() -> None:
    from assessment.intake.panels import panel_template  # noqa: PLC0415 - reads tables, for this page only

    file = SavedFile(_tell("import.template_name"), panel_template(session.locale()))
    save_file.button(_tell("import.template"), file, key="peer-template")
    with st.expander(_tell("import.columns"), type="compact"):
        lines = [[_tell(f"header.{name}"), _meaning(name)] for name in COLUMNS]
        table.draw([_tell("columns.head"), _tell("columns.meaning")], lines)


def _meaning(name: str) -> str:
    """Say what goes into a column; codes are listed with their names."""
    codes = [_tell("columns.code", code=code, name=common(f"{name}.{code}")) for code in CODES.get(name, ())]
    return _tell(f"columns.{name}", codes=tell("results.list_comma").join(codes))


# ---- the form ----


def _form(services: "Services", viewer: Owner) -> None:
    spoken = session.locale()
    with st.form("peer-import", clear_on_submit=False):
        with st.container(key=f"upload-{spoken}"):
            st.file_uploader(_tell("import.file"), key=_file_key())
        st.text_input(
            _tell("import.name"),
            max_chars=NAME_LIMIT,
            placeholder=_tell("import.name_example"),
            key="peer-name",
        )
        st.caption(_tell("import.name_help"))
        st.text_input(
            _tell("import.as_of"),
            max_chars=DATE_LENGTH,
            placeholder=_tell("import.as_of_example"),
            key="peer-as-of",
        )
        st.caption(_tell("import.as_of_help"))
        st.text_area(
            _tell("import.source"),
            max_chars=SOURCE_LIMIT,
            placeholder=_tell("import.source_example"),
            key="peer-source",
        )
        st.caption(_tell("import.source_help"))
        st.form_submit_button(
            _tell("import.check"),
            icon=":material/preview:",
            key="peer-check",
            on_click=_check,
            args=(services, viewer),
        )


def _file_key() -> str:
    """Key of the uploader: another one after an import, because an uploader cannot be emptied."""
    return f"peer-file-{session.place(_ROUND) or '0'}"


def _upload() -> Upload:
    """Read the form as it stands; nothing is trusted, the service checks everything."""
    file = session.widget(_file_key())
    typed = {name: str(session.widget(f"peer-{name}") or "").strip() for name in ("name", "as-of", "source")}
    return Upload(
        content=cast("bytes", file.getvalue()) if file is not None else b"",
        file_name=str(file.name) if file is not None else "",
        name=typed["name"],
        as_of=typed["as-of"],
        source=typed["source"],
    )


def _incomplete(upload: Upload) -> str | None:
    """Name every field that is still empty."""
    values = {"file": upload.file_name, "name": upload.name, "as_of": upload.as_of, "source": upload.source}
    return messages.missing_words(_tell(f"import.{name}") for name, value in values.items() if not value)


def _check(services: "Services", viewer: Owner) -> None:
    """Look an upload through and keep what was found; nothing is stored."""
    session.keep(_DRAFT, None)
    upload = _upload()
    failure = _incomplete(upload) or messages.attempt(partial(_look, services, viewer, upload))
    if failure:
        session.leave_note("peers-import", failure)


def _look(services: "Services", viewer: Owner, upload: Upload) -> None:
    try:
        preview = services.peers.preview(
            viewer,
            content=upload.content,
            file_name=upload.file_name,
            name=upload.name,
            as_of=upload.as_of,
            source=upload.source,
        )
    except FileRefused as refused:
        session.keep(_DRAFT, Checked(upload.identity, refused=refused))
    else:
        session.keep(_DRAFT, Checked(upload.identity, preview=preview))


# ---- what was found ----


def _notice() -> None:
    """Say why a check could not be made."""
    failed = session.note("peers-import")
    if failed:
        st.error(plain(failed), icon=":material/error:")


def _found(services: "Services", viewer: Owner, checked: Checked, withdrawn: frozenset[str]) -> None:
    if checked.refused is not None:
        refusal.draw(checked.refused, key="peer-refusal")
        return
    preview = checked.preview
    if preview is None:
        return
    back = preview.already_there and preview.name in withdrawn
    with st.container(border=True, key="peer-preview"):
        peer_preview.draw(preview, back=back)
        with st.container(horizontal=True):
            if preview.makes_epoch or back:
                st.button(
                    _tell("preview.reuse" if back else "preview.commit"),
                    key="peer-commit",
                    type="primary",
                    on_click=_commit,
                    args=(services, viewer, checked),
                )
            st.button(_tell("preview.cancel"), key="peer-cancel", on_click=session.keep, args=(_DRAFT, None))


def _commit(services: "Services", viewer: Owner, checked: Checked) -> None:
    """Import what was previewed and nothing else; a double click repeats the same operation."""
    upload = _upload()
    if upload.identity != checked.identity:
        session.keep(_DRAFT, None)
        session.leave_note("peers-import", _tell("preview.changed"))
        return
    name = f"import:{checked.identity}"
    try:
        done = services.peers.import_panel(
            viewer,
            content=upload.content,
            file_name=upload.file_name,
            name=upload.name,
            as_of=upload.as_of,
            source=upload.source,
            operation_id=session.operation(name),
        )
    except FactOrgError as error:
        session.leave_note("peers-failed", messages.error_words(error))
        return
    except Exception as error:  # noqa: BLE001 - frame of callbacks, see `messages.attempt`
        session.leave_note("peers-failed", messages.incident_words(error))
        return
    session.renew_operation(name)
    _finish(done)


def _finish(done: "ImportedPanel") -> None:
    """Say what happened and empty the form."""
    key = "preview.again" if done.already_there else "preview.done"
    session.leave_note("peers-ok", _tell(key, name=done.name, epoch=done.epoch, n=done.n_merchants))
    session.keep(_DRAFT, None)
    session.keep_place(_ROUND, str(int(session.place(_ROUND) or 0) + 1))
    for field in ("peer-name", "peer-source"):
        session.set_widget(field, "")
