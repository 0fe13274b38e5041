"""The knowledge base: everything judged that a score run uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.domain.forms import Design
from assessment.domain.organization import Archetypes, EpochNorms, FactsForm, Initiative, StructuralRule
from assessment.domain.text import LocalizedText


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything judged that a score run uses, with one digest over all files."""

    rules: tuple[StructuralRule, ...]
    initiatives: tuple[Initiative, ...]
    archetypes: Archetypes
    facts_form: FactsForm
    targets: Mapping[str, float]
    """Default target score by GMV tier."""
    digest: str
    norms: EpochNorms | None = None
    glossary: Mapping[str, LocalizedText] = field(default_factory=dict)
    design: Design = field(default_factory=Design)
    """Forms, posts, staffing, rights and rituals; empty in runs that are older than it."""
    name: LocalizedText | None = None
    version: str = ""
    """What the knowledge base is called; a firm's own copy has a name and versions of its own."""

    def initiative(self, initiative_id: str) -> Initiative:
        """Return one initiative. Raises KeyError."""
        return {initiative.id: initiative for initiative in self.initiatives}[initiative_id]
