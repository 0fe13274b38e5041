"""The organization as it is: whole states, one after the other, and the way back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.domain.errors import (
    AccessDenied,
    FieldInvalid,
    NotFound,
    NothingToUndo,
    StaleRevision,
    TextTooLong,
)
from assessment.domain.structure import MAX_POSTS, MAX_TEAMS, DecisionRight, Post, Room, Structure, Team
from assessment.services.structure_fields import checked_structure
from assessment.services.structures import StructureSheet
from assessment.storage import structure_store, wave_store
from tests.assessment.intake.test_hostile import NOT_TABLES
from tests.assessment.services.worlds import World, make_world, operation

LEAD = Post("p1", "lead", fte=1.0)
HOST = Post("p2", "host", "早班主播", fte=3.0, reports_to=("p1",))
TEAM = Structure(posts=(LEAD, HOST))


def save(
    world: World, structure: Structure = TEAM, revision: int = 0, operation_id: str | None = None
) -> StructureSheet:
    """Save as the owner."""
    return world.services.structures.save(
        world.owner,
        structure,
        revision=revision,
        operation_id=operation_id or operation(),
        what="加一名主播",
    )


def undo(world: World, revision: int) -> StructureSheet:
    """Undo as the owner."""
    return world.services.structures.undo(world.owner, revision=revision, operation_id=operation())


def test_before_anything_is_entered_the_facts_speak(world: World) -> None:
    """The sheet shows what the facts form knows, is not entered, and stores nothing."""
    world.services.facts.save(
        world.owner,
        changes={"F13.host.fte": 4, "F14.host": "lead", "F13.lead.fte": 1},
        revision=0,
        operation_id=operation(),
    )
    sheet = world.services.structures.load(world.owner)
    assert {post.kind: post.fte for post in sheet.structure.posts} == {"lead": 1.0, "host": 4.0}
    assert (sheet.entered, sheet.revision, sheet.can_undo, sheet.problems) == (False, 0, False, ())


def test_a_saved_organization_comes_back_with_its_figures(world: World) -> None:
    """What was entered is what is loaded, with its headcount counted: 1 + 3 = 4."""
    saved = save(world)
    assert world.services.structures.load(world.owner) == saved
    assert saved.structure == TEAM
    assert (saved.entered, saved.revision, saved.can_undo) == (True, 1, True)
    assert (saved.figures.n_posts, saved.figures.fte) == (2, 4.0)


def test_mistakes_of_organization_are_stored_and_named_at_their_cell(world: World) -> None:
    """Two bosses, a circle and impossible headcounts are kept, so that they can be repaired."""
    wrong = Structure(
        posts=(
            replace(LEAD, reports_to=("p2",)),
            replace(HOST, reports_to=("p1", "p3"), fte=10_000.0),
            Post("p3", "editor", fte=-1.0),
        )
    )
    sheet = save(world, wrong)
    assert sheet.structure == wrong
    found = {(problem.code, problem.row) for problem in sheet.problems}
    assert {("two_bosses", "p2"), ("fte_too_large", "p2"), ("fte_negative", "p3")} <= found
    assert any(code == "reporting_circle" for code, _ in found)


def test_a_stale_sheet_stores_nothing(world: World) -> None:
    """Whoever saved first wins; the other one is told which revision is there."""
    save(world)
    with pytest.raises(StaleRevision) as refused:
        save(world, Structure(posts=(LEAD,)))
    assert dict(refused.value.fields) == {"expected": 0, "current": 1}
    with pytest.raises(StaleRevision):
        undo(world, 0)
    assert world.services.structures.load(world.owner).structure == TEAM


def test_parallel_first_saves_end_in_one(world: World) -> None:
    """Of five tabs that save the first organization at once, one gets through."""

    def one(number: int) -> int:
        try:
            return save(world, Structure(posts=(replace(LEAD, fte=float(number)),))).revision
        except StaleRevision:
            return 0

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(one, range(1, 6))) == [0, 0, 0, 0, 1]


def test_the_same_operation_happens_once(world: World) -> None:
    """A retry and a double click change nothing, and answer with the sheet as it is."""
    asked = operation()
    first = save(world, operation_id=asked)
    assert save(world, operation_id=asked) == first
    assert len(world.services.proposals.trail(world.owner, world.owner.wave_id)) == 1


def test_saving_what_is_there_adds_no_revision(world: World) -> None:
    """Nothing changed, nothing to undo, nothing in the trail."""
    save(world)
    assert save(world, revision=1).revision == 1
    assert len(world.services.proposals.trail(world.owner, world.owner.wave_id)) == 1


def test_undo_goes_back_state_by_state_and_keeps_the_history(world: World) -> None:
    """Three states are taken back one by one down to the facts, then there is nothing left."""
    states = [TEAM, Structure(posts=(LEAD,)), Structure(posts=(HOST,))]
    for revision, state in enumerate(states):
        save(world, state, revision)
    assert undo(world, 3).structure == states[1]
    assert undo(world, 4).structure == states[0]
    bare = undo(world, 5)
    assert (bare.entered, bare.revision, bare.can_undo) == (False, 6, False)
    with pytest.raises(NothingToUndo):
        undo(world, 6)
    trail = world.services.proposals.trail(world.owner, world.owner.wave_id)
    assert [(entry.kind, entry.subject) for entry in reversed(trail)] == [
        ("structure_saved", "1"),
        ("structure_saved", "2"),
        ("structure_saved", "3"),
        ("structure_undone", "4"),
        ("structure_undone", "5"),
        ("structure_undone", "6"),
    ]
    assert {(entry.by, entry.detail) for entry in trail} == {("owner", "加一名主播"), ("owner", "")}


def test_after_an_undo_the_next_save_can_be_undone_too(world: World) -> None:
    """A change after an undo leads back to the undone state's predecessor, not to what was undone."""
    save(world)
    save(world, Structure(posts=(LEAD,)), 1)
    undo(world, 2)
    save(world, Structure(posts=(HOST,)), 3)
    assert undo(world, 4).structure == TEAM


