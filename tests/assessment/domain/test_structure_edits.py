"""Operations on an organization: headcount is kept, and nothing dangles."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain import structure_edits as edits
from assessment.domain.errors import ReportingCycle, SplitImpossible, StructureFull
from assessment.domain.structure import (
    MAX_AGENCIES,
    Agency,
    DecisionRight,
    Post,
    Room,
    Structure,
    Team,
)

BOSS = Post("p1", "lead", "操盘手", "t1", 1.0)
HOST = Post("p2", "host", "", "t1", 4.0, 1.0, ("p1",), agency="a1")
CO_HOST = Post("p3", "co_host", "", "t1", 2.0, 0.0, ("p2",), ("p1",), "p2")
BUYER = Post("p4", "media_buyer", "", "t2", None, 0.0, ("p1",))
TEAMS = (Team("t1", "直播组"), Team("t2", "投放组", "t1"))
RIGHT = DecisionRight("floor_price", recommend=("p2", "p4"), input=("p3",), decide=("p2",))
ROOMS, AGENCIES = (Room("r1", "一号"),), (Agency("a1", "某机构"),)
SMALL = Structure((BOSS, HOST, CO_HOST, BUYER), TEAMS, ROOMS, AGENCIES, (RIGHT,))


@st.composite
def organizations(draw: st.DrawFn) -> Structure:
    """Draw an organization without circles: everybody reports, if at all, to somebody earlier."""
    n = draw(st.integers(2, 9))
    numbers = range(n)
    teams = tuple(Team(f"t{i}", "组", f"t{i - 1}" if i else "") for i in range(draw(st.integers(0, 3))))
    agencies = (Agency("a1", "某机构"),)
    named = st.sampled_from([f"p{i}" for i in numbers])
    posts = []
    for i in draw(st.permutations(numbers)):
        boss = draw(st.sampled_from(["", *(f"p{j}" for j in range(i))]))
        fte = draw(st.one_of(st.none(), st.integers(0, 80).map(lambda k: k / 4)))
        dotted = tuple(one for one in draw(st.lists(named, max_size=2, unique=True)) if one != f"p{i}")
        posts.append(
            Post(
                f"p{i}",
                "host",
                team=draw(st.sampled_from(["", *(team.id for team in teams)])),
                fte=fte,
                outsourced_fte=0.0 if fte is None else fte / 2,
                reports_to=(boss,) if boss else (),
                dotted=tuple(one for one in dotted if one != boss),
                appraised_by=draw(st.one_of(st.just(""), named)),
                agency=draw(st.sampled_from(["", "a1"])),
            )
        )
    right = DecisionRight("persona", recommend=(draw(named),), input=(draw(named),), decide=(draw(named),))
    return Structure(tuple(posts), teams, (), agencies, (right,))


def headcount(structure: Structure) -> tuple[float, float]:
    """Add up known and outsourced headcount."""
    return (
        sum(post.fte for post in structure.posts if post.fte is not None),
        sum(post.outsourced_fte for post in structure.posts),
    )


def runs_in_circles(structure: Structure) -> bool:
    """Tell whether a post stands below itself."""
    return any(post.id in edits.below(structure, post.id) for post in structure.posts)


@given(organizations(), st.data())
def test_moving_keeps_headcount_and_never_makes_a_circle(structure: Structure, data: st.DataObject) -> None:
    """A move is either refused or leaves the same people without circle or loose end."""
    ids = [post.id for post in structure.posts]
    post, boss = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(["", *ids]))
    try:
        after = edits.move_post(structure, post, boss=boss)
    except ReportingCycle:
        assert boss == post or boss in edits.below(structure, post)
        return
    assert headcount(after) == headcount(structure)
    assert not runs_in_circles(after)
    assert not edits.dangling(after)


@given(organizations(), st.data())
def test_merging_keeps_headcount_and_every_reference(structure: Structure, data: st.DataObject) -> None:
    """Any group of posts becomes one with their people; what led to them leads to it."""
    ids = data.draw(st.lists(st.sampled_from([p.id for p in structure.posts]), min_size=2, unique=True))
    after = edits.merge_posts(structure, ids[0], ids[1:])
    assert len(after.posts) == len(structure.posts) - len(ids) + 1
    assert headcount(after) == headcount(structure)
    assert not runs_in_circles(after)
    assert not edits.dangling(after)
    assert len(after.rights[0].decide) == 1


@given(organizations(), st.data())
def test_deleting_leaves_nothing_dangling(structure: Structure, data: st.DataObject) -> None:
    """A deleted post, team or agency is named nowhere, and nobody's line is cut who had one above it."""
    sheet = data.draw(
        st.sampled_from([s for s in ("posts", "teams", "agencies") if edits.entries(structure, s)])
    )
    key = data.draw(st.sampled_from([edits.key_of(entry) for entry in edits.entries(structure, sheet)]))
    after = edits.delete_entry(structure, sheet, key)
    assert len(edits.entries(after, sheet)) == len(edits.entries(structure, sheet)) - 1
    assert not edits.dangling(after)
    assert not runs_in_circles(after)
    if sheet != "posts":
        assert headcount(after) == headcount(structure)


@given(organizations(), st.floats(0.1, 0.9), st.data())
def test_splitting_keeps_headcount(structure: Structure, share: float, data: st.DataObject) -> None:
    """Both parts together are what the post was, outsourced part included."""
    post = data.draw(st.sampled_from(structure.posts))
    if not post.fte:
        with pytest.raises(SplitImpossible):
            edits.split_post(structure, post.id, share)
        return
    after = edits.split_post(structure, post.id, share * post.fte)
    assert headcount(after) == pytest.approx(headcount(structure))
    assert len({one.id for one in after.posts}) == len(structure.posts) + 1
    assert not edits.dangling(after)


