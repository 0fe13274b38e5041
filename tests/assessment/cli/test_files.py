"""Files that commands read and write: whole or not at all, and never the wrong ones."""

import os
import stat
from pathlib import Path

import pytest

from assessment.cli import files
from assessment.cli.files import check_target, read_file, write_file
from assessment.cli.refusals import CommandRefused


def key(error: pytest.ExceptionInfo[CommandRefused]) -> str:
    """Return which sentence a refusal is."""
    return error.value.key


def test_reading_stops_one_byte_after_the_limit(tmp_path: Path) -> None:
    """A huge file is never loaded to find out that it is huge."""
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert len(read_file(tmp_path / "a", 10)) == 11
    assert len(read_file(tmp_path / "a", 100)) == 100


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A folder and an absent file have their sentences."""
    with pytest.raises(CommandRefused) as folder:
        read_file(tmp_path, 10)
    with pytest.raises(CommandRefused) as absent:
        read_file(tmp_path / "none", 10)
    assert (key(folder), key(absent)) == ("is_folder", "not_there")


def test_forbidden_files_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permission is told as such (the system's answer is put in: tests may run as root)."""

    def forbid(*_: object) -> object:
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbid)
    with pytest.raises(CommandRefused) as refused:
        read_file(tmp_path / "a", 10)
    assert key(refused) == "may_not_read"


def test_writing_replaces_a_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    """The new content is there, under ordinary permissions, and no draft beside it."""
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the previous report as it was."""
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


@pytest.mark.parametrize("may_replace", [True, False])
def test_places_that_cannot_be_written_are_refused_first(tmp_path: Path, may_replace: bool) -> None:
    """Folders, absent folders and devices are refused before any work is done."""
    with pytest.raises(CommandRefused) as folder:
        check_target(tmp_path, may_replace=may_replace)
    with pytest.raises(CommandRefused) as absent:
        check_target(tmp_path / "none" / "a.pdf", may_replace=may_replace)
    with pytest.raises(CommandRefused) as device:
        check_target(Path(os.devnull), may_replace=may_replace)
    assert [key(folder), key(absent), key(device)] == ["is_folder", "no_folder", "no_file"]


def test_existing_files_are_kept_where_they_must_not_be_replaced(tmp_path: Path) -> None:
    """A backup never takes the place of an earlier one."""
    (tmp_path / "a.db").write_bytes(b"earlier")
    check_target(tmp_path / "a.db", may_replace=True)
    with pytest.raises(CommandRefused) as refused:
        check_target(tmp_path / "a.db", may_replace=False)
    assert key(refused) == "already_there"


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permission is told before the report is made."""
    monkeypatch.setattr(files.os, "access", lambda *_: False)
    with pytest.raises(CommandRefused) as refused:
        check_target(tmp_path / "a.pdf", may_replace=True)
    assert key(refused) == "may_not_write"
