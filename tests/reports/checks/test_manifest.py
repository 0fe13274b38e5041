"""The record that goes with a finished file: complete, the same every time, and read back as written."""

import hashlib
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.editions import ReportOrder
from reports.briefing import Provenance
from reports.checks.finding import Look
from reports.manifest import (
    SHAPING,
    Drawn,
    Manifest,
    ManifestUnreadable,
    font_digests,
    installed,
    made_with,
    manifest_of,
)
from tests.reports.compose.situations import material
from tests.reports.merchants import traced

ROOT = Path(__file__).parents[3]
LOOKS = (Look("pages", 12, "pages"), Look("overlap", 3400, "texts"))
CONTENT = b"%PDF-1.5 not read here"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
DIGESTS = st.sampled_from(("", "0" * 64, "9af" + "1" * 61))


def sample(**order: Any) -> Manifest:
    """Describe a small file of the demo."""
    source = traced(material("rich", "zh"))
    drawn = Drawn(("\U00020bb7",), ("很长的名字…",), tagged=True)
    return manifest_of(source, ReportOrder(**order), CONTENT, 12, LOOKS, drawn)


@settings(max_examples=40, deadline=None)
@given(
    st.builds(
        Manifest,
        report_id=TEXTS,
        as_of=TEXTS,
        provenance=st.none() | st.builds(Provenance, *[DIGESTS] * 8),
        product=TEXTS,
        made_with=st.dictionaries(TEXTS, TEXTS, max_size=3),
        fonts=st.dictionaries(TEXTS, DIGESTS, max_size=3),
        checks=st.lists(st.builds(Look, things=TEXTS), max_size=4).map(tuple),
        missing_glyphs=st.lists(TEXTS, max_size=3).map(tuple),
        shortened=st.lists(TEXTS, max_size=3).map(tuple),
        format=st.just(1),
    )
)
def test_what_is_written_is_read_back(manifest: Manifest) -> None:
    """Writing and reading is the identity, and the same manifest is the same text."""
    text = manifest.to_json()
    assert Manifest.from_json(text) == manifest
    assert Manifest.from_json(text).to_json() == text


def test_the_file_and_its_origin_are_named() -> None:
    """Digest and size are those of the file, the origin is the report's own, checks say what they saw."""
    told = json.loads(sample(archive=True).to_json())
    assert told["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert told["n_bytes"] == len(CONTENT)
    assert told["provenance"]["data"] == traced(material("rich", "zh")).provenance.data  # type: ignore[union-attr]
    assert told["checks"][1] == {"check": "overlap", "seen": 3400, "things": "texts"}
    assert (told["tagged"], told["archive"]) == (True, True)
    assert (told["missing_glyphs"], told["shortened"]) == (["\U00020bb7"], ["很长的名字…"])
    assert told["as_of"] == "2026-10-26"


def test_fonts_are_those_that_ship() -> None:
    """Digests are computed from the files and equal the list that stands beside them."""
    lines = (ROOT / "reports/fonts/SHA256SUMS").read_text().split("\n")
    listed = {name: digest for digest, name in (line.split() for line in lines if line)}
    assert dict(font_digests()) == {name: listed[name] for name in font_digests()}
    assert len(font_digests()) == 4


def test_the_product_is_named_with_its_version() -> None:
    """The version is the one that the project declares."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert sample().product == declared


@pytest.mark.parametrize("form", SHAPING)
def test_libraries_that_shape_the_bytes_are_there(form: str) -> None:
    """Each form names its libraries with versions; a PDF names what rewrites it only if it is rewritten."""
    told = made_with(ReportOrder(form=form))  # type: ignore[arg-type]
    assert [name for name in SHAPING[form] if not told[name]] == []  # type: ignore[index]
    archived = made_with(ReportOrder(form=form, archive=True))  # type: ignore[arg-type]
    assert set(archived) - set(told) == ({"pikepdf"} if form == "pdf" else set())
    assert {"python", "zlib", "unicode"} <= set(told)
    assert installed("no-such-library") == ""


def changed(**fields: Any) -> str:
    """Write a manifest with some of its JSON changed."""
    return json.dumps({**json.loads(sample().to_json()), **fields})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "{" * 5000,
        changed(pages="12"),
        changed(pages=True),
        changed(edition="draft"),
        changed(locale="fr"),
        changed(format=2),
        changed(surprise=1),
        changed(provenance={"run": "x"}),
        changed(checks=[{"check": "taste", "seen": 1, "things": "pages"}]),
        changed(sha256=None),
    ],
)
def test_what_is_no_manifest_is_refused(text: str) -> None:
    """Anything else than a manifest of this format is an error, never half a manifest."""
    with pytest.raises(ManifestUnreadable):
        Manifest.from_json(text)


def test_nothing_depends_on_when_it_is_written() -> None:
    """The same file made in the same way has the same manifest; another file has another."""
    assert sample().to_json() == sample().to_json()
    assert replace(sample(), pages=13).to_json() != sample().to_json()
