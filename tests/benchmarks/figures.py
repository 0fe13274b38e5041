"""What the measurements have in common: percentiles, the server's memory and processor time."""

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Usage:
    """The server process at one moment: resident bytes, seconds of processor time, open descriptors."""

    resident: int
    processor: float
    descriptors: int


def usage(pid: int) -> Usage:
    """Read ``/proc`` (Linux)."""
    process = Path("/proc") / str(pid)
    resident = int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    numbers = (process / "stat").read_text().rpartition(")")[2].split()
    ticks = int(numbers[11]) + int(numbers[12])
    return Usage(resident, ticks / os.sysconf("SC_CLK_TCK"), len(list((process / "fd").iterdir())))


@dataclass(frozen=True, slots=True)
class Machine:
    """Seconds of processor time since the machine started: all of it, and this process's part."""

    busy: float
    own: float
    wall: float


def machine() -> Machine:
    """Read ``/proc/stat`` (Linux) and this process's clocks."""
    numbers = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _wait, irq, soft = (int(n) for n in numbers[:7])
    ticks = user + nice + system + irq + soft
    return Machine(ticks / os.sysconf("SC_CLK_TCK"), time.process_time(), time.perf_counter())


def others(before: Machine, after: Machine, server_seconds: float) -> str:
    """One printed line: how many cores other work kept busy meanwhile. Above 0.2 the figures are too high."""
    own = after.own - before.own + server_seconds
    cores = max(0.0, (after.busy - before.busy - own) / (after.wall - before.wall))
    return f"{'other work on the machine':34} {cores:.1f} of {os.cpu_count()} cores"


def percentile(values: Sequence[float], share: float) -> float:
    """Percentile by nearest rank; `values` must not be empty."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def line(name: str, seconds: Sequence[float]) -> str:
    """One printed line of a distribution, in milliseconds."""
    if not seconds:
        return f"{name:34} no measurement"
    p50, p95, p99 = (1000 * percentile(seconds, s) for s in (0.50, 0.95, 0.99))
    return f"{name:34} n={len(seconds):6}  p50 {p50:7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f} ms"


def parser_of(description: str | None) -> argparse.ArgumentParser:
    """Return a command line that prints a module's own page as its help."""
    return argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
