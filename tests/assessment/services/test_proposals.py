"""Scenarios, edits and their trail around the recommended organization."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest

from assessment.access.viewer import Reader, Respondent, System
from assessment.content import loader
from assessment.domain.errors import (
    AccessDenied,
    FieldInvalid,
    NotFound,
    NothingProposed,
    NotScoredYet,
    StaleRevision,
    TextTooLong,
)
from assessment.domain.forms import Design
from assessment.domain.scenario import BASE_SCENARIO, Caps, LineEdit, PostTarget, SalaryBand, Settings
from assessment.domain.structure import Post, Structure
from assessment.services.analysis import StoredRun
from assessment.services.proposals import MAX_SCENARIOS, Proposals
from assessment.services.proposing import require_proposable
from assessment.services.scenario_fields import Allowed, checked_edit, checked_settings
from assessment.storage import scenario_store, trail_store, wave_store
from tests.assessment.services.proposers import Proposer
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock

ALLOWED = Allowed(loader.shipped_instrument(), loader.knowledge())
CAPS = Settings(caps=Caps((60.0, 60.0, 40.0, 40.0)))
FORM_EDIT = LineEdit("form", "edited", text="先不调整汇报关系。", basis="0123456789abcdef")


@dataclass
class Desk:
    """A scored wave with a proposer that counts, and the service on both."""

    world: World
    run: StoredRun
    proposer: Proposer
    proposals: Proposals
    clock: Clock

    @property
    def wave(self) -> str:
        """Id of the wave."""
        return self.world.owner.wave_id

    def save(self, name: str = "人手减半", settings: Settings = CAPS, **more: Any) -> str:
        """Save a scenario as the owner, a second after what was before."""
        self.clock.pass_(seconds=1)
        asked = {"operation_id": operation(), **more}
        return self.proposals.save_scenario(
            self.world.owner, self.wave, name=name, settings=settings, **asked
        )

    def edit(self, edit: LineEdit = FORM_EDIT) -> None:
        """Edit a line as the owner."""
        self.proposals.edit(self.world.owner, self.wave, edit, operation_id=operation())

    def names(self) -> list[tuple[str, bool]]:
        """Names of the scenarios and which one is chosen."""
        return [(one.name, one.chosen) for one in self.proposals.scenarios(self.world.owner, self.wave)]

    def trail(self) -> list[tuple[str, str]]:
        """Kinds and details of the trail, oldest first."""
        entries = self.proposals.trail(self.world.owner, self.wave)
        return [(entry.kind, entry.detail) for entry in reversed(entries)]


@pytest.fixture
def desk(world: World, clock: Clock) -> Desk:
    """Give a scored wave."""
    world.close()
    run = world.services.analysis.score(world.owner, world.owner.wave_id)
    proposer = Proposer()
    proposals = Proposals(world.services._context, world.services.analysis, proposer=proposer)
    return Desk(world, run, proposer, proposals, clock)


def test_the_base_scenario_is_always_there_and_chosen(desk: Desk) -> None:
    """Without any choice the base scenario, which changes nothing, is what a report prints."""
    (base,) = desk.proposals.scenarios(desk.world.owner, desk.wave)
    assert (base.id, base.settings, base.chosen, base.revision) == (BASE_SCENARIO, Settings(), True, 0)
    printed = desk.proposals.printed(desk.world.owner, desk.run)
    assert printed == desk.proposals.proposal(desk.world.owner, desk.wave)
    assert (printed.scenario, printed.settings) == (BASE_SCENARIO, Settings())


def test_a_saved_scenario_comes_back_and_can_be_chosen_for_the_report(desk: Desk) -> None:
    """The chosen one is printed; choosing the base again, or deleting the chosen one, goes back to it."""
    owner, wave = desk.world.owner, desk.wave
    made = desk.save()
    assert desk.names() == [("", True), ("人手减半", False)]
    desk.proposals.choose(owner, wave, made, operation_id=operation())
    assert desk.names() == [("", False), ("人手减半", True)]
    assert desk.proposals.printed(owner, desk.run).settings == CAPS
    other = desk.save("只做内容", Settings(skipped=("I28",)))
    desk.proposals.choose(owner, wave, other, operation_id=operation())
    assert desk.names() == [("", False), ("人手减半", False), ("只做内容", True)]
    desk.proposals.delete_scenario(owner, wave, other, operation_id=operation())
    assert desk.names() == [("", True), ("人手减半", False)]
    desk.proposals.choose(owner, wave, made, operation_id=operation())
    desk.proposals.choose(owner, wave, BASE_SCENARIO, operation_id=operation())
    assert desk.proposals.printed(owner, desk.run).scenario == BASE_SCENARIO
    assert [kind for kind, _ in desk.trail()] == [
        "scenario_added",
        "scenario_chosen",
        "scenario_added",
        "scenario_chosen",
        "scenario_deleted",
        "scenario_chosen",
        "scenario_chosen",
    ]


def test_a_scenario_that_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    """The revision of what was seen decides; without one the last word counts. A choice stays."""
    made = desk.save()
    desk.proposals.choose(desk.world.owner, desk.wave, made, operation_id=operation())
    assert desk.save("人手减半二", scenario_id=made, revision=1) == made
    with pytest.raises(StaleRevision) as refused:
        desk.save("人手减半三", scenario_id=made, revision=1)
    assert dict(refused.value.fields) == {"expected": 1, "current": 2}
    desk.save("最后的", scenario_id=made)
    assert desk.names() == [("", False), ("最后的", True)]


def test_the_same_operation_makes_one_scenario(desk: Desk) -> None:
    """A double click returns the scenario of the first click."""
    asked = operation()
    assert desk.save(operation_id=asked) == desk.save(operation_id=asked)
    assert len(desk.names()) == 2


def test_names_are_given_once_however_many_save_at_once(desk: Desk) -> None:
    """Of parallel saves under one name one gets through, the others are told."""

    def one(_: int) -> str:
        try:
            return "" if desk.save() else "?"
        except FieldInvalid as error:
            return str(error.fields["reason"])

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == ["", "taken", "taken", "taken"]


def test_no_more_than_twenty_scenarios(desk: Desk) -> None:
    """The twenty-first is refused and says the limit."""
    for number in range(MAX_SCENARIOS):
        desk.save(f"方案{number}")
    with pytest.raises(FieldInvalid) as refused:
        desk.save("多一个")
    assert refused.value.fields["reason"] == "too_many"


def test_the_base_scenario_cannot_be_changed_or_deleted(desk: Desk) -> None:
    """It is the yardstick of all others."""
    with pytest.raises(FieldInvalid) as refused:
        desk.save("改基准", scenario_id=BASE_SCENARIO)
    assert refused.value.fields["reason"] == "fixed"
    with pytest.raises(FieldInvalid):
        desk.proposals.delete_scenario(desk.world.owner, desk.wave, BASE_SCENARIO, operation_id=operation())


def test_trying_out_stores_nothing(desk: Desk) -> None:
    """What-if answers from the settings alone; scenarios and trail stay as they were."""
    tried = desk.proposals.try_out(desk.world.owner, desk.wave, CAPS)
    assert tried.settings == CAPS
    assert desk.names() == [("", True)]
    assert desk.trail() == []


def test_equal_material_is_worked_out_once(desk: Desk) -> None:
    """A proposal is remembered until the organization, a scenario or an edit changes."""
    owner, wave = desk.world.owner, desk.wave

    def n_worked() -> int:
        desk.proposals.proposal(owner, wave)
        return len(desk.proposer.grounds)

    assert [n_worked(), n_worked()] == [1, 1]
    desk.edit()
    assert [n_worked(), n_worked()] == [2, 2]
    entered = Structure(posts=(Post("p1", "lead"),))
    desk.world.services.structures.save(owner, entered, revision=0, operation_id=operation())
    assert [n_worked(), n_worked()] == [3, 3]
    assert [ground.structure for ground in desk.proposer.grounds] == [None, None, entered]
    desk.proposals.undo_edit(owner, wave, "form", operation_id=operation())
    assert n_worked() == 4
    desk.proposals.try_out(owner, wave, CAPS)
    desk.proposals.try_out(owner, wave, CAPS)
    assert len(desk.proposer.grounds) == 5


def test_edits_hold_under_every_scenario_and_run(desk: Desk) -> None:
    """The newest word on a line counts; after a new score run it is still there, with its ground."""
    owner, wave = desk.world.owner, desk.wave
    made = desk.save()
    desk.edit()
    desk.edit(LineEdit("ritual:daily_review", "accepted"))
    last = replace(FORM_EDIT, text="先补齐决策权。")
    desk.edit(last)
    assert [edit.line for edit in desk.proposals.proposal(owner, wave, made).edits] == [
        "form",
        "ritual:daily_review",
    ]
    desk.world.services.facts.save(owner, changes={"F12.rooms": 2.0}, revision=0, operation_id=operation())
    assert desk.world.services.analysis.score(owner, wave).id != desk.run.id
    assert desk.proposals.proposal(owner, wave).edit("form") == last
    desk.proposals.undo_edit(owner, wave, "form", operation_id=operation())
    assert desk.proposals.proposal(owner, wave).edit("form") is None
    with pytest.raises(NotFound):
        desk.proposals.undo_edit(owner, wave, "form", operation_id=operation())
    assert [kind for kind, _ in desk.trail()] == [
        "scenario_added",
        "line_edited",
        "line_accepted",
        "line_edited",
        "line_restored",
    ]


def test_the_trail_tells_who_what_and_why(desk: Desk) -> None:
    """A rejection keeps its reason, a headcount its number; nobody is named."""
    desk.edit(LineEdit("initiative:I07", "rejected", reason="老板已经决定外包。"))
    desk.edit(LineEdit("post:host@live", "edited", fte=2.5, order=3))
    newest = desk.proposals.trail(desk.world.owner, desk.wave)[0]
    assert (newest.by, newest.kind, newest.subject) == ("owner", "line_edited", "post:host@live")
    assert desk.trail() == [("line_rejected", "老板已经决定外包。"), ("line_edited", "→ 2.5 · № 3")]


@pytest.mark.parametrize(
    ("edit", "field", "reason"),
    [
        (LineEdit("", "accepted"), "line", "unknown"),
        (LineEdit("robot:1", "accepted"), "line", "unknown"),
        (LineEdit("post:' OR 1", "accepted"), "line", "unknown"),
        (LineEdit("form", "applied"), "action", "unknown"),  # type: ignore[arg-type]  # a forged call
        (LineEdit("form", "rejected"), "reason", "blank"),
        (LineEdit("form", "rejected", reason=" \n "), "reason", "blank"),
        (LineEdit("post:host", "edited", fte=-1), "fte", "out_of_range"),
        (LineEdit("post:host", "edited", fte=float("nan")), "fte", "not_a_number"),
        (LineEdit("post:host", "edited", order=-1), "order", "out_of_range"),
        (LineEdit("form", "accepted", basis="<script>"), "basis", "malformed"),
        (LineEdit("form", "edited", text="\ud800"), "wording", "characters"),
    ],
)
def test_edits_that_cannot_be_stored_name_their_field(edit: LineEdit, field: str, reason: str) -> None:
    """Unknown lines, rejections without a reason and impossible numbers are refused."""
    with pytest.raises(FieldInvalid) as refused:
        checked_edit(edit)
    assert (refused.value.fields["field"], refused.value.fields["reason"]) == (field, reason)


@pytest.mark.parametrize(
    ("settings", "field", "reason"),
    [
        (Settings(mix={"F": 60.0, "A": 20.0}), "mix", "sum_100"),
        (Settings(mix={"F": 100.0, "X": 0.0}), "mix", "unknown"),
        (Settings(mix={"F": 120.0, "A": -20.0}), "mix", "out_of_range"),
        (Settings(targets={"CO1": 5.5}), "targets", "out_of_range"),
        (Settings(targets={"XX9": 3.0}), "targets", "unknown"),
        (Settings(caps=Caps((1.0, 2.0, 3.0))), "caps_person_days", "four_quarters"),
        (Settings(caps=Caps((1.0, 2.0, 3.0, -1.0))), "caps_person_days", "out_of_range"),
        (Settings(caps=Caps((1.0,) * 4, (None, None, -5.0, None))), "caps_cash", "out_of_range"),
        (Settings(caps=Caps((1.0,) * 4, initiatives=-1)), "caps_initiatives", "out_of_range"),
        (Settings(caps=Caps((1.0,) * 4, carry=float("inf"))), "caps_carry", "not_a_number"),
        (Settings(form="O9"), "form", "unknown"),
        (Settings(posts=(PostTarget("host", 2_001.0),)), "post_targets", "out_of_range"),
        (Settings(posts=(PostTarget("king", 1.0),)), "post_targets", "unknown"),
        (Settings(posts=(PostTarget("host", 1.0),) * 2), "post_targets", "duplicate"),
        (Settings(salaries={"host": SalaryBand(9_000.0, 8_000.0)}), "salaries", "low_above_high"),
        (Settings(skipped=("I99",)), "skipped", "unknown"),
        (Settings(skipped=("I07",), required=("I07",)), "required", "skipped_too"),
    ],
)
def test_settings_that_make_no_sense_name_their_field(settings: Settings, field: str, reason: str) -> None:
    """Whatever cannot be computed with is refused, and the error says which setting it is."""
    with pytest.raises(FieldInvalid) as refused:
        checked_settings(settings, ALLOWED)
    assert (refused.value.fields["field"], refused.value.fields["reason"]) == (field, reason)


def test_refused_settings_and_edits_store_nothing(desk: Desk) -> None:
    """Trying out, saving and editing all check, and leave everything as it was."""
    wrong = Settings(mix={"F": 60.0})
    calls: list[Callable[[], object]] = [
        lambda: desk.proposals.try_out(desk.world.owner, desk.wave, wrong),
        lambda: desk.save(settings=wrong),
        lambda: desk.edit(LineEdit("form", "rejected")),
    ]
    for call in calls:
        with pytest.raises(FieldInvalid):
            call()
    assert desk.names() == [("", True)]
    assert (desk.trail(), desk.proposer.grounds) == ([], [])


def test_a_mix_that_misses_a_whole_by_one_is_taken() -> None:
    """Shares typed as whole numbers: 33 + 33 + 33 = 99 is meant as 100."""
    mix = {"F": 33.0, "A": 33.0, "S": 33.0}
    assert checked_settings(Settings(mix=mix), ALLOWED).mix == mix


def test_settings_that_make_sense_stay_as_they_are() -> None:
    """Checking changes whole numbers into floats and nothing else."""
    full = Settings(
        caps=Caps((60, 60.0, 40, 0), (None, 50_000, None, 0), 4, 30),
        targets={"CO1": 4},
        mix={"F": 50.0, "A": 25.0, "C": 10.0, "T": 0.0, "S": 15.0},
        form="O4",
        posts=(PostTarget("host", 0),),
        salaries={"host": SalaryBand(8_000, 15_000)},
        skipped=("I07",),
        required=("I28",),
    )
    assert checked_settings(full, ALLOWED) == full


def test_scenarios_need_a_name_that_can_be_shown(desk: Desk) -> None:
    """Blank names and control characters are refused; too long ones as well."""
    for name in ("", "  ", "基\x00准"):
        with pytest.raises(FieldInvalid):
            desk.save(name)
    with pytest.raises(TextTooLong):
        desk.save("长" * 5_000)


def test_readers_read_and_do_not_write(desk: Desk) -> None:
    """Readers see scenarios, proposals and trail; respondents nothing; strangers not even that it exists."""
    owner, wave, proposals = desk.world.owner, desk.wave, desk.proposals
    reader = Reader(owner.workspace_id, wave)
    assert proposals.proposal(reader, wave) == proposals.proposal(owner, wave)
    assert proposals.try_out(reader, wave, CAPS).settings == CAPS
    assert proposals.scenarios(reader, wave) == proposals.scenarios(owner, wave)
    assert proposals.trail(reader, wave) == ()

    def writes(viewer: Reader | Respondent) -> list[Callable[[], object]]:
        return [
            lambda: proposals.save_scenario(viewer, wave, name="x", settings=CAPS, operation_id=operation()),
            lambda: proposals.delete_scenario(viewer, wave, "0" * 32, operation_id=operation()),
            lambda: proposals.choose(viewer, wave, BASE_SCENARIO, operation_id=operation()),
            lambda: proposals.edit(viewer, wave, FORM_EDIT, operation_id=operation()),
            lambda: proposals.undo_edit(viewer, wave, "form", operation_id=operation()),
        ]

    for call in (*writes(reader), *writes(desk.world.respondent)):
        with pytest.raises(AccessDenied):
            call()
    stranger = make_world(desk.world.services, "另一家").owner
    for read in (proposals.proposal, proposals.scenarios, proposals.trail):
        with pytest.raises(NotFound):
            read(stranger, wave)
        with pytest.raises(AccessDenied):
            read(desk.world.respondent, wave)
    proposals.edit(System(), wave, FORM_EDIT, operation_id=operation())
    assert proposals.trail(owner, wave)[0].by == "system"


def test_scenarios_of_another_wave_are_not_there(desk: Desk) -> None:
    """An id of another merchant's scenario is as good as none."""
    made = desk.save()
    other = make_world(desk.world.services, "另一家")
    other.close()
    desk.world.services.analysis.score(other.owner, other.owner.wave_id)
    calls: list[Callable[[], object]] = [
        lambda: desk.proposals.proposal(other.owner, other.owner.wave_id, made),
        lambda: desk.proposals.choose(other.owner, other.owner.wave_id, made, operation_id=operation()),
        lambda: desk.proposals.save_scenario(
            other.owner,
            other.owner.wave_id,
            name="x",
            settings=CAPS,
            operation_id=operation(),
            scenario_id=made,
        ),
        lambda: desk.proposals.delete_scenario(
            other.owner, other.owner.wave_id, made, operation_id=operation()
        ),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()
    assert desk.names() == [("", True), ("人手减半", False)]


def test_before_scoring_there_is_nothing_to_propose(world: World) -> None:
    """An open wave has scenarios and a trail, and no proposal yet."""
    proposals = world.services.proposals
    with pytest.raises(NotScoredYet):
        proposals.proposal(world.owner, world.owner.wave_id)
    assert proposals.scenarios(world.owner, world.owner.wave_id)[0].id == BASE_SCENARIO


def test_runs_older_than_recommendations_say_so(desk: Desk) -> None:
    """A run whose knowledge base holds no forms cannot be proposed for."""
    old = replace(desk.run, knowledge=replace(desk.run.knowledge, design=Design()))
    with pytest.raises(NothingProposed):
        require_proposable(old)
    assert require_proposable(desk.run) is desk.run


def test_everything_goes_with_the_workspace(desk: Desk) -> None:
    """Erasing the workspace erases scenarios, edits and trail."""
    desk.save()
    desk.edit()
    database = desk.world.services._context.database
    database.write(lambda c: wave_store.remove_workspace(c, desk.world.owner.workspace_id))
    for stored in (scenario_store.scenarios, trail_store.edits, trail_store.entries):
        assert database.read(lambda c, load=stored: load(c, desk.wave)) == ()
