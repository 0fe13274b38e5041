"""Merchants whose true score is known, to ask whether intervals keep their promise.

Latent answers on the 1-5 scale are merchant + item + role + rater + merchant x item + residual; all but item
and role are normal, with standard deviations .64, .44, .36 and .72. They are rounded and clipped to 1..5 and
every tenth cell is left open. The true score is the expectation of a rounded and clipped answer over raters
of a neutral role, items and residuals.

`coverage` makes every merchant a wave of its own: nothing is pooled with others, the start prior is all
there is besides its own answers, and it is right about the items. `fresh_coverage` and `own_coverage`
measure with the norms of a panel in which 40 of 100 merchants sent one rater; its items differ in difficulty
and the prior does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erf, sqrt

import numpy as np

from assessment.domain.instrument import Instrument
from assessment.domain.organization import EpochNorms
from assessment.domain.response import Response
from scoring.arrays import FloatArray
from scoring.components import variance_components
from scoring.forms import bases, equal_weights, evaluate, standard_errors
from scoring.matrix import AnswerMatrix, answer_matrix
from scoring.norms import deviations, norms_for
from scoring.panel.norms import estimate_norms
from scoring.scales import dimension_specs
from tests.scoring.builders import epoch, plain_instrument, responses

SPREAD, RATER, ITEM, RESIDUAL = 0.64, 0.44, 0.36, 0.72
N_ITEMS = 12
OPEN = 0.1
CENTER = 3.0
SINGLE_SHARE = 0.4
LARGEST_TEAM = 8
EASE = np.linspace(-0.6, 0.6, N_ITEMS)
"""How much easier each item of a panel is than the middle one."""
ROLES = {"OWN": 0.48, "LIVE": 0.0, "CST": -0.48}
"""Self-serving owners and strict consultants: .6 on a scale 0-5."""
SOURCE = plain_instrument(N_ITEMS, high=5)
PRIOR = epoch(SOURCE, CENTER)


def true_scores(centers: FloatArray, ease: FloatArray | None = None) -> FloatArray:
    """Return the expected answer of merchants with these latent centers, shape (n,)."""
    noise = sqrt(RATER**2 + ITEM**2 + RESIDUAL**2)
    cuts = np.array([1.5, 2.5, 3.5, 4.5])
    below = [
        [
            0.5 * (1 + erf((cut - c - e) / noise / sqrt(2)))
            for cut in cuts
            for e in ([0.0] if ease is None else ease)
        ]
        for c in centers
    ]
    return np.asarray(5.0 - np.sum(below, axis=1) / (1 if ease is None else len(ease)))


def table(
    stream: np.random.Generator, center: float, shifts: Sequence[float], ease: FloatArray
) -> FloatArray:
    """Draw one merchant's answers, one row a rater who answers `shifts` higher; 0 is left open."""
    shape = (len(shifts), N_ITEMS)
    latent = (
        center
        + stream.normal(0, RATER, (len(shifts), 1))
        + stream.normal(0, ITEM, (1, N_ITEMS))
        + stream.normal(0, RESIDUAL, shape)
        + np.asarray(shifts)[:, None]
        + ease
    )
    given = stream.random(shape) >= OPEN
    given[0, 0] = True
    return np.where(given, np.clip(np.rint(latent), 1, 5), 0)


def answers(stream: np.random.Generator, center: float, n_raters: int) -> AnswerMatrix:
    """Draw one merchant's wave of items that are all alike."""
    levels = table(stream, center, [0.0] * n_raters, np.zeros(N_ITEMS))
    nothing = np.zeros(levels.shape, dtype=np.bool_)
    return AnswerMatrix(
        levels=levels.astype(np.int16),
        answered=levels > 0,
        unknown=nothing,
        not_applicable=nothing,
        missing=levels == 0,
        asked=np.ones(levels.shape, dtype=np.bool_),
        reverse=np.zeros(N_ITEMS, dtype=np.bool_),
        roles=("",) * n_raters,
        low=1,
        high=5,
    )


def interval(source: Instrument, norms_of: EpochNorms, matrix: AnswerMatrix) -> tuple[float, float]:
    """Score one wave: value and half of the width of its 95 % interval."""
    specs, norms = dimension_specs(source), norms_for(source, norms_of, matrix)
    adjusted = deviations(matrix, norms)
    components = variance_components(adjusted, specs, norms, 4.0)
    forms = evaluate(adjusted, equal_weights(adjusted, specs), bases(norms.item_means, specs))
    return float(forms.values[0]), 1.96 * float(standard_errors(forms, components)[0])


