"""The desk of reports: look, pages, logo and wordings by hand, changed once and never over somebody else."""

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.domain.editions import FILE_FORMS, CoverWords, Edition, ReportLook, ReportOrder, TextEdit
from assessment.domain.errors import (
    AccessDenied,
    FactOrgError,
    FieldInvalid,
    NotFound,
    NothingToPrint,
    StaleRevision,
    TextTooLong,
)
from assessment.services.manuscripts import Manuscripts
from assessment.services.report_desk import Desk, ReportDesk
from assessment.services.reporting import Reporting
from assessment.storage import trail_store
from assessment.storage.trail_store import TrailEntry
from tests.assessment.services.press import Press
from tests.assessment.services.worlds import World, make_world, operation

LOOK = ReportLook("#0B3C5D", cover=CoverWords("年度组织诊断", prepared_for="董事会"))
EDIT = TextEdit("zh", "summary/title", "整体 2.7 级。", "整体 2.7 级，先补数据。")


def picture(colour: str = "navy") -> bytes:
    """Draw a small picture as somebody might bring it."""
    out = io.BytesIO()
    Image.new("RGB", (60, 30), colour).save(out, "PNG")
    return out.getvalue()


class Room:
    """An owner at the desk of one wave, who always knows the newest revision."""

    def __init__(self, world: World) -> None:
        context, analysis = world.services._context, world.services.analysis
        self.world = world
        self.desk = ReportDesk(context, Manuscripts(context, analysis))
        self.owner = world.owner
        self.wave = world.owner.wave_id

    @property
    def now(self) -> Desk:
        """What stands."""
        return self.desk.desk(self.owner, self.wave)

    def look(self, look: ReportLook = LOOK) -> Desk:
        """Save a look."""
        return self.desk.save_look(
            self.owner, self.wave, look, revision=self.now.revision, operation_id=operation()
        )

    def pages(self, edition: Edition, pages: tuple[str, ...] | None) -> Desk:
        """Choose pages."""
        return self.desk.save_pages(
            self.owner, self.wave, edition, pages, revision=self.now.revision, operation_id=operation()
        )

    def logo(self, content: bytes) -> Desk:
        """Bring a picture."""
        return self.desk.put_logo(
            self.owner, self.wave, content, revision=self.now.revision, operation_id=operation()
        )

    def text(self, edit: TextEdit = EDIT) -> Desk:
        """Word a text by hand."""
        return self.desk.edit_text(
            self.owner, self.wave, edit, revision=self.now.revision, operation_id=operation()
        )

    def trail(self) -> tuple[TrailEntry, ...]:
        """Read the trail, newest first."""
        return self.world.services._context.database.read(lambda c: trail_store.entries(c, self.wave))


@pytest.fixture
def room(world: World) -> Room:
    """Give a desk on either database."""
    return Room(world)


@pytest.fixture
def quick(sqlite_services: Services) -> Room:
    """Give a desk on SQLite, where the kind cannot matter."""
    return Room(make_world(sqlite_services))


def test_everything_that_was_chosen_comes_back(room: Room) -> None:
    """Look, logo, pages and wordings are kept together under one revision, which every change raises."""
    assert room.now == Desk(ReportLook(), None, dict.fromkeys(("leadership", "full", "board")), (), 0)
    room.look()
    room.pages("leadership", ("gaps", "summary"))
    shown = room.logo(picture()).logo
    room.text()
    desk = room.now
    assert shown is not None
    assert desk.revision == 4
    assert (desk.look.accent, desk.look.cover) == (LOOK.accent, LOOK.cover)
    assert desk.look.logo == shown.sha256 == hashlib.sha256(shown.png).hexdigest()
    assert (desk.pages["leadership"], desk.pages["full"]) == (("gaps", "summary"), None)
    assert desk.edits == (EDIT,)
    assert [entry.kind for entry in room.trail()] == [
        "report_text",
        "report_logo",
        "report_pages",
        "report_look",
    ]
    assert EDIT.text in room.trail()[0].detail


def test_a_change_can_be_taken_back(room: Room) -> None:
    """Pages, logo and wordings go back to what is composed; a second try finds nothing."""
    room.pages("board", ("gaps",))
    room.logo(picture())
    room.text()
    assert room.pages("board", None).pages["board"] is None
    at = room.now.revision
    gone = room.desk.drop_logo(room.owner, room.wave, revision=at, operation_id=operation())
    assert (gone.logo, gone.look.logo) == (None, "")
    bare = room.desk.undo_text(
        room.owner, room.wave, "zh", EDIT.place, revision=at + 1, operation_id=operation()
    )
    assert bare.edits == ()
    with pytest.raises(NotFound):
        room.desk.drop_logo(room.owner, room.wave, revision=at + 2, operation_id=operation())
    with pytest.raises(NotFound):
        room.desk.undo_text(
            room.owner, room.wave, "zh", EDIT.place, revision=at + 2, operation_id=operation()
        )
    assert room.now == bare


