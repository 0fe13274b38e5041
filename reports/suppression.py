"""What an edition withholds from a result before any page sees it, so that no page can tell it.

A filter, not a second scoring: every figure that stays is the run's own. The wave's own rules (a confidential
or anonymous wave) were applied by scoring and stay as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from assessment.domain.instrument import CONSULTANT_ROLE, OWNER_ROLE
from scoring.privacy import without_figures
from scoring.results import (
    AnswerFlag,
    ComparisonTrace,
    Contradiction,
    Exclusion,
    ItemResult,
    MissingPractices,
    Recommendation,
    RoleGap,
    RoleScore,
    ScaleAgreement,
    WaveResult,
)

if TYPE_CHECKING:
    from reports.editions import Suppression
    from scoring.organization.advice import FitLine, Proposal

WITHHELD_EDITION: Final = "edition"
"""Reason of a figure that the run holds and this edition does not print."""
OWN_ROLES: Final = frozenset({OWNER_ROLE, CONSULTANT_ROLE})
"""Whoever passes a report on may show what is their own."""
TEAM_GAP: Final = "owner_team_gap"
TEAM_UNKNOWN: Final = "team_unknown_share"


def suppressed(result: WaveResult, rules: "Suppression") -> WaveResult:
    """Withhold what an edition may not print.

    Parameters
    ----------
    result : a score run.
    rules : least numbers of raters in a role and of answers to an item; 1 and 1 withhold nothing.

    Returns
    -------
    The result without scores, effects and signs of roles of fewer raters than `least_role` (the owner's and
    the consultant's own excepted), without distributions, means and practices of items with fewer answers
    than `least_item`, and without differences or agreement that rest on so few. A withheld figure is None,
    its reason `WITHHELD_EDITION`; a withheld difference, flag's role, practice or conflict is left out.
    """
    if rules.least_role <= 1 and rules.least_item <= 1:
        return result
    sizes = dict(result.data_quality.n_by_role)
    items = tuple(_item(one, rules.least_item) for one in result.items)
    hidden = _hidden_items(result, rules.least_item)
    gaps = tuple(one for one in result.role_gaps if _told(one, result, rules.least_role))
    unsaid = untold(result, rules)
    return replace(
        result,
        items=items,
        roles=tuple(_role(one, rules.least_role) for one in result.roles),
        role_gaps=gaps,
        role_effects=tuple(
            pair for pair in result.role_effects if not _small(pair[0], sizes, rules.least_role)
        ),
        agreement=tuple(_agreement(one, rules.least_role) for one in result.agreement),
        answer_flags=tuple(_flag(one, sizes, rules.least_role) for one in result.answer_flags),
        contradictions=tuple(left for one in result.contradictions for left in _contradiction(one, hidden)),
        exclusions=tuple(_exclusion(one, sizes, rules.least_role) for one in result.exclusions),
        missing_practices=tuple(
            left for one in result.missing_practices if (left := _practices(one, hidden)).items
        ),
        recommendations=tuple(_recommendation(one, unsaid) for one in result.recommendations),
    )


def untold(result: WaveResult, rules: "Suppression") -> frozenset[str]:
    """Keys of figures that rules and conditions compare and an edition may not print.

    Parameters
    ----------
    result : a score run, nothing withheld yet.
    rules : as for `suppressed`.

    Returns
    -------
    Items with too few answers, and derived figures that too few people stand behind.
    """
    if rules.least_role <= 1 and rules.least_item <= 1:
        return frozenset()
    gaps = tuple(one for one in result.role_gaps if _told(one, result, rules.least_role))
    sizes = dict(result.data_quality.n_by_role)
    return _unsaid(result, gaps, sizes, rules.least_role) | _hidden_items(result, rules.least_item)


def discreet(proposal: "Proposal", keys: frozenset[str]) -> "Proposal":
    """Keep what a proposal recommends and which conditions hold, without the compared figures of `keys`.

    The figures come from the same run: what an edition withholds from its result must not stand here.
    """
    if not keys:
        return proposal
    advice = proposal.advice
    fits = tuple(replace(fit, lines=_lines(fit.lines, keys)) for fit in advice.fits)
    hurdle = replace(advice.hurdle, symptoms=_lines(advice.hurdle.symptoms, keys))
    readings = tuple(
        replace(one, traces=tuple(_trace(trace, keys) for trace in one.traces)) for one in proposal.readings
    )
    return replace(proposal, advice=replace(advice, fits=fits, hurdle=hurdle), readings=readings)


def _lines(lines: "tuple[FitLine, ...]", keys: frozenset[str]) -> "tuple[FitLine, ...]":
    return tuple(replace(one, traces=tuple(_trace(trace, keys) for trace in one.traces)) for one in lines)


def _hidden_items(result: WaveResult, least: int) -> frozenset[str]:
    """Items whose answers are too few to be told."""
    return frozenset(one.id for one in result.items if _item(one, least).withheld == WITHHELD_EDITION)


def _small(role: str, sizes: Mapping[str, int], least: int) -> bool:
    """Whether a role has too few raters to be told apart from them."""
    return role not in OWN_ROLES and sizes.get(role, 0) < least


def _item(item: ItemResult, least: int) -> ItemResult:
    """Hide how an item was answered by too few; one that nobody answered keeps its own silence."""
    n = max(sum(item.counts), item.n_answers)
    if n >= least or item.withheld is not None:
        return item
    return replace(
        item,
        mean=None,
        counts=(),
        n_unknown=0,
        n_not_applicable=0,
        n_missing=0,
        owner_level=None,
        spread=None,
        disputed=False,
        yardstick=None,
        adjusted=None,
        withheld=WITHHELD_EDITION if n else None,
    )


def _role(found: RoleScore, least: int) -> RoleScore:
    """Hide the score of a role on a dimension that too few of it answered."""
    if found.role in OWN_ROLES or found.n_respondents >= least or found.score.value is None:
        return found
    return replace(found, score=without_figures(found.score, WITHHELD_EDITION))


def team_size(result: WaveResult, dimension: str) -> int:
    """How many of the team answered a dimension: everybody but the owner and the consultant."""
    return sum(
        one.n_respondents
        for one in result.roles
        if one.dimension == dimension and one.role not in OWN_ROLES and one.score.n_answers
    )


def _told(gap: RoleGap, result: WaveResult, least: int) -> bool:
    """Whether a difference speaks of enough people: with the owner's score it tells the other side's."""
    return gap.against != "team" or team_size(result, gap.dimension) >= least


def _agreement(found: ScaleAgreement, least: int) -> ScaleAgreement:
    """Hide the agreement of fewer raters: of two it tells both."""
    if found.rwg is None or found.n_raters >= least:
        return found
    return replace(found, rwg=None, deviation=None, withheld=WITHHELD_EDITION)


def _flag(flag: AnswerFlag, sizes: Mapping[str, int], least: int) -> AnswerFlag:
    """Tell a sign without the post of a small role."""
    return replace(flag, role="") if flag.role and _small(flag.role, sizes, least) else flag


def _exclusion(one: Exclusion, sizes: Mapping[str, int], least: int) -> Exclusion:
    """Tell an excluded response without the post of a small role: the length of a form tells the role."""
    return replace(one, role="", n_answers=None) if one.role and _small(one.role, sizes, least) else one


def _contradiction(one: Contradiction, hidden: frozenset[str]) -> Iterator[Contradiction]:
    """Tell of a conflict without the items that are withheld; one of nothing else is left out."""
    figures = tuple(pair for pair in one.figures if pair[0] not in hidden)
    if figures or not one.figures:
        yield replace(one, items=tuple(item for item in one.items if item not in hidden), figures=figures)


def _practices(one: MissingPractices, hidden: frozenset[str]) -> MissingPractices:
    return replace(one, items=tuple(item for item in one.items if item not in hidden))


def _unsaid(
    result: WaveResult, gaps: tuple[RoleGap, ...], sizes: Mapping[str, int], least: int
) -> frozenset[str]:
    """Keys of derived figures that too few people stand behind."""
    found = set()

    def widest(of: tuple[RoleGap, ...]) -> float:
        return max((abs(g.difference) for g in of if g.against == "team" and g.exceeds_noise), default=0.0)

    if widest(result.role_gaps) != widest(gaps):
        found.add(TEAM_GAP)
    if sum(n for role, n in sizes.items() if role not in OWN_ROLES) < least:
        found.add(TEAM_UNKNOWN)
    return frozenset(found)


def _recommendation(one: Recommendation, unsaid: frozenset[str]) -> Recommendation:
    """Keep that a rule applies, without the figure behind it that is withheld."""
    return replace(one, traces=tuple(_trace(trace, unsaid) for trace in one.traces))


def _trace(trace: ComparisonTrace, unsaid: frozenset[str]) -> ComparisonTrace:
    return replace(trace, value=None) if trace.key in unsaid else trace
