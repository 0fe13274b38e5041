"""Power cut at every statement: the database is as before or as after, never between."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from assessment.access.viewer import System
from assessment.bootstrap import Services
from assessment.content import loader
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


def choose(world: World) -> object:
    """Choose another form."""
    return world.services.responding.choose(world.owner, form="full", operation_id="operation-choose")


def enter(world: World) -> object:
    """Come in by the owner's link."""
    return world.services.links.exchange("owner", world.owner_token)


def lock_out(world: World) -> object:
    """Replace the owner's link."""
    return world.services.engagements.replace_owner_link(world.owner)


def bring(world: World) -> object:
    """Import a wave."""
    return world.services.importing.responses(
        System(),
        content=b"respondent,role,CO1-1\na,OWN,4\nb,LIVE,2\n",
        file_name="answers.csv",
        instrument=loader.shipped_instrument(),
        source=loader.instrument_source("fact", "1.0.0"),
        title="旧问卷",
    )


def close(world: World) -> object:
    """Close the wave."""
    return world.services.engagements.close(world.owner, "operation-close")


def score(world: World) -> object:
    """Score the closed wave."""
    return world.services.analysis.score(world.owner, world.owner.wave_id)


def leave_out(world: World) -> object:
    """Leave the respondent's response out."""
    return world.services.review.exclude(
        world.owner, world.respondent.response_id, "代填", "operation-exclude"
    )


def take_back(world: World) -> object:
    """Take the respondent's response in again."""
    return world.services.review.include(
        world.owner, world.respondent.response_id, "核实过", "operation-include"
    )


def answered(world: World) -> None:
    """Leave one answer."""
    world.answer(3)


def submitted(world: World) -> None:
    """Leave one submitted response."""
    world.answer(3)
    submit(world)


def closed(world: World) -> None:
    """Leave a closed wave."""
    submitted(world)
    close(world)


def left_out(world: World) -> None:
    """Leave a closed wave without its respondent."""
    closed(world)
    leave_out(world)


@pytest.mark.parametrize(
    ("prepare", "use_case", "repeats"),
    [
        (answered, start, {"personal_link"}),
        (answered, invite, set()),
        (answered, replace, set()),
        (answered, answer, set()),
        (answered, choose, set()),
        (answered, note, set()),
        (answered, facts, set()),
        (answered, submit, set()),
        (answered, enter, {"visit"}),
        (answered, lock_out, {"personal_link", "visit"}),
        (answered, bring, set()),
        (submitted, close, set()),
        (closed, score, set()),
        (closed, leave_out, set()),
        (left_out, take_back, set()),
    ],
)
def test_a_cut_at_any_statement_leaves_before_or_after(
    services: Services,
    prepare: Callable[[World], None],
    use_case: Callable[[World], object],
    repeats: set[str],
) -> None:
    """Strike at the first statement, then the second ..., until the use case gets through; then retry.

    A retry changes nothing, but that who asks for a link or a visit once more gets one more.
    """
    world = make_world(services)
    prepare(world)
    before = contents(services)
    found = []
    while struck(services, lambda: use_case(world), at=len(found)):
        found.append(contents(services))
    after = contents(services)
    assert after != before
    n_before = found.count(before)
    assert n_before > 2
    assert found == [before] * n_before + [after] * (len(found) - n_before)
    use_case(world)
    assert {name for name, rows in contents(services).items() if rows != after[name]} == repeats
