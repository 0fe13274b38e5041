"""Which form: the verdict, all forms by fit, what speaks for and against, and how sure it is."""

from collections.abc import Iterator
from typing import Final

from reports import evidence, numbers
from reports.briefing import Briefing
from reports.charts import FormRow, Forms, FormWords, form_fit
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.posts import worded
from scoring.organization.advice import FitLine, Flip, FormFit, Proposal

SHARES: Final = (0.44, 0.14, 0.42)
FLIPS_SHOWN: Final = 2
MARKS: Final = {True: "met", False: "unmet", None: "open"}


def form(b: Briefing) -> Page | None:
    """Compose the page; None for a run without a proposal."""
    proposal = b.source.proposal
    if proposal is None or not proposal.advice.fits:
        return None
    heading = title(b, proposal)
    return b.page(
        "form",
        title=worded(b, proposal, "form", heading),
        blocks=tuple(blocks(b, proposal, heading)),
        so_what=SoWhat(tuple(points(b, proposal)), ask(b, proposal)),
        notes=(b.say("form.note", n=proposal.advice.n_draws),),
    )


def form_name(b: Briefing, form_id: str | None) -> str:
    """Name of a form; words for an unknown one."""
    known = {one.id: one.name for one in b.knowledge.design.forms}
    return b.clause(known[form_id]) if form_id in known else b.say("form.unknown")


def title(b: Briefing, proposal: Proposal) -> str:
    """Say the verdict with its number."""
    advice = proposal.advice
    fit = advice.fit_of(advice.recommended or advice.best)
    other = advice.fit_of(advice.runner_up)
    fields: dict[str, str | int] = {
        "name": form_name(b, advice.recommended or advice.best),
        "best": form_name(b, advice.best),
        "other": form_name(b, advice.runner_up),
        "share": numbers.share(fit.share) if fit else "0%",
        "other_share": numbers.share(other.share) if other else "0%",
        "n": len(fit.met) if fit else 0,
        "symptoms": advice.hurdle.n_symptoms,
        "needed": advice.hurdle.needed,
        "k": len(advice.deciding),
        "draws": advice.n_draws,
    }
    if proposal.settings.form and proposal.settings.form != advice.recommended:
        fields["chosen"] = form_name(b, proposal.settings.form)
        return b.say("form.title.chosen", **fields)
    return b.say(f"form.title.{advice.verdict}", **fields)


def blocks(b: Briefing, proposal: Proposal, heading: str) -> Iterator[Block]:
    """Chart of all forms, then the conditions of the best two."""
    advice = proposal.advice
    yield form_fit(
        Forms(
            tuple(bar(b, proposal, fit) for fit in advice.fits),
            FormWords(*(b.say(f"form.legend.{key}") for key in ("heading", "met", "open", "share"))),
            b.say("form.alt", title=heading),
        )
    )
    heads = (b.say(f"form.column.{key}") for key in ("condition", "state", "facts"))
    columns = tuple(Column(head, share) for head, share in zip(heads, SHARES, strict=True))
    best = advice.fit_of(advice.recommended or advice.best)
    if best is not None:
        yield Table(columns, tuple(row(b, line) for line in (*best.lines, *advice.hurdle.symptoms)))


def bar(b: Briefing, proposal: Proposal, fit: FormFit) -> FormRow:
    """One form in the chart."""
    advice = proposal.advice
    tags = tuple(
        b.say(f"form.mark.{key}")
        for key, form_id in (("present", advice.present), ("recommended", advice.recommended))
        if form_id == fit.form
    )
    return FormRow(
        rank=str(fit.rank),
        name=form_name(b, fit.form),
        note=b.say("form.counts", met=len(fit.met), unmet=len(fit.unmet), open=len(fit.open)),
        fit=fit.fit,
        best_case=fit.best_case,
        fit_label=numbers.share(fit.fit),
        share=numbers.share(fit.share),
        tags=tags,
        recommended=fit.form == advice.recommended,
    )


def row(b: Briefing, line: FitLine) -> tuple[str, ...]:
    """One condition with its state and the facts behind it."""
    facts = [evidence.told(b, trace) for trace in line.traces]
    return (
        condition_name(b, line.condition),
        b.say(f"form.state.{MARKS[line.outcome]}"),
        b.say("common.source.between").join(dict.fromkeys(facts)),
    )


def condition_name(b: Briefing, condition: str) -> str:
    """Name of a fit condition or symptom; an unknown one names itself."""
    design = b.knowledge.design
    every = (*(fit for known in design.forms for fit in known.fits), *design.symptoms)
    found = next((one.name for one in every if one.id == condition), None)
    return b.clause(found) if found else condition


def points(b: Briefing, proposal: Proposal) -> Iterator[SoWhatPoint]:
    """Tell what the form brings and costs, whether a change is called for, and what would tip it."""
    advice = proposal.advice
    known = {one.id: one for one in b.knowledge.design.forms}
    form_id = proposal.settings.form or advice.recommended or advice.best
    if form_id in known:
        one = known[form_id]
        yield b.point(
            "form.point.trade",
            name=b.clause(one.name),
            gain=b.sentence(one.gain),
            price=b.sentence(one.price),
        )
    state = {True: "passed", False: "missed", None: "open"}[advice.hurdle.passed]
    if advice.verdict == "keep" and state == "passed":
        state = "needless"
    yield b.point(
        f"form.point.hurdle_{state}",
        n=advice.hurdle.n_met,
        k=advice.hurdle.n_symptoms,
        needed=advice.hurdle.needed,
    )
    if advice.flips:
        tips = [flip_words(b, flip) for flip in advice.flips[:FLIPS_SHOWN]]
        yield b.point("form.point.flips", tips=b.say("common.source.between").join(tips))
    if advice.confidence == "low":
        yield b.point("form.point.doubt")


def flip_words(b: Briefing, flip: Flip) -> str:
    """One change that would lead elsewhere."""
    name = evidence.name_of(b, flip.key)
    other = form_name(b, flip.outcome)
    return b.say(f"form.flip.{flip.direction}", name=name, limit=limit_of(b, flip), other=other)


def limit_of(b: Briefing, flip: Flip) -> str:
    """Threshold of a flip in words."""
    if isinstance(flip.threshold, bool):
        return b.say("evidence.yes" if flip.threshold else "evidence.no")
    if isinstance(flip.threshold, str):
        return evidence.option_name(b, flip.key, flip.threshold)
    if isinstance(flip.threshold, tuple):
        return b.listing([evidence.option_name(b, flip.key, one) for one in flip.threshold])
    return numbers.score(flip.threshold) if flip.kind == "score" else numbers.plain(flip.threshold)


def ask(b: Briefing, proposal: Proposal) -> str:
    """Ask for the decision, or for what has to be found out first."""
    advice = proposal.advice
    names = [evidence.name_of(b, key) for key in advice.deciding[:3]]
    fields: dict[str, str | int] = {
        "name": form_name(b, proposal.settings.form or advice.recommended or advice.best),
        "day": b.retest,
        "facts": b.listing(names) or b.say("form.ask.facts"),
    }
    return b.say(f"form.ask.{advice.verdict}", **fields)
