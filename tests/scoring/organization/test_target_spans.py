"""Managers of the target do not lead more than they can, where today's lines show who else can lead."""

from hypothesis import given

from assessment.domain.structure import Post, Structure
from scoring.organization.lines import lines_of, people
from scoring.organization.target_spans import relieved
from tests.scoring.organization.design_builders import hostile_structures, shipped

DESIGN = shipped()
TODAY = Structure(
    (
        Post("m", "store_manager", fte=1),
        Post("d", "director", fte=2, reports_to=("m",)),
        Post("e", "editor", fte=2, reports_to=("d",)),
        Post("b", "bd", fte=2, reports_to=("m",)),
    )
)


def target(buyers: float) -> tuple[Post, ...]:
    """Put everybody directly under the store manager."""
    return (
        Post("t:m", "store_manager", fte=1),
        *(Post(f"t:{kind}", kind, fte=2, reports_to=("t:m",)) for kind in ("director", "editor", "bd")),
        Post("t:media_buyer", "media_buyer", fte=buyers, reports_to=("t:m",)),
    )


def boss_of(posts: tuple[Post, ...], kind: str) -> tuple[str, ...]:
    """Solid lines of the post of a kind."""
    return next(post.reports_to for post in posts if post.kind == kind)


def test_a_post_keeps_the_peer_who_leads_it_today() -> None:
    """Ten people under a coach are one too many: editors stay with the directors; nine may stay."""
    assert boss_of(relieved(target(4), TODAY, DESIGN, {}), "editor") == ("t:director",)
    assert relieved(target(3), TODAY, DESIGN, {}) == target(3)


def test_without_a_line_of_today_nothing_is_made_up() -> None:
    """Nobody led anybody before: the wide span stays, and is flagged where spans are told."""
    assert relieved(target(9), Structure(), DESIGN, {}) == target(9)


@given(hostile_structures(), hostile_structures())
def test_any_structure_ends_and_keeps_its_posts(made: Structure, today: Structure) -> None:
    """Whatever the lines, posts, headcounts and teams stay, and no circle appears that was not there."""
    posts = tuple({post.id: post for post in made.posts}.values())
    found = relieved(posts, today, DESIGN, {})
    assert [(p.id, p.kind, p.fte, p.team) for p in found] == [(p.id, p.kind, p.fte, p.team) for p in posts]
    before, after = lines_of(Structure(posts)), lines_of(Structure(found))
    assert len(after.circles) <= len(before.circles)
    assert sum(map(people, found)) == sum(map(people, posts))
