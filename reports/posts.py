"""How posts, teams and headcounts of an organization are called in a report, and what was edited by hand."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from assessment.domain.structure import Post, Structure
from reports import numbers
from reports.briefing import Briefing
from reports.document import Page
from reports.text import NAME_LIMIT, clean
from scoring.organization.advice import StructureFigures
from scoring.organization.structure_facts import head_id

SUPPORT: Final = "support"
"""Team of warehouse, data and finance in a structure that was drawn from facts."""
FEW: Final = 2
"""Most titles that stand in for the name of a kind."""


def kind_name(b: Briefing, kind: str) -> str:
    """Name of a kind of post; an unknown one names itself."""
    found = b.knowledge.design.kind(kind)
    return b.clause(found.name) if found else kind


def post_name(b: Briefing, post: Post) -> str:
    """Return a post's own title, cut where it is long, else the name of its kind, else its id.

    Posts that facts draw without a kind (the head of support, managers from the third layer on) have words.
    """
    own = clean(post.name, NAME_LIMIT)
    if own or post.kind:
        return own or kind_name(b, post.kind)
    if post.id == head_id(SUPPORT):
        return b.say("posts.head_support")
    layer = post.id.removeprefix("layer")
    return b.say("posts.layer", n=layer) if layer != post.id and layer.isdecimal() else post.id


def name_of(b: Briefing, post_id: str, *structures: Structure) -> str:
    """Name of the post with this id in the first structure that has it; a kind's id names the kind."""
    for structure in structures:
        post = structure.post(post_id)
        if post is not None:
            return post_name(b, post)
    return kind_name(b, post_id)


def names_of(b: Briefing, ids: Iterable[str], *structures: Structure) -> str:
    """Names of several posts, each once."""
    return b.listing(list(dict.fromkeys(name_of(b, one, *structures) for one in ids)))


def held_by(b: Briefing, kind: str, *structures: Structure) -> str:
    """Name whoever holds a kind of post: the merchant's own titles while they are few, else the kind."""
    for structure in structures:
        names = list(dict.fromkeys(post_name(b, post) for post in structure.posts if post.kind == kind))
        if names:
            return b.listing(names) if len(names) <= FEW else kind_name(b, kind)
    return kind_name(b, kind)


def stand_in(b: Briefing, kind: str, structure: Structure) -> str:
    """Kind of post that does the work of a kind in a structure: itself, else the one that shares most duties.

    "" where nobody shares any.
    """
    held = list(dict.fromkeys(post.kind for post in structure.posts))
    if kind in held:
        return kind
    duties = {one.id: frozenset(one.duties) for one in b.knowledge.design.kinds}
    shared = {one: len(duties.get(kind, frozenset()) & duties.get(one, frozenset())) for one in held}
    best = max(held, key=lambda one: shared[one], default="")
    return best if best and shared[best] else ""


def team_name(b: Briefing, structure: Structure, team_id: str) -> str:
    """Name of a team; the form's word where the structure has none, ours for support, which no form has."""
    team = structure.team(team_id)
    own = clean(team.name, NAME_LIMIT) if team is not None else ""
    if own:
        return own
    for form in b.knowledge.design.forms:
        for known in form.teams:
            if known.id == team_id:
                return b.clause(known.name)
    return b.say("posts.team_support") if team_id == SUPPORT else team_id


def staff(b: Briefing, fte: float | None) -> str:
    """Headcount with its unit; a dash where it is not known."""
    if fte is None:
        return b.say("common.none")
    value = numbers.plain(fte)
    return numbers.told(b.say("posts.fte", value=value), value)


def needed(b: Briefing, low: float, high: float) -> str:
    """Headcount that work asks for: a range to one decimal, or one figure where both ends are the same."""
    ends = [numbers.plain(round(end, 1)) for end in (low, high)]
    if ends[0] == ends[1]:
        return numbers.told(b.say("posts.fte", value=ends[0]), ends[0])
    return numbers.told(b.say("organization.range", low=ends[0], high=ends[1]), *ends, kind="span")


def total(b: Briefing, figures: StructureFigures) -> str:
    """Headcount of a whole structure; posts whose headcount nobody entered are not counted as nobody."""
    if not figures.n_unknown:
        return staff(b, figures.fte)
    if figures.n_unknown == figures.n_posts:
        return b.say("posts.fte_open")
    return b.say("posts.fte_least", value=numbers.plain(figures.fte), n=figures.n_unknown)


def balance(b: Briefing, change: float) -> str:
    """Net change of the headcount in words."""
    if round(change, 2) == 0:
        return b.say("posts.net.same")
    return b.say(f"posts.net.{'more' if change > 0 else 'less'}", n=numbers.plain(abs(change)))


def signed(value: float) -> str:
    """Difference with its sign.

    >>> signed(2.0), signed(-0.5), signed(0.0)
    ('+2', '-0.5', '0')
    """
    return numbers.change(value)


def parted(b: Briefing, pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Tell pages of one picture apart by number, in their ids and titles."""
    if len(pages) < 2:  # noqa: PLR2004 - one page needs no number
        return pages
    return tuple(
        replace(
            page,
            id=f"{page.id}_{i}",
            title=b.say("posts.part", title=page.title, i=i, n=len(pages)),
        )
        for i, page in enumerate(pages, start=1)
    )
