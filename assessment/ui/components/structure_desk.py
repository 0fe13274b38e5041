"""The organization as this tab last saw it, and the one way in which a change is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.content import loader
from assessment.domain import structure_edits as edits
from assessment.domain.errors import (
    FactOrgError,
    FieldInvalid,
    ReportingCycle,
    SplitImpossible,
    StaleRevision,
    StructureFull,
    TextTooLong,
)
from assessment.domain.forms import OrganizationForm
from assessment.domain.structure import Structure
from assessment.ui import messages, session
from assessment.ui.components.structure_cells import Wording
from assessment.ui.components.structure_sent import Base
from assessment.ui.messages import common, plain, tell, wording
from assessment.ui.session import Mark
from scoring.organization.fact_keys import TEAM_KINDS

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.structures import StructureSheet

Edit = Callable[[Structure], Structure]

HEAD: Final = "structure-head"
TABLE: Final = "structure-table"
PANEL: Final = "structure-panel"
SIDE: Final = "structure-side"
WHOLE: Final = "structure-whole-chart"
REFUSALS: Final = (FieldInvalid, ReportingCycle, SplitImpossible, StructureFull, TextTooLong)
"""What would be refused again: the cell shows what is stored, and no retry is offered."""

_tell = messages.speaker("structure")


@dataclass(slots=True)
class StructureDesk:
    """The sheet as last read, and what the editors were drawn with.

    `epoch` is part of every editor's and field's key: with a new one they are drawn anew from what is stored.
    `tables` is the same for tables only, when a field beside them changed something.
    """

    sheet: "StructureSheet"
    epoch: int = 0
    tables: int = 0
    mark: Mark | None = None
    bases: dict[str, Base] = field(default_factory=dict)

    @property
    def structure(self) -> Structure:
        """The organization as this tab last saw it."""
        return self.sheet.structure

    def redraw(self) -> None:
        """Let every editor begin again from what is stored."""
        self.epoch += 1
        self.bases.clear()


@dataclass(frozen=True, slots=True)
class StructurePage:
    """What every part of the page needs."""

    services: "Services"
    viewer: Owner | Reader
    words: Wording
    form: OrganizationForm | None = None

    @property
    def editable(self) -> bool:
        """Whether the viewer may change anything."""
        return isinstance(self.viewer, Owner)

    @property
    def desk(self) -> StructureDesk:
        """The sheet as this tab last saw it; a lost session begins from the database."""
        kept = session.kept(_name(self.viewer))
        return kept if isinstance(kept, StructureDesk) else fresh_desk(self.services, self.viewer)


def _name(viewer: Owner | Reader) -> str:
    return f"structure:{viewer.wave_id}"


def fresh_desk(services: "Services", viewer: Owner | Reader) -> StructureDesk:
    """Read the organization, and draw the editors anew if it is another one than this tab has.

    Raises
    ------
    FactOrgError
        Whatever the service says about an unknown wave.
    """
    sheet = read(services, viewer)
    desk = session.kept(_name(viewer))
    if not isinstance(desk, StructureDesk):
        desk = StructureDesk(sheet)
    else:
        if desk.structure != sheet.structure:
            desk.redraw()
        desk.sheet = sheet
    session.keep(_name(viewer), desk)
    return desk


def read(services: "Services", viewer: Owner | Reader) -> "StructureSheet":
    """Read the sheet; what was only drawn from facts gets names in this tab's language."""
    sheet = services.structures.load(viewer)
    return sheet if sheet.entered else replace(sheet, structure=named(sheet.structure))


def named(structure: Structure) -> Structure:
    """Name teams, rooms and agencies that have no name yet."""
    return replace(
        structure,
        teams=tuple(replace(one, name=one.name or _team_name(one.id)) for one in structure.teams),
        rooms=tuple(
            replace(one, name=one.name or _tell("entry.new_rooms", n=n))
            for n, one in enumerate(structure.rooms, 1)
        ),
        agencies=tuple(
            replace(one, name=one.name or _tell("entry.new_agencies", n=n))
            for n, one in enumerate(structure.agencies, 1)
        ),
    )


def _team_name(team_id: str) -> str:
    """Name of a team as facts draw it."""
    return _tell(f"team.{team_id}") if team_id in TEAM_KINDS else team_id


def page_of(services: "Services", viewer: Owner | Reader) -> StructurePage:
    """Read the organization and gather everything that its page says."""
    fresh_desk(services, viewer)
    form = None
    if isinstance(viewer, Owner):
        said = services.facts.load(viewer).facts.get("F1.form")
        form = loader.knowledge().design.form_of_option(said)
    return StructurePage(services, viewer, words_of(), form)