@pytest.mark.parametrize(
    ("structure", "field", "reason"),
    [
        (Structure(posts=tuple(Post(f"p{n}", "host") for n in range(MAX_POSTS + 1))), "posts", "too_many"),
        (Structure(teams=tuple(Team(f"t{n}", "") for n in range(MAX_TEAMS + 1))), "teams", "too_many"),
        (Structure(posts=(LEAD, LEAD)), "id", "duplicate"),
        (Structure(posts=(Post("", "host"),)), "id", "malformed"),
        (Structure(posts=(Post("p1' OR 1=1", "host"),)), "id", "malformed"),
        (Structure(posts=(Post("p1", "host", name="主\x00播"),)), "name", "characters"),
        (Structure(posts=(Post("p1", "host", name="\ud800"),)), "name", "characters"),
        (Structure(posts=(Post("p1", "host", fte=float("nan")),)), "number", "not_a_number"),
        (Structure(posts=(Post("p1", "host", fte=1e300),)), "number", "out_of_range"),
        (Structure(posts=(Post("p1", "host", reports_to=("<b>",)),)), "reference", "malformed"),
        (Structure(rooms=(Room("r1", "", float("inf")),)), "number", "not_a_number"),
        (Structure(rights=(DecisionRight("floor_price", decide=("a b",)),)), "reference", "malformed"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_field(structure: Structure, field: str, reason: str) -> None:
    """Limits, ids, characters and numbers: the error names the table and the cell."""
    with pytest.raises(FieldInvalid) as refused:
        checked_structure(structure)
    assert (refused.value.fields["field"], refused.value.fields["reason"]) == (f"structure_{field}", reason)
    assert "sheet" in refused.value.fields


def test_a_name_of_five_thousand_characters_is_refused_at_its_cell() -> None:
    """Too long is too long, and the cell is named."""
    with pytest.raises(TextTooLong) as refused:
        checked_structure(Structure(posts=(Post("p1", "host", name="长" * 5_000),)))
    assert refused.value.fields["row"] == "p1"
    assert refused.value.fields["limit"] == 60


def test_names_are_kept_as_text(world: World) -> None:
    """Markup and formulas are texts; blanks and line ends become one blank."""
    named = Structure(posts=(replace(HOST, name="  =cmd|' /C'!A1\n<b>主播</b> "),))
    assert save(world, named).structure.posts[0].name == "=cmd|' /C'!A1 <b>主播</b>"


ids = st.sampled_from(["p1", "p2", "a:b@c", "x.y-z"])
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
structures = st.builds(
    Structure,
    posts=st.lists(
        st.builds(
            Post,
            id=ids,
            kind=ids,
            name=texts,
            fte=st.none() | st.floats(-10, 1e5),
            reports_to=st.lists(ids, max_size=3).map(tuple),
        ),
        max_size=4,
        unique_by=lambda post: post.id,
    ).map(tuple),
    rooms=st.lists(st.builds(Room, id=ids, name=texts), max_size=2, unique_by=lambda room: room.id).map(
        tuple
    ),
)


@given(structures)
def test_checking_twice_changes_nothing_more(structure: Structure) -> None:
    """What was stored can be stored again as it is."""
    try:
        once = checked_structure(structure)
    except (FieldInvalid, TextTooLong):
        return
    assert checked_structure(once) == once


def test_readers_read_and_do_not_write(world: World) -> None:
    """A reader of the wave sees the organization; nobody but the owner and the machine changes it."""
    save(world)
    owner, structures_ = world.owner, world.services.structures
    reader = Reader(owner.workspace_id, owner.wave_id)
    assert structures_.load(reader).structure == TEAM
    calls: list[Callable[[], object]] = [
        lambda: structures_.save(reader, TEAM, revision=1, operation_id=operation()),
        lambda: structures_.undo(reader, revision=1, operation_id=operation()),
        lambda: structures_.load(world.respondent),
        lambda: structures_.save(world.respondent, TEAM, revision=1, operation_id=operation()),
        lambda: structures_.load(System()),
    ]
    for call in calls:
        with pytest.raises(AccessDenied):
            call()
    stranger = make_world(world.services, "另一家").owner
    with pytest.raises(NotFound):
        structures_.load(stranger, owner.wave_id)
    sheet = structures_.save(
        System(), Structure(), revision=1, operation_id=operation(), wave_id=owner.wave_id
    )
    assert sheet.structure == Structure()
    assert world.services.proposals.trail(owner, owner.wave_id)[0].by == "system"


def test_the_organization_goes_with_its_workspace(world: World) -> None:
    """Erasing the workspace erases the organization and its history."""
    save(world)
    database = world.services._context.database
    database.write(lambda c: wave_store.remove_workspace(c, world.owner.workspace_id))
    stored = database.read(lambda c: structure_store.load(c, world.owner.wave_id))
    assert stored == structure_store.NEVER_ENTERED


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(structures, min_size=1, max_size=4))
def test_as_many_undos_as_saves_lead_back(sqlite_services: Services, states: list[Structure]) -> None:
    """However an organization was changed, undoing as often leads to where nothing was entered."""
    world = make_world(sqlite_services)
    sheet = sqlite_services.structures.load(world.owner)
    for state in states:
        try:
            sheet = save(world, state, sheet.revision)
        except (FieldInvalid, TextTooLong):
            continue
    while sheet.can_undo:
        sheet = undo(world, sheet.revision)
    assert not sheet.entered


def test_the_template_comes_back_as_a_draft_and_is_stored_only_by_saving(world: World) -> None:
    """Download, upload, preview, save: the same organization, and nothing stored before the save."""
    save(world)
    structures_ = world.services.structures
    content = structures_.template(world.owner, "zh")
    assert structures_.template(world.owner, "zh") == content
    draft = structures_.read_file(world.owner, "组织.xlsx", content)
    assert draft.structure is not None
    assert (draft.refusals, draft.structure.posts) == ((), TEAM.posts)
    assert draft.rows["posts", "p2"] == 3
    assert structures_.load(world.owner).revision == 1
    assert save(world, draft.structure, 1).structure.posts == TEAM.posts


def test_the_template_is_filled_with_what_the_facts_say(world: World) -> None:
    """Before anything is entered the file holds the organization of the facts."""
    world.services.facts.save(
        world.owner, changes={"F13.host.fte": 4.0}, revision=0, operation_id=operation()
    )
    content = world.services.structures.template(world.owner, "en")
    draft = world.services.structures.read_file(world.owner, "a.xlsx", content)
    assert draft.structure is not None
    assert [post.fte for post in draft.structure.posts if post.kind == "host"] == [4.0]


@pytest.mark.parametrize(
    ("content", "name"), [(c, n) for c, n, _ in NOT_TABLES.values()], ids=NOT_TABLES.keys()
)
def test_hostile_uploads_are_refused_and_change_nothing(
    sqlite_services: Services, content: bytes, name: str
) -> None:
    """Whatever is uploaded, the draft says why it is refused; the organization stays as it was."""
    world = make_world(sqlite_services)
    before = save(world)
    draft = sqlite_services.structures.read_file(world.owner, name, content)
    assert draft.structure is None
    assert draft.refusals
    assert sqlite_services.structures.load(world.owner) == before


def test_strangers_do_not_have_files_read(world: World) -> None:
    """Reading a file is work that only the owner may ask for."""
    reader = Reader(world.owner.workspace_id, world.owner.wave_id)
    for viewer in (reader, world.respondent):
        with pytest.raises(AccessDenied):
            world.services.structures.read_file(viewer, "a.xlsx", b"x")
    assert world.services.structures.template(reader, "zh").startswith(b"PK")
