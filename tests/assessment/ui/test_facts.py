"""The organization-facts form."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assessment.access.viewer import Owner, Respondent
from assessment.bootstrap import Services
from assessment.domain.errors import FieldInvalid
from assessment.domain.organization import FactField
from assessment.domain.text import LocalizedText
from assessment.ui.components import fact_fields
from tests.assessment.ui.conftest import Open, everything


def number(app: AppTest, key: str) -> Any:
    """Find the input of a fact."""
    return next(box for box in app.number_input if str(box.key).startswith(f"fact-{key}-"))


def test_each_field_saves_itself_and_the_sum_is_checked(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """A typed number is stored at once; the group says how far it is from 100 %."""
    app = open_screen("facts", owner)
    assert "合计应为 100" in everything(app)
    number(app, "F5-F").set_value(55).run()
    assert services.facts.load(owner).facts["F5.F"] == 55
    assert "还差 45" in str(app.warning[0].value)
    number(app, "F5-A").set_value(45).run()
    assert "正好" in str(app.success[0].value)
    number(app, "F5-C").set_value(5).run()
    assert "多出 5" in str(app.warning[0].value)
    assert not app.exception


def test_a_wrong_sum_follows_to_the_next_step_and_the_team_page(open_screen: Open, owner: Owner) -> None:
    """What does not add up is not forgotten when the step is left, and the way back is offered."""
    app = open_screen("facts", owner)
    number(app, "F5-F").set_value(55).run()
    app.run().button(key="next").click().run()
    assert "还差 45" in str(app.warning[0].value)
    app.button(key="sum-go-0").click().run()
    assert number(app, "F5-F").value == 55
    assert "1 处合计不对" in str([bar.proto.text for bar in open_screen("team", owner).get("progress")])


@pytest.mark.parametrize(("lang", "said"), [("zh", "只能填 0～100"), ("en", "0 to 100")])
def test_a_number_out_of_range_is_refused_in_words(
    open_screen: Open, services: Services, owner: Owner, lang: str, said: str
) -> None:
    """The limits are told in the reader's language; nothing is stored, and no retry is offered."""
    app = open_screen("facts", owner, lang)
    number(app, "F5-F").set_value(140).run()
    assert said in str(app.error[0].value)
    assert "F5.F" not in services.facts.load(owner).facts
    assert not [button for button in app.button if str(button.key).startswith("retry-")]


def test_a_unit_that_the_name_holds_is_not_repeated(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """A head count is 人数（含外包）, without one more 人."""
    app = open_screen("facts", owner)
    labels = []
    for _ in services.facts.load(owner).form.steps[1:]:
        app.button(key="next").click().run()
        labels += [box.label for box in app.number_input]
    assert "人数（含外包）" in labels
    assert not [label for label in labels if "人数" in label and label.endswith("（人）")]


def test_an_emptied_field_is_unknown_again(open_screen: Open, services: Services, owner: Owner) -> None:
    """Emptying a field removes the fact: unknown is not zero."""
    app = open_screen("facts", owner)
    number(app, "F5-F").set_value(55).run()
    number(app, "F5-F").set_value(None).run()
    assert "F5.F" not in services.facts.load(owner).facts


def test_a_stale_tab_is_told_and_shown_the_stored_fact(
    open_screen: Open, services: Services, owner: Owner
) -> None:
    """A fact changed elsewhere is not overwritten; the field shows what is stored."""
    app = open_screen("facts", owner)
    services.facts.save(owner, changes={"F5.F": 70.0}, revision=0, operation_id="elsewhere-1")
    number(app, "F5-F").set_value(10).run()
    assert services.facts.load(owner).facts["F5.F"] == 70
    assert number(app, "F5-F").value == 70
    assert any("另一台设备" in str(warning.value) for warning in app.warning)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_step_can_be_opened(open_screen: Open, services: Services, owner: Owner, lang: str) -> None:
    """All steps draw in both languages without an error."""
    steps = services.facts.load(owner).form.steps
    app = open_screen("facts", owner, lang)
    for step in steps[1:]:
        app.button(key="next").click().run()
        assert step.name.get("zh" if lang == "zh" else "en") in "".join(str(h.value) for h in app.subheader)
        assert not app.exception
        assert not app.error
    assert any(button.key == "finish" for button in app.button)


def test_only_the_owner_fills_in_facts(open_screen: Open, respondent: Respondent) -> None:
    """Anybody else reads whose page this is."""
    for viewer in (None, respondent):
        assert "测评发起人" in str(open_screen("facts", viewer).info[0].value)


@pytest.mark.parametrize(
    ("kind", "raw"), [("number", "12"), ("number", True), ("yes_no", "yes"), ("choice", 3), ("choices", "x")]
)
def test_a_forged_value_of_another_kind_is_refused(kind: str, raw: object) -> None:
    """What a browser sends must have the kind of the field."""
    field = FactField("F5.F", kind, LocalizedText("自播", "Own live"))  # type: ignore[arg-type]  # a parameter
    with pytest.raises(FieldInvalid):
        fact_fields._fact(field, raw)
