"""What a closed wave brought in, as scoring takes it."""

from dataclasses import replace

from assessment.content import loader
from assessment.domain.errors import EverythingExcluded, NothingToScore
from assessment.domain.instrument import Instrument
from assessment.domain.organization import Facts
from assessment.domain.response import Response
from assessment.services.context import Context
from assessment.services.review import typical_times
from assessment.services.waves import Fielding
from assessment.storage import (
    answer_store,
    exclusion_store,
    facts_store,
    response_store,
    structure_store,
)
from assessment.storage.database import Connection
from scoring.organization.structure_facts import facts_from_structure
from scoring.pipeline import WaveEvidence


def evidence_of(connection: Connection, context: Context, fielding: Fielding) -> WaveEvidence:
    """Read the submitted responses of a closed wave that count, with everything scoring needs beside them.

    Raises NothingToScore (open, or nothing submitted), EverythingExcluded.
    """
    wave = fielding.wave
    responses = response_store.responses_of(connection, wave.id)
    submitted = tuple(response for response in responses if response.submitted_at is not None)
    if wave.closed_at is None or not submitted:
        raise NothingToScore
    left_out = exclusion_store.excluded_in(connection, wave.id)
    counting = tuple(response for response in submitted if response.id not in left_out)
    if not counting:
        raise EverythingExcluded(n=len(submitted))
    return WaveEvidence(
        instrument=context.instruments.parsed(connection, wave.instrument_digest),
        responses=counting,
        merchant=fielding.merchant,
        facts=settled_facts(connection, wave.id),
        n_invited=response_store.standing_in(connection, wave.id),
        mode=wave.mode,
        excluded=tuple((r, left_out[r.id]) for r in submitted if r.id in left_out),
        seconds=typical_times(answer_store.item_seconds(connection, (wave.id,))),
    )


def settled_facts(connection: Connection, wave_id: str) -> Facts:
    """Organization facts as rules read them: what the entered organization settles replaces what was typed.

    Where the two contradict each other, the sheet of the organization says so (`Structures.load`).
    """
    typed, _ = facts_store.load_facts(connection, wave_id)
    structure = structure_store.load(connection, wave_id).structure
    if structure is None:
        return typed
    return {**typed, **facts_from_structure(structure, loader.knowledge().design)}


def with_unproven_capped(evidence: WaveEvidence) -> WaveEvidence:
    """Count a highest level without evidence as one below: so it enters panels of peers."""
    capped = tuple(_capped(response, evidence.instrument) for response in evidence.responses)
    return replace(evidence, responses=capped)


def _capped(response: Response, instrument: Instrument) -> Response:
    top = instrument.scale.high
    proven = {note.item_id for note in response.notes if note.evidence.strip()}
    answers = bytes(
        level - 1 if level == top and item.id not in proven else level
        for level, item in zip(response.answers, instrument.items, strict=True)
    )
    return replace(response, answers=answers)
