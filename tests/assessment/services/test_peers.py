"""Panels from files: whole or not at all, without names, in epochs that never change."""

from typing import Any

import pytest
from sqlalchemy import select

from assessment.access.viewer import Owner, Reader, System
from assessment.bootstrap import Services
from assessment.domain.errors import AccessDenied, EpochBarred, FieldInvalid, FileRefused, NotFound
from assessment.domain.peers import ImportedPanel, PanelStatus, changes_needed
from assessment.services.demo import Demo
from assessment.storage.peer_tables import PeerEpochRow, PeerPanelRow, ServedCellRow
from tests.assessment.services.panel_files import SAME, csv_of, panel_file, panel_rows
from tests.assessment.services.worlds import World, make_world, operation
from tests.support import Clock


def typed(content: bytes, **changes: object) -> dict[str, Any]:
    """Say what an import needs beside its viewer."""
    said = {"file_name": "peers.csv", "name": "同行", "as_of": "2026-01-31", "source": "咨询项目"}
    return {"content": content, **said, **changes}


def bring(services: Services, viewer: Owner | System, content: bytes, **changes: object) -> ImportedPanel:
    """Import a file."""
    return services.peers.import_panel(viewer, **{"operation_id": operation(), **typed(content, **changes)})


def epochs(services: Services) -> list[tuple[object, ...]]:
    """Every stored epoch, byte for byte."""
    return services._context.database.read(
        lambda c: [tuple(row) for row in c.execute(select(PeerEpochRow.__table__).order_by("number"))]
    )


def only(panels: tuple[PanelStatus, ...]) -> PanelStatus:
    """Return the single panel."""
    (panel,) = panels
    return panel


@pytest.fixture
def world(services: Services) -> World:
    """Give a merchant with a closed wave in which everybody answered 3."""
    world = make_world(services)
    world.close()
    return world


def test_an_imported_panel_is_what_the_merchant_is_compared_with(services: Services, world: World) -> None:
    """The card of the result names panel, epoch, date, source and n; its own errors are not known."""
    assert services.analysis.score(world.owner, world.owner.wave_id).result.peers_withheld == "no_peers"
    done = bring(services, world.owner, panel_file(30))
    assert (done.epoch, done.n_merchants, done.already_there) == (1, 30, False)
    panel = only(services.peers.panels(world.owner))
    assert (panel.in_use, panel.scope, panel.may_withdraw) == (True, "workspace", True)
    result = services.analysis.score(world.owner, world.owner.wave_id).result
    card = result.peer_card
    assert card is not None
    assert (card.panel, card.epoch, card.n, card.as_of) == ("同行", "1", 30, "2026-01-31")
    assert (card.source, card.demo, card.own_error) == ("咨询项目", False, False)
    assert {standing.id for standing in result.standings} == {"overall", "CO", "PR", "TA", "AD", "SE"}
    assert all(standing.peer_median is not None for standing in result.standings)


def test_names_and_codes_are_nowhere_in_the_database(services: Services, world: World) -> None:
    """An epoch keeps keyed digests only, and does not follow the order of the file."""
    rows = panel_rows(12, name="保密商家{n}号")
    bring(services, world.owner, csv_of(rows))
    stored = repr(epochs(services)) + repr(
        services._context.database.read(lambda c: list(c.execute(select(PeerPanelRow.__table__))))
    )
    candidates = services.analysis._yardsticks._panels._contents._values.values()
    services.analysis.score(world.owner, world.owner.wave_id)
    (content,) = candidates
    for secret in ("保密商家", "M11"):
        assert secret not in stored
        assert secret.encode() not in content.members + content.owners
    assert list(content.keys(content.members)) == sorted(content.keys(content.members))


