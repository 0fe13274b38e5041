"""On what an edit was made, and what of it has changed since."""

import json
from dataclasses import replace
from typing import Final

from assessment.domain.organization import FactValue
from assessment.domain.scenario import LineEdit
from assessment.ui.components import trace_words
from assessment.ui.components.proposal_view import Board, say
from scoring.organization.advice import Reading
from scoring.results import ComparisonTrace

MOST: Final = 60
"""Figures that are remembered with an edit."""
_DIGITS: Final = 1
"""Scores are remembered as they are printed, as in the digest of a ground."""


def stamped(edit: LineEdit, reading: Reading | None) -> LineEdit:
    """Write the ground of a line into an edit: its digest, and the figures behind it."""
    if reading is None:
        return edit
    return replace(edit, basis=reading.basis, seen=tuple(map(_pair, reading.traces[:MOST])))


def _pair(trace: ComparisonTrace) -> tuple[str, str]:
    value = round(trace.value, _DIGITS) if isinstance(trace.value, float) else trace.value
    return f"{trace.kind}:{trace.key}", json.dumps(value, ensure_ascii=False)


def _value(text: str | None) -> FactValue | None:
    """Read a remembered value back; what was not looked at then is not known."""
    if text is None:
        return None
    value = json.loads(text)
    return tuple(str(one) for one in value) if isinstance(value, list) else value


def changes(board: Board, edit: LineEdit, reading: Reading) -> tuple[str, ...]:
    """Say which figures behind a line are others than when it was edited."""
    before = dict(edit.seen)
    said = []
    for trace in reading.traces[:MOST]:
        name, now = _pair(trace)
        if before.get(name) == now:
            continue
        said.append(
            say(
                "moved.one",
                name=trace_words.operand(board.view, trace.kind, trace.key),
                before=trace_words.worth(board.view, trace.kind, trace.key, _value(before.get(name))),
                now=trace_words.worth(board.view, trace.kind, trace.key, trace.value),
            )
        )
    left = before.keys() - {_pair(trace)[0] for trace in reading.traces}
    said += [
        say("moved.left", name=trace_words.operand(board.view, *name.split(":", 1))) for name in sorted(left)
    ]
    return tuple(dict.fromkeys(said))
