"""How long archetypes take: fitting k = 1..8 in both shapes, and assigning a million merchants.

Run ``python -m tests.benchmarks.archetypes``; add ``--overlapping`` to fit also a panel without types (a
clipped normal population), on which the search takes longest. Nothing is asserted, the numbers depend on
the machine. Data are random and seeded; the reference archetypes (k = 8) are those that ship. Budgets on 2
idle cores: fit 60 s, assignment 0.1 s, with own errors 1.5 s.
"""

import time
from collections.abc import Callable

import numpy as np

from assessment.content.loader import archetype_words, knowledge
from scoring.archetype_map import archetype_map
from scoring.archetype_model import fit_archetypes
from scoring.arrays import FloatArray
from scoring.assignment import assign
from scoring.mixtures import log_joint, memberships, mixture_of
from scoring.resemblance import resemblance
from scoring.results import Score
from tests.benchmarks.figures import line, machine, others, parser_of
from tests.scoring.merchants import clear_types, no_types, training

MERCHANTS = 1_000_000
FITTED = 50_000


def seconds(run: Callable[[], object], repeats: int) -> list[float]:
    """Time `run` after one warm-up."""
    run()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return taken


def fit(name: str, rows: FloatArray) -> None:
    """Fit once, with all safe settings, and print what came out."""
    start, busy = time.perf_counter(), time.process_time()
    model = fit_archetypes(training(rows), archetype_words())
    taken, busy = time.perf_counter() - start, time.process_time() - busy
    kind = "types" if model.fit is not None and model.fit.types else "segments or one"
    name = f"fit {name}, n={len(rows):,}"
    print(f"{name:34} {taken:7.1f} s (processor {busy:.1f} s)   k = {len(model.members)} ({kind})")


def assignment() -> None:
    """Assign a million merchants in the three ways, and say how far the linear form is from the exact one."""
    model, stream = knowledge().archetypes, np.random.default_rng(1)
    scores = stream.uniform(1, 5, (MERCHANTS, len(model.dimensions)))
    errors = stream.uniform(0.1, 0.8, scores.shape)
    holed = scores.copy()
    holed[stream.random(scores.shape) < 0.1] = np.nan
    print(line("assign 1M, tied, no own error", seconds(lambda: assign(model, scores), 7)))
    print(line("assign 1M, own errors, exact", seconds(lambda: assign(model, scores, errors), 3)))
    print(line("assign 1M, a tenth missing", seconds(lambda: assign(model, holed), 3)))
    exact = memberships(log_joint(mixture_of(model), scores))
    print(f"{'linear form, largest difference':34} {np.abs(assign(model, scores) - exact).max():.1e}")


def single() -> None:
    """One merchant: whom it resembles, and its map among 60 peers."""
    model = knowledge().archetypes
    own = tuple(Score(d, "dimension", 3.1, 0.3, 2.5, 3.7, 20, 5) for d in model.dimensions)
    peers = np.random.default_rng(1).normal(3, 0.6, (60, len(model.dimensions)))
    print(line("one merchant's resemblance", seconds(lambda: resemblance(model, own), 200)))
    print(line("one merchant's map", seconds(lambda: archetype_map(model, own, peers), 200)))


def main() -> None:
    """Print the figures."""
    parser = parser_of(__doc__)
    parser.add_argument("--overlapping", action="store_true", help="also fit a panel without types")
    options = parser.parse_args()
    before = machine()
    fit("four clear types", clear_types(FITTED, 1))
    if options.overlapping:
        fit("no types, ceiling", np.clip(no_types(FITTED, 1) + 0.5, 1, 5))
    assignment()
    single()
    print(others(before, machine(), 0.0))


if __name__ == "__main__":
    main()
