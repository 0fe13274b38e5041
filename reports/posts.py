"""How posts, teams and headcounts of an organization are called in a report, and what was edited by hand."""

from collections.abc import Iterable
from dataclasses import replace

from assessment.domain.scenario import LineEdit
from assessment.domain.structure import Post, Structure
from reports import numbers
from reports.briefing import Briefing
from reports.document import Page
from scoring.organization.advice import Proposal


def kind_name(b: Briefing, kind: str) -> str:
    """Name of a kind of post; an unknown one names itself."""
    found = b.knowledge.design.kind(kind)
    return b.clause(found.name) if found else kind


def post_name(b: Briefing, post: Post) -> str:
    """Return the merchant's own title of a post, else the name of its kind, else its id."""
    return post.name.strip() or (kind_name(b, post.kind) if post.kind else post.id)


def name_of(b: Briefing, post_id: str, *structures: Structure) -> str:
    """Name of the post with this id in the first structure that has it; a kind's id names the kind."""
    for structure in structures:
        post = structure.post(post_id)
        if post is not None:
            return post_name(b, post)
    return kind_name(b, post_id)


def names_of(b: Briefing, ids: Iterable[str], *structures: Structure) -> str:
    """Names of several posts, each once."""
    return b.listing(list(dict.fromkeys(name_of(b, one, *structures) for one in ids)))


def team_name(b: Briefing, structure: Structure, team_id: str) -> str:
    """Name of a team; the form's word where the structure has none, "" for no team."""
    team = structure.team(team_id)
    if team is not None and team.name.strip():
        return team.name.strip()
    for form in b.knowledge.design.forms:
        for known in form.teams:
            if known.id == team_id:
                return b.clause(known.name)
    return team_id


def staff(b: Briefing, fte: float | None) -> str:
    """Headcount with its unit; a dash where it is not known."""
    if fte is None:
        return b.say("common.none")
    return b.say("posts.fte", value=numbers.plain(fte))


def signed(value: float) -> str:
    """Difference with its sign.

    >>> signed(2.0), signed(-0.5), signed(0.0)
    ('+2', '-0.5', '0')
    """
    if value == 0:
        return "0"
    return f"{'+' if value > 0 else '-'}{numbers.plain(abs(value))}"


def parted(b: Briefing, pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Tell pages of one picture apart by number, in their ids and titles."""
    if len(pages) < 2:  # noqa: PLR2004 - one page needs no number
        return pages
    return tuple(
        replace(
            page,
            id=f"{page.id}_{i}",
            title=b.say("posts.part", title=page.title, i=i, n=len(pages)),
        )
        for i, page in enumerate(pages, start=1)
    )


def worded(b: Briefing, proposal: Proposal, line: str, text: str) -> str:
    """Return the consultant's wording of a line, marked as edited; where there is none, the computed one."""
    edit = proposal.edit(line)
    if edit is None or edit.action != "edited":
        return text
    return b.say("posts.edited", text=edit.text.strip() or text)


def edited(proposal: Proposal, prefix: str) -> tuple[LineEdit, ...]:
    """Edits of the lines that begin with a prefix."""
    return tuple(edit for edit in proposal.edits if edit.line.startswith(prefix))
