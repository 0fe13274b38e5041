"""An organization in a workbook: what is written comes back, what is wrong is named at its cell."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from assessment.content import loader
from assessment.domain.errors import FileRefused
from assessment.domain.structure import LETTERS, Agency, DecisionRight, Post, Room, Structure, Team
from assessment.domain.text import LOCALES, Locale
from assessment.intake.problems import Problem
from assessment.intake.structure_book import HEADERS, TITLES, vocabulary
from assessment.intake.structure_template import structure_template
from assessment.intake.structures import read_structure
from tests.assessment.intake.test_hostile import BROKEN_WORKBOOKS, NOT_TABLES

WORDS = vocabulary(loader.knowledge().design, loader.knowledge().facts_form)
TEAM = Structure(
    posts=(
        Post("p1", "lead", team="t1", fte=1.0, metric="gmv", basis="net"),
        Post("p2", "host", "早班主播", "t1", 2.5, 0.5, ("p1",), agency="a1", appraised_by="p1"),
        Post("p3", "host", "晚班主播", "t1", 1.0, reports_to=("p1",), dotted=("p4",)),
        Post("p4", "media_buyer", fte=None, reports_to=("p1",)),
    ),
    teams=(Team("t1", "直播组", "t2"), Team("t2", "抖音部")),
    rooms=(Room("r1", "主播间", 8.0, 6.0), Room("r2", "", None)),
    agencies=(Agency("a1", "某服务商", ("hosts", "media"), holds_data=False, holds_contracts=True),),
    rights=(DecisionRight("floor_price", ("p2", "p3"), (), ("p4",), (), ("p1",), 24.0),),
)
Rows = Sequence[Sequence[object]]


def book(sheets: Mapping[str, Rows], change: Callable[[Workbook], None] | None = None) -> bytes:
    """Write sheets of rows to an XLSX file, then let `change` spoil it."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, file_name: str = "组织.xlsx") -> Structure:
    """Read a file that must be fine."""
    return read_structure(content, file_name, WORDS).structure


def refusal(content: bytes, file_name: str = "组织.xlsx") -> tuple[Problem, ...]:
    """Return the problems for which a file is refused; fail when it is accepted."""
    with pytest.raises(FileRefused) as refused:
        read(content, file_name)
    problems = refused.value.fields["problems"]
    assert isinstance(problems, tuple)
    return problems


def places(content: bytes) -> list[tuple[str, str | None, int | None, str | None]]:
    """Codes and places of all problems."""
    return [(p.code, p.sheet, p.row, p.column) for p in refusal(content)]


def posts(*rows: Sequence[object], header: Sequence[str] = ("岗位类别", "本公司叫法", "汇报给")) -> bytes:
    """Write a workbook that holds posts only."""
    return book({"岗位": [header, *rows]})


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_template_holds_is_read_back(locale: Locale) -> None:
    """Either language, every column; a decision that nobody holds comes back blank."""
    back = read(structure_template(TEAM, WORDS, locale))
    assert replace(back, rights=back.rights[:1]) == TEAM
    assert {right.decision for right in back.rights} == set(WORDS.decisions.names)
    assert all(not right.posts(letter) for right in back.rights[1:] for letter in LETTERS)


names = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]), max_size=12).map(
    lambda text: " ".join(text.split())
)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:@-]{0,8}", fullmatch=True)


@st.composite
def structures(draw: st.DrawFn) -> Structure:
    """Draw organizations of every kind, in which all references lead somewhere."""
    post_ids = draw(st.lists(ids, max_size=6, unique_by=str.casefold))
    team_ids = draw(st.lists(ids, max_size=3, unique_by=str.casefold))
    some = (
        st.lists(st.sampled_from(post_ids), max_size=2, unique=True).map(tuple) if post_ids else st.just(())
    )
    fte = st.none() | st.floats(-100, 3_000).map(lambda n: round(n, 2))
    kinds = st.sampled_from([*WORDS.kinds.names])
    return Structure(
        posts=tuple(
            Post(
                one,
                draw(kinds),
                draw(names),
                draw(st.sampled_from(["", *team_ids])),
                draw(fte),
                reports_to=draw(some),
                dotted=draw(some),
                metric=draw(st.sampled_from(["", "gmv", "none"])),
            )
            for one in post_ids
        ),
        teams=tuple(Team(one, draw(names), draw(st.sampled_from(["", *team_ids]))) for one in team_ids),
        rights=tuple(DecisionRight(one, decide=draw(some)) for one in WORDS.decisions.names),
    )


def untitled(structure: Structure) -> Structure:
    """Take away titles that say no more than the kind does, as reading does."""
    same = {one: {n.zh.casefold(), n.en.casefold(), one} for one, n in WORDS.kinds.names.items()}
    kept = (replace(p, name="" if p.name.casefold() in same[p.kind] else p.name) for p in structure.posts)
    return replace(structure, posts=tuple(kept))


