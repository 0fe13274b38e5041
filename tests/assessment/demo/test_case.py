"""The worked case: legal, complete, telling, and the same everywhere."""

import pytest

from assessment.content.demo.case import demo_case, demo_id
from assessment.content.loader import facts_form, knowledge, shipped_instrument
from assessment.content.panels import demo_panel
from assessment.domain.engagement import CATEGORIES, GMV_TIERS
from assessment.domain.organization import FactField, FactValue
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN, Response
from assessment.services.scenario_fields import Allowed, checked_settings
from assessment.services.structure_fields import checked_structure
from scoring.organization.structure_checks import structure_problems
from scoring.organization.structure_facts import facts_from_structure
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.results import WaveResult

CASE = demo_case()
INSTRUMENT = shipped_instrument()


@pytest.fixture(scope="module")
def result() -> WaveResult:
    """Score the case as the product does."""
    evidence = WaveEvidence(INSTRUMENT, CASE.responses, CASE.merchant, CASE.facts, n_invited=7)
    return score_wave(evidence, Yardsticks(knowledge(), demo_panel()))


def answers_of(response: Response) -> dict[str, int]:
    """Answers of one rater by item, without the missing ones."""
    items = (item.id for item in INSTRUMENT.items)
    return {item: code for item, code in zip(items, response.answers, strict=True) if code != MISSING}


def test_the_merchant_is_marked_as_synthetic() -> None:
    """Data and name both say that nobody real is described."""
    assert CASE.merchant.demo
    assert "演示" in CASE.merchant.name
    assert CASE.merchant.category in CATEGORIES
    assert CASE.merchant.gmv_tier in GMV_TIERS


def test_ids_never_change() -> None:
    """Whoever stored the demo finds it again under the same ids."""
    assert demo_id("wave") == "6b2d159f-32ca-5270-b114-cd0ed6cdd87c"
    ids = [CASE.workspace_id, CASE.engagement_id, CASE.merchant.id, CASE.wave.id]
    ids += [r.id for r in CASE.responses] + [i.id for i in CASE.invitations]
    assert len(set(ids)) == len(ids)


def test_the_organization_says_what_the_facts_say() -> None:
    """Every fact that the entered organization settles is typed as well, with the same value."""
    settled = facts_from_structure(CASE.structure, knowledge().design)
    assert len(settled) > 60
    assert {key: CASE.facts.get(key) for key in settled} == settled


def test_the_organization_has_no_problem_and_names_posts_only() -> None:
    """About twenty posts of known kinds, a decider for every decision, and nothing to repair."""
    structure, design = CASE.structure, knowledge().design
    assert structure_problems(structure, design, CASE.facts) == ()
    assert 18 <= len(structure.posts) <= 25
    assert {right.decision for right in structure.rights} == {one.id for one in design.decisions}
    assert checked_structure(structure) == structure


def test_the_scenarios_can_be_computed_and_say_that_they_are_made_up() -> None:
    """Two what-ifs, one of them chosen for the report; their settings pass the check of typed ones."""
    allowed = Allowed(INSTRUMENT, knowledge())
    assert [scenario.chosen for scenario in CASE.scenarios] == [True, False]
    for scenario in CASE.scenarios:
        assert checked_settings(scenario.settings, allowed) == scenario.settings
        assert "演示" in scenario.name


def test_seven_posts_answered_in_two_languages() -> None:
    """Seven roles answered, at least one of them in English; only the owner has no invitation."""
    roles = [response.role for response in CASE.responses]
    assert roles == ["OWN", "LIVE", "MEDIA", "CON", "PROD", "BD", "CS"]
    assert {response.locale for response in CASE.responses} == {"zh", "en"}
    assert [invitation.role for invitation in CASE.invitations] == roles[1:]


@pytest.mark.parametrize("response", CASE.responses, ids=lambda response: response.role)
def test_everybody_answers_what_the_role_is_asked(response: Response) -> None:
    """Answers lie inside the role's form, cover nearly all of it, and notes belong to answered items."""
    asked = {item.id for item in INSTRUMENT.items_for(response.role, response.form)}
    answered = answers_of(response)
    assert answered.keys() <= asked
    assert len(asked - answered.keys()) <= 1
    assert {note.item_id for note in response.notes} <= answered.keys()
    assert response.submitted_at is not None
    assert CASE.wave.opened_at < response.started_at < response.submitted_at
    assert CASE.wave.closed_at is not None
    assert response.submitted_at < CASE.wave.closed_at


