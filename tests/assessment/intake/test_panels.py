"""Panels of peers in three formats: the same merchants, or every problem with its place."""

import json

import pytest

from assessment.domain.errors import FileRefused
from assessment.domain.text import LOCALES
from assessment.intake.panels import PanelRow, panel_template, read_panel
from assessment.intake.problems import Problem
from tests.assessment.intake.files import workbook

HEADER = (
    "merchant_code,merchant_name,category,gmv_tier,lead_position,price_band,"
    "content,product,talent,advertising,service"
)
CHINESE = "商家编码,商家名称,类目,GMV档位,主阵地,价格带,内容,商品,达人,投放,服务"
LINE = "00123,示例店,beauty,G3,F,mid,3.4,1,,5,2.25"
ROW = PanelRow("00123", "示例店", ("beauty", "G3", "F", "mid"), (3.4, 1.0, None, 5.0, 2.25))
SCORES = ("content", "product", "talent", "advertising", "service")


def refused(content: bytes, name: str = "peers.csv") -> tuple[Problem, ...]:
    """Return the problems of a file that must be refused."""
    with pytest.raises(FileRefused) as error:
        read_panel(content, name)
    problems = error.value.fields["problems"]
    assert isinstance(problems, tuple)
    return problems


def record(**changes: object) -> dict[str, object]:
    """Describe the merchant of `LINE` as a JSON object."""
    values = dict(zip(HEADER.split(","), LINE.split(","), strict=True))
    scores = {name: float(values[name]) if values[name] else None for name in SCORES}
    return {**values, **scores, **changes}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (f"{HEADER}\n{LINE}".encode(), "p.csv"),
        (f"{CHINESE}\n{LINE}".encode("gb18030"), "p.csv"),
        (f"{CHINESE}\n00123,示例店,美妆个护,g3,自播主导,中,3.4,1,,5,2.25".encode("utf-8-sig"), "p.csv"),
        (workbook([HEADER.split(","), ["00123", *LINE.split(",")[1:6], 3.4, 1, None, 5, 2.25]]), "p.xlsx"),
        (json.dumps([record()]).encode(), "p.json"),
        (json.dumps({"merchants": [record()]}, indent=2).encode(), "p.json"),
        (json.dumps([record()], indent=2).encode("utf-8-sig"), "p.json"),
    ],
)
def test_every_format_gives_the_same_merchant(content: bytes, name: str) -> None:
    """Codes stay text, Chinese headers and names count, a blank score is missing and never 0."""
    assert read_panel(content, name) == (ROW,)


def test_facets_may_be_left_out() -> None:
    """Only the code and the five scores are asked for; a facet that is not there is not given."""
    content = b"merchant_code," + ",".join(SCORES).encode() + b"\nA,1,2,3,4,5"
    assert read_panel(content, "p.csv") == (PanelRow("A", "", ("", "", "", ""), (1.0, 2.0, 3.0, 4.0, 5.0)),)


def test_every_problem_is_named_with_its_place() -> None:
    """One pass over a file finds all of them."""
    lines = [
        HEADER,
        LINE,
        LINE.replace("00123", " 00123 "),
        "B,,cosmetics,G6,F,mid,0.9,5.1,nan,1e309,x",
        ",,,,,,3,3,3,3,3",
        "C,,beauty,G1,A,low,2026-01-01,3,3,3,3",
    ]
    found = {(p.row, p.column, p.code) for p in refused("\n".join(lines).encode())}
    assert found == {
        (4, "content", "number_out_of_range"),
        (4, "product", "number_out_of_range"),
        (4, "talent", "number_not_finite"),
        (4, "advertising", "number_not_finite"),
        (4, "service", "number_expected"),
        (5, "merchant_code", "cell_blank"),
        (6, "content", "number_is_date"),
    }
    coded = "\n".join([*lines[:3], "B,,cosmetics,G6,F,mid,3,3,3,3,3"])
    assert {(p.row, p.column, p.code) for p in refused(coded.encode())} == {
        (3, "merchant_code", "key_duplicate"),
        (4, "category", "code_unknown"),
        (4, "gmv_tier", "code_unknown"),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"merchant_code": "A", "merchant_code": "B"}]', "json_key_duplicate"),
        ('[{"merchant_code": "A", "content": NaN}]', "json_not_finite"),
        ('[{"merchant_code": "A", "content": -Infinity}]', "json_not_finite"),
        ('[{"merchant_code": 1234567890123456789}]', "json_whole_too_long"),
        ("[" * 25 + "]" * 25, "json_too_deep"),
        ("[" * 100_000, "json_too_deep"),
        ('{"merchants": [], "tenant_id": 1}', "json_key_unknown"),
        ('{"merchants": []}', "no_rows"),
        ('{"merchants": 3}', "json_no_list"),
        ('[{"merchant_code": "A"}, 5]', "json_no_record"),
        ('[{"merchant_code": true}]', "json_value"),
        ('[{"merchant_code": ["A"]}]', "json_value"),
        ('[{"merchant_code": "A"', "json_broken"),
        ('[{"merchant_code": "\\ud800"}]', "column_missing"),
        (json.dumps([record(owner_id="x")]), "column_unknown"),
        (json.dumps([record(content=9)]), "number_out_of_range"),
    ],
)
def test_json_is_held_to_the_same_rules(text: str, code: str) -> None:
    """Duplicate keys, numbers that are none, nesting, huge numbers, unknown keys, other shapes."""
    assert code in {problem.code for problem in refused(text.encode(), "p.json")}


def test_an_unknown_key_is_named() -> None:
    """The message says which key has no business there."""
    (problem,) = refused(json.dumps([record(owner_id="x")]).encode(), "p.json")
    assert (problem.code, problem.column) == ("column_unknown", "owner_id")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (json.dumps([record()]).encode(), "p.csv", "name_hides_json"),
        (f"{HEADER}\n{LINE}".encode(), "p.json", "name_promises_json"),
        (f"{HEADER}\n{LINE}".encode(), "p.pdf", "name_other"),
        (b"%PDF-1.7", "p.csv", "type_pdf"),
        (b"", "p.csv", "file_empty"),
        (HEADER.encode(), "p.csv", "no_rows"),
        (b"x" * (20 * 1024 * 1024 + 1), "p.csv", "file_too_large"),
    ],
)
def test_a_file_is_what_its_content_is(content: bytes, name: str, code: str) -> None:
    """The name only serves to notice a contradiction."""
    assert [problem.code for problem in refused(content, name)] == [code]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_template_can_be_imported_as_it_is(locale: str) -> None:
    """Two fictitious merchants, said to be so."""
    rows = read_panel(panel_template(locale), "template.csv")  # type: ignore[arg-type]  # a locale
    assert len(rows) == 2
    assert all("虚构" in row.name or "fictitious" in row.name for row in rows)
