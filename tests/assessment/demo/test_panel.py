"""The synthetic panel: reproducible to the byte, and shaped as its script says."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from assessment.content.demo import build
from assessment.content.demo.case import demo_case
from assessment.content.panels import demo_panel
from assessment.domain.engagement import CATEGORIES, GMV_TIERS, LEAD_POSITIONS, PRICE_BANDS

STORED = files("assessment.content.demo").joinpath("panel.csv").read_bytes()
PANEL = demo_panel()


def test_running_the_script_gives_the_same_bytes() -> None:
    """The file in the repository is what the script writes."""
    assert build.panel_csv().encode() == STORED


def test_another_seed_gives_another_panel() -> None:
    """The numbers come from the seed and from nothing else."""
    assert build.panel_csv(seed=1) != build.panel_csv(seed=2)
    assert build.panel_csv(seed=1) == build.panel_csv(seed=1)


def test_panel_is_labelled_and_complete() -> None:
    """640 merchants, demo, with a value of every facet known to the product."""
    assert PANEL.demo
    assert PANEL.scores.shape == PANEL.standard_errors.shape == (640, 26)
    codes = (CATEGORIES, GMV_TIERS, LEAD_POSITIONS, PRICE_BANDS)
    assert tuple(PANEL.facets) == build.FACETS
    for values, allowed in zip(PANEL.facets.values(), codes, strict=True):
        assert set(values) <= set(allowed)
    assert all(row["merchant"].startswith("demo-") for row in csv.DictReader(STORED.decode().splitlines()))


def test_scores_and_errors_are_missing_together_and_on_the_scale() -> None:
    """A number never stands without its error, and none leaves the scale 1-5."""
    missing = np.isnan(PANEL.scores)
    assert np.array_equal(missing, np.isnan(PANEL.standard_errors))
    assert np.nanmin(PANEL.scores) >= 1
    assert np.nanmax(PANEL.scores) <= 5
    assert np.nanmin(PANEL.standard_errors) > 0
    assert missing.any()


def test_dimensions_hang_together_as_designed() -> None:
    """Dimensions correlate around one half; none repeats another."""
    places = [PANEL.scale_ids.index(dimension) for dimension in build.PARTS]
    complete = PANEL.scores[:, places]
    complete = complete[~np.isnan(complete).any(axis=1)]
    off_diagonal = np.corrcoef(complete.T)[np.triu_indices(5, 1)]
    assert off_diagonal.min() > 0.35
    assert off_diagonal.max() < 0.65


def test_overall_is_the_mean_of_known_dimensions() -> None:
    """Averaging upwards leaves no residue beyond rounding."""
    places = [PANEL.scale_ids.index(dimension) for dimension in build.PARTS]
    expected = np.nanmean(PANEL.scores[:, places], axis=1)
    assert np.allclose(PANEL.scores[:, PANEL.scale_ids.index("overall")], expected, atol=0.011)


def test_bigger_merchants_score_higher_on_average() -> None:
    """The tier effect of the script can be seen in the file."""
    overall = PANEL.scores[:, PANEL.scale_ids.index("overall")]
    tiers = np.array(PANEL.facets["gmv_tier"])
    assert overall[np.isin(tiers, ("G1", "G2"))].mean() < overall[np.isin(tiers, ("G4", "G5"))].mean()


def test_the_worked_case_has_twenty_peers_like_itself() -> None:
    """Category, tier and lead position of the demo merchant are shared by at least twenty."""
    case = demo_case()
    own = {"category": case.merchant.category, "gmv_tier": case.merchant.gmv_tier, "lead_position": "F"}
    alike = np.all([np.array(PANEL.facets[facet]) == value for facet, value in own.items()], axis=0)
    assert alike.sum() >= 20


def test_shared_arrays_cannot_be_changed() -> None:
    """Every caller gets the same arrays, so nobody may write into them."""
    with pytest.raises(ValueError, match="read-only"):
        PANEL.scores[0, 0] = 5.0


def test_main_writes_the_file_beside_the_script(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The documented command writes exactly the stored bytes."""
    monkeypatch.setattr(build, "__file__", f"{tmp_path}/build.py")
    build.main()
    with open(f"{tmp_path}/panel.csv", "rb") as written:  # noqa: PTH123 - a plain path is enough here
        assert written.read() == STORED
