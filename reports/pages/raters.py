"""Views of the raters: every role on every dimension, and the questions on which they really differ."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.instrument import OWNER_ROLE
from reports import numbers, reading
from reports.briefing import Briefing
from reports.charts import Matrix, MatrixCell, MatrixColumn, MatrixRow, MatrixWords, role_matrix
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import SUPPRESSION, PageKind
from reports.measure import TITLE_LINE, half_widths
from reports.pages import disputed
from reports.scene import Scene
from reports.suppression import OWN_ROLES, WITHHELD_EDITION, team_size
from scoring.results import ItemResult, RoleGap, RoleScore

LEGEND = ("heading", "corner", "withheld", "low", "high", "marked")
ROW, MOST_ROW, FRAME = 26.0, 52.0, 66.0
"""Least and most height of a row of the map, and of what surrounds its rows."""
DOTS, DOTS_FRAME, GAP = 43.0, 38.0, 16.0
"""Height of one question's answers, of what surrounds them, and between both pictures."""
ROOMS = (376.0, 402.0)
"""Height under a title of two lines, and of one."""
MOST_DOTS = 3
FEW_ROWS = 3
"""Rows of the map below which there is room to list missing posts."""
MISSING_SHARES = (0.2, 0.13, 0.13, 0.54)
ENOUGH = 4
"""Raters from which agreement says something."""


def raters(b: Briefing) -> Page | None:
    """Compose the page; None for an instrument without roles."""
    if not b.result.roles:
        return None
    heading = title(b)
    drawn = blocks(b, heading)
    return b.page(
        "raters",
        title=heading,
        blocks=drawn,
        so_what=SoWhat(points(b), ask(b)),
        notes=(b.say("raters.note"), *pooled_note(b)),
        subtitle="" if isinstance(drawn[-1], Scene) and len(drawn) > 1 else b.say("raters.subtitle_plain"),
    )


def title(b: Briefing) -> str:
    """State the largest real difference, or why there is none to state."""
    roles = [role for role, n in b.result.data_quality.n_by_role if n]
    real = reading.real_gaps(b.result)
    if real:
        return gap_title(b, real[0])
    if b.n == 1:
        return b.say("raters.title.single", n=1, role=b.role(roles[0]) if roles else b.say("common.none"))
    if len(roles) == 1:
        return b.say("raters.title.same", n=b.n, role=b.role(roles[0]))
    widest = max(b.result.role_gaps, key=lambda g: abs(g.difference), default=None)
    if OWNER_ROLE not in roles or widest is None:
        key = "ownerless" if OWNER_ROLE not in roles else "hidden" if hidden(b) else "untold"
        return b.say(f"raters.title.{key}", n=b.n, k=len(roles), least=least(b))
    return b.say(
        "raters.title.agree",
        n=b.n,
        k=len(roles),
        gap=numbers.score(abs(widest.difference)),
        dimension=b.short(widest.dimension),
    )


def gap_title(b: Briefing, gap: RoleGap) -> str:
    """State one real difference with its direction and its noise."""
    more = len([g for g in reading.real_gaps(b.result) if g.against == gap.against])
    side = "above" if gap.difference > 0 else "below"
    return b.say(
        f"raters.title.{side}",
        dimension=b.short(gap.dimension),
        against=b.say(f"summary.against.{gap.against}"),
        gap=numbers.score(abs(gap.difference)),
        noise=numbers.score(reading.NOISE * gap.standard_error),
        more=more,
    )


def least(b: Briefing) -> int:
    """Raters of a role from which this edition tells its scores."""
    return SUPPRESSION[b.source.edition].least_role


def hidden(b: Briefing) -> tuple[str, ...]:
    """Roles of which this edition tells nothing because too few answered."""
    told = {r.role for r in b.result.roles if r.score.value is not None or r.role in OWN_ROLES}
    held = (r.role for r in b.result.roles if r.score.withheld == WITHHELD_EDITION)
    return tuple(role for role in dict.fromkeys(held) if role not in told)


def pooled_note(b: Briefing) -> Iterator[str]:
    """Say that small roles are told together only."""
    if hidden(b):
        yield b.say("raters.pooled_note", k=len(hidden(b)), least=least(b))


