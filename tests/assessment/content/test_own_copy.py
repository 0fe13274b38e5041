"""A firm's own copy replaces our files one by one, or is refused whole."""

from pathlib import Path

import pytest

from assessment.bootstrap import bootstrap
from assessment.content import loader
from assessment.content.own_copy import LARGEST_MB, OWN_FILES, check_copy, copies_of_ours, files_in
from assessment.content.sources import CONTENT
from assessment.domain.errors import KnowledgeInvalid
from assessment.domain.text import LocalizedText
from assessment.settings import Settings, sqlite_url

ABOUT = "organization/about.toml"
TARGETS = "organization/targets.toml"
NAME = 'name = { zh = "甲方咨询", en = "Firm A" }\nversion = "2.1.0"\n'


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test choose a folder without other tests noticing."""
    monkeypatch.setattr(loader, "_CHOSEN", loader._Chosen())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a copy that changes the target of the smallest merchants."""
    copy = tmp_path / "firm"
    write(copy, ABOUT, NAME)
    write(copy, TARGETS, (CONTENT / TARGETS).read_text(encoding="utf-8").replace("G1 = 3.0", "G1 = 2.5"))
    return copy


def write(folder: Path, name: str, text: str) -> None:
    """Put one file into a copy."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("ours")
def test_what_the_copy_holds_replaces_ours_and_the_rest_stays(folder: Path) -> None:
    """One target is the firm's, everything else ours; name, version and digest tell the two apart."""
    before = loader.knowledge()
    loader.use_knowledge(folder)
    own = loader.knowledge()
    assert dict(own.targets) == {**before.targets, "G1": 2.5}
    assert (own.rules, own.design, own.facts_form) == (before.rules, before.design, before.facts_form)
    assert (own.name, own.version) == (LocalizedText("甲方咨询", "Firm A"), "2.1.0")
    assert own.digest != before.digest
    loader.use_knowledge(None)
    assert loader.knowledge() is before


@pytest.mark.usefixtures("ours")
def test_metrics_and_archetype_words_follow_the_copy(folder: Path) -> None:
    """Names of metrics and of profiles come from the copy as well; the digest leaves the latter out."""
    metrics, words = "metrics/metrics.toml", "organization/archetype_words.toml"
    text = (CONTENT / metrics).read_text(encoding="utf-8")
    write(folder, metrics, text.replace(loader.metrics()[0].name.zh, "甲方的叫法", 1))
    without_words = loader.knowledge_of(folder).digest
    text = (CONTENT / words).read_text(encoding="utf-8")
    first = loader.archetype_words().levels["early"].en
    write(folder, words, text.replace(f'"{first}"', '"Firm level"', 1))
    loader.use_knowledge(folder)
    assert loader.metrics()[0].name.zh == "甲方的叫法"
    assert loader.archetype_words().levels["early"].en == "Firm level"
    assert loader.knowledge().digest == without_words


@pytest.mark.usefixtures("ours")
def test_an_empty_copy_is_ours(tmp_path: Path) -> None:
    """A folder without files changes nothing, not even the digest."""
    loader.use_knowledge(tmp_path)
    assert loader.knowledge() == loader.knowledge_of(None)


@pytest.mark.usefixtures("ours")
def test_two_copies_are_kept_apart(folder: Path, tmp_path: Path) -> None:
    """What was read of one folder is never given out for another."""
    other = tmp_path / "other"
    write(other, ABOUT, NAME.replace("2.1.0", "2.2.0"))
    for _ in range(2):
        for chosen, version in ((folder, "2.1.0"), (other, "2.2.0"), (None, "1.0.0")):
            loader.use_knowledge(chosen)
            assert loader.knowledge().version == version


@pytest.mark.usefixtures("ours")
def test_a_broken_copy_is_refused_whole_and_the_old_one_stays(folder: Path) -> None:
    """File, place and fault are named; no half of the copy is used."""
    before = loader.knowledge()
    write(folder, "organization/decisions.toml", "decision = []\n")
    with pytest.raises(KnowledgeInvalid) as refusal:
        loader.use_knowledge(folder)
    assert loader.knowledge() is before
    problems = refusal.value.fields["problems"]
    assert isinstance(problems, tuple)
    assert str(problems[0]) == f"{folder / 'organization/decisions.toml'}: decision: lacks campaign_plan"


@pytest.mark.usefixtures("ours")
def test_services_judge_by_the_copy_of_their_settings(folder: Path, tmp_path: Path) -> None:
    """Wiring chooses the copy before the database is opened; a broken one leaves no database behind."""
    file = tmp_path / "factorg.db"
    bootstrap(Settings(sqlite_url(file), knowledge=folder)).close()
    assert loader.knowledge().version == "2.1.0"
    file.unlink()
    write(folder, TARGETS, "[target]\n")
    with pytest.raises(KnowledgeInvalid):
        bootstrap(Settings(sqlite_url(file), knowledge=folder))
    assert not file.exists()
    bootstrap(Settings(sqlite_url(file), knowledge=folder), ready=False).close()


def places(folder: Path) -> list[tuple[str, str, str]]:
    """Name file, place and code of every problem of a copy."""
    return [(Path(p.path).name, p.place, p.code) for p in check_copy(folder)]


def test_faults_of_the_copy_name_the_file_on_the_disk(folder: Path) -> None:
    """Problems in a file of the copy lead to it; those it causes in ours name ours."""
    facts = (CONTENT / "organization/facts.toml").read_text(encoding="utf-8")
    write(folder, "organization/facts.toml", facts.replace('key = "F23.locked"', 'key = "F23.lock"'))
    assert {p.path for p in check_copy(folder)} == {"organization/rules.toml"}
    write(folder, TARGETS, "[target]\n")
    assert {p.path for p in check_copy(folder)} == {"organization/rules.toml", str(folder / TARGETS)}


def test_a_changed_copy_says_its_name(folder: Path) -> None:
    """Nobody may take another judgement for ours: a changed file asks for a name and version."""
    (folder / ABOUT).unlink()
    assert places(folder) == [("about.toml", "file", "unnamed_copy")]
    write(folder, ABOUT, (CONTENT / ABOUT).read_text(encoding="utf-8"))
    assert places(folder) == [("about.toml", "file", "same_name")]
    (folder / TARGETS).unlink()
    assert places(folder) == []


def test_a_misspelt_file_is_found(folder: Path) -> None:
    """A file under a name that nothing reads would silently change nothing."""
    write(folder, "organization/form.toml", "")
    write(folder, "forms.toml", "")
    write(folder, "notes.txt", "")
    assert places(folder) == [("forms.toml", "file", "unknown_file"), ("form.toml", "file", "unknown_file")]


def test_what_cannot_be_read_is_found(tmp_path: Path, folder: Path) -> None:
    """A folder that is none, a folder in place of a file, and a huge file are told as such."""
    assert [p.code for p in check_copy(tmp_path / "none")] == ["no_folder"]
    (folder / "organization/rules.toml").mkdir()
    (folder / TARGETS).write_bytes(b"#" * (LARGEST_MB * 2**20 + 1))
    assert sorted(places(folder)) == [
        ("rules.toml", "file", "unreadable"),
        ("targets.toml", "file", "too_large"),
    ]


def test_a_fresh_copy_is_sound_and_holds_every_file(tmp_path: Path) -> None:
    """What is written to be edited passes the check as it stands, under a name of its own."""
    for name, source in copies_of_ours().items():
        write(tmp_path, name, source.decode())
    assert files_in(tmp_path) == OWN_FILES
    assert places(tmp_path) == []
