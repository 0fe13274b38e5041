"""Facts about what went wrong; the rim of the house chooses the words.

Each class is one fact. Its `code` names the sentence in the catalogues
(``errors.<code>`` in ``assessment/content/locales/<locale>/errors.toml``) and its fields fill that sentence.
"""

from collections.abc import Mapping
from typing import ClassVar


class FactOrgError(Exception):
    """Base of everything the product raises on purpose."""

    code: ClassVar[str] = "unexpected"

    def __init__(self, **fields: object) -> None:
        self.fields: Mapping[str, object] = fields
        super().__init__(f"{self.code}: {fields}" if fields else self.code)


class NotFound(FactOrgError):
    """The object does not exist, or is not the viewer's to see: both look the same."""

    code = "not_found"


class AccessDenied(FactOrgError):
    """The viewer is known, but this action is not theirs."""

    code = "access_denied"


class LinkUnknown(FactOrgError):
    """The token is malformed or was never issued."""

    code = "link_unknown"


class LinkExpired(FactOrgError):
    """The link was valid until `expired_on`."""

    code = "link_expired"


class LinkRevoked(FactOrgError):
    """The link was withdrawn by the person who sent it."""

    code = "link_revoked"


class SignedOut(FactOrgError):
    """The session ended: signed out elsewhere, password or role changed, account closed, time over."""

    code = "signed_out"


class SignInRefused(FactOrgError):
    """Address and password do not open an account: which of the two is wrong is never told."""

    code = "sign_in_refused"


class SignInDelayed(FactOrgError):
    """Too many failed tries for this address from this network. Fields: seconds."""

    code = "sign_in_delayed"


class LinkSpent(FactOrgError):
    """A link that works once was used already."""

    code = "link_spent"


class SetupCodeWrong(FactOrgError):
    """The code of the first administrator is not the one that the server printed last."""

    code = "setup_code_wrong"


class EmailTaken(FactOrgError):
    """Another account has this address already."""

    code = "email_taken"


class LastAdministrator(FactOrgError):
    """A workspace keeps at least one administrator."""

    code = "last_administrator"


class SharedAccount(FactOrgError):
    """The account works in another workspace too: one of them cannot reset its password for both."""

    code = "shared_account"


class TicketSpent(FactOrgError):
    """A download ticket was used already or is too old."""

    code = "ticket_spent"


class WaveNotOpen(FactOrgError):
    """Answers are accepted in open waves only. Fields: status."""

    code = "wave_not_open"


class AlreadySubmitted(FactOrgError):
    """A submitted response is read-only. Fields: receipt."""

    code = "already_submitted"


class StaleRevision(FactOrgError):
    """Another tab or device saved in between. Fields: expected, current."""

    code = "stale_revision"


class UnknownItem(FactOrgError):
    """No such item in this response's instrument. Fields: item_id."""

    code = "unknown_item"


class AnswerNotAllowed(FactOrgError):
    """The level is outside the scale, or N/A is not offered. Fields: item_id, value."""

    code = "answer_not_allowed"


class TextTooLong(FactOrgError):
    """A typed text is over its limit. Fields: field, limit."""

    code = "text_too_long"


class FieldInvalid(FactOrgError):
    """A form field cannot be stored as typed. Fields: field, reason."""

    code = "field_invalid"


class NothingToScore(FactOrgError):
    """The wave holds no submitted response."""

    code = "nothing_to_score"


class EverythingExcluded(NothingToScore):
    """All submitted responses of the wave were left out by hand. Fields: n."""

    code = "everything_excluded"


class ExclusionBarred(FactOrgError):
    """In a wave that is not named nobody is left out or taken back after the first scoring.

    The difference of two results would be that person's answers.
    """

    code = "exclusion_barred"


class NotScoredYet(FactOrgError):
    """The wave has no score run yet."""

    code = "not_scored_yet"


class NothingProposed(FactOrgError):
    """The run is older than recommended organizations, or its instrument does not speak of them."""

    code = "nothing_proposed"


class NothingToUndo(FactOrgError):
    """The organization is as it was before anything was entered."""

    code = "nothing_to_undo"


class ReportRejected(FactOrgError):
    """A finished report did not pass its check and is not handed out. Fields: count, findings."""

    code = "report_rejected"


class NothingToPrint(FactOrgError):
    """None of the pages chosen for an edition has anything to say of this run. Fields: edition."""

    code = "nothing_to_print"


class NotSubmittedYet(FactOrgError):
    """The report of own answers is made when the answers can no longer change."""

    code = "not_submitted_yet"


class WorkerLost(FactOrgError):
    """The process that made a report ended before it was done; other reports are not concerned."""

    code = "worker_lost"


class ReportOverdue(FactOrgError):
    """One report of a batch took longer than allowed and was given up. Fields: seconds."""

    code = "report_overdue"


class ContentInvalid(FactOrgError):
    """A content file does not pass its linter. Fields: path, problems."""

    code = "content_invalid"


class KnowledgeInvalid(FactOrgError):
    """A firm's own copy of the knowledge base does not pass its check. Fields: path, problems."""

    code = "knowledge_invalid"


class DatabaseUnusable(FactOrgError):
    """The database file is broken or is no database of ours. Fields: reason."""

    code = "database_unusable"


class DatabaseNewer(FactOrgError):
    """The database was made by a newer version. Fields: revision."""

    code = "database_newer"


class DatabaseBusy(FactOrgError):
    """The database did not answer in time; nothing was stored."""

    code = "database_busy"


class FileRefused(FactOrgError):
    """An uploaded file was refused whole. Fields: file, problems (tuple of intake.Problem)."""

    code = "file_refused"


class TooFewForArchetypes(FactOrgError):
    """Archetypes are fitted from 300 complete merchants on. Fields: n, needed."""

    code = "too_few_for_archetypes"


class EpochBarred(FactOrgError):
    """Too few members joined or left for a new epoch. Fields: name, changed, needed, n.

    The difference of two epochs would speak of these few; new scores of members that stayed never count.
    """

    code = "epoch_barred"


class ReportingCycle(FactOrgError):
    """The new boss is the post itself or already stands below it."""

    code = "reporting_cycle"


class StructureFull(FactOrgError):
    """The sheet of an organization already holds as many entries as it can. Fields: limit."""

    code = "structure_full"


class SecondPersonNeeded(FactOrgError):
    """The report was asked for by the same person, and the workspace has others who could release it."""

    code = "second_person_needed"


class SplitImpossible(FactOrgError):
    """The part of a post to split off must be more than 0 and less than its known headcount."""

    code = "split_impossible"
