"""Published numbers and R against ours."""

from collections import Counter

import pytest

from tests.golden import published
from tests.golden.published import Row


@pytest.fixture(scope="module")
def compared() -> list[Row]:
    """Compare everything once."""
    return published.rows()


def test_every_published_number_is_ours(compared: list[Row]) -> None:
    """No row differs by more than its kind permits: 1e-6, or the digits that a source prints."""
    assert [row for row in compared if not row.holds] == []


def test_the_table_speaks_about_every_statistic(compared: list[Row]) -> None:
    """Most rows are exact, and none of the promised sources is missing."""
    kinds = Counter(row.kind for row in compared)
    assert kinds["exact"] > 100
    sources = {row.source for row in compared}
    assert {"Krippendorff 2011", "R psych::alpha.ci", "R Hmisc::hdquantile", "R qbeta"} <= sources
    assert any("Shrout" in source for source in sources)
    assert any("Brennan" in source for source in sources)
    assert any("mclust" in source for source in sources)


def test_a_wrong_number_would_be_noticed() -> None:
    """Each kind of row has numbers that it refuses."""
    assert not Row("x", "y", 1.0, 1.00001).holds
    assert not Row("x", "y", 1.0, 1.06, "stopped", published.STOPPED).holds
    assert not Row("x", "y", 1.0, 0.99, "stopped", published.STOPPED).holds
    assert not Row("x", "y", 1.0, 1.0, "better").holds


def test_the_printed_table_ends_with_its_verdict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script marks what differs and counts what holds."""
    monkeypatch.setattr(published, "rows", lambda: [Row("same", "a", 1.0, 1.0), Row("other", "b", 1.0, 2.0)])
    published.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].endswith("<-- DIFFERS")
    assert lines[3].startswith("1 of 2 rows hold")
