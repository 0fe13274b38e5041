"""What a consultant's edits do to a proposal."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Agency, DecisionRight, Post, Structure, Team
from scoring.organization.advice import RightsLine
from scoring.organization.hand import edited_settings, edited_target, moved_lines, with_rights

TARGET = Structure(
    posts=(
        Post("t:lead@top", "lead", team="top", fte=1),
        Post("t:live_head@live", "live_head", team="live", fte=1, reports_to=("t:lead@top",)),
        Post("t:host@live", "host", team="live", fte=4, outsourced_fte=2, reports_to=("t:live_head@live",)),
    ),
    rights=(DecisionRight("product_order", recommend=("t:host@live",), decide=("t:live_head@live",)),),
    source="target",
)
TODAY = Structure(posts=(Post("p1", "lead", fte=1), Post("p2", "console", fte=1, reports_to=("p1",))))


def test_without_edits_nothing_changes() -> None:
    """A proposal that nobody touched is the computed one."""
    assert edited_target(TARGET, TODAY, ()) is TARGET


def test_a_headcount_by_hand_replaces_the_computed_one() -> None:
    """Outsourced staff never exceed the headcount that was set."""
    edited = edited_target(TARGET, TODAY, (LineEdit("post:host@live", "edited", fte=1.5),))
    host = edited.post("t:host@live")
    assert host is not None
    assert (host.fte, host.outsourced_fte) == (1.5, 1.5)


def test_a_rejected_post_hands_its_reports_to_its_boss() -> None:
    """Who reported to the post reports to the next one above, who also decides in its place."""
    edited = edited_target(TARGET, TODAY, (LineEdit("post:live_head@live", "rejected", reason="太早"),))
    assert [post.id for post in edited.posts] == ["t:lead@top", "t:host@live"]
    assert edited.posts[1].reports_to == ("t:lead@top",)
    assert edited.rights[0].decide == ("t:lead@top",)
    assert edited.rights[0].recommend == ("t:host@live",)


def test_a_whole_chain_can_be_rejected() -> None:
    """Reports climb past every post that is gone; at the top they have no boss."""
    edits = tuple(LineEdit(f"post:{line}", "rejected", reason="x") for line in ("lead@top", "live_head@live"))
    edited = edited_target(TARGET, TODAY, edits)
    assert [(post.id, post.reports_to) for post in edited.posts] == [("t:host@live", ())]


def test_zero_drops_a_post() -> None:
    """A headcount of 0 is a post that is not made."""
    edited = edited_target(TARGET, TODAY, (LineEdit("post:host@live", "edited", fte=0),))
    assert edited.post("t:host@live") is None


def test_rejecting_a_drop_keeps_the_post_of_today() -> None:
    """A post of today that the consultant will not lose stands under its boss, with its agency."""
    today = replace(
        TODAY,
        posts=(TODAY.posts[0], replace(TODAY.posts[1], team="old", outsourced_fte=0.5, agency="a1")),
        teams=(Team("old", "老部门"),),
        agencies=(Agency("a1", "代播公司"),),
    )
    edited = edited_target(
        replace(TARGET, teams=(Team("top", ""), Team("live", "", "top"))),
        today,
        (LineEdit("post:p2", "rejected", reason="留用"),),
    )
    kept = edited.post("p2")
    assert kept is not None
    assert (kept.fte, kept.reports_to, kept.team, kept.agency) == (1, ("t:lead@top",), "top", "a1")
    assert edited.agencies == today.agencies


def test_a_drop_that_is_no_longer_proposed_doubles_nobody() -> None:
    """Rejecting the drop of a post says nothing once the target has its kind of its own accord."""
    edits = (LineEdit("post:p1", "rejected", reason="留用"),)
    assert edited_target(TARGET, TODAY, edits).posts == TARGET.posts


def test_the_heir_of_a_decision_neither_agrees_nor_is_asked() -> None:
    """Who decides in place of a rejected post holds no veto against itself."""
    right = DecisionRight(
        "persona", agree=("t:lead@top",), input=("t:host@live",), decide=("t:live_head@live",)
    )
    edits = (LineEdit("post:live_head@live", "rejected", reason="x"),)
    (left,) = edited_target(replace(TARGET, rights=(right,)), TODAY, edits).rights
    assert left == DecisionRight("persona", input=("t:host@live",), decide=("t:lead@top",))


def test_rejecting_a_move_of_rights_leaves_them_as_they_are() -> None:
    """The line then tells today on both sides and no letter moves."""
    line = RightsLine(
        "persona", (("decide", ("p1",)),), (("decide", ("t:lead@top",)),), ("decide",), 48.0, True
    )
    (left,) = with_rights((line,), (LineEdit("right:persona", "rejected", reason="x"),))
    assert left == replace(line, target=line.today, moves=())
    assert with_rights((line,), (LineEdit("right:persona", "accepted"),)) == (line,)


def test_a_rejected_initiative_leaves_the_plan_unless_it_is_asked_for() -> None:
    """Rejections join what the scenario skips; what the scenario requires wins."""
    edits = tuple(LineEdit(f"initiative:{i}", "rejected", reason="x") for i in ("I01", "I02"))
    settings = edited_settings(Settings(skipped=("I03",), required=("I02",)), edits)
    assert settings.skipped == ("I03", "I01")


BASES = st.dictionaries(st.sampled_from(["form", "rule:R1", "ritual:a"]), st.sampled_from(["", "a", "b"]))


@given(BASES, BASES)
def test_a_line_moved_exactly_when_its_ground_is_another(then: dict[str, str], now: dict[str, str]) -> None:
    """Same digest: quiet. Another digest, or the line gone: named. Edits without a digest never remind."""
    edits = tuple(LineEdit(line, "accepted", basis=basis) for line, basis in then.items())
    assert set(moved_lines(now, edits)) == {line for line, b in then.items() if b and now.get(line) != b}
