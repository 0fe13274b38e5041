"""Which form: the verdict, all forms by fit, what the chosen one means, and how sure it is."""

from collections.abc import Iterator
from typing import Final

from assessment.domain.forms import OrganizationForm
from reports import evidence, numbers
from reports.briefing import Briefing
from reports.charts import FormRow, Forms, FormWords, form_fit
from reports.document import Block, Column, Page, SoWhat, SoWhatPoint, Table
from reports.editions import PageKind
from reports.hand import notes, proposed, rejected, worded
from scoring.organization.advice import FitLine, Flip, FormFit, Proposal

SHARES: Final = (0.35, 0.13, 0.52)
FLIPS_SHOWN: Final = 2
CHART: Final = 196.0
"""Height of the chart of seven forms, so that what one of them means stands below it."""
STAR: Final = ("strategy", "structure", "processes", "rewards", "people")
POINTS: Final = 4
"""Most points beside the chart."""
MARKS: Final = {True: "met", False: "unmet", None: "open"}


def form(b: Briefing) -> Page | None:
    """Compose the page; None for a run without a proposal, or where other pages tell it shorter."""
    proposal = proposed(b)
    if proposal is None or not proposal.advice.fits or told_elsewhere(b, proposal):
        return None
    heading = title(b, proposal)
    return b.page(
        "form",
        title=worded(b, proposal, "form", heading),
        blocks=tuple(blocks(b, proposal, heading)),
        so_what=SoWhat(tuple(points(b, proposal))[:POINTS], ask(b, proposal)),
        notes=(b.say("form.note", n=proposal.advice.n_draws), *notes(b, proposal, "form")),
        subtitle=b.say("form.subtitle_star") if proposal.rights and chosen_form(b, proposal) else "",
    )


def told_elsewhere(b: Briefing, proposal: Proposal) -> bool:
    """Whether leadership reads the verdict on the summary and the target on its own page: time is short."""
    own_pages = b.source.choices.pages is None
    return own_pages and b.source.edition == "leadership" and bool(proposal.rights)


def verdict(proposal: Proposal) -> str:
    """Choose what is told: the form set by hand, the consultant's rejection, else what was computed."""
    advice = proposal.advice
    if proposal.settings.form and proposal.settings.form != advice.recommended:
        return "chosen"
    if rejected(proposal, "form") and advice.recommended and not proposal.settings.form:
        return "rejected"
    if advice.verdict == "inside" and advice.hurdle.n_symptoms >= advice.hurdle.needed:
        return "inside_fit"
    if advice.verdict == "insufficient" and not advice.deciding:
        return "insufficient_open"
    return advice.verdict


def unsettled(proposal: Proposal) -> bool:
    """Whether facts are too few for any draw."""
    return proposal.advice.verdict == "insufficient"


def standing(proposal: Proposal) -> str | None:
    """Form that the target is built from; where there is none, the one that fits best."""
    advice = proposal.advice
    if proposal.settings.form:
        return proposal.settings.form
    if rejected(proposal, "form"):
        return advice.present
    return advice.recommended or advice.best


def form_name(b: Briefing, form_id: str | None) -> str:
    """Name of a form; words for an unknown one."""
    known = {one.id: one.name for one in b.knowledge.design.forms}
    return b.clause(known[form_id]) if form_id in known else b.say("form.unknown")


def title(b: Briefing, proposal: Proposal) -> str:
    """Say the verdict with its number."""
    return b.say(f"form.title.{verdict(proposal)}", **said(b, proposal))


def said(b: Briefing, proposal: Proposal) -> dict[str, str | int]:
    """Names and numbers of the verdict, for titles and points."""
    advice = proposal.advice
    fit = advice.fit_of(advice.recommended or advice.best)
    other = advice.fit_of(advice.runner_up)
    return {
        "name": form_name(b, advice.recommended or advice.best),
        "other": form_name(b, advice.runner_up),
        "chosen": form_name(b, proposal.settings.form),
        "share": numbers.share(fit.share) if fit else "0%",
        "other_share": numbers.share(other.share) if other else "0%",
        "n": advice.hurdle.n_met,
        "symptoms": advice.hurdle.n_symptoms,
        "needed": advice.hurdle.needed,
        "k": len(advice.deciding),
        "forms": len(advice.fits),
        "draws": advice.n_draws,
    }


def blocks(b: Briefing, proposal: Proposal, heading: str) -> Iterator[Block]:
    """Chart of all forms; below, the five points of the chosen one, or what speaks for the best."""
    advice = proposal.advice
    yield form_fit(
        Forms(
            tuple(bar(b, proposal, fit) for fit in advice.fits),
            FormWords(*(b.say(f"form.legend.{key}") for key in ("heading", "met", "open", "share"))),
            b.say("form.alt", title=heading),
        ),
        height=CHART,
    )
    chosen = chosen_form(b, proposal)
    if proposal.rights and chosen is not None:
        yield five_points(b, chosen)
    else:
        yield from grounds(b, proposal)


def chosen_form(b: Briefing, proposal: Proposal) -> OrganizationForm | None:
    """Return the form that the target is built from: set in the scenario, recommended, or the present one."""
    rejected = proposal.edit("form")
    held = rejected is not None and rejected.action == "rejected"
    advice = proposal.advice
    form_id = proposal.settings.form or (advice.present if held else advice.recommended)
    return next((form for form in b.knowledge.design.forms if form.id == form_id), None)


