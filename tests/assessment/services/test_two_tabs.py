"""Two tabs on one questionnaire, in any order of events: a model says what must come out."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from assessment.bootstrap import Services, bootstrap
from assessment.domain.errors import AlreadySubmitted, StaleRevision
from assessment.services.responding import Receipt, Saved
from assessment.settings import Settings, sqlite_url
from assessment.storage import answer_store
from tests.assessment.services.worlds import make_world, operation

N_ITEMS = 4
tabs = st.sampled_from(["left", "right"])
positions = st.integers(0, N_ITEMS - 1)
levels = st.integers(1, 5)


class TwoTabs(RuleBasedStateMachine):
    """Model: per item the newest value and its revision; per tab the revision it last saw."""

    services: Services
    operations = Bundle("operations")

    @initialize()
    def open_tabs(self) -> None:
        """Give a fresh wave, shown in two tabs."""
        self.world = make_world(self.services)
        sheet = self.services.responding.open(self.world.respondent)
        self.items = [item.id for item in sheet.items[:N_ITEMS]]
        self.places = [sheet.instrument.index[item_id] for item_id in self.items]
        self.values = [0] * N_ITEMS
        self.changed = [0] * N_ITEMS
        self.revision = 0
        self.seen = {"left": 0, "right": 0}
        self.receipt: Receipt | None = None

    def expect_refusal(self, position: int, base: int) -> type[Exception] | None:
        """Say what the model refuses."""
        if self.receipt is not None:
            return AlreadySubmitted
        return StaleRevision if self.changed[position] > base else None

    @rule(target=operations, tab=tabs, position=positions, value=levels)
    def tap(self, tab: str, position: int, value: int) -> Any:
        """Answer one item in one tab, on top of what this tab saw."""
        base = self.seen[tab]
        arguments = {
            "item_id": self.items[position],
            "value": value,
            "revision": base,
            "operation_id": operation(),
        }
        if refusal := self.expect_refusal(position, base):
            with pytest.raises(refusal):
                self.services.responding.answer(self.world.respondent, **arguments)
            return None
        saved = self.services.responding.answer(self.world.respondent, **arguments)
        assert saved.merged == (base != self.revision)
        self.revision += 1
        self.values[position], self.changed[position] = value, self.revision
        self.seen[tab] = saved.revision
        assert saved.revision == self.revision
        return arguments, saved

    @rule(stored=operations)
    def retry(self, stored: tuple[dict[str, Any], Saved] | None) -> None:
        """Repeat an earlier request: the same outcome, and nothing changes."""
        if stored is not None:
            arguments, saved = stored
            assert self.services.responding.answer(self.world.respondent, **arguments) == saved

    @rule(tab=tabs)
    def reload(self, tab: str) -> None:
        """Reload a tab: it sees everything."""
        response = self.services.responding.open(self.world.respondent).response
        assert [response.answers[place] for place in self.places] == self.values
        self.seen[tab] = response.revision

    @rule()
    def submit(self) -> None:
        """Submit in either tab: one receipt for ever."""
        if not any(self.values):
            return
        receipt = self.services.responding.submit(self.world.respondent, operation_id=operation())
        assert self.receipt in (None, receipt)
        self.receipt = receipt

    @invariant()
    def nothing_is_lost(self) -> None:
        """Compare the stored vector with the model, and replay the history to it."""
        if not hasattr(self, "world"):
            return
        database = self.services._context.database
        response_id = self.world.respondent.response_id
        draft = database.read(lambda c: answer_store.lock_draft(c, response_id))
        events = database.read(lambda c: answer_store.history(c, response_id))
        assert draft is not None
        assert [draft.answers[place] for place in self.places] == self.values
        assert [event.revision for event in events] == list(range(1, self.revision + 1))
        replayed = {event.item_id: event.value for event in events}
        assert [replayed.get(item_id, 0) for item_id in self.items] == self.values


def test_two_tabs_agree_with_the_model() -> None:
    """Whatever two tabs, retries, reloads and submissions do, no acknowledged answer is lost."""
    with tempfile.TemporaryDirectory() as folder:
        TwoTabs.services = bootstrap(Settings(sqlite_url(Path(folder) / "factorg.db")))
        machine = TwoTabs.TestCase
        machine.settings = settings(
            max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        )
        machine().runTest()
        TwoTabs.services.close()
