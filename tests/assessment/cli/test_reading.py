"""What people type: help, misuse, language."""

import argparse
import re
from collections.abc import Iterator

import pytest

from assessment.cli.console import Console
from assessment.cli.main import build_parser, chosen_locale, expand_short_form
from assessment.cli.refusals import MISUSED
from assessment.domain.text import LOCALES, Locale
from tests.assessment.cli.conftest import Run


def commands(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command and command group."""
    yield path
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield from commands(child, (*path, name))


EVERY_COMMAND = tuple(commands(build_parser(Console("en"))))


def test_the_agreed_commands_exist() -> None:
    """Nothing that documents promise is missing."""
    assert {" ".join(path) for path in EVERY_COMMAND} >= {
        "demo",
        "db check",
        "db upgrade",
        "content check",
        "import responses",
        "score",
        "waves",
        "report make",
        "backup",
        "restore",
    }


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("path", EVERY_COMMAND, ids=" ".join)
def test_every_command_explains_itself(run: Run, path: tuple[str, ...], locale: Locale) -> None:
    """--help exits with 0 and shows usage, options and examples that begin like the command."""
    outcome = run(*path, "--help", "--locale", locale)
    assert outcome.code == 0
    assert outcome.err == ""
    carried = f" --locale {locale}" if locale == "zh" else ""  # the tests' installation speaks English
    start = " ".join((f"python -m assessment{carried}", *path))
    assert f"\n  {start}" in outcome.out
    assert ("用法：" in outcome.out) == (locale == "zh")
    assert max(map(len, outcome.out.splitlines())) <= 220


@pytest.mark.parametrize("path", EVERY_COMMAND, ids=" ".join)
def test_chinese_help_has_no_english_headings(run: Run, path: tuple[str, ...]) -> None:
    """Every heading and description of the Chinese help is Chinese, with its own punctuation."""
    lines = run(*path, "--help", "--locale", "zh").out.splitlines()
    assert [line for line in lines if re.match(r"^(usage|options|positional|commands)", line)] == []
    assert [line for line in lines if re.search(r"[\u4e00-\u9fff]:", line)] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Please say what to do, for example:\n  python -m assessment demo\n"),
        (["frob"], "“command” cannot be “frob”. Allowed: demo, report, "),
        (["report"], "  python -m assessment report --demo --out"),
        (["report", "--demo"], "Missing: --out"),
        (["report", "--out", "a.pdf"], "Choose one of: --demo --wave --latest"),
        (["score"], "Choose one of: WAVE --latest"),
        (["score", "w", "--latest"], "cannot be used together"),
        (["import", "responses", "a.csv"], "Missing: --instrument"),
        (["import", "responses", "a.csv", "--instrument"], "--instrument needs a value"),
        (["backup"], "Missing: FILE"),
        (["demo", "extra"], "Not understood: extra"),
        (["demo", "--loc", "en"], "Not understood: --loc"),
        (["demo", "--locale", "fr"], "“--locale” cannot be “fr”. Allowed: zh, en"),
    ],
)
def test_misuse_is_told_with_the_usage(run: Run, arguments: list[str], said: str) -> None:
    """Typed wrongly: exit code 2, a sentence and the usage line on stderr, nothing on stdout."""
    outcome = run(*arguments)
    assert outcome.code == MISUSED
    assert said in outcome.err
    assert "Usage: python -m assessment" in outcome.err
    assert outcome.out == ""


def test_misuse_is_told_in_chinese_too(run: Run) -> None:
    """Complaints are in the language asked for, wherever it is written."""
    outcome = run("score", "--locale=zh")
    assert outcome.err.startswith("请在这几项里选一项：WAVE --latest\n用法：")
    outcome = run("bogus", "--locale", "zh")
    assert outcome.err.startswith("“命令”不能是“bogus”；可以选：demo、report、content、")
    outcome = run("report", "--locale", "zh")
    assert "report --demo --out report.pdf\n" in outcome.err
    assert "report make --latest --out report.pdf\n" in outcome.err


def test_examples_are_in_the_readers_language(run: Run) -> None:
    """A sample title is Chinese in Chinese help, and English in English help."""
    shown = {locale: run("import", "responses", "--help", "--locale", locale).out for locale in LOCALES}
    assert '--title "2026 年秋季测评"' in shown["zh"]
    assert '--title "Autumn 2026"' in shown["en"]


@pytest.mark.parametrize(
    ("arguments", "environment", "locale"),
    [
        (["demo", "--locale", "en"], {}, "en"),
        (["--locale=en", "demo"], {"FACTORG_LOCALE": "zh"}, "en"),
        (["demo"], {"FACTORG_LOCALE": "en-GB"}, "en"),
        (["demo", "--locale", "fr"], {}, "zh"),
        (["demo", "--locale"], {}, "zh"),
        ([], {}, "zh"),
    ],
)
def test_language_is_chosen_before_parsing(
    arguments: list[str], environment: dict[str, str], locale: str
) -> None:
    """The command line wins over the installation; anything unknown is the default."""
    assert chosen_locale(arguments, environment) == locale


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("report --demo --out a", "report make --demo --out a"),
        ("--locale en report --demo", "--locale en report make --demo"),
        ("report make --demo", "report make --demo"),
        ("report --help", "report --help"),
        ("report --locale en", "report --locale en"),
        ("report --locale en --help", "report --locale en --help"),
        ("report --locale en --debug --demo", "report make --locale en --debug --demo"),
        ("report --locale=en make --demo", "report --locale=en make --demo"),
        ("report", "report"),
        ("score report", "score report"),
    ],
)
def test_short_form_of_report(typed: str, meant: str) -> None:
    """``report`` followed by an option means ``report make``."""
    assert expand_short_form(typed.split()) == meant.split()
