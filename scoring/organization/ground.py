"""What a recommended organization rests on."""

from dataclasses import dataclass

from assessment.domain.engagement import Merchant
from assessment.domain.instrument import Instrument
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import Facts
from assessment.domain.structure import Structure
from scoring.results import WaveResult


@dataclass(frozen=True, slots=True)
class Ground:
    """One score run with its facts, and the organization as it was entered (None: only facts speak of it)."""

    instrument: Instrument
    knowledge: Knowledge
    merchant: Merchant
    facts: Facts
    result: WaveResult
    structure: Structure | None = None
