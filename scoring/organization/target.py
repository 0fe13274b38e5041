"""The target organization: a form filled with the headcount that the merchant's work asks for.

Posts are proposed, never people. Headcounts are judgement, as the staffing arithmetic and the forms are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from assessment.domain.forms import Design, FormPost, OrganizationForm
from assessment.domain.organization import Facts
from assessment.domain.scenario import Settings
from assessment.domain.structure import Agency, Post, Structure, Team
from scoring.organization.fact_keys import AGENCY, OWNER, TALENT_FUNCTION
from scoring.organization.ground import Ground
from scoring.organization.lines import (
    Lines,
    first_of_each,
    headcount,
    lines_of,
    outsourced,
    total,
    total_outsourced,
)
from scoring.organization.staffing import operands_of_facts, staffing_drivers
from scoring.organization.structure_facts import number, structure_from_facts
from scoring.organization.target_names import names_of_posts, names_of_teams
from scoring.organization.target_rights import target_rights
from scoring.organization.target_spans import relieved
from scoring.organization.target_staff import Work, carried, carried_headcount, counts_of, headcounts

_TALENT_POSITIONS: Final = ("A", "T")


@dataclass(frozen=True, slots=True)
class _Plan:
    """A form with its headcounts by place of its posts, and what they were counted from."""

    form: OrganizationForm
    posts: tuple[FormPost, ...]
    ftes: tuple[float, ...]
    today: Structure

    def id_of(self, kind: str) -> str:
        """Id of the first post of a kind ("" none)."""
        return next((post_id(post.kind, post.team) for post in self.posts if post.kind == kind), "")


def target_structure(form: OrganizationForm, ground: Ground, settings: Settings) -> Structure:
    """Fill a form for one merchant.

    Parameters
    ----------
    form : the form to build.
    ground : facts and, where it was entered, the organization of today. Unknown facts leave the form's own
        ranges.
    settings : `posts` are headcounts by hand (0 drops the kind, a kind that the form lacks joins its top
        team), `mix` the planned mix instead of facts F5.

    Returns
    -------
    Structure
        Source "target"; post ids are ``t:<kind>@<team>``, teams are the form's. Headcounts as in
        `target_staff.headcounts`. Posts of today that the form lacks stay where nobody else would cover a
        duty of theirs, or where the staffing arithmetic asks for them. Without talents in a planned mix
        (A and T 0) talent posts below the top are left out. Reports of a post that is left out go to its
        boss, and where a manager would lead too many, posts keep the peer they report to today
        (`target_spans.relieved`). Names of posts and teams are the merchant's own where today has them.

    Notes
    -----
    Deterministic. Shared posts and those that stay keep today's outsourced share; agency posts are all
    outsourced, other posts not at all.
    """
    design, facts = ground.knowledge.design, ground.facts
    today = ground.structure or structure_from_facts(facts, design, {})
    filled = relieved(_filled(form, ground, settings, today), today, design, facts)
    named = names_of_posts(filled, today)
    return Structure(
        posts=tuple(replace(post, name=named.get(post.id, "")) for post in filled),
        teams=_teams(form, filled, today),
        rooms=today.rooms,
        agencies=_agencies(filled, today, design),
        rights=target_rights(design, form, filled, today),
        source="target",
    )


def post_id(kind: str, team: str) -> str:
    """Id of a post of the target.

    >>> post_id("host", "live")
    't:host@live'
    """
    return f"t:{kind}@{team}"


def _filled(form: OrganizationForm, ground: Ground, settings: Settings, today: Structure) -> tuple[Post, ...]:
    """Gather the posts of the target: the owner above, the form's, and those of today that stay."""
    design, facts = ground.knowledge.design, ground.facts
    work = Work(
        design,
        staffing_drivers(facts, ground.structure),
        operands_of_facts(facts),
        today,
        counts_of(today),
    )
    posts = _wanted(form, design, facts, settings)
    by_hand = {one.kind: one.fte for one in settings.posts}
    ftes = tuple(
        _by_hand(post, posts, by_hand) if post.kind in by_hand else fte
        for post, fte in zip(posts, headcounts(posts, work), strict=True)
    )
    present = [(post, fte) for post, fte in zip(posts, ftes, strict=True) if fte > 0]
    plan = _Plan(form, tuple(p for p, _ in present), tuple(f for _, f in present), today)
    above = _owner(plan, today)
    filled = (*above, *(_post(plan, n, above) for n in range(len(plan.posts))))
    left_out = frozenset(post.kind for post in form.posts) | by_hand.keys()
    return (*filled, *_carried(filled, plan, work, left_out))


def _wanted(form: OrganizationForm, design: Design, facts: Facts, settings: Settings) -> tuple[FormPost, ...]:
    """Choose posts: those of the form that the mix leaves work to, and those asked for by hand."""
    kinds = {kind.id: kind for kind in design.kinds}
    by_hand = {one.kind for one in settings.posts}
    mix: Mapping[str, float | None] = settings.mix or {p: number(facts, f"F5.{p}") for p in _TALENT_POSITIONS}
    idle = not number(facts, "F19.active") and all(mix.get(p) == 0 for p in _TALENT_POSITIONS)
    wanted = tuple(
        post
        for post in form.posts
        if not idle
        or not post.reports_to
        or post.kind in by_hand
        or post.kind not in kinds
        or kinds[post.kind].function != TALENT_FUNCTION
    )
    top = form.posts[0] if form.posts else None
    known = {post.kind for post in form.posts}
    added = tuple(
        FormPost(one.kind, top.team, one.fte, one.fte, reports_to=top.kind)
        for one in settings.posts
        if top is not None and one.kind not in known and one.fte > 0
    )
    return (*wanted, *added)


