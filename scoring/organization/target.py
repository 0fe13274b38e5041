"""The target organization: a form filled with the headcount that the merchant's work asks for.

Posts are proposed, never people. Headcounts are judgement, as the staffing arithmetic and the forms are.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from assessment.domain.forms import Design, Driver, FormPost, OrganizationForm
from assessment.domain.organization import Facts
from assessment.domain.scenario import Settings
from assessment.domain.structure import Agency, Post, Structure, Team
from scoring.organization.conditions import Operands
from scoring.organization.fact_keys import AGENCY, OWNER, TALENT_FUNCTION
from scoring.organization.ground import Ground
from scoring.organization.lines import first_of_each, headcount, outsourced
from scoring.organization.staffing import needed, operands_of_facts, staffing_drivers
from scoring.organization.structure_facts import number, structure_from_facts
from scoring.organization.target_names import names_of_posts, names_of_teams
from scoring.organization.target_rights import target_rights

HALF: Final = 0.5
_TENTH: Final = 0.1
_SLACK: Final = 1e-9
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
        Source "target"; post ids are ``t:<kind>@<team>``, teams are the form's. Headcount is the middle of
        the staffing arithmetic inside the form's limits (the upper one gives way to the least that the work
        asks for), otherwise the middle of the limits, in halves; a limit under a half gives tenths. Without
        talents in a planned mix (A and T 0) talent posts below the top are left out. Reports of a post that
        is left out go to its boss. Names of posts and teams are the merchant's own where today has them.

    Notes
    -----
    Deterministic. Of shared posts as much stays outsourced as is today; agency posts are all outsourced, own
    posts not at all.
    """
    design, facts = ground.knowledge.design, ground.facts
    today = ground.structure or structure_from_facts(facts, design, {})
    drivers = staffing_drivers(facts, ground.structure)
    posts = _wanted(form, design, facts, settings)
    by_hand = {one.kind: one.fte for one in settings.posts}
    ftes = tuple(
        _by_hand(post, posts, by_hand) if post.kind in by_hand else fte
        for post, fte in zip(
            posts, _headcounts(posts, design, drivers, operands_of_facts(facts)), strict=True
        )
    )
    present = [(post, fte) for post, fte in zip(posts, ftes, strict=True) if fte > 0]
    plan = _Plan(form, tuple(p for p, _ in present), tuple(f for _, f in present), today)
    agency = _agency(today)
    above = _owner(plan, today)
    filled = (*above, *(_post(plan, n, agency, above) for n in range(len(plan.posts))))
    named = names_of_posts(filled, today)
    return Structure(
        posts=tuple(replace(post, name=named.get(post.id, "")) for post in filled),
        teams=_teams(form, filled, today),
        rooms=today.rooms,
        agencies=_agencies(filled, today, agency, design),
        rights=target_rights(design, form, filled, today),
        source="target",
    )


def post_id(kind: str, team: str) -> str:
    """Id of a post of the target.

    >>> post_id("host", "live")
    't:host@live'
    """
    return f"t:{kind}@{team}"


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


def _headcounts(
    posts: tuple[FormPost, ...], design: Design, drivers: Mapping[Driver, float], operands: Operands
) -> list[float]:
    """Headcounts from the work; several posts of one kind share its work by the middle of their limits."""
    rooms = max(1.0, drivers.get("rooms", 1.0))
    limits = [_limits(post, rooms) for post in posts]
    middles: dict[str, float] = {}
    for post, (low, high) in zip(posts, limits, strict=True):
        middles[post.kind] = middles.get(post.kind, 0.0) + (low + high) / 2.0
    found = list[float]()
    for post, (low, high) in zip(posts, limits, strict=True):
        need, middle = needed(post.kind, drivers, design, operands), (low + high) / 2.0
        share = middle / middles[post.kind] if middles[post.kind] > 0 else 0.0
        if need is None:
            found.append(_rounded(middle, low, high))
        else:
            top = max(high, math.ceil(need.low * share / HALF - _SLACK) * HALF)
            found.append(_rounded(min(max(need.middle * share, low), top), low, top))
    return found


def _limits(post: FormPost, rooms: float) -> tuple[float, float]:
    times = rooms if post.per_room else 1.0
    return post.low * times, post.high * times


def _rounded(value: float, low: float, high: float) -> float:
    """Round to halves inside the limits, or to tenths where no half lies inside.

    >>> _rounded(4.8, 2.0, 5.0), _rounded(0.35, 0.2, 0.5), _rounded(0.15, 0.1, 0.2), _rounded(0.75, 0.5, 1.0)
    (5.0, 0.5, 0.2, 1.0)
    """
    lowest, highest = math.ceil(low / HALF - _SLACK), math.floor(high / HALF + _SLACK)
    if max(lowest, 1) <= highest:
        return min(max(math.floor(value / HALF + 0.5 + _SLACK), lowest, 1), highest) * HALF
    return round(math.floor(value / _TENTH + 0.5 + _SLACK) * _TENTH, 1)


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


def _post(plan: _Plan, place: int, agency: str, above: tuple[Post, ...]) -> Post:
    post, fte = plan.posts[place], plan.ftes[place]
    boss = _boss(plan, post)
    if not boss and post.sourcing != "agency":
        boss = next((one.id for one in above), "")
    dotted = dict.fromkeys(end for kind in post.dotted if (end := plan.id_of(kind)))
    part = {"agency": fte, "shared": min(fte, _outsourced_today(plan.today, post.kind))}.get(
        post.sourcing, 0.0
    )
    return Post(
        id=post_id(post.kind, post.team),
        kind=post.kind,
        team=post.team,
        fte=fte,
        outsourced_fte=part,
        reports_to=(boss,) if boss else (),
        dotted=tuple(dotted),
        agency=agency if part > 0 else "",
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


def _outsourced_today(today: Structure, kind: str) -> float:
    return math.fsum(outsourced(p) for p in first_of_each(today.posts).values() if p.kind == kind)


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


def _agencies(posts: Iterable[Post], today: Structure, agency: str, design: Design) -> tuple[Agency, ...]:
    """Agencies of the target: those of today that still work, or one that is yet to be found."""
    kinds = {kind.id: kind.function for kind in design.kinds}
    functions = tuple(dict.fromkeys(f for post in posts if post.agency and (f := kinds.get(post.kind, ""))))
    if not any(post.agency for post in posts):
        return ()
    known = next((one for one in today.agencies if one.id == agency), Agency(agency, ""))
    return (replace(known, functions=functions, holds_data=False, holds_contracts=known.holds_contracts),)
