"""Power cut at every statement: the database is as before or as after, never between."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from assessment.bootstrap import Services
from assessment.storage.tables import Base
from tests.assessment.services.worlds import World, make_world, operation


class PowerCut(BaseException):
    """Strikes at one statement; nothing in the product catches it."""


def contents(services: Services) -> dict[str, list[str]]:
    """Return every row of every table as text."""
    database = services._context.database
    return {
        name: sorted(
            repr(tuple(row)) for row in database.read(lambda c, t=table: list(c.execute(t.select())))
        )
        for name, table in Base.metadata.tables.items()
    }


def struck(services: Services, work: Callable[[], object], at: int) -> bool:
    """Run `work` with a power cut before statement number `at`; tell whether it struck."""
    seen = 0

    def strike(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen > at:
            raise PowerCut

    engine = services._context.database.engine
    event.listen(engine, "before_cursor_execute", strike)
    event.listen(engine, "commit", strike)
    try:
        work()
    except PowerCut:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", strike)
        event.remove(engine, "commit", strike)
    return False


def start(world: World) -> object:
    """Start another assessment."""
    return world.services.engagements.start_self_assessment(
        name="新商家", category="food", gmv_tier="G2", locale="en", operation_id="operation-start"
    )


def invite(world: World) -> object:
    """Invite somebody."""
    return world.services.engagements.invite(
        world.owner, name="乙", role="LIVE", locale="zh", operation_id="operation-invite"
    )


def replace(world: World) -> object:
    """Replace a link."""
    return world.services.engagements.replace_link(
        world.owner, world.issued.invitation.id, "operation-replace"
    )


def answer(world: World) -> object:
    """Answer one item."""
    item_id = world.services.responding.open(world.owner).items[0].id
    return world.services.responding.answer(
        world.owner, item_id=item_id, value=2, revision=0, operation_id="operation-answer"
    )


def note(world: World) -> object:
    """Replace a note."""
    item_id = world.services.responding.open(world.owner).items[0].id
    return world.services.responding.note(
        world.owner, item_id=item_id, comment="新", evidence="", operation_id="operation-note"
    )


def facts(world: World) -> object:
    """Save two facts."""
    numbers = [f for f in world.services.facts.load(world.owner).form.fields if f.kind == "number"][:2]
    return world.services.facts.save(
        world.owner,
        changes={f.key: f.low or 0.0 for f in numbers},
        revision=0,
        operation_id="operation-facts",
    )


def submit(world: World) -> object:
    """Submit."""
    return world.services.responding.submit(world.respondent, operation_id=operation())


@pytest.mark.parametrize("use_case", [start, invite, replace, answer, note, facts, submit])
def test_a_cut_at_any_statement_leaves_before_or_after(
    services: Services, use_case: Callable[[World], object]
) -> None:
    """Strike at the first statement, then the second ..., until the use case gets through; then retry."""
    world = make_world(services)
    world.answer(3)
    before = contents(services)
    at = 0
    while struck(services, lambda: use_case(world), at):
        assert contents(services) == before, f"changed although it was cut at statement {at}"
        at += 1
    assert at > 2
    after = contents(services)
    assert after != before
    use_case(world)
    changed = {name for name, rows in contents(services).items() if rows != after[name]}
    assert changed <= ({"personal_link"} if use_case is start else set())
