"""An organization, a recommendation and a trail as lines of text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from assessment.cli.console import Console, padded
from assessment.content.words import catalogue, say

if TYPE_CHECKING:
    from assessment.domain.knowledge import Knowledge
    from assessment.domain.structure import Structure
    from assessment.services.proposals import Scenario, TrailEntry
    from scoring.organization.advice import Proposal, StructureFigures, StructureProblem

_POST: Final = 26
_TEAM: Final = 18
_HEADCOUNT: Final = 8
_CHANGES: Final = ("kept", "changed", "moved", "merged", "split", "new", "dropped")


def structure_lines(
    console: Console,
    structure: "Structure",
    problems: "Iterable[StructureProblem]",
    figures: "StructureFigures | None",
) -> Iterator[str]:
    """Yield one line a post, then the figures, then one line a problem."""
    names = post_names(console, structure)
    teams = {team.id: team.name for team in structure.teams}
    for post in structure.posts:
        bosses = console.words("usage.list").join(names.get(one, one) for one in post.reports_to)
        headcount = "-" if post.fte is None else f"{post.fte:g}"
        cells = (
            padded(names[post.id], _POST),
            padded(teams.get(post.team, ""), _TEAM),
            padded(headcount, _HEADCOUNT),
        )
        yield f"  {'  '.join(cells)}{f'→ {bosses}' if bosses else ''}".rstrip()
    if figures is not None:
        yield console.words(
            "structure_show.figures",
            posts=figures.n_posts,
            fte=f"{figures.fte:g}",
            outsourced=f"{figures.outsourced_fte:g}",
            layers="-" if figures.layers is None else figures.layers,
        )
    listed = list(problems)
    if listed:
        yield console.words("structure_show.problems", n=len(listed))
    for problem in listed:
        yield f"  {problem_line(console, problem, names, teams)}"


def post_names(console: Console, structure: "Structure") -> Mapping[str, str]:
    """Name every post as the merchant does, else as its kind is called, else by its id."""
    from assessment.content import loader  # noqa: PLC0415 - help must not wait for the knowledge base

    kinds = {kind.id: kind.name.get(console.locale) for kind in loader.knowledge().design.kinds}
    return {post.id: post.name or kinds.get(post.kind, post.kind) or post.id for post in structure.posts}


def problem_line(
    console: Console, problem: "StructureProblem", names: Mapping[str, str], teams: Mapping[str, str]
) -> str:
    """Say where a problem stands and what is wrong."""
    join = console.words("usage.list").join
    told: dict[str, object] = {"value": problem.row, "other": "-"}
    told |= {name: value if isinstance(value, str) else f"{value:g}" for name, value in problem.figures}
    for name, known in (("post", names), ("team", teams)):
        found = (known.get(str(value), str(value)) for key, value in problem.figures if key == name)
        told[f"{name}s"] = join(found)
    sheet = say(console.locale, f"structure.section.{problem.sheet}")
    column = catalogue(console.locale).get(f"structure.column.{problem.sheet}_{problem.column}", "")
    row = {"posts": names, "teams": teams}.get(problem.sheet, {}).get(problem.row, problem.row)
    place = " · ".join(part for part in (sheet, row, column) if part)
    said = say(console.locale, f"structure.problem.{problem.code}", **told)
    return console.words("structure_show.problem", place=place, said=said)


def proposal_lines(
    console: Console, proposal: "Proposal", scenarios: "Iterable[Scenario]", knowledge: "Knowledge"
) -> Iterator[str]:
    """Yield scenarios, verdict, what changes, and the plan quarter by quarter."""
    for one in scenarios:
        mark = "*" if one.chosen else " "
        yield f"{mark} {one.name or console.words('proposal_show.base')}  {one.id}"
    yield console.words("proposal_show.chosen")
    yield from _verdict(console, proposal, knowledge)
    yield from _difference(console, proposal)
    yield from _plan(console, proposal, knowledge)
    edited = [edit.line for edit in proposal.edits]
    if edited:
        yield console.words("proposal_show.edits", n=len(edited), lines=", ".join(edited))
    if proposal.moved:
        yield console.words("proposal_show.moved", lines=", ".join(proposal.moved))


def _verdict(console: Console, proposal: "Proposal", knowledge: "Knowledge") -> Iterator[str]:
    names = {form.id: f"{form.id} {form.name.get(console.locale)}" for form in knowledge.design.forms}
    advice = proposal.advice
    sure = "-" if advice.certainty is None else f"{advice.certainty:.0%}"
    unknown = console.words("proposal_show.unknown")
    yield console.words(
        f"proposal_show.verdict.{advice.verdict}",
        present=names.get(advice.present or "", unknown),
        form=names.get(advice.recommended or advice.best or "", unknown),
        other=names.get(advice.runner_up or "", unknown),
        sure=sure,
    )
    if proposal.settings.form:
        form = names.get(proposal.settings.form, proposal.settings.form)
        yield console.words("proposal_show.form_set", form=form)


def _difference(console: Console, proposal: "Proposal") -> Iterator[str]:
    difference = proposal.difference
    yield console.words(
        "proposal_show.headcount", before=f"{difference.fte_before:g}", after=f"{difference.fte_after:g}"
    )
    counted = {kind: sum(1 for change in difference.changes if change.change == kind) for kind in _CHANGES}
    listed = [
        console.words(f"proposal_show.change.{kind}", n=number) for kind, number in counted.items() if number
    ]
    if listed:
        yield f"  {console.words('usage.list').join(listed)}"


def _plan(console: Console, proposal: "Proposal", knowledge: "Knowledge") -> Iterator[str]:
    names = {one.id: one.name.get(console.locale) for one in knowledge.initiatives}
    for load in proposal.plan.quarters:
        yield console.words(
            "proposal_show.quarter",
            n=load.quarter + 1,
            days=f"{load.person_days:g}",
            cap=f"{load.person_days_cap:g}",
        )
        for planned in proposal.plan.planned():
            if planned.quarter == load.quarter:
                yield f"  {planned.initiative}  {names.get(planned.initiative, '')}"


def trail_lines(console: Console, entries: "Iterable[TrailEntry]") -> Iterator[str]:
    """Yield one line an entry; moments are in the machine's own time zone."""
    known = catalogue(console.locale)
    for entry in entries:
        by = say(console.locale, f"proposal.trail.by_{entry.by}")
        pattern = known.get(f"proposal.trail.{entry.kind}", entry.kind)
        subject = entry.detail if entry.kind.startswith("scenario_") and entry.detail else entry.subject
        told = pattern.format(subject=subject)
        rest = "" if not entry.detail or entry.detail in told else f"  {entry.detail}"
        yield f"{entry.at.astimezone():%Y-%m-%d %H:%M %Z}  {padded(by, 8)}  {told}{rest}"