@pytest.mark.parametrize(
    ("n", "others", "barred"), [(30, 4, True), (30, 5, False), (80, 7, True), (80, 8, False)]
)
def test_a_new_epoch_needs_enough_changes(
    services: Services, world: World, n: int, others: int, *, barred: bool
) -> None:
    """Max(5, 10 %) members must have joined or left; else nothing is stored and the numbers are named."""
    bring(services, world.owner, panel_file(n))
    before = epochs(services)
    later = panel_file(range(others // 2, n + others - others // 2))
    preview = services.peers.preview(world.owner, **typed(later))
    assert (preview.joined, preview.left, preview.needed) == (
        others - others // 2,
        others // 2,
        changes_needed(n),
    )
    assert preview.makes_epoch is not barred
    if not barred:
        assert bring(services, world.owner, later).epoch == 2
        assert epochs(services)[0] == before[0]
        return
    with pytest.raises(EpochBarred) as refused:
        bring(services, world.owner, later)
    assert dict(refused.value.fields) == {
        "name": "同行",
        "changed": others,
        "needed": changes_needed(n),
        "n": n,
    }
    assert epochs(services) == before


def test_new_scores_of_the_same_members_make_no_epoch(services: Services, world: World) -> None:
    """Whoever submits again moves nothing, whatever the new scores are."""
    bring(services, world.owner, panel_file(30))
    before = epochs(services)
    with pytest.raises(EpochBarred) as refused:
        bring(services, world.owner, panel_file(30, seed=8))
    assert refused.value.fields["changed"] == 0
    assert epochs(services) == before


def test_the_same_file_again_changes_nothing(services: Services, world: World) -> None:
    """Recognised by its content, under any name of the file and with any operation id."""
    first = bring(services, world.owner, panel_file(12))
    again = bring(services, world.owner, panel_file(12), file_name="copy.csv")
    assert again == ImportedPanel(first.panel_id, "同行", 1, 12, already_there=True)
    assert services.peers.preview(world.owner, **typed(panel_file(12))).already_there
    assert len(epochs(services)) == 1


def test_a_retry_finds_what_the_first_try_stored(services: Services, world: World) -> None:
    """One operation id, one import; the same id for another file is refused."""
    asked = operation()
    first = bring(services, world.owner, panel_file(12), operation_id=asked)
    assert bring(services, world.owner, panel_file(12), operation_id=asked) == first
    with pytest.raises(FieldInvalid):
        bring(services, world.owner, panel_file(40), operation_id=asked)
    assert len(epochs(services)) == 1


def test_a_withdrawn_panel_is_not_used_and_comes_back_with_its_epochs(
    services: Services, world: World
) -> None:
    """Withdrawing and importing again is no way round the rule of changes."""
    panel_id = bring(services, world.owner, panel_file(30)).panel_id
    run = services.analysis.score(world.owner, world.owner.wave_id)
    services.peers.withdraw(world.owner, panel_id, operation())
    assert only(services.peers.panels(world.owner)).standing == "withdrawn"
    assert services.analysis.score(world.owner, world.owner.wave_id).result.peer_card is None
    assert services.analysis.run(world.owner, run.id).result == run.result
    with pytest.raises(EpochBarred):
        bring(services, world.owner, panel_file(31))
    assert only(services.peers.panels(world.owner)).standing == "withdrawn"
    back = bring(services, world.owner, panel_file(30))
    assert (back.panel_id, back.epoch, back.already_there) == (panel_id, 1, False)
    assert only(services.peers.panels(world.owner)).in_use


def test_the_own_panel_comes_before_that_of_the_installation(
    services: Services, world: World, clock: Clock
) -> None:
    """Order of choice: own, newest first; then the installation's; under ten merchants nothing is used."""
    bring(services, System(), panel_file(30), name="全国")
    assert only(services.peers.panels(world.owner)).scope == "installation"
    assert not only(services.peers.panels(world.owner)).may_withdraw
    clock.pass_(days=1)
    bring(services, world.owner, panel_file(9), name="九家")
    assert [(p.name, p.standing) for p in services.peers.panels(world.owner)] == [
        ("全国", "in_use"),
        ("九家", "too_few"),
    ]
    clock.pass_(days=1)
    bring(services, world.owner, panel_file(10), name="十家")
    assert {p.name: p.standing for p in services.peers.panels(world.owner)} == {
        "十家": "in_use",
        "全国": "another_first",
        "九家": "too_few",
    }
    assert {p.standing for p in services.peers.panels(System())} == {"no_merchant"}


def test_a_late_retry_withdraws_no_panel_that_came_back(services: Services, world: World) -> None:
    """A withdrawal happens once for each operation."""
    panel_id, late = bring(services, world.owner, panel_file(30)).panel_id, operation()
    services.peers.withdraw(world.owner, panel_id, late)
    bring(services, world.owner, panel_file(30))
    services.peers.withdraw(world.owner, panel_id, late)
    assert only(services.peers.panels(world.owner)).in_use


def test_what_is_not_theirs_nobody_withdraws(services: Services, world: World) -> None:
    """The installation's panel can be seen and not withdrawn; another workspace's cannot be seen."""
    shared = bring(services, System(), panel_file(30)).panel_id
    other = make_world(services).owner
    foreign = bring(services, other, panel_file(30)).panel_id
    with pytest.raises(AccessDenied):
        services.peers.withdraw(world.owner, shared, operation())
    with pytest.raises(NotFound):
        services.peers.withdraw(world.owner, foreign, operation())
    services.peers.withdraw(System(), foreign, operation())
    assert foreign not in {p.id for p in services.peers.panels(world.owner)}


def test_every_served_cut_is_logged_with_its_run(services: Services, world: World) -> None:
    """Epoch, filters and n stand in the log once for every run that told of them."""
    bring(services, world.owner, panel_file(30))
    run = services.analysis.score(world.owner, world.owner.wave_id)
    services.analysis.score(world.owner, world.owner.wave_id)
    rows = services._context.database.read(lambda c: list(c.execute(select(ServedCellRow.__table__))))
    assert [(r.epoch_id, r.n, r.wave_id, r.run_id) for r in rows] == [
        (epochs(services)[0][0], 30, run.wave.id, run.id)
    ]
    assert rows[0].filters == '{"category": "beauty", "gmv_tier": "G3"}'


def test_the_merchant_itself_and_its_owner_are_no_peers(services: Services, world: World) -> None:
    """Rows with the merchant's name, however spelt, are left out of its peers and of n."""
    rows = panel_rows(20)
    rows.append(",".join(["OWN", "示例 商家", *SAME, "5", "5", "5", "5", "5"]))
    bring(services, world.owner, csv_of(rows))
    card = services.analysis.score(world.owner, world.owner.wave_id).result.peer_card
    assert card is not None
    assert card.n == 20


def test_one_owner_of_many_merchants_is_not_shown_alone(
    services: Services, world: World, clock: Clock
) -> None:
    """A cell in which one name has more than a quarter is widened; if all have it, nothing is told."""
    chain = panel_rows(range(100, 105), name="连锁店")
    near = panel_rows(10)
    far = panel_rows(range(50, 70), facets=("food", "G1", "S", "low"))
    bring(services, world.owner, csv_of([*chain, *near, *far]))
    card = services.analysis.score(world.owner, world.owner.wave_id).result.peer_card
    assert card is not None
    assert (card.facets, card.n) == ((), 35)
    clock.pass_(days=1)
    bring(services, world.owner, csv_of([*chain, *near]), name="两成以上")
    result = services.analysis.score(world.owner, world.owner.wave_id).result
    assert (result.peer_card, result.peers_withheld) == (None, "dominant_owner")
    preview = services.peers.preview(world.owner, **typed(csv_of([*chain, *near])))
    assert "dominated" in preview.warnings
    assert (preview.largest_group, preview.largest_share) == (5, pytest.approx(1 / 3))


def test_demo_merchants_keep_to_the_demo_panel(services: Services) -> None:
    """An imported panel is never used for a synthetic merchant, nor the synthetic one for a real merchant."""
    bring(services, System(), panel_file(30))
    reader = Demo(services._context, lambda: services.analysis).ensure()
    assert isinstance(reader, Reader)
    card = services.analysis.latest(reader, reader.wave_id).result.peer_card
    assert card is not None
    assert (card.panel, card.demo) == ("demo", True)
    with pytest.raises(AccessDenied):
        services.peers.panels(reader)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"content": b""}, FileRefused),
        ({"content": panel_file(12) + b"\nM0,again,beauty,G3,F,mid,3,3,3,3,3"}, FileRefused),
        ({"content": panel_file(3) + b"\nM9,x,beauty,G3,F,mid,0.9,nan,3,3,1e309"}, FileRefused),
        ({"content": csv_of([])}, FileRefused),
        ({"as_of": "2026-02-30"}, FieldInvalid),
        ({"as_of": "20260101"}, FieldInvalid),
        ({"as_of": "2026-03-04"}, FieldInvalid),
        ({"source": "  "}, FieldInvalid),
        ({"name": "\n"}, FieldInvalid),
    ],
)
def test_a_refusal_stores_nothing(
    services: Services, world: World, changes: dict[str, Any], error: type[Exception]
) -> None:
    """A file or a field that will not do leaves no panel and no epoch behind."""
    given = {**typed(panel_file(12)), **changes}
    with pytest.raises(error):
        services.peers.preview(world.owner, **given)
    with pytest.raises(error):
        services.peers.import_panel(world.owner, **given, operation_id=operation())
    assert epochs(services) == []
    assert services.peers.panels(world.owner) == ()


