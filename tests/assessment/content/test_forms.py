"""What the seven shipped forms promise beyond what the linter asks of any knowledge base."""

import pytest

from assessment.content.conditions import DERIVED_KEYS, FORM_KEYS, leaves
from assessment.content.loader import facts_form, knowledge
from assessment.domain.forms import OrganizationForm

DESIGN = knowledge().design
SEED = {"O2": "重点控制营销内容", "O3": "更注重获得销售增长的红利", "O4": "以便快速响应需求"}
"""Words of the source article, letter for letter."""
WHOLE = 10.0
FACTS_AT_LEAST = 7.0


def weight_of(form: OrganizationForm, group: str) -> float:
    """Weight of one group of conditions."""
    return sum(fit.weight for fit in form.fits if fit.group == group)


@pytest.mark.parametrize("form", DESIGN.forms, ids=lambda form: form.id)
def test_facts_decide_first(form: OrganizationForm) -> None:
    """Weights of a form add up to ten, and facts carry seven of them or more."""
    assert weight_of(form, "facts") + weight_of(form, "profile") == WHOLE
    assert weight_of(form, "facts") >= FACTS_AT_LEAST


@pytest.mark.parametrize("form", DESIGN.forms, ids=lambda form: form.id)
def test_every_form_can_pass_the_hurdle(form: OrganizationForm) -> None:
    """A form with fewer than two conditions could never pass the hurdle."""
    assert len(form.fits) >= 2


def test_the_three_forms_of_the_article_keep_its_words() -> None:
    """O2 to O4 quote the article, the others are judgement."""
    assert {form.id: form.seed_words for form in DESIGN.forms if form.source == "seed"} == SEED


def test_every_present_form_has_its_form_and_its_requirement() -> None:
    """Each option of fact F1 leads to one form, and without F1 nothing is recommended."""
    field = facts_form().field("F1.form")
    assert field is not None
    assert {form.option for form in DESIGN.forms} == {option.id for option in field.options}
    assert ("F1.form",) in [requirement.keys for requirement in DESIGN.requirements]


def test_the_five_symptoms_are_those_of_the_hurdle() -> None:
    """Four coordination scores below 2.6, and two decisions that wait over 24 hours."""
    told = [(leaf.key, leaf.op, leaf.value) for symptom in DESIGN.symptoms for leaf in leaves(symptom.when)]
    scores = [(key, "<", 2.6) for key in ("AD2", "PR4", "TA3", "SE4")]
    assert told == [*scores, ("slow_approvals", ">=", 2.0)]


def test_every_figure_made_for_forms_serves_one() -> None:
    """Scoring derives nothing for forms that no condition reads."""
    conditions = [fit for form in DESIGN.forms for fit in form.fits]
    used = {leaf.key for fit in conditions for leaf in leaves(fit.when) if leaf.kind == "derived"}
    assert used - set(DERIVED_KEYS) == set(FORM_KEYS)


@pytest.mark.parametrize("form", DESIGN.forms, ids=lambda form: form.id)
def test_a_form_is_told_for_ninety_days(form: OrganizationForm) -> None:
    """Three steps cover the first 90 days without a hole."""
    assert [(step.start_day, step.end_day) for step in form.steps] == [(1, 30), (31, 60), (61, 90)]


def test_only_the_agency_form_says_what_stays_inside_and_when_to_leave() -> None:
    """O5 keeps five things inside and has an exit."""
    assert [form.id for form in DESIGN.forms if form.exit] == ["O5"]
    assert {form.id: len(form.never_outsource) for form in DESIGN.forms if form.never_outsource} == {"O5": 5}
    posts = {post.sourcing for form in DESIGN.forms if form.id == "O5" for post in form.posts}
    assert posts == {"own", "agency"}


def test_the_agency_decides_nothing() -> None:
    """In O5 every decision is taken by somebody of the merchant's own."""
    form = DESIGN.form("O5")
    own = {post.kind for post in form.posts if post.sourcing == "own"}
    assert set(form.deciders.values()) <= own
