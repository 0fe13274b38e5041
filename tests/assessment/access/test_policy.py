"""The matrix of who may do what: every viewer, every action, own and foreign objects."""

from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.access.policy import Action, Target, allowed, require, sees
from assessment.access.viewer import Owner, Reader, Respondent, System, Viewer
from assessment.domain.errors import AccessDenied, NotFound

OWNER = Owner("w1", "m1", "v1", "r1")
RESPONDENT = Respondent("v1", "i2", "r2")
READER = Reader("w1", "v1")
WAVE = Target("w1", "v1")
MATRIX: dict[Viewer, set[str]] = {
    OWNER: {
        "manage",
        "facts",
        "score",
        "read_results",
        "see_panels",
        "manage_panels",
        "contribute",
        "reorganize",
        "design",
        "review",
        "release",
        "share",
        "export",
        "erase",
    },
    RESPONDENT: set(),
    READER: {"read_results"},
    System(): {
        "manage",
        "score",
        "read_results",
        "see_panels",
        "manage_panels",
        "reorganize",
        "design",
        "plan",
        "administer",
        "audit",
        "export",
        "erase",
        "portfolio",
    },
}
ids = st.sampled_from(["1", "2"])
viewers = st.one_of(
    st.builds(Owner, ids, ids, ids, ids),
    st.builds(Respondent, ids, ids, ids),
    st.builds(Reader, ids, ids),
    st.just(System()),
)
targets = st.builds(Target, ids, ids, st.none() | ids, st.booleans())


@pytest.mark.parametrize(("viewer", "action"), list(product(MATRIX, get_args(Action))))
def test_every_action_on_ones_own_wave(viewer: Viewer, action: Action) -> None:
    """What the matrix does not grant is denied, in words of its own because the wave is known."""
    if action in MATRIX[viewer]:
        assert require(viewer, action, WAVE) is WAVE
    else:
        with pytest.raises(AccessDenied):
            require(viewer, action, WAVE)


def test_everybody_answers_in_ones_own_response_only() -> None:
    """An owner and a respondent of one wave cannot touch each other's answers."""
    assert allowed(OWNER, "answer", Target("w1", "v1", "r1"))
    assert allowed(RESPONDENT, "answer", Target("w1", "v1", "r2"))
    for viewer, response in ((OWNER, "r2"), (RESPONDENT, "r1"), (READER, "r1")):
        with pytest.raises(NotFound):
            require(viewer, "answer", Target("w1", "v1", response))


def test_demo_objects_are_written_by_the_machine_only() -> None:
    """A reader of the demo reads; even an owner's value would not write."""
    demo = Target("w1", "v1", demo=True)
    assert allowed(READER, "read_results", demo)
    assert allowed(System(), "score", demo)
    writing = ("manage", "facts", "score", "manage_panels", "contribute", "design")
    assert not any(allowed(OWNER, action, demo) for action in writing)


@given(viewer=viewers, target=targets, action=st.sampled_from(get_args(Action)))
def test_foreign_and_absent_objects_are_one_answer(viewer: Viewer, target: Target, action: Action) -> None:
    """Whoever does not see an object gets exactly what an id without an object gets."""
    if not sees(viewer, target):
        with pytest.raises(NotFound) as foreign:
            require(viewer, action, target)
        with pytest.raises(NotFound) as absent:
            require(viewer, action, None)
        assert str(foreign.value) == str(absent.value)


@given(viewer=viewers, target=targets, action=st.sampled_from(get_args(Action)))
def test_acting_implies_seeing(viewer: Viewer, target: Target, action: Action) -> None:
    """Nobody may act on what is not theirs to see, and only the machine crosses workspaces."""
    if allowed(viewer, action, target) and not isinstance(viewer, System):
        assert sees(viewer, target)
        assert viewer.wave_id == target.wave_id
        assert isinstance(viewer, Respondent) or viewer.workspace_id == target.workspace_id
