"""The linter of the knowledge files checks each against the others and against the instrument."""

import pytest

from assessment.content import loader
from assessment.content.knowledge_checks import check_knowledge
from assessment.content.sources import instrument_source
from assessment.domain.errors import ContentInvalid

ORGANIZATION = [
    # (file, what stands there, what stands there instead, place, code)
    ("facts", 'key = "F3.share"', 'key = "F4.month1"', "field[F4.month1]", "duplicate_id"),
    ("facts", 'key = "F12.rooms"', 'key = "rooms of ours"', "field[rooms of ours]", "malformed_id"),
    ("facts", 'kind = "yes_no"', 'kind = "choice"', "options", "options_missing"),
    ("facts", "low = -100\nhigh = 1000", "low = 1000\nhigh = -100", "field[F4.growth]", "impossible_range"),
    ("facts", 'key = "F16.{row}.hours"', 'key = "F16.hours"', "group[approvals]", "column_without_row"),
    ("facts", 'skip = ["F14.{row}"]', 'skip = ["F15.{row}"]', "row[lead].skip", "unknown_id"),
    (
        "facts",
        "low = 0\nhigh = 2000",
        'options = [{ id = "a", name = { zh = "甲", en = "A" } }]',
        "options",
        "options_not_asked",
    ),
    ("facts", 'id = "under_half"', 'id = "over_4"', "field[F9.years].options", "duplicate_id"),
    ("facts", '\nlayout = "table"', '\nlayout = "list"', "group[stage]", "not_a_grid"),
    ("facts", "sum_to = 100", 'sum_to = "all"', "group[mix].sum_to", "not_number"),
    (
        "facts",
        'help = { zh = "近 30 天；只需前三位。", en = "Past 30 days; the top three are enough." }',
        "sum_to = 100\nhelp = 3",
        "group[host_share].help",
        "not_localized",
    ),
    ("facts", 'id = "stock"\n', 'id = "stock"\nsum_to = 2\n', "group[stock].sum_to", "sum_of_no_numbers"),
    ("facts", "whole = true", 'whole = "yes"', "whole", "not_yes_no"),
    ("rules", 'fact = "F23.locked"', 'fact = "F23.lock"', "rule[R2].when.all[3]", "unknown_fact"),
    ("rules", 'score = "AD4-3"', 'score = "AD4-9"', "rule[R7].when.all[2]", "unknown_score"),
    ("rules", 'derived = "span_flag"', 'derived = "spans"', "rule[R8].when.any[1]", "unknown_derived"),
    ("rules", '["sales", "marketing_pr"]', '["sales", "pr"]', "rule[R3].when.all[2].value", "unknown_option"),
    ("rules", "value = 60 }", 'value = "60" }', "rule[R5].when.all[1].any[1].value", "not_number"),
    ("rules", 'initiatives = ["I32"]', 'initiatives = ["I99"]', "rule[R4].initiatives", "unknown_id"),
    ("rules", 'id = "R11"', 'id = "R10"', "rule[R10]", "duplicate_id"),
    ("rules", 'op = ">=", value = 1.0', 'op = "=>", value = 1.0', "rule[R9].when.any[1].op", "not_one_of"),
    ("rules", "when.all = [\n  { fact", "when.most = [\n  { fact", "rule[R11].when", "not_condition"),
    (
        "rules",
        '{ score = "TA3", op',
        '{ score = "TA3", fact = "M13", op',
        "rule[R3].when.all[1]",
        "not_comparison",
    ),
    (
        "rules",
        'when.all = [\n  { fact = "F19.largest_share", op = ">", value = 70 },\n]',
        "when.all = []",
        "rule[R11].when.all",
        "no_parts",
    ),
    (
        "rules",
        'when.any = [\n  { derived = "span_flag"',
        'when.at_least = 0\nwhen.of = [\n  { derived = "span_flag"',
        "rule[R8].when.at_least",
        "not_whole",
    ),
    (
        "rules",
        'when.all = [\n  { derived = "gross_metric_in_use", op = "=", value = true },',
        'when.all = [\n  7,\n  { derived = "gross_metric_in_use", op = "=", value = 1 },',
        "rule[R7].when.all[2].value",
        "wrong_type",
    ),
    ("rules", "when.all = [\n  { fact", "when = 3\nwhat = [\n  { fact", "rule[R11].when", "not_table"),
    (
        "rules",
        'locked", op = "=", value = false',
        'locked", op = "=", value = 0',
        "all[3].value",
        "wrong_type",
    ),
    (
        "rules",
        'op = "in", value = ["sales", "marketing_pr"]',
        'op = "in", value = "sales"',
        "value",
        "not_list",
    ),
    (
        "initiatives",
        "effects = { CO1 = 1.0,",
        "effects = { CO9 = 1.0,",
        "initiative[I01].effects",
        "unknown_id",
    ),
    (
        "initiatives",
        'sub_capability = "CO2"',
        'sub_capability = "C02"',
        "initiative[I03].sub_capability",
        "unknown_id",
    ),
    (
        "initiatives",
        'prerequisites = ["I03"]',
        'prerequisites = ["I3"]',
        "initiative[I04].prerequisites",
        "unknown_id",
    ),
    ("initiatives", "cash_rank = 2", "cash_rank = 4", "initiative[I16].cash_rank", "out_of_range"),
    (
        "initiatives",
        'source = "seed"',
        'source = "judgement"',
        "initiative[I01].source",
        "source_without_words",
    ),
    ("archetypes", "weight = 0.17", "weight = 0.18", "archetype.weight", "wrong_sum"),
    ("archetypes", "SE = 2.1", "SV = 2.1", "archetype[balanced_early].center", "missing_key"),
    ("archetypes", "[0.20, 0.06,", "[0.20, 0.90,", "covariance", "no_covariance"),
    ("targets", "G5 = 4.0\n", "", "target", "missing_key"),
    ("targets", "G4 = 4.0", "G4 = 40.0", "target.G4", "out_of_range"),
    ("epoch_zero", "CO1-1 = ", "CO1-9 = ", "item_means", "unknown_id"),
    ("epoch_zero", "CST = 0.0\n", "", "role_effects", "missing_key"),
    ("epoch_zero", "rater_variance = 0.192", "rater_variance = 0", "rater_variance", "not_positive"),
    ("epoch_zero", "grand_mean = 2.64", "grand_mean = 2.5", "grand_mean", "wrong_mean"),
    ("glossary", "span_flag = ", "span = ", "derived", "missing_key"),
]