def _by_hand(post: FormPost, posts: tuple[FormPost, ...], by_hand: Mapping[str, float]) -> float:
    """Headcount set by hand, all of it in the first post of its kind; 0 or less is none."""
    first = next(one for one in posts if one.kind == post.kind)
    return max(0.0, by_hand[post.kind]) if first is post else 0.0


def _owner(plan: _Plan, today: Structure) -> tuple[Post, ...]:
    """Keep the owner above the form where today's organization names one and the form has none."""
    owners = [post for post in today.posts if post.kind == OWNER]
    if not owners or not plan.posts or plan.id_of(OWNER) or plan.form.posts[0].kind == OWNER:
        return ()
    part = headcount(owners[0])
    return (Post(post_id(OWNER, ""), OWNER, fte=part, outsourced_fte=outsourced(owners[0])),)


def _post(plan: _Plan, place: int, above: tuple[Post, ...]) -> Post:
    post, fte = plan.posts[place], plan.ftes[place]
    boss = _boss(plan, post)
    if not boss and post.sourcing != "agency":
        boss = next((one.id for one in above), "")
    dotted = dict.fromkeys(end for kind in post.dotted if (end := plan.id_of(kind)))
    part = 0.0
    if post.sourcing != "own":
        part = fte if post.sourcing == "agency" else _same_share(fte, plan.today, post.kind)
    return Post(
        id=post_id(post.kind, post.team),
        kind=post.kind,
        team=post.team,
        fte=fte,
        outsourced_fte=part,
        reports_to=(boss,) if boss else (),
        dotted=tuple(dotted),
        agency=_agency(plan.today) if part > 0 else "",
    )


def _boss(plan: _Plan, post: FormPost) -> str:
    """Id of the next boss of the form who is there ("" none)."""
    bosses = {one.kind: one.reports_to for one in reversed(plan.form.posts)}
    kind = post.reports_to
    for _ in range(len(bosses) + 1):
        if not kind or plan.id_of(kind):
            break
        kind = bosses.get(kind, "")
    found = plan.id_of(kind) if kind else ""
    return "" if found == post_id(post.kind, post.team) else found


def _same_share(fte: float | None, today: Structure, kind: str) -> float:
    """Outsourced part of a headcount at today's share of the kind."""
    posts = [post for post in first_of_each(today.posts).values() if post.kind == kind]
    whole = total(posts)
    return round((fte or 0.0) * total_outsourced(posts) / whole, 2) if whole > 0 else 0.0


def _carried(filled: tuple[Post, ...], plan: _Plan, work: Work, left_out: frozenset[str]) -> Iterator[Post]:
    """Let posts of today stay that the form lacks and the work needs, under their boss or the top."""
    if not plan.posts:
        return
    lines = lines_of(plan.today)
    ids = {post.kind: post for post in reversed(filled)}
    top = next(post for post in filled if post.kind == plan.posts[0].kind)
    for kind in carried(filled, work, left_out):
        first = next(post for post in lines.posts.values() if post.kind == kind)
        boss = _boss_of_carried(first, lines, ids) or top
        fte = carried_headcount(kind, work)
        part = _same_share(fte, plan.today, kind)
        yield Post(
            id=post_id(kind, boss.team),
            kind=kind,
            team=boss.team,
            fte=fte,
            outsourced_fte=part,
            reports_to=(boss.id,),
            agency=_agency(plan.today) if part > 0 else "",
        )


def _boss_of_carried(post: Post, lines: Lines, ids: Mapping[str, Post]) -> Post | None:
    """Choose a boss for a post that stays: its boss's kind, the boss of most posts beside it, or higher."""
    above = [lines.posts[key].kind for key in lines.above(post.id)]
    if above and above[0] in ids:
        return ids[above[0]]
    if post.id in lines.boss:
        beside = [lines.posts[key].kind for key in lines.reports[lines.boss[post.id]]]
    else:
        beside = [one.kind for one in lines.posts.values() if post.team and one.team == post.team]
    by_id = {one.id: one for one in ids.values()}
    bosses = Counter(boss for kind in beside if kind in ids for boss in ids[kind].reports_to if boss in by_id)
    if bosses:
        return by_id[bosses.most_common(1)[0][0]]
    return next((ids[kind] for kind in above if kind in ids), None)


def _teams(form: OrganizationForm, posts: Iterable[Post], today: Structure) -> tuple[Team, ...]:
    """Teams of the form that hold somebody, with those around them; unnamed where today has no name."""
    parents = {team.id: team.parent for team in form.teams}
    used = set[str]()
    for post in posts:
        team = post.team
        while team and team not in used:
            used.add(team)
            team = parents.get(team, "")
    names = names_of_teams(form, today)
    return tuple(Team(t.id, names.get(t.id, ""), t.parent) for t in form.teams if t.id in used)


def _agency(today: Structure) -> str:
    return today.agencies[0].id if today.agencies else AGENCY


def _agencies(posts: Iterable[Post], today: Structure, design: Design) -> tuple[Agency, ...]:
    """Agencies of the target: those of today that still work, or one that is yet to be found."""
    kinds = {kind.id: kind.function for kind in design.kinds}
    functions = tuple(dict.fromkeys(f for post in posts if post.agency and (f := kinds.get(post.kind, ""))))
    if not any(post.agency for post in posts):
        return ()
    known = next(iter(today.agencies), Agency(_agency(today), ""))
    return (replace(known, functions=functions, holds_data=False, holds_contracts=known.holds_contracts),)
