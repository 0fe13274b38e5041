"""Every use case, called by every kind of viewer for foreign and for absent objects.

A use case that takes a viewer and has no row here fails the first test.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

import pytest

from assessment.access.viewer import Account, Member, Owner, Reader, Respondent, Viewer
from assessment.bootstrap import Services
from assessment.domain.accounts import MemberRole
from assessment.domain.editions import ReportLook, ReportOrder, TextEdit
from assessment.domain.errors import AccessDenied, FactOrgError, NotFound
from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Structure
from assessment.services.analysis import Analysis
from assessment.services.demo import Demo
from assessment.services.engagements import Engagements
from assessment.services.facts import OrganizationFacts
from assessment.services.importing import Importing
from assessment.services.item_quality import ItemQuality
from assessment.services.links import Links
from assessment.services.maintenance import Maintenance
from assessment.services.manuscripts import Manuscripts
from assessment.services.models import Models
from assessment.services.own_answers import OwnAnswers
from assessment.services.peers import Peers
from assessment.services.proposals import Proposals
from assessment.services.report_desk import ReportDesk
from assessment.services.reporting import Reporting
from assessment.services.responding import Responding
from assessment.services.review import Review
from assessment.services.structures import Structures
from assessment.services.voices import Voices
from assessment.storage.tables import Base
from tests.assessment.services.panel_files import panel_file
from tests.assessment.services.press import Press
from tests.assessment.services.proposers import Proposer
from tests.assessment.services.worlds import World, make_world, operation

ABSENT = "0" * 32
KINDS = (
    Analysis,
    Demo,
    Engagements,
    OrganizationFacts,
    Importing,
    ItemQuality,
    Links,
    Maintenance,
    Models,
    OwnAnswers,
    Peers,
    Proposals,
    ReportDesk,
    Reporting,
    Responding,
    Review,
    Structures,
    Voices,
)


@dataclass(frozen=True)
class Ids:
    """What a call is aimed at."""

    workspace: str
    wave: str
    response: str
    invitation: str
    run: str
    report: str
    item: str
    panel: str = ABSENT
    scenario: str = ABSENT


PANEL = {
    "content": panel_file(12),
    "file_name": "peers.csv",
    "name": "同行",
    "as_of": "2026-01-31",
    "source": "咨询项目",
}
Call = Callable[[Services, Viewer, Ids], object]


def verified(s: Services, v: Viewer, i: Ids) -> object:
    """Check a file that names a report; what is unknown must be unknown whether it exists or not."""
    found = s.reporting.verify(v, f"%PDF-1.4 report {i.report}".encode())
    if found.outcome == "unknown":
        assert found.report_id == found.stored == ""
        raise NotFound
    return found


EDIT = TextEdit("zh", "summary/title", "", "甲")
MATRIX: dict[str, Call] = {
    "Engagements.invite": lambda s, v, _: s.engagements.invite(
        v, name="乙", role="LIVE", locale="zh", operation_id=operation()
    ),
    "Engagements.replace_link": lambda s, v, i: s.engagements.replace_link(v, i.invitation, operation()),
    "Engagements.revoke": lambda s, v, i: s.engagements.revoke(v, i.invitation),
    "Engagements.replace_owner_link": lambda s, v, _: s.engagements.replace_owner_link(v),
    "Engagements.instrument": lambda s, v, _: s.engagements.instrument(v),
    "Engagements.progress": lambda s, v, _: s.engagements.progress(v),
    "Engagements.close": lambda s, v, _: s.engagements.close(v, operation()),
    "OrganizationFacts.load": lambda s, v, _: s.facts.load(v),
    "OrganizationFacts.save": lambda s, v, _: s.facts.save(
        v, changes={}, revision=0, operation_id=operation()
    ),
    "Responding.open": lambda s, v, _: s.responding.open(v),
    "Responding.choose": lambda s, v, _: s.responding.choose(v, form="core", operation_id=operation()),
    "Responding.answer": lambda s, v, i: s.responding.answer(
        v, item_id=i.item, value=1, revision=0, operation_id=operation()
    ),
    "Responding.note": lambda s, v, i: s.responding.note(
        v, item_id=i.item, comment="x", evidence="", operation_id=operation()
    ),
    "Responding.submit": lambda s, v, _: s.responding.submit(v, operation_id=operation()),
    "Analysis.score": lambda s, v, i: s.analysis.score(v, i.wave),
    "Analysis.changes": lambda s, v, i: s.analysis.changes(v, i.wave),
    "Analysis.latest": lambda s, v, i: s.analysis.latest(v, i.wave),
    "Analysis.latest_closed_wave": lambda s, v, _: s.analysis.latest_closed_wave(v),
    "Analysis.every_wave": lambda s, v, _: s.analysis.every_wave(v),
    "Analysis.run": lambda s, v, i: s.analysis.run(v, i.run),
    "Reporting.build": lambda s, v, i: s.reporting.build(v, i.run, ReportOrder()),
    "Reporting.made": lambda s, v, i: s.reporting.made(v, i.run),
    "Reporting.verify": verified,
    "ReportDesk.desk": lambda s, v, i: s.report_desk.desk(v, i.wave),
    "ReportDesk.save_look": lambda s, v, i: s.report_desk.save_look(
        v, i.wave, ReportLook("#0B3C5D"), revision=0, operation_id=operation()
    ),
    "ReportDesk.save_pages": lambda s, v, i: s.report_desk.save_pages(
        v, i.wave, "board", ("gaps",), revision=0, operation_id=operation()
    ),
    "ReportDesk.put_logo": lambda s, v, i: s.report_desk.put_logo(
        v, i.wave, b"", revision=0, operation_id=operation()
    ),
    "ReportDesk.drop_logo": lambda s, v, i: s.report_desk.drop_logo(
        v, i.wave, revision=0, operation_id=operation()
    ),
    "ReportDesk.edit_text": lambda s, v, i: s.report_desk.edit_text(
        v, i.wave, EDIT, revision=0, operation_id=operation()
    ),
    "ReportDesk.undo_text": lambda s, v, i: s.report_desk.undo_text(
        v, i.wave, "zh", EDIT.place, revision=0, operation_id=operation()
    ),
    "ReportDesk.document": lambda s, v, i: s.report_desk.document(v, i.run, ReportOrder()),
    "ReportDesk.sheets": lambda s, v, i: s.report_desk.sheets(v, i.run, ReportOrder("board")),
    "ReportDesk.preview": lambda s, v, i: s.report_desk.preview(v, i.run, ReportOrder("board"), 1),
    "OwnAnswers.print": lambda s, v, _: s.own_answers.print(v, "zh"),
    "Reporting.issue_ticket": lambda s, v, i: s.reporting.issue_ticket(v, i.report),
    "Review.responses": lambda s, v, i: s.review.responses(v, i.wave),
    "Review.exclude": lambda s, v, i: s.review.exclude(v, i.response, "抄答案", operation()),
    "Review.include": lambda s, v, i: s.review.include(v, i.response, "核实过", operation()),
    "ItemQuality.read": lambda s, v, _: s.item_quality.read(v),
    "Models.fit": lambda s, v, _: s.models.fit(v, "demo"),
    "Models.card": lambda s, v, _: s.models.card(v),
    "Peers.panels": lambda s, v, _: s.peers.panels(v),
    "Peers.preview": lambda s, v, _: s.peers.preview(v, **PANEL),
    "Peers.import_panel": lambda s, v, _: s.peers.import_panel(v, **PANEL, operation_id=operation()),
    "Peers.withdraw": lambda s, v, i: s.peers.withdraw(v, i.panel, operation()),
    "Peers.contribution": lambda s, v, _: s.peers.contribution(v),
    "Peers.consent": lambda s, v, _: s.peers.consent(
        v, granted=True, text_version="1", operation_id=operation()
    ),
    "Structures.load": lambda s, v, i: s.structures.load(v, i.wave),
    "Structures.save": lambda s, v, i: s.structures.save(
        v, Structure(), revision=0, operation_id=operation(), wave_id=i.wave
    ),
    "Structures.undo": lambda s, v, i: s.structures.undo(
        v, revision=0, operation_id=operation(), wave_id=i.wave
    ),
    "Structures.template": lambda s, v, i: s.structures.template(v, "zh", wave_id=i.wave),
    "Structures.read_file": lambda s, v, i: s.structures.read_file(v, "a.xlsx", b"", wave_id=i.wave),
    "Proposals.scenarios": lambda s, v, i: s.proposals.scenarios(v, i.wave),
    "Proposals.proposal": lambda s, v, i: s.proposals.proposal(v, i.wave, i.scenario),
    "Proposals.printed": lambda s, v, i: s.proposals.printed(v, s.analysis.run(v, i.run)),
    "Proposals.try_out": lambda s, v, i: s.proposals.try_out(v, i.wave, Settings()),
    "Proposals.save_scenario": lambda s, v, i: s.proposals.save_scenario(
        v, i.wave, name="甲", settings=Settings(), operation_id=operation(), scenario_id=i.scenario
    ),
    "Proposals.delete_scenario": lambda s, v, i: s.proposals.delete_scenario(
        v, i.wave, i.scenario, operation_id=operation()
    ),
    "Proposals.choose": lambda s, v, i: s.proposals.choose(v, i.wave, i.scenario, operation_id=operation()),
    "Proposals.edit": lambda s, v, i: s.proposals.edit(
        v, i.wave, LineEdit("form", "accepted"), operation_id=operation()
    ),
    "Proposals.undo_edit": lambda s, v, i: s.proposals.undo_edit(v, i.wave, "form", operation_id=operation()),
    "Proposals.trail": lambda s, v, i: s.proposals.trail(v, i.wave),
    "Voices.by_item": lambda s, v, i: s.voices.by_item(v, i.wave),
    "Importing.responses": lambda s, v, _: s.importing.responses(
        v, content=b"", file_name="a.csv", instrument=None, source=b"", title="t"
    ),
}


AIMED = (
    "Analysis",
    "Reporting",
    "ReportDesk",
    "Review",
    "Structures",
    "Proposals",
    "Voices",
    "Importing",
    "Engagements.replace_link",
    "Engagements.revoke",
    "Peers.withdraw",
)
"""Use cases that are told what to act on; the others act on the viewer's own wave."""


