"""Appendix: every question with its answers; before it, the questions on which raters differ most."""

from collections.abc import Iterator

from reports import numbers, reading
from reports.briefing import Briefing
from reports.charts import Distribution, DistributionRow, DistributionWords, item_distribution
from reports.document import Column, Page, SoWhat, SoWhatPoint, Table
from reports.measure import first_fitting
from scoring.results import ItemResult

DRAWN = 9
COLUMNS = (
    ("id", 0.08, "left"),
    ("stem", 0.38, "left"),
    ("mean", 0.08, "right"),
    ("counts", 0.16, "right"),
    ("open", 0.13, "right"),
    ("owner", 0.09, "right"),
    ("spread", 0.08, "right"),
)


def items(b: Briefing) -> tuple[Page, ...]:
    """Compose the pages: the picture only when at least two people answered the same question."""
    so_what = SoWhat(tuple(points(b)), b.say("items.ask", day=b.retest))
    table = b.page(
        "items", title=title(b), blocks=(listed(b),), so_what=so_what, notes=(b.say("items.note"),)
    )
    disputed = reading.disputed(b.result)[:DRAWN]
    if not disputed:
        return (table,)
    return disputed_page(b, disputed), table


def disputed_page(b: Briefing, disputed: tuple[ItemResult, ...]) -> Page:
    """Where raters differ most."""
    worst = disputed[0]
    fields: dict[str, str | int] = {"n": len(reading.disputed(b.result)), "of": len(b.result.items)}
    heading = first_fitting(
        (
            b.say("disputed.title.quoted", stem=b.question(worst.id), **fields),
            b.say("disputed.title.most", id=worst.id, spread=numbers.score(worst.spread or 0.0), **fields),
        )
    )
    rows = tuple(
        DistributionRow(b.question(i.id), i.id, i.counts, i.mean, numbers.score(i.spread or 0.0))
        for i in disputed
    )
    words = DistributionWords(*(b.say(f"disputed.legend.{key}") for key in ("heading", "mean", "extra")))
    levels = tuple(b.say("disputed.level", level=level) for level in b.instrument.scale.levels)
    picture = item_distribution(Distribution(levels, rows, words, b.say("disputed.alt", title=heading)))
    split = b.point("disputed.point.first", id=worst.id, stem=b.question(worst.id), n=sum(worst.counts))
    posts = list(dict.fromkeys(b.post(b.instrument.item(i.id).dimension) for i in disputed[: reading.FIRST]))
    so_what = SoWhat(
        (split, *extremes(b, worst), b.point("disputed.point.use", n=len(disputed))),
        b.say("disputed.ask", posts=b.listing(posts), n=min(reading.FIRST, len(disputed))),
    )
    return b.page("disputed", title=heading, blocks=(picture,), so_what=so_what, notes=(b.say("items.note"),))


def extremes(b: Briefing, item: ItemResult) -> Iterator[SoWhatPoint]:
    """Lowest and highest answer to a question, quoted in its own words."""
    given = [level for level, n in enumerate(item.counts) if n]
    anchors = b.instrument.anchors(b.instrument.item(item.id))
    if given and given[-1] < len(anchors):
        low, high = b.clause(anchors[given[0]]), b.clause(anchors[given[-1]])
        yield b.point("disputed.point.ends", low=low, high=high)


def title(b: Briefing) -> str:
    """Name the lowest and the highest question."""
    answered = [i for i in b.result.items if i.mean is not None]
    if not answered:
        return b.say("items.title.none", of=len(b.result.items))
    if len(answered) == 1:
        mean = numbers.score(answered[0].mean or 0.0)
        return b.say("items.title.one", n=1, of=len(b.result.items), id=answered[0].id, mean=mean)
    low, high = (choose(answered, key=lambda i: i.mean or 0.0) for choose in (min, max))
    return b.say(
        "items.title.range",
        n=len(answered),
        of=len(b.result.items),
        low=low.id,
        low_mean=numbers.score(low.mean or 0.0),
        high=high.id,
        high_mean=numbers.score(high.mean or 0.0),
    )


def points(b: Briefing) -> Iterator[SoWhatPoint]:
    """Lowest questions, questions nobody could answer, and how to read the table."""
    answered = sorted((i for i in b.result.items if i.mean is not None), key=lambda i: i.mean or 0.0)
    low = answered[: reading.FIRST]
    if low:
        said = [b.say("items.scored", stem=b.question(i.id), mean=numbers.score(i.mean or 0.0)) for i in low]
        yield b.point("items.point.low", n=len(low), said=b.say("common.source.between").join(said))
    hidden = sum(i.withheld is not None for i in b.result.items)
    if hidden:
        yield b.point("items.point.hidden", n=hidden)
    silent = len(b.result.items) - len(answered) - hidden
    if silent:
        yield b.point("items.point.silent", n=silent)
    yield b.point("items.point.read", n=len(b.result.items))


def listed(b: Briefing) -> Table:
    """All questions in order."""
    levels = "/".join(str(level) for level in b.instrument.scale.levels)
    columns = tuple(
        Column(b.say(f"items.column.{key}", levels=levels), share, "right" if align == "right" else "left")
        for key, share, align in COLUMNS
    )
    return Table(columns, tuple(row(b, item) for item in b.result.items))


def row(b: Briefing, item: ItemResult) -> tuple[str, ...]:
    """One question."""
    none = b.say("common.none")
    gone = (item.n_unknown, item.n_not_applicable, item.n_missing)
    return (
        item.id,
        b.text(b.instrument.item(item.id).stem),
        none if item.mean is None else numbers.score(item.mean),
        "/".join(str(n) for n in item.counts) or none,
        "/".join(str(n) for n in gone) if any(gone) else none,
        none if item.owner_level is None else str(item.owner_level),
        none if item.spread is None else numbers.score(item.spread),
    )
