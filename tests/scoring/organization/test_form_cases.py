"""Worked cases: what the program says of each is what the paper says (see source.md beside the files)."""

from pathlib import Path

import pytest

from scoring.organization.forms import advise_form
from scoring.results import WaveResult
from tests.golden.organization.cases import case_files, read_case

SHARE_TOLERANCE = 0.05
"""Three standard errors of a share near one half over 1,000 draws."""


def fired(result: WaveResult) -> list[str]:
    """Rules that fired."""
    return [r.rule for r in result.recommendations if r.status == "fired"]


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_a_worked_case_comes_out_as_on_paper(path: Path) -> None:
    """Form, verdict, hurdle, fits, rules and first initiatives are those that were worked out."""
    case = read_case(path)
    advice, wanted = advise_form(case.ground), case.expected
    for name in ("present", "best", "recommended", "runner_up"):
        assert getattr(advice, name) == wanted.get(name), name
    assert advice.verdict == wanted["verdict"]
    assert advice.confidence == wanted.get("confidence", "normal")
    assert (advice.hurdle.n_met, advice.hurdle.n_symptoms) == (wanted["n_met"], wanted["n_symptoms"])
    fits = {fit.form: fit.fit for fit in advice.fits}
    assert {form: fits[form] for form in wanted["fit"]} == pytest.approx(wanted["fit"])
    assert fired(case.ground.result) == wanted["fired"]
    assert [i.initiative for i in case.ground.result.initiatives[:3]] == wanted["first"]


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_certainty_and_what_to_find_out_come_out_as_on_paper(path: Path) -> None:
    """Shares follow from the normal distribution; a sure case leaves nothing to find out."""
    case = read_case(path)
    advice, wanted = advise_form(case.ground), case.expected
    assert list(advice.missing) == wanted.get("missing", [])
    if advice.verdict == "choice":
        shares = {form: fit.share for form in wanted["share"] if (fit := advice.fit_of(form))}
        assert shares == pytest.approx(wanted["share"], abs=SHARE_TOLERANCE)
        assert set(advice.deciding[:2]) == set(wanted["deciding"])
    else:
        assert list(advice.deciding) == wanted.get("deciding", [])
        assert advice.certainty is None or advice.certainty > 0.9


def test_the_cases_cover_what_they_have_to() -> None:
    """Every form follows once, every verdict is there, and so are the rules about dependence and pictures."""
    cases = [read_case(path) for path in case_files()]
    assert len(cases) >= 13
    changed = {c.expected["recommended"] for c in cases if c.expected["verdict"] == "change"}
    assert changed == {f"O{n}" for n in range(1, 8)}
    verdicts = {c.expected["verdict"] for c in cases}
    assert verdicts == {"change", "keep", "inside", "choice", "insufficient"}
    assert {"R6", "R9", "R10", "R11"} <= {rule for c in cases for rule in c.expected["fired"]}
    assert all(len(c.why) > 100 for c in cases)
