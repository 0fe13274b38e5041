"""Laws: what a person wrote into a table is what comes out of it, whatever the container."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN
from assessment.intake import read_responses
from tests.assessment.intake.files import accepted, csv_text, instrument, workbook

CELL = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn"), blacklist_characters="\ufffe\uffff"),
    min_size=1,
    max_size=20,
).filter(str.strip)
GB_CELL = CELL.filter(lambda cell: cell.encode("gb18030", "ignore").decode("gb18030") == cell)
SMALL = instrument()
LEVELS = st.sampled_from([MISSING, 1, 2, 3, 4, 5, UNKNOWN])
VECTORS = st.lists(st.tuples(LEVELS, LEVELS, LEVELS | st.just(NOT_APPLICABLE)), min_size=1, max_size=8)
WORDS = {MISSING: "", UNKNOWN: "不知道", NOT_APPLICABLE: "不适用"}


def word(code: int) -> str:
    """Write an answer as a person would."""
    return WORDS.get(code, str(code))


@settings(deadline=None)
@given(
    st.lists(CELL, min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_texts_survive_a_text_file(cells: list[str], separator: str, encoding: str) -> None:
    """Quotes, separators, formulas, emoji: every text comes back as typed."""
    content = csv_text([["name"], *([cell] for cell in cells)], separator).encode(encoding)
    assert [row.values[0] for row in accepted(content).rows] == cells


@settings(deadline=None)
@given(st.lists(GB_CELL, min_size=1, max_size=5))
def test_chinese_windows_encoding_survives(cells: list[str]) -> None:
    """A file in GB18030 that is no valid UTF-8 gives the same texts."""
    content = csv_text([["姓名"], *([cell] for cell in cells)]).encode("gb18030")
    assert [row.values[0] for row in accepted(content).rows] == cells


@settings(max_examples=30, deadline=None)
@given(st.lists(CELL.filter(lambda cell: not cell.startswith("=")), min_size=1, max_size=5))
def test_texts_survive_a_workbook(cells: list[str]) -> None:
    """A text cell comes back as typed (a leading = would be written as a formula by the test's writer)."""
    content = workbook([["name"], *([cell] for cell in cells)])
    assert [row.values[0] for row in accepted(content, "file.xlsx").rows] == cells


@settings(deadline=None)
@given(VECTORS)
def test_long_and_wide_files_give_the_same_answers(vectors: list[tuple[int, int, int]]) -> None:
    """Both layouts mean the same respondents with the same vectors."""
    ids = [item.id for item in SMALL.items]
    wide = [["respondent", "role", *ids]]
    long = [["respondent", "role", "item", "level"]]
    for number, vector in enumerate(vectors):
        wide.append([f"r{number}", "OWN", *map(word, vector)])
        long += [[f"r{number}", "OWN", item, word(code)] for item, code in zip(ids, vector, strict=True)]
    from_wide = read_responses(csv_text(wide).encode(), "a.csv", SMALL)
    from_long = read_responses(csv_text(long).encode(), "a.csv", SMALL)
    assert [row.answers for row in from_wide] == [bytes(vector) for vector in vectors]
    assert [(r.respondent, r.role, r.answers) for r in from_long] == [
        (r.respondent, r.role, r.answers) for r in from_wide
    ]


@settings(deadline=None)
@given(VECTORS, st.randoms(use_true_random=False))
def test_order_of_long_rows_does_not_matter(vectors: list[tuple[int, int, int]], shuffler: object) -> None:
    """Answers of one respondent need not stand together."""
    ids = [item.id for item in SMALL.items]
    rows = [
        [f"r{number}", "OWN", item, word(code)]
        for number, vector in enumerate(vectors)
        for item, code in zip(ids, vector, strict=True)
    ]
    shuffled = list(rows)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    header = ["respondent", "role", "item", "level"]
    before = read_responses(csv_text([header, *rows]).encode(), "a.csv", SMALL)
    after = read_responses(csv_text([header, *shuffled]).encode(), "a.csv", SMALL)
    assert {r.respondent: r.answers for r in before} == {r.respondent: r.answers for r in after}
