"""Words for flags and contradictions: figures are formatted here, sentences come from the catalogue."""

from typing import Final

from reports import numbers
from reports.briefing import Briefing
from scoring.results import AnswerFlag, Contradiction

_SHARE: Final = "share"
_COUNT: Final = "n"

Fields = dict[str, str | int]


def flag_name(b: Briefing, flag: AnswerFlag) -> str:
    """Short name of a flag."""
    return b.say(f"flags.flag.{flag.code}.name")


def flag_sentence(b: Briefing, flag: AnswerFlag) -> str:
    """Say what fired, with its figures and without a closing mark."""
    return b.say(f"flags.flag.{flag.code}.{_length(flag)}", **_fields(flag.figures))


def _length(flag: AnswerFlag) -> str:
    """Where silence was promised a flag carries no counts, and the sentence does without them."""
    return "text" if _COUNT in dict(flag.figures) else "brief"


def contradiction_name(b: Briefing, found: Contradiction) -> str:
    """Short name of a contradiction."""
    return b.say(f"flags.contradiction.{found.code}.name")


def contradiction_sentence(b: Briefing, found: Contradiction) -> str:
    """Say what disagrees, with its figures and without a closing mark; answers are named in words."""
    return b.say(f"flags.contradiction.{found.code}.text", names=_names(b, found), **_fields(found.figures))


def _fields(figures: tuple[tuple[str, float], ...]) -> Fields:
    return {
        name: numbers.share(value) if name == _SHARE else numbers.plain(round(value, 1))
        for name, value in figures
    }


def _names(b: Briefing, found: Contradiction) -> str:
    """Scales or items whose score or mean is among the figures, as they are quoted."""
    known = dict(found.figures)
    scales = [
        b.say("common.quoted", text=b.short(s.id)) for s in b.instrument.sub_capabilities if s.id in known
    ]
    items = [b.say("common.quoted", text=b.question(i.id)) for i in b.instrument.items if i.id in known]
    return b.listing([*scales, *items])
