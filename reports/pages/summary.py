"""Executive summary: four key figures, three findings, the decision asked for."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.organization import Initiative
from reports import numbers, reading
from reports.briefing import DOUBT, Briefing
from reports.charts import BarRow, Bars, ranked_bars
from reports.document import Page, Prose, SoWhat, SoWhatPoint, Tiles
from reports.editions import PageKind
from reports.findings import Finding, findings
from reports.hand import own_words, worded
from reports.measure import TITLE_LINE, first_fitting, half_widths
from reports.pages import form
from reports.scene import Scene
from reports.tiles import extremes_tile, gap_tile, last_tile, overall_tile
from scoring.results import Score

POINTS = 3
OWNERS = 3
"""Most posts named in the closing sentence."""
BARS = 6
BARS_HEIGHT = 96.0
LINE, LINES = 96, 6
"""Half-widths in a line of a finding; lines of findings beside which bars still fit."""
ENOUGH_RATERS = 3


def summary(b: Briefing) -> Page:
    """Compose the page."""
    tiles = Tiles((overall_tile(b), extremes_tile(b), gap_tile(b), last_tile(b)))
    heading, said = title(b), findings(b)
    drawn = bars(b, heading) if roomy(heading, said) else ()
    return b.page("summary", title=heading, blocks=(tiles, *drawn, Prose(said)), so_what=decision(b))


def roomy(heading: str, said: tuple[Finding, ...]) -> bool:
    """Whether words leave room for a picture (counted in half-widths; findings come before pictures)."""
    lines = sum(-(-half_widths(body) // LINE) for _, body in said)
    return lines + 2 * (half_widths(heading) > TITLE_LINE) <= LINES


def bars(b: Briefing, heading: str) -> tuple[Scene, ...]:
    """Dimensions at a glance, highest first; bars begin at the low end of the scale."""
    scale = b.instrument.scale
    if not reading.scored(b.result.dimensions):
        return ()
    ordered = sorted(b.result.dimensions, key=lambda s: -(s.value or 0.0))
    rows = tuple(
        BarRow(
            b.short(s.id),
            "",
            None if s.value is None else s.value - scale.low,
            ""
            if s.value is None
            else b.say("summary.bar", score=numbers.score(s.value), interval=b.interval(s)),
            highlight=place == 0,
        )
        for place, s in enumerate(ordered[:BARS])
    )
    words = b.say("summary.bars", scale=b.scale)
    alt = b.say("summary.alt", title=heading)
    return (
        ranked_bars(
            Bars(rows, float(scale.high - scale.low), words, alt, withheld=b.say("common.none")),
            height=BARS_HEIGHT,
        ),
    )


def title(b: Briefing) -> str:
    """Lead with the strongest statement that the data allows."""
    named = (alone_title, mismatch_title, view_title, score_title)
    return next(text for text in (say(b) for say in named) if text)


def alone_title(b: Briefing) -> str:
    """Warn first when one person answered: whatever follows is one opinion."""
    overall = b.result.overall
    if b.n != 1 or overall.value is None:
        return ""
    return b.say(
        "summary.title.single", n=b.n, score=numbers.score(overall.value), interval=b.interval(overall)
    )


def mismatch_title(b: Briefing) -> str:
    """Say that strategy leans on a position which capability does not carry."""
    worst = reading.mismatch(b.result)
    if worst is None or worst.planned_share is None:
        return ""
    return b.say(
        "summary.title.mismatch",
        position=b.position(worst.position),
        share=numbers.percent(worst.planned_share),
        score=numbers.score(reading.value(worst.score)),
    )


def view_title(b: Briefing) -> str:
    """Say that owner and team see one dimension differently by at least one point."""
    wide = [g for g in reading.real_gaps(b.result) if abs(g.difference) >= 1.0]
    if not wide:
        return ""
    key = "summary.title.view" if wide[0].difference > 0 else "summary.title.view_low"
    return b.say(
        key,
        dimension=b.short(wide[0].dimension),
        against=b.say(f"summary.against.{wide[0].against}"),
        gap=numbers.score(abs(wide[0].difference)),
    )


def score_title(b: Briefing) -> str:
    """Say where the overall score stands and what to close first."""
    overall, result = b.result.overall, b.result
    if overall.value is None:
        shown = len(reading.scored(result.dimensions))
        return b.say("summary.title.withheld", n=len(result.dimensions), k=shown)
    fields = {"score": numbers.score(overall.value), "scale": b.scale}
    if overall.target is not None and overall.gap is not None:
        return target_title(b, overall, fields)
    ends = reading.extremes(result.dimensions)
    if ends is None:
        return b.say("summary.title.alone", interval=b.interval(overall), **fields)
    strong, weak = ends
    return b.say(
        "summary.title.plain",
        strong=b.short(strong.id),
        weak=b.short(weak.id),
        high=numbers.score(reading.value(strong)),
        low=numbers.score(reading.value(weak)),
        **fields,
    )


def target_title(b: Briefing, overall: Score, fields: dict[str, str]) -> str:
    """Say how far the target is, for an instrument that sets targets."""
    open_gaps = reading.gaps(b.result)
    fields = fields | {"target": numbers.score(overall.target or 0.0)}
    if not open_gaps:
        n = len(reading.scored(b.result.sub_capabilities)) or len(reading.scored(b.result.dimensions))
        return b.say("summary.title.reached", n=n, score=fields["score"], target=fields["target"])
    del fields["scale"]
    fields |= {"gap": numbers.score(overall.gap or 0.0)}
    short = bool(overall.gap) and round(overall.gap or 0.0, 1) > 0
    key = "summary.title.gaps" if short else "summary.title.spots"
    return first_fitting(
        b.say(key, names=b.listing([b.short(s.id) for s in open_gaps[:n]]), n=len(open_gaps), **fields)
        for n in range(reading.FIRST, 0, -1)
    )


def decision(b: Briefing) -> SoWhat:
    """Say what is to be decided today, and by whom."""
    programme = b.programme
    settled = programme if b.result.overall.value is not None else ()
    points = [
        b.point(
            "summary.decision.initiative",
            name=initiative(b, first),
            owner=b.lead(first),
            days=numbers.plain(first.person_days),
            kpi=b.clause(first.kpi),
        )
        for _, first in settled[:1]
    ]
    if b.n < ENOUGH_RATERS:
        points.insert(0, b.point("summary.decision.more", n=ENOUGH_RATERS - b.n))
    doubted = any(rule.id == DOUBT for _, rule in b.applied)
    if doubted:
        points.insert(0, b.point("summary.decision.align"))
    points += form_point(b) if b.source.proposal is not None else change_point(b)
    if not b.result.recommendations:
        points.append(b.point("summary.decision.plain", n=len(b.instrument.items)))
    elif not programme:
        points.append(b.point("summary.decision.hold", n=len(reading.scored(b.result.sub_capabilities))))
    points.append(b.point("summary.decision.retest"))
    most = POINTS if b.source.proposal is None else POINTS + 1
    return SoWhat(tuple(points[:most]), ask(b))


def initiative(b: Briefing, known: Initiative) -> str:
    """Name of an initiative, in the consultant's wording where there is one."""
    proposal = b.source.proposal
    name = b.clause(known.name)
    return worded(b, proposal, f"initiative:{known.id}", name) if proposal else name


