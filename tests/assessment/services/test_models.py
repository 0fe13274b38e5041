"""Fitted archetypes: stored once, in force for whom they are made, carried over, and never half done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from assessment.access.viewer import System
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.content.panels import demo_panel
from assessment.domain.engagement import Merchant
from assessment.domain.errors import AccessDenied, NotFound, TooFewForArchetypes
from assessment.services.models import (
    Models,
    PanelToFit,
    in_force,
    knowledge_with,
    training_set,
)
from assessment.storage import codec, model_store
from assessment.storage.database import Connection
from scoring.archetypes import FitSettings
from scoring.arrays import FloatArray
from scoring.benchmark import Panel
from tests.assessment.services.panel_files import SAME, csv_of
from tests.assessment.services.worlds import make_world, operation
from tests.scoring.merchants import FIVE, QUICK, clear_types

FAST: FitSettings = replace(QUICK, starts=2, largest_k=2, resamples=2)


def panel_of(scores: FloatArray, epoch: str, *, name: str = "同行", demo: bool = False) -> Panel:
    """Wrap scores as a panel without errors."""
    nobody = {facet: ("",) * len(scores) for facet in ("category", "gmv_tier", "lead_position", "price_band")}
    return Panel(name, epoch, demo, FIVE, scores, np.full(scores.shape, np.nan), nobody)


@dataclass
class Shelf:
    """Panels by name, of one workspace each; whoever asks is compared with the first of its workspace."""

    panels: dict[str, PanelToFit]

    def to_fit(self, _: Connection, panel: str) -> PanelToFit:
        """Return a panel."""
        if panel not in self.panels:
            raise NotFound
        return self.panels[panel]

    def of_merchant(self, _: Connection, merchant: Merchant) -> Panel | None:
        """Return the panel of the merchant's workspace."""
        own = (one for one in self.panels.values() if one.workspace_id == merchant.workspace_id)
        return next((one.panel for one in own if one.panel.demo == merchant.demo), None)


Shelving = Callable[..., Models]


@pytest.fixture
def shelved(services: Services) -> Shelving:
    """Make the service with these panels."""
    return lambda **panels: Models(services._context, Shelf(panels))


def versions(services: Services, workspace_id: str | None = None) -> list[tuple[str, bool]]:
    """Return every stored model's version and whether it is in force, oldest first."""
    found = services._context.database.read(lambda c: model_store.models(c, workspace_id))
    return [(one.archetypes.version, one.retired_at is None) for one in reversed(found)]


def test_without_a_fit_the_reference_archetypes_apply(services: Services) -> None:
    """The card of a merchant without peers shows the judged model and that 0 of 300 merchants are there."""
    card = services.models.card(make_world(services).owner)
    assert (card.archetypes, card.history) == (loader.knowledge().archetypes, ())
    assert (card.n_complete, card.needed, card.limits) == (0, 300, (0.05, 0.75, 0.75))
    assert services.models.card(System()) == card


def test_a_fit_is_stored_and_in_force(services: Services, shelved: Shelving) -> None:
    """What was fitted is what the card shows and what scoring uses, number by number."""
    models = shelved(a=PanelToFit(panel_of(clear_types(400, 1), "1"), None, None))
    card = models.fit(System(), "a", settings=FAST)
    assert card == models.card(System(), "a")
    assert card.digest == codec.digest_of(card.archetypes)
    assert [(one.version, one.n_merchants, one.retired_at) for one in card.history] == [("1.0", 400, None)]
    record = services._context.database.read(lambda c: in_force(c, None, demo=False))
    assert record is not None
    assert record.archetypes == card.archetypes


def test_the_same_panel_is_fitted_once(services: Services, shelved: Shelving) -> None:
    """Fitting an unchanged panel again stores nothing."""
    models = shelved(a=PanelToFit(panel_of(clear_types(400, 1), "1"), None, None))
    assert models.fit(System(), "a", settings=FAST) == models.fit(System(), "a", settings=FAST)
    assert versions(services) == [("1.0", True)]


def test_the_next_epoch_carries_the_model_over(services: Services, shelved: Shelving) -> None:
    """A newer epoch gives the next minor version with a mapping; the older one is retired, not lost."""
    rows = clear_types(450, 1)
    shelved(a=PanelToFit(panel_of(rows[:400], "1"), None, None)).fit(System(), "a", settings=FAST)
    card = shelved(a=PanelToFit(panel_of(rows, "2"), None, None)).fit(System(), "a", settings=FAST)
    assert card.archetypes.version == "1.1"
    assert card.archetypes.fit is not None
    assert card.archetypes.fit.mapping
    assert versions(services) == [("1.0", False), ("1.1", True)]
    assert [one.version for one in card.history] == ["1.1", "1.0"]


def test_another_panel_starts_a_new_line(services: Services, shelved: Shelving) -> None:
    """Archetypes of other merchants are not carried over: next major version, no predecessor."""
    models = shelved(
        a=PanelToFit(panel_of(clear_types(400, 1), "1"), None, None),
        b=PanelToFit(panel_of(clear_types(400, 2), "1", name="另一组"), None, None),
    )
    models.fit(System(), "a", settings=FAST)
    fit = models.fit(System(), "b", settings=FAST).archetypes.fit
    assert fit is not None
    assert (fit.panel, fit.predecessor) == ("另一组", None)
    assert versions(services) == [("1.0", False), ("2.0", True)]


