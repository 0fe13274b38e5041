"""What can be counted in a structure: headcount, spans, layers, single persons, gaps and workloads.

Linear in posts. Cells with hard problems are left out, so every structure has figures.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from assessment.domain.engagement import GMV_TIERS
from assessment.domain.forms import Design, Driver, PostKind, SpanRange
from assessment.domain.organization import Facts
from assessment.domain.structure import Post, Structure
from scoring.organization.advice import Dependence, Span, StructureFigures, Workload
from scoring.organization.conditions import Operands
from scoring.organization.fact_keys import HOST, LEAD, OWNER, WHOLE_ACCOUNT
from scoring.organization.lines import (
    Lines,
    headcount,
    lines_of,
    people,
    total,
    total_outsourced,
)
from scoring.organization.side_duties import side_duties
from scoring.organization.staffing import Need, needed, operands_of_facts

PLAIN_SPAN: Final = "coach"
"""Way of managing of a post whose kind has none and that has reports all the same."""
PLAYER_COACH: Final = "player_coach"
SPAN_SLACK: Final = 2
"""A span is wide from more than this above its range."""
LONELY: Final = 2
"""So few reports or fewer hardly need a manager."""
LAYERS_TOP: Final = 3
IDLE_FROM: Final = 1.0
"""A kind has people to spare from one whole person above its range."""
_SLACK: Final = 1e-9


def structure_figures(
    structure: Structure,
    design: Design,
    drivers: Mapping[Driver, float],
    gmv_tier: str,
    facts: Facts | None = None,
) -> StructureFigures:
    """Count a structure.

    Parameters
    ----------
    structure : any; circles, lines to nowhere and impossible headcounts are left out.
    design : kinds with their duties and spans, staffing rules, decisions.
    drivers : units of work (`staffing.staffing_drivers`); without its driver a kind has no workload.
    gmv_tier : G1-G5; layers are judged below G5 only.
    facts : decide the conditions of staffing rules and whether the lead also streams or buys
        (F2.player_coach); without them the rules' ranges are joined and the lead's own way of managing holds.

    Returns
    -------
    StructureFigures
        `spans` of posts with reports, in people: a started full-time equivalent is one, a post of unknown
        headcount one at least. Nobody is lonely over unknown headcounts or with less than a whole post. Of a
        structure drawn from facts the lead has none, as F14 does not tell direct lines. `layers` are the
        managers between owner or general manager and the deepest host. `dependences` need a known headcount
        of at most one. `uncovered` duties are in nobody's post and no agency's functions; a target says who
        does them on the side (`side_duties`).
    """
    lines = lines_of(structure)
    posts = tuple(lines.posts.values())
    kinds = {kind.id: kind for kind in design.kinds}
    layers = _layers(lines)
    covers = _covers(posts, kinds)
    uncovered = _uncovered(structure, design, kinds, covers)
    aside = side_duties(uncovered, lines.posts, lines.boss, design) if structure.source == "target" else ()
    return StructureFigures(
        n_posts=len(posts),
        n_teams=len({team.id for team in structure.teams}),
        fte=total(posts),
        outsourced_fte=total_outsourced(posts),
        n_unknown=sum(headcount(post) is None for post in posts),
        layers=layers,
        layers_flag=_layers_flag(layers, gmv_tier),
        spans=tuple(
            span
            for span in _spans(lines, kinds, design.spans, facts or {})
            if structure.source != "facts" or lines.posts[span.post].kind != LEAD
        ),
        dependences=(
            *_alone_with_duty(covers),
            *_alone_with_decision(structure, lines.posts, design),
        ),
        uncovered=() if aside else uncovered,
        workloads=tuple(_workloads(posts, design, drivers, operands_of_facts(facts))),
        side_duties=aside,
    )


def _layers(lines: Lines) -> int | None:
    """Count managers between the owner and the deepest host, from the tops down; None without a host."""
    above = {key: 0 for key in lines.posts if key not in lines.boss}
    waiting = list(above)
    while waiting:
        key = waiting.pop()
        passed = above[key] + (lines.posts[key].kind != OWNER)
        for one in lines.reports.get(key, ()):
            above[one] = passed
            waiting.append(one)
    return max((above[key] for key, post in lines.posts.items() if post.kind == HOST), default=None)


def _layers_flag(layers: int | None, gmv_tier: str) -> bool | None:
    if layers is None:
        return None
    return layers > LAYERS_TOP and gmv_tier != GMV_TIERS[-1]


def _spans(
    lines: Lines, kinds: Mapping[str, PostKind], ranges: Mapping[str, SpanRange], facts: Facts
) -> Iterator[Span]:
    for key, reports in lines.reports.items():
        boss, below = lines.posts[key], [lines.posts[one] for one in reports]
        usual = ranges.get(_way(boss, kinds, facts))
        if usual is None:
            continue
        # A post that several people hold shares its reports among them, as store managers of five rooms do.
        n = math.ceil(sum(people(post) for post in below) / people(boss))
        flag: Literal["ok", "wide", "lonely"] = "ok"
        if n > usual.high + SPAN_SLACK:
            flag = "wide"
        elif n <= LONELY and _alone(boss) and all(headcount(post) is not None for post in below):
            flag = "lonely"
        yield Span(key, n, usual.low, usual.high, flag)


def usual_span(post: Post, design: Design, facts: Facts) -> SpanRange | None:
    """Return the usual number of direct reports of a post that leads others; None where none is known."""
    return design.spans.get(_way(post, {kind.id: kind for kind in design.kinds}, facts))


def _alone(post: Post) -> bool:
    """Whether one manager is here with a whole post: a part leads others elsewhere, of several one leads."""
    return (headcount(post) or 0.0) >= 1.0 and people(post) == 1


def _way(post: Post, kinds: Mapping[str, PostKind], facts: Facts) -> str:
    """Way of managing of a post that has reports."""
    if post.kind == LEAD and facts.get("F2.player_coach") is True:
        return PLAYER_COACH
    kind = kinds.get(post.kind)
    return PLAIN_SPAN if kind is None or kind.span == "none" else kind.span


def _covers(posts: tuple[Post, ...], kinds: Mapping[str, PostKind]) -> dict[str, list[Post]]:
    """Collect posts by duty."""
    found: dict[str, list[Post]] = {}
    for post in posts:
        kind = kinds.get(post.kind)
        for duty in dict.fromkeys(kind.duties if kind else ()):
            found.setdefault(duty, []).append(post)
    return found


def _single(post: Post) -> bool:
    fte = headcount(post)
    return fte is not None and fte <= 1.0


def _alone_with_duty(covers: Mapping[str, list[Post]]) -> Iterator[Dependence]:
    """Duties that one post of at most one person covers and no other post does."""
    for duty, posts in covers.items():
        if len(posts) == 1 and _single(posts[0]):
            yield Dependence("duty", duty, posts[0].id)


def _alone_with_decision(
    structure: Structure, posts: Mapping[str, Post], design: Design
) -> Iterator[Dependence]:
    """Decisions of one person whom nobody else prepares for: absence stops them."""
    decisions = {decision.id for decision in design.decisions}
    for right in structure.rights:
        deciders = [posts[one] for one in dict.fromkeys(right.decide) if one in posts]
        if right.decision not in decisions or len(deciders) != 1 or not _single(deciders[0]):
            continue
        if not any(one in posts and one != deciders[0].id for one in right.recommend):
            yield Dependence("decision", right.decision, deciders[0].id)


def _uncovered(
    structure: Structure, design: Design, kinds: Mapping[str, PostKind], covers: Mapping[str, list[Post]]
) -> tuple[str, ...]:
    """Duties of nobody; an agency that has the whole account or the function covers its kinds' duties."""
    if structure.empty:
        return ()
    handed = {function for agency in structure.agencies for function in agency.functions} - {"none"}
    bought = {
        duty
        for kind in kinds.values()
        if kind.function and (kind.function in handed or WHOLE_ACCOUNT in handed)
        for duty in kind.duties
    }
    return tuple(d.id for d in design.duties if d.id not in covers and d.id not in bought)


def _workloads(
    posts: tuple[Post, ...], design: Design, drivers: Mapping[Driver, float], operands: Operands
) -> Iterator[Workload]:
    """Need against presence, for kinds that exist: work that no kind does shows as uncovered duties."""
    by_kind: dict[str, list[Post]] = {}
    for post in posts:
        by_kind.setdefault(post.kind, []).append(post)
    for kind in dict.fromkeys(rule.kind for rule in design.staffing):
        need = needed(kind, drivers, design, operands) if kind in by_kind else None
        if need is not None:
            yield _workload(need, by_kind[kind])


def _workload(need: Need, posts: list[Post]) -> Workload:
    known = all(headcount(post) is not None for post in posts)
    present = total(posts) if known else None
    flag: Literal["ok", "overloaded", "idle", "unknown"] = "ok"
    if present is None:
        flag = "unknown"
    elif present < need.low - _SLACK:
        flag = "overloaded"
    elif present >= need.high + IDLE_FROM - _SLACK:
        flag = "idle"
    return Workload(need.kind, need.driver, need.units, need.low, need.high, present, flag)
