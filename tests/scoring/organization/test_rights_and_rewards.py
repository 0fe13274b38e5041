"""Decision rights that change hands, and appraisals that have to change."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.forms import OrganizationForm
from assessment.domain.organization import Facts
from assessment.domain.scenario import Settings
from assessment.domain.structure import DecisionRight, Post, Structure
from scoring.organization.advice import MetricChange
from scoring.organization.rewards import metric_changes
from scoring.organization.rights import rights_lines
from scoring.organization.structure_facts import structure_from_facts
from scoring.organization.target import target_structure
from tests.scoring.organization.design_builders import ground_of, shipped

O4 = shipped().form("O4")
FORMS = st.sampled_from(shipped().forms)


def test_rights_of_an_independent_team() -> None:
    """The shipped card for O4: buyer inside the band, head of media above it, content head on the persona."""
    target = target_structure(O4, ground_of({}), Settings())
    deciders = {right.decision: right.decide[0] for right in target.rights}
    assert deciders == {
        "persona": "t:content_head@content",
        "product_order": "t:live_head@live",
        "floor_price": "t:lead@douyin",
        "on_air_budget": "t:media_buyer@media",
        "on_air_budget_above": "t:media_head@media",
        "talent_contract": "t:talent_head@talent",
        "top_kol": "t:lead@douyin",
        "compensation": "t:service_head@service",
        "campaign_plan": "t:lead@douyin",
    }
    persona = target.right("persona")
    assert persona == DecisionRight(
        "persona",
        recommend=("t:director@content",),
        agree=("brand",),
        perform=("t:host@live",),
        input=("t:presale@service",),
        decide=("t:content_head@content",),
    )


def test_no_agency_ever_decides() -> None:
    """In the agency-led form every decision is an own post's."""
    target = target_structure(shipped().form("O5"), ground_of({}), Settings())
    posts = {post.id: post for post in target.posts}
    assert all(posts[right.decide[0]].outsourced_fte == 0 for right in target.rights)


def test_letters_move_by_kind() -> None:
    """Another post of the same kind is no move; with a known D an empty letter is nobody."""
    today = Structure(
        (Post("c", "content_head"), Post("d", "director"), Post("l", "lead")),
        rights=(
            DecisionRight("persona", recommend=("d",), decide=("c",), hours=5.0),
            DecisionRight("floor_price", decide=("c",)),
            DecisionRight("top_kol", agree=("l",)),
        ),
    )
    target = Structure(
        (Post("t:c", "content_head"), Post("t:d", "director"), Post("t:l", "lead")),
        rights=(
            DecisionRight("persona", recommend=("t:d",), agree=("brand",), decide=("t:c",)),
            DecisionRight("floor_price", decide=("t:l",)),
            DecisionRight("top_kol", recommend=("t:d",), agree=("finance",), decide=("t:l",)),
        ),
        source="target",
    )
    facts: Facts = {"F16.persona.hours": 30, "F16.floor_price.hours": 18, "F16.floor_price.outside": True}
    lines = {line.decision: line for line in rights_lines(shipped(), O4, today, target, facts)}
    assert lines["persona"].moves == ("agree",)
    assert lines["persona"].today == (("recommend", ("d",)), ("decide", ("c",)))
    assert (lines["persona"].hours_today, lines["persona"].outside_today) == (5.0, None)
    assert lines["floor_price"].moves == ("decide",)
    assert (lines["floor_price"].hours_today, lines["floor_price"].outside_today) == (18.0, True)
    assert lines["top_kol"].moves == ("agree",)
    assert lines["campaign_plan"].target == ()


def test_outside_approval_brings_the_decision_home() -> None:
    """Where only facts speak, a decision that waits for somebody outside moves; one that does not stays."""
    facts: Facts = {
        "F2.reports_to": "ecommerce",
        "F13.host.fte": 2,
        "F16.persona.outside": True,
        "F16.persona.hours": 48,
        "F16.top_kol.outside": False,
    }
    today = structure_from_facts(facts, shipped(), {})
    target = target_structure(O4, ground_of(facts), Settings())
    lines = {line.decision: line for line in rights_lines(shipped(), O4, today, target, facts)}
    assert lines["persona"].moves == ("agree", "decide")
    assert lines["persona"].today == (("agree", ("ecommerce_director",)),)
    assert (lines["top_kol"].moves, lines["top_kol"].outside_today) == ((), False)


@given(FORMS)
def test_unchanged_rights_move_nothing(form: OrganizationForm) -> None:
    """A target against itself has no moves, and a target without rights gets those of the card."""
    target = target_structure(form, ground_of({}), Settings())
    lines = rights_lines(shipped(), form, target, target, {})
    assert [line.moves for line in lines] == [()] * len(shipped().decisions)
    bare = replace(target, rights=())
    assert [line.target for line in rights_lines(shipped(), form, Structure(), bare, {})] == [
        line.target for line in lines
    ]


def test_what_has_to_change_in_appraisal() -> None:
    """Gross goes first, no appraisal next, the form's own metric last; entered values before facts."""
    form = shipped().form("O3")
    today = Structure(
        (
            Post("a", "media_buyer", metric="roi", basis="net"),
            Post("b", "media_buyer", metric="gmv", basis="gross"),
            Post("c", "bd", metric="none"),
        )
    )
    facts: Facts = {"F22.host.metric": "gmv", "F22.host.basis": "gross", "F22.bd.metric": "gmv"}
    changes = {change.kind: change for change in metric_changes(form, today, facts)}
    assert changes["host"] == MetricChange("host", "gmv", "gross", "gross")
    assert changes["media_buyer"] == MetricChange("media_buyer", "gmv", "gross", "gross")
    assert changes["bd"] == MetricChange("bd", "none", "", "none")
    assert changes["store_manager"] == MetricChange("store_manager", "", "", "form")
    asked = {post.kind for post in form.posts if post.metric is not None}
    assert set(changes) == asked | {"host", "media_buyer", "bd"}


@given(FORMS)
def test_one_change_a_kind(form: OrganizationForm) -> None:
    """Each kind of the form is named once at most, and with nothing known only where the form asks."""
    changes = metric_changes(form, Structure(), {})
    assert len({change.kind for change in changes}) == len(changes)
    assert {change.kind for change in changes} == {post.kind for post in form.posts if post.metric}
