"""What an entered organization settles goes into scoring in the place of what was typed."""

import pytest

from assessment.domain.structure import Post, Room, Structure
from assessment.services.structures import StructureSheet
from tests.assessment.services.worlds import World, operation

TYPED = {"F13.host.fte": 5.0, "F13.lead.fte": 1.0, "F12.rooms": 1.0, "F3.share": 31.0}
ENTERED = Structure(
    posts=(
        Post("p1", "lead", fte=1.0),
        Post("p2", "host", fte=2.0, reports_to=("p1",)),
        Post("p3", "host", fte=1.5, reports_to=("p1",)),
    ),
    rooms=(Room("r1", "主播间", 8.0), Room("r2", "二号间", 4.0)),
)
"""Hosts 2 + 1.5 = 3.5, two rooms of (8 + 4) / 2 = 6 hours a day."""


@pytest.fixture
def closed(world: World) -> World:
    """Give a closed wave with typed facts."""
    world.services.facts.save(world.owner, changes=TYPED, revision=0, operation_id=operation())
    world.close()
    return world


def enter(world: World, structure: Structure = ENTERED, revision: int = 0) -> StructureSheet:
    """Enter the organization as the owner."""
    return world.services.structures.save(world.owner, structure, revision=revision, operation_id=operation())


def test_without_an_entered_organization_the_typed_facts_count(closed: World) -> None:
    """The organization that is drawn from facts settles nothing."""
    assert closed.services.analysis.score(closed.owner, closed.owner.wave_id).facts == TYPED


def test_the_entered_organization_wins_over_typed_facts(closed: World) -> None:
    """Headcount and rooms are the entered ones, everything else stays as typed."""
    enter(closed)
    facts = closed.services.analysis.score(closed.owner, closed.owner.wave_id).facts
    settled = {key: facts[key] for key in ("F13.host.fte", "F12.rooms", "F12.hours", "F14.host")}
    assert settled == {"F13.host.fte": 3.5, "F12.rooms": 2.0, "F12.hours": 6.0, "F14.host": "lead"}
    assert facts["F3.share"] == 31.0
    assert closed.services.facts.load(closed.owner).facts["F13.host.fte"] == 5.0


def test_entering_an_organization_makes_the_run_older_than_the_facts(closed: World) -> None:
    """The change is told as one of facts; scoring again brings both in line, undoing parts them again."""
    analysis, owner = closed.services.analysis, closed.owner
    first = analysis.score(owner, owner.wave_id)
    assert analysis.changes(owner, owner.wave_id) == ()
    enter(closed)
    assert analysis.changes(owner, owner.wave_id) == ("facts",)
    second = analysis.score(owner, owner.wave_id)
    assert second.id != first.id
    assert analysis.changes(owner, owner.wave_id) == ()
    closed.services.structures.undo(owner, revision=1, operation_id=operation())
    assert analysis.changes(owner, owner.wave_id) == ("facts",)
    assert analysis.score(owner, owner.wave_id).id == first.id


def test_renaming_a_post_changes_no_fact(closed: World) -> None:
    """Names are not facts: the run stays as new as it was."""
    analysis, owner = closed.services.analysis, closed.owner
    enter(closed)
    analysis.score(owner, owner.wave_id)
    posts = (*ENTERED.posts[:2], Post("p3", "host", "晚班主播", fte=1.5, reports_to=("p1",)))
    enter(closed, Structure(posts=posts, rooms=ENTERED.rooms), 1)
    assert analysis.changes(owner, owner.wave_id) == ()


def test_contradictions_are_named_at_the_cell(closed: World) -> None:
    """Typed 5 hosts, entered 3.5: the sheet names the fact; the entered figure is the one that counts."""
    sheet = enter(closed)
    contradicted = [p for p in sheet.problems if p.code == "differs_from_fact"]
    assert any("F13.host.fte" in dict(p.figures).values() for p in contradicted)
    assert not any(p.hard for p in contradicted)
