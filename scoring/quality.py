"""What the numbers rest on: counts of cells, and notes that a reader should know first."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from assessment.domain.instrument import OWNER_ROLE, Instrument
from assessment.domain.response import Response
from scoring.matrix import AnswerMatrix
from scoring.results import WITHHELD_NOT_APPLICABLE, DataQuality, Recommendation, Score

SINGLE_RATER: Final = "single_rater"
FEW_RATERS: Final = "few_raters"
OWNER_ONLY: Final = "owner_only"
NO_OWNER: Final = "no_owner"
LOW_RESPONSE: Final = "low_response"
MANY_UNKNOWN: Final = "many_unknown"
MANY_MISSING: Final = "many_missing"
FEW_EVIDENCE: Final = "few_evidence"
UNIFORM_ANSWERS: Final = "uniform_answers"
APPLICABILITY_DISPUTED: Final = "applicability_disputed"
SCORES_WITHHELD: Final = "scores_withheld"
FACTS_INCOMPLETE: Final = "facts_incomplete"

NOTE_CODES: Final = (
    SINGLE_RATER,
    FEW_RATERS,
    OWNER_ONLY,
    NO_OWNER,
    LOW_RESPONSE,
    MANY_UNKNOWN,
    MANY_MISSING,
    FEW_EVIDENCE,
    UNIFORM_ANSWERS,
    APPLICABILITY_DISPUTED,
    SCORES_WITHHELD,
    FACTS_INCOMPLETE,
)
"""All codes in the order in which they are given. Every catalogue has a sentence for each.

single_rater: one response. few_raters: two. owner_only: every response is the owner's. no_owner: none is.
low_response: less than half of those invited responded. many_unknown: at least 20 % of asked cells are
"don't know". many_missing: at least 20 % were left open. few_evidence: less than 20 % of answers name
evidence. uniform_answers: somebody gave ten or more answers, all of one level; given by earlier methods
only, today the flag `response_flags.STRAIGHT_LINING` names the response. applicability_disputed: some
call an item not applicable that others answered. scores_withheld: a dimension has no score although it may
apply. facts_incomplete: a structural rule could not be decided for want of a fact.
"""

_FEW: Final = 2
_HALF: Final = 0.5
_MANY: Final = 0.2


@dataclass(frozen=True, slots=True)
class Turnout:
    """People who were asked, and submitted responses that were left out by hand: they responded as well."""

    n_invited: int
    n_excluded: int = 0


def data_quality(
    instrument: Instrument,
    matrix: AnswerMatrix,
    responses: tuple[Response, ...],
    turnout: Turnout,
    dimensions: tuple[Score, ...],
    rules: tuple[Recommendation, ...],
) -> DataQuality:
    """Count cells and collect notes.

    Parameters
    ----------
    instrument, matrix, responses : the wave, without the responses that were left out.
    turnout : people who were asked; fewer than responded counts as those who responded.
    dimensions, rules : scores of the dimensions, and the structural rules as they were decided.
    """
    evidence = _n_with_evidence(instrument, matrix, responses)
    counts = {
        "n_invited": max(turnout.n_invited, len(responses) + turnout.n_excluded),
        "n_submitted": len(responses),
        "n_asked": int(matrix.asked.sum()),
        "n_answered": int(matrix.answered.sum()),
        "n_unknown": int(matrix.unknown.sum()),
        "n_not_applicable": int(matrix.not_applicable.sum()),
        "n_missing": int(matrix.missing.sum()),
        "n_with_evidence": evidence,
    }
    found = {
        *_rater_notes(instrument, matrix, counts, turnout.n_excluded),
        *_cell_notes(instrument, matrix, counts),
        *_judged_notes(dimensions, rules),
    }
    return DataQuality(
        n_by_role=tuple(sorted(Counter(matrix.roles).items())),
        notes=tuple(code for code in NOTE_CODES if code in found),
        **counts,
    )


def _n_with_evidence(instrument: Instrument, matrix: AnswerMatrix, responses: tuple[Response, ...]) -> int:
    """Answered cells beside which the respondent named evidence."""
    named = {
        (row, instrument.index[note.item_id])
        for row, response in enumerate(responses)
        for note in response.notes
        if note.evidence.strip() and note.item_id in instrument.index
    }
    return sum(bool(matrix.answered[cell]) for cell in named)


def _rater_notes(
    instrument: Instrument, matrix: AnswerMatrix, counts: dict[str, int], n_excluded: int
) -> set[str]:
    """Note who responded."""
    n = counts["n_submitted"]
    rules = {
        SINGLE_RATER: n == 1,
        FEW_RATERS: n == _FEW,
        LOW_RESPONSE: n + n_excluded < _HALF * counts["n_invited"],
    }
    if instrument.roles:
        owners = matrix.roles.count(OWNER_ROLE)
        rules |= {OWNER_ONLY: owners == n, NO_OWNER: owners == 0}
    return {code for code, holds in rules.items() if holds}


def _cell_notes(instrument: Instrument, matrix: AnswerMatrix, counts: dict[str, int]) -> set[str]:
    """Note how they answered."""
    asked, answered = max(counts["n_asked"], 1), counts["n_answered"]
    disputed = matrix.answered.any(axis=0) & matrix.not_applicable.any(axis=0)
    wants_evidence = any(item.evidence for item in instrument.items)
    rules = {
        MANY_UNKNOWN: counts["n_unknown"] >= _MANY * asked,
        MANY_MISSING: counts["n_missing"] >= _MANY * asked,
        FEW_EVIDENCE: wants_evidence and answered > 0 and counts["n_with_evidence"] < _MANY * answered,
        APPLICABILITY_DISPUTED: bool(disputed.any()),
    }
    return {code for code, holds in rules.items() if holds}


def _judged_notes(dimensions: tuple[Score, ...], rules: tuple[Recommendation, ...]) -> set[str]:
    """Note what could not be said."""
    held = any(s.withheld not in (None, WITHHELD_NOT_APPLICABLE) for s in dimensions)
    lacking = any(_lacks_fact(rule) for rule in rules)
    return {code for code, holds in ((SCORES_WITHHELD, held), (FACTS_INCOMPLETE, lacking)) if holds}


def _lacks_fact(rule: Recommendation) -> bool:
    """Whether a fact, typed or behind a derived figure, is among what a rule waits for."""
    answers = {trace.key for trace in rule.traces if trace.kind != "fact"}
    return not answers.issuperset(rule.missing)