def words_of() -> Wording:
    """Words of this tab's language for everything that an organization names by id."""
    return Wording(
        design=loader.knowledge().design,
        locale=session.locale(),
        say=_tell,
        metrics=_options("F22.host.metric"),
        bases=_options("F22.host.basis"),
        functions=tuple(pair for pair in _options("F17.functions") if pair[0] != "none"),
        yes_no=(("yes", common("yes_no.yes")), ("no", common("yes_no.no"))),
    )


def _options(key: str) -> tuple[tuple[str, str], ...]:
    known = loader.facts_form().field(key)
    return tuple((one.id, wording(one.name)) for one in known.options) if known is not None else ()


# ---- changing ----


def change(page: StructurePage, what: str, edit: Edit, operation_id: str = "") -> None:
    """Store what an edit makes of the organization, and draw every editor anew; see `store`."""
    store(page, what, edit, operation_id)
    page.desk.redraw()


def store(page: StructurePage, what: str, edit: Edit, operation_id: str = "") -> bool:
    """Store what an edit makes of the organization; tell whether that went as it was meant.

    `what` names the operation for the trail. Where another device saved meanwhile, both changes are kept if
    they touch different entries; otherwise nothing is overwritten and the own change can be repeated. How it
    went stands on the desk as its mark.
    """
    desk, operation = page.desk, operation_id or str(uuid4())
    repeat = partial(change, page, what, edit, operation)
    try:
        return _store(page, desk, what, edit, operation)
    except REFUSALS as error:
        desk.mark = Mark("failed", messages.error_words(error))
        desk.redraw()
    except FactOrgError as error:
        desk.mark = Mark("failed", messages.error_words(error), repeat)
    except Exception as error:  # noqa: BLE001 - frame of callbacks, see messages.attempt
        desk.mark = Mark("failed", messages.incident_words(error), repeat)
    return False


def _store(page: StructurePage, desk: StructureDesk, what: str, edit: Edit, operation: str) -> bool:
    edited = edit(desk.structure)
    if edited == desk.structure and (desk.sheet.entered or edited.empty):
        return True
    try:
        desk.sheet = _saved(page, desk, what, edited, operation)
    except StaleRevision:
        return _reconcile(page, desk, what, edit)
    desk.mark = Mark("saved")
    return True


def _saved(
    page: StructurePage, desk: StructureDesk, what: str, edited: Structure, operation: str
) -> "StructureSheet":
    return page.services.structures.save(
        page.viewer,
        edited,
        revision=desk.sheet.revision,
        operation_id=operation,
        what=_tell(f"what.{what}"),
    )


def _reconcile(page: StructurePage, desk: StructureDesk, what: str, edit: Edit) -> bool:
    """Bring a change together with what another device stored meanwhile."""
    before, mine = desk.structure, edit(desk.structure)
    desk.sheet = read(page.services, page.viewer)
    desk.redraw()
    theirs = edits.touched(before, desk.structure)
    if theirs & edits.touched(before, mine):
        desk.mark = Mark("stale", repeat=partial(change, page, what, edit))
        return False
    desk.sheet = _saved(page, desk, what, edit(desk.structure), str(uuid4()))
    desk.mark = Mark("merged")
    return False


def undo(page: StructurePage) -> None:
    """Take the last change back."""
    desk = page.desk
    failure = messages.attempt(partial(_undo, page, desk))
    desk.mark = Mark("failed", failure) if failure else Mark("saved", _tell("mark.undone"))
    desk.redraw()


def _undo(page: StructurePage, desk: StructureDesk) -> None:
    name = f"structure-undo:{desk.sheet.revision}"
    try:
        desk.sheet = page.services.structures.undo(
            page.viewer, revision=desk.sheet.revision, operation_id=session.operation(name)
        )
    except StaleRevision:
        desk.sheet = read(page.services, page.viewer)
        raise
    session.renew_operation(name)


# ---- saying how it went ----


def mark(page: StructurePage) -> None:
    """Say what is known about the last change, and nothing more."""
    found = page.desk.mark
    if found is None:
        st.caption(_tell("mark.auto"))
    elif found.state == "saved":
        st.caption(f":green[:material/check_circle:] {plain(found.words or tell('answer.mark_saved'))}")
    elif found.state == "merged":
        st.info(_tell("mark.merged"), icon=":material/devices:")
    elif found.state == "stale":
        st.warning(_tell("mark.stale"), icon=":material/devices:")
        _again(found, _tell("mark.mine"))
    else:
        lead = f"{tell('answer.mark_failed')} " if found.repeat is not None else ""
        st.error(f"{lead}{plain(found.words)}", icon=":material/sync_problem:")
        _again(found, tell("answer.retry"))


def _again(found: Mark, label: str) -> None:
    if found.repeat is not None:
        st.button(label, key="structure-again", on_click=_redo, args=(found.repeat,))


def _redo(repeat: Callable[[], None]) -> None:
    repeat()
