"""The target organization: chart, before and after, cost, the five points of the star, the first 90 days."""

from html import escape
from typing import Final

import streamlit as st

from assessment.domain.forms import OrganizationForm
from assessment.ui import navigation
from assessment.ui.components import proposal_line, proposal_pictures, proposal_salaries
from assessment.ui.components.proposal_hand import Offer
from assessment.ui.components.proposal_line import Line
from assessment.ui.components.proposal_view import (
    TARGET_MARK,
    Board,
    heading,
    people,
    say,
    signed,
)
from assessment.ui.messages import plain, tell, wording
from scoring.organization.advice import PostChange, Span, StructureDifference

COLOURS: Final = {
    "new": "new",
    "moved": "moved",
    "merged": "moved",
    "split": "moved",
    "changed": "moved",
    "dropped": "gone",
    "kept": "plain",
}
ORDER: Final = ("new", "moved", "merged", "split", "changed", "dropped", "kept")
STAR: Final = ("strategy", "structure", "processes", "rewards", "people")


def draw(board: Board) -> None:
    """Draw the whole section."""
    form = board.built
    heading(board, say("target.title"))
    if form is None:
        _no_target(board)
        return
    st.markdown(plain(say("target.lead", form=board.form(form.id))))
    _figures(board)
    st.caption(say("target.judged"))
    if board.proposal.today.empty:
        st.info(say("target.no_today"), icon=":material/info:")
        if board.mine:
            navigation.link("structure", say("target.to_structure"), icon=navigation.ICONS["structure"])
    if board.proposal.today_problems:
        n = len(board.proposal.today_problems)
        st.warning(say("target.problems", n=n), icon=":material/rule:")
        navigation.link("structure", say("target.to_problems"), icon=navigation.ICONS["structure"])
    proposal_pictures.organization(board)
    heading(board, say("target.changes"))
    st.caption(say("target.changes_help"))
    if not board.proposal.today.empty:
        proposal_pictures.change(board)
    _changes(board)
    heading(board, say("salary.title"))
    proposal_salaries.draw(board)
    heading(board, say("star.title"))
    _star(form)
    heading(board, say("steps.title"))
    _steps(form)
    _spans(board)


def _no_target(board: Board) -> None:
    st.info(say("target.none"), icon=":material/pending:")
    if board.mine:
        navigation.link("facts", say("verdict.to_facts"), icon=navigation.ICONS["facts"])


def _figures(board: Board) -> None:
    """Draw headcount, layers, spans and what hangs on one person, today and in the target."""
    difference = board.proposal.difference
    unknown = board.proposal.today.empty
    with st.grid(4, min_column_width=150, key="figures"):
        st.metric(
            say("target.fte"),
            people(difference.fte_after),
            None if unknown else people_change(difference.fte_after - difference.fte_before),
            delta_color="off",
            delta_arrow="off",
        )
        for name, before, after in _counts(difference):
            change = None if unknown or before is None or after is None else signed(after - before)
            st.metric(
                say(f"target.{name}"),
                "–" if after is None else say(f"target.{name}_value", n=after),
                None if change in (None, "0") else change,
                delta_color="off",
                delta_arrow="off",
            )


def people_change(difference: float) -> str | None:
    """Print a change of headcount with its unit; no change is none."""
    return say("unit.people", n=signed(difference)) if difference else None


def _counts(difference: StructureDifference) -> tuple[tuple[str, int | None, int | None], ...]:
    before, after = difference.before, difference.after
    return (
        ("layers", before.layers, after.layers),
        ("wide", _flagged(before.spans), _flagged(after.spans)),
        ("single", len(before.dependences), len(after.dependences)),
    )


def _flagged(spans: tuple[Span, ...]) -> int:
    return sum(span.flag != "ok" for span in spans)


# ---- before and after ----


def _changes(board: Board) -> None:
    """Draw every post with what happens to it, in the order of what matters."""
    changes = sorted(board.proposal.difference.changes, key=lambda one: ORDER.index(one.change))
    lines = [_post_line(board, one) for one in changes]
    moving = [line for line, one in zip(lines, changes, strict=True) if one.change != "kept"]
    staying = [line for line, one in zip(lines, changes, strict=True) if one.change == "kept"]
    known = {line.address for line in lines}
    gone = [line for line in proposal_line.rejected(board, "post") if line.address not in known]
    proposal_line.draw_all(board, [*moving, *gone], "changes")
    if staying:
        with st.expander(say("target.kept", n=len(staying)), key="kept-posts"):
            proposal_line.draw_all(board, staying, "kept")


