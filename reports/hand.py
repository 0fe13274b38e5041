"""What the consultant did with the recommendation: own wordings, order, rejected lines, and moved ground."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from assessment.domain.structure import Structure
from reports.briefing import Briefing
from reports.posts import kind_name, name_of
from reports.text import legible
from scoring.organization.advice import Proposal
from scoring.organization.hand import TARGET_MARK, post_line

NAMED: Final = 3
"""Most lines that a note names."""

Item = TypeVar("Item")


def proposed(b: Briefing) -> Proposal | None:
    """Return the proposal as it is printed: posts of the target bear the names that the consultant gave."""
    proposal = b.source.proposal
    if proposal is None or not any(edit.line.startswith("post:") and edit.text for edit in proposal.edits):
        return proposal
    return replace(proposal, target=_renamed(proposal, proposal.target))


def _renamed(proposal: Proposal, structure: Structure) -> Structure:
    posts = tuple(
        replace(post, name=own) if (own := own_words(proposal, post_line(post.id))) else post
        for post in structure.posts
    )
    return replace(structure, posts=posts)


def own_words(proposal: Proposal, line: str) -> str:
    """Return the wording that the consultant gave a line, "" for none."""
    edit = proposal.edit(line)
    return legible(edit.text).strip() if edit is not None and edit.action == "edited" else ""


def marked(b: Briefing, proposal: Proposal, line: str, text: str) -> str:
    """Mark a text as edited where the consultant changed its line in any way."""
    edit = proposal.edit(line)
    if edit is None or edit.action != "edited":
        return text
    return b.say("posts.edited", text=text)


def worded(b: Briefing, proposal: Proposal, line: str, text: str) -> str:
    """Return the consultant's wording of a line, marked as edited; where there is none, the computed one."""
    return marked(b, proposal, line, own_words(proposal, line) or text)


def rejected(proposal: Proposal, line: str) -> bool:
    """Whether the consultant rejected a line."""
    edit = proposal.edit(line)
    return edit is not None and edit.action == "rejected"


def ordered(proposal: Proposal, items: Sequence[Item], line: Callable[[Item], str]) -> tuple[Item, ...]:
    """Put lines where the consultant put them; the others keep their order around them.

    Parameters
    ----------
    items : lines in their computed order.
    line : gives the address of an item.
    """
    places = {
        edit.line: edit.order for edit in proposal.edits if edit.order is not None and edit.action == "edited"
    }
    kept = [item for item in items if line(item) not in places]
    moved = [item for item in items if line(item) in places]
    for item in sorted(moved, key=lambda one: places[line(one)]):
        kept.insert(min(max(places[line(item)] - 1, 0), len(kept)), item)
    return tuple(kept)


def notes(b: Briefing, proposal: Proposal, *prefixes: str) -> tuple[str, ...]:
    """Tell under a page what was done by hand with its lines, and where the ground moved since.

    Parameters
    ----------
    prefixes : beginnings of the addresses of the page's lines, such as ``ritual:``.
    """
    own = [edit for edit in proposal.edits if edit.line.startswith(prefixes)]
    moved = [line for line in proposal.moved if line.startswith(prefixes)]
    found = []
    for action in ("edited", "rejected"):
        n = sum(edit.action == action for edit in own)
        if n:
            found.append(b.say(f"posts.hand.{action}", n=n))
    if moved:
        names = b.listing([line_name(b, proposal, line) for line in moved[:NAMED]])
        key = "posts.hand.moved" if len(moved) <= NAMED else "posts.hand.moved_more"
        found.append(b.say(key, n=len(moved), names=names))
    return tuple(found)


def line_name(b: Briefing, proposal: Proposal, line: str) -> str:
    """Name a line of the recommendation; an unknown one names itself."""
    area, _, key = line.partition(":")
    design = b.knowledge.design
    known = {
        "right": {one.id: one.name for one in design.decisions},
        "ritual": {one.id: one.name for one in design.rituals},
        "initiative": {one.id: one.name for one in b.knowledge.initiatives},
        "rule": {one.id: one.name for one in b.knowledge.rules},
    }
    if area == "form":
        return b.say("form.section")
    if area == "metric":
        return b.say("posts.hand.metric", name=kind_name(b, key))
    if area == "post":
        for post_id in (f"{TARGET_MARK}{key}", key):
            if proposal.target.post(post_id) or proposal.today.post(post_id):
                return name_of(b, post_id, proposal.target, proposal.today)
        return kind_name(b, key.partition("@")[0])
    found = known.get(area, {}).get(key)
    return b.clause(found) if found else key
