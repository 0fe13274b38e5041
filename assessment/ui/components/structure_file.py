"""The organization by file: our template out, a preview of what comes back, and one confirmed replacement."""

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from assessment.domain.errors import FileRefused
from assessment.domain.structure import DecisionRight, Structure
from assessment.ui import messages, session
from assessment.ui.components import refusal, save_file
from assessment.ui.components import structure_desk as desks
from assessment.ui.components import structure_findings as findings
from assessment.ui.components.save_file import SavedFile
from assessment.ui.components.structure_desk import StructurePage
from assessment.ui.messages import plain
from assessment.ui.session import Mark

if TYPE_CHECKING:
    from assessment.services.structures import StructureDraft

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DRAFT: Final = "structure-draft"
_ROUND: Final = "structure-round"

_tell = messages.speaker("structure")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked through, by its digest: a preview counts for exactly this one."""

    identity: str
    draft: "StructureDraft | None" = None
    refused: FileRefused | None = None


def draw(page: StructurePage) -> None:
    """Draw the template to take along, the field for the file, and what the last check found."""
    st.markdown(f"**{_tell('file.title')}**")
    st.caption(_tell("file.lead"))
    content = page.services.structures.template(page.viewer, session.locale())
    file = SavedFile(_tell("file.template_name"), content, XLSX)
    save_file.button(_tell("file.template"), file, key="structure-template")
    if not page.editable:
        return
    with st.container(key=f"upload-{session.locale()}"):
        st.file_uploader(_tell("file.choose"), key=_file_key(), on_change=_forget)
    st.button(
        _tell("file.check"),
        key="structure-check",
        icon=":material/preview:",
        on_click=_check,
        args=(page,),
    )
    _notice()
    checked = session.kept(_DRAFT)
    if isinstance(checked, Checked):
        _found(page, checked)


def _file_key() -> str:
    """Key of the uploader: another one after an upload, because an uploader cannot be emptied."""
    return f"structure-file-{session.place(_ROUND) or '0'}"


def _forget() -> None:
    session.keep(_DRAFT, None)


def _upload() -> tuple[str, bytes]:
    file = session.widget(_file_key())
    return ("", b"") if file is None else (str(file.name), cast("bytes", file.getvalue()))


def _identity(name: str, content: bytes) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass") + b"\0" + content).hexdigest()


def _check(page: StructurePage) -> None:
    session.keep(_DRAFT, None)
    name, content = _upload()
    failure = messages.attempt(partial(_look, page, name, content)) if content else _tell("file.no_file")
    if failure:
        session.leave_note("structure-file", failure)


def _look(page: StructurePage, name: str, content: bytes) -> None:
    identity = _identity(name, content)
    try:
        draft = page.services.structures.read_file(page.viewer, name, content)
    except FileRefused as refused:
        session.keep(_DRAFT, Checked(identity, refused=refused))
        return
    told = FileRefused(file=name, problems=draft.refusals) if draft.refusals else None
    session.keep(_DRAFT, Checked(identity, draft, told))


def _notice() -> None:
    failed = session.note("structure-file")
    if failed:
        st.error(plain(failed), icon=":material/error:")


def _found(page: StructurePage, checked: Checked) -> None:
    if checked.refused is not None:
        refusal.draw(checked.refused, key="structure-refusal")
        return
    if checked.draft is None or checked.draft.structure is None:
        return
    with st.container(border=True, key="structure-preview"):
        _preview(page, checked.draft.structure, checked.draft)
        with st.container(horizontal=True):
            st.button(
                _tell("file.commit"),
                key="structure-commit",
                type="primary",
                on_click=_commit,
                args=(page, checked, checked.draft.structure),
            )
            st.button(_tell("file.cancel"), key="structure-cancel", on_click=_forget)


def _preview(page: StructurePage, new: Structure, draft: "StructureDraft") -> None:
    st.markdown(f"**{_tell('file.preview')}**")
    st.markdown(
        _tell(
            "file.found",
            posts=len(new.posts),
            teams=len(new.teams),
            rooms=len(new.rooms),
            agencies=len(new.agencies),
            rights=sum(right != DecisionRight(right.decision) for right in new.rights),
        )
    )
    old = len(page.desk.structure.posts) if page.desk.sheet.entered else 0
    st.caption(_tell("file.will" if old else "file.first", old=old, new=len(new.posts)))
    if not draft.problems:
        st.caption(f":green[:material/check_circle:] {_tell('file.clean')}")
        return
    st.caption(_tell("file.with_problems", n=len(draft.problems)))
    findings.listed(findings.Teller.of(new, page.words, draft.rows), draft.problems)


def _commit(page: StructurePage, checked: Checked, new: Structure) -> None:
    """Replace the organization by what was previewed and nothing else."""
    if _identity(*_upload()) != checked.identity:
        session.leave_note("structure-file", _tell("file.changed"))
        _forget()
        return
    if desks.store(page, "upload", lambda _: new, session.operation(f"structure:{checked.identity}")):
        page.desk.redraw()
        page.desk.mark = page.desk.mark or Mark("saved")
        _forget()
        session.keep_place(_ROUND, str(int(session.place(_ROUND) or 0) + 1))
        session.keep_place("structure-section", "posts")
    session.renew_operation(f"structure:{checked.identity}")
