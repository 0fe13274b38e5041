"""The linter of instruments lists every problem, with its place."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.content.instrument_checks import InstrumentFile, note_instrument
from assessment.content.lint import check_instrument
from assessment.content.problems import Notes, Problem
from assessment.content.shape import note_shape
from assessment.content.sources import metric_ids

FAULTS = [
    # (what stands in the file, what stands there instead, place of the problem, its code)
    ('id = "CO1-3"', 'id = "CO1-2"', "item[CO1-2]", "duplicate_id"),
    ('en = "A one-page persona card."', 'fr = "Une fiche."', "item[CO1-1].anchors[3].en", "missing_language"),
    (
        '  { zh = "素材衰退天数", en = "Days until a creative fades." },\n',
        "",
        "item[CO2-1].anchors",
        "wrong_count",
    ),
    ('roles = ["LIVE", "OWN"]', 'roles = ["LIVE", "BOSS"]', "item[CO3-1].roles", "unknown_id"),
    ('positions = ["F", "C", "T"]', 'positions = ["F", "C", "X"]', "item[CO3-3].positions", "unknown_id"),
    (
        "snowball = { traffic = 1 }",
        "snowball = { traffic = 0 }",
        "sub_capability[CO1].snowball.traffic",
        "not_positive",
    ),
    ('metric = "M04"\nstem', 'metric = "M99"\nstem', "item[CO4-2].metric", "unknown_id"),
    (
        "复购目标由谁承担？",
        "买家首单后30天内，收到怎样的再次触达？",
        "item[CO4-3].stem.zh",
        "duplicate_wording",
    ),
    ('[[item]]\nid = "PR1-1"\n', '[[item]]\nid = "PR1-1"\nweight = 2\n', "item[PR1-1].weight", "unknown_key"),
    ("低转化商品多久被换下？", "低转化商品,多久被换下?", "item[PR1-2].stem.zh", "half_width"),
    ('zh = "断货之后"', 'zh = ""', "item[PR2-1].anchors[1].zh", "empty_text"),
    ('not_applicable = "no_top_kol"', 'not_applicable = "never"', "item[TA4-1].not_applicable", "unknown_id"),
    (
        'parts = ["PR4", "AD3-3", "SE3-2"]',
        'parts = ["PR4", "AD3-9", "SE3-2"]',
        "overlay[X4].parts",
        "unknown_id",
    ),
    ('id = "SE4-3"', 'id = "SE4 3"', "item[SE4 3]", "malformed_id"),
]


def damaged(source: str, faults: list[tuple[str, str, str, str]]) -> bytes:
    """Plant every fault once."""
    for old, new, _, _ in faults:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source.encode()


def check_tree(tree: dict[str, Any]) -> list[Problem]:
    """Check a tree as `check_instrument` checks a file."""
    notes = Notes("tree")
    note_shape(notes, "", tree, InstrumentFile)
    note_instrument(notes, tree, metric_ids())
    return notes.found


def test_every_one_of_many_planted_faults_is_listed(fact_source: str) -> None:
    """A file with many faults gives as many findings, each at its place; nothing stops at the first."""
    found = check_instrument(damaged(fact_source, FAULTS), "planted.toml")
    places = {(problem.place, problem.code) for problem in found}
    assert {(place, code) for _, _, place, code in FAULTS} <= places
    assert {problem.path for problem in found} == {"planted.toml"}


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{place}-{code}" for _, _, place, code in FAULTS])
def test_a_single_fault_raises_no_unrelated_alarm(fact_source: str, fault: tuple[str, str, str, str]) -> None:
    """One planted fault is reported at its own entry and nowhere else in the file."""
    found = check_instrument(damaged(fact_source, [fault]), "planted.toml")
    entry = fault[2].split(".", 1)[0]
    allowed = {entry, "item[CO1-3]", "sub_capability[SE4]"}
    assert fault[2:] in [(problem.place, problem.code) for problem in found]
    assert {problem.place.split(".", 1)[0] for problem in found} <= allowed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 55), key=st.sampled_from(["id", "dimension", "stem"]))
def test_any_missing_key_of_any_item_is_found(fact_source: str, number: int, key: str) -> None:
    """Wherever a required key is taken away, the linter names it."""
    tree = tomllib.loads(fact_source)
    del tree["item"][number][key]
    places = [problem.place for problem in check_tree(tree) if problem.code == "missing_key"]
    assert len(places) == 1
    assert places[0].endswith(f".{key}")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=st.lists(st.integers(0, 55), min_size=2, max_size=2, unique=True))
def test_items_that_change_places_are_found(fact_source: str, pair: list[int]) -> None:
    """Answers are stored by position, so an item in another's place never passes."""
    tree = tomllib.loads(fact_source)
    first, second = pair
    tree["item"][first], tree["item"][second] = tree["item"][second], tree["item"][first]
    assert "out_of_place" in {problem.code for problem in check_tree(tree)}