def blocks(b: Briefing, heading: str) -> tuple[Block, ...]:
    """Heat map of roles; below it the most disputed questions, or whose answers are wanted."""
    n_rows, room = len(rows(b)), ROOMS[half_widths(heading) <= TITLE_LINE]
    left = room - FRAME - ROW * n_rows - GAP - DOTS_FRAME
    found = disputed.drawn(b)[: max(min(MOST_DOTS, int(left // DOTS)), 0)]
    if not found:
        few = missing(b) if n_rows <= FEW_ROWS else None
        high = room if few is None else FRAME + MOST_ROW * n_rows
        return (drawing(b, heading, min(room, high)), *((few,) if few else ()))
    low = DOTS_FRAME + DOTS * len(found)
    high = min(room - low - GAP, FRAME + MOST_ROW * n_rows)
    return drawing(b, heading, high), disputed.drawing(b, found, heading, low)


def missing(b: Briefing) -> Table | None:
    """List the posts whose answers are wanted for each dimension; None where every post answered."""
    here = {role for role, n in b.result.data_quality.n_by_role if n}
    told = []
    for dimension in b.instrument.dimensions:
        items = [item for item in b.instrument.items if item.dimension == dimension.id]
        asked = [r.id for r in b.instrument.roles if any(r.id in item.roles for item in items)]
        gone = [b.role(role) for role in asked if role not in here]
        if asked and gone:
            n = numbers.count(len(asked) - len(gone))
            told.append((b.short(dimension.id), n, numbers.count(len(asked)), b.listing(gone)))
    keys = ("dimension", "n", "of", "gone")
    columns = tuple(
        Column(b.say(f"raters.column.{key}"), share, "right" if key in ("n", "of") else "left")
        for key, share in zip(keys, MISSING_SHARES, strict=True)
    )
    return Table(columns, tuple(told)) if told else None


def rows(b: Briefing) -> tuple[MatrixRow, ...]:
    """One row a role; roles too small for this edition stand together as the team."""
    quality, gone = dict(b.result.data_quality.n_by_role), hidden(b)
    marked = {g.dimension for g in reading.real_gaps(b.result)}
    by_cell = {(r.role, r.dimension): r for r in b.result.roles}
    order = [role for role in dict.fromkeys(r.role for r in b.result.roles) if role not in gone]
    told = [
        MatrixRow(
            b.role(role),
            b.say("raters.people", n=quality.get(role, 0)),
            tuple(
                cell(b, by_cell.get((role, d.id)), role == OWNER_ROLE and d.id in marked)
                for d in b.instrument.dimensions
            ),
        )
        for role in order
    ]
    return (*told, pooled(b)) if gone else tuple(told)


def pooled(b: Briefing) -> MatrixRow:
    """Take the team as a whole: the owner's score less the difference, where enough answered."""
    owner = {r.dimension: r.score.value for r in b.result.roles if r.role == OWNER_ROLE}
    gaps = {g.dimension: g.difference for g in b.result.role_gaps if g.against == "team"}
    few = MatrixCell(None, b.say("raters.few", least=least(b)))

    def of(dimension: str) -> MatrixCell:
        top, gap = owner.get(dimension), gaps.get(dimension)
        if top is None or gap is None:
            return few
        scale = b.instrument.scale
        value = min(max(top - gap, float(scale.low)), float(scale.high))
        return MatrixCell(value, b.say("raters.people", n=team_size(b.result, dimension)))

    n = sum(n for role, n in b.result.data_quality.n_by_role if role not in OWN_ROLES)
    cells = tuple(of(d.id) for d in b.instrument.dimensions)
    return MatrixRow(b.say("raters.team"), b.say("raters.people", n=n), cells)


def drawing(b: Briefing, heading: str, height: float) -> Scene:
    """Heat map of roles by dimensions; the owner's cells are framed where views really differ."""
    marked = {g.dimension: g for g in reversed(reading.real_gaps(b.result))}
    columns = tuple(
        MatrixColumn(b.short(d.id), difference(b, marked[d.id]) if d.id in marked else "")
        for d in b.instrument.dimensions
    )
    words = MatrixWords(*(b.say(f"raters.legend.{key}", scale=b.scale) for key in LEGEND))
    scale = b.instrument.scale
    alt = b.say("raters.alt", title=heading)
    map_ = Matrix(columns, rows(b), float(scale.low), float(scale.high), words, alt)
    return role_matrix(map_, height=height)


def difference(b: Briefing, gap: RoleGap) -> str:
    """Small words below a dimension whose views differ."""
    side = "higher" if gap.difference > 0 else "lower"
    return b.say(f"raters.{side}", gap=numbers.score(abs(gap.difference)))


def cell(b: Briefing, found: RoleScore | None, marked: bool) -> MatrixCell:
    """One cell: the mean with its interval below, or nothing when the role was not asked."""
    if found is not None and found.score.withheld == WITHHELD_EDITION:
        return MatrixCell(None, b.say("raters.few", least=least(b)))
    if found is None or found.score.value is None:
        return MatrixCell(None, "")
    return MatrixCell(found.score.value, b.interval(found.score), marked)


def points(b: Briefing) -> tuple[SoWhatPoint, ...]:
    """Difference of views, most disputed question, what people could not answer."""
    return (view_point(b), *disputed_point(b), *unknown_point(b))


def view_point(b: Briefing) -> SoWhatPoint:
    """Say what the comparison of owner and others allows to say."""
    real = reading.real_gaps(b.result)
    if real:
        first = real[0]
        against = b.say(f"summary.against.{first.against}")
        names = b.listing([b.short(g.dimension) for g in real if g.against == first.against])
        key = "raters.point.higher" if first.difference > 0 else "raters.point.lower"
        return b.point(key, against=against, names=names)
    if b.n == 1:
        return b.point("raters.point.single", n=1)
    if not dict(b.result.data_quality.n_by_role).get(OWNER_ROLE):
        return b.point("raters.point.ownerless", n=b.n)
    if not b.result.role_gaps and hidden(b):
        return b.point("raters.point.hidden", least=least(b))
    if not b.result.role_gaps:
        return b.point("raters.point.untold", n=b.n)
    return b.point("raters.point.agree" if b.n >= ENOUGH else "raters.point.few", n=b.n)


def disputed_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """Tell the question on which answers differ most, with both ends quoted."""
    for item in reading.disputed(b.result)[:1]:
        low, high = ends(b, item)
        if low and high:
            stem = b.question(item.id)
            yield b.point("raters.point.disputed", stem=stem, low=low, high=high, n=sum(item.counts))


def ends(b: Briefing, item: ItemResult) -> tuple[str, str]:
    """Lowest and highest answer given to an item, in its own words; "" where words are missing."""
    given = [level for level, n in enumerate(item.counts) if n]
    anchors = b.instrument.anchors(b.instrument.item(item.id))
    if not given or given[-1] >= len(anchors):
        return "", ""
    return b.clause(anchors[given[0]]), b.clause(anchors[given[-1]])


def unknown_point(b: Briefing) -> Iterator[SoWhatPoint]:
    """Tell what respondents could not judge."""
    quality = b.result.data_quality
    if not quality.n_unknown:
        return
    worst = max(b.result.items, key=lambda i: i.n_unknown)
    if not worst.n_unknown:
        return
    stem = b.question(worst.id)
    share = numbers.percent(100 * quality.n_unknown / max(quality.n_asked, 1))
    yield b.point("raters.point.unknown", n=quality.n_unknown, share=share, stem=stem)


def ask(b: Briefing) -> str:
    """Ask for an alignment session, or for more raters."""
    real = reading.real_gaps(b.result)
    if real:
        posts = list(dict.fromkeys(b.post(g.dimension) for g in real))
        return b.say("raters.ask.align", posts=b.listing(posts))
    if b.n == 1:
        return b.say("raters.ask.invite", day=b.retest)
    if not dict(b.result.data_quality.n_by_role).get(OWNER_ROLE):
        return b.say("raters.ask.owner", day=b.retest)
    found = len(reading.disputed(b.result))
    if not found or b.n < ENOUGH:
        return b.say("raters.ask.more" if b.n < ENOUGH else "raters.ask.keep", day=b.retest)
    return b.say("raters.ask.review", n=min(3, found))


KINDS: Final = (PageKind("raters", 60, raters, frozenset({"leadership", "full"})),)
