"""What can be counted on in a structure: posts once each, possible headcounts, lines without circles.

Everything that counts in a structure (figures, target, comparison) looks through this glass, so that a wrong
cell is left out in the same way everywhere and nothing loops.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from assessment.domain.structure import MAX_FTE, Post, Structure

_SHORTEST_CIRCLE: Final = 2


@dataclass(frozen=True, slots=True)
class Lines:
    """Solid lines that lead somewhere, as a forest.

    `posts` by id, the first of each id; `boss` the first solid line that leads to another known post and is
    part of no circle; `reports` its inverse, in the order of the posts; `circles` the posts of each circle.
    """

    posts: Mapping[str, Post]
    boss: Mapping[str, str]
    reports: Mapping[str, tuple[str, ...]]
    circles: tuple[tuple[str, ...], ...]

    def above(self, post_id: str) -> tuple[str, ...]:
        """Return the bosses of a post, nearest first."""
        chain = list[str]()
        while post_id in self.boss:
            post_id = self.boss[post_id]
            chain.append(post_id)
        return tuple(chain)


def lines_of(structure: Structure) -> Lines:
    """Read the lines of a structure; linear in posts and lines.

    A line to an unknown post or to the post itself, every line inside a circle and every solid line after
    the first good one are left out.

    Examples
    --------
    >>> from assessment.domain.structure import Post, Structure
    >>> a, b, c = Post("a", ""), Post("b", "", reports_to=("a",)), Post("c", "", reports_to=("x", "b"))
    >>> lines_of(Structure((a, b, c))).above("c")
    ('b', 'a')
    """
    posts = first_of_each(structure.posts)
    links = {
        key: tuple(dict.fromkeys(b for b in post.reports_to if b in posts and b != key))
        for key, post in posts.items()
    }
    ring = _rings(links)
    boss = {
        key: good[0] for key, above in links.items() if (good := [b for b in above if ring[b] != ring[key]])
    }
    reports: dict[str, list[str]] = {}
    for key, one in boss.items():
        reports.setdefault(one, []).append(key)
    return Lines(posts, boss, {key: tuple(below) for key, below in reports.items()}, _circles(links, ring))


def circles_of(links: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the members of every circle, each walked along its lines from its first member.

    Parameters
    ----------
    links : where each member leads; only members may be led to, none to itself.
    """
    return _circles(links, _rings(links))


def first_of_each(posts: Iterable[Post]) -> dict[str, Post]:
    """Return the first post of every id."""
    found: dict[str, Post] = {}
    for post in posts:
        found.setdefault(post.id, post)
    return found


def headcount(post: Post) -> float | None:
    """Full-time equivalents of a post; None when unknown or impossible (0, negative, too many, no number)."""
    fte = post.fte
    if fte is None or not math.isfinite(fte) or not 0 < fte <= MAX_FTE:
        return None
    return float(fte)


def outsourced(post: Post) -> float:
    """Return the part of the headcount that is somebody else's staff; an impossible one is 0."""
    part, fte = post.outsourced_fte, headcount(post)
    if fte is None or not math.isfinite(part) or not 0 < part <= fte:
        return 0.0
    return float(part)


def people(post: Post) -> int:
    """Least number of people in a post: a started full-time equivalent is a person, an unknown post one."""
    fte = headcount(post)
    return 1 if fte is None else max(1, math.ceil(fte - 1e-9))


def total(posts: Iterable[Post]) -> float:
    """Sum of the known headcounts."""
    return math.fsum(headcount(post) or 0.0 for post in posts)


def total_outsourced(posts: Iterable[Post]) -> float:
    """Sum of the outsourced parts."""
    return math.fsum(outsourced(post) for post in posts)


def _rings(links: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Label the strongly connected part that each member lies in; without circles each its own."""
    place = {key: n for n, key in enumerate(links)}
    if not _circular(links):
        return place
    rows = [place[key] for key, ends in links.items() for _ in ends]
    columns = [place[end] for ends in links.values() for end in ends]
    shape = (len(place), len(place))
    graph = csr_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=shape)
    _, labels = connected_components(graph, directed=True, connection="strong")
    return dict(zip(place, labels.tolist(), strict=True))


def _circular(links: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether lines run in a circle: peeling off who leads nowhere leaves somebody."""
    open_ends = {key: len(ends) for key, ends in links.items()}
    below: dict[str, list[str]] = {}
    for key, ends in links.items():
        for end in ends:
            below.setdefault(end, []).append(key)
    free = [key for key, n in open_ends.items() if n == 0]
    peeled = 0
    while free:
        peeled += 1
        for key in below.get(free.pop(), ()):
            open_ends[key] -= 1
            if open_ends[key] == 0:
                free.append(key)
    return peeled < len(links)


def _circles(links: Mapping[str, tuple[str, ...]], ring: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    members: dict[int, list[str]] = {}
    for key in links:
        members.setdefault(ring[key], []).append(key)
    return tuple(_walk(links, ring, inside) for inside in members.values() if len(inside) >= _SHORTEST_CIRCLE)


def _walk(
    links: Mapping[str, tuple[str, ...]], ring: Mapping[str, int], inside: list[str]
) -> tuple[str, ...]:
    """Follow the lines inside a circle from its first member, then add those off the walk."""
    walked, at = dict[str, None](), inside[0]
    while at not in walked:
        walked[at] = None
        at = next(end for end in links[at] if ring[end] == ring[at])
    return (*walked, *(key for key in inside if key not in walked))
