"""``benchmark fit`` and ``benchmark show``: fit archetypes to a panel, print the card of those in force."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from assessment.access.viewer import System
from assessment.cli.console import Console, padded
from assessment.cli.panels import listing
from assessment.cli.parser import Commands
from assessment.cli.refusals import CommandRefused
from assessment.cli.session import Session
from assessment.domain.errors import NotFound

if TYPE_CHECKING:
    from assessment.domain.organization import ArchetypeFit, Archetypes, FitCandidate
    from assessment.services.models import ModelCard, PastModel

_NAME_WIDTH: Final = 34
_WIDTHS: Final = (4, 12, 14, 14, 10)
_COLUMNS: Final = ("k", "shape", "bic", "icl", "share")


def describe(commands: Commands) -> None:
    """Add the two commands to the group."""
    words = commands.console.words
    fit = commands.add("fit", "benchmark_fit", ("benchmark fit --panel demo",), run=_fit)
    fit.add_argument("--panel", metavar="NAME", help=words("benchmark_fit.panel"))
    show = commands.add(
        "show", "benchmark_show", ("benchmark show", "benchmark show --panel demo --json"), run=_show
    )
    show.add_argument("--panel", metavar="NAME", help=words("benchmark_show.panel"))
    show.add_argument("--json", action="store_true", help=words("benchmark_show.json"))


def _fit(options: argparse.Namespace, session: Session) -> int:
    """Fit and print the card; Ctrl-C before the end stores nothing."""
    console = session.console
    try:
        with console.progress() as progress:
            card = session.services.models.fit(System(), options.panel, progress)
    except NotFound:
        raise _refusal(options.panel) from None
    for line in card_lines(console, card):
        console.out(line)
    return 0


def _show(options: argparse.Namespace, session: Session) -> int:
    """Print the card."""
    console = session.console
    try:
        card = session.services.models.card(System(), options.panel)
    except NotFound:
        raise _refusal(options.panel) from None
    if options.json:
        console.out(
            json.dumps(
                as_plain(card) | {"panels": _plain_panels(session)},
                ensure_ascii=False,
                allow_nan=False,
                indent=2,
            )
        )
        return 0
    for line in (*card_lines(console, card), *_panel_lines(session)):
        console.out(line)
    return 0


def _panel_lines(session: Session) -> Iterator[str]:
    """Yield the panels that archetypes could be fitted to."""
    listed = session.services.peers.panels(System())
    if listed:
        yield session.console.words("benchmark_show.panels")
        yield from (f"  {line}" for line in listing(session.console, listed))


def _refusal(panel: str | None) -> CommandRefused:
    return CommandRefused("no_panel") if panel is None else CommandRefused("panel_unknown", panel=panel)


def as_plain(card: "ModelCard") -> dict[str, object]:
    """Return a card as plain values for JSON: dates as text, archetypes as they are stored."""
    history = [
        asdict(one)
        | {
            "created_at": one.created_at.isoformat(),
            "retired_at": None if one.retired_at is None else one.retired_at.isoformat(),
        }
        for one in card.history
    ]
    return {
        "digest": card.digest,
        "needed": card.needed,
        "n_complete": card.n_complete,
        "limits": dict(zip(("share", "stability", "posterior"), card.limits, strict=True)),
        "archetypes": asdict(card.archetypes),
        "history": history,
    }


def _plain_panels(session: Session) -> list[dict[str, object]]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "scope": one.scope,
            "epoch": one.epoch,
            "as_of": one.as_of,
            "source": one.source,
            "n_merchants": one.n_merchants,
            "withdrawn": one.withdrawn_at is not None,
        }
        for one in session.services.peers.panels(System())
    ]


def card_lines(console: Console, card: "ModelCard") -> Iterator[str]:
    """Yield what the archetypes are, how they came about, and what came before."""
    model, fit = card.archetypes, card.archetypes.fit
    if fit is None:
        yield console.words("benchmark_show.judged", version=model.version, k=len(model.members))
        yield console.words("benchmark_show.too_few", n=card.n_complete, needed=card.needed)
    else:
        yield from _fit_lines(console, model, fit)
    yield from _member_lines(console, model)
    if fit is not None:
        yield from _candidate_lines(console, model, fit)
        yield from _gate_lines(console, card, fit)
    if card.history:
        yield console.words("benchmark_show.history")
    for past in card.history:
        yield "  " + _past_line(console, past)


def _fit_lines(console: Console, model: "Archetypes", fit: "ArchetypeFit") -> Iterator[str]:
    yield console.words(
        "benchmark_show.fitted",
        version=model.version,
        panel=fit.panel,
        epoch=fit.epoch,
        mark=console.words("benchmark_show.demo") if fit.demo else "",
    )
    yield console.words(
        "benchmark_show.merchants",
        n=f"{fit.n_merchants:,}",
        used=f"{fit.n_used:,}",
        incomplete=f"{fit.n_incomplete:,}",
        imprecise=f"{fit.n_imprecise:,}",
    )
    k = len(model.members)
    kind = "one" if k == 1 else "types" if fit.types else "segments"
    yield console.words(f"benchmark_show.{kind}", k=k)
    if fit.proposed_k not in (None, k):
        yield console.words("benchmark_show.proposed", k=k, other=fit.proposed_k)
    if fit.predecessor is not None and fit.relabelled is not None:
        yield console.words("benchmark_show.carried", before=fit.predecessor, share=f"{fit.relabelled:.1%}")
        yield from _mapping_lines(console, model, fit)


def _mapping_lines(console: Console, model: "Archetypes", fit: "ArchetypeFit") -> Iterator[str]:
    """Yield which archetype became which, where that is not simply the same one."""
    names = {one.id: one.name.get(console.locale) for one in model.members}
    for old, new in fit.mapping.items():
        if old != new:
            yield f"  {old} -> {names.get(new) or console.words('benchmark_show.gone')}"


def _member_lines(console: Console, model: "Archetypes") -> Iterator[str]:
    """Yield one line an archetype: name, share, typical scores."""
    for one in model.members:
        scores = "  ".join(f"{d} {one.center[d]:.1f}" for d in model.dimensions)
        yield f"  {padded(one.name.get(console.locale), _NAME_WIDTH)} {one.weight:6.1%}  {scores}"


def _candidate_lines(console: Console, model: "Archetypes", fit: "ArchetypeFit") -> Iterator[str]:
    yield console.words("benchmark_show.candidates")
    yield "  " + _row(tuple(console.words(f"benchmark_show.column.{name}") for name in (*_COLUMNS, "note")))
    for one in fit.candidates:
        chosen = (one.k, one.covariance_type) == (len(model.members), fit.covariance_type)
        yield "  " + _row((*_cells(console, one), _note(console, one, chosen=chosen)))


def _cells(console: Console, one: "FitCandidate") -> tuple[str, ...]:
    return (
        str(one.k),
        console.words(f"benchmark_show.{one.covariance_type}"),
        f"{one.bic:,.1f}",
        f"{one.icl:,.1f}",
        f"{one.smallest_share:.1%}",
    )


def _note(console: Console, one: "FitCandidate", *, chosen: bool) -> str:
    """Say what became of a candidate."""
    said = [console.words("benchmark_show.chosen")] if chosen else []
    if one.failed:
        said.append(console.words(f"benchmark_show.failed.{one.failed}"))
    if not one.converged:
        said.append(console.words("benchmark_show.not_converged"))
    return console.words("usage.list").join(said)


def _gate_lines(console: Console, card: "ModelCard", fit: "ArchetypeFit") -> Iterator[str]:
    share, stability, posterior = card.limits
    yield console.words(
        "benchmark_show.gates",
        share=f"{fit.smallest_share:.1%}",
        least_share=f"{share:.0%}",
        stability="-" if fit.bootstrap_ari is None else f"{fit.bootstrap_ari:.2f}",
        least_stability=f"{stability:.2f}",
        posterior=f"{fit.mean_posterior:.2f}",
        least_posterior=f"{posterior:.2f}",
    )


def _past_line(console: Console, past: "PastModel") -> str:
    state = "in_force" if past.retired_at is None else "retired"
    return console.words(
        "benchmark_show.past",
        version=past.version,
        date=past.created_at.date().isoformat(),
        panel=past.panel,
        epoch=past.epoch,
        k=past.n_archetypes,
        n=f"{past.n_merchants:,}",
        state=console.words(f"benchmark_show.{state}"),
    )


def _row(cells: tuple[str, ...]) -> str:
    fixed = [padded(text, width) for text, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join((*fixed, cells[-1])).rstrip()
