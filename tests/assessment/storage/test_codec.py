"""Values survive the way through JSON exactly, and equal values have equal digests."""

import json
from dataclasses import fields, is_dataclass
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.access.viewer import System
from assessment.bootstrap import Services
from assessment.content import loader
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import FactValue
from assessment.domain.scenario import Caps, LineEdit, PostTarget, SalaryBand, Settings
from assessment.storage import codec
from assessment.storage.facts_store import decode_fact, encode_fact
from scoring.organization.advice import Flip, Proposal
from scoring.results import ComparisonTrace, Recommendation, WaveResult

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False)
values = st.one_of(texts, numbers, st.booleans(), st.lists(texts, max_size=4).map(tuple))
traces = st.builds(
    ComparisonTrace,
    kind=st.sampled_from(["score", "fact", "derived"]),
    key=texts,
    op=texts,
    threshold=values,
    value=values | st.none(),
    outcome=st.booleans() | st.none(),
)
recommendations = st.builds(
    Recommendation,
    rule=texts,
    status=st.sampled_from(["fired", "undecidable", "quiet"]),
    traces=st.lists(traces, max_size=3).map(tuple),
    missing=st.lists(texts, max_size=3).map(tuple),
    initiatives=st.lists(texts, max_size=3).map(tuple),
)


@given(recommendations)
def test_results_come_back_equal(recommendation: Recommendation) -> None:
    """Unions of plain values keep their types: true is not 1, a tuple is no text."""
    back = codec.decode(codec.encode(recommendation), Recommendation)
    assert back == recommendation
    assert [type(t.value) for t in back.traces] == [type(t.value) for t in recommendation.traces]


@given(st.dictionaries(texts, values, max_size=5))
def test_facts_come_back_equal(facts: dict[str, FactValue]) -> None:
    """A snapshot of facts and single facts keep value and type."""
    back = codec.decode_facts(codec.encode(facts))
    assert back == facts
    for key, value in facts.items():
        assert type(back[key]) is type(value)
        assert decode_fact(encode_fact(value)) == value


@given(st.dictionaries(texts, values, max_size=5))
def test_digests_ignore_the_order_of_mappings(facts: dict[str, FactValue]) -> None:
    """The same facts in another order are the same input."""
    turned = dict(reversed(facts.items()))
    assert codec.digest_of(facts) == codec.digest_of(turned)


def test_the_shipped_knowledge_base_comes_back_equal() -> None:
    """Nested conditions, mappings and optional parts included; mappings keep their order."""
    knowledge = loader.knowledge()
    back = codec.decode(codec.encode(knowledge), Knowledge)
    assert back == knowledge
    assert list(back.targets) == list(knowledge.targets)


settings_ = st.builds(
    Settings,
    caps=st.none()
    | st.builds(
        Caps,
        st.tuples(*[numbers] * 4),
        st.tuples(*[st.none() | numbers] * 4),
        st.none() | st.integers(0, 9),
        st.none() | numbers,
    ),
    targets=st.dictionaries(texts, numbers, max_size=3),
    mix=st.none() | st.dictionaries(texts, numbers, max_size=3),
    form=st.none() | texts,
    posts=st.lists(st.builds(PostTarget, texts, numbers), max_size=2).map(tuple),
    salaries=st.dictionaries(texts, st.builds(SalaryBand, numbers, numbers), max_size=2),
    skipped=st.lists(texts, max_size=2).map(tuple),
)
flips = st.builds(
    Flip,
    kind=st.just("fact"),
    key=texts,
    value=values | st.none(),
    direction=st.just("becomes"),
    threshold=values,
    outcome=texts,
)
lines = st.builds(
    LineEdit,
    texts,
    st.sampled_from(["accepted", "edited", "rejected"]),
    order=st.none() | st.integers(),
    fte=st.none() | numbers,
)


@given(settings_)
def test_settings_come_back_equal(settings: Settings) -> None:
    """Caps that are not set stay not set, mappings keep their order."""
    back = codec.decode(codec.encode(settings), Settings)
    assert back == settings
    assert list(back.targets) == list(settings.targets)


@given(flips, lines)
def test_parts_of_a_proposal_come_back_equal(flip: Flip, edit: LineEdit) -> None:
    """A threshold keeps its type: true is not 1, and an unknown value is not text."""
    back = codec.decode(codec.encode(flip), Flip)
    assert back == flip
    assert (type(back.value), type(back.threshold)) == (type(flip.value), type(flip.threshold))
    assert codec.decode(codec.encode(edit), LineEdit) == edit


def test_a_whole_proposal_comes_back_equal(sqlite_services: Services) -> None:
    """The demo's recommendation with an edit: every part, and the same digest."""
    reader = sqlite_services.demo.ensure()
    edit = LineEdit("form", "edited", text="先补决策权。", basis="ab")
    sqlite_services.proposals.edit(System(), reader.wave_id, edit, operation_id="edit-of-the-form")
    proposal = sqlite_services.proposals.proposal(reader, reader.wave_id)
    assert edit in proposal.edits
    back = codec.decode(codec.encode(proposal), Proposal)
    assert back == proposal
    assert codec.digest_of(back) == codec.digest_of(proposal)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_none_are_refused(value: float) -> None:
    """JSON has no NaN; a result with one is a mistake that must surface."""
    with pytest.raises(ValueError, match="JSON"):
        codec.encode({"score": value})


def test_every_part_of_a_result_is_a_plain_frozen_value() -> None:
    """A field of another kind could not be stored; this names it before a merchant does."""

    def walk(kind: object) -> None:
        for part in get_args(kind):
            walk(part)
        if is_dataclass(kind):
            for field in fields(kind):
                assert field.type is not object, f"{kind}.{field.name}"
                walk(field.type)

    walk(WaveResult)
    walk(Proposal)
    assert json.loads(codec.encode(())) == []
