"""The organization today and the recommended one: charts with marks, then every change with its headcount."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from assessment.domain.structure import Post, Structure
from reports import numbers
from reports.briefing import Briefing
from reports.charts import (
    MarkWords,
    OrganizationBox,
    OrganizationChart,
    OrganizationWords,
    organization_page,
    organization_pages,
)
from reports.document import Block, Column, Page, Prose, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import marked, notes, ordered, proposed, rejected
from reports.measure import TITLE_LINE, half_widths
from reports.pages.form import form_name, standing
from reports.posts import (
    balance,
    kind_name,
    name_of,
    needed,
    parted,
    post_name,
    signed,
    staff,
    team_name,
    total,
)
from reports.scene import Scene
from reports.theme import BODY_HEIGHT, COLUMN_WIDTH, FULL_WIDTH
from scoring.organization.advice import (
    PostChange,
    Proposal,
    Span,
    StructureDifference,
    StructureFigures,
    Workload,
)
from scoring.organization.hand import post_line
from scoring.organization.structure_figures import SPAN_SLACK

CHANGE_SHARES: Final = (0.12, 0.3, 0.3, 0.14, 0.14)
MARKS: Final = ("kept", "changed", "new", "moved", "merged", "split", "dropped")
LEFT: Final = "left"
LINES: Final = ("posts", "reports_to", True)
"""Where a problem of a structure is a faulty solid line."""
QUOTED: Final = 3
POINTS: Final = 4
"""Most points beside a chart."""
SCALES: Final = (1.0, 0.93, 0.85)
"""A chart on a page of its own may be set this much smaller before it takes another page."""
ONE_LINE: Final = 400.0
"""Height of a picture under a title of one line."""
FEW_ROWS: Final = 16
"""Rows of two tables that a page holds at full size."""
TABLE_HEAD: Final = 42.0
TABLE_ROW: Final = 21.5
"""Height of a table's head with the gap above it, and of a row."""
LOAD_SHARES: Final = (0.34, 0.2, 0.2, 0.26)


def today(b: Briefing) -> tuple[Page, ...]:
    """Compose the pages of the present organization; none where no post is known."""
    proposal = proposed(b)
    if proposal is None or proposal.today.empty:
        return ()
    figures = proposal.difference.before
    flags = _flags(b, figures)
    chart = _chart(b, proposal, "today", {}, flags)
    points = tuple(_today_points(b, proposal, figures))
    so_what = SoWhat(points[:POINTS], b.say("today.ask", day=b.retest))
    title = _today_title(b, proposal, figures)
    drawn, said = _drawn(b, "today", title, chart, so_what)
    tables = _tables(b, proposal, figures)
    if said and (merged := _merged(drawn[0], tables, points[POINTS:])):
        return (merged,)
    if said:
        rest = points[POINTS:] or (b.point("today.point.loads"),)
        so_what = SoWhat(rest[:POINTS], so_what.ask)
    return (*drawn, _counted(b, proposal, figures, so_what))


def target(b: Briefing) -> tuple[Page, ...]:
    """Compose the pages of the recommended organization; none where no target was built."""
    proposal = proposed(b)
    if proposal is None or not proposal.rights or proposal.target.empty:
        return ()
    marks = {one: change for change in proposal.difference.changes for one in change.after}
    chart = _chart(b, proposal, "target", marks, _flags(b, proposal.difference.after))
    difference = proposal.difference
    so_what = SoWhat(tuple(_target_points(b, difference))[:POINTS], b.say("target.ask", day=b.retest))
    drawn, told = _drawn(b, "target", _target_title(b, difference), chart, so_what)
    if told:
        so_what = SoWhat((b.point("target.point.sum"),), so_what.ask)
    return (*drawn, _changes(b, proposal, so_what))


def _drawn(
    b: Briefing, page_id: str, title: str, chart: OrganizationChart, so_what: SoWhat
) -> tuple[tuple[Page, ...], bool]:
    """Draw the chart beside what it means where it fits, else over whole pages; tell whether it was said."""
    proposal = proposed(b)
    subtitle, under = "", tuple[str, ...]()
    if page_id == "target" and proposal is not None:
        subtitle = b.say("target.built", form=form_name(b, standing(proposal)))
        under = (b.say("posts.judged"), *notes(b, proposal, "post:"))
    room = ONE_LINE if half_widths(title) <= TITLE_LINE else BODY_HEIGHT
    beside = organization_page(chart, COLUMN_WIDTH, room)
    scenes = (beside,) if beside is not None else _whole(chart, room)
    pages = tuple(
        b.page(
            page_id,
            title=title,
            subtitle=subtitle,
            blocks=(scene,),
            so_what=so_what if beside is not None else None,
            notes=under,
        )
        for scene in scenes
    )
    return parted(b, pages), beside is not None


