"""Files become closed waves, whole or not at all, once."""

import pytest

from assessment.access.viewer import Reader, System
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.domain.errors import AccessDenied, FactOrgError, FieldInvalid, FileRefused
from assessment.services.importing import ImportedWave
from tests.assessment.services.worlds import make_world

INSTRUMENT = loader.shipped_instrument()
SOURCE = loader.instrument_source("fact", "1.0.0")
ITEMS = [item.id for item in INSTRUMENT.items[:3]]
LONG = "respondent,role,item,level\n" + "\n".join(
    f"{name},{role},{item},{level}"
    for name, role in (("负责人", "OWN"), ("主播甲", "LIVE"))
    for item, level in zip(ITEMS, (2, 3, 4), strict=True)
)


def bring(services: Services, text: str = LONG, **changes: object) -> ImportedWave:
    """Import a file of answers to the shipped instrument."""
    arguments = {
        "viewer": System(),
        "content": text.encode(),
        "file_name": "answers.csv",
        "instrument": INSTRUMENT,
        "source": SOURCE,
        "title": "旧问卷",
        **changes,
    }
    return services.importing.responses(arguments.pop("viewer"), **arguments)


def test_a_file_becomes_a_closed_wave_that_can_be_scored(services: Services) -> None:
    """Every respondent of the file is a submitted response with the levels of the file."""
    imported = bring(services)
    assert (imported.n_responses, imported.already_there) == (2, False)
    run = services.analysis.score(System(), imported.wave_id)
    assert (run.wave.status, run.merchant.name, run.merchant.demo) == ("closed", "旧问卷", False)
    assert (run.merchant.category, run.merchant.gmv_tier) == ("", "")
    assert run.result.data_quality.n_answered == 6
    assert dict(run.result.data_quality.n_by_role) == {"OWN": 1, "LIVE": 1}


def test_the_same_file_is_stored_once(services: Services) -> None:
    """A second import finds the first; another file is another wave."""
    first = bring(services)
    again = bring(services, title="另一个标题")
    assert again == ImportedWave(first.wave_id, 2, already_there=True)
    assert bring(services, LONG.replace(",4", ",5")).wave_id != first.wave_id
    assert "wave=2" in services.maintenance.check(thorough=True)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"text": LONG + "\n主播甲,LIVE,no-such-item,3"}, FileRefused),
        ({"text": LONG.replace(",4", ",9")}, FileRefused),
        ({"text": ""}, FileRefused),
        ({"title": "  "}, FieldInvalid),
    ],
)
def test_a_refused_file_stores_nothing(
    services: Services, changes: dict[str, str], error: type[FactOrgError]
) -> None:
    """One wrong cell refuses the whole file."""
    with pytest.raises(error):
        bring(services, **changes)
    assert "workspace=0" in services.maintenance.check(thorough=True)


def test_the_source_must_be_the_instruments_own_file(services: Services) -> None:
    """A wave bound to a digest without its file could never be read again."""
    with pytest.raises(ValueError, match="source"):
        bring(services, source=SOURCE + b"\n")
    assert "workspace=0" in services.maintenance.check(thorough=True)


def test_importing_is_for_the_machine_itself(services: Services) -> None:
    """No visitor brings whole waves."""
    world = make_world(services)
    reader = Reader(world.owner.workspace_id, world.owner.wave_id)
    for viewer in (world.owner, world.respondent, reader):
        with pytest.raises(AccessDenied):
            bring(services, viewer=viewer)
    assert "wave=1" in services.maintenance.check(thorough=True)
