"""Guessing passwords: slower and slower, the same words for everybody, and nobody else locked out (T11)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assessment.bootstrap import Services
from assessment.domain.errors import FactOrgError, SignInDelayed, SignInRefused
from tests.assessment.people import ADMIN, PASSWORD, as_account, deeds, firm
from tests.support import Clock

HOME = "192.0.2.1"
AWAY = "198.51.100.7"


def refused(services: Services, email: str, password: str, network: str = AWAY) -> FactOrgError:
    """Try to sign in and return the refusal."""
    with pytest.raises((SignInRefused, SignInDelayed)) as found:
        services.accounts.sign_in(email, password, network)
    return found.value


def test_twenty_wrong_tries_wait_longer_and_longer(services: Services, clock: Clock) -> None:
    """The first five are free; then each wait is at least as long as the one before, up to a quarter hour."""
    firm(services)
    waits = []
    for n in range(20):
        error = refused(services, ADMIN, f"wrong {n}")
        if isinstance(error, SignInDelayed):
            seconds = int(str(error.fields["seconds"]))
            waits.append(seconds)
            clock.pass_(seconds=seconds)
        elif n < 5:
            assert not waits
    assert waits[:5] == [15, 30, 60, 120, 240]
    assert len(waits) >= 7


def test_many_tries_at_once_are_counted_like_one_after_the_other(services: Services) -> None:
    """Twelve at the same moment get five answers, not twelve: a try counts from its start."""
    firm(services)
    with ThreadPoolExecutor(12) as pool:
        errors = list(pool.map(lambda n: refused(services, ADMIN, f"wrong {n}"), range(12)))
    assert sorted(error.code for error in errors) == ["sign_in_delayed"] * 7 + ["sign_in_refused"] * 5


def test_waiting_does_not_let_the_right_password_in_but_another_network_does(services: Services) -> None:
    """A guesser locks the door for the own network only: the person at home comes in."""
    firm(services)
    for n in range(5):
        refused(services, ADMIN, f"wrong {n}")
    assert refused(services, ADMIN, PASSWORD).code == "sign_in_delayed"
    assert services.accounts.sign_in(ADMIN, PASSWORD, HOME)


def test_unknown_addresses_are_answered_and_delayed_like_known_ones(services: Services, clock: Clock) -> None:
    """Nobody learns which addresses have an account: same words, same delays."""
    house = firm(services)
    shut_out = as_account(services, house.hire("lead", "lead@firm.example")).account_id
    services.people.deactivate(house.admin, shut_out)

    def answers(email: str, password: str) -> list[tuple[str, object]]:
        errors = [refused(services, email, password) for _ in range(7)]
        return [(error.code, error.fields.get("seconds")) for error in errors]

    known = answers(ADMIN, "wrong")
    assert known == answers("nobody@firm.example", "wrong")
    assert known == answers("lead@firm.example", PASSWORD)
    assert known[4] == ("sign_in_refused", None)
    assert known[5] == ("sign_in_delayed", 15)
    clock.pass_(minutes=16)
    assert services.accounts.sign_in(ADMIN, PASSWORD, AWAY)


def test_an_unknown_address_costs_a_verification_too(
    sqlite_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of the answer tells nothing: something is verified whoever asks, and the floor kept."""
    firm(sqlite_services)
    verified, slept = [], []
    hasher = sqlite_services.accounts._passwords._hasher
    verify = hasher.verify

    class Counting:
        """Counts verifications."""

        hash = hasher.hash

        def verify(self, kept: str, typed: bytes) -> bool:
            """Verify and count."""
            verified.append(kept)
            return verify(kept, typed)

    monkeypatch.setattr(sqlite_services.accounts._passwords, "_hasher", Counting())
    monkeypatch.setattr(sqlite_services.accounts, "_sleep", slept.append)
    monkeypatch.setattr("assessment.services.accounts.FLOOR_SECONDS", 60.0)
    for email in (ADMIN, "nobody@firm.example", "", "x" * 500):
        refused(sqlite_services, email, "wrong")
    assert len(verified) == 4
    assert len(slept) == 4
    assert all(59 < seconds <= 60 for seconds in slept)


def test_failures_keep_neither_address_nor_network(sqlite_services: Services) -> None:
    """What a try leaves behind is a keyed hash; the pepper differs from one installation to the next."""
    firm(sqlite_services)
    refused(sqlite_services, "nobody@firm.example", "wrong", HOME)
    url = sqlite_services.settings.database_url.removeprefix("sqlite:///")
    with open(url, "rb") as file, open(url + "-wal", "rb") as log:  # noqa: PTH123 - two files at once
        stored = file.read() + log.read()
    assert b"nobody@firm.example" not in stored
    assert HOME.encode() not in stored


def test_failed_tries_are_logged_without_the_address(services: Services) -> None:
    """The workspace's log shows the failure of a known account; an unknown one goes to the installation's."""
    house = firm(services)
    before = len(deeds(services, house.admin.workspace_id))
    refused(services, ADMIN, "wrong")
    refused(services, "nobody@firm.example", "wrong")
    assert deeds(services, house.admin.workspace_id)[before:] == ["sign_in_failed"]
    assert deeds(services, "") == ["sign_in_failed"]