def test_every_kind_of_answer_occurs() -> None:
    """Unknown, not applicable, skipped, commented and evidenced answers can all be seen in the demo."""
    codes = [code for response in CASE.responses for code in answers_of(response).values()]
    assert UNKNOWN in codes
    assert NOT_APPLICABLE in codes
    assert any(note.comment for response in CASE.responses for note in response.notes)
    assert any(note.evidence for response in CASE.responses for note in response.notes)
    asked = sum(len(INSTRUMENT.items_for(r.role, r.form)) for r in CASE.responses)
    assert len(codes) < asked


def test_facts_are_known_to_the_form_and_leave_one_field_open() -> None:
    """Every fact has a field; only the contract end of a service provider that does not exist is open."""
    fields = {field.key for field in facts_form().fields}
    assert CASE.facts.keys() <= fields
    assert fields - CASE.facts.keys() == {"F17.months_left"}


def fits(field: FactField, value: FactValue) -> bool:
    """Whether a value is what its field asks for."""
    options = {option.id for option in field.options}
    match field.kind:
        case "choice":
            return value in options
        case "choices":
            return isinstance(value, tuple) and set(value) <= options
        case "yes_no":
            return isinstance(value, bool)
        case "number":
            low = float("-inf") if field.low is None else field.low
            high = float("inf") if field.high is None else field.high
            return (
                isinstance(value, float) and low <= value <= high and (not field.whole or value.is_integer())
            )


@pytest.mark.parametrize("key", CASE.facts, ids=str)
def test_each_fact_is_a_legal_value(key: str) -> None:
    """Kind, range and options of the facts form hold."""
    field = facts_form().field(key)
    assert field is not None
    assert fits(field, CASE.facts[key])


def test_sales_mix_adds_up() -> None:
    """The five shares of net GMV are 100 percent."""
    assert sum(float(CASE.facts[f"F5.{part}"]) for part in "FACTS") == 100  # type: ignore[arg-type]  # numbers


def test_what_needs_no_outside_approval_waits_for_none() -> None:
    """As the form asks, approval takes 0 hours exactly where nobody outside approves."""
    outside = {key: value for key, value in CASE.facts.items() if key.endswith(".outside")}
    hours = {key: CASE.facts[key.replace(".outside", ".hours")] for key in outside}
    assert {key: value != 0 for key, value in hours.items()} == outside


def test_the_story_fires_the_rules_it_is_about(result: WaveResult) -> None:
    """Split command on air, unowned stock, gross appraisal and two pictures of one shop are found."""
    fired = {r.rule for r in result.recommendations if r.status == "fired"}
    assert {"R1", "R2", "R7", "R9"} <= fired
    assert all(r.status != "undecidable" for r in result.recommendations)
    assert [i.initiative for i in result.initiatives if i.forced] == ["I33", "I28"]


def test_the_profile_is_uneven_as_the_story_says(result: WaveResult) -> None:
    """Talent is the strongest dimension, the ad room the weakest sub-capability but for stock."""
    levels = {score.id: score.value for score in result.dimensions if score.value is not None}
    assert max(levels, key=levels.__getitem__) == "TA"
    assert min(levels, key=levels.__getitem__) == "AD"
    parts = {score.id: score.value for score in result.sub_capabilities if score.value is not None}
    assert set(sorted(parts, key=parts.__getitem__)[:2]) == {"AD2", "PR2"}
    withheld = {score.id: score.withheld for score in result.sub_capabilities if score.value is None}
    assert withheld == {"TA4": "not_applicable"}


def test_the_owner_sees_another_shop_than_the_team(result: WaveResult) -> None:
    """On advertising the owner's picture is brighter by more than noise."""
    gap = next(gap for gap in result.role_gaps if gap.dimension == "AD")
    assert gap.exceeds_noise
    assert gap.difference > 1


def test_the_demo_has_peers_of_its_own_kind(result: WaveResult) -> None:
    """Enough synthetic peers share category and tier for quartiles."""
    assert result.peer_card is not None
    assert result.peer_card.demo
    assert result.peer_card.n >= 20
    assert dict(result.peer_card.facets)["category"] == "beauty"
