"""The differencing attack on the product's own peer service: before and after somebody joins.

An attacker reads everything that a result tells of the peers in two successive epochs, and estimates the
score of one joiner from the differences. Prior standard deviation of the scores .8: who learns nothing errs
by .8. The rule of five joiners leaves .8 sqrt(1 - 1/5) = .72 even to an attacker who reads exact means.
"""

from typing import Any

import numpy as np
import pytest

from assessment.bootstrap import Services
from assessment.domain.errors import EpochBarred
from scoring.results import WaveResult
from tests.assessment.services.contributors import Shop, closed_shop
from tests.assessment.services.panel_files import panel_file, scores_of
from tests.assessment.services.worlds import operation

DIMENSIONS = ("CO", "PR", "TA", "AD", "SE")
LEARNED_NOTHING = 0.7
TRIALS = 40
ATTACKER = 9_999
PENALTY = 5.0


def bring(services: Services, shop: Shop, merchants: range, *, seed: int) -> None:
    """Import merchants as the next epoch of the panel of this seed."""
    said: dict[str, Any] = {"name": f"同行{seed}", "as_of": "2026-01-31", "source": "咨询项目"}
    content = panel_file(merchants, seed=seed)
    services.peers.import_panel(
        shop.owner, content=content, file_name="p.csv", operation_id=operation(), **said
    )


def read(services: Services, shop: Shop) -> WaveResult:
    """Return what the attacker sees now."""
    return services.analysis.score(shop.owner, shop.owner.wave_id).result


def told(result: WaveResult, dimension: str) -> list[float]:
    """Everything that a result tells of the peers' scores on one dimension."""
    standing = result.standing(dimension)
    assert standing is not None
    lines = (standing.peer_q1, standing.peer_median, standing.peer_q3)
    assert None not in lines
    grid = np.linspace(1, 5, len(standing.density))
    density = np.array(standing.density) / sum(standing.density)
    mean = float(grid @ density)
    spread = float((grid - mean) ** 2 @ density)
    return [*(float(x) for x in lines if x is not None), mean, spread, standing.upper_half or 0.0]


def attack(services: Services, n: int, n_joiners: int) -> float:
    """RMSE of the best of several attackers' estimates of one joiner's score.

    Each takes some of the differences and regresses the score on them, learning on one half of the trials and
    trying on the other, with a penalty that keeps few trials from fooling it.
    """
    shop = closed_shop(services, ATTACKER)
    signs, truths = [], []
    for seed in range(TRIALS):
        bring(services, shop, range(n), seed=seed)
        before = read(services, shop)
        bring(services, shop, range(n + n_joiners), seed=seed)
        after = read(services, shop)
        joined = scores_of((n,), seed)[n]
        for dimension, truth in zip(DIMENSIONS, joined, strict=True):
            signs.append(np.array(told(after, dimension)) - np.array(told(before, dimension)))
            truths.append(truth)
    x, y = np.array(signs), np.array(truths)
    return min(error_of(x[:, columns], y) for columns in ([1], [3], [0, 1, 2], [1, 3], [0, 1, 2, 3, 4, 5]))


def error_of(x: np.ndarray, y: np.ndarray) -> float:
    """RMSE of a ridge regression, learned on either half and tried on the other."""
    half, errors = len(x) // 2, []
    for learned, tried in ((slice(0, half), slice(half, None)), (slice(half, None), slice(0, half))):
        center, spread = x[learned].mean(axis=0), x[learned].std(axis=0) + 1e-12
        z = (x[learned] - center) / spread
        slope = np.linalg.solve(
            z.T @ z + PENALTY * np.eye(z.shape[1]), z.T @ (y[learned] - y[learned].mean())
        )
        errors.append(y[tried] - y[learned].mean() - (x[tried] - center) / spread @ slope)
    return float(np.sqrt(np.mean(np.concatenate(errors) ** 2)))


@pytest.mark.parametrize("n", [20, 50])
def test_the_attack_learns_nothing_about_a_joiner(sqlite_services: Services, n: int) -> None:
    """Five joiners, all that is told, the best linear estimate: the error stays at .7 or above."""
    error = attack(sqlite_services, n, 5)
    assert error >= LEARNED_NOTHING


def test_a_single_joiner_makes_no_epoch_to_attack(sqlite_services: Services) -> None:
    """The published attack (one merchant joins) is refused by the rule of changes; the result stays."""
    shop = closed_shop(sqlite_services, ATTACKER)
    bring(sqlite_services, shop, range(20), seed=1)
    before = read(sqlite_services, shop)
    for joiners in range(1, 5):
        with pytest.raises(EpochBarred):
            bring(sqlite_services, shop, range(20 + joiners), seed=1)
    assert read(sqlite_services, shop) == before


def test_the_attack_has_teeth() -> None:
    """Without the rules (exact means, one joiner among twenty) the same attacker reads the score off."""
    rows = [scores_of(range(21), seed) for seed in range(40)]
    before = np.array([[np.mean([row[n][0] for n in range(20)])] for row in rows])
    after = np.array([[np.mean([row[n][0] for n in range(21)])] for row in rows])
    truths = np.array([row[20][0] for row in rows])
    assert error_of(21 * after - 20 * before, truths) < 0.3
