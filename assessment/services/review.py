"""Looking through the responses of a closed wave, and leaving one out of the scores with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assessment.access.viewer import Reader, System, Viewer
from assessment.domain import pace
from assessment.domain.engagement import Wave
from assessment.domain.errors import ExclusionBarred, FieldInvalid, NotFound
from assessment.domain.instrument import Instrument
from assessment.domain.response import REASON_LIMIT, Response
from assessment.services.context import Context
from assessment.services.fields import operation_field, text_field
from assessment.services.scope import scoped
from assessment.services.waves import Fielding, require_visit, wave_for
from assessment.storage import answer_store, exclusion_store, response_store, run_store
from assessment.storage.database import Connection
from assessment.storage.exclusion_store import DecidedBy, Decision
from assessment.storage.operations import Operation, once
from scoring.matrix import answer_matrix
from scoring.privacy import GROUP_NEEDED, NAMED
from scoring.response_flags import response_flags
from scoring.results import AnswerFlag

_MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True)
class CellCounts:
    """What became of the questions that one person was asked."""

    n_asked: int
    n_answered: int
    n_unknown: int
    n_not_applicable: int
    n_missing: int


@dataclass(frozen=True, slots=True)
class ReviewedResponse:
    """One submitted response as whoever runs the wave may see it: signs and counts, never a single answer.

    `role` and `respondent` are "", `counts` and `minutes` None in a wave that is not named: how much somebody
    was asked would tell the role. `minutes` is the time between answers without breaks, None where no times
    are known. `excluded` is the reason why the response is left out, None while it counts; `history` has all
    decisions, oldest first.
    """

    id: str
    role: str
    respondent: str
    counts: CellCounts | None
    minutes: float | None
    flags: tuple[AnswerFlag, ...]
    excluded: str | None
    history: tuple[Decision, ...]


@scoped
class Review:
    """Use cases of whoever runs a wave: today its owner, and the machine itself."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def responses(self, viewer: Viewer, wave_id: str) -> tuple[ReviewedResponse, ...]:
        """List the submitted responses of a closed wave with their flags, also those that are left out.

        In a named wave in the order in which people began, otherwise in no order that tells anything. Empty
        for a wave that is still open, for one that is not named under five responses, and for a mere reader
        of results; the demo may be read by everybody.
        Raises NotFound, AccessDenied.
        """

        def work(connection: Connection) -> tuple[ReviewedResponse, ...]:
            fielding = wave_for(connection, viewer, "read_results", wave_id)
            wave = fielding.wave
            responses = response_store.responses_of(connection, wave_id)
            submitted = tuple(r for r in responses if r.submitted_at is not None)
            told = not isinstance(viewer, Reader) or fielding.merchant.demo
            enough = wave.mode == NAMED or len(submitted) >= GROUP_NEEDED
            if not (told and enough and submitted) or wave.closed_at is None:
                return ()
            instrument = self._context.instruments.parsed(connection, wave.instrument_digest)
            times = answer_store.item_seconds(connection, (wave_id,))
            history = exclusion_store.decisions_of(connection, wave_id)
            return _listed(wave, instrument, submitted, times, history)

        return self._context.database.read(work)

    def exclude(self, viewer: Viewer, response_id: str, reason: str, operation_id: str) -> None:
        """Leave a submitted response of a closed wave out of the scores.

        Excluding what is excluded already replaces the reason; the same reason changes nothing. A retry
        under the same operation id is one decision.
        Raises NotFound, AccessDenied, FieldInvalid (reason blank), TextTooLong, ExclusionBarred.
        """
        self._decide(viewer, response_id, reason, operation_id, excluded=True)

    def include(self, viewer: Viewer, response_id: str, reason: str, operation_id: str) -> None:
        """Take a response in again; one that counts already stays as it is.

        Raises what `exclude` raises.
        """
        self._decide(viewer, response_id, reason, operation_id, excluded=False)

    def _decide(
        self, viewer: Viewer, response_id: str, reason: str, operation_id: str, *, excluded: bool
    ) -> None:
        why = text_field("reason", reason, REASON_LIMIT)
        if not why:
            raise FieldInvalid(field="reason", reason="blank")
        kind = "exclude" if excluded else "include"
        operation = Operation(operation_field(operation_id), kind, response_id)
        now = self._context.clock()

        def work(connection: Connection) -> None:
            fielding = _deciding(connection, viewer, response_id)

            def run() -> Mapping[str, bool]:
                return {
                    "decided": self._append(connection, viewer, response_id, fielding.wave, excluded, why)
                }

            once(connection, operation, run, workspace_id=fielding.wave.workspace_id, at=now)

        self._context.database.write(work)

    def _append(
        self, connection: Connection, viewer: Viewer, response_id: str, wave: Wave, excluded: bool, why: str
    ) -> bool:
        """Add a decision unless it changes nothing; tell whether it did. Raises ExclusionBarred."""
        stands = exclusion_store.excluded_in(connection, wave.id).get(response_id)
        if stands == (why if excluded else None):
            return False
        if wave.mode != NAMED and run_store.latest_run_id(connection, wave.id) is not None:
            raise ExclusionBarred
        decided_by: DecidedBy = "system" if isinstance(viewer, System) else "owner"
        exclusion_store.add_decision(
            connection,
            Decision(
                id=self._context.new_id(),
                response_id=response_id,
                wave_id=wave.id,
                number=exclusion_store.next_number(connection, response_id),
                excluded=excluded,
                reason=why,
                decided_by=decided_by,
                at=self._context.clock(),
            ),
        )
        return True


