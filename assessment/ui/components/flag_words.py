"""Words for flags and contradictions on screen: figures are formatted here, sentences are in ``flags``."""

from typing import Final

from assessment.content import words
from assessment.domain.instrument import Instrument
from assessment.ui import session
from assessment.ui.components import rows
from assessment.ui.messages import tell, wording
from scoring.results import AnswerFlag, Contradiction

_SHARE: Final = "share"
_COUNT: Final = "n"


def flag_name(flag: AnswerFlag) -> str:
    """Short name of a flag in the language of this tab."""
    return words.say(session.locale(), f"flags.flag.{flag.code}.name")


def flag_sentence(flag: AnswerFlag) -> str:
    """Say what fired, with its figures; plain text, to be escaped by whoever shows it."""
    return words.say(session.locale(), f"flags.flag.{flag.code}.{_length(flag)}", **_fields(flag.figures))


def _length(flag: AnswerFlag) -> str:
    """Where silence was promised a flag carries no counts, and the sentence does without them."""
    return "text" if _COUNT in dict(flag.figures) else "brief"


def contradiction_name(found: Contradiction) -> str:
    """Short name of a contradiction in the language of this tab."""
    return words.say(session.locale(), f"flags.contradiction.{found.code}.name")


def contradiction_sentence(found: Contradiction, instrument: Instrument) -> str:
    """Say what disagrees, with its figures; plain text, to be escaped by whoever shows it."""
    fields = _fields(found.figures) | {"names": _names(found, instrument)}
    return words.say(session.locale(), f"flags.contradiction.{found.code}.text", **fields)


def _fields(figures: tuple[tuple[str, float], ...]) -> dict[str, str]:
    """Put figures into words: shares as percent, whole numbers without decimals."""
    return {
        name: rows.percent(value) if name == _SHARE else rows.number(value, 0 if value == round(value) else 1)
        for name, value in figures
    }


def _names(found: Contradiction, instrument: Instrument) -> str:
    """Scales or items whose score or mean is among the figures, as they are quoted."""
    known = dict(found.figures)
    scales = [s.name for s in instrument.sub_capabilities if s.id in known]
    items = [i.stem for i in instrument.items if i.id in known]
    return tell("results.list_comma").join(
        words.say(session.locale(), "flags.quoted", name=wording(name).rstrip("?？"))
        for name in (*scales, *items)
    )