def form_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """Give the verdict about the organization as its page gives it."""
    proposal = b.source.proposal
    if proposal is None or not proposal.advice.fits:
        return
    own = own_words(proposal, "form")
    if own:
        yield b.point("summary.decision.form_edited", text=worded(b, proposal, "form", own))
    else:
        yield b.point(f"summary.decision.form_{form.verdict(proposal)}", **form.said(b, proposal))


def change_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """Name the first structural change that a fired rule proposes."""
    settled = [rule for _, rule in b.applied if rule.id != DOUBT]
    if settled:
        yield b.point("summary.decision.rule", change=b.change(settled[0]))


def ask(b: Briefing) -> str:
    """Sentence that asks the general manager to decide."""
    planned = b.source.proposal is not None
    first = [known for _, known in (b.programme if planned else b.programme[: reading.FIRST])]
    if not b.result.recommendations:
        return b.say("summary.ask.plain", day=b.retest)
    if b.result.overall.value is not None and not first:
        return b.say("summary.ask.hold", day=b.retest)
    if b.result.overall.value is None:
        return b.say("summary.ask.evidence", day=b.retest)
    posts = list(dict.fromkeys(b.lead(i) for i in first))
    owners = b.listing(posts) if len(posts) <= OWNERS + 1 else more(b, posts)
    days = numbers.plain(sum(i.person_days for i in first))
    if planned:
        return b.say("summary.ask.quarter", n=len(first), days=days, owners=owners, day=b.retest)
    key = "summary.ask.initiatives" if len(first) > 1 else "summary.ask.initiative"
    return b.say(key, n=len(first), days=days, owners=owners, day=b.retest)


def more(b: Briefing, posts: list[str]) -> str:
    """Name the first posts and how many there are."""
    return b.say("summary.owners", names=b.listing(posts[:OWNERS]), n=len(posts))


KINDS: Final = (PageKind("summary", 10, summary, frozenset({"leadership", "full"})),)
