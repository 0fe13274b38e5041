"""Scoring: closed waves only, once for equal input, kept as it was."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from assessment.access.viewer import Reader, System
from assessment.content import loader
from assessment.domain.errors import AccessDenied, NotFound, NothingToScore, NotScoredYet
from assessment.services.analysis import Analysis, input_digest, shipped_yardsticks
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.results import WaveResult
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock


@pytest.fixture
def closed(world: World) -> World:
    """Give a closed wave with one submitted response."""
    world.close()
    return world


def test_an_open_wave_is_not_scored(world: World) -> None:
    """Nobody sees a live mean."""
    world.answer(3)
    world.services.responding.submit(world.respondent, operation_id=operation())
    with pytest.raises(NothingToScore):
        world.services.analysis.score(world.owner, world.owner.wave_id)
    with pytest.raises(NotScoredYet):
        world.services.analysis.latest(world.owner, world.owner.wave_id)


def test_a_run_holds_everything_it_was_made_from(closed: World, clock: Clock) -> None:
    """Result, facts, instrument and knowledge come back as they were scored."""
    progress: list[tuple[str, float]] = []
    run = closed.services.analysis.score(
        closed.owner, closed.owner.wave_id, lambda stage, share: progress.append((stage, share))
    )
    assert run == closed.services.analysis.latest(closed.owner, closed.owner.wave_id)
    assert run == closed.services.analysis.run(closed.owner, run.id)
    assert run.knowledge == loader.knowledge()
    assert run.result.data_quality.n_submitted == 1
    assert run.result.data_quality.n_invited == 2
    assert (run.wave.status, run.created_at, run.merchant.name) == ("closed", clock.now, "示例商家")
    assert progress


def test_equal_input_is_scored_once(closed: World) -> None:
    """A second click returns the first run."""
    first = closed.services.analysis.score(closed.owner, closed.owner.wave_id)
    assert closed.services.analysis.score(closed.owner, closed.owner.wave_id) == first
    assert "score_run=1" in closed.services.maintenance.check(thorough=True)


def test_parallel_scoring_of_equal_input_stores_one_run(closed: World) -> None:
    """Five at once end in one run."""
    with ThreadPoolExecutor(5) as pool:
        runs = set(
            pool.map(
                lambda _: closed.services.analysis.score(closed.owner, closed.owner.wave_id).id, range(5)
            )
        )
    assert len(runs) == 1
    assert "score_run=1" in closed.services.maintenance.check(thorough=True)


def test_new_facts_make_a_new_run_and_old_runs_stay(closed: World) -> None:
    """Runs are only ever added; the newest is shown."""
    first = closed.services.analysis.score(closed.owner, closed.owner.wave_id)
    number = next(f for f in closed.services.facts.load(closed.owner).form.fields if f.kind == "number")
    closed.services.facts.save(
        closed.owner, changes={number.key: number.low or 0.0}, revision=0, operation_id=operation()
    )
    second = closed.services.analysis.score(closed.owner, closed.owner.wave_id)
    assert second.id != first.id
    assert set(second.facts) == {number.key}
    assert closed.services.analysis.latest(closed.owner, closed.owner.wave_id) == second
    assert closed.services.analysis.run(closed.owner, first.id) == first


def test_no_transaction_is_open_while_scoring(closed: World) -> None:
    """Others can write while a wave is scored."""

    def scorer(evidence: WaveEvidence, yardsticks: Yardsticks, _: object) -> WaveResult:
        make_world(closed.services, "同时开始")
        return score_wave(evidence, yardsticks)

    analysis = Analysis(closed.services._context, scorer=scorer)
    assert analysis.score(closed.owner, closed.owner.wave_id).result.data_quality.n_submitted == 1


def test_a_failing_scorer_stores_nothing(closed: World) -> None:
    """An error while scoring leaves the wave unscored."""

    def scorer(*_: object) -> WaveResult:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Analysis(closed.services._context, scorer=scorer).score(closed.owner, closed.owner.wave_id)
    with pytest.raises(NotScoredYet):
        closed.services.analysis.latest(closed.owner, closed.owner.wave_id)


def test_results_are_for_the_owner(closed: World) -> None:
    """Strangers get the answer of an absent wave, respondents are denied, the machine may read."""
    run = closed.services.analysis.score(closed.owner, closed.owner.wave_id)
    other = make_world(closed.services, "另一家")
    wave_id = closed.owner.wave_id
    for stranger, target in ((other.owner, wave_id), (closed.owner, "0" * 32), (other.respondent, wave_id)):
        with pytest.raises(NotFound):
            closed.services.analysis.latest(stranger, target)
        with pytest.raises(NotFound):
            closed.services.analysis.score(stranger, target)
    for stranger, target in ((other.owner, run.id), (closed.owner, "0" * 32)):
        with pytest.raises(NotFound):
            closed.services.analysis.run(stranger, target)
    with pytest.raises(AccessDenied):
        closed.services.analysis.latest(closed.respondent, wave_id)
    reader = Reader(closed.owner.workspace_id, wave_id)
    assert closed.services.analysis.latest(reader, wave_id) == run
    with pytest.raises(AccessDenied):
        closed.services.analysis.score(reader, wave_id)
    assert closed.services.analysis.latest(System(), wave_id) == run


def test_synthetic_peers_are_for_synthetic_merchants(closed: World) -> None:
    """A real merchant is never compared with made-up ones."""
    run = closed.services.analysis.score(closed.owner, closed.owner.wave_id)
    assert (run.result.demo, run.result.peer_card) == (False, None)
    assert run.result.peers_withheld is not None
    assert shipped_yardsticks(run.merchant).panel is None
    assert shipped_yardsticks(dataclasses.replace(run.merchant, demo=True)).panel is not None


def test_the_digest_sees_every_input_and_no_order(sqlite_services: object) -> None:
    """Each part of the evidence changes the digest; the order of responses does not."""
    world = make_world(sqlite_services)
    world.answer_all(viewer=world.owner)
    sqlite_services.responding.submit(world.owner, operation_id=operation())
    world.close()
    evidence = world.services._context.database.read(
        lambda c: world.services.analysis._gather(c, world.owner, world.owner.wave_id)
    )[1]
    yardsticks = shipped_yardsticks(evidence.merchant)
    digest = input_digest(evidence, yardsticks)
    turned = dataclasses.replace(evidence, responses=evidence.responses[::-1])
    assert input_digest(turned, yardsticks) == digest
    first, *rest = evidence.responses
    changed = dataclasses.replace(first, answers=bytes([5]) + first.answers[1:])
    for other in (
        dataclasses.replace(evidence, responses=(changed, *rest)),
        dataclasses.replace(evidence, responses=(first,)),
        dataclasses.replace(evidence, facts={"F1": 1.0}),
        dataclasses.replace(evidence, n_invited=9),
        dataclasses.replace(evidence, merchant=dataclasses.replace(evidence.merchant, gmv_tier="G1")),
    ):
        assert input_digest(other, yardsticks) != digest


def test_the_machine_finds_the_wave_that_was_closed_last(world: World, clock: Clock) -> None:
    """The command line needs no id; nobody else may look across workspaces."""
    assert world.services.analysis.latest_closed_wave(System()) is None
    other = make_world(world.services, "另一家")
    for closing in (other, world):
        clock.pass_(minutes=1)
        closing.close()
        assert world.services.analysis.latest_closed_wave(System()) == closing.owner.wave_id
    with pytest.raises(AccessDenied):
        world.services.analysis.latest_closed_wave(world.owner)


def test_all_waves_are_listed_newest_first_for_the_machine_alone(world: World, clock: Clock) -> None:
    """Counts and names on either database; a drafted response does not count, and no visitor may list."""
    world.answer(3)
    clock.pass_(minutes=1)
    later = make_world(world.services, "后来的商家")
    later.close()
    listed = world.services.analysis.every_wave(System())
    assert [(one.merchant_name, one.wave.status, one.n_submitted) for one in listed] == [
        ("后来的商家", "closed", 1),
        ("示例商家", "open", 0),
    ]
    assert [one.wave.id for one in listed] == [later.owner.wave_id, world.owner.wave_id]
    reader = Reader(world.owner.workspace_id, world.owner.wave_id)
    for viewer in (world.owner, world.respondent, reader):
        with pytest.raises(AccessDenied):
            world.services.analysis.every_wave(viewer)


def test_newer_facts_are_told_and_the_old_state_finds_its_run(closed: World) -> None:
    """Facts that changed are named; changed back, the first run is the latest again and nothing is newer."""
    analysis, owner = closed.services.analysis, closed.owner

    def fill(share: float, revision: int) -> None:
        closed.services.facts.save(
            owner, changes={"F5.F": share}, revision=revision, operation_id=operation()
        )

    fill(60.0, 0)
    first = analysis.score(owner, owner.wave_id)
    assert analysis.changes(owner, owner.wave_id) == ()
    fill(70.0, 1)
    assert analysis.changes(owner, owner.wave_id) == ("facts",)
    second = analysis.score(owner, owner.wave_id)
    assert analysis.changes(owner, owner.wave_id) == ()
    fill(60.0, 2)
    assert analysis.changes(owner, owner.wave_id) == ("facts",)
    assert analysis.score(owner, owner.wave_id) == first
    assert analysis.latest(owner, owner.wave_id) == first != second
    assert analysis.changes(owner, owner.wave_id) == ()


def test_another_knowledge_base_is_told_as_method(closed: World) -> None:
    """Whoever upgrades the product is offered a new run, and told why."""
    services, owner = closed.services, closed.owner
    services.analysis.score(owner, owner.wave_id)
    newer = dataclasses.replace(loader.knowledge(), digest="f" * 64)
    later = Analysis(services._context, yardsticks=lambda _: Yardsticks(newer, None))
    assert later.changes(owner, owner.wave_id) == ("method",)


def test_a_run_that_does_not_exist_has_no_changes(closed: World) -> None:
    """Before the first scoring there is nothing to be newer than."""
    with pytest.raises(NotScoredYet):
        closed.services.analysis.changes(closed.owner, closed.owner.wave_id)