def _post_line(board: Board, change: PostChange) -> Line:
    ids = change.after or change.before
    address = f"post:{ids[0].removeprefix(TARGET_MARK)}"
    name = tell("results.list_comma").join(dict.fromkeys(board.post(one) for one in ids))
    left = change.change == "moved" and not change.after
    return Line(
        # A headcount belongs to one post of the target: not to the sum of several, nor to one that goes.
        Offer(address, text=name, fte=change.fte_after if len(change.after) == 1 else None),
        name,
        note=_post_note(board, change),
        mark=(say("change.left" if left else f"change.{change.change}"), COLOURS[change.change]),
        figure=_headcount(board, change),
    )


def _headcount(board: Board, change: PostChange) -> str:
    """Say the headcount before and after; what is not known today is a dash."""
    unknown = [board.proposal.today.post(one) for one in change.before]
    if unknown and all(post is not None and post.fte is None for post in unknown):
        before = "–"
    else:
        before = people(change.fte_before)
    after = people(change.fte_after)
    if not change.after and change.change == "moved":
        return before
    if board.proposal.today.empty or before == after:
        return after
    return say("target.from_to", before=before, after=after)


def _post_note(board: Board, change: PostChange) -> str:
    """Say where a post stands, from what it came, and whose staff it becomes."""
    said = []
    first = board.find_post((change.after or change.before)[0])
    if change.change == "moved" and not change.after:
        return say("target.left")
    if first is not None and first.team:
        said.append(say("target.in_team", team=board.team(first.team)))
    if first is not None and first.reports_to:
        said.append(say("target.reports_to", boss=board.post(first.reports_to[0])))
    if change.change in ("merged", "split", "moved") and change.before and change.after:
        names = tell("results.list_comma").join(dict.fromkeys(board.post(one) for one in change.before))
        if names != board.post(change.after[0]):
            said.append(say("target.came_from", names=names))
    if change.outsourced_after:
        said.append(say("target.outsourced_fte", fte=people(change.outsourced_after)))
    if change.sourcing:
        said.append(say(f"target.{change.sourcing}"))
    return " · ".join(said)


# ---- star, steps, spans ----


def _star(form: OrganizationForm) -> None:
    """Draw the five points of the star."""
    st.caption(say("star.help"))
    tiles = "".join(
        f'<div class="fo-point"><small>{escape(say(f"star.{point}"))}</small>'
        f"<p>{escape(wording(getattr(form, point)))}</p></div>"
        for point in STAR
    )
    st.html(f'<div class="fo-star">{tiles}</div>')
    if form.never_outsource:
        names = tell("results.list_comma").join(wording(one) for one in form.never_outsource)
        st.markdown(f"**{say('star.never')}** {plain(names)}")
    if form.exit is not None:
        st.markdown(f"**{say('star.exit')}** {plain(wording(form.exit))}")


def _steps(form: OrganizationForm) -> None:
    """Draw the first 90 days."""
    tiles = "".join(
        f"<li><b>{escape(say('steps.days', start=step.start_day, end=step.end_day))}</b>"
        f"<p>{escape(wording(step.action))}</p></li>"
        for step in form.steps
    )
    st.html(f'<ol class="fo-steps">{tiles}</ol>')


def _spans(board: Board) -> None:
    """Say who leads too many or too few, what hangs on one person, and who does what on the side."""
    after = board.proposal.difference.after
    said = [
        say(
            f"target.span_{span.flag}",
            name=board.post(span.post),
            n=span.reports,
            low=span.low,
            high=span.high,
        )
        for span in after.spans
        if span.flag != "ok"
    ]
    duties = {duty.id: wording(duty.name) for duty in board.design.duties}
    said += [
        say(
            f"target.depends_{one.kind}",
            what=duties.get(one.id, one.id) if one.kind == "duty" else board.decision(one.id),
            name=board.post(one.post),
        )
        for one in after.dependences
    ]
    if said:
        with st.expander(say("target.watch", n=len(said)), key="watch"):
            st.markdown("\n".join(f"- {plain(one)}" for one in said))
    aside = [
        say("target.aside", what=duties.get(one.duty, one.duty), name=board.post(one.post))
        for one in after.side_duties
    ]
    if aside:
        with st.expander(say("target.asides", n=len(aside)), key="asides"):
            st.markdown("\n".join(f"- {plain(one)}" for one in aside))
