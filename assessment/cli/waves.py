"""``waves``: list all waves; and which wave another command means."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System
from assessment.cli.console import padded
from assessment.cli.parser import Commands
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.domain.errors import NotFound

if TYPE_CHECKING:
    from assessment.cli.console import Console
    from assessment.services.analysis import ListedWave

_WIDTHS: Final = (26, 16, 9, 9)


def describe(commands: Commands) -> None:
    """Add the command."""
    commands.add("waves", "waves", ["waves"], run=_run)


def _run(_: argparse.Namespace, session: Session) -> int:
    """Print one line a wave, newest first."""
    console = session.console
    listed = session.services.analysis.every_wave(System())
    if not listed:
        console.tell("waves.none")
        return 0
    for line in table(console, listed):
        console.out(line)
    console.tell("waves.next")
    return 0


def table(console: "Console", listed: "tuple[ListedWave, ...]") -> Iterator[str]:
    """Yield a heading and one line a wave, in columns; moments are in the machine's own time zone."""
    columns = ("merchant", "opened", "status_head", "submitted", "wave")
    rows = [tuple(console.words(f"waves.{column}") for column in columns)]
    rows += [
        (
            one.merchant_name,
            f"{one.wave.opened_at.astimezone():%Y-%m-%d %H:%M}",
            console.words(f"wave_status.{one.wave.status}"),
            str(one.n_submitted),
            one.wave.id,
        )
        for one in listed
    ]
    for row in rows:
        cells = [padded(text, width) for text, width in zip(row, _WIDTHS, strict=False)]
        yield "  ".join((*cells, row[-1]))


def chosen_wave(options: argparse.Namespace, session: Session) -> str:
    """Return the wave named on the command line, or with ``--latest`` the one closed last.

    Raises CommandRefused when no wave was ever closed.
    """
    if not options.latest:
        return str(options.wave)
    wave_id = session.services.analysis.latest_closed_wave(System())
    if wave_id is None:
        raise CommandRefused("no_wave")
    return wave_id


@contextmanager
def looking_for(wave_id: str) -> Iterator[None]:
    """Name the wave that is not there, and say how to list those that are. Raises CommandRefused."""
    try:
        yield
    except NotFound as error:
        raise CommandRefused("wave_unknown", wave=wave_id) from error
