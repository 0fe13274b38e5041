"""Archetypes fitted to a panel: made, carried over to a newer epoch, frozen as plain data.

METHOD.md section 8.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from assessment.domain.errors import TooFewForArchetypes
from assessment.domain.organization import (
    ArchetypeFit,
    Archetypes,
    ArchetypeWords,
    Covariance,
    ReferenceArchetype,
)
from scoring.archetype_match import matched, relabelled, successors
from scoring.archetype_names import ArchetypeName, named
from scoring.archetype_selection import Selection, bootstrap_stability, labels_of, select
from scoring.archetypes import FitSettings, FittedMixture, library_versions, refine
from scoring.arrays import BoolArray, FloatArray
from scoring.mixtures import log_joint, memberships, mixture_of

MIN_MERCHANTS: Final = 300
"""Fewest complete merchants from whom archetypes are fitted."""
LARGEST_ERROR: Final = 0.6
"""A merchant with a larger known standard error in any dimension is left out of the fit."""
STAGES: Final = ("fitting", "stability", "naming", "done")
"""Stage codes that `progress` receives, in order."""
FIRST_VERSION: Final = "1.0"

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSet:
    """Merchants to learn from: dimension scores of a frozen panel epoch.

    `scores` has shape (n, d), columns named by `dimensions`, NaN = missing; `errors` their standard errors,
    same shape, NaN or None = not known.
    """

    panel: str
    epoch: str
    demo: bool
    dimensions: tuple[str, ...]
    scores: FloatArray
    errors: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """What of a training set is used: `rows` are sorted, so that the given order means nothing."""

    rows: FloatArray
    digest: str
    n_merchants: int
    n_incomplete: int
    n_imprecise: int
    seed: int


def fit_archetypes(
    training: TrainingSet,
    words: ArchetypeWords,
    *,
    version: str = FIRST_VERSION,
    settings: FitSettings | None = None,
    progress: Progress | None = None,
) -> Archetypes:
    """Fit archetypes to a panel.

    Parameters
    ----------
    training : the merchants. Incomplete ones, and those with a standard error above 0.6, are left out and
    counted. words : what names are made of.
    version : of the new model.
    settings : how carefully; the defaults are safe.
    progress : called with a stage code of `STAGES` and the share done, 0-1.

    Returns
    -------
    Archetypes from the lowest mean up. Equal merchants in any order give an equal model. A single archetype
    is a legal answer: the data show no groups.

    Raises
    ------
    TooFewForArchetypes
        Fewer than 300 merchants can be used.
    ValueError
        The scores are not a table with one column a dimension.
    """
    tell, settings = progress or _silent, settings or FitSettings()
    sample = _sample(training, settings)
    selection = select(sample.rows, settings, tell)
    tell("naming", 0.99)
    model = _new_model(training, sample, selection, words, version)
    tell("done", 1.0)
    return model


def refit_archetypes(
    previous: Archetypes,
    training: TrainingSet,
    words: ArchetypeWords,
    *,
    settings: FitSettings | None = None,
    progress: Progress | None = None,
) -> Archetypes:
    """Carry a fitted model over to a newer epoch of its panel.

    Parameters
    ----------
    previous : the model in force, fitted.
    training, words, settings, progress : as for `fit_archetypes`.

    Returns
    -------
    `previous` itself when the merchants are the same. Else the next minor version: same number and names,
    parameters refined from the old ones (warm start), matched to them. Only when this epoch and the one
    before would both choose the same other number of archetypes: the next major version, chosen from
    scratch. The mapping tells which new archetype each old one became, `relabelled` how many merchants
    changed theirs although a switch needs a lead of 0.3 in probability.

    Raises
    ------
    TooFewForArchetypes, ValueError
        As `fit_archetypes`; ValueError also where `previous` was not fitted or has other dimensions.
    """
    if previous.fit is None or previous.dimensions != training.dimensions:
        message = "only a fitted model of the same dimensions can be carried over"
        raise ValueError(message)
    tell, settings = progress or _silent, settings or FitSettings()
    sample = _sample(training, settings)
    if sample.digest == previous.fit.training_digest:
        return previous
    selection = select(sample.rows, settings, tell)
    tell("naming", 0.99)
    proposed = selection.chosen.k
    if proposed != len(previous.members) and proposed == previous.fit.proposed_k:
        model = _new_model(training, sample, selection, words, _next(previous.version, major=True))
    else:
        kept = _carried(sample.rows, previous, selection, settings)
        names = tuple(ArchetypeName(one.id, one.name, one.description) for one in previous.members)
        model = _frozen(training, sample, kept, names, _next(previous.version, major=False))
    model = _traced(model, previous, sample.rows, proposed)
    tell("done", 1.0)
    return model


def _silent(stage: str, share: float) -> None:
    """Tell nobody."""


def count_usable(training: TrainingSet) -> int:
    """How many merchants could be used for a fit: all dimensions known, no standard error above 0.6."""
    complete, precise = _usable(training)
    return int((complete & precise).sum())


def _usable(training: TrainingSet) -> tuple[BoolArray, BoolArray]:
    """Who has every dimension, and who has no large error, shape (n,) each."""
    complete: BoolArray = np.asarray(np.isfinite(training.scores).all(axis=1))
    if training.errors is None:
        return complete, np.ones(len(complete), dtype=np.bool_)
    return complete, np.asarray(~(training.errors > LARGEST_ERROR).any(axis=1))


def _sample(training: TrainingSet, settings: FitSettings) -> _Sample:
    """Leave out who cannot be used, order the rest by their scores, draw at random if there are too many."""
    scores = np.asarray(training.scores, dtype=np.float64)
    if scores.ndim != 2 or scores.shape[1] != len(training.dimensions):  # noqa: PLR2004 - rows and columns
        message = f"scores must have shape (n, {len(training.dimensions)})"
        raise ValueError(message)
    complete, precise = _usable(training)
    rows = scores[complete & precise]
    if len(rows) < MIN_MERCHANTS:
        raise TooFewForArchetypes(n=len(rows), needed=MIN_MERCHANTS)
    rows = rows[np.lexsort(rows.T[::-1])]
    names = "\n".join(training.dimensions).encode()
    digest = hashlib.sha256(names + rows.astype("<f8").tobytes()).hexdigest()
    n = len(rows)
    if n > settings.sample:
        stream = np.random.default_rng(settings.seed)
        rows = np.asarray(rows[np.sort(stream.choice(n, settings.sample, replace=False))])
    return _Sample(rows, digest, n, int((~complete).sum()), int((complete & ~precise).sum()), settings.seed)


def _new_model(
    training: TrainingSet, sample: _Sample, selection: Selection, words: ArchetypeWords, version: str
) -> Archetypes:
    """Name a selection and write it down, archetypes from the lowest mean up."""
    mixture = selection.chosen.mixture
    mixture = mixture.ordered(np.argsort(mixture.means.mean(axis=1), kind="stable"))
    names = named(sample.rows, mixture.means, training.dimensions, words)
    ordered = replace(selection, chosen=replace(selection.chosen, mixture=mixture))
    return _frozen(training, sample, ordered, names, version)


def _carried(
    rows: FloatArray, previous: Archetypes, selection: Selection, settings: FitSettings
) -> Selection:
    """Refine the previous model on the new rows and keep its order of archetypes."""
    old = mixture_of(previous)
    fitted = refine(rows, old, settings)
    fitted = replace(fitted, mixture=matched(old, fitted.mixture))
    return replace(
        selection,
        chosen=fitted,
        stability=bootstrap_stability(rows, fitted, settings) if fitted.k > 1 else None,
        types=fitted.k > 1 and min(selection.candidates, key=lambda one: one.icl).k > 1,
    )


def _frozen(
    training: TrainingSet,
    sample: _Sample,
    selection: Selection,
    names: tuple[ArchetypeName, ...],
    version: str,
) -> Archetypes:
    """Write a selection down as plain data."""
    chosen = selection.chosen
    fit = ArchetypeFit(
        panel=training.panel,
        epoch=training.epoch,
        demo=training.demo,
        n_merchants=sample.n_merchants,
        n_used=len(sample.rows),
        covariance_type=chosen.shape,
        candidates=selection.candidates,
        smallest_share=chosen.smallest_share,
        bootstrap_ari=selection.stability,
        mean_posterior=chosen.mean_posterior,
        types=selection.types,
        training_digest=sample.digest,
        seed=sample.seed,
        libraries=library_versions(),
        n_incomplete=sample.n_incomplete,
        n_imprecise=sample.n_imprecise,
        proposed_k=chosen.k,
    )
    members = tuple(_member(chosen, k, name, training.dimensions) for k, name in enumerate(names))
    return Archetypes(version, training.dimensions, _as_rows(chosen.mixture.within()), members, fit)


def _member(
    fitted: FittedMixture, k: int, name: ArchetypeName, dimensions: tuple[str, ...]
) -> ReferenceArchetype:
    mixture = fitted.mixture
    return ReferenceArchetype(
        id=name.id,
        name=name.name,
        description=name.description,
        center={d: float(x) for d, x in zip(dimensions, mixture.means[k], strict=True)},
        weight=float(mixture.weights[k]),
        covariance=() if mixture.shared else _as_rows(mixture.covariance(k)),
    )


def _as_rows(matrix: FloatArray) -> Covariance:
    """Write a covariance down, symmetric to the last digit."""
    even = (matrix + matrix.T) / 2
    return tuple(tuple(float(x) for x in row) for row in even)


def _traced(model: Archetypes, previous: Archetypes, rows: FloatArray, proposed: int) -> Archetypes:
    """Add where the previous model's archetypes went and how many merchants changed theirs."""
    assert model.fit is not None  # noqa: S101 - just fitted
    held = labels_of(mixture_of(previous), rows)
    shares = memberships(log_joint(mixture_of(model), rows))
    k_old, k_new = len(previous.members), len(model.members)
    heirs: tuple[int | None, ...] = tuple(range(k_old))
    if model.version.split(".")[0] != previous.version.split(".")[0]:
        heirs = successors(held, np.argmax(shares, axis=1), k_old, k_new)
    translated = np.array([-1 if heir is None else heir for heir in heirs])[held]
    has_heir = translated >= 0
    changed = np.ones(len(rows), dtype=np.bool_)
    changed[has_heir] = relabelled(translated[has_heir], shares[has_heir]) != translated[has_heir]
    ids = [member.id for member in model.members]
    fit = replace(
        model.fit,
        predecessor=previous.version,
        mapping={
            old.id: "" if heir is None else ids[heir]
            for old, heir in zip(previous.members, heirs, strict=True)
        },
        relabelled=float(changed.mean()),
        proposed_k=proposed,
    )
    return replace(model, fit=fit)


def _next(version: str, *, major: bool) -> str:
    """Return the version that follows.

    >>> _next("1.3", major=False), _next("1.3", major=True)
    ('1.4', '2.0')
    """
    whole, part = (int(number) for number in version.split("."))
    return f"{whole + 1}.0" if major else f"{whole}.{part + 1}"
