"""How well the questions of each instrument work, over the closed waves that a viewer may read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assessment.access.policy import Target, allowed
from assessment.access.viewer import Account, Member, Owner, Reader, System, Viewer
from assessment.domain.engagement import Wave
from assessment.domain.errors import AccessDenied
from assessment.domain.instrument import Instrument
from assessment.domain.response import MISSING, Response
from assessment.services.context import Context
from assessment.services.scope import scoped
from assessment.services.waves import own_wave, wave_for
from assessment.storage import answer_store, exclusion_store, response_store, wave_store
from assessment.storage.database import Connection
from scoring.item_quality import InstrumentQuality, instrument_quality
from scoring.item_quality import ItemQuality as JudgedItem
from scoring.privacy import GROUP_NEEDED, NAMED

_WAVES_AT_ONCE: Final = 500
"""Waves whose times are asked for in one statement."""

WEAK_BELOW: Final = 0.3
"""Item-rest correlation under which a question hardly measures what its dimension does (Nunnally 1978)."""
ONE_LEVEL: Final = 0.8
UNKNOWN_SHARE: Final = 0.3
NOT_APPLICABLE_SHARE: Final = 0.5
"""Shares from which an author should look at a question (judgement)."""


@dataclass(frozen=True, slots=True)
class InstrumentReading:
    """The questions of one version of an instrument, over some closed waves.

    Waves that are not named (`private`) are read apart from named ones: whoever knows the answers of the
    latter could otherwise subtract them. `n_excluded` responses were left out by hand and do not count.
    """

    instrument: Instrument
    quality: InstrumentQuality
    private: bool
    n_excluded: int
    demo: bool


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The submitted responses of one wave that count, and how many do not."""

    wave: Wave
    responses: tuple[Response, ...]
    n_excluded: int


def signs(item: JudgedItem) -> tuple[str, ...]:
    """Say why an author should look at a question; empty when nothing speaks against it.

    ``weak``: even the upper end of its item-rest correlation is below 0.3. ``inverted``: a higher level goes
    with lower answers elsewhere, beyond noise. ``one_level``: at least 80 % chose the same. ``unknown`` and
    ``not_applicable``: at least 30 % and 50 % of those asked. What is withheld says nothing.
    """
    high, n = item.in_dimension.high, sum(item.counts)
    found = {
        "weak": high is not None and high < WEAK_BELOW,
        "inverted": any(step.clear for step in item.steps),
        "one_level": n > 0 and max(item.counts) >= ONE_LEVEL * n,
        "unknown": (item.unknown_rate or 0.0) >= UNKNOWN_SHARE,
        "not_applicable": (item.not_applicable_rate or 0.0) >= NOT_APPLICABLE_SHARE,
    }
    return tuple(name for name, holds in found.items() if holds)