def _whole(chart: OrganizationChart, room: float) -> tuple[Scene, ...]:
    """Draw on one whole page, set smaller if that is what it takes, else on several at full size."""
    for scale in SCALES:
        one = organization_page(chart, FULL_WIDTH / scale, room / scale)
        if one is not None:
            return (one,)
    return organization_pages(chart, FULL_WIDTH, room)


def _chart(
    b: Briefing,
    proposal: Proposal,
    page_id: str,
    marks: Mapping[str, PostChange],
    flags: Mapping[str, str],
) -> OrganizationChart:
    words = OrganizationWords(
        heading=b.say(f"{page_id}.heading"),
        marks=MarkWords(*(b.say(f"organization.mark.{mark}") for mark in MARKS)),
        solid=b.say("organization.legend.solid"),
        dotted=b.say("organization.legend.dotted"),
        broken=b.say("organization.legend.broken"),
        outsourced=b.say("organization.legend.outsourced"),
        continued=b.say("organization.legend.continued"),
        elsewhere=b.say("organization.legend.elsewhere"),
    )
    structure = proposal.target if page_id == "target" else proposal.today
    boxes = tuple(_box(b, structure, post, marks.get(post.id), flags) for post in structure.posts)
    if page_id == "target":
        boxes = tuple(replace(one, title=marked(b, proposal, post_line(one.id), one.title)) for one in boxes)
    return OrganizationChart(boxes, words, b.say(f"{page_id}.alt", n=len(boxes)))


def _box(
    b: Briefing, structure: Structure, post: Post, change: PostChange | None, flags: Mapping[str, str]
) -> OrganizationBox:
    share = post.outsourced_fte / post.fte if post.fte and post.fte > 0 else 0.0
    return OrganizationBox(
        id=post.id,
        title=post_name(b, post),
        subtitle=staff(b, post.fte),
        parent=post.reports_to[0] if post.reports_to else None,
        dotted=post.dotted,
        also=post.reports_to[1:],
        mark="" if change is None or change.change == "kept" else change.change,
        flag=flags.get(post.id, ""),
        outsourced=min(max(share, 0.0), 1.0),
        team=team_name(b, structure, post.team) if post.team else "",
    )


def _flags(b: Briefing, figures: StructureFigures) -> dict[str, str]:
    """One short warning a post: a span out of range goes before a duty that hangs on one person."""
    flags = {one.post: b.say("organization.flag.single") for one in figures.dependences}
    for span in figures.spans:
        if span.flag != "ok":
            flags[span.post] = b.say(f"organization.flag.{span.flag}", n=span.reports)
    return flags


def _today_title(b: Briefing, proposal: Proposal, figures: StructureFigures) -> str:
    spans = sum(span.flag != "ok" for span in figures.spans)
    single = len({one.post for one in figures.dependences})
    key = {(True, True): "strained", (True, False): "spans", (False, True): "single"}
    return b.say(
        f"today.title.{key.get((spans > 0, single > 0), 'sound')}",
        n=len(proposal.today.posts),
        fte=total(b, figures),
        spans=spans,
        k=single,
    )


def _today_points(b: Briefing, proposal: Proposal, figures: StructureFigures) -> Iterator[SoWhatPoint]:
    if proposal.today.source == "facts":
        yield b.point("today.point.facts")
    faults = [p for p in proposal.today_problems if (p.sheet, p.column, p.hard) == LINES]
    if faults:
        posts = dict.fromkeys(name_of(b, one.row, proposal.today) for one in faults)
        yield b.point("today.point.faults", n=len(faults), names=b.listing(list(posts)[:QUOTED]))
    if figures.layers:
        yield b.point(
            "today.point.layers_deep" if figures.layers_flag else "today.point.layers", n=figures.layers
        )
    single = list(dict.fromkeys(one.post for one in figures.dependences))
    if single:
        names = b.listing([name_of(b, one, proposal.today) for one in single[:QUOTED]])
        yield b.point("today.point.single", n=len(single), names=names)
    overloaded = [load for load in figures.workloads if load.flag == "overloaded"]
    for load in overloaded[:QUOTED]:
        yield b.point(
            "today.point.overloaded",
            name=kind_name(b, load.kind),
            have=staff(b, load.present),
            need=needed(b, load.needed_low, load.needed_high),
        )
    if figures.uncovered:
        known = {duty.id: b.clause(duty.name) for duty in b.knowledge.design.duties}
        names = b.listing([known.get(one, one) for one in figures.uncovered[:QUOTED]])
        yield b.point("today.point.uncovered", n=len(figures.uncovered), names=names)


