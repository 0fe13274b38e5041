"""How long panels take: a million merchants, three million responses, one percentile, one merchant.

Run ``python -m tests.benchmarks.panel``. Comparisons (pandas over long rows, sorting) run in the same process
on the same answers; nothing is asserted, the numbers depend on the machine. Data are random and seeded: five
dimensions of twelve items on levels 1-5, one cell in ten not applicable.
"""

import gc
import statistics
import time
import timeit
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from assessment.content.loader import knowledge, shipped_instrument
from assessment.domain.instrument import Dimension, Instrument, Item, Scale
from assessment.domain.organization import EpochNorms
from assessment.domain.response import NOT_APPLICABLE, Response
from assessment.domain.text import LocalizedText
from scoring.norms import default_prior
from scoring.panel.adjusted import adjusted_scores
from scoring.panel.fixed import CodeArray, whole_scores
from scoring.panel.merchant import arithmetic, merchant_scores
from scoring.panel.norms import estimate_norms
from scoring.panel.raters import rater_sums
from scoring.panel.statistics import RankLookup, panel_statistics
from scoring.panel.sums import PanelKey, dimension_sums, mean_scores, panel_key, whole_means
from tests.benchmarks.figures import machine, others, parser_of

MERCHANTS = 1_000_000
RATERS = 3
DIMENSIONS = ("CO", "PR", "TA", "AD", "SE")
ITEMS = 12
MEANS = np.linspace(2.0, 4.0, len(DIMENSIONS) * ITEMS)
PARTS = 7
ROLES = ("OWN", "LIVE", "MEDIA", "CON", "CST")
AT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Taken:
    """Seconds of several runs: median and least, and the least of the processor's own time.

    The last leaves out what other programs took of the machine meanwhile, and counts work on all cores.
    """

    median: float
    least: float
    processor: float


def best(run: Callable[[], object], repeats: int = 9, *, warm: bool = True) -> Taken:
    """Time several runs, after a first one if `warm`."""
    if warm:
        run()
    taken, worked = [], []
    for _ in range(repeats):
        start, own = time.perf_counter(), time.process_time()
        run()
        worked.append(time.process_time() - own)
        taken.append(time.perf_counter() - start)
    return Taken(statistics.median(taken), min(taken), min(worked))


def told(name: str, taken: Taken, more: str = "") -> None:
    """Print one line in milliseconds."""
    figures = "".join(f"{1000 * s:10.2f}" for s in (taken.median, taken.least, taken.processor))
    print(f"{name:56}{figures} ms  {more}".rstrip())


def told_micro(name: str, run: Callable[[], object], times: int, more: str = "") -> None:
    """Print one line in microseconds a call: least of five series, and of their processor time."""
    wall, own = (
        1e6 * min(timeit.repeat(run, timer=timer, number=times, repeat=5)) / times
        for timer in (time.perf_counter, time.process_time)
    )
    print(f"{name:56}{'':10}{wall:10.2f}{own:10.2f} us  {more}".rstrip())


def remember(name: str, run: Callable[[], object], data: int) -> None:
    """Print the most memory that a run needs beside its data, its result included."""
    gc.collect()
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"{name:56}{most / 1e6:20.1f} MB beside {data / 1e6:.0f} MB of data: {1 + most / data:.2f} x in all"
    )


def survey() -> Instrument:
    """Make an instrument of five dimensions of twelve items."""
    words = LocalizedText("字", "word")
    items = tuple(Item(f"{d}{n}", d, words) for d in DIMENSIONS for n in range(1, ITEMS + 1))
    named = tuple(Dimension(d, words) for d in DIMENSIONS)
    return Instrument("survey", "1", words, Scale(1, 5), named, items, "digest")


def drawn(stream: np.random.Generator, shape: tuple[int, int]) -> CodeArray:
    """Draw levels 1-5, one cell in ten not applicable."""
    cells = stream.integers(1, 6, shape, dtype=np.uint8)
    cells[stream.random(shape, dtype=np.float32) < 0.1] = NOT_APPLICABLE
    return cells


def score(key: PanelKey, columns: CodeArray) -> object:
    """Count, sum and square everything, then take means."""
    sums = dimension_sums(key, columns)
    return sums, mean_scores(sums)


def score_whole(key: PanelKey, columns: CodeArray) -> object:
    """Do the same with means in whole numbers."""
    sums = dimension_sums(key, columns)
    return sums, whole_means(sums)