@scoped
class ItemQuality:
    """Use cases of whoever writes or looks after instruments."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, viewer: Viewer, instrument_id: str | None = None) -> tuple[InstrumentReading, ...]:
        """Judge the questions of every instrument, or of one, the most used first.

        An owner reads the closed waves of the own workspace, a person who signed in those that they may
        read, the machine itself those of all real merchants, the reader of the demo the demo's. In a wave
        that is not named, questions with fewer than five answers do not count.
        Raises NotFound, AccessDenied (respondents, and readers of anything but the demo), LinkRevoked.
        """

        def gather(connection: Connection) -> tuple[list[_Sheet], dict[str, Mapping[str, float]]]:
            waves = _waves(connection, viewer)
            wanted = [one for one in waves if instrument_id in (None, one.instrument_id)]
            return [_sheet(connection, wave) for wave in wanted], _times(connection, wanted)

        sheets, times = self._context.database.read(gather)
        pools: defaultdict[tuple[str, bool], list[_Sheet]] = defaultdict(list)
        for sheet in sheets:
            pools[sheet.wave.instrument_digest, sheet.wave.mode != NAMED].append(sheet)
        demo = isinstance(viewer, Reader)
        read = [self._reading(pool, times, demo=demo) for pool in pools.values()]
        return tuple(sorted(read, key=lambda one: (-one.quality.n_responses, one.private)))

    def _reading(
        self, pool: Sequence[_Sheet], times: Mapping[str, Mapping[str, float]], *, demo: bool
    ) -> InstrumentReading:
        wave = pool[0].wave
        instrument = self._context.database.read(
            lambda connection: self._context.instruments.parsed(connection, wave.instrument_digest)
        )
        private = wave.mode != NAMED
        hidden: set[int] = set()
        kept = [_silenced(sheet.responses, hidden) if private else sheet.responses for sheet in pool]
        silent = frozenset(instrument.items[place].id for place in hidden)
        seconds = _seconds(kept, times, silent)
        quality = instrument_quality(instrument, kept, seconds)
        return InstrumentReading(
            instrument=instrument,
            quality=_without_rates(quality, silent),
            private=private,
            n_excluded=sum(sheet.n_excluded for sheet in pool),
            demo=demo,
        )


def _waves(connection: Connection, viewer: Viewer) -> tuple[Wave, ...]:
    """List the closed waves that a viewer may read. Raises NotFound, AccessDenied, LinkRevoked."""
    if isinstance(viewer, System):
        return wave_store.closed_waves(connection, None)
    fielding = wave_for(connection, viewer, "read_results", own_wave(viewer))
    if isinstance(viewer, Member):
        closed = wave_store.closed_waves(connection, viewer.workspace_id)
        return tuple(wave for wave in closed if _reads(viewer.account, wave))
    if isinstance(viewer, Owner):
        return wave_store.closed_waves(connection, viewer.workspace_id)
    if not fielding.merchant.demo:
        raise AccessDenied(action="item_quality")
    return (fielding.wave,)


def _reads(account: Account, wave: Wave) -> bool:
    """Tell whether a person may read the results of a wave: consultants those of their engagements only."""
    target = Target(
        wave.workspace_id,
        wave.id,
        engagement_id=wave.engagement_id,
        merchant_id=wave.merchant_id,
        consulting=wave.kind == "consulting",
        released=wave.released,
    )
    return allowed(account, "read_results", target)


def _sheet(connection: Connection, wave: Wave) -> _Sheet:
    excluded = exclusion_store.excluded_in(connection, wave.id)
    submitted = [one for one in response_store.responses_of(connection, wave.id) if one.submitted_at]
    counted = tuple(one for one in submitted if one.id not in excluded)
    return _Sheet(wave, counted, len(submitted) - len(counted))


def _times(connection: Connection, waves: Sequence[Wave]) -> dict[str, Mapping[str, float]]:
    """Read seconds by response and item."""
    ids = [wave.id for wave in waves]
    found: dict[str, Mapping[str, float]] = {}
    for start in range(0, len(ids), _WAVES_AT_ONCE):
        found |= answer_store.item_seconds(connection, ids[start : start + _WAVES_AT_ONCE])
    return found


def _silenced(responses: tuple[Response, ...], hidden: set[int]) -> tuple[Response, ...]:
    """Blank, in one wave, the questions that one to four people answered, and note them in `hidden`."""
    spoke = Counter(place for one in responses for place, value in enumerate(one.answers) if value != MISSING)
    small = {place for place, n in spoke.items() if n < GROUP_NEEDED}
    hidden |= small
    return tuple(
        replace(
            one,
            answers=bytes(MISSING if place in small else value for place, value in enumerate(one.answers)),
        )
        for one in responses
    )


def _seconds(
    waves: Iterable[tuple[Response, ...]], times: Mapping[str, Mapping[str, float]], silent: frozenset[str]
) -> dict[str, list[float]]:
    """Collect times by question, over all responses that count."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for wave in waves:
        for one in wave:
            for item_id, took in times.get(one.id, {}).items():
                if item_id not in silent:
                    found[item_id].append(took)
    return dict(found)


def _without_rates(quality: InstrumentQuality, silent: frozenset[str]) -> InstrumentQuality:
    """Withhold the rates of questions that were blanked: their blanks are ours, not the people's."""
    if not silent:
        return quality
    items = tuple(
        replace(item, not_applicable_rate=None, unknown_rate=None, missing_rate=None)
        if item.id in silent
        else item
        for item in quality.items
    )
    return replace(quality, items=items)