@settings(max_examples=12, deadline=None)
@given(structures(), st.sampled_from(LOCALES))
def test_every_organization_survives_the_way_through_the_file(structure: Structure, locale: Locale) -> None:
    """Names that look like formulas, codes, separators or other names: each comes back as it was."""
    assert read(structure_template(structure, WORDS, locale)) == untitled(structure)


HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A1",
    "-2+3",
    "@SUM(A1)",
    "<b>主播</b>",
    "1E5",
    "00123",
    "TRUE",
    "NA",
    "p1",
)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_template_holds_no_formula_and_nothing_hidden(locale: Locale) -> None:
    """What looks like a formula is a text cell; sheets are visible; no links, no macros."""
    wild = tuple(Post(f"x{n}", "host", name) for n, name in enumerate(HOSTILE))
    teams = tuple(Team(f"y{n}", name) for n, name in enumerate(HOSTILE))
    content = structure_template(Structure(posts=wild, teams=teams), WORDS, locale, ("=1+1",))
    made = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {sheet.sheet_state for sheet in made} == {"visible"}
    parts = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [part for part in parts if "external" in part or "vba" in part]
    assert [post.name for post in read(content).posts] == list(HOSTILE)


@pytest.mark.parametrize("locale", LOCALES)
def test_choices_are_offered_where_they_are_fixed(locale: Locale) -> None:
    """Kinds and decisions are chosen from lists; bosses are offered and may be typed."""
    made = openpyxl.load_workbook(io.BytesIO(structure_template(TEAM, WORDS, locale)))
    sheet = made[TITLES["posts"].get(locale)]
    rules = {str(rule.sqref)[:1]: rule for rule in sheet.data_validations.dataValidation}
    letters = dict(zip(HEADERS["posts"], "ABCDEFGHIJKL", strict=True))
    kind, boss = rules[letters["kind"]], rules[letters["reports_to"]]
    assert (kind.showErrorMessage, boss.showErrorMessage) == (True, False)
    title, area = str(kind.formula1).split("!")
    chosen = [cell.value for (cell,) in made[title.strip("'")][area.replace("$", "")]]
    assert chosen == [name.get(locale) for name in WORDS.kinds.names.values()]


def test_the_bare_template_is_an_empty_organization() -> None:
    """Without anything known there are headers and decisions, and no posts."""
    assert read(structure_template(Structure(), WORDS, "zh")).posts == ()


def test_rows_without_codes_get_codes_of_their_own() -> None:
    """New rows are numbered past the codes that are there, and are found by name."""
    content = book(
        {
            "岗位": [
                ["编号", "岗位类别", "本公司叫法", "汇报给"],
                [None, "主播", "早班", "店长"],
                ["p1", "直播运营", "店长", None],
                [None, "Host", None, "p1"],
            ]
        }
    )
    assert read(content).posts == (
        Post("p2", "host", "早班", reports_to=("p1",)),
        Post("p1", "live_ops", "店长"),
        Post("p3", "host", reports_to=("p1",)),
    )


def test_several_names_stand_in_one_cell() -> None:
    """Separated by semicolons of either width or line breaks; repeated names count once."""
    content = posts(["主播", "甲", "乙；丙; 乙\n丁"], ["场控", "乙"], ["中控", "丙"], ["投手", "丁"])
    assert read(content).posts[0].reports_to == ("p2", "p3", "p4")


def test_mistakes_of_organization_come_in_as_typed() -> None:
    """Circles, two bosses and impossible headcounts are no faults of the file; rows lead back to it."""
    header = ["岗位类别", "本公司叫法", "汇报给", "人数"]
    found = read_structure(
        book({"岗位": [header, ["主播", "甲", "乙", -1], [], ["场控", "乙", "甲；乙", 10_000]]}),
        "a.xlsx",
        WORDS,
    )
    assert [(post.fte, post.reports_to) for post in found.structure.posts] == [
        (-1.0, ("p2",)),
        (10_000.0, ("p1", "p2")),
    ]
    assert found.rows == {("posts", "p1"): 2, ("posts", "p2"): 4}


def test_unknown_and_ambiguous_names_are_refused_at_their_cell() -> None:
    """The message says what may be typed, or that nothing can be yet; all sheets are told at once."""
    content = book(
        {
            "岗位": [
                ["岗位类别", "本公司叫法", "汇报给", "所属团队", "考核指标"],
                ["主播", "甲", "没有这人", "没有这组", "感觉"],
                ["国王", "乙", "丙", None, None],
                ["主播", "丙", None, None, None],
                ["场控", "丙", None, None, None],
            ],
            "决策权": [["决定", "拍板"], ["最低价", "丁"], ["午饭", "甲"], ["最低价", "甲"]],
        }
    )
    assert sorted(places(content), key=str) == [
        ("decision_duplicate", "决策权", 4, "决定"),
        ("reference_ambiguous", "岗位", 3, "汇报给"),
        ("reference_none", "岗位", 2, "所属团队"),
        ("reference_unknown", "决策权", 2, "拍板"),
        ("reference_unknown", "岗位", 2, "汇报给"),
        ("word_unknown", "决策权", 3, "决定"),
        ("word_unknown", "岗位", 2, "考核指标"),
        ("word_unknown", "岗位", 3, "岗位类别"),
    ]


