"""``benchmark import``, ``benchmark panels``, ``benchmark withdraw``: peers for the whole installation."""

import argparse
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System
from assessment.cli.console import Console, padded
from assessment.cli.files import read_file
from assessment.cli.parser import Commands, Parser
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.content.words import say
from assessment.intake.panels import LIMITS

if TYPE_CHECKING:
    from assessment.domain.peers import PanelPreview, PanelStatus

_IMPORT: Final = 'FILE --name "{name}" --as-of 2026-09-30 --source "{source}"'
_WIDTHS: Final = (28, 14, 8, 10, 12)
_COLUMNS: Final = ("name", "scope", "epoch", "n", "as_of", "state")


def describe(commands: Commands) -> None:
    """Add the commands to the group ``benchmark``."""
    describe_import(commands, "import", "benchmark import")
    commands.add("panels", "benchmark_panels", ("benchmark panels",), run=_list)
    sample = commands.console.words("benchmark_import.sample_name")
    withdraw = commands.add(
        "withdraw", "benchmark_withdraw", (f'benchmark withdraw "{sample}"',), run=_withdraw
    )
    withdraw.add_argument("name", metavar="NAME", help=commands.console.words("benchmark_withdraw.name"))


def describe_import(commands: Commands, name: str, written: str) -> None:
    """Add the import; it is there as ``benchmark import`` and as ``import panel``."""
    words = commands.console.words
    typed = _IMPORT.format(
        name=words("benchmark_import.sample_name"), source=words("benchmark_import.sample_source")
    ).replace("FILE", "peers.xlsx")
    examples = (f"{written} {typed}", f"{written} {typed} --dry-run")
    command: Parser = commands.add(name, "benchmark_import", examples, run=_import)
    command.add_argument("file", type=Path, metavar="FILE", help=words("benchmark_import.file"))
    command.add_argument("--name", required=True, metavar="NAME", help=words("benchmark_import.name"))
    command.add_argument("--as-of", required=True, metavar="DATE", help=words("benchmark_import.as_of"))
    command.add_argument("--source", required=True, metavar="TEXT", help=words("benchmark_import.source"))
    command.add_argument("--dry-run", action="store_true", help=words("benchmark_import.dry_run"))


def _import(options: argparse.Namespace, session: Session) -> int:
    """Show what a file would do, and do it, whole or not at all."""
    file: Path = options.file
    content, console, peers = read_file(file, LIMITS.file_bytes), session.console, session.services.peers
    typed = {"name": options.name, "as_of": options.as_of, "source": options.source}
    with console.progress() as progress:
        progress("reading", 0.1)
        preview = peers.preview(System(), content=content, file_name=file.name, **typed)
    for line in _preview_lines(console, preview, file.name):
        console.out(line)
    if options.dry_run:
        console.tell("benchmark_import.dry")
        return 0
    done = peers.import_panel(
        System(), content=content, file_name=file.name, operation_id=uuid.uuid4().hex, **typed
    )
    key = "already_there" if done.already_there else "done"
    console.tell(
        f"benchmark_import.{key}", file=file.name, name=done.name, epoch=done.epoch, n=done.n_merchants
    )
    return 0


def _preview_lines(console: Console, preview: "PanelPreview", file: str) -> Iterator[str]:
    words = console.words
    yield words(
        "benchmark_import.preview",
        file=file,
        rows=preview.n_rows,
        complete=preview.n_complete,
        missing=preview.n_missing_cells,
    )
    for facet in preview.facets:
        counts = ", ".join(f"{code or words('benchmark_import.not_given')} {n}" for code, n in facet.counts)
        yield f"  {say(console.locale, f'common.facet.{facet.facet}')}: {counts}"
    yield words("benchmark_import.largest", n=preview.largest_group, share=f"{preview.largest_share:.0%}")
    if preview.epoch:
        yield words(
            "benchmark_import.changes",
            epoch=preview.epoch,
            members=preview.n_members,
            joined=preview.joined,
            left=preview.left,
            needed=preview.needed,
        )
    else:
        yield words("benchmark_import.first", name=preview.name)
    for warning in preview.warnings:
        yield words(f"benchmark_import.warning.{warning}")


def _list(options: argparse.Namespace, session: Session) -> int:  # noqa: ARG001 - the command has no options
    """List all panels."""
    listed = session.services.peers.panels(System())
    if not listed:
        session.console.tell("benchmark_panels.none")
        return 0
    for line in listing(session.console, listed):
        session.console.out(line)
    return 0


def listing(console: Console, listed: "tuple[PanelStatus, ...]") -> Iterator[str]:
    """Yield a table of panels with a heading."""
    rows = [tuple(console.words(f"benchmark_panels.column.{column}") for column in _COLUMNS)]
    rows += [
        (
            one.name,
            console.words(
                "benchmark_panels.everywhere" if one.scope == "installation" else "benchmark_panels.workspace"
            ),
            str(one.epoch),
            str(one.n_merchants),
            one.as_of,
            console.words("benchmark_panels.withdrawn" if one.withdrawn_at else "benchmark_panels.in_use"),
        )
        for one in listed
    ]
    for row in rows:
        cells = [padded(text, width) for text, width in zip(row, _WIDTHS, strict=False)]
        yield "  ".join((*cells, row[-1]))


def _withdraw(options: argparse.Namespace, session: Session) -> int:
    """Take one of the installation's imported panels out of use."""
    peers = session.services.peers
    ours = [p for p in peers.panels(System()) if p.scope == "installation" and p.kind == "imported"]
    found = next((p for p in ours if options.name in (p.id, p.name)), None)
    if found is None:
        raise CommandRefused("no_installation_panel", name=options.name)
    if found.withdrawn_at is not None:
        session.console.tell("benchmark_withdraw.already", name=found.name)
        return 0
    peers.withdraw(System(), found.id, uuid.uuid4().hex)
    session.console.tell("benchmark_withdraw.done", name=found.name)
    return 0
