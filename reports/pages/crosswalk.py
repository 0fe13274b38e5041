"""Secondary reading: our scores under the stages of other platforms' models."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from reports import numbers
from reports.briefing import Briefing
from reports.document import Column, Page, SoWhat, Table
from reports.editions import PageKind
from scoring.organization.advice import StagePosition

SHARES: Final = (0.095, 0.065, 0.165, 0.07, 0.105)
HALVES: Final = 2
"""Stages stand in this many columns side by side."""


def crosswalk(b: Briefing) -> Page | None:
    """Compose the page; None for a run without a proposal."""
    proposal = b.source.proposal
    if proposal is None or not proposal.crosswalk:
        return None
    heads = tuple(
        b.say(f"crosswalk.column.{key}") for key in ("model", "letter", "stage", "score", "interval")
    )
    aligns = ("left", "center", "left", "right", "left")
    columns = tuple(
        Column(head, share, align)  # type: ignore[arg-type]
        for head, share, align in zip(heads, SHARES, aligns, strict=True)
    )
    rows = [row(b, stage, place)[: len(columns)] for stage, place in placed(proposal.crosswalk)]
    tall = -(-len(rows) // HALVES)
    blank = ("",) * len(columns)
    folded = tuple(
        tuple(cell for half in range(HALVES) for cell in (*rows, *(blank,) * tall)[half * tall + number])
        for number in range(tall)
    )
    return b.page(
        "crosswalk",
        title=title(b, proposal.crosswalk),
        blocks=(Table(columns * HALVES, folded, dense=True),),
        so_what=SoWhat(
            (b.point("crosswalk.point.read"), b.point("crosswalk.point.unverified")), b.say("crosswalk.ask")
        ),
        notes=(b.say("crosswalk.note"),),
    )


def title(b: Briefing, stages: tuple[StagePosition, ...]) -> str:
    """Name the stage that scores lowest; without any score, say that there is none."""
    models = {stage.model for stage in stages}
    known = [
        (stage.value, stage.model, stage.letter, place)
        for stage, place in placed(stages)
        if stage.value is not None
    ]
    if not known:
        return b.say("crosswalk.title.none", n=len(models))
    value, model_id, letter, place = min(known)
    model = next((m for m in b.knowledge.design.models if m.id == model_id), None)
    name = b.clause(model.name) if model else model_id
    stage = b.clause(model.stages[place].name) if letter and model and place < len(model.stages) else letter
    part = b.say("crosswalk.part", model=name, stage=stage) if letter else name
    return b.say("crosswalk.title.lowest", n=len(models), part=part, value=numbers.score(value))


def placed(stages: tuple[StagePosition, ...]) -> Iterator[tuple[StagePosition, int]]:
    """Count stages within their model: a model may have several stages of one letter."""
    seen: Counter[str] = Counter()
    for stage in stages:
        yield stage, seen[stage.model]
        seen[stage.model] += 1


def row(b: Briefing, stage: StagePosition, place: int) -> tuple[str, ...]:
    """One stage of one model, the one at a place of the knowledge base's list."""
    model = next((m for m in b.knowledge.design.models if m.id == stage.model), None)
    name = b.clause(model.name) if model else stage.model
    if model is not None and not model.verified:
        name = b.say("crosswalk.unverified", name=name)
    known = model.stages[place].name if stage.letter and model and place < len(model.stages) else None
    shown = stage.value is not None and stage.low is not None and stage.high is not None
    return (
        name,
        stage.letter or b.say("common.none"),
        b.clause(known) if known else b.say("crosswalk.whole"),
        numbers.score(stage.value) if stage.value is not None else b.say("common.none"),
        numbers.span(stage.low, stage.high) if shown else b.say("crosswalk.withheld"),  # type: ignore[arg-type]
        numbers.count(stage.n_parts),
    )


KINDS: Final = (PageKind("crosswalk", 270, crosswalk),)
