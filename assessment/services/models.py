"""Archetype models: fitted to a panel, kept as data, in force until a newer one takes their place."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

import numpy as np

from assessment.access.viewer import System, Viewer
from assessment.content import loader
from assessment.domain.engagement import Merchant
from assessment.domain.errors import AccessDenied, NotFound
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import Archetypes
from assessment.services.context import Context
from assessment.services.scope import scoped
from assessment.services.waves import own_wave, wave_for
from assessment.storage import codec, model_store, panel_store
from assessment.storage.database import Connection
from assessment.storage.model_store import ModelRecord
from scoring.archetype_model import (
    MIN_MERCHANTS,
    TrainingSet,
    count_usable,
    fit_archetypes,
    refit_archetypes,
)
from scoring.archetype_selection import LEAST_POSTERIOR, LEAST_SHARE, LEAST_STABILITY
from scoring.archetypes import FitSettings
from scoring.arrays import FloatArray
from scoring.benchmark import Panel

Progress = Callable[[str, float], None]

DEMO_PANEL: Final = "demo"
LIMITS: Final = (LEAST_SHARE, LEAST_STABILITY, LEAST_POSTERIOR)


@dataclass(frozen=True, slots=True, eq=False)
class PanelToFit:
    """A frozen panel, whose it is (None: the installation's) and which stored epoch (None: not stored)."""

    panel: Panel
    workspace_id: str | None
    epoch_id: str | None


class PanelSource(Protocol):
    """Who knows the panels."""

    def to_fit(self, connection: Connection, panel: str) -> PanelToFit:
        """Return a panel by its name or id, whoever's it is. Raises NotFound."""

    def of_merchant(self, connection: Connection, merchant: Merchant) -> Panel | None:
        """Return the panel that a merchant is compared with, None where there is none."""


@dataclass(frozen=True, slots=True)
class PastModel:
    """One line of a model's history. `retired_at` None: in force."""

    version: str
    panel: str
    epoch: str
    n_archetypes: int
    n_merchants: int
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The archetypes in force for a viewer and all that a reader needs to judge them.

    `n_complete` merchants of the viewer's peers could be used for a fit, which needs `needed`. `limits` are
    the least share, stability and mean membership that several archetypes had to reach. `history` is newest
    first and empty for the judged reference archetypes.
    """

    archetypes: Archetypes
    digest: str
    needed: int
    n_complete: int
    limits: tuple[float, float, float]
    history: tuple[PastModel, ...]


def in_force(connection: Connection, workspace_id: str | None, *, demo: bool) -> ModelRecord | None:
    """Find the fitted model that applies to a workspace's merchants.

    Its own one comes before that of the installation; models fitted to synthetic merchants are for demo
    merchants only, and demo merchants get no others. None: the reference archetypes apply.
    """
    places = (None,) if workspace_id is None else (workspace_id, None)
    for place in places:
        for record in model_store.models(connection, place):
            if record.retired_at is None and _is_demo(record.archetypes) == demo:
                return record
    return None


def _is_demo(archetypes: Archetypes) -> bool:
    return archetypes.fit is not None and archetypes.fit.demo


def knowledge_with(knowledge: Knowledge, record: ModelRecord | None) -> Knowledge:
    """Return the knowledge base with a fitted model in place of the reference archetypes.

    Its digest changes with the model, so that a score run finds again what it was made with.
    """
    if record is None:
        return knowledge
    digest = hashlib.sha256(f"{knowledge.digest} archetypes {record.digest}".encode()).hexdigest()
    return replace(knowledge, archetypes=record.archetypes, digest=digest)


def training_set(panel: Panel, dimensions: tuple[str, ...]) -> TrainingSet:
    """Take the dimension scores out of a panel; a dimension that it has not is missing for everybody."""
    columns = [panel.scale_ids.index(d) if d in panel.scale_ids else None for d in dimensions]
    return TrainingSet(
        panel=panel.name,
        epoch=panel.epoch,
        demo=panel.demo,
        dimensions=dimensions,
        scores=_columns(panel.scores, columns),
        errors=_columns(panel.standard_errors, columns),
    )


def _columns(values: FloatArray, columns: list[int | None]) -> FloatArray:
    nothing = np.full(len(values), np.nan)
    return np.column_stack([nothing if column is None else values[:, column] for column in columns])


@scoped
class Models:
    """Use cases of whoever fits archetypes, and of whoever reads what they rest on."""

    def __init__(self, context: Context, panels: PanelSource) -> None:
        self._context = context
        self._panels = panels

    def fit(
        self,
        viewer: Viewer,
        panel: str | None = None,
        progress: Progress | None = None,
        *,
        settings: FitSettings | None = None,
    ) -> ModelCard:
        """Fit archetypes to a panel and put them into force.

        A model fitted to an earlier epoch of the same panel is carried over (next minor version, or next
        major one once two epochs agree on another number); the same merchants give the model that is in
        force already. Nothing is stored before the fit is complete, so that it can be interrupted at any
        time.

        Parameters
        ----------
        viewer : the machine itself.
        panel : name or id of a panel; ``demo`` is the synthetic one that ships. None: the only one there is.
        progress : called with a stage code of `scoring.archetype_model.STAGES` and the share done, 0-1.
        settings : how carefully; the defaults are safe.

        Raises
        ------
        AccessDenied, NotFound (no such panel), TooFewForArchetypes.
        """
        if not isinstance(viewer, System):
            raise AccessDenied(action="fit_archetypes")
        read = self._context.database.read
        chosen, before, versions = read(lambda connection: self._start(connection, panel))
        training = training_set(chosen.panel, loader.knowledge().archetypes.dimensions)
        words = loader.archetype_words()
        if before is not None and _same_line(before.archetypes, training):
            model = refit_archetypes(before.archetypes, training, words, settings=settings, progress=progress)
        else:
            model = fit_archetypes(
                training, words, version=first_version(versions), settings=settings, progress=progress
            )
        if before is None or model is not before.archetypes:
            self._put_into_force(chosen, model)
        return read(lambda connection: _card(connection, chosen.workspace_id, training))

    def card(self, viewer: Viewer, panel: str | None = None) -> ModelCard:
        """Return the archetypes in force for the viewer's merchant.

        For the machine itself: those of the whole installation, or those of whoever owns the panel with this
        name or id. Raises NotFound, AccessDenied (also for anybody else who names a panel), LinkRevoked.
        """

        def work(connection: Connection) -> ModelCard:
            dimensions = loader.knowledge().archetypes.dimensions
            if isinstance(viewer, System):
                if panel is None:
                    return _card(connection, None, _nobody(dimensions, demo=False))
                chosen = self._panels.to_fit(connection, panel)
                return _card(connection, chosen.workspace_id, training_set(chosen.panel, dimensions))
            if panel is not None:
                raise AccessDenied(action="read_panel")
            fielding = wave_for(connection, viewer, "read_results", own_wave(viewer))
            peers = self._panels.of_merchant(connection, fielding.merchant)
            if peers is None:
                training = _nobody(dimensions, demo=fielding.merchant.demo)
            else:
                training = training_set(peers, dimensions)
            return _card(connection, fielding.merchant.workspace_id, training)

        return self._context.database.read(work)

    def _start(
        self, connection: Connection, name: str | None
    ) -> tuple[PanelToFit, ModelRecord | None, tuple[str, ...]]:
        """Find the panel, the model that a new one would succeed, and the versions given so far."""
        chosen = self._panels.to_fit(connection, name or _only_panel(connection))
        known = model_store.models(connection, chosen.workspace_id)
        before = _own_in_force(known, demo=chosen.panel.demo)
        return chosen, before, tuple(record.archetypes.version for record in known)

    def _put_into_force(self, chosen: PanelToFit, model: Archetypes) -> None:
        """Store a model and retire the one before, in one transaction."""
        at, new = self._context.clock(), self._context.new_id()

        def work(connection: Connection) -> None:
            known = model_store.models(connection, chosen.workspace_id)
            if any(record.id == new for record in known):  # the answer to a first commit was lost
                return
            free = _free_version(model, {record.archetypes.version for record in known})
            present = _own_in_force(known, demo=chosen.panel.demo)
            if present is not None:
                model_store.retire(connection, present.id, at)
            digest = codec.digest_of(free)
            model_store.add_model(
                connection, ModelRecord(new, chosen.workspace_id, chosen.epoch_id, digest, free, at)
            )

        self._context.database.write(work)


def _only_panel(connection: Connection) -> str:
    """Return the id of the only panel in use. Raises NotFound where there is none, or more than one."""
    found = [one.id for one in panel_store.every_panel(connection) if one.withdrawn_at is None]
    if len(found) != 1:
        raise NotFound
    return found[0]


def _own_in_force(known: tuple[ModelRecord, ...], *, demo: bool) -> ModelRecord | None:
    """Find the model of this very workspace that is in force."""
    found = (one for one in known if one.retired_at is None and _is_demo(one.archetypes) == demo)
    return next(found, None)


def _same_line(model: Archetypes, training: TrainingSet) -> bool:
    """Tell whether a model was fitted to an earlier epoch of this panel."""
    return (
        model.fit is not None
        and (model.fit.panel, model.fit.demo) == (training.panel, training.demo)
        and model.dimensions == training.dimensions
    )


def first_version(given: tuple[str, ...]) -> str:
    """Return the version that a model without predecessor gets.

    >>> first_version(()), first_version(("1.0", "1.1", "2.0"))
    ('1.0', '3.0')
    """
    return f"{max((int(version.split('.')[0]) for version in given), default=0) + 1}.0"


def _free_version(model: Archetypes, taken: set[str]) -> Archetypes:
    """Move on to the next minor version that nobody else was given while this model was fitted."""
    while model.version in taken:
        whole, part = model.version.split(".")
        model = replace(model, version=f"{whole}.{int(part) + 1}")
    return model


def _nobody(dimensions: tuple[str, ...], *, demo: bool) -> TrainingSet:
    return TrainingSet("", "", demo, dimensions, np.empty((0, len(dimensions))))


def _card(connection: Connection, workspace_id: str | None, training: TrainingSet) -> ModelCard:
    record = in_force(connection, workspace_id, demo=training.demo)
    judged = loader.knowledge().archetypes
    past = () if record is None else model_store.models(connection, record.workspace_id)
    return ModelCard(
        archetypes=judged if record is None else record.archetypes,
        digest=codec.digest_of(judged) if record is None else record.digest,
        needed=MIN_MERCHANTS,
        n_complete=count_usable(training),
        limits=LIMITS,
        history=tuple(_past(one) for one in past if _is_demo(one.archetypes) == training.demo),
    )


def _past(record: ModelRecord) -> PastModel:
    fit = record.archetypes.fit
    return PastModel(
        version=record.archetypes.version,
        panel="" if fit is None else fit.panel,
        epoch="" if fit is None else fit.epoch,
        n_archetypes=len(record.archetypes.members),
        n_merchants=0 if fit is None else fit.n_merchants,
        created_at=record.created_at,
        retired_at=record.retired_at,
    )
