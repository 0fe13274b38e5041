"""Import of a panel of 100,000 merchants: ``python -m tests.benchmarks.panel_import``.

Budgets of the intake contract, on an idle core: 5 s and 300 MiB over the baseline; choosing a cell of
1,000,000 merchants well under a second.
"""

import resource
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np

from assessment.access.viewer import System
from assessment.bootstrap import bootstrap
from assessment.settings import Settings, sqlite_url
from scoring.benchmark import Panel, PeerProfile, choose_cell
from scoring.disclosure import CodedFacet
from tests.assessment.services.panel_files import HEADER

ROWS: Final = 100_000
CODES: Final = {
    "category": ("fashion", "beauty", "food", "home", "maternity", "electronics", "jewelry", "other"),
    "gmv_tier": ("G1", "G2", "G3", "G4", "G5"),
    "lead_position": ("F", "A", "S", "mixed"),
    "price_band": ("low", "mid", "high"),
}


def file() -> bytes:
    """Write a CSV with many merchants."""
    stream = np.random.default_rng(1)
    facets = [stream.choice(codes, ROWS) for codes in CODES.values()]
    scores = stream.uniform(1, 5, (ROWS, 5)).round(2)
    lines = (
        f"M{n:06},商家{n}," + ",".join(f[n] for f in facets) + "," + ",".join(map(str, scores[n]))
        for n in range(ROWS)
    )
    return "\n".join([HEADER, *lines]).encode()


def peak() -> float:
    """Greatest memory of the process so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def million() -> Panel:
    """Draw a panel of a million merchants."""
    stream = np.random.default_rng(2)
    facets = {
        name: CodedFacet(codes, stream.integers(0, len(codes), 1_000_000).astype(np.uint8))
        for name, codes in CODES.items()
    }
    scores = stream.normal(3, 0.8, (1_000_000, 6))
    groups = np.arange(1_000_000, dtype=np.int32)
    return Panel("p", "1", False, ("overall", "CO", "PR", "TA", "AD", "SE"), scores, scores, facets, groups)


def main() -> None:
    """Measure and print."""
    content = file()
    services = bootstrap(Settings(sqlite_url(Path(tempfile.mkdtemp()) / "factorg.db")))
    peers, before = services.peers, peak()
    cpu, wall = time.process_time(), time.perf_counter()
    done = peers.import_panel(
        System(),
        content=content,
        file_name="peers.csv",
        name="peers",
        as_of="2026-01-31",
        source="drawn",
        operation_id="benchmark",
    )
    print(
        f"import of {done.n_merchants:,} ({len(content) / 2**20:.1f} MiB): "
        f"{time.process_time() - cpu:.2f} s of CPU, {time.perf_counter() - wall:.2f} s, "
        f"{peak() - before:.0f} MiB over the baseline"
    )
    panel, profile = million(), PeerProfile("beauty", "G3", "F", "mid", "F")
    choose_cell(panel, profile)
    cpu = time.process_time()
    cell = choose_cell(panel, profile)
    print(f"cell of 1,000,000: {1000 * (time.process_time() - cpu):.0f} ms, n = {cell.n if cell else 0}")
    services.close()


if __name__ == "__main__":
    main()
