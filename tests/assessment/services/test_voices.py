"""Single answers are for the person who invited, in named and closed waves, and carry roles only."""

import pytest
from sqlalchemy import text

from assessment.access.viewer import Reader
from assessment.bootstrap import Services
from assessment.domain.errors import AccessDenied
from assessment.services.voices import Voice
from tests.assessment.services.worlds import World


def test_the_owner_of_a_closed_named_wave_reads_levels_by_role(world: World) -> None:
    """Every submitted answer appears once, under its role; what was left open does not appear."""
    asked = world.services.responding.open(world.respondent).items
    world.close()
    found = world.services.voices.by_item(world.owner, world.owner.wave_id)
    assert all(found[item.id] == (Voice("LIVE", 3),) for item in asked)
    assert sum(len(voices) for voices in found.values()) == len(asked)


def test_an_open_wave_tells_nothing(world: World) -> None:
    """Before the wave is closed, what people choose is their own."""
    world.answer()
    assert world.services.voices.by_item(world.owner, world.owner.wave_id) == {}


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_only_named_waves_tell_single_answers(world: World, mode: str) -> None:
    """Where respondents were promised silence, even a single role is not told."""
    world.close()
    world.services._context.database.write(
        lambda c: c.execute(text("UPDATE wave SET mode = :m"), {"m": mode})
    )
    assert world.services.voices.by_item(world.owner, world.owner.wave_id) == {}


def test_readers_see_single_answers_of_the_demo_only(world: World, services: Services) -> None:
    """A reader of results was not named to the respondents; the demo's answers are nobody's."""
    world.close()
    reader = Reader(world.owner.workspace_id, world.owner.wave_id)
    assert services.voices.by_item(reader, reader.wave_id) == {}
    demo = services.demo.ensure()
    assert any(services.voices.by_item(demo, demo.wave_id).values())


def test_respondents_may_not_ask(world: World) -> None:
    """A respondent sees the wave and is refused."""
    world.close()
    with pytest.raises(AccessDenied):
        world.services.voices.by_item(world.respondent, world.respondent.wave_id)
