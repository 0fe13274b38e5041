"""Appendix: signs in answers, conflicts with facts, and responses left out by hand, each with its reason."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.flag_words import contradiction_name, contradiction_sentence, flag_name, flag_sentence
from scoring.results import AnswerFlag, Exclusion

MANY: Final = 12
"""Signs that are listed one by one; more are counted by code."""
COLUMNS: Final = (("kind", 0.14), ("what", 0.3), ("detail", 0.56))


def quality(b: Briefing) -> Page | None:
    """Compose the page; None where there is nothing to look at twice."""
    result = b.result
    flags, conflicts, excluded = result.answer_flags, result.contradictions, result.exclusions
    total = len(flags) + len(conflicts) + len(excluded)
    if not total:
        return None
    heading = b.say(
        "quality.title.all",
        n=total,
        flags=len(flags),
        contradictions=len(conflicts),
        excluded=len(excluded),
    )
    asked = b.say("quality.ask_excluded" if excluded else "quality.ask", n=len(excluded), day=b.retest)
    return b.page(
        "quality",
        title=heading,
        blocks=(listed(b),),
        so_what=SoWhat(tuple(points(b)), asked),
        notes=(b.say("quality.note"),),
    )


def listed(b: Briefing) -> Table:
    """Everything in one table, what changes scores first."""
    columns = tuple(Column(b.say(f"quality.column.{key}"), share) for key, share in COLUMNS)
    return Table(columns, tuple(rows(b)))


def rows(b: Briefing) -> Iterator[tuple[str, str, str]]:
    """Exclusions, conflicts, signs."""
    for one in b.result.exclusions:
        yield b.say("quality.kind.exclusion"), excluded(b, one), one.reason
    for found in b.result.contradictions:
        kind = b.say("quality.kind.contradiction")
        yield kind, contradiction_name(b, found), contradiction_sentence(b, found)
    kind = b.say("quality.kind.flag")
    if len(b.result.answer_flags) > MANY:
        yield from ((kind, *told) for told in counted(b))
        return
    for flag in b.result.answer_flags:
        yield kind, flagged(b, flag), flag_sentence(b, flag)


def counted(b: Briefing) -> Iterator[tuple[str, str]]:
    """Count many signs: one row a code, with how many responses of which posts bear it, most first."""
    by_code: dict[str, list[AnswerFlag]] = {}
    for flag in b.result.answer_flags:
        by_code.setdefault(flag.code, []).append(flag)
    for found in sorted(by_code.values(), key=len, reverse=True):
        roles = Counter(flag.role for flag in found if flag.role)
        parts = [b.say("quality.cell.of_role", role=b.role(role), n=n) for role, n in roles.most_common()]
        key = "quality.cell.counted" if parts else "quality.cell.counted_plain"
        posts = b.say("common.peers.join").join(parts)
        yield flag_name(b, found[0]), b.say(key, n=len(found), of=b.n, posts=posts)


def excluded(b: Briefing, one: Exclusion) -> str:
    """Post and size of an excluded response, as far as they are told (neither is in a wave of silence)."""
    who = b.role(one.role) if one.role else b.say("quality.cell.unnamed")
    if one.n_answers is None:
        return who
    return b.say("quality.cell.excluded", role=who, n=one.n_answers)


def flagged(b: Briefing, flag: AnswerFlag) -> str:
    """Name of a sign, with the post where it is told."""
    if not flag.role:
        return flag_name(b, flag)
    return b.say("quality.cell.named", name=flag_name(b, flag), role=b.role(flag.role))


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Say what each kind means."""
    for key, found in (
        ("excluded", b.result.exclusions),
        ("contradictions", b.result.contradictions),
        ("flags", b.result.answer_flags),
    ):
        if found:
            yield b.point(f"quality.point.{key}", n=len(found))


KINDS: Final = (PageKind("quality", 240, quality),)
