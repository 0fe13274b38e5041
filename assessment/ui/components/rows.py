"""Results turned into rows that charts and lists show. Pure: wording and rounding only."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessment.content import words
from assessment.domain.instrument import Instrument
from assessment.domain.text import LOCALES, LocalizedText
from assessment.ui.messages import tell, wording
from scoring.results import PeerStanding, Score, WaveResult

if TYPE_CHECKING:
    from assessment.services.analysis import StoredRun


LABEL_ROOM: Final = 12.0
"""Room of one line of a chart's row name, in widths of a Chinese character."""
NARROW: Final = 0.5
"""Width of a Latin letter in the same unit."""
_WIDE: Final = "\u2e80"
_UNBROKEN: Final = re.compile(r"（[^）]*）|\([^)]*\)|[\x21-\u2e7f]+\s*|.")


@dataclass(frozen=True, slots=True)
class Names:
    """Wording of everything a result names by id."""

    by_id: dict[str, LocalizedText]

    def get(self, identity: str) -> str:
        """Name in the reader's language; an unknown id stands for itself."""
        text = self.by_id.get(identity)
        return wording(text) if text is not None else identity


def names(run: "StoredRun") -> Names:
    """Collect the names of the run's instrument and knowledge base."""
    instrument, knowledge = run.instrument, run.knowledge
    found: dict[str, LocalizedText] = dict(knowledge.glossary)
    found |= {key.removeprefix("snowball."): name for key, name in knowledge.glossary.items()}
    found["overall"] = LocalizedText(*(words.say(locale, "ui.results.overall") for locale in LOCALES))
    found |= {one.id: one.name for one in instrument.dimensions}
    found |= {one.id: one.name for one in instrument.sub_capabilities}
    found |= {one.id: one.name for one in instrument.roles}
    found |= {one.id: one.name for one in instrument.positions}
    found |= {one.id: one.name for one in instrument.overlays}
    found |= {one.id: one.name for one in knowledge.rules}
    found |= {one.id: one.name for one in knowledge.initiatives}
    found |= {one.id: one.name for one in knowledge.archetypes.members}
    found |= {item.id: item.stem for item in instrument.items}
    found |= {field.key: field.name for field in knowledge.facts_form.fields}
    return Names(found)


def number(value: float | None, digits: int = 1) -> str:
    """Print a score with one decimal; nothing known is a dash, never a zero.

    >>> number(2.84), number(None)
    ('2.8', '–')
    """
    return "–" if value is None else f"{value:.{digits}f}"


def wrapped(name: str) -> str:
    r"""Break a long name into lines for a chart; words and parentheses stay whole.

    >>> wrapped("直播间操盘（主播·话术·节奏）"), wrapped("广告")
    ('直播间操盘\n（主播·话术·节奏）', '广告')
    >>> wrapped("Short-video output and iteration")
    'Short-video output and\niteration'
    """
    lines = [""]
    for part in _UNBROKEN.findall(name):
        if lines[-1] and _room(lines[-1] + part.rstrip()) > LABEL_ROOM:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def _room(text: str) -> float:
    return sum(1.0 if sign >= _WIDE else NARROW for sign in text)


def basis(score: Score) -> str:
    """Say on how many answers of how many people a score rests."""
    return tell("results.basis", raters=score.n_raters, answers=score.n_answers)


def percent(share: float | None) -> str:
    """Print a share of 1 as whole percent.

    >>> percent(0.824), percent(None)
    ('82%', '–')
    """
    return "–" if share is None else f"{share:.0%}"


def interval(score: Score) -> str:
    """95 % interval in words, or why there is none."""
    if score.low is None or score.high is None:
        return withheld(score.withheld)
    return tell("results.interval_of", low=number(score.low), high=number(score.high))


def withheld(reason: str | None) -> str:
    """Why a figure is not shown."""
    try:
        return tell(f"withheld.{reason}")
    except KeyError:
        return tell("withheld.no_answer")


def level_name(instrument: Instrument, score: Score) -> str:
    """Maturity band of a score, or a dash."""
    if score.level is None or instrument.maturity is None:
        return "–"
    return wording(instrument.maturity.names[score.level])


def standing_words(standing: PeerStanding | None, withheld_for: str | None) -> str:
    """Say where a score stands among peers, in the strongest terms the numbers allow."""
    if standing is None:
        return withheld(withheld_for or "no_peers")
    if standing.percentile is not None:
        return tell(
            "results.percentile",
            value=number(standing.percentile, 0),
            low=number(standing.low, 0),
            high=number(standing.high, 0),
        )
    if standing.upper_half is not None:
        return tell("results.half", half=percent(standing.upper_half), top=percent(standing.top_quarter))
    if standing.quartile is not None:
        return tell(f"results.quartile_{standing.quartile}")
    return withheld(standing.withheld or "too_few_peers")


def profile(result: WaveResult, scores: tuple[Score, ...], known: Names) -> list[dict[str, Any]]:
    """Rows of the profile chart; a withheld score keeps its row and says so."""
    rows = []
    for score in scores:
        standing = result.standing(score.id)
        rows.append(
            {
                "id": score.id,
                "name": wrapped(known.get(score.id)),
                "full": known.get(score.id),
                "value": score.value,
                "low": score.low,
                "high": score.high,
                "label": number(score.value),
                "interval": interval(score),
                "target": score.target,
                "basis": basis(score),
                "median": standing.peer_median if standing else None,
                "q1": standing.peer_q1 if standing else None,
                "q3": standing.peer_q3 if standing else None,
                "peers": standing_words(standing, result.peers_withheld),
            }
        )
    return rows


def roles(result: WaveResult, known: Names) -> list[dict[str, Any]]:
    """Rows of the role matrix: one cell a role and dimension."""
    return [
        {
            "role": wrapped(tell("results.role_n", name=known.get(row.role), n=row.n_respondents)),
            "dimension": known.get(row.dimension),
            "value": row.score.value,
            "label": number(row.score.value),
            "detail": interval(row.score),
        }
        for row in result.roles
    ]
