"""Content files -> frozen values of the domain, after the linter has passed them."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import cattrs
from cattrs.gen import make_dict_structure_fn

from assessment.content.archetype_words_checks import check_archetype_words
from assessment.content.conditions import read_condition
from assessment.content.design_loader import design_of
from assessment.content.instrument_checks import InstrumentFile
from assessment.content.knowledge_checks import check_knowledge
from assessment.content.knowledge_files import (
    SHAPES,
    AboutFile,
    ArchetypesFile,
    Column,
    FactsFile,
    GlossaryFile,
    GroupEntry,
    InitiativesFile,
    Metric,
    MetricsFile,
    Row,
    RulesFile,
    TargetsFile,
)
from assessment.content.lint import check_instrument
from assessment.content.own_copy import check_copy
from assessment.content.problems import Problem
from assessment.content.shape import Pairs
from assessment.content.sources import (
    ABOUT,
    ARCHETYPE_WORDS,
    KNOWLEDGE_FILES,
    instrument_source,
    knowledge_sources,
    source_of,
)
from assessment.domain.errors import ContentInvalid, KnowledgeInvalid
from assessment.domain.instrument import Instrument
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import (
    Archetypes,
    ArchetypeWords,
    Condition,
    EpochNorms,
    FactField,
    FactGroup,
    FactsForm,
    FactStep,
    Initiative,
)
from assessment.domain.text import LocalizedText

__all__ = ["facts_form", "instrument_source", "knowledge", "load_instrument", "metrics", "shipped_instrument"]


def _read_shares(weights: dict[str, float], _: object) -> Pairs:
    """Weights of the snowball are written as parts and kept as shares that sum to 1."""
    whole = sum(weights.values())
    return tuple((name, weight / whole) for name, weight in weights.items())


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_structure_hook_func(lambda kind: kind == Pairs, _read_shares)
    converter.register_structure_hook(Condition, lambda tree, _: read_condition(tree))
    read_initiative = make_dict_structure_fn(Initiative, converter)
    converter.register_structure_hook(
        Initiative, lambda tree, kind: read_initiative({"sub_capability": None, **tree}, kind)
    )
    return converter


_READ: Final = _converter()


def load_instrument(source: bytes, *, path: str) -> Instrument:
    """Read one instrument file.

    Parameters
    ----------
    source
        The file's bytes; their SHA-256 is the instrument's digest.
    path
        How the file is called in messages.

    Raises
    ------
    ContentInvalid
        With every problem of the file.
    """
    if problems := check_instrument(source, path):
        raise _refusal(path, problems)
    file = _READ.structure(tomllib.loads(source.decode("utf-8")), InstrumentFile)
    return Instrument(
        id=file.id,
        version=file.version,
        name=file.name,
        scale=file.scale,
        dimensions=file.dimension,
        items=file.item,
        digest=hashlib.sha256(source).hexdigest(),
        sub_capabilities=file.sub_capability,
        roles=file.role,
        positions=file.position,
        overlays=file.overlay,
        not_applicable_rules=file.not_applicable_rule,
        maturity=file.maturity,
        seconds_per_item=file.seconds_per_item,
    )


@cache
def shipped_instrument(instrument_id: str = "fact", version: str = "1.0.0") -> Instrument:
    """One instrument that comes with the product, read once per process.

    Raises
    ------
    NotFound
        If no such instrument or version is shipped.
    ContentInvalid
        If its file has problems.
    """
    source = instrument_source(instrument_id, version)
    return load_instrument(source, path=f"instruments/{instrument_id}/{version}.toml")


@dataclass(slots=True)
class _Chosen:
    """Where this process reads its knowledge base; None: only what ships."""

    folder: Path | None = None


_CHOSEN: Final = _Chosen()


def use_knowledge(folder: Path | None) -> None:
    """Let this process read a firm's own copy from now on (None: only what ships).

    One process serves one installation, and an installation has one knowledge base. A copy is read once; one
    with problems is refused whole, and what was read before stays in use.

    Raises
    ------
    KnowledgeInvalid
        With every problem of the copy.
    """
    if folder is not None:
        if problems := check_copy(folder):
            raise KnowledgeInvalid(path=str(folder), problems=problems)
        knowledge_of(folder)
        words_of(folder)
    _CHOSEN.folder = folder


def knowledge() -> Knowledge:
    """Everything judged that a score run uses, read once per process, with one digest over all files.

    Raises
    ------
    ContentInvalid
        With every problem of every knowledge file.
    """
    return knowledge_of(_CHOSEN.folder)


@cache
def knowledge_of(folder: Path | None) -> Knowledge:
    """Knowledge base whose files are those in `folder`, and ours where it has none. Raises ContentInvalid."""
    sources = knowledge_sources(folder)
    if problems := check_knowledge(sources, instrument_source("fact", "1.0.0")):
        raise _refusal("organization", problems)
    files = {name: _read_file(name, source) for name, source in sources.items()}
    archetypes: ArchetypesFile = files["organization/archetypes.toml"]
    rules: RulesFile = files["organization/rules.toml"]
    initiatives: InitiativesFile = files["organization/initiatives.toml"]
    targets: TargetsFile = files["organization/targets.toml"]
    norms: EpochNorms = files["organization/epoch_zero.toml"]
    about: AboutFile = files[ABOUT]
    return Knowledge(
        rules=rules.rule,
        initiatives=initiatives.initiative,
        archetypes=Archetypes(
            archetypes.version, archetypes.dimensions, archetypes.covariance, archetypes.archetype
        ),
        facts_form=_facts_form(sources["organization/facts.toml"]),
        targets=targets.target,
        norms=norms,
        digest=_digest(sources),
        glossary=_glossary(files["organization/glossary.toml"], files["metrics/metrics.toml"]),
        design=design_of(files),
        name=about.name,
        version=about.version,
    )


def facts_form() -> FactsForm:
    """Return the organization-facts form."""
    return knowledge().facts_form


def metrics() -> tuple[Metric, ...]:
    """Return the corroborating metrics with their units."""
    return _metrics_of(_CHOSEN.folder)


@cache
def _metrics_of(folder: Path | None) -> tuple[Metric, ...]:
    file: MetricsFile = _read_file("metrics/metrics.toml", source_of("metrics/metrics.toml", folder))
    return file.metric


def archetype_words() -> ArchetypeWords:
    """Return the words for names of fitted archetypes, read once per process.

    Raises
    ------
    ContentInvalid
        With every problem of the file.
    """
    return words_of(_CHOSEN.folder)


@cache
def words_of(folder: Path | None) -> ArchetypeWords:
    """Words for names of fitted archetypes, from `folder` where it has them. Raises ContentInvalid."""
    source = source_of(ARCHETYPE_WORDS, folder)
    if problems := check_archetype_words(source, instrument_source("fact", "1.0.0")):
        raise _refusal(ARCHETYPE_WORDS, problems)
    return _READ.structure(tomllib.loads(source.decode("utf-8")), ArchetypeWords)


def _refusal(path: str, problems: tuple[Problem, ...]) -> ContentInvalid:
    return ContentInvalid(path=path, problems=tuple(str(problem) for problem in problems))


def _read_file(name: str, source: bytes) -> Any:  # noqa: ANN401 - the shape belongs to the name
    return _READ.structure(tomllib.loads(source.decode("utf-8")), SHAPES[name])


def _digest(sources: dict[str, bytes]) -> str:
    """SHA-256 over names and digests of all files, in their fixed order."""
    lines = (f"{name} {hashlib.sha256(sources[name]).hexdigest()}" for name in KNOWLEDGE_FILES)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _glossary(words: GlossaryFile, metric_file: MetricsFile) -> dict[str, LocalizedText]:
    names = {f"derived.{key}": name for key, name in words.derived.items()}
    names |= {f"snowball.{key}": name for key, name in words.snowball.items()}
    return names | {f"metric.{metric.id}": metric.name for metric in metric_file.metric}


def _facts_form(source: bytes) -> FactsForm:
    file: FactsFile = _read_file("organization/facts.toml", source)
    steps = tuple(
        FactStep(step.id, step.name, tuple(_group(entry) for entry in step.group)) for step in file.step
    )
    return FactsForm(file.id, file.version, steps, hashlib.sha256(source).hexdigest())


def _group(entry: GroupEntry) -> FactGroup:
    cells = tuple(
        _cell(row, column) for row in entry.row for column in entry.column if column.key not in row.skip
    )
    return FactGroup(entry.id, entry.name, entry.field + cells, entry.help, entry.sum_to, entry.layout)


def _cell(row: Row, column: Column) -> FactField:
    """One cell of a table as a field; screens split its name at " · " into row and column."""
    return FactField(
        key=column.key.format(row=row.id),
        kind=column.kind,
        name=LocalizedText(
            f"{row.name.zh} · {column.name.zh}",
            f"{row.name.en} · {column.name.en}",
        ),
        options=column.options,
        unit=column.unit,
        low=column.low,
        high=column.high,
        whole=column.whole,
    )
