"""``items``: how the questions of the instruments work, over all closed waves of the installation."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System
from assessment.cli.console import Console, padded
from assessment.cli.parser import Commands
from assessment.cli.session import Session

if TYPE_CHECKING:
    from assessment.services.item_quality import InstrumentReading
    from scoring.item_quality import ItemQuality, ScaleQuality
    from scoring.reliability import Coefficient

_EXAMPLES: Final = ("items", "items --instrument fact", "items --json > items.json")
_COLUMNS: Final = ("item", "answers", "mean", "rest", "unknown", "not_applicable", "seconds")
_WIDTHS: Final = (10, 8, 8, 8, 10, 10, 10)


def describe(commands: Commands) -> None:
    """Add the command."""
    command = commands.add("items", "items", _EXAMPLES, run=_run)
    command.add_argument("--instrument", metavar="ID", help=command.console.words("items.instrument"))
    command.add_argument("--json", action="store_true", help=command.console.words("items.json"))


def _run(options: argparse.Namespace, session: Session) -> int:
    """Read all closed waves of real merchants and print what they say about the questions."""
    console = session.console
    read = session.services.item_quality.read(System(), options.instrument)
    if options.json:
        console.out(
            json.dumps([as_plain(one) for one in read], ensure_ascii=False, allow_nan=False, indent=2)
        )
        return 0
    if not read:
        console.tell("items.none")
    for one in read:
        for line in summary(console, one):
            console.out(line)
    return 0


def as_plain(reading: "InstrumentReading") -> dict[str, object]:
    """Return a reading as plain values for JSON: what was read, the signs, and every figure."""
    from assessment.services.item_quality import signs  # noqa: PLC0415 - help must not wait for numpy

    return {
        "instrument": reading.instrument.id,
        "version": reading.instrument.version,
        "digest": reading.instrument.digest,
        "named": not reading.private,
        "n_excluded": reading.n_excluded,
        "signs": {item.id: signs(item) for item in reading.quality.items if signs(item)},
        "quality": asdict(reading.quality),
    }


def summary(console: Console, reading: "InstrumentReading") -> Iterator[str]:
    """Yield a heading, one line a dimension, and one line an item; a dash stands for what is withheld."""
    instrument, quality = reading.instrument, reading.quality
    yield console.words(
        "items.head",
        name=instrument.name.get(console.locale),
        version=instrument.version,
        kind=console.words("items.private" if reading.private else "items.named"),
        waves=quality.n_waves,
        n=quality.n_responses,
    )
    names = {one.id: one.name.get(console.locale) for one in instrument.dimensions}
    for scale in quality.scales:
        yield _scale_line(console, names.get(scale.dimension, scale.dimension), scale)
    yield _row(tuple(console.words(f"items.column.{name}") for name in (*_COLUMNS, "signs")))
    for item in quality.items:
        yield _row(_cells(console, item))
    yield console.words("items.legend")


def _scale_line(console: Console, name: str, scale: "ScaleQuality") -> str:
    return console.words(
        "items.scale",
        name=padded(name, _WIDTHS[0]),
        alpha=_interval(scale.alpha),
        n=scale.alpha.n,
        omega=_number(scale.omega.value),
    )


def _cells(console: Console, item: "ItemQuality") -> tuple[str, ...]:
    from assessment.services.item_quality import signs  # noqa: PLC0415

    said = console.words("usage.list").join(console.words(f"items.sign.{name}") for name in signs(item))
    return (
        item.id,
        str(item.n_answers),
        _number(item.mean),
        _number(item.in_dimension.value),
        _share(item.unknown_rate),
        _share(item.not_applicable_rate),
        "-" if item.seconds is None else f"{item.seconds:.0f}",
        said,
    )


def _row(cells: tuple[str, ...]) -> str:
    fixed = [padded(text, width) for text, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join((*fixed, cells[-1])).rstrip()


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _interval(found: "Coefficient") -> str:
    if found.value is None or found.low is None or found.high is None:
        return _number(found.value)
    return f"{found.value:.2f} ({found.low:.2f} - {found.high:.2f})"