def test_saving_a_look_leaves_the_logo_alone(quick: Room) -> None:
    """A form that was open while somebody brought a logo cannot name another picture."""
    shown = quick.logo(picture()).logo
    assert shown is not None
    assert quick.look(ReportLook("#0B3C5D", logo="f" * 64)).look.logo == shown.sha256


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("look"), st.sampled_from(("", "#0B3C5D", "#5A1A5E"))),
        st.tuples(st.just("pages"), st.sampled_from((None, ("gaps",), ("gaps", "summary")))),
        st.tuples(st.just("text"), st.sampled_from(("甲", "乙", "丙"))),
    ),
    min_size=1,
    max_size=4,
)


def test_a_repeated_request_changes_nothing_and_a_late_one_is_refused(quick: Room) -> None:
    """Whatever the changes: a retry under its id leaves all as it is, an old revision stores nothing."""

    def ask(change: tuple[str, object], revision: int, operation_id: str) -> Desk:
        kind, value = change
        named = {"revision": revision, "operation_id": operation_id}
        if kind == "look":
            return quick.desk.save_look(quick.owner, quick.wave, ReportLook(str(value)), **named)
        if kind == "pages":
            return quick.desk.save_pages(quick.owner, quick.wave, "full", value, **named)  # type: ignore[arg-type]
        edit = TextEdit("en", "gaps/ask", "", str(value))
        return quick.desk.edit_text(quick.owner, quick.wave, edit, **named)

    @settings(max_examples=15, deadline=None)
    @given(CHANGES)
    def hold(changes: list[tuple[str, object]]) -> None:
        for change in changes:
            before, n_trail = quick.now, len(quick.trail())
            one = operation()
            after = ask(change, before.revision, one)
            assert after.revision == before.revision + 1
            assert ask(change, before.revision, one) == after == quick.now
            with pytest.raises(StaleRevision) as stale:
                ask(change, before.revision, operation())
            assert stale.value.fields == {"expected": before.revision, "current": after.revision}
            assert quick.now == after
            assert len(quick.trail()) == n_trail + 1

    hold()


def test_an_operation_id_is_for_one_kind_of_change(quick: Room) -> None:
    """The id of a saved look cannot stand for a wording."""
    one = operation()
    quick.desk.save_look(quick.owner, quick.wave, LOOK, revision=0, operation_id=one)
    with pytest.raises(FieldInvalid) as refused:
        quick.desk.edit_text(quick.owner, quick.wave, EDIT, revision=1, operation_id=one)
    assert refused.value.fields["reason"] == "reused"


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (ReportLook("red"), "accent"),
        (ReportLook("#12345"), "accent"),
        (ReportLook("#FFFF00"), "accent"),
        (ReportLook(cover=CoverWords(title="题" * 121)), "cover_title"),
        (ReportLook(cover=CoverWords(notice="注" * 361)), "cover_notice"),
        (ReportLook(cover=CoverWords(prepared_by="\ud800")), "cover_prepared_by"),
    ],
)
def test_looks_that_cannot_be_printed_are_refused(quick: Room, look: ReportLook, field: str) -> None:
    """A colour that cannot be read, a text beyond its room: the field is named and nothing is stored."""
    with pytest.raises((FieldInvalid, TextTooLong)) as refused:
        quick.look(look)
    assert refused.value.fields["field"] == field
    assert quick.now.revision == 0


@pytest.mark.parametrize(
    ("pages", "reason"), [((), "blank"), (("nowhere",), "unknown"), (("gaps", "gaps"), "duplicate")]
)
def test_pages_are_known_and_stand_once(quick: Room, pages: tuple[str, ...], reason: str) -> None:
    """An empty report, an unknown page and a page twice are refused."""
    with pytest.raises(FieldInvalid) as refused:
        quick.pages("full", pages)
    assert refused.value.fields == {"field": "report_pages", "reason": reason}


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (TextEdit("zh", "summary/title", "", "  "), "wording"),
        (TextEdit("zh", "summary/title", "", "字" * 801), "wording"),
        (TextEdit("zh", "gaps//title", "", "字"), "place"),
        (TextEdit("zh", "a" * 121, "", "字"), "place"),
        (TextEdit("fr", "summary/title", "", "字"), "locale"),  # type: ignore[arg-type]
    ],
)
def test_wordings_are_held_to_their_limits(quick: Room, edit: TextEdit, field: str) -> None:
    """No empty, endless or homeless text."""
    with pytest.raises((FieldInvalid, TextTooLong)) as refused:
        quick.text(edit)
    assert refused.value.fields["field"] == field


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4"])
def test_what_is_no_picture_is_no_logo(quick: Room, content: bytes) -> None:
    """A file that is not a picture is refused with a reason and leaves no trace."""
    with pytest.raises(FieldInvalid) as refused:
        quick.logo(content)
    assert refused.value.fields["field"] == "logo"
    assert (quick.now.revision, quick.trail()) == (0, ())


