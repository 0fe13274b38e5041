"""``score``: score a closed wave and print what comes out."""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System
from assessment.cli.console import Console, padded
from assessment.cli.parser import Commands
from assessment.cli.session import Session
from assessment.cli.waves import chosen_wave, looking_for
from assessment.domain.text import Locale

if TYPE_CHECKING:
    from assessment.services.analysis import StoredRun
    from scoring.results import Recommendation, Score

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
    with looking_for(wave_id), session.console.progress() as progress:
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
    names = _names(console.locale, run)
    yield console.words("score.head", merchant=run.merchant.name, n=result.data_quality.n_submitted)
    yield _score_line(console, console.words("score.overall"), run, result.overall)
    for score in result.dimensions:
        yield _score_line(console, names.get(score.id, score.id), run, score)
    yield from _rules(console, run, names)
    yield console.words("score.next", wave=run.wave.id)


def _names(locale: Locale, run: "StoredRun") -> Mapping[str, str]:
    """Return the words for what scores and rules name by id."""
    instrument, knowledge = run.instrument, run.knowledge
    return (
        {key: name.get(locale) for key, name in knowledge.glossary.items()}
        | {one.id: one.name.get(locale) for one in instrument.dimensions}
        | {one.id: one.name.get(locale) for one in instrument.sub_capabilities}
        | {one.id: one.name.get(locale) for one in knowledge.rules}
        | {item.id: item.stem.get(locale) for item in instrument.items}
        | {field.key: field.name.get(locale) for field in knowledge.facts_form.fields}
    )


def _rules(console: Console, run: "StoredRun", names: Mapping[str, str]) -> Iterator[str]:
    """Yield the rules that fired, then those that cannot be decided with what would decide them."""
    fired = [one for one in run.result.recommendations if one.status == "fired"]
    undecided = [one for one in run.result.recommendations if one.status == "undecidable"]
    if fired:
        yield console.words("score.fired")
    for one in fired:
        yield f"  {_rule_name(one, names)}"
    if undecided:
        yield console.words("score.undecided")
    for one in undecided:
        needs = console.words("usage.list").join(names.get(key, key) for key in one.missing)
        yield "  " + console.words("score.needs", name=_rule_name(one, names), needs=needs)


def _rule_name(one: "Recommendation", names: Mapping[str, str]) -> str:
    """Return a rule's id and, where the knowledge base still has it, its name."""
    return f"{one.rule}  {names[one.rule]}" if one.rule in names else one.rule


def _score_line(console: Console, name: str, run: "StoredRun", score: "Score") -> str:
    """Return one score with its interval and maturity, or the reason why there is none."""
    start = f"  {padded(name, _NAME_WIDTH)} "
    if score.value is None:
        return start + console.words("score.withheld")
    maturity = run.instrument.maturity
    level = maturity.names[score.level].get(console.locale) if maturity and score.level is not None else ""
    return f"{start}{score.value:5.2f}  ({score.low:.2f} - {score.high:.2f})  {level}".rstrip()
