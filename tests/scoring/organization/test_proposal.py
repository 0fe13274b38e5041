"""The recommended organization as a whole, over all worked cases."""

from dataclasses import replace
from pathlib import Path

import pytest

from assessment.domain.scenario import Caps, LineEdit, PostTarget, SalaryBand, Settings
from assessment.domain.structure import Structure
from scoring.organization.advice import Proposal
from scoring.organization.explain import basis_of
from scoring.organization.ground import Ground
from scoring.organization.hand import post_line
from scoring.organization.proposal import propose
from scoring.results import ComparisonTrace
from tests.golden.organization.cases import case_files, read_case

CASES = {path.stem: path for path in case_files()}
BUILT = [name for name in CASES if name != "insufficient_facts"]


def ground(name: str) -> Ground:
    """Ground of one worked case."""
    return read_case(Path(CASES[name])).ground


@pytest.fixture(scope="module", params=sorted(CASES))
def told(request: pytest.FixtureRequest) -> Proposal:
    """Give the proposal of every worked case."""
    return propose(ground(request.param))


def test_the_account_adds_up(told: Proposal) -> None:
    """Headcounts of the changes add up to both sides, and every post stands in exactly one change."""
    changes = told.difference.changes
    assert sum(c.fte_before for c in changes) == pytest.approx(told.difference.fte_before, abs=1e-9)
    assert sum(c.fte_after for c in changes) == pytest.approx(told.difference.fte_after, abs=1e-9)
    assert sorted(p for c in changes for p in c.before) == sorted(post.id for post in told.today.posts)
    assert sorted(p for c in changes for p in c.after) == sorted(post.id for post in told.target.posts)


def test_every_line_can_be_explained(told: Proposal) -> None:
    """Form, fired rules, posts, rights, rituals, metrics and initiatives each have a reading, once."""
    lines = [reading.line for reading in told.readings]
    assert len(lines) == len(set(lines))
    assert {f"initiative:{i.initiative}" for i in told.plan.initiatives} <= set(lines)
    assert {f"right:{line.decision}" for line in told.rights} <= set(lines)
    assert {f"ritual:{one}" for one in told.rituals} <= set(lines)
    assert {f"metric:{one.kind}" for one in told.metrics} <= set(lines)
    form = told.reading("form")
    assert form is not None
    assert form.traces


def test_one_post_decides_each_decision(told: Proposal) -> None:
    """Wherever a target is built, each decision has exactly one D."""
    for line in told.rights:
        assert len(dict(line.target)["decide"]) == 1, line.decision


def test_without_enough_facts_nothing_is_reorganized() -> None:
    """Too few facts: the target is today, no rights, rituals or metrics are told, and the plan is there."""
    told = propose(ground("insufficient_facts"))
    assert told.advice.verdict == "insufficient"
    assert told.target.posts == told.today.posts
    assert {c.change for c in told.difference.changes} <= {"kept"}
    assert (told.rights, told.rituals, told.metrics) == ((), (), ())
    assert told.plan.initiatives


def test_a_form_set_by_hand_builds_a_target_without_facts() -> None:
    """A scenario may name a form where the facts do not suffice; the verdict stays what it is."""
    told = propose(ground("insufficient_facts"), settings=Settings(form="O4"))
    assert told.advice.verdict == "insufficient"
    assert told.rights
    assert any(post.kind == "host" for post in told.target.posts)


def test_the_same_ground_gives_the_same_proposal() -> None:
    """Draws are seeded and nothing depends on order of calls."""
    assert propose(ground("o4_own_unit")) == propose(ground("o4_own_unit"))


def test_rejecting_the_form_keeps_the_present_one() -> None:
    """The target is then built inside the present form, and the verdict stays as it was computed."""
    place = ground("o4_own_unit")
    free = propose(place)
    held = propose(place, edits=(LineEdit("form", "rejected", reason="今年不动"),))
    assert free.advice.verdict == held.advice.verdict == "change"
    own = propose(place, settings=Settings(form=free.advice.present))
    assert held.target == own.target
    assert held.target != free.target


def test_rejected_lines_are_not_recommended() -> None:
    """A rejected ritual, metric and initiative are left out; rights go back to today's."""
    place = ground("o4_own_unit")
    place = replace(place, facts={**place.facts, "F16.persona.outside": True})
    free = propose(place)
    decision = next(line.decision for line in free.rights if line.moves)
    first = free.plan.planned()[-1].initiative
    lines = (f"ritual:{free.rituals[0]}", f"metric:{free.metrics[0].kind}", f"right:{decision}")
    edits = tuple(LineEdit(line, "rejected", reason="x") for line in (*lines, f"initiative:{first}"))
    held = propose(place, edits=edits)
    assert held.rituals == free.rituals[1:]
    assert held.metrics == free.metrics[1:]
    assert not next(line for line in held.rights if line.decision == decision).moves
    assert first not in {one.initiative for one in held.plan.planned()}


