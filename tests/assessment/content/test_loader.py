"""Files become values of the domain only when they are sound."""

import hashlib
import re
from pathlib import Path

import pytest

import assessment.content
from assessment.content import lint
from assessment.content.lint import check_all, check_instrument
from assessment.content.loader import instrument_source, load_instrument
from assessment.domain.errors import ContentInvalid

GUIDE = Path(assessment.content.__file__).parent / "AUTHORING.md"


def test_a_file_with_problems_is_refused_with_all_of_them() -> None:
    """The error carries every problem in words, and the file's name."""
    head = b'id = "x"\nversion = "one"\nname = { zh = "x" }\nscale = { low = 1, high = 2 }\n'
    source = head + b"dimension = []\nitem = []"
    with pytest.raises(ContentInvalid) as refusal:
        load_instrument(source, path="x.toml")
    problems = refusal.value.fields["problems"]
    assert refusal.value.fields["path"] == "x.toml"
    assert isinstance(problems, tuple)
    assert len(problems) == len(check_instrument(source, "x.toml")) == 2


def test_the_foreign_instrument_loads_without_roles_or_anchors(bfi_path: Path) -> None:
    """Twenty-five items, five constructs, six labelled levels and psych's seven reversed items."""
    source = bfi_path.read_bytes()
    bfi = load_instrument(source, path=str(bfi_path))
    assert bfi.digest == hashlib.sha256(source).hexdigest()
    assert [item.id for item in bfi.items if item.reverse] == ["A1", "C4", "C5", "E1", "E2", "O2", "O5"]
    assert [len(bfi.items_of(dimension.id)) for dimension in bfi.dimensions] == [5] * 5
    assert len(bfi.anchors(bfi.items[0])) == len(bfi.scale.levels) == 6
    assert bfi.items_for("OWN", "core") == bfi.items


def test_the_example_of_the_guide_is_a_valid_instrument() -> None:
    """What the guide for authors shows can be copied and loaded as it stands."""
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    example = load_instrument(blocks[0].encode(), path="AUTHORING.md")
    assert [item.reverse for item in example.items] == [False, True]


def test_given_files_are_checked_instead_of_the_shipped_ones(tmp_path: Path, bfi_path: Path) -> None:
    """The content check of a consultant's own file tells about that file only."""
    broken = tmp_path / "mine.toml"
    broken.write_text(
        bfi_path.read_text(encoding="utf-8").replace("reverse = true", "reversed = true", 1), "utf-8"
    )
    assert check_all([bfi_path]) == ()
    assert [(p.path, p.place) for p in check_all([broken])] == [(str(broken), "item[A1].reversed")]


def test_a_shipped_file_in_the_wrong_place_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An instrument lies where its id and version say, so that waves find their version."""
    path = tmp_path / "instruments" / "fact" / "2.0.0.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(instrument_source("fact", "1.0.0"))
    words = tmp_path / "organization" / "archetype_words.toml"
    words.parent.mkdir()
    words.write_bytes((Path(assessment.content.__file__).parent / "organization" / words.name).read_bytes())
    monkeypatch.setattr(lint, "CONTENT", tmp_path)
    monkeypatch.setattr(lint, "instrument_paths", lambda: (path,))
    assert ("instruments/fact/2.0.0.toml", "misplaced_file") in [(p.path, p.code) for p in check_all()]