def _merged(page: Page, tables: tuple[Table, ...], rest: tuple[SoWhatPoint, ...]) -> Page | None:
    """Set few rows below the chart, where both and all points fit one page; else None."""
    drawn = [block for block in page.blocks if isinstance(block, Scene)]
    tall = sum(one.height for one in drawn) + sum(TABLE_HEAD + TABLE_ROW * len(t.rows) for t in tables)
    if rest or tall > BODY_HEIGHT:
        return None
    return replace(page, blocks=(*page.blocks, *tables))


def _tables(b: Briefing, proposal: Proposal, figures: StructureFigures) -> tuple[Table, ...]:
    """Set headcount beside what the work asks for, and reports beside the usual range, warnings first."""
    rows = tuple(_load_row(b, load) for load in figures.workloads)
    ordered_spans = sorted(figures.spans, key=lambda span: span.flag == "ok")
    names = [name_of(b, span.post, proposal.today) for span in ordered_spans]
    spans = tuple(
        _span_row(b, proposal, span, alone=names.count(name) == 1)
        for span, name in zip(ordered_spans, names, strict=True)
    )
    found = []
    for area, shown in (("load", rows), ("span", spans)):
        keys = ("post", "have", "need" if area == "load" else "usual", "verdict")
        columns = tuple(
            Column(b.say(f"organization.{area}.{key}"), share)
            for key, share in zip(keys, LOAD_SHARES, strict=True)
        )
        if shown:
            found.append(Table(columns, shown, dense=len(rows) + len(spans) > FEW_ROWS))
    return tuple(found)


def _counted(b: Briefing, proposal: Proposal, figures: StructureFigures, so_what: SoWhat) -> Page:
    """Compose the page of what was counted."""
    blocks = _tables(b, proposal, figures)
    n, m = len(figures.workloads), len(figures.spans)
    strained = sum(load.flag == "overloaded" for load in figures.workloads)
    page = b.page(
        "today",
        title=b.say(f"today.counted.{_counted_key(n, strained)}", n=n, k=strained, m=m),
        subtitle=b.say("today.counted.subtitle"),
        blocks=blocks or (Prose(((b.say("today.counted.none_head"), b.say("today.counted.none_body")),)),),
        so_what=so_what,
        notes=(b.say("today.counted.note", n=SPAN_SLACK),),
    )
    return replace(page, id="today_counted")


def _counted_key(n: int, strained: int) -> str:
    """Tell kinds that are short of people, kinds that are not, and no kind that could be counted."""
    if not n:
        return "title_spans"
    return "title" if strained else "title_enough"


def _load_row(b: Briefing, load: Workload) -> tuple[str, ...]:
    return (
        kind_name(b, load.kind),
        staff(b, load.present),
        needed(b, load.needed_low, load.needed_high),
        b.say(f"organization.load_flag.{load.flag}"),
    )


def _span_row(b: Briefing, proposal: Proposal, span: Span, *, alone: bool) -> tuple[str, ...]:
    """Tell a manager's reports; posts of one name are told apart by their teams."""
    return (
        name_of(b, span.post, proposal.today) if alone else _placed(b, proposal.today, span.post),
        numbers.count(span.reports),
        numbers.told(
            b.say("organization.usual", low=span.low, high=span.high),
            numbers.count(span.low),
            numbers.count(span.high),
            kind="span",
        ),
        b.say(f"organization.span_flag.{_span_word(span)}"),
    )


def _span_word(span: Span) -> str:
    """Word for a span: outside the usual range is no warning yet, but it is told."""
    if span.flag != "ok":
        return span.flag
    return "more" if span.reports > span.high else "fewer" if span.reports < span.low else "ok"


def _target_title(b: Briefing, difference: StructureDifference) -> str:
    """Headcount, net change, and how many groups of posts change in which way."""
    counted = [mark_of(change) for change in difference.changes]
    parts = [
        b.say("target.part", n=n, mark=b.say(f"organization.mark.{mark}"))
        for mark in (*MARKS, LEFT)
        if mark != "kept" and (n := counted.count(mark))
    ]
    fields = {
        "fte": total(b, difference.after),
        "net": balance(b, difference.fte_after - difference.fte_before),
    }
    if not difference.before.n_posts:
        return b.say("target.title.alone", n=len(difference.changes), **fields)
    if not parts:
        return b.say("target.title.same", **fields)
    return b.say("target.title.changed", parts=b.listing(parts), **fields)


