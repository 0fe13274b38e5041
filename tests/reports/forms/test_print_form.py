"""One door prints every form: read back, the same every time, whatever anybody typed."""

import hashlib
import io
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from assessment.domain.editions import FILE_FORMS, FileForm, ReportChoices
from reports.compose import compose
from reports.exports_check import check_pictures
from reports.forms import print_form, typed_texts
from reports.images import WIDTH, page_images, picture_name, zipped
from reports.packages import pack
from reports.pdf import render_pdf
from scoring.results import Exclusion, PeerCard
from tests.benchmarks.hostile_texts import hostile_texts
from tests.reports.forms.samples import FORMULAS, small, source


@pytest.mark.parametrize("form", FILE_FORMS)
def test_every_form_passes_its_gate(form: FileForm) -> None:
    """A finished file has no findings, its digest is its own, and a second one is the same."""
    told: list[tuple[str, float]] = []
    printed = print_form(small(), source(), form, progress=lambda stage, share: told.append((stage, share)))
    assert printed.findings == ()
    assert printed.sha256 == hashlib.sha256(printed.content).hexdigest()
    assert print_form(small(), source(), form) == printed
    assert told
    assert all(0.0 <= share <= 1.0 for _, share in told)


def test_typed_words_are_known_to_the_gate() -> None:
    """A shop may be called NaN: its own name is no fault of the report."""
    shop = replace(source(), merchant=replace(source().merchant, name="NaN shop"))
    assert "NaN shop" in typed_texts(shop)
    assert print_form(small("NaN shop"), shop, "docx").findings == ()
    assert {f.code for f in print_form(small("NaN shop"), source(), "docx").findings} == {"placeholder"}


def test_reasons_and_names_of_peers_may_say_anything() -> None:
    """A reason for leaving answers out, and the name of a panel, hold back no report whatever they say."""
    result = source().result
    card = PeerCard("null", "TBD", demo=False, facets=(), n=20, as_of="2026-01-01", source="{x}")
    told = replace(result, exclusions=(Exclusion("OWN", "TODO: NaN", 5),), peer_card=card)
    shop = replace(source(), result=told, choices=ReportChoices(pages=("peers", "quality")))
    document = compose(shop)
    assert "TODO: NaN" in str(document)
    assert "TBD" in str(document)
    assert print_form(document, shop, "docx").findings == ()


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_no_text_breaks_a_form(form: FileForm) -> None:
    """Markup, formulas, controls, 5,000 characters, emoji, lone surrogates: a good file, no exception."""
    texts = (*hostile_texts(110), *FORMULAS, "", "字" * 5_000)
    pages = [page for text in texts[::4] for page in small(text).pages]
    table = small().pages[1].blocks[0]
    rows = tuple((text, "1", "2", "3") for text in texts)
    pages.append(replace(pages[1], blocks=(replace(table, rows=rows),)))  # type: ignore[type-var]
    document = replace(small(texts[3]), pages=tuple(pages))
    shop = replace(source(), merchant=replace(source().merchant, name=texts[5]), report_id=texts[7])
    findings = print_form(document, shop, form).findings
    assert [f for f in findings if not any(f.detail in text for text in texts)] == []
    assert {f.code for f in findings} <= {"placeholder"}


def test_pictures_show_the_pages() -> None:
    """One PNG a page, as wide as asked, in the order asked; a page that is not there is an error."""
    pdf = render_pdf(small()).pdf
    pictures = page_images(pdf, (2, 1), width=400)
    assert pictures == tuple(reversed(page_images(pdf, (1, 2), width=400)))
    with Image.open(io.BytesIO(pictures[0])) as picture:
        assert (picture.format, picture.width, picture.height) == ("PNG", 400, 283)
    for number in (0, 99):
        with pytest.raises(IndexError):
            page_images(pdf, (number,))


def test_names_of_pictures_sort_as_the_pages() -> None:
    """Programs that sort by name show the pages in their order, however many there are."""
    for total in (9, 99, 120):
        names = [picture_name(number, total) for number in range(1, total + 1)]
        assert sorted(names) == names


def png(width: int, height: int, colours: int = 2) -> bytes:
    """Make a picture of one colour or two."""
    picture = Image.new("RGB", (width, height), "white")
    if colours > 1:
        picture.putpixel((0, 0), (0, 0, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "unreadable"),
        (zipped([png(WIDTH, 9)]), "page_count"),
        (pack([("a.png", png(WIDTH, 9)), ("b.png", png(WIDTH, 9))]), "page_count"),
        (zipped([png(WIDTH, 9), png(WIDTH // 2, 9)]), "picture_size"),
        (zipped([png(WIDTH, 9), png(WIDTH, 9, 1)]), "blank"),
        (zipped([png(WIDTH, 9), b"GIF89a"]), "unreadable"),
        (zipped([png(WIDTH, 9), png(WIDTH, 9)[:60]]), "unreadable"),
    ],
)
def test_planted_faults_in_pictures_are_found(content: bytes, code: str) -> None:
    """Every check of the gate refuses the fault it is there for."""
    assert {finding.code for finding in check_pictures(content, 2)} == {code}


def test_set_of_pictures_is_a_plain_zip() -> None:
    """The set opens anywhere and tells nothing of when it was made."""
    with zipfile.ZipFile(io.BytesIO(zipped([png(WIDTH, 9)]))) as archive:
        assert [(e.filename, e.date_time) for e in archive.infolist()] == [
            ("page-01.png", (1980, 1, 1, 0, 0, 0))
        ]