@pytest.mark.parametrize(
    ("n", "median", "lines"), [(1, False, False), (9, False, False), (10, True, False), (300, True, True)]
)
def test_panels_of_every_size_give_numbers_or_a_reason(
    services: Services, world: World, n: int, *, median: bool, lines: bool
) -> None:
    """Nothing under ten merchants, a median from ten, quartile lines from twenty."""
    bring(services, world.owner, panel_file(n))
    result = services.analysis.score(world.owner, world.owner.wave_id).result
    assert (result.peer_card is not None) is median
    assert all(
        (s.peer_median is not None, s.peer_q1 is not None) == (median, lines) for s in result.standings
    )
    assert bool(result.standings) is median


def test_constant_and_blank_columns_are_said_and_survive(services: Services, world: World) -> None:
    """A column without spread or without scores gives a warning in the preview and no wrong number."""
    rows = [f"K{n},,beauty,G3,F,mid,3,,{2 + n / 20},{4 - n / 20},3.{n % 10}" for n in range(25)]
    preview = services.peers.preview(world.owner, **typed(csv_of([*rows, "EMPTY,,,,,,,,,,"])))
    assert preview.warnings == ("empty_rows", "incomplete", "constant")
    assert (preview.n_rows, preview.n_complete, preview.n_missing_cells) == (26, 0, 30)
    assert bring(services, world.owner, csv_of([*rows, "EMPTY,,,,,,,,,,"])).n_merchants == 25
    result = services.analysis.score(world.owner, world.owner.wave_id).result
    constant, blank = result.standing("CO"), result.standing("PR")
    assert constant is not None
    assert (constant.peer_q1, constant.peer_median, constant.peer_q3) == (3.0, 3.0, 3.0)
    assert blank is not None
    assert (blank.n, blank.withheld, blank.peer_median) == (0, "too_few_peers", None)
    overall = result.standing("overall")
    assert overall is not None
    assert overall.n == 25