def _target_points(b: Briefing, difference: StructureDifference) -> Iterator[SoWhatPoint]:
    before, after = difference.before, difference.after
    if not before.n_posts:
        yield b.point("target.point.unknown")
    else:
        yield b.point(
            "target.point.staff",
            before=numbers.plain(difference.fte_before),
            after=numbers.plain(difference.fte_after),
            outside=numbers.plain(round(after.outsourced_fte, 1)),
        )
    wide = sum(span.flag == "wide" for span in after.spans)
    single = len({one.post for one in after.dependences})
    if wide or single:
        key = "both" if wide and single else "wide" if wide else "single"
        yield b.point(f"target.point.strain_{key}", wide=wide, single=single)
    if before.layers is not None and after.layers is not None:
        key = "same" if before.layers == after.layers else "layers"
        yield b.point(f"target.point.{key}", before=before.layers, after=after.layers)
    if difference.cost_low is not None and difference.cost_high is not None:
        low, high = (numbers.money(v, b.source.locale) for v in (difference.cost_low, difference.cost_high))
        yield b.point("target.point.cost", low=low, high=high)
    else:
        yield b.point("target.point.no_cost")
    yield b.point("target.point.posts")


def _changes(b: Briefing, proposal: Proposal, so_what: SoWhat) -> Page:
    heads = (b.say(f"organization.change.{key}") for key in ("mark", "before", "after", "staff", "net"))
    columns = tuple(
        Column(head, share, "right" if i > 2 else "left")  # noqa: PLR2004 - figures stand right
        for i, (head, share) in enumerate(zip(heads, CHANGE_SHARES, strict=True))
    )
    changes = sorted(proposal.difference.changes, key=lambda c: c.change == "kept")
    rows = tuple(_change_row(b, proposal, change) for change in ordered(proposal, changes, _line_of))
    difference = proposal.difference
    total = (
        b.say("organization.total"),
        "",
        "",
        arrow(b, difference.fte_before, difference.fte_after),
        signed(difference.fte_after - difference.fte_before),
    )
    blocks: tuple[Block, ...] = (Table(columns, (*rows, total), (len(rows),), dense=True),)
    changed = sum(c.change != "kept" for c in difference.changes)
    page = b.page(
        "target",
        title=b.say(
            f"organization.change.{_change_key(difference, changed)}",
            n=changed,
            of=len(difference.changes),
        ),
        subtitle=b.say("organization.change.subtitle"),
        blocks=blocks,
        so_what=so_what,
        notes=(b.say("posts.judged"), *notes(b, proposal, "post:")),
    )
    return replace(page, id="target_changes")


def _change_key(difference: StructureDifference, changed: int) -> str:
    """Tell a first organization, and one that stays, from a changed one."""
    if not difference.before.n_posts:
        return "title_new"
    return "title" if changed else "title_same"


def _line_of(change: PostChange) -> str:
    """Address of a change: the post that comes out of it, or the one that goes."""
    return post_line((change.after or change.before)[0])


def mark_of(change: PostChange) -> str:
    """Tell a superior who only leaves the picture from a post that moves inside it."""
    return LEFT if change.change == "moved" and not change.after else change.change


def _change_row(b: Briefing, proposal: Proposal, change: PostChange) -> tuple[str, ...]:
    mark = b.say(f"organization.mark.{mark_of(change)}")
    if change.sourcing:
        mark = b.say("organization.sourced", mark=mark, how=b.say(f"organization.{change.sourcing}"))
    line = _line_of(change)
    after = _names(b, proposal.target, change.after)
    if rejected(proposal, line):
        after = b.say("posts.kept", text=after)
    return (
        mark,
        _names(b, proposal.today, change.before),
        marked(b, proposal, line, after),
        arrow(b, change.fte_before, change.fte_after),
        signed(change.fte_after - change.fte_before),
    )


def arrow(b: Briefing, before: float, after: float) -> str:
    """Headcount before and after."""
    ends = numbers.plain(before), numbers.plain(after)
    return numbers.told(b.say("organization.arrow", before=ends[0], after=ends[1]), *ends, kind="change")


def _names(b: Briefing, structure: Structure, ids: tuple[str, ...]) -> str:
    if not ids:
        return b.say("common.none")
    return b.listing([_placed(b, structure, one) for one in ids])


def _placed(b: Briefing, structure: Structure, post_id: str) -> str:
    """Name of a post with its team."""
    post = structure.post(post_id)
    if post is None:
        return kind_name(b, post_id)
    if not post.team:
        return post_name(b, post)
    return b.say("organization.placed", name=post_name(b, post), team=team_name(b, structure, post.team))


KINDS: Final = (
    PageKind("today", 130, today),
    PageKind("target", 150, target, frozenset({"leadership", "full"})),
)
