"""``score``: score a closed wave and print what comes out."""

import argparse
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System
from assessment.cli.console import Console
from assessment.cli.parser import Commands
from assessment.cli.session import Session
from assessment.cli.waves import chosen_wave

if TYPE_CHECKING:
    from assessment.services.analysis import StoredRun
    from scoring.results import Score

_EXAMPLES: Final = ("score --latest", "score WAVE", "score --latest --json > result.json")
_NAME_WIDTH: Final = 26


def describe(commands: Commands) -> None:
    """Add the command."""
    command = commands.add("score", "score", _EXAMPLES, run=_run)
    words = command.console.words
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("wave", nargs="?", metavar="WAVE", help=words("score.wave"))
    which.add_argument("--latest", action="store_true", help=words("score.latest"))
    command.add_argument("--json", action="store_true", help=words("score.json"))


def _run(options: argparse.Namespace, session: Session) -> int:
    """Score and print."""
    wave_id = chosen_wave(options, session)
    with session.console.progress() as progress:
        run = session.services.analysis.score(System(), wave_id, progress)
    if options.json:
        session.console.out(json.dumps(as_plain(run), ensure_ascii=False, allow_nan=False, indent=2))
    else:
        for line in summary(session.console, run):
            session.console.out(line)
    return 0


def as_plain(run: "StoredRun") -> dict[str, object]:
    """Return a run as plain values for JSON: where it comes from, and the whole result."""
    return {
        "run": run.id,
        "wave": run.wave.id,
        "merchant": run.merchant.name,
        "demo": run.merchant.demo,
        "created_at": run.created_at.isoformat(),
        "result": asdict(run.result),
    }


def summary(console: Console, run: "StoredRun") -> Iterator[str]:
    """Yield the lines that a person wants to see first."""
    result = run.result
    names = {part.id: part.name.get(console.locale) for part in run.instrument.dimensions}
    yield console.words("score.head", merchant=run.merchant.name, n=result.data_quality.n_submitted)
    yield _score_line(console, console.words("score.overall"), run, result.overall)
    for score in result.dimensions:
        yield _score_line(console, names.get(score.id, score.id), run, score)
    fired = [r.rule for r in result.recommendations if r.status == "fired"]
    if fired:
        yield console.words("score.fired", rules=", ".join(fired))
    yield console.words("score.next", wave=run.wave.id)


def _score_line(console: Console, name: str, run: "StoredRun", score: "Score") -> str:
    """Return one score with its interval and maturity, or the reason why there is none."""
    start = f"  {_padded(name)}"
    if score.value is None:
        return start + console.words("score.withheld")
    maturity = run.instrument.maturity
    level = maturity.names[score.level].get(console.locale) if maturity and score.level is not None else ""
    return f"{start}{score.value:5.2f}  ({score.low:.2f} - {score.high:.2f})  {level}".rstrip()


def _padded(name: str) -> str:
    """Pad a name to one width; Chinese characters are two columns wide.

    >>> len(_padded("AD")), len(_padded("广告"))
    (26, 24)
    """
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in name)
    return name + " " * max(1, _NAME_WIDTH - width)
