"""Where a batch lies: one file a report, and a manifest that outlives an interruption.

The manifest has one line of JSON a report, appended after the report's file is safely there. A batch that
was stopped, by whatever, is taken up again from it: the last line about a report counts, a torn last line
counts for nothing.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from assessment.services.batch_jobs import Job, Made, Outcome, Refused

MANIFEST: Final = "manifest.jsonl"
Key = tuple[str, str, str, str, bool]
_ORDINARY: Final = 0o644
_DRAFT: Final = ".report-"
_DRAFT_END: Final = ".part"


@dataclass(frozen=True, slots=True)
class Entry:
    """The last word of the manifest about one report."""

    run_id: str
    file: str
    sha256: str
    change: int
    outcome: Made | None
    """None if the report was not made."""


def key_of(job: Job) -> Key:
    """Return what tells one report of a batch from another."""
    order = job.order
    return (job.wave_id, order.edition, order.locale, order.form, order.archive)


class BatchFolder:
    """A target folder and its manifest. One process at a time may write into it.

    Raises OSError if the folder cannot be made or written to.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._manifest = folder / MANIFEST
        self._known = self._read()
        self._tidy()

    def there(self, job: Job) -> Made | None:
        """Return what the manifest says of a finished report whose file is there unchanged, else None.

        A report of an earlier run, or of before the last change of what it prints, is none.
        """
        entry = self._known.get(key_of(job))
        if entry is None or entry.outcome is None or (entry.run_id, entry.change) != (job.run_id, job.change):
            return None
        try:
            content = (self._folder / entry.file).read_bytes()
        except OSError:
            return None
        return entry.outcome if hashlib.sha256(content).hexdigest() == entry.sha256 else None

    def keep(self, job: Job, outcome: Outcome, at: datetime) -> str:
        """Write the file, then its line of the manifest; return the file's name ("" without one).

        Both are on the disk when this returns. Raises OSError.
        """
        name = ""
        if isinstance(outcome, Made):
            name = job.stem + Path(outcome.file_name).suffix
            write_whole(self._folder / name, outcome.content)
        self._append(manifest_line(job, outcome, name, at))
        return name

    def _append(self, line: Mapping[str, object]) -> None:
        with self._manifest.open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> dict[Key, Entry]:
        """Take the last line about each report; what is no line of ours is passed over."""
        if not self._manifest.is_file():
            return {}
        found: dict[Key, Entry] = {}
        for text in self._manifest.read_bytes().splitlines():
            try:
                line = json.loads(text)
                found[_key(line)] = _entry(line)
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def _tidy(self) -> None:
        """Remove drafts of a writer that was stopped, and begin on a line of its own."""
        for draft in self._folder.glob(f"{_DRAFT}*{_DRAFT_END}"):
            draft.unlink(missing_ok=True)
        content = self._manifest.read_bytes() if self._manifest.is_file() else b""
        if content and not content.endswith(b"\n"):
            with self._manifest.open("ab") as file:
                file.write(b"\n")


def manifest_line(job: Job, outcome: Outcome, name: str, at: datetime) -> Mapping[str, object]:
    """Describe one report for the manifest."""
    head: dict[str, object] = {
        "at": at.isoformat(timespec="seconds"),
        "wave": job.wave_id,
        "merchant": job.merchant,
        "edition": job.order.edition,
        "language": job.order.locale,
        "form": job.order.form,
        "archive": job.order.archive,
        "run": job.run_id,
        "change": job.change,
    }
    if isinstance(outcome, Refused):
        return head | {"state": "failed", "reason": outcome.code, "details": dict(outcome.fields)}
    return head | {
        "state": "made",
        "file": name,
        "report": outcome.report_id,
        "pages": outcome.pages,
        "bytes": outcome.size,
        "sha256": outcome.sha256,
    }


def _key(line: Mapping[str, object]) -> Key:
    wave, edition, language, form = (str(line[name]) for name in ("wave", "edition", "language", "form"))
    return (wave, edition, language, form, bool(line["archive"]))


def _entry(line: Mapping[str, object]) -> Entry:
    """Read one line. The name is of a file in this folder, whatever the line says."""
    run, change = str(line["run"]), int(str(line["change"]))
    if line["state"] != "made":
        return Entry(run, "", "", change, None)
    name, sha256 = Path(str(line["file"])).name, str(line["sha256"])
    pages, size = int(str(line["pages"])), int(str(line["bytes"]))
    return Entry(run, name, sha256, change, Made(str(line["report"]), name, pages, size, sha256))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all, and is on the disk when this returns. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=_DRAFT, suffix=_DRAFT_END, dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(_ORDINARY)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name, too, must survive a power cut
    finally:
        os.close(folder)
