"""Knowledge files as they are written: the shape that the linter checks and the loader reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assessment.content.design_files import DESIGN_SHAPES
from assessment.domain.organization import (
    EpochNorms,
    FactField,
    FactKind,
    Initiative,
    Option,
    ReferenceArchetype,
    StructuralRule,
)
from assessment.domain.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of facts; `skip` names columns in which it has no cell."""

    id: str
    name: LocalizedText
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of facts. `key` holds ``{row}`` where the row's id goes."""

    key: str
    kind: FactKind
    name: LocalizedText
    options: tuple[Option, ...] = ()
    unit: LocalizedText | None = None
    low: float | None = None
    high: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group lists its fields, or spans a table of rows and columns."""

    id: str
    name: LocalizedText
    help: LocalizedText | None = None
    sum_to: float | None = None
    layout: Literal["list", "table"] = "list"
    field: tuple[FactField, ...] = ()
    row: tuple[Row, ...] = ()
    column: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One page of the form."""

    id: str
    name: LocalizedText
    group: tuple[GroupEntry, ...]


@dataclass(frozen=True, slots=True)
class FactsFile:
    """organization/facts.toml."""

    id: str
    version: str
    step: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class AboutFile:
    """organization/about.toml: what a knowledge base is called, and its version."""

    name: LocalizedText
    version: str


@dataclass(frozen=True, slots=True)
class RulesFile:
    """organization/rules.toml."""

    rule: tuple[StructuralRule, ...]


@dataclass(frozen=True, slots=True)
class InitiativesFile:
    """organization/initiatives.toml."""

    initiative: tuple[Initiative, ...]


@dataclass(frozen=True, slots=True)
class ArchetypesFile:
    """organization/archetypes.toml."""

    version: str
    dimensions: tuple[str, ...]
    covariance: tuple[tuple[float, ...], ...]
    archetype: tuple[ReferenceArchetype, ...]


@dataclass(frozen=True, slots=True)
class TargetsFile:
    """organization/targets.toml."""

    target: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """organization/glossary.toml: names of figures that no other file names."""

    derived: Mapping[str, LocalizedText]
    snowball: Mapping[str, LocalizedText]


@dataclass(frozen=True, slots=True)
class Metric:
    """One corroborating metric, and what its values are typed in."""

    id: str
    name: LocalizedText
    unit: LocalizedText


@dataclass(frozen=True, slots=True)
class MetricsFile:
    """metrics/metrics.toml."""

    metric: tuple[Metric, ...]


SHAPES: Mapping[str, type] = {
    "organization/about.toml": AboutFile,
    "organization/facts.toml": FactsFile,
    "organization/rules.toml": RulesFile,
    "organization/initiatives.toml": InitiativesFile,
    "organization/archetypes.toml": ArchetypesFile,
    "organization/targets.toml": TargetsFile,
    "organization/epoch_zero.toml": EpochNorms,
    "organization/glossary.toml": GlossaryFile,
    "metrics/metrics.toml": MetricsFile,
    **DESIGN_SHAPES,
}
"""The shape of each knowledge file."""
