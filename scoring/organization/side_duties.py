"""Who does on the side what no post of a target has as its own: small teams have more duties than posts."""

from collections.abc import Iterable, Mapping

from assessment.domain.forms import Design
from assessment.domain.structure import Post
from scoring.organization.advice import SideDuty


def side_duties(
    duties: Iterable[str], posts: Mapping[str, Post], boss: Mapping[str, str], design: Design
) -> tuple[SideDuty, ...]:
    """Give every duty to the fittest post there is.

    Parameters
    ----------
    duties : ids that nobody has as their own.
    posts, boss : the target by id, and solid lines.
    design : kinds that may stand in for a duty, the fittest first; without any of them the top does it.

    Returns
    -------
    One entry a duty, in the order given; none without posts. Who stands in is judgement.
    """
    by_kind: dict[str, str] = {}
    for key, post in posts.items():
        by_kind.setdefault(post.kind, key)
    top = next((key for key in posts if key not in boss), "")
    fallback = {duty.id: duty.fallback for duty in design.duties}
    chosen = (
        (duty, next((by_kind[kind] for kind in fallback.get(duty, ()) if kind in by_kind), top))
        for duty in duties
    )
    return tuple(SideDuty(duty, post) for duty, post in chosen if post)