def _deciding(connection: Connection, viewer: Viewer, response_id: str) -> Fielding:
    """Hold a response and return its wave, if the viewer may decide about it.

    What is no submitted response of a closed wave is nothing that anybody may know of.
    Raises NotFound, AccessDenied, LinkRevoked.
    """
    standing = exclusion_store.lock_response(connection, response_id)
    if standing is None:
        require_visit(connection, viewer)
        raise NotFound
    fielding = wave_for(connection, viewer, "score", standing.wave_id)
    if not standing.submitted or fielding.wave.closed_at is None:
        raise NotFound
    return fielding


def _listed(
    wave: Wave,
    instrument: Instrument,
    submitted: tuple[Response, ...],
    times: Mapping[str, Mapping[str, float]],
    history: Mapping[str, tuple[Decision, ...]],
) -> tuple[ReviewedResponse, ...]:
    named = wave.mode == NAMED
    ordered = submitted if named else tuple(sorted(submitted, key=lambda r: r.id))
    seconds = typical_times(times)
    flags = response_flags(instrument, ordered, seconds, wave.mode)
    counts = _counts(instrument, ordered)
    return tuple(
        ReviewedResponse(
            id=one.id,
            role=one.role if named else "",
            respondent=one.respondent if named else "",
            counts=counts[one.id] if named else None,
            minutes=_minutes(times.get(one.id)) if named else None,
            flags=tuple(flag for flag in flags if flag.response == one.id),
            excluded=_standing_reason(history.get(one.id, ())),
            history=history.get(one.id, ()),
        )
        for one in ordered
    )


def typical_times(times: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Median seconds an item took, by response, where enough items were timed."""
    typical = {response_id: pace.typical_seconds(items) for response_id, items in times.items()}
    return {response_id: seconds for response_id, seconds in typical.items() if seconds is not None}


def _minutes(items: Mapping[str, float] | None) -> float | None:
    return sum(items.values()) / _MINUTE if items else None


def _standing_reason(history: tuple[Decision, ...]) -> str | None:
    return history[-1].reason if history and history[-1].excluded else None


def _counts(instrument: Instrument, responses: tuple[Response, ...]) -> dict[str, CellCounts]:
    matrix = answer_matrix(instrument, responses)
    masks = (matrix.asked, matrix.answered, matrix.unknown, matrix.not_applicable, matrix.missing)
    columns = [mask.sum(axis=1) for mask in masks]
    return {one.id: CellCounts(*(int(c[row]) for c in columns)) for row, one in enumerate(responses)}
