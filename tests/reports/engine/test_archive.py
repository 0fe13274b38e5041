"""The archive's form: the same pages, metadata told twice alike, one colour space that we computed."""

import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from PIL import Image, ImageCms

from reports.archive import archived
from reports.pdf import render_pdf
from reports.srgb import profile
from tests.reports.engine.samples import report

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
NAME = '<b>A&B</b> "店" 𠮷'


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    """Draw a short report, plain and for the archive."""
    document = replace(report(NAME, rows=1), report_id="R-1")
    document = replace(document, pages=document.pages[:2])
    return render_pdf(document).pdf, render_pdf(document, archive=True).pdf


def test_same_bytes(pair: tuple[bytes, bytes]) -> None:
    """Rewriting the same file gives the same file."""
    assert archived(pair[0]) == archived(pair[0]) == pair[1]


def test_pages_and_tags_stay(pair: tuple[bytes, bytes]) -> None:
    """Page contents, outline, labels and tags are those of the drawn file."""
    with pikepdf.open(io.BytesIO(pair[0])) as drawn, pikepdf.open(io.BytesIO(pair[1])) as kept:
        for one, other in zip(drawn.pages, kept.pages, strict=True):
            assert one.Contents.read_bytes() == other.Contents.read_bytes()
        assert set(kept.Root.keys()) == {*drawn.Root.keys(), "/Metadata", "/OutputIntents"}
        assert len(kept.Root.StructTreeRoot.ParentTree.Nums) == 2 * len(drawn.pages)


def test_metadata_is_told_twice_alike(pair: tuple[bytes, bytes]) -> None:
    """Title, author, subject, keywords, tools and dates read the same in both places, markup stays text."""
    with pikepdf.open(io.BytesIO(pair[1])) as file:
        info = {key: str(value) for key, value in file.docinfo.items()}
        root = ET.fromstring(file.Root.Metadata.read_bytes())  # noqa: S314  (our own output)
    (told,) = root.iter(RDF + "Description")

    def words(name: str) -> str:
        return "".join(told.find(name).itertext())  # type: ignore[union-attr]

    assert words(DC + "title") == info["/Title"] == f"报告 {NAME}"
    assert words(DC + "creator") == info["/Author"]
    assert words(DC + "description") == info["/Subject"]
    assert words(PDF + "Keywords") == info["/Keywords"] == "report R-1"
    assert words(PDF + "Producer") == info["/Producer"]
    assert words(XMP + "CreatorTool") == info["/Creator"]
    assert info["/CreationDate"].startswith("D:20260930000000")
    assert words(XMP + "CreateDate") == words(XMP + "ModifyDate") == "2026-09-30T00:00:00+00:00"
    assert (words(PDFAID + "part"), words(PDFAID + "conformance")) == ("1", "B")


def test_nothing_more_is_claimed(pair: tuple[bytes, bytes]) -> None:
    """Neither file says that it conforms to PDF/UA, and the drawn one claims no PDF/A."""
    for claim in (b"pdfuaid", b"PDF/UA"):
        assert claim not in pair[0] + pair[1]
    assert b"pdfaid" not in pair[0]


def test_profile_is_srgb() -> None:
    """Colours sent through the profile come out as through another maker's sRGB, within one step of 255."""
    ours = ImageCms.ImageCmsProfile(io.BytesIO(profile()))
    assert ours.profile.version == pytest.approx(2.1)
    assert ours.profile.profile_description == "sRGB IEC61966-2.1"
    assert ours.profile.xcolor_space.strip() == "RGB"
    colours = Image.new("RGB", (16 * 16, 16))
    colours.putdata([(17 * r, 17 * g, 17 * b) for r in range(16) for g in range(16) for b in range(16)])
    theirs = ImageCms.createProfile("sRGB")
    seen = ImageCms.profileToProfile(colours, ours, theirs)
    assert seen is not None
    steps = [abs(a - b) for a, b in zip(colours.tobytes(), seen.tobytes(), strict=True)]
    assert max(steps) <= 1
