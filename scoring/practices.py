"""Staged logic as advice, never as a score: practices of level 4 that are missing (METHOD.md section 5)."""

from typing import Final

from assessment.domain.instrument import Instrument
from scoring.results import ItemResult, MissingPractices

STAGE: Final = 4
"""Level whose practices are listed."""
_ROUNDS_DOWN: Final = 0.5


def missing_practices(instrument: Instrument, items: tuple[ItemResult, ...]) -> tuple[MissingPractices, ...]:
    """List the items of every sub-capability at which level 4 is not yet reached.

    Parameters
    ----------
    instrument : its anchors word the practices; without anchors or sub-capabilities there is no list.
    items : results of all items, in any order.

    Returns
    -------
    One entry for each sub-capability with such items, in the instrument's order. A practice counts as reached
    when the keyed mean of the answers rounds to level 4 or above. An item without answers, or withheld, is
    not listed: nothing is known of it.
    """
    if instrument.scale.high < STAGE:
        return ()
    known = {item.id: item for item in items}
    found = []
    for sub in instrument.sub_capabilities:
        below = tuple(
            item.id
            for item in instrument.items_of(sub.id)
            if item.anchors and _below(instrument, known.get(item.id), reverse=item.reverse)
        )
        if below:
            found.append(MissingPractices(sub.id, below))
    return tuple(found)


def _below(instrument: Instrument, item: ItemResult | None, *, reverse: bool) -> bool:
    if item is None or item.mean is None:
        return False
    keyed = instrument.scale.low + instrument.scale.high - item.mean if reverse else item.mean
    return keyed < STAGE - _ROUNDS_DOWN
