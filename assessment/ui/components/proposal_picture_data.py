"""A recommendation put into the words of its pictures: change, decision rights, plan, forms, projections."""

from collections.abc import Mapping
from typing import Any, Final

from assessment.domain.structure import LETTERS, RightLetter, Structure
from assessment.domain.text import Locale
from assessment.ui import session
from assessment.ui.components import proposal_plan, rows
from assessment.ui.components.proposal_view import Board, people, say, signed
from assessment.ui.messages import tell, wording
from reports.charts import MarkWords, PostMark
from reports.charts.axis import Axis, Tick
from reports.charts.change_inputs import (
    ChangeLink,
    ChangePost,
    ChangeTeam,
    ChangeWords,
    Rights,
    RightsRow,
    RightsWords,
    StructureChange,
)
from reports.charts.plan_inputs import (
    FormRow,
    Forms,
    FormWords,
    Gantt,
    GanttGate,
    GanttQuarter,
    GanttRow,
    GanttWords,
    ProjectionRow,
    Projections,
    ProjectionWords,
)
from scoring.organization.advice import PlannedInitiative, ProjectedScore, RightsLine

QUARTER_DAYS: Final = 90
MOST_GRIDS: Final = 3
MOST_COLUMNS: Final[Mapping[Locale, int]] = {"zh": 24, "en": 14}
"""Posts whose names fit beside each other: Chinese ones are short."""
MARKS: Final[tuple[PostMark, ...]] = ("kept", "changed", "new", "moved", "merged", "split", "dropped")
INITIALS: Final[Mapping[RightLetter, str]] = {
    "recommend": "R",
    "agree": "A",
    "perform": "P",
    "input": "I",
    "decide": "D",
}


def titled(board: Board, text: str) -> str:
    """Put the mark of synthetic data before a picture's heading."""
    mark = board.view.demo_prefix
    return f"{mark} · {text}" if mark else text


def mark_words() -> MarkWords:
    """Words for what happens to posts."""
    words: dict[str, Any] = {kind: say(f"change.{kind}") for kind in MARKS}
    return MarkWords(**words)


# ---- today against target ----


def change(board: Board) -> StructureChange:
    """Put both organizations side by side, team by team."""
    difference = board.proposal.difference
    before: dict[str, PostMark] = {one: line.change for line in difference.changes for one in line.before}
    after: dict[str, PostMark] = {one: line.change for line in difference.changes for one in line.after}
    links = tuple(
        ChangeLink(old, new, line.change, max(min(line.fte_before, line.fte_after), 0.5))
        for line in difference.changes
        for old in line.before
        for new in line.after
    )
    net = say("picture.net", n=signed(difference.fte_after - difference.fte_before))
    heading = titled(board, say("picture.change"))
    return StructureChange(
        before=_teams(board, board.proposal.today, before),
        after=_teams(board, board.proposal.target, after),
        links=links,
        words=ChangeWords(
            heading=heading,
            before=say("picture.today"),
            after=say("picture.target"),
            before_total=people(difference.fte_before),
            after_total=people(difference.fte_after),
            net=net,
            marks=mark_words(),
        ),
        alt=f"{heading}: {people(difference.fte_before)} → {people(difference.fte_after)}",
    )


def _teams(board: Board, structure: Structure, marks: Mapping[str, PostMark]) -> tuple[ChangeTeam, ...]:
    """Gather posts by team, in the order in which teams occur; posts outside all come under one head."""
    found: dict[str, list[ChangePost]] = {}
    total: dict[str, float] = {}
    for post in structure.posts:
        team = post.team if structure.team(post.team) else ""
        found.setdefault(team, []).append(
            ChangePost(post.id, board.post(post.id), people(post.fte), marks.get(post.id, "kept"))
        )
        total[team] = total.get(team, 0.0) + (post.fte or 0.0)
    return tuple(
        ChangeTeam(board.team(team) if team else say("picture.no_team"), people(total[team]), tuple(posts))
        for team, posts in found.items()
    )


# ---- decision rights ----


