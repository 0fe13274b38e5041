"""The merchant's own words for posts and teams of the target."""

from collections import Counter
from collections.abc import Iterable

from assessment.domain.forms import OrganizationForm
from assessment.domain.structure import Post, Structure


def names_of_posts(posts: Iterable[Post], today: Structure) -> dict[str, str]:
    """Give the first post of each kind the title that today's posts of the kind have.

    Where today has several titles for a kind, none of them speaks for the whole.
    """
    titles: dict[str, set[str]] = {}
    for post in today.posts:
        if post.kind and post.name.strip():
            titles.setdefault(post.kind, set()).add(post.name.strip())
    return {post.id: next(iter(titles[post.kind])) for post in posts if len(titles.get(post.kind, ())) == 1}


def names_of_teams(form: OrganizationForm, today: Structure) -> dict[str, str]:
    """Give a team of the form the name of today's team that holds most of its kinds.

    A name is used once, by the team that shares most kinds with it; a team that shares none keeps none.
    """
    names = {team.id: team.name for team in today.teams if team.name.strip()}
    kinds: dict[str, set[str]] = {}
    for post in form.posts:
        kinds.setdefault(post.team, set()).add(post.kind)
    shared: Counter[tuple[str, str]] = Counter()
    for team, inside in kinds.items():
        for kind, own in {(post.kind, post.team) for post in today.posts}:
            if kind in inside and own in names:
                shared[team, own] += 1
    given: dict[str, str] = {}
    used = set[str]()
    order = {team.id: place for place, team in enumerate(form.teams)}
    for (team, own), _ in sorted(
        shared.items(), key=lambda pair: (-pair[1], order.get(pair[0][0], 0), pair[0][1])
    ):
        if team not in given and own not in used:
            given[team] = names[own]
            used.add(own)
    return given
