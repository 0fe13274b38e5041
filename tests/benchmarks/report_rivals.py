"""Our engine beside WeasyPrint, fpdf2 and Typst: the same twelve pages, in one run.

Run ``python -m tests.benchmarks.report_rivals``. The rivals are needed here only:
``python -m pip install -r tests/benchmarks/rivals.txt`` (an environment of its own will do); one that is
missing is named and left out. Each report differs from every other in all sentences and figures, so that
nobody draws from memory. Pictures reach the rivals as ready-made SVG or primitives, which is not counted.

Per engine: loading it; cold (loading and the first report, fresh process); the median of further reports
over five processes, by the clock and in processor time; memory; size; reports a second with one process and
with two at once. Targets on idle cores: warm <= 45 ms, cold <= 250 ms, <= 60 MB a process, >= 40 reports/s on
two processes; at least ten times WeasyPrint, seven times fpdf2, more than Typst on two processes.

``--soak N`` draws N different reports in one process and prints how memory grows.
"""

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

import pypdfium2

from tests.benchmarks.figures import machine, others, parser_of, usage
from tests.benchmarks.rival_engines import ENGINES

ROOT: Final = Path(__file__).parents[2]
PROCESSES: Final = 5
WARM: Final = 8
ENOUGH: Final = 2
"""Warm reports that a slow engine draws at least."""
PAIRS: Final = 3
COPIES: Final = 32
SPELL: Final = 3.0
"""Seconds that a race lasts at most."""
TARGETS: Final = {"weasyprint": 10.0, "fpdf2": 7.0, "typst": 1.0}


@dataclass(frozen=True, slots=True)
class Figures:
    """One engine's line of the table: milliseconds, MB, kB, reports a second."""

    load: float
    cold: float
    warm: float
    processor: float
    memory: float
    size: float
    alone: float
    pair: float


# In a process of its own ---------------------------------------------------------------------------------


def child(engine: str, path: Path, skip: int, count: int) -> None:
    """Open one engine, draw, and print what it took. Waits for a line on stdin before it races."""
    start = time.perf_counter()
    opening, taking = ENGINES[engine]
    draw = opening()
    load = time.perf_counter() - start
    taken, processor, pdf = [], [], b""
    with path.open(encoding="utf-8") as file:
        lines = islice(file, skip, skip + count)
        for line in islice(lines, WARM + 1):
            report = taking(json.loads(line))
            began = (time.perf_counter(), time.process_time())
            pdf = draw(report)
            taken.append(time.perf_counter() - began[0])
            processor.append(time.process_time() - began[1])
            if len(taken) > ENOUGH and sum(taken) > SPELL:
                break
        memory = peak()
        reports = [taking(json.loads(line)) for line in lines]
    print("ready", flush=True)
    sys.stdin.readline()
    first, drawn = time.monotonic(), 0
    for report in reports:
        draw(report)
        drawn += 1
        if time.monotonic() - first > SPELL:
            break
    figures = {
        "load": load,
        "cold": load + taken[0],
        "warm": taken[1:],
        "processor": processor[1:],
        "memory": memory,
        "size": len(pdf) / 1000,
        "raced": (first, time.monotonic(), drawn),
    }
    print(json.dumps(figures), flush=True)
    if skip == 0:
        path.with_name(f"{engine}.pdf").write_bytes(pdf)


def peak() -> float:
    """Return the most memory that this process ever held, in MB (Linux).

    ``getrusage`` would tell the peak of the process that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def soak(path: Path, reports: int) -> None:
    """Draw many different reports in this process and print its memory."""
    from tests.benchmarks.rival_codec import copies, decoded  # noqa: PLC0415 - see `child`

    opening, _taking = ENGINES["ours"]
    draw = opening()
    step = max(reports // 10, 1)
    document = decoded(json.loads(path.read_text(encoding="utf-8")))
    for number, report in enumerate(islice(copies(document, 7), reports), start=1):
        draw(report)
        if number % step == 0 or number == 1:
            print(f"{number:7} reports  {usage(os.getpid()).resident / 1e6:6.1f} MB", flush=True)


def start_soak(reports: int) -> None:
    """Compose here, draw in a fresh process: only the engine's memory is measured."""
    from tests.benchmarks.rival_content import encoded, twelve_pages  # noqa: PLC0415 - see `child`

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.json"
        path.write_text(json.dumps(encoded(twelve_pages())), encoding="utf-8")
        command = [sys.executable, "-m", __spec__.name, "--soak", str(reports), "--content", str(path)]
        subprocess.run(command, cwd=ROOT, check=True)


# The race ------------------------------------------------------------------------------------------------


def _start(engine: str, path: Path, skip: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--child", engine]
    command += ["--content", str(path), "--skip", str(skip)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def race(engine: str, folder: Path, runners: int) -> list[Mapping[str, Any]]:
    """Let processes of one engine draw at the same time; return what each says."""
    path = folder / ("ours.jsonl" if engine == "ours" else "others.jsonl")
    started = [_start(engine, path, number * COPIES) for number in range(runners)]
    for process in started:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{engine} did not get ready")
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate()[0]) for process in started]


def a_second(told: Sequence[Mapping[str, Any]]) -> float:
    """Return the reports a second of processes that raced together."""
    spans = [one["raced"] for one in told]
    return sum(s[2] for s in spans) / (max(s[1] for s in spans) - min(s[0] for s in spans))