def five_points(b: Briefing, chosen: OrganizationForm) -> Table:
    """Set out the five points of the star, for the form that the target is built from."""
    columns = (Column(b.say("star.column.point"), 0.14), Column(b.say("star.column.text"), 0.86))
    texts = (chosen.strategy, chosen.structure, chosen.processes, chosen.rewards, chosen.people)
    rows = tuple(
        (b.say(f"star.point_of.{key}"), b.sentence(text)) for key, text in zip(STAR, texts, strict=True)
    )
    return Table(columns, rows)


def grounds(b: Briefing, proposal: Proposal) -> Iterator[Table]:
    """Yield what speaks for the form, and the symptoms, each with the facts behind it."""
    fit = proposal.advice.fit_of(standing(proposal))
    lines = (*(fit.lines if fit is not None else ()), *proposal.advice.hurdle.symptoms)
    if lines:
        name = form_name(b, fit.form if fit is not None else None)
        yield conditions(b, b.say("form.column.condition", name=name), lines)


def conditions(b: Briefing, head: str, lines: tuple[FitLine, ...]) -> Table:
    """Table of conditions: what each asks, whether it holds, and what it was compared with."""
    heads = (head, b.say("form.column.state"), b.say("form.column.facts"))
    columns = tuple(Column(text, share) for text, share in zip(heads, SHARES, strict=True))
    return Table(columns, tuple(row(b, line) for line in lines), dense=True)


def bar(b: Briefing, proposal: Proposal, fit: FormFit) -> FormRow:
    """One form in the chart."""
    advice, stands = proposal.advice, standing(proposal)
    computed = "" if rejected(proposal, "form") else advice.recommended
    marks = (("present", advice.present), ("recommended", computed), ("chosen", proposal.settings.form))
    tags = tuple(
        b.say(f"form.mark.{key}")
        for key, form_id in marks
        if form_id == fit.form and not (key == "chosen" and form_id == computed)
    )
    return FormRow(
        rank=str(fit.rank),
        name=form_name(b, fit.form),
        note=b.say("form.counts", met=len(fit.met), unmet=len(fit.unmet), open=len(fit.open)),
        fit=fit.fit,
        best_case=fit.best_case,
        fit_label=numbers.share(fit.fit),
        share=b.say("common.none") if unsettled(proposal) else numbers.share(fit.share),
        tags=tags,
        recommended=bool(advice.recommended or proposal.settings.form) and fit.form == stands,
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
    if verdict(proposal).startswith("insufficient"):
        yield from lacking(b, proposal)
        return
    form_id = standing(proposal)
    edit = proposal.edit("form")
    if edit is not None and edit.action == "rejected" and edit.reason.strip():
        yield b.point("form.point.rejected", reason=edit.reason.strip().rstrip("。."))
    if form_id in known:
        one = known[form_id]
        yield b.point(
            "form.point.trade",
            name=b.clause(one.name),
            gain=b.sentence(one.gain),
            price=b.sentence(one.price),
        )
    if verdict(proposal) == "chosen":
        yield from computed(b, proposal)
    else:
        yield hurdle(b, proposal)
    if advice.flips:
        tips = [flip_words(b, flip) for flip in advice.flips[:FLIPS_SHOWN]]
        yield b.point("form.point.flips", tips=b.say("common.source.between").join(tips))
    if advice.confidence == "low":
        yield b.point("form.point.doubt")


def computed(b: Briefing, proposal: Proposal) -> Iterator[SoWhatPoint]:
    """Set the form of the scenario beside what was computed."""
    fit = proposal.advice.fit_of(proposal.settings.form)
    if fit is not None:
        share = b.say("common.none") if unsettled(proposal) else numbers.share(fit.share)
        yield b.point(
            "form.point.computed",
            name=form_name(b, fit.form),
            rank=fit.rank,
            of=len(proposal.advice.fits),
            fit=numbers.share(fit.fit),
            share=share,
        )


def hurdle(b: Briefing, proposal: Proposal) -> SoWhatPoint:
    """Tell whether a change of form has grounds."""
    advice = proposal.advice
    state = {True: "passed", False: "missed", None: "open"}[advice.hurdle.passed]
    if verdict(proposal) == "keep" and state == "passed":
        state = "needless"
    return b.point(
        f"form.point.hurdle_{state}",
        n=advice.hurdle.n_met,
        k=advice.hurdle.n_symptoms,
        needed=advice.hurdle.needed,
    )


def lacking(b: Briefing, proposal: Proposal) -> Iterator[SoWhatPoint]:
    """Tell what is missing, and that fit as it stands is no recommendation."""
    names = [evidence.name_of(b, key) for key in proposal.advice.deciding[:3]]
    if names:
        yield b.point("form.point.missing", facts=b.listing(names))
    yield b.point("form.point.premature")
    if proposal.advice.confidence == "low":
        yield b.point("form.point.doubt")


def flip_words(b: Briefing, flip: Flip) -> str:
    """One change that would lead elsewhere."""
    name = evidence.name_of(b, flip.key)
    other = form_name(b, flip.outcome)
    key = f"{flip.direction}_at" if flip.inclusive and flip.direction != "becomes" else flip.direction
    return b.say(f"form.flip.{key}", name=name, limit=limit_of(b, flip), other=other)


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
        "name": form_name(b, standing(proposal)),
        "day": b.retest,
        "facts": b.listing(names) or b.say("form.ask.facts"),
    }
    return b.say(f"form.ask.{verdict(proposal).partition('_')[0]}", **fields)


KINDS: Final = (PageKind("form", 140, form, frozenset({"leadership", "full"})),)
