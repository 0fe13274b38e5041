"""How long drawing takes: cold, warm, the gate, and a chart as SVG.

Run ``python -m tests.benchmarks.report_engine``. Cold means a fresh process: imports, both fonts, a report of
invented content with every block and chart. Warm figures are repeated runs in one process on the demo report,
in processor time: without a recommended organization, with the demo's, and with one for 120 posts.
Nothing is asserted, the numbers depend on the machine; the budget for a first report of about 12 pages is
150 ms warm and 500 ms cold, composing and drawing without tags and gate, 35 ms for tags and PDF/A of a report
of 15 pages, and 20 ms a page for the gate.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Final

from assessment.domain.text import LOCALES, Locale
from reports.archive import archived
from reports.briefing import ReportInput
from reports.check import check_pdf
from reports.compose import compose
from reports.pdf import render_pdf
from reports.svg import to_svg
from tests.benchmarks.figures import line, parser_of
from tests.reports.compose.situations import material
from tests.reports.engine.samples import dumbbells
from tests.reports.pages.proposals import crowd, entered

MATERIALS: Final[Mapping[str, Callable[[Locale], ReportInput]]] = {
    "no proposal": lambda locale: material("rich", locale),
    "proposal": lambda locale: entered(locale=locale),
    "120 posts": lambda locale: entered(crowd(120), locale=locale),
}
REPEATS = 9
COLD_RUNS = 5
ROOT = Path(__file__).parents[2]
COLD = (
    "import time; start = time.perf_counter();"
    "from reports.pdf import render_pdf; from tests.reports.engine.samples import report;"
    "pages = render_pdf(report()).pages; print(time.perf_counter() - start, pages)"
)


def seconds(run: Callable[[], object]) -> list[float]:
    """Take the processor time of `run` after one warm-up."""
    run()
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return taken


def cold() -> tuple[list[float], int]:
    """Time imports and first report in fresh processes; return seconds and the number of pages."""
    taken, pages = [], 0
    for _ in range(COLD_RUNS):
        outcome = subprocess.run(
            [sys.executable, "-c", COLD], cwd=ROOT, capture_output=True, text=True, check=True
        )
        elapsed, count = outcome.stdout.split()
        taken.append(float(elapsed))
        pages = int(count)
    return taken, pages


def main() -> None:
    """Measure and print."""
    parser_of(__doc__).parse_args()
    first, pages = cold()
    print(line(f"cold, {pages} pages", first))
    for locale, (kind, make) in product(LOCALES, MATERIALS.items()):
        source = make(locale)
        document = compose(source)
        result = render_pdf(document)
        name = f"{locale}, {kind}, {result.pages} pages"
        print(line(f"compose, {name}", seconds(lambda s=source: compose(s))))
        print(line(f"draw, {name}", seconds(lambda d=document: render_pdf(d, tagged=False))))
        print(line(f"draw with tags, {name}", seconds(lambda d=document: render_pdf(d))))
        print(line(f"rewrite as PDF/A, {name}", seconds(lambda r=result: archived(r.pdf))))
        gate = seconds(lambda r=result, at=locale: check_pdf(r.pdf, locale=at, pages=r.pages))
        print(line(f"gate a page, {name}", [s / result.pages for s in gate]))
        print(f"{'size, ' + name:34} {len(result.pdf) / 1000:.0f} kB")
    print(line("chart as SVG", seconds(lambda: to_svg(dumbbells("能力", 12)))))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory of this process':34} {peak:.0f} MB")


if __name__ == "__main__":
    main()