def test_every_use_case_with_a_viewer_has_a_row() -> None:
    """A new use case must be added to the matrix, and a removed one taken out."""
    found = {
        f"{kind.__name__}.{name}"
        for kind in KINDS
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") and "viewer" in inspect.signature(method).parameters
    }
    assert found == set(MATRIX)


@dataclass
class Town:
    """Two merchants of equal looks, the second one closed, scored and reported."""

    mine: World
    theirs: World
    foreign: Ids


@pytest.fixture
def town(services: Services) -> Town:
    """Give two merchants."""
    press = Reporting(services._context, services.analysis, printer=Press())
    services.__dict__["reporting"] = press  # what is tested is who may have a report, not how it looks
    proposals = Proposals(services._context, services.analysis, proposer=Proposer())
    services.__dict__["proposals"] = proposals  # likewise
    manuscripts = Manuscripts(services._context, services.analysis, proposals.printed)
    services.__dict__["report_desk"] = ReportDesk(services._context, manuscripts)
    mine, theirs = make_world(services), make_world(services)
    item = services.responding.open(theirs.respondent).items[0].id
    theirs.close()
    run = services.analysis.score(theirs.owner, theirs.owner.wave_id)
    report = services.reporting.build(theirs.owner, run.id, ReportOrder(locale="en"))
    return Town(
        mine,
        theirs,
        Ids(
            theirs.owner.workspace_id,
            theirs.owner.wave_id,
            theirs.respondent.response_id,
            theirs.issued.invitation.id,
            run.id,
            report.id,
            item,
            services.peers.import_panel(theirs.owner, **PANEL, operation_id=operation()).panel_id,
            proposals.save_scenario(
                theirs.owner,
                theirs.owner.wave_id,
                name="乙",
                settings=Settings(),
                operation_id=operation(),
            ),
        ),
    )


