"""Values survive the way through JSON exactly, and equal values have equal digests."""

import json
from dataclasses import fields, is_dataclass
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.content import loader
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import FactValue
from assessment.storage import codec
from assessment.storage.facts_store import decode_fact, encode_fact
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
    assert json.loads(codec.encode(())) == []
