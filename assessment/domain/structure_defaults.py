"""Proposals that save typing: where a post of a kind usually stands, and the usual team of a form."""

from dataclasses import replace

from assessment.domain.forms import Design, FormPost, OrganizationForm
from assessment.domain.structure import Post, Structure, Team
from assessment.domain.structure_edits import add_entry, add_post, new_id
from assessment.domain.text import Locale

LEAD = "lead"
"""Kind of the post that leads the Douyin business, and so the usual boss."""


def place(structure: Structure, design: Design, kind: str, form: OrganizationForm | None = None) -> Post:
    """Propose a post of a kind that is not yet in the structure: its id, team and boss; headcount unknown.

    Team and boss are those of a post of the same kind that is there already; else those that a form gives
    it (`form` first, then any that knows the kind) as far as they are there; else it reports to the lead
    or the only top. A top stays a top.
    """
    fresh = Post(new_id(structure, "posts"), kind)
    twin = next((post for post in structure.posts if kind and post.kind == kind), None)
    if twin is not None:
        return replace(fresh, team=twin.team, reports_to=twin.reports_to)
    usual = _usual(design, kind, form)
    boss = _boss(structure, design, usual, form) or _top(structure, kind)
    team = _team(structure, design, usual) or (structure.post(boss) or fresh).team
    return replace(fresh, team=team, reports_to=(boss,) if boss else ())


def add_kind(
    structure: Structure, design: Design, kind: str, *, form: OrganizationForm | None = None
) -> Structure:
    """Add a post of a kind where it usually stands. Raises StructureFull."""
    return add_post(structure, place(structure, design, kind, form))


def typical_team(form: OrganizationForm, locale: Locale) -> Structure:
    """Write the posts of a form with its teams and lines, and no headcount: that is for a person to fill in.

    Teams are named in `locale`, as a merchant would; posts keep the names of their kinds.
    """
    structure = Structure()
    teams: dict[str, str] = {}
    for team in form.teams:
        teams[team.id] = new_id(structure, "teams")
        structure = add_entry(structure, "teams", Team(teams[team.id], team.name.get(locale)))
    structure = replace(
        structure,
        teams=tuple(
            replace(made, parent=teams.get(team.parent, ""))
            for made, team in zip(structure.teams, form.teams, strict=True)
        ),
    )
    ids = {post.kind: f"p{number}" for number, post in reversed(list(enumerate(form.posts, 1)))}
    for number, post in enumerate(form.posts, 1):
        structure = add_post(structure, _written(post, f"p{number}", teams, ids))
    return structure


def _written(post: FormPost, own: str, teams: dict[str, str], ids: dict[str, str]) -> Post:
    boss = ids.get(post.reports_to, "")
    dotted = tuple(ids[one] for one in post.dotted if one in ids and ids[one] not in (own, boss))
    lines = (boss,) if boss and boss != own else ()
    return Post(own, post.kind, team=teams.get(post.team, ""), reports_to=lines, dotted=dotted)


def _usual(design: Design, kind: str, form: OrganizationForm | None) -> FormPost | None:
    """Post of this kind in the form, or in any other."""
    forms = (*((form,) if form is not None else ()), *design.forms)
    return next((post for one in forms for post in one.posts if kind and post.kind == kind), None)


def _boss(structure: Structure, design: Design, usual: FormPost | None, form: OrganizationForm | None) -> str:
    """Id of the nearest usual boss that is there, going up."""
    seen: set[str] = set()
    while usual is not None and usual.reports_to and usual.reports_to not in seen:
        seen.add(usual.reports_to)
        there = next((post for post in structure.posts if post.kind == usual.reports_to), None)
        if there is not None:
            return there.id
        usual = _usual(design, usual.reports_to, form)
    return ""


def _top(structure: Structure, kind: str) -> str:
    """Id of the lead, or of the only post without a boss; nothing for a lead."""
    if kind == LEAD:
        return ""
    lead = next((post for post in structure.posts if post.kind == LEAD), None)
    if lead is not None:
        return lead.id
    tops = [post for post in structure.posts if not post.reports_to]
    return tops[0].id if len(tops) == 1 else ""


def _team(structure: Structure, design: Design, usual: FormPost | None) -> str:
    """Id of a team that is called like the usual one, in either language."""
    if usual is None:
        return ""
    named = {
        name
        for form in design.forms
        if any(post is usual for post in form.posts)
        for team in form.teams
        if team.id == usual.team
        for name in (team.name.zh, team.name.en)
    }
    return next((team.id for team in structure.teams if team.name in named), "")
