"""In a target every duty is somebody's, be it on the side."""

import pytest

from assessment.domain.scenario import Settings
from assessment.domain.structure import Post, Structure
from scoring.organization.advice import SideDuty
from scoring.organization.side_duties import side_duties
from scoring.organization.structure_figures import structure_figures
from scoring.organization.target import target_structure
from tests.scoring.organization.design_builders import ground_of, shipped

DESIGN = shipped()


def test_the_fittest_kind_stands_in_and_else_the_top() -> None:
    """Quality goes to merchandising before after-sales; with neither of its kinds, to the top."""
    posts = {"o": Post("o", "pr"), "a": Post("a", "aftersale"), "m": Post("m", "merchandiser")}
    boss = {"a": "o", "m": "o"}
    assert side_duties(("quality",), posts, boss, DESIGN) == (SideDuty("quality", "m"),)
    assert side_duties(("quality",), {"o": posts["o"]}, {}, DESIGN) == (SideDuty("quality", "o"),)
    assert side_duties(("quality",), {}, {}, DESIGN) == ()


@pytest.mark.parametrize("form", DESIGN.forms, ids=lambda form: form.id)
def test_no_target_leaves_a_duty_to_nobody(form: object) -> None:
    """Each form, filled for a plain merchant, covers every duty, as its own or on the side."""
    made = target_structure(form, ground_of({}), Settings())  # type: ignore[arg-type]
    figures = structure_figures(made, DESIGN, {}, "G3")
    assert figures.uncovered == ()
    ids = {post.id for post in made.posts}
    assert {one.post for one in figures.side_duties} <= ids


def test_today_is_told_as_it_is() -> None:
    """In an organization as entered nobody is made to stand in: the gap is named."""
    figures = structure_figures(Structure((Post("h", "host", fte=1),)), DESIGN, {}, "G3")
    assert "quality" in figures.uncovered
    assert figures.side_duties == ()
