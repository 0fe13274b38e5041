"""Every use case says for which workspace it works, and gives that up when it ends."""

import importlib
import inspect
import pkgutil
from datetime import UTC, datetime

import pytest

from assessment import services as package
from assessment.access.viewer import Account, Owner, Reader, Respondent, System, Viewer
from assessment.domain.engagement import Wave
from assessment.services.item_quality import _reads
from assessment.services.scope import scope_of, scope_rule, scoped, unscoped
from assessment.storage.database import workspace_scope


@scoped
class Counter:
    """A service of one question."""

    def ask(self, viewer: Viewer, fail: bool = False) -> str:  # noqa: ARG002 - the decorator reads it
        """Tell the scope. Raises ValueError if asked to."""
        if fail:
            raise ValueError("asked")
        return self.everything() + workspace_scope.get()

    @unscoped
    def everything(self) -> str:
        """Tell the scope of the installation."""
        return workspace_scope.get()


def test_every_public_method_of_a_service_has_a_rule() -> None:
    """A class with a method that takes a viewer is a service; nothing public in it goes without a scope."""
    missing = []
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, kind in inspect.getmembers(loaded, inspect.isclass):
            methods = [m for m in inspect.getmembers(kind, inspect.isfunction) if not m[0].startswith("_")]
            asked = any("viewer" in inspect.signature(method).parameters for _, method in methods)
            if kind.__module__ == loaded.__name__ and asked:
                missing += [f"{name}.{called}" for called, method in methods if not scope_rule(method)]
    assert missing == []


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (Owner("w", "m", "v", "r"), "w"),
        (Account("a", "w", "lead"), "w"),
        (Respondent("v", "i", "r", workspace_id="w"), "w"),
        (Reader("w", "v"), "w"),
        (System(), "*"),
        (None, ""),
    ],
)
def test_a_scope_is_that_of_the_viewer_and_ends_with_the_call(viewer: Viewer | None, expected: str) -> None:
    """By place or by name, after a return as after an error, what was before holds again."""
    before = workspace_scope.get()
    assert scope_of(viewer) == expected
    assert Counter().ask(viewer) == Counter().ask(viewer=viewer) == f"*{expected}"  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="asked"):
        Counter().ask(viewer, fail=True)  # type: ignore[arg-type]
    assert workspace_scope.get() == before


def test_a_service_that_forgets_to_decide_does_not_load() -> None:
    """A public method without a viewer must be marked."""

    class Forgetful:
        def leak(self) -> None:
            """Forget."""

    with pytest.raises(TypeError, match=r"Forgetful\.leak"):
        scoped(Forgetful)


def test_consultants_learn_nothing_from_engagements_of_colleagues() -> None:
    """Statistics of questions hold the waves of assigned engagements only; leads read the whole firm."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    wave = Wave(
        id="v",
        merchant_id="m",
        workspace_id="w",
        instrument_id="i",
        instrument_version="1",
        instrument_digest="d",
        mode="named",
        status="closed",
        opened_at=now,
        closed_at=now,
        engagement_id="mine",
        kind="consulting",
    )
    assert _reads(Account("a", "w", "consultant", frozenset({"mine"})), wave)
    assert not _reads(Account("a", "w", "consultant", frozenset({"other"})), wave)
    assert _reads(Account("a", "w", "lead"), wave)
    assert not _reads(Account("a", "elsewhere", "lead"), wave)
    assert not _reads(Account("a", "w", "owner", merchant_id="m"), wave)  # nothing was released yet
