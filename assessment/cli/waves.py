"""Which wave a command means."""

import argparse

from assessment.access.viewer import System
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session


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