def viewers(town: Town, ids: Ids) -> list[Viewer]:
    """List one's own viewers, and forged ones that carry some of the ids aimed at."""
    owner, respondent = town.mine.owner, town.mine.respondent
    reader = Reader(owner.workspace_id, owner.wave_id)
    return [
        owner,
        respondent,
        reader,
        replace(owner, wave_id=ids.wave, response_id=ids.response),
        replace(respondent, response_id=ids.response),
        replace(reader, wave_id=ids.wave),
        replace(reader, wave_id=ids.wave, run_id=ids.run),
        *(_member(owner, ids.wave, role) for role in get_args(MemberRole)),
    ]


def _member(owner: Owner, wave_id: str, role: MemberRole) -> Member:
    """Forge a person of one's own workspace who claims to be at work on any wave."""
    account = Account("f" * 32, owner.workspace_id, role, merchant_id=owner.merchant_id)
    return Member(owner.workspace_id, owner.merchant_id, wave_id, "", account=account)


def outcome(call: Call, services: Services, viewer: Viewer, ids: Ids) -> tuple[type, str]:
    """Return what a call raises; a call on one's own objects may succeed."""
    try:
        call(services, viewer, ids)
    except FactOrgError as error:
        return type(error), str(error)
    return type(None), ""


def theirs_stored(town: Town) -> dict[str, list[str]]:
    """Return every stored row that holds an id of the other merchant, and the size of shared tables."""
    database = town.theirs.services._context.database
    mine = (town.mine.owner.workspace_id, town.mine.owner.wave_id, town.mine.respondent.response_id)
    kept: dict[str, list[str]] = {}
    for name, table in Base.metadata.tables.items():
        rows = [repr(tuple(r)) for r in database.read(lambda c, t=table: list(c.execute(t.select())))]
        kept[name] = sorted(row for row in rows if not any(own in row for own in mine))
    return {name: rows for name, rows in kept.items() if name not in ("operation", "item_note")}


def test_foreign_and_absent_objects_cannot_be_told_apart(town: Town) -> None:
    """Same error, same fields, and not one row of the other merchant is touched."""
    services = town.mine.services
    absent = Ids(ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, town.foreign.item)
    before = theirs_stored(town)
    for use_case, call in MATRIX.items():
        for strange, nobody in zip(viewers(town, town.foreign), viewers(town, absent), strict=True):
            if strange == nobody and not use_case.startswith(AIMED):
                continue  # acts on one's own objects, whatever the ids
            found = outcome(call, services, strange, town.foreign)
            assert found[0] in (NotFound, AccessDenied), (use_case, strange)
            assert found == outcome(call, services, nobody, absent), (use_case, strange)
    assert theirs_stored(town) == before


def test_the_matrix_has_teeth(town: Town) -> None:
    """The rightful owner gets through where strangers do not."""
    services, owner = town.theirs.services, town.theirs.owner
    for use_case in ("Analysis.latest", "Analysis.run", "Reporting.build", "Reporting.issue_ticket"):
        assert outcome(MATRIX[use_case], services, owner, town.foreign)[0] is type(None)
    assert isinstance(owner, Owner)
    assert isinstance(town.theirs.respondent, Respondent)
