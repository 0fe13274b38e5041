"""``import responses``: answers from a file become one closed wave."""

import argparse
from pathlib import Path
from typing import Final

from assessment.access.viewer import System
from assessment.cli import panels
from assessment.cli.files import read_file
from assessment.cli.parser import Commands
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.domain.engagement import NAME_LIMIT
from assessment.domain.errors import ContentInvalid, NotFound
from assessment.domain.instrument import Instrument
from assessment.intake.source import Limits

_LARGEST_INSTRUMENT: Final = 5 * 1024 * 1024
_EXAMPLES: Final = (
    "import responses answers.csv --instrument fact",
    'import responses answers.xlsx --instrument fact@1.0.0 --title "{title}"',
    "import responses bfi.csv --instrument bfi.toml",
)


def describe(commands: Commands) -> None:
    """Add the command group."""
    group = commands.add("import", "import", _EXAMPLES[:1]).add_commands()
    panels.describe_import(group, "panel", "import panel")
    title = commands.console.words("import_responses.sample_title")
    examples = [example.format(title=title) for example in _EXAMPLES]
    command = group.add("responses", "import_responses", examples, run=_run)
    words = command.console.words
    command.add_argument("file", type=Path, metavar="FILE", help=words("import_responses.file"))
    command.add_argument(
        "--instrument", required=True, metavar="ID|FILE.toml", help=words("import_responses.instrument")
    )
    command.add_argument("--title", metavar="TEXT", help=words("import_responses.title"))


def _run(options: argparse.Namespace, session: Session) -> int:
    """Import one file, whole or not at all."""
    file: Path = options.file
    instrument, source = find_instrument(options.instrument)
    content = read_file(file, Limits().file_bytes)
    with session.console.progress() as progress:
        progress("reading", 0.1)
        imported = session.services.importing.responses(
            System(),
            content=content,
            file_name=file.name,
            instrument=instrument,
            source=source,
            title=options.title or file.stem[:NAME_LIMIT],
        )
    key = "already_there" if imported.already_there else "done"
    session.console.tell(
        f"import_responses.{key}", file=file.name, n=imported.n_responses, wave=imported.wave_id
    )
    session.console.tell("import_responses.next", wave=imported.wave_id)
    return 0


def find_instrument(named: str) -> tuple[Instrument, bytes]:
    """Read an instrument by its shipped id (``fact`` or ``fact@1.0.0``) or from a TOML file.

    Raises ContentInvalid; CommandRefused when there is no such instrument.
    """
    from assessment.content.lint import check_instrument  # noqa: PLC0415 - help must not wait for it
    from assessment.content.loader import load_instrument  # noqa: PLC0415
    from assessment.content.sources import instrument_paths, instrument_source  # noqa: PLC0415

    if named.lower().endswith(".toml"):
        path = Path(named)
        source = read_file(path, _LARGEST_INSTRUMENT)
        # Asked here as well, because these problems can be told in the reader's language.
        if problems := check_instrument(source, path.name):
            raise ContentInvalid(path=path.name, problems=problems)
        return load_instrument(source, path=path.name), source
    shipped = {f"{path.parent.name}@{path.stem}" for path in instrument_paths()}
    newest = {name.partition("@")[0]: name for name in sorted(shipped)}
    instrument_id, _, version = newest.get(named, named).partition("@")
    try:
        source = instrument_source(instrument_id, version)
    except NotFound as error:
        raise CommandRefused("no_instrument", named=named, shipped=", ".join(sorted(shipped))) from error
    return load_instrument(source, path=f"{instrument_id}/{version}.toml"), source
