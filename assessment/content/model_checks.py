"""Checks of the judged numbers: archetypes, targets and the prior that stands in for an epoch."""

from collections.abc import Iterable
from itertools import combinations_with_replacement
from math import fsum, isclose, sqrt

from assessment.content.problems import Notes, Table, place_of, tables, text, texts
from assessment.domain.engagement import GMV_TIERS

VARIANCES = ("rater_variance", "merchant_item_variance", "residual_variance", "merchant_variance")


def ids_of(tree: Table, kind: str) -> frozenset[str]:
    """Ids of all entries of one kind."""
    return frozenset(text(entry, "id") for entry in tables(tree, kind))


def note_archetypes(notes: Notes, tree: Table, instrument: Table) -> None:
    """Centroids cover the dimensions; weights sum to 1; the shared covariance is positive definite."""
    dimensions = texts(tree, "dimensions")
    note_same(notes, "dimensions", dimensions, ids_of(instrument, "dimension"))
    weights = []
    for number, entry in enumerate(tables(tree, "archetype"), start=1):
        place, center = place_of("archetype", entry, number), entry.get("center")
        if isinstance(center, dict):
            note_same(notes, f"{place}.center", center, dimensions)
            note_levels(notes, f"{place}.center", center, instrument)
        weights.append(entry.get("weight"))
    numbers = [weight for weight in weights if isinstance(weight, int | float)]
    if not isclose(fsum(numbers), 1.0, abs_tol=1e-9):
        notes.add("archetype.weight", "wrong_sum", expected=1, actual=fsum(numbers))
    if not _is_covariance(tree.get("covariance"), len(dimensions)):
        notes.add("covariance", "no_covariance", size=len(dimensions))


def note_targets(notes: Notes, tree: Table, instrument: Table) -> None:
    """Every tier has a target on the scale."""
    target = tree.get("target")
    if isinstance(target, dict):
        note_same(notes, "target", target, GMV_TIERS)
        note_levels(notes, "target", target, instrument)


def note_epoch_zero(notes: Notes, tree: Table, instrument: Table) -> None:
    """Every item and role has its prior; variances are positive; the grand mean is that of the items."""
    means, effects = tree.get("item_means"), tree.get("role_effects")
    if isinstance(effects, dict):
        note_same(notes, "role_effects", effects, ids_of(instrument, "role"))
    for name in VARIANCES:
        value = tree.get(name)
        if isinstance(value, int | float) and value <= 0:
            notes.add(name, "not_positive")
    if not isinstance(means, dict):
        return
    note_same(notes, "item_means", means, ids_of(instrument, "item"))
    note_levels(notes, "item_means", means, instrument)
    numbers = [value for value in means.values() if isinstance(value, int | float)]
    grand = tree.get("grand_mean")
    if numbers and isinstance(grand, int | float) and abs(fsum(numbers) / len(numbers) - grand) > 0.005:  # noqa: PLR2004 - two decimals
        notes.add("grand_mean", "wrong_mean", expected=round(fsum(numbers) / len(numbers), 3), actual=grand)


def note_same(notes: Notes, place: str, actual: Iterable[str], expected: Iterable[str]) -> None:
    """Note keys that are missing or too many."""
    for name in sorted(set(expected) - set(actual)):
        notes.add(place, "missing_key", key=name)
    for name in sorted(set(actual) - set(expected)):
        notes.add(place, "unknown_id", id=name)


def note_levels(notes: Notes, place: str, values: Table, instrument: Table) -> None:
    """Note numbers outside the instrument's scale."""
    scale = instrument.get("scale")
    low, high = (scale.get("low"), scale.get("high")) if isinstance(scale, dict) else (None, None)
    if not isinstance(low, int) or not isinstance(high, int):
        return
    for name, value in values.items():
        if isinstance(value, int | float) and not low <= value <= high:
            notes.add(f"{place}.{name}", "out_of_range", low=low, high=high)


def _is_covariance(matrix: object, size: int) -> bool:
    """Whether a list of rows is a symmetric positive definite matrix (it has a Cholesky root)."""
    if not isinstance(matrix, list) or len(matrix) != size:
        return False
    if any(not isinstance(row, list) or len(row) != size for row in matrix):
        return False
    root = [[0.0] * size for _ in range(size)]
    for j, i in combinations_with_replacement(range(size), 2):
        if not isinstance(matrix[i][j], int | float) or matrix[i][j] != matrix[j][i]:
            return False
        rest = matrix[i][j] - fsum(root[i][k] * root[j][k] for k in range(j))
        if i == j and rest <= 0:
            return False
        root[i][j] = sqrt(rest) if i == j else rest / root[j][j]
    return True