def coverage(n_raters: int, n_merchants: int, seed: int) -> tuple[float, float]:
    """Share of 95 % intervals that contain the true score, and their mean width."""
    stream = np.random.default_rng(seed)
    centers = stream.normal(CENTER, SPREAD, n_merchants)
    truth, hits, widths = true_scores(centers), 0, 0.0
    for center, true in zip(centers, truth, strict=True):
        value, half = interval(SOURCE, PRIOR, answers(stream, float(center), n_raters))
        hits += abs(value - true) <= half
        widths += 2 * half
    return hits / n_merchants, widths / n_merchants


@dataclass(frozen=True)
class Population:
    """Waves of a panel with the merchants' true scores, shape (n_merchants,)."""

    waves: tuple[tuple[Response, ...], ...]
    truth: FloatArray


def wave(stream: np.random.Generator, center: float, roles: Sequence[str]) -> tuple[Response, ...]:
    """Draw one merchant's responses by raters of these roles; a role that `ROLES` lacks is neutral."""
    drawn = table(stream, center, [ROLES.get(role, 0.0) for role in roles], EASE)
    return responses(drawn.astype(int).tolist(), roles)


def population(stream: np.random.Generator, n: int, *, roles: bool = False) -> Population:
    """Draw a panel in which 40 of 100 merchants send one rater, the others 2-8.

    With `roles` the single ones are owners, and teams are an owner, a consultant and hosts.
    """
    centers = stream.normal(CENTER, SPREAD, n)
    waves = []
    for center in centers:
        size = 1 if stream.random() < SINGLE_SHARE else int(stream.integers(2, LARGEST_TEAM + 1))
        team = ("OWN", "CST", *("LIVE",) * LARGEST_TEAM)[:size] if roles else ("",) * size
        waves.append(wave(stream, float(center), team))
    return Population(tuple(waves), true_scores(centers, EASE))


def panel_norms(n: int, seed: int, *, roles: bool = False) -> EpochNorms:
    """Norms of a drawn panel of n merchants."""
    drawn = population(np.random.default_rng(seed), n, roles=roles)
    return estimate_norms(SOURCE, drawn.waves, PRIOR, "panel")


def fresh_coverage(norms: EpochNorms, n_raters: int, n_merchants: int, seed: int) -> tuple[float, float]:
    """Coverage and mean width for merchants outside the panel, measured with its norms."""
    stream = np.random.default_rng(seed)
    centers = stream.normal(CENTER, SPREAD, n_merchants)
    waves = tuple(wave(stream, float(center), ("",) * n_raters) for center in centers)
    return _covered(norms, Population(waves, true_scores(centers, EASE)))


def own_coverage(n: int, n_populations: int, seed: int) -> tuple[float, float]:
    """Coverage and mean width for the merchants of many panels of n merchants, each by its own norms.

    Below ten merchants there is the prior only, which here does not know the items' difficulties either.
    """
    stream = np.random.default_rng(seed)
    found = []
    for _ in range(n_populations):
        drawn = population(stream, n)
        found.append(_covered(estimate_norms(SOURCE, drawn.waves, PRIOR, "own"), drawn))
    shares, widths = np.mean(found, axis=0)
    return float(shares), float(widths)


def _covered(norms: EpochNorms, drawn: Population) -> tuple[float, float]:
    found = [interval(SOURCE, norms, answer_matrix(SOURCE, given)) for given in drawn.waves]
    values, halves = np.array(found).T
    return float(np.mean(np.abs(values - drawn.truth) <= halves)), float(2 * halves.mean())


def owner_bias(norms: EpochNorms, n_merchants: int, seed: int) -> tuple[float, float]:
    """Mean error of scores of merchants who sent their owner only: without and with role effects."""
    stream = np.random.default_rng(seed)
    centers = stream.normal(CENTER, SPREAD, n_merchants)
    truth = true_scores(centers, EASE)
    matrices = [answer_matrix(SOURCE, wave(stream, float(center), ("OWN",))) for center in centers]
    biases = []
    for used in (replace(norms, role_effects={}), norms):
        values = np.array([interval(SOURCE, used, matrix)[0] for matrix in matrices])
        biases.append(float(np.mean(values - truth)))
    return biases[0], biases[1]
