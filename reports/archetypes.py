"""Whom the merchant resembles, and what the archetypes rest on: words that several pages share."""

from assessment.domain.organization import ReferenceArchetype
from reports.briefing import Briefing
from reports.document import SoWhatPoint
from scoring.results import Membership

Likely = tuple[Membership, ReferenceArchetype]


def likely(b: Briefing) -> list[Likely]:
    """Memberships with their archetypes, most probable first."""
    known = {a.id: a for a in b.knowledge.archetypes.members}
    return [(m, known[m.archetype]) for m in b.result.resemblance.memberships if m.archetype in known]


def model_note(b: Briefing) -> str:
    """Source of the archetypes: judged, or fitted to how many merchants of which panel."""
    archetypes = b.knowledge.archetypes
    fit = archetypes.fit
    if fit is None:
        return b.say("resemblance.note", version=archetypes.version)
    key = "resemblance.note_demo" if fit.demo else "resemblance.note_fitted"
    return b.say(key, version=archetypes.version, n=fit.n_merchants, panel=fit.panel, epoch=fit.epoch)


def model_point(b: Briefing) -> SoWhatPoint:
    """Say whether the archetypes are judged or fitted, and whether they are types at all."""
    archetypes = b.knowledge.archetypes
    fit, k = archetypes.fit, len(archetypes.members)
    if fit is None:
        return b.point("resemblance.point.caution", n=k, version=archetypes.version)
    key = "single" if k == 1 else "types" if fit.types else "segments"
    return b.point(f"resemblance.point.{key}", k=k, n=fit.n_merchants, version=archetypes.version)