def test_only_owner_and_machine_change_the_desk(room: Room) -> None:
    """Readers look; strangers find nothing; respondents are denied even the look."""
    reader = Reader(room.owner.workspace_id, room.wave)
    stranger = make_world(room.world.services, "另一家").owner
    named = {"revision": 0, "operation_id": operation()}
    assert room.desk.desk(reader, room.wave) == room.now
    for viewer, error in (
        (reader, AccessDenied),
        (room.world.respondent, AccessDenied),
        (stranger, NotFound),
    ):
        with pytest.raises(error):
            room.desk.save_look(viewer, room.wave, LOOK, **named)
        with pytest.raises(error):
            room.desk.put_logo(viewer, room.wave, b"", **named)
    assert room.desk.save_look(System(), room.wave, LOOK, **named).revision == 1
    assert room.trail()[0].by == "system"


def test_the_demo_is_read_only(sqlite_services: Services) -> None:
    """Whoever reads the demo sees its desk and cannot change it."""
    reader = sqlite_services.demo.ensure()
    with pytest.raises(AccessDenied):
        sqlite_services.report_desk.edit_text(
            reader, reader.wave_id, EDIT, revision=0, operation_id=operation()
        )
    assert sqlite_services.report_desk.desk(reader, reader.wave_id).revision == 0


def test_choices_make_reports_of_their_own_and_concern_who_they_are_for(room: Room) -> None:
    """A wording in one language changes no report in the other; pages of an edition only that edition."""
    room.world.close()
    services = room.world.services
    run = services.analysis.score(room.owner, room.wave)
    reporting = Reporting(services._context, services.analysis, printer=Press())

    def built() -> dict[tuple[str, str], str]:
        orders = [ReportOrder(edition, locale) for edition in ("full", "board") for locale in ("zh", "en")]
        return {
            (order.edition, order.locale): reporting.build(room.owner, run.id, order).id for order in orders
        }

    def changed(
        before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]
    ) -> set[tuple[str, str]]:
        return {order for order in after if after[order] != before[order]}

    before = built()
    room.text()
    worded = built()
    assert changed(before, worded) == {("full", "zh"), ("board", "zh")}
    room.pages("board", ("gaps",))
    chosen = built()
    assert changed(worded, chosen) == {("board", "zh"), ("board", "en")}
    room.logo(picture())
    assert len(changed(chosen, built())) == 4


def test_a_preview_shows_a_page_and_stores_nothing(sqlite_services: Services) -> None:
    """Pages are drawn as they will be; a page that is not there is refused by its number."""
    reader = sqlite_services.demo.ensure()
    run = sqlite_services.analysis.latest(reader, reader.wave_id)
    desk, order = sqlite_services.report_desk, ReportOrder("board")
    document = desk.document(reader, run.id, order)
    assert len(document.pages) >= 1
    shown = Image.open(io.BytesIO(desk.preview(reader, run.id, order, 1)))
    assert shown.width > shown.height > 500
    for page in (0, 99):
        with pytest.raises(FieldInvalid) as refused:
            desk.preview(reader, run.id, order, page)
        assert refused.value.fields["field"] == "report_page"
    assert "report=0" in sqlite_services.maintenance.check(thorough=True)


def test_places_and_pictures_of_any_kind_are_taken_or_refused_by_name(quick: Room) -> None:
    """Whatever is sent as a picture or a place, the answer is a desk or a fact that names the field."""

    @settings(max_examples=25, deadline=None)
    @given(st.binary(max_size=64), st.text(max_size=40))
    def hold(content: bytes, place: str) -> None:
        for ask, field in (
            (lambda: quick.logo(content), "logo"),
            (lambda: quick.text(TextEdit("zh", f" {place}", "", "字")), "place"),
        ):
            with pytest.raises(FactOrgError) as refused:
                ask()
            assert refused.value.fields["field"] == field

    hold()


@pytest.mark.parametrize("edition", ["board", "leadership"])
def test_pages_that_all_have_nothing_to_say_make_no_report(quick: Room, edition: Edition) -> None:
    """Without a recommendation there is no crosswalk: an edition of that page alone is refused by name."""
    quick.world.close()
    services = quick.world.services
    run = services.analysis.score(quick.owner, quick.wave)
    quick.pages(edition, ("crosswalk",))
    reporting = Reporting(services._context, services.analysis)  # proposes nothing
    for form in FILE_FORMS:
        with pytest.raises(NothingToPrint):
            reporting.build(quick.owner, run.id, ReportOrder(edition, form=form))
    if edition == "leadership":  # its cover is there to be looked at, and pages to be chosen beside it
        assert quick.desk.sheets(quick.owner, run.id, ReportOrder(edition)) == ((1,), 1)
    else:
        with pytest.raises(NothingToPrint):
            quick.desk.preview(quick.owner, run.id, ReportOrder(edition), 1)
    assert quick.desk.document(quick.owner, run.id, ReportOrder(edition)).pages == ()
