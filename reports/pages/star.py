"""Appendix: the first 90 days of the chosen form, duties on the side, and what speaks for it."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.forms import OrganizationForm
from reports.briefing import Briefing
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.pages.form import STAR, chosen_form, grounds
from reports.posts import name_of
from scoring.organization.advice import Proposal

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
        title=title(b, proposal, form),
        blocks=tuple(blocks(b, proposal, form)),
        so_what=SoWhat(tuple(points(b, form)), b.say("star.ask", name=name, day=b.retest)),
        notes=(b.say("posts.judged"),),
    )


def title(b: Briefing, proposal: Proposal, form: OrganizationForm) -> str:
    """How many steps there are, and what speaks for the form."""
    hurdle = proposal.advice.hurdle
    key = "title" if form.steps else "title_plain"
    return b.say(
        f"star.{key}",
        n=len(form.steps),
        name=b.clause(form.name),
        met=hurdle.n_met,
        symptoms=hurdle.n_symptoms,
    )


def blocks(b: Briefing, proposal: Proposal, form: OrganizationForm) -> Iterator[Block]:
    """Yield the first 90 days, the duties that posts do on the side, and what speaks for the form."""
    heads = (
        Column(b.say("star.column.days"), STEP_SHARES[0]),
        Column(b.say("star.column.action"), STEP_SHARES[1]),
    )
    rows = tuple(
        (b.say("star.days", start=step.start_day, end=step.end_day), b.sentence(step.action))
        for step in form.steps
    )
    if rows:
        yield Table(heads, rows, dense=True)
    known = {duty.id: b.clause(duty.name) for duty in b.knowledge.design.duties}
    aside = tuple(
        (name_of(b, one.post, proposal.target), known.get(one.duty, one.duty))
        for one in proposal.difference.after.side_duties
    )
    if aside:
        heads = (Column(b.say("star.column.post"), 0.3), Column(b.say("star.column.aside"), 0.7))
        yield Table(heads, aside, dense=True)
    yield from grounds(b, proposal)


def points(b: Briefing, form: OrganizationForm) -> Iterator[SoWhatPoint]:
    """Tell why all five move together, what is never handed out, and when an agency is left."""
    yield b.point("star.point.together", n=len(STAR))
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


KINDS: Final = (PageKind("star", 160, star, frozenset(), annex=True),)
