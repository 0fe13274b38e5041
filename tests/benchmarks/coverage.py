"""How often 95 % intervals contain the truth, for merchants whose truth is known.

Run ``python -m tests.benchmarks.coverage``. Simulated merchants (tests/scoring/simulation.py), seeded;
nothing is asserted. The standard error of a share near .95 is printed beside it.
"""

import time
from math import sqrt

import numpy as np

from tests.benchmarks.figures import parser_of
from tests.scoring.simulation import coverage, fresh_coverage, own_coverage, owner_bias, panel_norms

N = 4000
PANELS = 5
RATERS = (1, 2, 3, 5, 8)
POPULATIONS = ((1, 4000), (5, 800), (20, 200), (100, 40), (1000, 4))


def shown(name: str, covered: float, width: float, n: int) -> None:
    """Print one line."""
    error = sqrt(0.95 * 0.05 / n)
    print(f"{name:52} {100 * covered:5.1f} % +- {100 * error:.1f}   mean width {width:.2f} levels   n={n}")


def pooled(n_merchants: int) -> None:
    """Fresh merchants measured with the norms of several drawn panels."""
    norms = [panel_norms(n_merchants, seed) for seed in range(PANELS)]
    for raters in RATERS:
        found = [fresh_coverage(one, raters, N // PANELS, 100 + k) for k, one in enumerate(norms)]
        covered, width = np.mean(found, axis=0)
        shown(f"norms of {n_merchants} merchants, {raters} raters", float(covered), float(width), N)


def bias() -> None:
    """Scores of merchants who sent their owner only."""
    print("\nOwners answer .48 higher, consultants .48 lower than hosts: mean error of owner-only scores")
    for n in (10, 30, 100, 300, 1000):
        found = []
        effects = []
        for seed in range(PANELS):
            norms = panel_norms(n, seed, roles=True)
            found.append(owner_bias(norms, N // PANELS, 100 + seed))
            effects.append([norms.role_effects["OWN"], norms.role_effects["CST"]])
        raw, adjusted = np.mean(found, axis=0)
        owner, consultant = np.mean(effects, axis=0)
        print(
            f"norms of {n:4} merchants: unadjusted {raw:+.3f}, adjusted {adjusted:+.3f} levels; "
            f"effects owner {owner:+.2f}, consultant {consultant:+.2f}"
        )


def main() -> None:
    """Print the table."""
    parser_of(__doc__).parse_args()
    start = time.perf_counter()
    print("Every merchant alone, prior near the truth, items known")
    for raters in RATERS:
        shown(f"prior only, {raters} raters", *coverage(raters, N, 1), N)
    print("\nPanels with 40 % single raters, item difficulties estimated; fresh merchants")
    for n_merchants in (20, 100, 300):
        pooled(n_merchants)
    print("\nThe same, merchants of the panel itself by its own norms (under 10 merchants: the prior)")
    for n, populations in POPULATIONS:
        shown(f"panel of {n} merchants", *own_coverage(n, populations, 3), n * populations)
    bias()
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
