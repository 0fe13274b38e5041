"""Scores and answers of a run in full, one row each: what the annex holds beside the tables of the pages."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from assessment.domain.instrument import Item
from reports.briefing import Briefing
from reports.sheet_grid import Cell, Grid, Head, text_cell
from scoring.results import ItemResult, PeerStanding, Score, WaveResult

WHOLE: Final = "0"
TENTH: Final = "0.0"
HUNDREDTH: Final = "0.00"
SHARE: Final = "0%"
ENDS: Final = frozenset({"low", "high"})

_ScoreCell = Callable[[Briefing, Score, PeerStanding | None], Cell]


def number(value: float | None, form: str) -> Cell:
    """Cell of a number; a missing one is empty, never zero."""
    return Cell(None if value is None else float(value), form)


def scores_grid(b: Briefing, result: WaveResult) -> Grid:
    """Every scale with its uncertainty, target and peers.

    Parameters
    ----------
    b : words and names.
    result : the scores as the edition may tell them.
    """
    heads = tuple(
        Head(b.say(f"workbook.score.{key}", scale=b.scale), key not in _WORDS) for key in _SCORE_CELLS
    )
    every = (result.overall, *result.dimensions, *result.sub_capabilities, *result.overlays)
    rows = []
    for score in every:
        standing = result.standing(score.id)
        rows.append(tuple(cell(b, score, standing) for cell in _SCORE_CELLS.values()))
    return Grid(heads, tuple(rows), (0, *range(1, 1 + len(result.dimensions))))


def _level(b: Briefing, score: Score, standing: PeerStanding | None) -> Cell:
    del standing
    return Cell() if score.level is None else text_cell(b.band(score.level))


def _peers_withheld(b: Briefing, score: Score, standing: PeerStanding | None) -> Cell:
    """Reason of a missing comparison; none is due where there is no score to compare."""
    reason = b.result.peers_withheld if standing is None else standing.withheld
    return text_cell(b.why(reason)) if reason and score.value is not None else Cell()


def _peer(name: str, form: str) -> _ScoreCell:
    """Make the column of one figure of the standing; the percentile's ends only go with the percentile."""

    def cell(b: Briefing, score: Score, standing: PeerStanding | None) -> Cell:
        del b, score
        if standing is None or (name in ENDS and standing.percentile is None):
            return Cell(None, form)
        return number(getattr(standing, name), form)

    return cell


_SCORE_CELLS: Final[dict[str, _ScoreCell]] = {
    "id": lambda _, score, __: text_cell(score.id),
    "name": lambda b, score, _: text_cell(b.name(score.id)),
    "kind": lambda b, score, _: text_cell(b.say(f"workbook.kind.{score.kind}")),
    "value": lambda _, score, __: number(score.value, TENTH),
    "error": lambda _, score, __: number(score.standard_error, HUNDREDTH),
    "low": lambda _, score, __: number(score.low, TENTH),
    "high": lambda _, score, __: number(score.high, TENTH),
    "n_answers": lambda _, score, __: number(score.n_answers, WHOLE),
    "n_raters": lambda _, score, __: number(score.n_raters, WHOLE),
    "level": _level,
    "target": lambda _, score, __: number(score.target, TENTH),
    "gap": lambda _, score, __: number(score.gap, TENTH),
    "peers": lambda _, __, peers: number(peers.n if peers and not peers.withheld else None, WHOLE),
    "peer_q1": _peer("peer_q1", TENTH),
    "peer_median": _peer("peer_median", TENTH),
    "peer_q3": _peer("peer_q3", TENTH),
    "quartile": _peer("quartile", WHOLE),
    "upper_half": _peer("upper_half", SHARE),
    "top_quarter": _peer("top_quarter", SHARE),
    "percentile": _peer("percentile", WHOLE),
    "percentile_low": _peer("low", WHOLE),
    "percentile_high": _peer("high", WHOLE),
    "withheld": lambda b, score, _: text_cell(b.why(score.withheld)) if score.withheld else Cell(),
    "peers_withheld": _peers_withheld,
}
"""Columns of the scores by key, in order."""
_WORDS: Final = frozenset({"id", "name", "kind", "level", "withheld", "peers_withheld"})


def answers_grid(b: Briefing, result: WaveResult) -> Grid:
    """Every question with the number of people behind each level.

    Parameters
    ----------
    b : words and names.
    result : the answers as the edition may tell them; an item with a reason has no numbers.
    """
    return Grid(tuple(_answer_heads(b)), tuple(tuple(_answer(b, item)) for item in result.items))


def _answer_heads(b: Briefing) -> Iterator[Head]:
    def head(key: str, *, right: bool = True, **fields: str | int) -> Head:
        return Head(b.say(f"workbook.answer.{key}", **fields), right)

    yield head("id", right=False)
    yield head("stem", right=False)
    yield head("part", right=False)
    yield head("mean", scale=b.scale)
    yield from (head("level", level=level) for level in b.instrument.scale.levels)
    yield from (head(key) for key in ("n_answers", "unknown", "not_applicable", "missing", "owner", "spread"))
    yield from (head(key, right=False) for key in ("disputed", "withheld"))


def _answer(b: Briefing, found: ItemResult) -> Iterable[Cell]:
    item = b.instrument.item(found.id)
    shown = found.withheld is None
    counts = found.counts or (None,) * len(b.instrument.scale.levels)
    gone = (found.n_answers, found.n_unknown, found.n_not_applicable, found.n_missing)
    return (
        text_cell(found.id),
        text_cell(b.text(item.stem)),
        text_cell(_part(b, item)),
        number(found.mean, TENTH),
        *(number(count, WHOLE) for count in counts),
        *(number(count if shown else None, WHOLE) for count in gone),
        number(found.owner_level, WHOLE),
        number(found.spread, HUNDREDTH),
        text_cell(b.say("workbook.answer.yes") if found.disputed else ""),
        text_cell("" if shown else b.why(found.withheld)),
    )


def _part(b: Briefing, item: Item) -> str:
    """Name of what an item belongs to."""
    return b.name(item.sub_capability or item.dimension)
