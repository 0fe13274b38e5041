"""What the measurements have in common: percentiles, the server's memory and processor time."""

import argparse
import os
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


def busy_share(seconds_before: float, seconds_after: float, wall: float) -> float:
    """Share of one core that was used."""
    return (seconds_after - seconds_before) / wall if wall else 0.0


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