def rights(board: Board) -> tuple[Rights, ...]:
    """Put decisions against posts; where many posts take part, in grids of a few decisions each."""
    lines = board.proposal.rights
    grids: tuple[Rights, ...] = ()
    for parts in range(1, MOST_GRIDS + 1):
        size = max(-(-len(lines) // parts), 1)
        grids = tuple(_grid(board, lines[n : n + size]) for n in range(0, len(lines), size))
        if all(len(grid.columns) <= MOST_COLUMNS[session.locale()] for grid in grids):
            break
    return grids


def _grid(board: Board, lines: tuple[RightsLine, ...]) -> Rights:
    """Put some decisions against the posts that take part in them, those that hold most first."""
    held = [name for line in lines for name, _ in (*_held(board, line.today), *_held(board, line.target))]
    columns = tuple(sorted(dict.fromkeys(held), key=lambda name: -held.count(name)))
    heading = titled(board, say("picture.rights"))
    listed = "; ".join(board.decision(line.decision) for line in lines)
    return Rights(
        columns=columns,
        rows=tuple(_right(board, line, columns) for line in lines),
        words=RightsWords(
            heading=heading,
            corner=say("picture.decision"),
            today=say("picture.now"),
            target=say("picture.then"),
            unknown=say("picture.unknown"),
            gained=say("picture.gained"),
            lost=say("picture.lost"),
            letters=tuple((INITIALS[letter], say(f"letter.{letter}")) for letter in LETTERS),
        ),
        alt=f"{heading}: {listed}",
    )


def _held(board: Board, letters: tuple[tuple[RightLetter, tuple[str, ...]], ...]) -> list[tuple[str, str]]:
    """Pairs of a post's name and a letter that it holds."""
    return [(board.post(post), INITIALS[letter]) for letter, posts in letters for post in posts]


def _right(board: Board, line: RightsLine, columns: tuple[str, ...]) -> RightsRow:
    today, target = _held(board, line.today), _held(board, line.target)
    return RightsRow(
        name=board.decision(line.decision),
        note=say("picture.hours", hours=f"{line.hours_today:g}") if line.hours_today else "",
        today=_letters(today, columns) if today else (),
        target=_letters(target, columns),
        flag=say("rights.outside") if line.outside_today else "",
    )


def _letters(held: list[tuple[str, str]], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        "".join(dict.fromkeys(letter for name, letter in held if name == column)) for column in columns
    )


# ---- plan ----


def gantt(board: Board) -> Gantt:
    """Put the plan on a time line of 360 days."""
    plan = board.proposal.plan
    planned = [one for one in plan.planned() if one.start_day is not None and one.end_day is not None]
    heading = titled(board, say("picture.gantt"))
    listed = "; ".join(board.view.names.get(one.initiative) for one in planned)
    gates = [one for one in plan.milestones if one.kind == "gate"]
    return Gantt(
        quarters=tuple(
            GanttQuarter(
                name=proposal_plan.quarter(load.quarter),
                start=float(load.quarter * QUARTER_DAYS),
                end=float((load.quarter + 1) * QUARTER_DAYS),
                load=load.person_days,
                cap=load.person_days_cap,
                load_label=say(
                    "plan.of", value=f"{load.person_days:,.0f}", cap=f"{load.person_days_cap:,.0f}"
                ),
            )
            for load in plan.quarters
        ),
        rows=tuple(_bar(board, one) for one in planned),
        gates=tuple(GanttGate(float(one.day), say("picture.gate", n=n)) for n, one in enumerate(gates, 1)),
        words=GanttWords(
            heading=heading,
            initiative=say("picture.initiative"),
            owner=say("plan.col_owner"),
            load=say("plan.days"),
            milestone=say("plan.kind_milestone"),
            gate=say("plan.kind_gate"),
            forced=say("plan.forced"),
        ),
        alt=f"{heading}: {listed}",
    )


def _bar(board: Board, one: PlannedInitiative) -> GanttRow:
    edit = board.proposal.edit(f"initiative:{one.initiative}")
    text = edit.text if edit is not None and edit.action == "edited" else ""
    return GanttRow(
        name=text or board.view.names.get(one.initiative),
        owner=board.kind(one.owner) if one.owner else "",
        start=float((one.start_day or 1) - 1),
        end=float(one.end_day or 1),
        milestones=tuple(
            float(mark.day)
            for mark in board.proposal.plan.milestones
            if mark.initiative == one.initiative and mark.kind == "milestone"
        ),
        label=say("plan.effort", days=f"{one.person_days:g}"),
        forced=one.forced,
    )


# ---- forms and projections ----


def forms(board: Board) -> Forms:
    """Put all forms by rank; today's and the recommended one are marked."""
    advice = board.proposal.advice
    known = {form.id: form for form in board.design.forms}
    found = []
    for fit in advice.fits:
        tags = [say("picture.present")] if fit.form == advice.present else []
        if fit.form == advice.recommended:
            tags.insert(0, say("picture.recommended"))
        counts = say("picture.counts", met=len(fit.met), unmet=len(fit.unmet), open=len(fit.open))
        found.append(
            FormRow(
                rank=str(fit.rank),
                name=wording(known[fit.form].name) if fit.form in known else fit.form,
                note=counts,
                fit=fit.fit,
                best_case=fit.best_case,
                fit_label=rows.percent(fit.fit),
                share=rows.percent(fit.share),
                tags=tuple(tags),
                recommended=fit.form == advice.recommended,
            )
        )
    heading = titled(board, say("picture.forms"))
    listed = "; ".join(f"{row.rank} {row.name} {row.fit_label} ({row.note})" for row in found)
    return Forms(
        rows=tuple(found),
        words=FormWords(
            heading=heading, fit=say("picture.met"), open=say("picture.open"), share=say("picture.share")
        ),
        alt=f"{heading}: {listed}",
    )


def projections(board: Board, found: list[ProjectedScore], kind: str) -> Projections:
    """Put scores today and after the plan on the level scale."""
    scale = board.view.run.instrument.scale
    heading = titled(board, say(f"project.title_{kind}"))
    drawn = tuple(_projected(board, one) for one in found)
    listed = "; ".join(f"{row.name} {row.note}" for row in drawn)
    ticks = tuple(Tick(float(level), str(level)) for level in scale.levels)
    return Projections(
        rows=drawn,
        axis=Axis(float(scale.low), float(scale.high), ticks),
        words=ProjectionWords(
            heading=heading,
            now=say("project.now"),
            then=say("project.then"),
            range=say("project.ranges"),
            target=say("project.target"),
            change=say("project.change"),
        ),
        alt=f"{heading}: {listed}",
    )


def _projected(board: Board, one: ProjectedScore) -> ProjectionRow:
    note = ""
    if one.planned_share is not None:
        note = say("project.with_share", share=f"{one.planned_share:.0f}")
    return ProjectionRow(
        name=board.view.names.get(one.id),
        note=note,
        now=one.now,
        now_low=one.now_low,
        now_high=one.now_high,
        then=one.then,
        then_low=one.then_low,
        then_high=one.then_high,
        target=one.target,
        withheld=tell("withheld.no_answer"),
    )
