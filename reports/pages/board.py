"""The board's page: where the merchant stands, what is proposed at what cost, and the decision asked for."""

from collections.abc import Iterator
from typing import Final

from reports import numbers, picture, reading
from reports.briefing import Briefing
from reports.charts import Profile, ProfileRow, ProfileWords, interval_profile
from reports.document import Block, Column, Page, Prose, SoWhat, SoWhatPoint, Table, Tile, Tiles
from reports.editions import PageKind
from reports.findings import findings
from reports.hand import proposed, worded
from reports.measure import first_fitting, half_widths
from reports.pages import form
from reports.pages.roadmap import address, initiative_name, listed, owner_name
from reports.posts import balance, total
from reports.scene import Scene
from reports.tiles import overall_tile
from scoring.organization.advice import PlannedInitiative, Proposal
from scoring.results import Score

DIGEST: Final = 12
HEIGHT: Final = 124.0
LINES: Final = 6
"""Most lines of initiatives; what does not fit is counted in the last one."""
LINE: Final = 64
"""Half-widths of a name on one line."""
SHARES: Final = (0.5, 0.2, 0.12, 0.18)
FINDINGS: Final = 2
ENOUGH_RATERS: Final = 3
"""Fewer than these are told beside what is to be approved."""
LEGEND: Final = ("heading", "score", "interval", "peer_band", "peer_median", "target", "value")
TIERS: Final = {
    "change": "change",
    "keep": "keep",
    "inside": "keep",
    "inside_fit": "keep",
    "choice": "choice",
}
SETTLED: Final = {"chosen": "chosen", "rejected": "kept"}


def board(b: Briefing) -> Page:
    """Compose the page."""
    heading = title(b)
    return b.page(
        "board",
        title=heading,
        blocks=tuple(blocks(b, heading)),
        so_what=SoWhat(tuple(points(b)), ask(b)),
        notes=(identity(b),),
    )


def identity(b: Briefing) -> str:
    """Report id, with the head of the digest of the run that it was made from."""
    found = b.source.provenance
    if found is None or not found.run:
        return b.say("method.id", report=b.source.report_id)
    return b.say("board.id", report=b.source.report_id, digest=found.run[:DIGEST])


def first_quarter(b: Briefing) -> tuple[PlannedInitiative, ...]:
    """Take the initiatives of the plan's first quarter, in the order of the roadmap."""
    proposal = proposed(b)
    return () if proposal is None else tuple(one for one in listed(proposal) if one.quarter == 0)


def bill(b: Briefing) -> dict[str, str | int]:
    """Count initiatives, person-days and cash of the first quarter."""
    first = first_quarter(b)
    return {
        "n": len(first),
        "days": numbers.plain(sum(one.person_days for one in first)),
        "cash": numbers.money(sum(one.cash for one in first), b.source.locale),
    }


def title(b: Briefing) -> str:
    """Score and standing, then what is asked."""
    overall, first = b.result.overall, first_quarter(b)
    if overall.value is None:
        shown = len(reading.scored(b.result.dimensions))
        key = "withheld" if not first else "withheld_plan"
        return b.say(f"board.title.{key}", k=shown, of=len(b.result.dimensions), **bill(b))
    fields: dict[str, str | int] = {"score": numbers.score(overall.value), **bill(b)}
    weakest = reading.extremes(b.result.dimensions)
    name = b.short(weakest[1].id) if weakest else ""
    if not first:
        return b.say("board.title.plain", interval=b.interval(overall), score=fields["score"])
    if overall.gap is not None and round(overall.gap, 1) > 0 and name:
        gap = numbers.score(overall.gap)
        wordings = (f"board.title.{key}" for key in ("gap_weak", "gap"))
        return first_fitting(b.say(key, gap=gap, weak=name, **fields) for key in wordings)
    return b.say("board.title.reached", **fields)


def blocks(b: Briefing, heading: str) -> Iterator[Block]:
    """Four figures, the dimensions, and the first quarter with its bill."""
    yield Tiles((overall_tile(b), standing_tile(b), form_tile(b), posts_tile(b)))
    if b.result.dimensions:
        yield drawing(b, heading)
    first = first_quarter(b)
    if first:
        yield programme(b, first)
    else:
        yield Prose(((b.say("board.none.head"), b.say("board.none.body", day=b.retest)),))


def standing_tile(b: Briefing) -> Tile:
    """Standing of the overall score among peers, or that there are none."""
    label, found = b.say("board.tile.peers"), b.result.standing(b.result.overall.id)
    card = b.result.peer_card
    if card is None or found is None:
        return Tile(label, b.say("board.tile.no_peers"), b.why(b.result.peers_withheld))
    demo = b.say("board.tile.demo") if card.demo else ""
    if found.percentile is not None and found.low is not None and found.high is not None:
        p, low, high = (picture.ordinal(v) for v in (found.percentile, found.low, found.high))
        note = b.say("board.tile.percentile_note", n=found.n, low=low, high=high, demo=demo)
        return Tile(label, b.say("board.tile.percentile", p=p), note)
    if found.upper_half is not None:
        note = b.say("board.tile.chance_note", n=found.n, demo=demo)
        return Tile(label, numbers.share(found.upper_half), note)
    if found.quartile is not None:
        note = b.say("board.tile.quartile_note", n=found.n, demo=demo)
        return Tile(label, b.say(f"board.quartile.{found.quartile}"), note)
    return Tile(label, b.say("board.tile.no_standing"), b.why(found.withheld))


