"""Decision rights today and in the target, letter by letter, and the letters that change hands."""

from assessment.domain.forms import Decision, Design, OrganizationForm
from assessment.domain.organization import Facts
from assessment.domain.structure import LETTERS, DecisionRight, RightLetter, Structure
from scoring.organization.advice import RightsLine
from scoring.organization.structure_facts import number
from scoring.organization.target_rights import target_rights

Letters = tuple[tuple[RightLetter, tuple[str, ...]], ...]


def rights_lines(
    design: Design, form: OrganizationForm, today: Structure, target: Structure, facts: Facts
) -> tuple[RightsLine, ...]:
    """Set rights beside each other.

    Parameters
    ----------
    design : the decisions, in their order.
    form : fills the card where the target has no rights of its own.
    today : rights as entered, or as far as facts F16 tell them; a decision without a row is not known.
    target : rights by ids of posts, or of kinds outside the team.
    facts : F16 (outside approval and hours), where nothing was entered.

    Returns
    -------
    One line a decision. A letter moves when the kinds of its holders differ. Where the one who decides today
    is known, an empty letter means nobody; otherwise only letters that are known can move, and the decision
    itself where it needs approval from outside today and not in the target.
    """
    wanted = {right.decision: right for right in target.rights}
    if not wanted:
        wanted = {right.decision: right for right in target_rights(design, form, target.posts, today)}
    return tuple(
        _line(decision, today, target, wanted.get(decision.id, DecisionRight(decision.id)), facts)
        for decision in design.decisions
    )


def _line(
    decision: Decision, today: Structure, target: Structure, wanted: DecisionRight, facts: Facts
) -> RightsLine:
    known = today.right(decision.id) or DecisionRight(decision.id)
    outside = facts.get(f"F16.{decision.fact}.outside")
    hours = known.hours if known.hours is not None else number(facts, f"F16.{decision.fact}.hours")
    now, then = _kinds(known, today), _kinds(wanted, target)
    complete = bool(now["decide"])
    moves = tuple(letter for letter in LETTERS if (complete or now[letter]) and now[letter] != then[letter])
    if outside is True and not complete and then["decide"]:
        moves = (*moves, "decide")
    return RightsLine(
        decision=decision.id,
        today=_letters(known),
        target=_letters(wanted),
        moves=moves,
        hours_today=hours,
        outside_today=outside if isinstance(outside, bool) else None,
    )


def _letters(right: DecisionRight) -> Letters:
    return tuple((letter, right.posts(letter)) for letter in LETTERS if right.posts(letter))


def _kinds(right: DecisionRight, structure: Structure) -> dict[RightLetter, frozenset[str]]:
    """Kinds behind each letter; what is no post is a kind already, a post without a kind its own."""
    kinds = {post.id: post.kind or post.id for post in structure.posts}
    return {letter: frozenset(kinds.get(one, one) for one in right.posts(letter)) for letter in LETTERS}