def test_headcounts_by_hand_and_bands_give_a_cost() -> None:
    """Two hosts more at 8-12 thousand yuan a month cost 16-24 thousand more."""
    place = ground("o4_own_unit")
    bands = {"host": SalaryBand(8000.0, 12000.0)}
    base = propose(place, settings=Settings(salaries=bands, posts=(PostTarget("host", 8.0),)))
    more = propose(place, settings=Settings(salaries=bands, posts=(PostTarget("host", 10.0),)))
    low, high = base.difference, more.difference
    assert low.cost_low is not None
    assert high.cost_low is not None
    assert low.cost_high is not None
    assert high.cost_high is not None
    assert high.cost_low - low.cost_low == pytest.approx(16_000.0)
    assert high.cost_high - low.cost_high == pytest.approx(24_000.0)


def test_an_edit_is_told_when_its_ground_moved() -> None:
    """The digest of a line holds while the facts do; another approval time moves its right, nothing else."""
    place = ground("o4_own_unit")
    free = propose(place)
    edits = tuple(
        LineEdit(reading.line, "accepted", basis=reading.basis)
        for reading in free.readings
        if reading.line.startswith(("right:", "ritual:"))
    )
    assert propose(place, edits=edits).moved == ()
    slower = replace(place, facts={**place.facts, "F16.persona.hours": 71.0})
    assert propose(slower, edits=edits).moved == ("right:persona",)


@pytest.mark.parametrize(
    "name", ["o4_own_unit", "o6_talent_hub", "agency_holds_the_data", "insufficient_facts"]
)
def test_no_edit_moves_its_own_ground(name: str) -> None:
    """Rejecting a line, or setting a headcount, is never told as a change of the facts behind it."""
    place = ground(name)
    free = propose(place)
    one_of_each = {reading.line.split(":")[0]: reading for reading in free.readings}
    posts = [reading for reading in free.readings if reading.line.startswith("post:")]
    for reading in (*one_of_each.values(), *posts[:3]):
        refusal = LineEdit(reading.line, "rejected", reason="x", basis=reading.basis)
        held = propose(place, edits=(refusal,))
        assert held.moved == (), reading.line
        assert held.reading(reading.line) is not None, reading.line
        counted = LineEdit(reading.line, "edited", fte=2.5, basis=reading.basis)
        assert propose(place, edits=(counted,)).moved == (), reading.line


@pytest.mark.parametrize("name", BUILT)
def test_one_post_decides_whoever_is_rejected(name: str) -> None:
    """A rejected post leaves none of its decisions to nobody."""
    place = ground(name)
    free = propose(place)
    deciders = {one for line in free.rights for one in dict(line.target)["decide"]}
    for post_id in sorted(deciders):
        held = propose(place, edits=(LineEdit(post_line(post_id), "rejected", reason="x"),))
        assert post_id not in {post.id for post in held.target.posts}
        for line in held.rights:
            assert len(dict(line.target)["decide"]) == 1, (post_id, line.decision)


def test_a_form_set_by_hand_is_explained_by_its_own_conditions() -> None:
    """The form line of a scenario rests on the conditions of the form that the scenario sets."""
    told = propose(ground("o4_own_unit"), settings=Settings(form="O7"))
    form, fit = told.reading("form"), told.advice.fit_of("O7")
    assert form is not None
    assert fit is not None
    assert form.rule == "O7"
    assert {t.key for line in fit.lines for t in line.traces} <= {t.key for t in form.traces}
    assert form.flips == ()


def test_scores_count_as_they_are_printed() -> None:
    """A score that moves by less than the printed digit does not call for a new look; a whole digit does."""

    def at(value: float) -> str:
        return basis_of("R1", (ComparisonTrace("score", "AD2", "<", 2.6, value, outcome=True),))

    assert at(2.11) == at(2.14)
    assert at(2.11) != at(2.21)


@pytest.mark.parametrize("name", BUILT)
def test_caps_change_the_plan_and_never_the_form(name: str) -> None:
    """Capacity decides what is done when, not which form fits."""
    place = ground(name)
    free, tight = propose(place), propose(place, settings=Settings(caps=Caps((20.0,), initiatives=2)))
    assert tight.advice == free.advice
    assert tight.target == free.target
    assert all(load.person_days <= 20.0 and load.n <= 2 for load in tight.plan.quarters)


def test_an_organization_without_posts_is_none_that_was_entered() -> None:
    """When every post was deleted, today is what the facts tell, as if nothing had been entered."""
    place = ground("o4_own_unit")
    assert propose(replace(place, structure=Structure())) == propose(place)
