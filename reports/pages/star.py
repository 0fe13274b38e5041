"""The five points of the star for the chosen form, and its first 90 days: a chart alone changes nothing."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.forms import OrganizationForm
from reports.briefing import Briefing
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.posts import name_of
from scoring.organization.advice import Proposal

POINTS: Final = ("strategy", "structure", "processes", "rewards", "people")
SHARES: Final = (0.16, 0.84)
STEP_SHARES: Final = (0.2, 0.8)


def star(b: Briefing) -> Page | None:
    """Compose the page; None where no target was built."""
    proposal = b.source.proposal
    form = chosen_form(b, proposal) if proposal is not None and proposal.rights else None
    if proposal is None or form is None:
        return None
    name = b.clause(form.name)
    return b.page(
        "star",
        title=b.say("star.title", n=len(POINTS), name=name),
        blocks=tuple(blocks(b, proposal, form)),
        so_what=SoWhat(tuple(points(b, form)), b.say("star.ask", name=name, day=b.retest)),
        notes=(b.say("posts.judged"),),
    )


def chosen_form(b: Briefing, proposal: Proposal) -> OrganizationForm | None:
    """Return the form that the target is built from: set in the scenario, recommended, or the present one."""
    rejected = proposal.edit("form")
    held = rejected is not None and rejected.action == "rejected"
    advice = proposal.advice
    form_id = proposal.settings.form or (advice.present if held else advice.recommended)
    return next((form for form in b.knowledge.design.forms if form.id == form_id), None)


def blocks(b: Briefing, proposal: Proposal, form: OrganizationForm) -> Iterator[Block]:
    """Yield the five points, the first 90 days, and the duties that posts do on the side."""
    columns = (Column(b.say("star.column.point"), SHARES[0]), Column(b.say("star.column.text"), SHARES[1]))
    texts = (form.strategy, form.structure, form.processes, form.rewards, form.people)
    yield Table(
        columns,
        tuple(
            (b.say(f"star.point_of.{key}"), b.sentence(text)) for key, text in zip(POINTS, texts, strict=True)
        ),
    )
    heads = (
        Column(b.say("star.column.days"), STEP_SHARES[0]),
        Column(b.say("star.column.action"), STEP_SHARES[1]),
    )
    rows = tuple(
        (b.say("star.days", start=step.start_day, end=step.end_day), b.sentence(step.action))
        for step in form.steps
    )
    if rows:
        yield Table(heads, rows)
    known = {duty.id: b.clause(duty.name) for duty in b.knowledge.design.duties}
    aside = tuple(
        (name_of(b, one.post, proposal.target), known.get(one.duty, one.duty))
        for one in proposal.difference.after.side_duties
    )
    if aside:
        yield Table((Column(b.say("star.column.post"), 0.3), Column(b.say("star.column.aside"), 0.7)), aside)


def points(b: Briefing, form: OrganizationForm) -> Iterator[SoWhatPoint]:
    """Tell why all five move together, what is never handed out, and when an agency is left."""
    yield b.point("star.point.together", n=len(POINTS))
    if form.never_outsource:
        yield b.point("star.point.never", names=b.listing([b.clause(one) for one in form.never_outsource]))
    if form.exit is not None:
        yield b.point("star.point.exit", text=b.sentence(form.exit))
    if form.source == "seed":
        # The article is Chinese: other languages say what it names, without quoting it.
        words = form.seed_words if b.source.locale == "zh" else b.clause(form.name)
        yield b.point("star.point.seed", words=words)
    else:
        yield b.point("star.point.judged")


KINDS: Final = (PageKind("star", 160, star),)
