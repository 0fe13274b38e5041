"""Files that a command reads and writes."""

import os
import tempfile
from pathlib import Path
from typing import Final

from assessment.cli.refusals import CommandRefused

_ORDINARY: Final = 0o666


def read_file(path: Path, limit: int) -> bytes:
    """Read a whole file of at most `limit` bytes.

    One byte more is read, never the rest: whoever takes the content refuses it by its size.
    Raises CommandRefused when it is not there, is a folder or may not be read.
    """
    if path.is_dir():
        raise CommandRefused("is_folder", path=path)
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError as error:
        raise CommandRefused("not_there", path=path) from error
    except PermissionError as error:
        raise CommandRefused("may_not_read", path=path) from error


def check_target(path: Path, *, may_replace: bool) -> None:
    """Refuse a place where a file cannot be written, before any work is done for it."""
    if path.is_dir():
        raise CommandRefused("is_folder", path=path)
    if not path.parent.is_dir():
        raise CommandRefused("no_folder", path=path.parent)
    if path.exists() and not path.is_file():
        raise CommandRefused("no_file", path=path)
    if path.exists() and not may_replace:
        raise CommandRefused("already_there", path=path)
    if not os.access(path.parent, os.W_OK):
        raise CommandRefused("may_not_write", path=path.parent)


def write_file(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all. Raises CommandRefused, OSError."""
    check_target(path, may_replace=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(_ORDINARY & ~_umask())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    """Return the process's file mode mask (there is no way to read it but to set it)."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
