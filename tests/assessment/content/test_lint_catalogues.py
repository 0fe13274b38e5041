"""The linter of the catalogues keeps the two languages together."""

from pathlib import Path

import pytest

from assessment.content.catalogue_checks import check_catalogues


def write(folder: Path, zh: str | None, en: str | None) -> Path:
    """Lay down one area in the languages given."""
    for locale, text in (("zh", zh), ("en", en)):
        (folder / locale).mkdir()
        if text is not None:
            (folder / locale / "ui.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("zh", "en", "path", "place", "code"),
    [
        ('a = "好"', 'a = "Good"\nb = "Bad"', "locales/zh/ui.toml", "ui.b", "missing_key"),
        ('a = "好"\nb = "坏"', 'a = "Good"', "locales/en/ui.toml", "ui.b", "missing_key"),
        ('[t]\na = "共{n}题"', '[t]\na = "{m} items"', "locales/en/ui.toml", "ui.t.a", "other_placeholders"),
        ('a = "好,很好"', 'a = "Good"', "locales/zh/ui.toml", "ui.a", "half_width"),
        ('a = "好"', 'a = "Good，very good"', "locales/en/ui.toml", "ui.a", "full_width"),
        ('a = ""', 'a = "Good"', "locales/zh/ui.toml", "ui.a", "empty_text"),
        ('a = "好"', "a = 3", "locales/en/ui.toml", "ui.a", "not_text"),
        ('a = "{好"', 'a = "Good"', "locales/zh/ui.toml", "ui.a", "broken_placeholder"),
        ('a = "好"', None, "locales/en/ui.toml", "file", "missing_file"),
        ('a = "好"', "a =", "locales/en/ui.toml", "file", "not_toml"),
    ],
)
def test_each_way_of_drifting_apart_is_listed(
    tmp_path: Path, zh: str, en: str | None, path: str, place: str, code: str
) -> None:
    """A sentence that one language lacks, fills otherwise or spells wrongly is reported there."""
    found = check_catalogues(write(tmp_path, zh, en))
    assert (path, place, code) in [(problem.path, problem.place, problem.code) for problem in found]


def test_languages_that_agree_pass(tmp_path: Path) -> None:
    """The order of placeholders may differ; their names may not."""
    folder = write(tmp_path, 'a = "{total}题中已答{n}题"', 'a = "{n} of {total} answered"')
    assert check_catalogues(folder) == ()
