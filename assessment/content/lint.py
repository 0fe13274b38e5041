"""The content check: lists every problem of every file, each with its place.

``python -m assessment content check`` prints what `check_all` returns; the loader refuses files with
problems.
"""

from collections.abc import Iterable
from pathlib import Path

from assessment.content.archetype_words_checks import check_archetype_words
from assessment.content.catalogue_checks import check_catalogues
from assessment.content.instrument_checks import InstrumentFile, note_instrument
from assessment.content.knowledge_checks import check_knowledge, parse
from assessment.content.problems import Notes, Problem, text
from assessment.content.shape import note_shape
from assessment.content.sources import (
    ARCHETYPE_WORDS,
    CONTENT,
    instrument_paths,
    instrument_source,
    knowledge_sources,
    metric_ids,
)

__all__ = ["Problem", "check_all", "check_instrument"]


def check_instrument(source: bytes, path: str) -> tuple[Problem, ...]:
    """Every problem of one instrument file; empty when it is fine.

    Parameters
    ----------
    source
        The file's bytes.
    path
        How the file is called in the problems.
    """
    notes = Notes(path)
    tree = parse(notes, source)
    if not notes.found:
        note_shape(notes, "", tree, InstrumentFile)
        note_instrument(notes, tree, metric_ids())
    return tuple(notes.found)


def check_all(paths: Iterable[Path | str] = ()) -> tuple[Problem, ...]:
    """Every problem of the given instrument files, or of everything that is shipped.

    Everything shipped means instruments, organization knowledge, metrics and both catalogues.
    """
    given = tuple(Path(path) for path in paths)
    if given:
        return tuple(problem for path in given for problem in check_instrument(path.read_bytes(), str(path)))
    found: list[Problem] = []
    for path in instrument_paths():
        found.extend(_check_shipped(path))
    found.extend(check_knowledge(knowledge_sources(), instrument_source("fact", "1.0.0")))
    found.extend(
        check_archetype_words((CONTENT / ARCHETYPE_WORDS).read_bytes(), instrument_source("fact", "1.0.0"))
    )
    found.extend(check_catalogues())
    return tuple(found)


def _check_shipped(path: Path) -> tuple[Problem, ...]:
    """Check one shipped instrument, and that it lies where its id and version say."""
    notes = Notes(path.relative_to(CONTENT).as_posix())
    tree = parse(Notes(notes.path), path.read_bytes())
    expected = f"instruments/{text(tree, 'id')}/{text(tree, 'version')}.toml"
    if notes.path != expected:
        notes.add("file", "misplaced_file", expected=expected)
    return (*notes.found, *check_instrument(path.read_bytes(), notes.path))
