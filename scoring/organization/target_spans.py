"""Keep managers of the target from leading too many: posts stay with the boss they have today."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil

from assessment.domain.forms import Design
from assessment.domain.organization import Facts
from assessment.domain.structure import Post, Structure
from scoring.organization.lines import Lines, lines_of, people
from scoring.organization.structure_figures import SPAN_SLACK, usual_span


def relieved(posts: tuple[Post, ...], today: Structure, design: Design, facts: Facts) -> tuple[Post, ...]:
    """Hand reports of managers who would lead too many to those of their new peers who lead them today.

    Parameters
    ----------
    posts : the target, lines filled.
    today : whose lines tell who leads whom.
    design : usual spans by way of managing; more than two above the range is too many.
    facts : whether the lead also streams or buys.

    Returns
    -------
    The posts, other solid lines for some; nothing changes where no manager leads too many or nobody led them
    before. Those with most people move first, so that as few lines as possible change.
    """
    led = _led(lines_of(today))
    current = {post.id: post for post in posts}
    for _ in posts:
        found = _next(tuple(current.values()), led, design, facts)
        if found is None:
            break
        post, boss = found
        current[post.id] = replace(post, reports_to=(boss.id,))
    return tuple(current.values())


def _led(lines: Lines) -> frozenset[tuple[str, str]]:
    """Pairs of kinds: a boss and who reports to him today."""
    return frozenset((lines.posts[boss].kind, lines.posts[post].kind) for post, boss in lines.boss.items())


def _next(
    posts: tuple[Post, ...], led: frozenset[tuple[str, str]], design: Design, facts: Facts
) -> tuple[Post, Post] | None:
    """Choose the next post to hand over, and to whom; None when nothing is left to do."""
    below: dict[str, list[Post]] = {}
    for post in posts:
        for boss in post.reports_to[:1]:
            below.setdefault(boss, []).append(post)
    for manager in posts:
        team = below.get(manager.id, [])
        if _too_many(manager, team, design, facts):
            pairs = _pairs(team, below, led)
            if pairs:
                return max(pairs, key=lambda pair: (people(pair[0]), pair[0].id))
    return None


def _too_many(manager: Post, team: list[Post], design: Design, facts: Facts) -> bool:
    usual = usual_span(manager, design, facts)
    n = ceil(sum(people(post) for post in team) / people(manager))
    return usual is not None and n > usual.high + SPAN_SLACK


def _pairs(
    team: list[Post], below: Mapping[str, list[Post]], led: frozenset[tuple[str, str]]
) -> list[tuple[Post, Post]]:
    """Pair posts without reports of their own with the peer whose kind leads theirs today."""
    return [
        (post, peer)
        for peer in team
        for post in team
        if peer is not post and post.id not in below and (peer.kind, post.kind) in led
    ]
