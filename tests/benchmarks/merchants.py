"""Whether reports stay in order whoever is assessed: random merchants, drawn and read back.

Run ``python -m tests.benchmarks.merchants`` (``--first``, ``--number``, ``--processes``). Languages and
editions alternate with the number of the merchant; all else about it is thrown: raters, roles, answers,
mode, facts, peers, organization, scenario, edits, names, initiatives, cover, accent and pages. Each report is
composed, drawn with tags, and passes the whole check. Printed are what the check looked at and found, by
code, with the first merchants that show it; an exception counts as a finding of its own. The script fails if
there was any.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from reports.check import Expected, inspect_pdf
from reports.compose import compose
from reports.pdf import render_pdf
from tests.reports.merchants import random_merchant, typed_in

MOST_SHOWN = 6
"""Merchants named for each code."""


@dataclass(frozen=True)
class Outcome:
    """What became of one merchant's report; `faults` are code, page and detail."""

    seed: int
    edition: str
    pages: int
    seconds: float
    faults: tuple[tuple[str, str], ...]
    looks: tuple[tuple[str, int], ...]
    missing: int


def tried(seed: int) -> Outcome:
    """Make one report and read it back."""
    start = time.perf_counter()
    try:
        source = random_merchant(seed)
        rendered = render_pdf(compose(source))
        expected = Expected(source.locale, rendered.pages, typed_in(source), tagged=True)
        checked = inspect_pdf(rendered.pdf, expected)
    except Exception as error:  # noqa: BLE001 - every kind of failure is what is looked for
        fault = (f"exception {type(error).__name__}", str(error)[:120])
        return Outcome(seed, "", 0, time.perf_counter() - start, (fault,), (), 0)
    faults = tuple((one.code, f"page {one.page}: {one.detail}") for one in checked.findings)
    looks = tuple((look.check, look.seen) for look in checked.looks)
    taken = time.perf_counter() - start
    return Outcome(seed, source.edition, rendered.pages, taken, faults, looks, len(rendered.missing_glyphs))


def outcomes(first: int, number: int, processes: int) -> Iterator[Outcome]:
    """Try merchants in order."""
    seeds = range(first, first + number)
    if processes == 1:
        yield from map(told, seeds)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(told, seeds, chunksize=4)


def told(seed: int) -> Outcome:
    """Try a merchant, and say at once what was found."""
    found = tried(seed)
    for code, detail in found.faults[:MOST_SHOWN]:
        print(f"merchant {seed} ({found.edition}): {code}, {detail}", file=sys.stderr, flush=True)
    return found


def report(found: list[Outcome]) -> int:
    """Print what was seen and found; return the number of reports with a fault."""
    pages = Counter[str]()
    seen = Counter[str]()
    reports = Counter[str]()
    where: defaultdict[str, list[str]] = defaultdict(list)
    for one in found:
        pages[one.edition or "none"] += one.pages
        reports[one.edition or "none"] += 1
        seen.update(dict(one.looks))
        for code, detail in one.faults:
            where[code].append(f"{one.seed} {detail}")
    print("reports and pages:", {name: (n, pages[name]) for name, n in sorted(reports.items())})
    print("looked at:", dict(seen))
    print("reports with a replaced character:", sum(one.missing > 0 for one in found))
    print(f"seconds a report: {sum(one.seconds for one in found) / max(len(found), 1):.2f}")
    for code, places in sorted(where.items()):
        print(f"{code}: {len(places)} in {len({place.split()[0] for place in places})} reports")
        for place in places[:MOST_SHOWN]:
            print(f"    merchant {place}")
    faulty = sum(bool(one.faults) for one in found)
    print(f"{len(found)} merchants, {faulty} with a finding")
    return faulty


def main() -> int:
    """Try merchants and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    return int(report(list(outcomes(chosen.first, chosen.number, chosen.processes))) > 0)


if __name__ == "__main__":
    sys.exit(main())
