"""``user``: accounts made on the machine; passwords come from the terminal or by a link, not as arguments."""

import getpass
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assessment.bootstrap import bootstrap
from assessment.settings import Settings, sqlite_url
from tests.assessment.cli.conftest import Run
from tests.assessment.people import PASSWORD


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a function that prepares what is typed at the terminal."""

    def prepare(*words: str) -> None:
        left = list(words)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr(getpass, "getpass", lambda _prompt: left.pop(0))

    return prepare


def test_people_are_made_listed_reset_and_shut_out(
    run: Run, database: Path, types: Callable[..., None]
) -> None:
    """The first person opens the workspace; each command says what happened, and the list shows it."""
    assert "no workspace yet" in run("user", "list").out
    assert run("user", "create", "a@firm.example", "--name", "A", "--welcome-link").code == 1
    types(PASSWORD, "something else")
    differ = run("user", "create", "a@firm.example", "--name", "A", "--workspace", "Firm")
    assert (differ.code, "differ" in differ.err) == (1, True)
    types(PASSWORD, PASSWORD)
    assert run("user", "create", "a@firm.example", "--name", "A").code == 0
    linked = run("user", "create", "c@firm.example", "--name", "C", "--role", "consultant", "--welcome-link")
    link = re.search(r"/account/welcome/([\w-]{43})", linked.out)
    assert link is not None
    listed = run("user", "list").out
    assert re.search(r"a@firm\.example +A +administrator +can sign in", listed)
    assert re.search(r"c@firm\.example +C +consultant +no password", listed)
    assert "/account/welcome/" in run("user", "reset", "C@firm.example", "--reset-link").out
    types("ein anderes Wort 7", "ein anderes Wort 7")
    assert run("user", "reset", "a@firm.example").code == 0
    assert run("user", "deactivate", "c@firm.example").code == 0
    assert "shut out" in run("user", "list").out
    assert "can sign in" in run("user", "deactivate", "c@firm.example", "--undo").out
    last = run("user", "deactivate", "a@firm.example")
    assert (last.code, "last administrator" in last.err) == (1, True)
    assert "Nobody" in run("user", "reset", "x@firm.example", "--reset-link").err
    services = bootstrap(Settings(sqlite_url(database)))
    assert services.accounts.sign_in("a@firm.example", "ein anderes Wort 7", "here")
    services.close()


def test_a_password_is_neither_an_argument_nor_read_from_a_pipe(run: Run) -> None:
    """What stands on a command line is seen by everybody on the machine, so there is no such option."""
    asked = ("user", "create", "a@firm.example", "--name", "A", "--workspace", "Firm")
    assert run(*asked, "--password", PASSWORD).code == 2
    piped = run(*asked)
    assert (piped.code, "terminal" in piped.err) == (1, True)
