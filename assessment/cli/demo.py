"""``demo``: make the demo merchant."""

import argparse
from typing import Final

from assessment.cli.parser import Commands
from assessment.cli.session import Session

DEMO_PAGE: Final = "/demo"


def describe(commands: Commands) -> None:
    """Add the command."""
    commands.add("demo", "demo", ["demo"], run=_run)


def _run(_: argparse.Namespace, session: Session) -> int:
    """Make the demo, or find that it is there."""
    services = session.services
    with session.console.progress() as progress:
        progress("demo", 0.1)
        reader = services.demo.ensure()
        run = services.analysis.latest(reader, reader.wave_id)
    session.console.tell("demo.ready", merchant=run.merchant.name, wave=reader.wave_id)
    address = session.settings.public_url
    page = f"{address}{DEMO_PAGE}" if address else DEMO_PAGE
    session.console.tell("demo.where", page=page)
    return 0