def form_tile(b: Briefing) -> Tile:
    """Verdict about the organization's form, in two words and its name."""
    label, proposal = b.say("board.tile.form"), proposed(b)
    if proposal is None or not proposal.advice.fits:
        return Tile(label, b.say("common.none"), b.say("board.form.untold"))
    verdict = form.verdict(proposal)
    key = SETTLED.get(verdict) or TIERS.get(verdict, "open")
    name = form.form_name(b, form.standing(proposal))
    fields = form.said(b, proposal)
    note = b.say(f"board.form.{key}_note", name=name, other=fields["other"], k=fields["k"])
    return Tile(label, b.say(f"board.form.{key}"), note)


def posts_tile(b: Briefing) -> Tile:
    """Net change of posts in the recommended organization."""
    label, proposal = b.say("board.tile.posts"), proposed(b)
    if proposal is None or not proposal.rights or proposal.target.empty:
        return Tile(label, b.say("common.none"), b.say("board.posts.untold"))
    difference = proposal.difference
    after = total(b, difference.after)
    if not difference.before.n_posts:
        return Tile(label, after, b.say("board.posts.alone"))
    net = balance(b, difference.fte_after - difference.fte_before)
    return Tile(label, net, b.say("board.posts.note", before=total(b, difference.before), after=after))


def drawing(b: Briefing, heading: str) -> Scene:
    """Dimensions with interval, target and peers, highest first."""
    ordered = sorted(b.result.dimensions, key=lambda s: -(s.value or 0.0))
    words = ProfileWords(*(b.say(f"profile.legend.{key}", scale=b.scale) for key in LEGEND))
    rows = tuple(row(b, score) for score in ordered)
    alt = b.say("profile.alt", title=heading)
    return interval_profile(Profile(rows, picture.axis(b), words, alt), height=HEIGHT)


def row(b: Briefing, score: Score) -> ProfileRow:
    """One dimension; a withheld one says why."""
    return ProfileRow(
        name=b.short(score.id),
        note="",
        score=score.value,
        low=score.low,
        high=score.high,
        peers=picture.peers(b, score.id),
        target=score.target if score.value is not None else None,
        withheld=b.why(score.withheld) if score.value is None else "",
        highlight=False,
    )


def programme(b: Briefing, first: tuple[PlannedInitiative, ...]) -> Table:
    """List the first quarter with effort and cash, and their sum."""
    proposal = proposed(b)
    heads = (b.say(f"roadmap.column.{key}") for key in ("name", "owner", "days", "cash"))
    aligns = ("left", "left", "right", "right")
    columns = tuple(
        Column(head, share, align)  # type: ignore[arg-type]
        for head, share, align in zip(heads, SHARES, aligns, strict=True)
    )
    every = [listing(b, proposal, one) for one in first if proposal is not None]
    rows = every[: shown([1 + (half_widths(row[0]) > LINE) for row in every])]
    rest = first[len(rows) :]
    if rest:
        rows.append(sums(b, b.say("board.more", n=len(rest)), rest))
    sum_ = sums(b, b.say("board.sum", n=len(first)), first)
    return Table(columns, (*rows, sum_), (len(rows),), dense=True)


def shown(lines: list[int]) -> int:
    """How many rows are listed, one line kept for the others where not all are.

    >>> shown([1, 1, 1]), shown([1] * 6), shown([1] * 9), shown([2, 2, 2, 2])
    (3, 6, 5, 2)
    """
    if sum(lines) <= LINES:
        return len(lines)
    return sum(1 for n in range(1, len(lines) + 1) if sum(lines[:n]) < LINES)


def listing(b: Briefing, proposal: Proposal, one: PlannedInitiative) -> tuple[str, ...]:
    """One initiative."""
    return (
        worded(b, proposal, address(one), initiative_name(b, one)),
        owner_name(b, proposal, one),
        numbers.plain(one.person_days),
        numbers.money(one.cash, b.source.locale),
    )


def sums(b: Briefing, name: str, of: tuple[PlannedInitiative, ...]) -> tuple[str, ...]:
    """Several initiatives together."""
    days = numbers.plain(sum(one.person_days for one in of))
    return name, "", days, numbers.money(sum(one.cash for one in of), b.source.locale)


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Yield the two weightiest findings, and how the board will see that it works.

    That very few answered is one of them; of a single answer the findings tell themselves.
    """
    few = 1 < b.n < ENOUGH_RATERS and b.result.overall.value is not None
    if few:
        yield b.point("board.point.few", n=b.n, invited=b.result.data_quality.n_invited)
    for head, body in findings(b)[: FINDINGS - few]:
        yield SoWhatPoint(head, body)
    yield b.point("board.point.retest", day=b.retest)


def ask(b: Briefing) -> str:
    """Ask for one decision."""
    first = first_quarter(b)
    if b.result.overall.value is None and not first:
        return b.say("board.ask.evidence", day=b.retest)
    if not first:
        return b.say("board.ask.hold", day=b.retest)
    key = "draft" if b.result.overall.value is None else "approve"
    return b.say(f"board.ask.{key}", day=b.retest, **bill(b))


KINDS: Final = (PageKind("board", 5, board, frozenset({"board"})),)
