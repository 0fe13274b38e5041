"""A firm's own copy of the knowledge base: a folder whose files replace ours one by one.

The folder holds ``organization/`` and ``metrics/`` with the names that ours have. What it does not hold is
ours, so a copy of one changed file goes on receiving our improvements of the others.
"""

from pathlib import Path
from typing import Final

from assessment.content.archetype_words_checks import check_archetype_words
from assessment.content.knowledge_checks import check_knowledge
from assessment.content.problems import Notes, Problem
from assessment.content.sources import (
    ABOUT,
    ARCHETYPE_WORDS,
    CONTENT,
    KNOWLEDGE_FILES,
    instrument_source,
    knowledge_sources,
    source_of,
)

OWN_FILES: Final = (*KNOWLEDGE_FILES, ARCHETYPE_WORDS)
"""Every file that a copy may replace."""
LARGEST_MB: Final = 5
"""No file of ours comes near it."""

_ABOUT_OF_COPY: Final = """\
# What this copy of the knowledge base is called, and its version: raise the version with every change.
# Both are kept with every score run. Delete the files that you do not change: ours then stay in use.

name = { zh = "自有副本", en = "Our own copy" }
version = "1.0.0"
"""


def files_in(folder: Path) -> tuple[str, ...]:
    """Names of the files that a copy replaces, in the order of ours."""
    return tuple(name for name in OWN_FILES if (folder / name).exists())


def check_copy(folder: Path) -> tuple[Problem, ...]:
    """Every problem of a copy, of what it holds and of how that fits ours; empty when it is fine.

    Paths in the problems are those on the disk for files of the copy, and inside our content for ours.
    """
    unusable = _unusable(folder)
    if unusable:
        return unusable
    instrument = instrument_source("fact", "1.0.0")
    found = [*_unnamed(folder), *check_knowledge(knowledge_sources(folder), instrument)]
    found += check_archetype_words(source_of(ARCHETYPE_WORDS, folder), instrument)
    return tuple(_on_disk(problem, folder) for problem in found)


def copies_of_ours() -> dict[str, bytes]:
    """Files of a fresh copy by their names, to be edited: ours, under a name of its own."""
    files = {name: (CONTENT / name).read_bytes() for name in OWN_FILES}
    return files | {ABOUT: _ABOUT_OF_COPY.encode()}


def _unusable(folder: Path) -> tuple[Problem, ...]:
    """Problems with the folder and its files as such."""
    if not folder.is_dir():
        return (Problem(str(folder), "folder", "no_folder"),)
    found: list[Problem] = []
    for name in files_in(folder):
        notes = Notes(str(folder / name))
        try:
            if len((folder / name).read_bytes()) > LARGEST_MB * 2**20:
                notes.add("file", "too_large", limit=LARGEST_MB)
        except OSError as error:
            notes.add("file", "unreadable", reason=error.strerror or type(error).__name__)
        found.extend(notes.found)
    named = {folder / name for name in OWN_FILES}
    allowed = ", ".join(OWN_FILES)
    strangers = sorted({*folder.glob("*.toml"), *folder.glob("*/*.toml")} - named)
    found.extend(Problem(str(path), "file", "unknown_file", {"allowed": allowed}) for path in strangers)
    return tuple(found)


def _unnamed(folder: Path) -> tuple[Problem, ...]:
    """Whoever changes a file says what the copy is called, so that nobody takes it for ours."""
    changed = [name for name in files_in(folder) if (folder / name).read_bytes() != source_of(name)]
    if not changed or ABOUT in changed:
        return ()
    code = "same_name" if (folder / ABOUT).exists() else "unnamed_copy"
    return (Problem(ABOUT, "file", code),)


def _on_disk(problem: Problem, folder: Path) -> Problem:
    own = (folder / problem.path).exists() or problem.code == "unnamed_copy"
    path = str(folder / problem.path) if own else problem.path
    return Problem(path, problem.place, problem.code, problem.fields)
