"""Where the shipped content lies, as bytes."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from assessment.domain.errors import NotFound

CONTENT: Final = Path(__file__).parent
ABOUT: Final = "organization/about.toml"
KNOWLEDGE_FILES: Final = (
    ABOUT,
    "organization/facts.toml",
    "organization/rules.toml",
    "organization/initiatives.toml",
    "organization/archetypes.toml",
    "organization/targets.toml",
    "organization/epoch_zero.toml",
    "organization/glossary.toml",
    "metrics/metrics.toml",
    "organization/posts.toml",
    "organization/staffing.toml",
    "organization/decisions.toml",
    "organization/rituals.toml",
    "organization/crosswalk.toml",
    "organization/forms.toml",
)
"""Everything judged that a score run uses; the knowledge digest covers these files in this order."""

ARCHETYPE_WORDS: Final = "organization/archetype_words.toml"
"""Words for names of fitted archetypes: no score depends on them, so they are not in the knowledge digest."""

_SAFE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def instrument_source(instrument_id: str, version: str) -> bytes:
    """Bytes of one shipped instrument file.

    Raises
    ------
    NotFound
        If no such instrument or version is shipped.
    """
    path = CONTENT / "instruments" / instrument_id / f"{version}.toml"
    safe = _SAFE_NAME.fullmatch(instrument_id) and _SAFE_NAME.fullmatch(version)
    if not safe or not path.is_file():
        raise NotFound(instrument=instrument_id, version=version)
    return path.read_bytes()


def instrument_paths() -> tuple[Path, ...]:
    """All shipped instrument files."""
    return tuple(sorted((CONTENT / "instruments").glob("*/*.toml")))


def knowledge_sources(folder: Path | None = None) -> dict[str, bytes]:
    """Bytes of the knowledge files by their path inside the content folder.

    What a firm's own copy in `folder` holds under the same path replaces ours. Raises OSError.
    """
    return {name: source_of(name, folder) for name in KNOWLEDGE_FILES}


def source_of(name: str, folder: Path | None = None) -> bytes:
    """Bytes of one file: the one in `folder` where it is there, else ours. Raises OSError."""
    own = None if folder is None else folder / name
    return (own if own is not None and own.exists() else CONTENT / name).read_bytes()


@cache
def metric_ids() -> frozenset[str]:
    """Ids of the metrics that items and sub-capabilities may name."""
    tree: Mapping[str, object] = tomllib.loads((CONTENT / "metrics/metrics.toml").read_text(encoding="utf-8"))
    metrics = tree.get("metric", [])
    return (
        frozenset(str(entry.get("id")) for entry in metrics if isinstance(entry, dict))
        if isinstance(metrics, list)
        else frozenset()
    )
