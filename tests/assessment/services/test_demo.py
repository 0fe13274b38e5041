"""The demo: the same for everybody, readable by anybody, writable by nobody."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.content.demo.case import demo_case
from assessment.domain.errors import AccessDenied, NotFound
from assessment.domain.scenario import LineEdit
from assessment.domain.structure import Structure
from assessment.services.demo import Demo
from tests.assessment.services.worlds import make_world, operation


def test_ensure_stores_and_scores_the_case_once(services: Services) -> None:
    """Before it there is no reader; after it the same reader and run, however often."""
    assert services.demo.reader() is None
    reader = services.demo.ensure()
    run = services.analysis.latest(reader, reader.wave_id)
    assert services.demo.ensure() == reader == services.demo.reader()
    assert services.analysis.latest(reader, reader.wave_id) == run
    assert (run.merchant, run.wave) == (demo_case().merchant, demo_case().wave)
    assert dict(run.facts) == dict(demo_case().facts)
    assert run.result.demo
    assert run.result.peer_card is not None
    assert run.result.data_quality.n_submitted == len(demo_case().responses) == 7


def test_the_demo_has_an_organization_scenarios_and_a_proposal(services: Services) -> None:
    """Whoever reads the demo sees the entered organization, both what-ifs, and the chosen one printed."""
    reader = services.demo.ensure()
    sheet = services.structures.load(reader)
    assert (sheet.entered, sheet.structure, sheet.problems) == (True, demo_case().structure, ())
    base, half, independent = services.proposals.scenarios(reader, reader.wave_id)
    assert (base.chosen, half.chosen, independent.chosen) == (False, True, False)
    run = services.analysis.latest(reader, reader.wave_id)
    printed = services.proposals.printed(reader, run)
    assert (printed.scenario, printed.settings) == (half.id, half.settings)
    assert printed.target.posts
    assert {entry.by for entry in services.proposals.trail(reader, reader.wave_id)} == {"system"}


def test_parallel_visitors_get_one_demo(services: Services) -> None:
    """Five first visitors at once see one wave with one run."""
    with ThreadPoolExecutor(5) as pool:
        readers = set(pool.map(lambda _: services.demo.ensure(), range(5)))
    assert len(readers) == 1
    counts = services.maintenance.check(thorough=True)
    assert {"workspace=1", "wave=1", "response=7", "score_run=1"} <= set(counts)


def test_a_changed_case_replaces_the_stored_one(services: Services) -> None:
    """A new version of the product brings its own demo under the same ids; real data stays."""
    services.demo.ensure()
    world = make_world(services)
    case = demo_case()
    renamed = dataclasses.replace(case, merchant=dataclasses.replace(case.merchant, name="新演示"))
    newer = Demo(services._context, lambda: services.analysis, make_case=lambda: renamed)
    reader = newer.ensure()
    assert services.analysis.latest(reader, reader.wave_id).merchant.name == "新演示"
    assert services.links.preview_owner(world.owner_token).merchant_name == "示例商家"
    assert {"workspace=2", "score_run=1"} <= set(services.maintenance.check(thorough=True))


def test_nobody_writes_into_the_demo(services: Services) -> None:
    """Not even forged viewers with the demo's own ids change anything."""
    reader = services.demo.ensure()
    case = demo_case()
    rater = next(r for r in case.raters if r.invitation is not None)
    forged_owner = Owner(case.workspace_id, case.merchant.id, case.wave.id, case.responses[0].id)
    forged = Respondent(case.wave.id, rater.invitation.id, rater.response.id, workspace_id=case.workspace_id)
    for who in (forged_owner, forged):
        with pytest.raises(AccessDenied):
            services.responding.submit(who, operation_id=operation())
        with pytest.raises(AccessDenied):
            services.responding.answer(
                who,
                item_id=services._context.instruments.of_wave(case.wave.id).items[0].id,
                value=1,
                revision=0,
                operation_id=operation(),
            )
    for attempt in (
        lambda: services.engagements.revoke(forged_owner, rater.invitation.id),
        lambda: services.engagements.replace_owner_link(forged_owner),
        lambda: services.engagements.close(forged_owner, operation()),
        lambda: services.facts.save(forged_owner, changes={}, revision=1, operation_id=operation()),
        lambda: services.structures.save(
            forged_owner, Structure(), revision=1, operation_id=operation(), what=""
        ),
        lambda: services.structures.undo(forged_owner, revision=1, operation_id=operation()),
        lambda: services.proposals.choose(
            forged_owner, case.wave.id, case.scenarios[1].id, operation_id=operation()
        ),
        lambda: services.proposals.edit(
            forged_owner, case.wave.id, LineEdit("form", "accepted"), operation_id=operation()
        ),
        lambda: services.analysis.score(reader, reader.wave_id),
        lambda: services.analysis.score(forged_owner, reader.wave_id),
    ):
        with pytest.raises(AccessDenied):
            attempt()


def test_the_reader_reads_the_demo_only(services: Services) -> None:
    """A demo reader gets nothing of a real merchant."""
    reader = services.demo.ensure()
    world = make_world(services)
    world.close()
    run = services.analysis.score(world.owner, world.owner.wave_id)
    with pytest.raises(NotFound):
        services.analysis.latest(reader, world.owner.wave_id)
    with pytest.raises(NotFound):
        services.analysis.run(reader, run.id)