@given(organizations(), st.data())
def test_what_was_touched_is_found(structure: Structure, data: st.DataObject) -> None:
    """An organization does not differ from itself; a changed team differs in exactly that post."""
    assert edits.touched(structure, structure) == frozenset()
    post = data.draw(st.sampled_from(structure.posts))
    after = edits.move_post(structure, post.id, team="elsewhere")
    assert edits.touched(structure, after) == {("posts", post.id)}


def test_a_merge_by_hand() -> None:
    """Hosts (4, of which 1 outsourced) and co-hosts (2) make 6; the agency and the decision follow."""
    after = edits.merge_posts(SMALL, "p3", ["p2"])
    assert after.post("p3") == replace(
        CO_HOST, fte=6.0, outsourced_fte=1.0, reports_to=("p1",), dotted=(), appraised_by="", agency="a1"
    )
    assert after.post("p2") is None
    assert after.rights == (
        DecisionRight("floor_price", recommend=("p3", "p4"), input=("p3",), decide=("p3",)),
    )


def test_an_unknown_headcount_is_no_zero_in_a_merge() -> None:
    """Unknown and known make the known; unknown and unknown stay unknown."""
    unknown = replace(BUYER, id="p5")
    both = replace(SMALL, posts=(*SMALL.posts, unknown))
    assert edits.merge_posts(both, "p4", ["p2"]).post("p4").fte == 4.0  # type: ignore[union-attr]  # it is there
    assert edits.merge_posts(both, "p4", ["p5"]).post("p4").fte is None  # type: ignore[union-attr]  # it is there


def test_a_deleted_post_hands_its_reports_to_its_boss() -> None:
    """Without the host the co-host reports to the lead, whom a second line then would only repeat."""
    after = edits.delete_post(SMALL, "p2")
    assert after.post("p3") == replace(CO_HOST, reports_to=("p1",), dotted=(), appraised_by="")
    assert after.rights == (DecisionRight("floor_price", recommend=("p4",), input=("p3",)),)


def test_a_deleted_team_hands_its_posts_to_the_team_around_it() -> None:
    """Media buying lies in live: its buyer moves there; live lies nowhere."""
    assert edits.delete_team(SMALL, "t2").post("p4") == replace(BUYER, team="t1")
    after = edits.delete_team(SMALL, "t1")
    assert after.teams == (Team("t2", "投放组"),)
    assert after.post("p2") == replace(HOST, team="")


def test_a_split_by_hand() -> None:
    """One of four hosts, a quarter of them outsourced, takes a quarter of that along and stands beside."""
    after = edits.split_post(SMALL, "p2", 1.0, name="晚班主播")
    assert [post.id for post in after.posts] == ["p1", "p2", "p5", "p3", "p4"]
    assert after.post("p5") == replace(HOST, id="p5", name="晚班主播", fte=1.0, outsourced_fte=0.25)
    assert after.post("p2") == replace(HOST, fte=3.0, outsourced_fte=0.75)


@pytest.mark.parametrize("boss", ["p1", "p2", "p3"])
def test_a_boss_from_below_is_refused(boss: str) -> None:
    """The lead can report neither to itself nor to anybody under it."""
    with pytest.raises(ReportingCycle):
        edits.move_post(SMALL, "p1", boss=boss)


def test_a_circle_that_is_there_can_be_taken_apart() -> None:
    """What came by file with a circle is still editable: another boss is accepted."""
    bent = replace(SMALL, posts=(replace(BOSS, reports_to=("p3",)), HOST, CO_HOST, BUYER))
    assert runs_in_circles(bent)
    renamed = edits.change_post(bent, replace(bent.posts[0], name="店长"))
    assert renamed.posts[0].name == "店长"
    assert not runs_in_circles(edits.move_post(renamed, "p1", boss=""))


def test_sheets_have_limits_and_ids_are_taken_once() -> None:
    """The last agency fits, one more does not; an id cannot be given twice."""
    full = replace(SMALL, agencies=tuple(Agency(f"a{i}", "x") for i in range(MAX_AGENCIES)))
    with pytest.raises(StructureFull):
        edits.add_entry(full, "agencies", Agency("new", "x"))
    with pytest.raises(ValueError, match="a1"):
        edits.add_entry(SMALL, "agencies", Agency("a1", "x"))


def test_rights_of_a_new_decision_are_added_and_rooms_only_vanish() -> None:
    """A decision has one row, whether it was told before or not."""
    told = edits.change_entry(SMALL, "rights", DecisionRight("persona", decide=("p1",)))
    assert [right.decision for right in told.rights] == ["floor_price", "persona"]
    again = edits.change_entry(told, "rights", DecisionRight("persona", decide=("p2",)))
    assert again.right("persona") == DecisionRight("persona", decide=("p2",))
    assert edits.delete_entry(SMALL, "rooms", "r1") == replace(SMALL, rooms=())


@pytest.mark.parametrize("post", ["nobody"])
def test_unknown_posts_change_nothing(post: str) -> None:
    """A tap that comes too late finds nothing to do."""
    assert edits.delete_post(SMALL, post) == SMALL
    assert edits.move_post(SMALL, post, boss="p1") == SMALL
    assert edits.merge_posts(SMALL, post, ["p1"]) == SMALL
    assert edits.merge_posts(SMALL, "p1", [post]) == SMALL
    assert edits.delete_team(SMALL, post) == SMALL