@pytest.mark.parametrize(
    ("cuts", "n_names", "code"),
    [
        ([1.8, 1.8, 3.4, 4.2], 5, "cuts_not_rising"),
        ([0.5, 2, 3, 4], 5, "cuts_not_rising"),
        ([2, 3], 5, "wrong_count"),
    ],
)
def test_bands_rise_inside_the_scale_and_all_have_names(
    fact_tree: dict[str, Any], cuts: list[float], n_names: int, code: str
) -> None:
    """Bounds that do not rise, or bands without a name, are reported."""
    fact_tree["maturity"] = {"cuts": cuts, "names": fact_tree["maturity"]["names"][:n_names]}
    assert [problem.code for problem in check_tree(fact_tree)] == [code]


def test_levels_without_any_wording_are_found(fact_tree: dict[str, Any]) -> None:
    """An item needs anchors unless the scale has labels."""
    fact_tree["item"][0].pop("anchors")
    assert [problem.code for problem in check_tree(fact_tree)] == ["no_wording_of_levels"]


def test_labels_are_as_many_as_levels(bfi_path: Path) -> None:
    """A six-level scale with five labels is reported."""
    tree = tomllib.loads(bfi_path.read_text(encoding="utf-8"))
    del tree["scale"]["labels"][0]
    assert [(p.place, p.code) for p in check_tree(tree)] == [("scale.labels", "wrong_count")]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("id", "Fact 2", "malformed_id"),
        ("version", "1.0", "malformed_version"),
        ("seconds_per_item", 2.5, "not_whole"),
        ("dimension", {"id": "CO"}, "not_list"),
        ("maturity", 3, "not_table"),
        ("name", {"zh": " 甲", "en": "A", "fr": "A"}, "outer_space"),
        ("name", {"zh": "甲", "en": "A", "fr": "A"}, "unknown_key"),
        ("name", {"zh": 1, "en": "A"}, "not_text"),
    ],
)
def test_the_head_of_the_file_is_checked(
    fact_tree: dict[str, Any], key: str, value: object, code: str
) -> None:
    """Id, version, name and settings of an instrument are checked like its items."""
    fact_tree[key] = value
    assert code in {problem.code for problem in check_tree(fact_tree)}


def test_a_dimension_or_part_without_items_is_found(fact_tree: dict[str, Any]) -> None:
    """A score that nothing measures is a fault of the file."""
    fact_tree["item"] = [item for item in fact_tree["item"] if item["sub_capability"] != "SE3"]
    found = {(problem.place, problem.code) for problem in check_tree(fact_tree)}
    assert ("sub_capability[SE3]", "no_items") in found


def test_an_item_in_the_wrong_dimension_is_found(fact_tree: dict[str, Any]) -> None:
    """An item's dimension is the dimension of its sub-capability."""
    fact_tree["item"][0]["dimension"] = "SE"
    assert [(p.place, p.code) for p in check_tree(fact_tree)] == [
        ("item[CO1-1].dimension", "wrong_dimension")
    ]


@pytest.mark.parametrize("low_high", [(0, 5), (5, 5), (3, 1), (1, 250)])
def test_a_scale_that_cannot_be_stored_is_found(fact_tree: dict[str, Any], low_high: tuple[int, int]) -> None:
    """Level 0 and the codes for unknown and N/A are no levels."""
    fact_tree["scale"] = {"low": low_high[0], "high": low_high[1]}
    assert "impossible_scale" in {problem.code for problem in check_tree(fact_tree)}


@pytest.mark.parametrize(
    ("value", "code"),
    [("two", "not_number"), (True, "not_number")],
)
def test_values_of_the_wrong_type_are_found(fact_tree: dict[str, Any], value: object, code: str) -> None:
    """A text or a truth value where a number belongs is reported, not converted."""
    fact_tree["maturity"]["cuts"][1] = value
    assert code in {problem.code for problem in check_tree(fact_tree)}


@pytest.mark.parametrize(("source", "code"), [(b"id = ", "not_toml"), (b"\xff\xfe", "not_utf8")])
def test_a_file_that_cannot_be_read_gives_one_problem(source: bytes, code: str) -> None:
    """Broken TOML and foreign encodings are told as such, without a trail of follow-up problems."""
    assert [problem.code for problem in check_instrument(source, "broken.toml")] == [code]


@settings(max_examples=60)
@given(
    tree=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "item", "dimension", "scale", "stem", "anchors", "maturity", "roles", "zh"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_file_however_odd_breaks_the_linter(tree: object) -> None:
    """Whatever a file holds, the linter answers with problems instead of failing."""
    assert check_tree(tree if isinstance(tree, dict) else {"item": tree})


def test_a_problem_reads_as_one_line_in_either_language() -> None:
    """File, place and sentence stand in one line; the sentence follows the reader's language."""
    problem = Problem("a.toml", "item[X]", "missing_key", {"key": "stem"})
    assert str(problem) == "a.toml: item[X]: lacks stem"
    assert problem.told("zh") == "缺少 stem"