def long_rows(columns: CodeArray) -> pd.DataFrame:
    """Answered cells as one row each, as a table of answers has them."""
    n = columns.shape[1]
    merchant = np.tile(np.arange(n, dtype=np.int32), len(columns))
    dimension = np.repeat(np.arange(len(columns)) // ITEMS, n).astype(np.int8)
    flat = columns.ravel()
    here = flat != NOT_APPLICABLE
    names = pd.Categorical.from_codes(dimension[here], categories=list(DIMENSIONS))
    level = flat[here].astype(np.float64)
    return pd.DataFrame({"merchant": merchant[here], "dimension": names, "level": level})


def by_pandas(rows: pd.DataFrame) -> pd.DataFrame:
    """Score as one would with a table of long rows."""
    return rows.groupby(["merchant", "dimension"], observed=True)["level"].agg(["mean", "count", "std"])


def merchants(key: PanelKey, columns: CodeArray) -> None:
    """Print the bulk scores of a million merchants, beside pandas in the same run."""
    ours = best(lambda: score(key, columns))
    told("1,000,000 x 60: n, sum, squares, mean of 5 dimensions", ours, "(<= 60)")
    rows = long_rows(columns)
    theirs = best(lambda: by_pandas(rows), 3, warm=False)
    again = best(lambda: score(key, columns))  # the machine may have changed meanwhile
    ratio = theirs.median / max(ours.median, again.median)
    told("  pandas groupby over long rows: mean, count, std", theirs, f"{ratio:.0f} x ours (>= 30)")
    told("  ours once more", again)
    sums = dimension_sums(key, columns)
    told("  item-adjusted scores on top of the sums", best(lambda: adjusted_scores(sums, columns, MEANS), 3))
    remember("  memory of n, sum, squares", lambda: dimension_sums(key, columns), columns.nbytes)
    remember("  memory with means as floats", lambda: score(key, columns), columns.nbytes)
    remember("  memory with means in whole numbers", lambda: score_whole(key, columns), columns.nbytes)
    told("  time with means in whole numbers", best(lambda: score_whole(key, columns)))


def responses(key: PanelKey, stream: np.random.Generator) -> None:
    """Print rater components of three million responses."""
    rows = drawn(stream, (RATERS * MERCHANTS, len(key.item_ids)))
    starts = np.arange(0, len(rows), RATERS)
    told(
        "3,000,000 x 60: sums within and between raters",
        best(lambda: rater_sums(key, rows, starts), 5),
        "(<= 500)",
    )
    remember("  memory", lambda: rater_sums(key, rows, starts), rows.nbytes)


def totals(scores: np.ndarray) -> None:
    """Print what the statistics of a panel cost, and that parts add up to them."""
    whole = whole_scores(scores)
    found = panel_statistics(DIMENSIONS, whole, (1, 5))
    told("statistics of 1,000,000 x 5 scores", best(lambda: panel_statistics(DIMENSIONS, whole, (1, 5)), 3))
    parts = [panel_statistics(DIMENSIONS, whole[:, k::PARTS], (1, 5)) for k in range(PARTS)]
    added = parts[0]
    for part in parts[1:]:
        added = added.plus(part)
    told(
        "  adding two",
        best(lambda: parts[0].plus(parts[1])),
        f"{PARTS} parts, same bits: {added.same(found)}",
    )
    percentiles(found.lookup("CO"), np.sort(scores[0]))
    told("  preparing look-ups of one scale", best(lambda: found.lookup("CO")))
    told("  sorting one scale instead", best(lambda: np.sort(scores[0]), 3))


def percentiles(lookup: RankLookup, ordered: np.ndarray) -> None:
    """Print one percentile by look-up and from sorted scores, and how far they differ."""

    def searched(score: float) -> float:
        below = ordered.searchsorted(score, "left") + ordered.searchsorted(score, "right")
        return float(below) / (2 * len(ordered))

    queries = np.random.default_rng(5).uniform(1, 5, 1000).tolist()
    told_micro("one percentile by look-up", lambda: lookup.rank(3.217), 20_000, "(<= 2)")
    told_micro("  by searching sorted scores, both sides", lambda: searched(3.217), 20_000)
    worst = max(abs((lookup.rank(x) or 0.0) - searched(x)) for x in queries)
    print(f"{'  largest difference of the two':56}{100 * worst:20.3f} percentile points")


def one_merchant(source: Instrument, stream: np.random.Generator) -> None:
    """Print the arithmetic of one merchant: five scores and their errors."""
    fixed = arithmetic(source, MEANS, default_prior(source.scale))
    for n_raters in (1, 3, 10):
        rows, effects = drawn(stream, (n_raters, len(source.items))), np.zeros(n_raters)
        name = f"one merchant, {n_raters} raters: 5 scores with errors"
        told_micro(name, lambda r=rows, e=effects: merchant_scores(fixed, r, e), 2000, "(<= 50)")


def epochs(prior: EpochNorms, stream: np.random.Generator) -> None:
    """Print the norms of an epoch of a thousand merchants with five raters each."""
    source = shipped_instrument()
    waves = [
        tuple(
            Response(f"{n}-{role}", "w", role, "full", "zh", row.tobytes(), 1, AT, AT)
            for role, row in zip(ROLES, drawn(stream, (len(ROLES), len(source.items))), strict=True)
        )
        for n in range(1000)
    ]
    run = best(lambda: estimate_norms(source, waves, prior, "e"), 1, warm=False)
    told("norms of 1,000 merchants x 5 raters x 56, one run", run)


def main() -> None:
    """Print the figures."""
    parser_of(__doc__).parse_args()
    before, source, stream = machine(), survey(), np.random.default_rng(1)
    print(f"{'':56}{'median':>10}{'least':>10}{'processor':>10}")
    key = panel_key(source)
    columns = drawn(stream, (len(key.item_ids), MERCHANTS))
    merchants(key, columns)
    totals(np.clip(stream.normal(3.0, 0.7, (len(DIMENSIONS), MERCHANTS)), 1.0, 5.0))
    del columns
    one_merchant(source, stream)
    responses(key, stream)
    prior = knowledge().norms
    if prior is not None:
        epochs(prior, stream)
    print(others(before, machine(), 0.0))


if __name__ == "__main__":
    main()
