"""Structure: rules that apply with the facts that fired them, and rules that wait for facts."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.organization import StructuralRule
from reports import evidence, hand, reading
from reports.briefing import DOUBT, Briefing
from reports.document import Block, Column, Page, Prose, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from scoring.results import Recommendation

SHARES = (0.19, 0.29, 0.26, 0.26)
WAITING_SHARES = (0.3, 0.7)
NEEDS_SHOWN = 4

Applied = tuple[Recommendation, StructuralRule]


def structure(b: Briefing) -> Page | None:
    """Compose the page; None when no rule belongs to this instrument."""
    if not b.result.recommendations:
        return None
    proposal = b.source.proposal
    return b.page(
        "structure",
        title=title(b),
        blocks=tuple(blocks(b)),
        so_what=SoWhat(tuple(points(b)), ask(b)),
        notes=(b.say("structure.note"), *(hand.notes(b, proposal, "rule:") if proposal else ())),
    )


def waiting(b: Briefing) -> list[Applied]:
    """Rules that something unknown keeps open."""
    return [(r, rule) for r in reading.undecidable(b.result) if (rule := b.rule(r.rule))]


def title(b: Briefing) -> str:
    """How many rules apply, and which comes first."""
    found, open_rules, of = b.applied, waiting(b), len(b.result.recommendations)
    if found:
        first = b.clause(found[0][1].name)
        doubted = found[0][1].id == DOUBT
        key = "one" if b.n_fired == 1 else "doubt" if doubted else "fired"
        return b.say(f"structure.title.{key}", of=of, n=b.n_fired, name=first)
    if b.n_fired:
        return b.say("structure.title.refused", of=of, n=b.n_fired)
    if open_rules:
        return b.say(f"structure.title.open_{b.lacking}", of=of, n=len(open_rules))
    return b.say("structure.title.quiet", of=of)


def blocks(b: Briefing) -> Iterator[Block]:
    """Table of fired rules, then the rules that wait."""
    found, open_rules = b.applied, waiting(b)
    if found:
        heads = (b.say(f"structure.column.{key}") for key in ("rule", "facts", "cause", "change"))
        columns = tuple(Column(head, share) for head, share in zip(heads, SHARES, strict=True))
        yield Table(columns, tuple(row(b, *pair) for pair in found))
    else:
        key = "refused" if b.n_fired else f"open_{b.lacking}" if open_rules else "quiet"
        yield Prose(((b.say(f"structure.{key}.head"), b.say(f"structure.{key}.body", n=len(open_rules))),))
    if open_rules:
        heads = (b.say(f"structure.column.{key}") for key in ("waiting", "needs"))
        columns = tuple(Column(head, share) for head, share in zip(heads, WAITING_SHARES, strict=True))
        yield Table(columns, tuple((named(b, rule), needs(b, r)) for r, rule in open_rules))


def named(b: Briefing, rule: StructuralRule) -> str:
    """Name of a rule with its number."""
    return b.say("structure.named", id=rule.id, name=b.clause(rule.name))


def row(b: Briefing, found: Recommendation, rule: StructuralRule) -> tuple[str, ...]:
    """Rule with its source mark, the facts that hold, cause and change."""
    mark = b.say("common.seed" if rule.source == "seed" else "common.judged")
    name = b.say("structure.marked", rule=named(b, rule), mark=mark)
    held = [evidence.told(b, t) for t in found.traces if t.outcome]
    facts = b.say("common.source.between").join(dict.fromkeys(held))
    return name, b.say("common.source.stop", text=facts), b.sentence(rule.cause), b.change(rule)


def needs(b: Briefing, found: Recommendation) -> str:
    """Say what would decide a rule."""
    names = list(dict.fromkeys(evidence.name_of(b, key) for key in found.missing))
    text = b.say("structure.join").join(names[:NEEDS_SHOWN])
    if len(names) > NEEDS_SHOWN:
        return b.say("structure.needs_more", names=text, n=len(names))
    return b.say("structure.needs", names=text)


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Say what the pattern of rules means for the order of work."""
    found, open_rules = b.applied, waiting(b)
    if found and found[0][1].id == DOUBT:
        key = "structure.point.doubt" if len(found) > 1 else "structure.point.doubt_all"
        yield b.point(key, n=len(found) - 1)
    settled = [rule for _, rule in found if rule.id != DOUBT]
    if settled:
        yield b.point("structure.point.first", name=b.clause(settled[0].name), change=b.change(settled[0]))
    if len(settled) > 1:
        yield b.point("structure.point.order", n=len(settled))
    if not b.n_fired and not open_rules:
        yield b.point("structure.point.keep", n=len(b.result.recommendations))
    if open_rules:
        yield b.point(f"structure.point.open_{b.lacking}", n=len(open_rules))
    yield b.point("structure.point.judged", n=len(b.result.recommendations))


def ask(b: Briefing) -> str:
    """Ask for one structural decision, or for the missing facts."""
    found, settled = b.applied, [rule for _, rule in b.applied if rule.id != DOUBT]
    if not found:
        if waiting(b):
            return b.say(f"structure.ask.{b.lacking}", n=len(waiting(b)), day=b.retest)
        if b.n_fired:
            return b.say("structure.ask.refused", day=b.retest)
        return b.say("structure.ask.keep", day=b.retest)
    if not settled:
        return b.say("structure.ask.align")
    leads = [b.lead(known) for ranked, known in b.programme if ranked.initiative in settled[0].initiatives]
    post = leads[0] if leads else b.say("common.post.owner")
    key = "structure.ask.align_first" if len(settled) < len(found) else "structure.ask.change"
    return b.say(key, name=b.clause(settled[0].name), post=post)


KINDS: Final = (PageKind("structure", 120, structure),)
