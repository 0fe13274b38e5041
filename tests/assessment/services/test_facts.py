"""Organization facts: checked by kind, stored as drafts, merged by key."""

import pytest

from assessment.access.viewer import Reader
from assessment.domain.errors import AccessDenied, FieldInvalid, StaleRevision
from assessment.domain.organization import FactField, FactGroup, FactsForm, FactStep, FactValue
from assessment.domain.text import LocalizedText
from assessment.services.facts import wrong_sums
from tests.assessment.services.worlds import World, operation

WORD = LocalizedText("词", "word")


def field_of(world: World, kind: str) -> FactField:
    """Return the first field of one kind."""
    return next(f for f in world.services.facts.load(world.owner).form.fields if f.kind == kind)


def save(world: World, changes: dict[str, FactValue | None], revision: int = 0) -> object:
    """Save under a new operation id."""
    return world.services.facts.save(
        world.owner, changes=changes, revision=revision, operation_id=operation()
    )


def good_value(field: FactField) -> FactValue:
    """Return some value that the field can hold."""
    if field.kind == "number":
        return float(field.low if field.low is not None else 1)
    if field.kind == "yes_no":
        return True
    return field.options[0].id if field.kind == "choice" else (field.options[0].id,)


def test_facts_start_empty(world: World) -> None:
    """A new wave knows nothing: absent means unknown."""
    sheet = world.services.facts.load(world.owner)
    assert (dict(sheet.facts), sheet.revision, sheet.problems) == ({}, 0, ())


def test_every_field_of_the_shipped_form_can_be_stored_and_read_back(world: World) -> None:
    """Each kind of fact survives the way to the database and back."""
    fields = world.services.facts.load(world.owner).form.fields
    changes = {field.key: good_value(field) for field in fields}
    sheet = world.services.facts.save(world.owner, changes=changes, revision=0, operation_id=operation())
    assert dict(sheet.facts) == changes
    assert world.services.facts.load(world.owner) == sheet
    assert world.services.engagements.progress(world.owner).facts_answered == len(fields)


def test_none_removes_a_fact(world: World) -> None:
    """A removed fact is unknown again; the others stay."""
    number, choice = field_of(world, "number"), field_of(world, "choice")
    save(world, {number.key: good_value(number), choice.key: good_value(choice)})
    sheet = save(world, {number.key: None}, revision=1)
    assert dict(sheet.facts) == {choice.key: good_value(choice)}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", "12"),
        ("number", True),
        ("number", float("nan")),
        ("number", float("inf")),
        ("number", -1e18),
        ("choice", "no-such-option"),
        ("choice", 1.0),
        ("choices", ("no-such-option",)),
        ("choices", "text"),
        ("yes_no", "yes"),
        ("yes_no", 1.0),
    ],
)
def test_wrong_values_are_refused_by_name(world: World, kind: str, value: FactValue) -> None:
    """A value that its field cannot hold is refused with the field's key, and nothing is stored."""
    field = field_of(world, kind)
    other = field_of(world, "choice" if kind != "choice" else "number")
    with pytest.raises(FieldInvalid) as refused:
        save(world, {other.key: good_value(other), field.key: value})
    assert refused.value.fields["field"] == field.key
    assert world.services.facts.load(world.owner).revision == 0


def test_unknown_facts_are_refused(world: World) -> None:
    """A key that the form does not have is refused."""
    with pytest.raises(FieldInvalid):
        save(world, {"F99.nothing": 1.0})


def test_whole_numbers_stay_whole(world: World) -> None:
    """A count of people has no decimals."""
    form = world.services.facts.load(world.owner).form
    field = next(f for f in form.fields if f.whole)
    with pytest.raises(FieldInvalid) as refused:
        save(world, {field.key: (field.low or 0) + 0.5})
    assert refused.value.fields["reason"] == "not_whole"


def test_several_choices_keep_the_order_of_the_form(world: World) -> None:
    """The same set of choices is the same fact in whatever order it was ticked."""
    field = next(
        f
        for f in world.services.facts.load(world.owner).form.fields
        if f.kind == "choices" and len(f.options) > 1
    )
    ids = tuple(option.id for option in field.options)
    sheet = save(world, {field.key: tuple(reversed(ids))})
    assert sheet.facts[field.key] == ids


def test_different_facts_of_two_tabs_are_both_kept(world: World) -> None:
    """A tab that saw an older revision may change other facts."""
    number, choice = field_of(world, "number"), field_of(world, "choice")
    save(world, {number.key: good_value(number)})
    sheet = save(world, {choice.key: good_value(choice)}, revision=0)
    assert set(sheet.facts) == {number.key, choice.key}


def test_the_same_fact_of_two_tabs_is_stale(world: World) -> None:
    """A fact that was changed, or removed, in between is not overwritten."""
    number = field_of(world, "number")
    save(world, {number.key: good_value(number)})
    with pytest.raises(StaleRevision):
        save(world, {number.key: None}, revision=0)
    save(world, {number.key: None}, revision=1)
    with pytest.raises(StaleRevision):
        save(world, {number.key: good_value(number)}, revision=1)
    with pytest.raises(StaleRevision):
        save(world, {number.key: good_value(number)}, revision=99)


def test_retry_changes_nothing(world: World) -> None:
    """The same operation id stores once, even after a newer change."""
    number = field_of(world, "number")
    key = operation()
    arguments = {"changes": {number.key: good_value(number)}, "revision": 0, "operation_id": key}
    world.services.facts.save(world.owner, **arguments)
    sheet = save(world, {number.key: None}, revision=1)
    assert world.services.facts.save(world.owner, **arguments) == sheet


def test_only_the_owner_sees_facts(world: World) -> None:
    """Respondents and readers are refused."""
    for viewer in (world.respondent, Reader(world.owner.workspace_id, world.owner.wave_id)):
        with pytest.raises(AccessDenied):
            world.services.facts.load(viewer)
        with pytest.raises(AccessDenied):
            world.services.facts.save(viewer, changes={}, revision=0, operation_id=operation())


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ((50.0, 50.0), False),
        ((33.3, 66.4), False),
        ((50.0, 51.0), True),
        ((50.0,), False),
        ((), False),
    ],
)
def test_sums_are_checked_when_the_group_is_complete(values: tuple[float, ...], wrong: bool) -> None:
    """Half a group is a draft; a complete one must add up, rounding allowed."""
    fields = tuple(FactField(f"F5.{n}", "number", WORD) for n in range(2))
    form = FactsForm("f", "1", (FactStep("s", WORD, (FactGroup("shares", WORD, fields, sum_to=100.0),)),), "")
    facts = {f"F5.{n}": value for n, value in enumerate(values)}
    assert wrong_sums(form, facts) == (("shares",) if wrong else ())
