"""How long scoring takes: one merchant, many respondents, one standing.

Run ``python -m tests.benchmarks.scoring``. Medians of repeated runs in one process; nothing is asserted, the
numbers depend on the machine. Data are random and seeded; the instrument, the knowledge base and the demo
panel are those that ship.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from assessment.content.loader import knowledge, shipped_instrument
from assessment.content.panels import demo_panel
from assessment.domain.engagement import Merchant
from assessment.domain.instrument import Dimension, Instrument, Item, Scale
from assessment.domain.response import Response
from assessment.domain.text import LocalizedText
from scoring.benchmark import Cell
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.ranks import standings
from scoring.results import Score
from tests.benchmarks.figures import line, parser_of

REPEATS = 15
AT = datetime(2026, 11, 1, tzinfo=UTC)
ROLES = ("OWN", "LIVE", "MEDIA", "CON", "PROD", "BD", "CS", "WH", "LIVE", "CST")


def seconds(run: Callable[[], object]) -> list[float]:
    """Time `run` after one warm-up."""
    run()
    taken = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return taken


def merchant_wave(n_raters: int) -> WaveEvidence:
    """Random answers of people in turning roles, each to the items of the role."""
    stream, instrument = np.random.default_rng(1), shipped_instrument()
    asked = {
        role: np.array([item in instrument.items_for(role, "role") for item in instrument.items])
        for role in ROLES
    }
    roles = [ROLES[n % len(ROLES)] for n in range(n_raters)]
    levels = stream.integers(1, 6, (n_raters, len(instrument.items)))
    given = tuple(
        Response(str(n), "w", role, "role", "zh", (row * asked[role]).astype(np.uint8).tobytes(), 1, AT, AT)
        for n, (role, row) in enumerate(zip(roles, levels, strict=True))
    )
    merchant = Merchant("m", "s", "某商家", "beauty", "G3", demo=True)
    return WaveEvidence(instrument, given, merchant, {}, n_raters)


def survey_wave(n_people: int, n_items: int) -> WaveEvidence:
    """Random answers to a foreign instrument of five scales on levels 1-6, 2 % left open."""
    stream, words = np.random.default_rng(2), LocalizedText("字", "word")
    names = "ACENO"
    items = tuple(Item(f"{names[i % 5]}{i // 5 + 1}", names[i % 5], words) for i in range(n_items))
    source = Instrument(
        "survey", "1", words, Scale(1, 6), tuple(Dimension(n, words) for n in names), items, "digest"
    )
    levels = stream.integers(1, 7, (n_people, n_items)).astype(np.uint8)
    levels[stream.random(levels.shape) < 0.02] = 0
    given = tuple(
        Response(str(n), "w", "", "full", "en", row.tobytes(), 1, AT, AT) for n, row in enumerate(levels)
    )
    return WaveEvidence(source, given, Merchant("m", "s", "sample", "other", "G1"), {}, n_people)


def main() -> None:
    """Print the figures."""
    parser_of(__doc__).parse_args()
    judged = Yardsticks(knowledge(), demo_panel())
    start = time.perf_counter()
    ten = merchant_wave(10)
    score_wave(ten, judged)
    print(f"{'first score in the process':34} {1000 * (time.perf_counter() - start):7.1f} ms")
    for name, wave in (
        ("one merchant, 1 rater", merchant_wave(1)),
        ("one merchant, 10 raters", ten),
        ("one merchant, 10,000 raters x 56", merchant_wave(10_000)),
        ("2,800 people x 25 items", survey_wave(2_800, 25)),
    ):
        print(line(name, seconds(lambda wave=wave: score_wave(wave, judged))))
    panel = demo_panel()
    cell = Cell((), np.arange(len(panel.scores)) < 60)
    one = (Score("CO", "dimension", 3.1, 0.3, 2.5, 3.7, 20, 5),)
    print(line("one standing among 60 of 400", seconds(lambda: standings(panel, cell, one))))
    many = tuple(Score(s, "dimension", 3.1, 0.3, 2.5, 3.7, 20, 5) for s in panel.scale_ids)
    print(line(f"{len(many)} standings among 60 of 400", seconds(lambda: standings(panel, cell, many))))


if __name__ == "__main__":
    main()