@pytest.mark.parametrize("fault", ORGANIZATION, ids=[f"{f[0]}-{f[3]}-{f[4]}" for f in ORGANIZATION])
def test_each_planted_fault_is_listed_at_its_place(
    sources: dict[str, bytes], fault: tuple[str, str, str, str, str]
) -> None:
    """A fault in one knowledge file is reported with the file, the entry and the key."""
    name, old, new, place, code = fault
    path = f"organization/{name}.toml"
    text = sources[path].decode()
    assert old in text
    sources[path] = text.replace(old, new, 1).encode()
    found = check_knowledge(sources, instrument_source("fact", "1.0.0"))
    assert any(p.path == path and p.place.endswith(place) and p.code == code for p in found), list(
        map(str, found)
    )


def test_all_faults_of_all_files_are_listed_together(sources: dict[str, bytes]) -> None:
    """Faults in several files come in one list; the check does not stop at the first file."""
    sources["organization/targets.toml"] = b"[target]\nG1 = 3.0\n"
    sources["organization/rules.toml"] = b"rule = 3"
    sources["metrics/metrics.toml"] = b"not toml"
    found = {problem.path for problem in check_knowledge(sources, instrument_source("fact", "1.0.0"))}
    assert {"organization/targets.toml", "organization/rules.toml", "metrics/metrics.toml"} <= found


def test_initiatives_that_wait_for_each_other_are_found(sources: dict[str, bytes]) -> None:
    """A circle of prerequisites could never start."""
    path = "organization/initiatives.toml"
    text = sources[path].decode()
    start = text.index('id = "I03"')
    sources[path] = (
        text[:start] + text[start:].replace("prerequisites = []", 'prerequisites = ["I04"]', 1)
    ).encode()
    found = check_knowledge(sources, instrument_source("fact", "1.0.0"))
    assert {p.place for p in found if p.code == "circle"} == {
        "initiative[I03].prerequisites",
        "initiative[I04].prerequisites",
    }


@pytest.mark.parametrize("matrix", ["3", "[[1.0]]", "[[1.0], [1.0], [1.0], [1.0], [1.0]]"])
def test_a_matrix_of_the_wrong_size_is_found(sources: dict[str, bytes], matrix: str) -> None:
    """The shared covariance has one row and column a dimension."""
    path = "organization/archetypes.toml"
    head, _, tail = sources[path].decode().partition("covariance = [")
    sources[path] = f"{head}covariance = {matrix}\n{tail.partition(chr(10) + ']')[2]}".encode()
    found = check_knowledge(sources, instrument_source("fact", "1.0.0"))
    assert ("covariance", "no_covariance") in [(p.place, p.code) for p in found]


def test_no_knowledge_is_read_while_a_file_has_problems(
    sources: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One bad file refuses the whole knowledge base, with its problems."""
    sources["organization/targets.toml"] = b"[target]"
    monkeypatch.setattr(loader, "knowledge_sources", lambda _folder: sources)
    with pytest.raises(ContentInvalid) as refusal:
        loader.knowledge_of.__wrapped__(None)
    assert "organization/targets.toml: target: lacks G1" in str(refusal.value.fields["problems"])


def test_any_edit_of_any_file_changes_the_digest(
    sources: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Score runs can tell which knowledge they used: even a comment gives another digest."""
    monkeypatch.setattr(loader, "knowledge_sources", lambda _folder: sources)
    digests = {loader.knowledge_of.__wrapped__(None).digest}
    for name in list(sources):
        sources[name] += b"# checked\n"
        digests.add(loader.knowledge_of.__wrapped__(None).digest)
    assert len(digests) == len(sources) + 1
