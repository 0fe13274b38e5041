"""``structure`` and ``proposal``: the organization as it is, and the recommended one."""

import argparse
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assessment.access.viewer import System, Viewer
from assessment.cli.console import Console
from assessment.cli.files import check_target, read_file, write_file
from assessment.cli.organization_lines import proposal_lines, structure_lines, trail_lines
from assessment.cli.parser import Commands, Parser
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.cli.waves import chosen_wave, looking_for
from assessment.domain.errors import FileRefused

if TYPE_CHECKING:
    from assessment.services.proposals import Scenario

_STRUCTURE: Final = (
    "structure template --latest --out organization.xlsx",
    "structure import organization.xlsx --latest",
    "structure show --demo",
)
_PROPOSAL: Final = (
    "proposal show --demo",
    "proposal show --latest --scenario NAME",
    "proposal trail --latest",
)
_LARGEST: Final = 20 * 1024 * 1024


def describe(commands: Commands) -> None:
    """Add both command groups."""
    structure = commands.add("structure", "structure", _STRUCTURE).add_commands()
    template = structure.add("template", "structure_template", _STRUCTURE[:1], run=_template)
    _add_wave(template)
    words = template.console.words
    template.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help=words("structure_template.out")
    )
    importing = structure.add("import", "structure_import", _STRUCTURE[1:2], run=_import)
    importing.add_argument("file", type=Path, metavar="FILE", help=words("structure_import.file"))
    _add_wave(importing, demo=False)
    importing.add_argument("--dry-run", action="store_true", help=words("structure_import.dry_run"))
    _add_json(structure.add("show", "structure_show", _STRUCTURE[2:], run=_show_structure))
    proposal = commands.add("proposal", "proposal", _PROPOSAL).add_commands()
    show = proposal.add("show", "proposal_show", _PROPOSAL[:2], run=_show_proposal)
    show.add_argument("--scenario", metavar="NAME", help=words("proposal_show.scenario"))
    _add_json(show)
    _add_wave(proposal.add("trail", "proposal_trail", _PROPOSAL[2:], run=_trail))


def _add_wave(command: Parser, *, demo: bool = True) -> None:
    """Ask which wave is meant; only reading works on the demo."""
    words = command.console.words
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--wave", metavar="WAVE", help=words("organization.wave"))
    which.add_argument("--latest", action="store_true", help=words("organization.latest"))
    if demo:
        which.add_argument("--demo", action="store_true", help=words("organization.demo"))


def _add_json(command: Parser) -> None:
    _add_wave(command)
    command.add_argument("--json", action="store_true", help=command.console.words("organization.json"))


def _chosen(options: argparse.Namespace, session: Session) -> tuple[Viewer, str]:
    """Return who looks at which wave."""
    if getattr(options, "demo", False):
        reader = session.services.demo.ensure()
        return reader, reader.wave_id
    return System(), chosen_wave(options, session)


def _template(options: argparse.Namespace, session: Session) -> int:
    """Write the template, filled with what is known."""
    check_target(options.out, may_replace=True)
    viewer, wave_id = _chosen(options, session)
    with looking_for(wave_id):
        content = session.services.structures.template(viewer, session.console.locale, wave_id=wave_id)
    write_file(options.out, content)
    session.console.tell("structure_template.done", path=options.out)
    return 0


def _import(options: argparse.Namespace, session: Session) -> int:
    """Read a filled template whole or not at all, store it, and say what is still wrong in it."""
    viewer, wave_id = _chosen(options, session)
    content = read_file(options.file, _LARGEST)
    structures = session.services.structures
    with looking_for(wave_id):
        now = structures.load(viewer, wave_id)
        draft = structures.read_file(viewer, options.file.name, content, wave_id=wave_id)
    if draft.structure is None:
        raise FileRefused(file=options.file.name, problems=draft.refusals)
    if not options.dry_run:
        structures.save(
            viewer,
            draft.structure,
            revision=now.revision,
            operation_id=uuid.uuid4().hex,
            what=options.file.name[:100],
            wave_id=wave_id,
        )
    key = "structure_import.dry_done" if options.dry_run else "structure_import.done"
    session.console.tell(key, file=options.file, n=len(draft.structure.posts), wave=wave_id)
    _print(session.console, structure_lines(session.console, draft.structure, draft.problems, None))
    return 0


def _show_structure(options: argparse.Namespace, session: Session) -> int:
    """Print the organization with its figures and problems."""
    viewer, wave_id = _chosen(options, session)
    with looking_for(wave_id):
        sheet = session.services.structures.load(viewer, wave_id)
    if options.json:
        _print_json(session.console, asdict(sheet))
        return 0
    session.console.tell("structure_show.entered" if sheet.entered else "structure_show.from_facts")
    _print(session.console, structure_lines(session.console, sheet.structure, sheet.problems, sheet.figures))
    return 0


def _show_proposal(options: argparse.Namespace, session: Session) -> int:
    """Print the recommendation of one scenario; without a name that of the one that reports print."""
    viewer, wave_id = _chosen(options, session)
    proposals = session.services.proposals
    with looking_for(wave_id):
        scenarios = proposals.scenarios(viewer, wave_id)
    scenario = _scenario(scenarios, options.scenario)
    knowledge = session.services.analysis.latest(viewer, wave_id).knowledge
    proposal = proposals.proposal(viewer, wave_id, scenario.id)
    if options.json:
        _print_json(session.console, asdict(proposal))
        return 0
    _print(session.console, proposal_lines(session.console, proposal, scenarios, knowledge))
    return 0


def _scenario(scenarios: "tuple[Scenario, ...]", named: str | None) -> "Scenario":
    """Find a scenario by name or id, the chosen one without. Raises CommandRefused."""
    for one in scenarios:
        if (named is None and one.chosen) or (named and named in (one.id, one.name)):
            return one
    raise CommandRefused("scenario_unknown", scenario=named or "-")


def _trail(options: argparse.Namespace, session: Session) -> int:
    """Print who did what, newest first."""
    viewer, wave_id = _chosen(options, session)
    with looking_for(wave_id):
        entries = session.services.proposals.trail(viewer, wave_id)
    if not entries:
        session.console.tell("proposal_trail.none")
    _print(session.console, trail_lines(session.console, entries))
    return 0


def _print(console: Console, lines: Iterator[str]) -> None:
    for line in lines:
        console.out(line)


def _print_json(console: Console, tree: dict[str, Any]) -> None:
    console.out(json.dumps(tree, ensure_ascii=False, allow_nan=False, indent=2))
