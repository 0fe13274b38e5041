"""``benchmark``: peers to compare with, and the archetypes learned from them."""

from typing import Final

from assessment.cli import models, panels
from assessment.cli.parser import Commands

_EXAMPLES: Final = ("benchmark show", "benchmark fit --panel demo")


def describe(commands: Commands) -> None:
    """Add the group."""
    group = commands.add("benchmark", "benchmark", _EXAMPLES)
    inner = group.add_commands()
    panels.describe(inner)
    models.describe(inner)