def measure(engine: str, folder: Path, processes: int) -> Figures:
    """Take all figures of one engine."""
    alone = [race(engine, folder, 1) for _ in range(processes)]
    pairs = [race(engine, folder, 2) for _ in range(min(processes, PAIRS))]
    told = [one for run in alone for one in run]
    return Figures(
        load=1000 * median(one["load"] for one in told),
        cold=1000 * median(one["cold"] for one in told),
        warm=1000 * median(t for one in told for t in one["warm"]),
        processor=1000 * median(t for one in told for t in one["processor"]),
        memory=max(one["memory"] for one in told),
        size=median(one["size"] for one in told),
        alone=median(a_second(run) for run in alone),
        pair=median(a_second(run) for run in pairs),
    )


def present() -> tuple[str, ...]:
    """Engines that are installed; the others are named."""
    modules = {"typst": "typst", "fpdf2": "fpdf", "weasyprint": "weasyprint"}
    missing = [name for name, module in modules.items() if importlib.util.find_spec(module) is None]
    if missing:
        print(f"not installed, left out: {', '.join(missing)}")
        print("  python -m pip install -r tests/benchmarks/rivals.txt")
    return tuple(name for name in ENGINES if name not in missing)


# What is printed -----------------------------------------------------------------------------------------


def write_content(folder: Path) -> Sequence[str]:
    """Write all copies for the children; return sentences that every file must hold."""
    from tests.benchmarks.rival_content import lines, summary, twelve_pages  # noqa: PLC0415 - children must not load it

    document = twelve_pages()
    print(summary(document))
    with (
        (folder / "ours.jsonl").open("w", encoding="utf-8") as ours,
        (folder / "others.jsonl").open("w", encoding="utf-8") as rest,
    ):
        for number, (own, neutral) in enumerate(lines(document, seed=1, count=2 * COPIES)):
            ours.write(own + "\n")
            rest.write(neutral + "\n")
            if number == WARM:
                kept = json.loads(neutral)
    return [text for page in kept["pages"] for text in _words(page)]


def _words(page: Mapping[str, Any]) -> list[str]:
    words = [
        page["title"],
        page["section"],
        page["ask"],
        *(text for point in page["points"] for text in point),
    ]
    for block in page["blocks"]:
        words += [cell for row in block.get("rows", ()) for cell in row]
        words += [mark["text"] for mark in block.get("marks", ()) if mark["@"] == "Label"]
        words += [text for part in block.get("parts", ()) for text in part]
    return [word for word in words if word]


def held(pdf: bytes, words: Sequence[str]) -> tuple[int, float]:
    """Count the pages of a file, and the share of the characters of `words` that its text layer holds."""
    document = pypdfium2.PdfDocument(pdf)
    found = Counter("".join(page.get_textpage().get_text_range() for page in document))
    wanted = Counter(c for word in words for c in word if "\u4e00" <= c <= "\u9fff")
    return len(document), sum((wanted & found).values()) / wanted.total()


def report(found: Mapping[str, Figures]) -> None:
    """Print the table and the ratios."""
    print(
        f"{'':12}{'load':>7}{'cold':>8}{'warm':>8}{'cpu':>8}   ms{'RSS':>8} MB{'size':>8} kB"
        f"{'1 proc':>9}{'2 procs':>9} reports/s"
    )
    for engine, f in found.items():
        print(
            f"{engine:12}{f.load:7.0f}{f.cold:8.0f}{f.warm:8.1f}{f.processor:8.1f}   "
            f"{'':2}{f.memory:8.0f}   {f.size:8.0f}   {f.alone:9.1f}{f.pair:9.1f}"
        )
    ours = found["ours"]
    for engine, f in found.items():
        if engine != "ours":
            print(
                f"ours against {engine:11} warm {f.warm / ours.warm:5.1f} x"
                f"   cpu {f.processor / ours.processor:5.1f} x"
                f"   2 procs {ours.pair / f.pair:5.1f} x  (target {TARGETS[engine]:.0f} x)"
            )


def main() -> None:
    """Measure and print."""
    parser = parser_of(__doc__)
    parser.add_argument(
        "--soak", type=int, metavar="N", help="only draw N different reports, and print memory"
    )
    parser.add_argument("--engines", nargs="+", choices=tuple(ENGINES), help="only these, and ours")
    parser.add_argument("--processes", type=int, default=PROCESSES, help="fresh processes of each engine")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep one PDF of each engine in this folder")
    for hidden, kind in (("--child", str), ("--content", Path), ("--skip", int)):
        parser.add_argument(hidden, type=kind, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.content, options.skip, COPIES)
    elif options.soak and options.content:
        soak(options.content, options.soak)
    elif options.soak:
        start_soak(options.soak)
    else:
        compare(options.keep, options.engines or tuple(ENGINES), options.processes)


def compare(keep: Path | None, engines: Sequence[str], processes: int) -> None:
    """Run all engines."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, used = machine(), resource.getrusage(resource.RUSAGE_CHILDREN)
        words = write_content(folder)
        chosen = [engine for engine in present() if engine in ("ours", *engines)]
        found = {engine: measure(engine, folder, processes) for engine in chosen}
        after, use = machine(), resource.getrusage(resource.RUSAGE_CHILDREN)
        report(found)
        for engine in found:
            pdf = (folder / f"{engine}.pdf").read_bytes()
            pages, share = held(pdf, words)
            print(f"{engine:12}{pages:4} pages, {share:.1%} of the Chinese characters in its text layer")
            if keep:
                (keep / f"{engine}.pdf").write_bytes(pdf)
        children = use.ru_utime + use.ru_stime - used.ru_utime - used.ru_stime
        print(others(before, after, children))


if __name__ == "__main__":
    main()