def test_each_workspace_has_its_own(services: Services, shelved: Shelving) -> None:
    """A workspace's model is for its merchants; others keep the reference archetypes."""
    mine, theirs = make_world(services), make_world(services)
    place = mine.owner.workspace_id
    models = shelved(a=PanelToFit(panel_of(clear_types(400, 1), "1"), place, None))
    models.fit(System(), "a", settings=FAST)
    assert models.card(mine.owner).archetypes.version == "1.0"
    assert models.card(mine.owner).n_complete == 400
    assert models.card(theirs.owner).archetypes == loader.knowledge().archetypes


def test_synthetic_models_are_for_synthetic_merchants(services: Services, shelved: Shelving) -> None:
    """A model fitted to demo merchants is never used for real ones, and both may be in force side by side."""
    rows = clear_types(400, 1)
    models = shelved(
        a=PanelToFit(panel_of(rows, "1", demo=True), None, None),
        b=PanelToFit(panel_of(rows, "1"), None, None),
    )
    models.fit(System(), "a", settings=FAST)
    assert services._context.database.read(lambda c: in_force(c, None, demo=False)) is None
    models.fit(System(), "b", settings=FAST)
    assert versions(services) == [("1.0", True), ("2.0", True)]
    assert [one.version for one in models.card(System(), "a").history] == ["1.0"]


def test_interrupting_or_refusing_stores_nothing(services: Services, shelved: Shelving) -> None:
    """Ctrl-C in the middle of a fit and too few merchants leave everything as it was."""
    models = shelved(
        a=PanelToFit(panel_of(clear_types(400, 1), "1"), None, None),
        b=PanelToFit(panel_of(clear_types(299, 1), "1"), None, None),
    )

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        models.fit(System(), "a", interrupt, settings=FAST)
    with pytest.raises(TooFewForArchetypes) as refusal:
        models.fit(System(), "b", settings=FAST)
    assert refusal.value.fields == {"n": 299, "needed": 300}
    assert versions(services) == []


def test_a_lost_answer_to_the_commit_stores_one_model(services: Services, shelved: Shelving) -> None:
    """Whoever runs the transaction twice finds what it stored first."""
    context = services._context
    write = context.database.write
    models = shelved(a=PanelToFit(panel_of(clear_types(400, 1), "1"), None, None))

    class Twice:
        """The database, whose writes happen twice."""

        def __getattr__(self, name: str) -> object:
            return getattr(context.database, name)

        def write(self, work: Callable[[Connection], None]) -> None:
            write(work)
            write(work)

    models._context = replace(context, database=Twice())  # type: ignore[arg-type]  # stands in for the database
    models.fit(System(), "a", settings=FAST)
    assert versions(services) == [("1.0", True)]


def test_two_fits_at_once_get_two_versions(services: Services, shelved: Shelving) -> None:
    """A fit that ends after another one of the same panel takes the next free version and its place."""
    rows = clear_types(400, 1)
    models = shelved(
        a=PanelToFit(panel_of(rows, "1"), None, None), b=PanelToFit(panel_of(rows[:390], "1"), None, None)
    )
    started = False

    def overtake(*_: object) -> None:
        nonlocal started
        if not started:
            started = True
            models.fit(System(), "b", settings=FAST)

    models.fit(System(), "a", overtake, settings=FAST)
    assert versions(services) == [("1.0", False), ("1.1", True)]


def test_knowledge_with_a_model_has_its_own_digest() -> None:
    """A run can tell with which archetypes it was made."""
    known = loader.knowledge()
    assert knowledge_with(known, None) is known
    at = make_record()
    changed = knowledge_with(known, at)
    assert changed.archetypes == at.archetypes
    assert changed.digest != known.digest
    assert len(changed.digest) == 64


def make_record() -> model_store.ModelRecord:
    """Return the reference archetypes as if they had been stored."""
    return model_store.ModelRecord(
        "0" * 32, None, None, "d" * 64, loader.knowledge().archetypes, datetime(2026, 11, 1, tzinfo=UTC)
    )


def test_a_dimension_that_a_panel_lacks_is_missing_for_everybody() -> None:
    """Columns are found by id; what is not there is NaN."""
    found = training_set(demo_panel(), ("SE", "XX"))
    assert np.array_equal(
        found.scores[:, 0], demo_panel().scores[:, demo_panel().scale_ids.index("SE")], equal_nan=True
    )
    assert np.isnan(found.scores[:, 1]).all()


def test_only_the_machine_fits_or_names_panels(services: Services) -> None:
    """Owners read the card of their own merchant, nothing else."""
    owner = make_world(services).owner
    with pytest.raises(AccessDenied):
        services.models.fit(owner, "demo")
    with pytest.raises(AccessDenied):
        services.models.card(owner, "demo")


def test_an_imported_panel_is_fitted_without_naming_it(services: Services) -> None:
    """The only panel of an installation need not be named; scoring then uses what was fitted to it."""
    with pytest.raises(NotFound):
        services.models.fit(System())
    rows = [
        ",".join([f"M{n}", f"商家{n}", *SAME, *(f"{score:.2f}" for score in merchant)])
        for n, merchant in enumerate(clear_types(400, 1))
    ]
    typed = {"name": "同行", "as_of": "2026-01-31", "source": "咨询项目"}
    done = services.peers.import_panel(
        System(), content=csv_of(rows), file_name="peers.csv", operation_id=operation(), **typed
    )
    card = services.models.fit(System(), settings=FAST)
    assert card.archetypes.fit is not None
    assert (card.archetypes.fit.panel, card.archetypes.fit.n_merchants) == ("同行", 400)
    assert card.archetypes == services.models.card(System(), done.panel_id).archetypes
    world = make_world(services)
    world.close()
    run = services.analysis.score(world.owner, world.owner.wave_id)
    assert run.knowledge.archetypes == card.archetypes
    assert services.models.card(world.owner).n_complete == 400