@pytest.mark.parametrize(
    ("rows", "code", "column"),
    [
        ([["编号", "岗位类别"], ["a b", "主播"]], "code_malformed", "编号"),
        ([["编号", "岗位类别"], ["p1", "主播"], ["p1", "场控"]], "code_duplicate", "编号"),
        ([["岗位类别", "本公司叫法", "人数"], [None, None, 3]], "cell_blank", "岗位类别"),
        ([["岗位类别", "人数"], ["主播", "两个"]], "number_expected", "人数"),
        ([["岗位类别", "人数"], ["主播", "NaN"]], "number_not_finite", "人数"),
        ([["岗位类别", "人数"], ["主播", "1e12"]], "number_out_of_range", "人数"),
        ([["岗位类别", "人数"], ["主播", "2026-01-02"]], "number_is_date", "人数"),
        ([["岗位类别", "本公司叫法"], ["主播", "长" * 61]], "cell_too_long", "本公司叫法"),
        ([["岗位类别", "tenant_id"], ["主播", "1"]], "column_unknown", "tenant_id"),
        ([["岗位类别", "Post"], ["主播", "主播"]], "header_duplicate", "Post"),
        ([["本公司叫法"], ["主播"]], "column_missing", "岗位类别"),
        ([["岗位类别"], *([["主播"]] * 501)], "too_many_rows", None),
    ],
)
def test_cells_that_cannot_be_read_are_named(rows: Rows, code: str, column: str | None) -> None:
    """Codes, numbers, lengths, headers and the number of rows."""
    (problem,) = refusal(book({"岗位": rows}))
    assert (problem.code, problem.sheet, problem.column) == (code, "岗位", column)


def test_sheets_are_matched_by_their_titles() -> None:
    """Unknown, repeated, missing and hidden sheets are named; the guide is left alone."""
    plain = [["岗位类别"], ["主播"]]
    assert read(book({"POSTS": plain, "说明": [["随便写"]], "Choices": [["x"]]})).posts[0].kind == "host"
    assert places(book({"岗位": plain, "工资": [["姓名"]]}))[0][0] == "sheet_unknown"
    assert places(book({"岗位": plain, "Posts": plain}))[0][0] == "sheet_twice"
    assert places(book({"团队": [["团队名称"], ["甲"]]}))[0][0] == "sheet_missing"

    def hide(made: Workbook) -> None:
        made["岗位"].sheet_state = "hidden"

    assert places(book({"团队": plain, "岗位": plain}, hide))[0][0] == "hidden_sheet"


def test_faults_of_all_sheets_are_told_at_once() -> None:
    """A formula without a result, merged cells and bad numbers on three sheets: three places."""

    def spoil(made: Workbook) -> None:
        made["岗位"]["A3"] = "=A2"
        made["团队"].merge_cells("A2:B2")

    content = book(
        {"岗位": [["岗位类别"], ["主播"]], "团队": [["团队名称", "上级团队"], ["甲", None]]},
        spoil,
    )
    assert places(content) == [
        ("formula_without_value", "岗位", 3, "A"),
        ("merged_cells", "团队", 2, None),
    ]


@pytest.mark.parametrize(
    ("content", "name"), [(c, n) for c, n, _ in NOT_TABLES.values()], ids=NOT_TABLES.keys()
)
def test_what_is_no_workbook_is_refused(content: bytes, name: str) -> None:
    """The whole corpus of other files meets the same guards here."""
    assert refusal(content, name)


@pytest.mark.parametrize(("content", "code"), BROKEN_WORKBOOKS.values(), ids=BROKEN_WORKBOOKS.keys())
def test_broken_and_hostile_workbooks_are_refused(content: bytes, code: str) -> None:
    """And so does the corpus of hostile workbooks; this source allows fewer cells and rows."""
    assert [problem.code for problem in refusal(content, "a.xlsx")] == [code]


def test_a_csv_is_told_to_take_the_template() -> None:
    """An organization has several tables: a text file cannot hold it."""
    assert [p.code for p in refusal("岗位类别\n主播\n".encode(), "a.csv")] == ["book_needed"]


def test_upload_names_are_never_paths() -> None:
    """Only the last part of a name is shown, escaped."""
    (problem,) = refusal(b"x,y\n", "../../etc/pass\nwd.csv")
    assert problem.file == "pass\\nwd.csv"
