"""Decision rights of the target: the card of the knowledge base, filled with the posts that are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assessment.domain.forms import Decision, Design, OrganizationForm
from assessment.domain.structure import DecisionRight, Post, Structure
from scoring.organization.fact_keys import AGENCY_MANAGER

OUTSIDE_KINDS: Final = ("brand", "finance", "warehouse", "hr", "legal", "owner")
"""Kinds that agree from outside the team: named by their kind where the target has no such post."""


def target_rights(
    design: Design, form: OrganizationForm, posts: tuple[Post, ...], today: Structure
) -> tuple[DecisionRight, ...]:
    """Fill every decision with ids of posts.

    Parameters
    ----------
    design : the default card and the duties of kinds.
    form : who decides where it differs from the card.
    posts : posts of the target.
    today : tells whether there is an agency to ask.

    Returns
    -------
    One row a decision, with exactly one D (none only without any post): the post of the deciding kind, or
    the boss that the form puts over it, or the top. Whoever else is missing is stood in for by the post that
    shares most of its duties; outside kinds agree by their kind. The one who decides neither agrees nor is
    asked for input, and recommends and performs where nobody else is left to.
    """
    ids: dict[str, str] = {}
    for post in posts:
        ids.setdefault(post.kind, post.id)
    top = ids.get(form.posts[0].kind if form.posts else "", "")
    room = _Room(
        form=form,
        ids=ids,
        top=top or next(iter(ids.values()), ""),
        duties={kind.id: frozenset(kind.duties) for kind in design.kinds},
        agency=any(one.functions for one in today.agencies) or any(post.agency for post in posts),
    )
    return tuple(room.row(decision) for decision in design.decisions)


@dataclass(frozen=True, slots=True)
class _Room:
    """Who is there to take a letter: ids by kind, the top, what kinds do, whether there is an agency."""

    form: OrganizationForm
    ids: Mapping[str, str]
    top: str
    duties: Mapping[str, frozenset[str]]
    agency: bool

    def row(self, decision: Decision) -> DecisionRight:
        decider = self._decider(self.form.deciders.get(decision.id, decision.decide))
        own = (decider,) if decider else ()
        return DecisionRight(
            decision.id,
            recommend=self._all(decision.recommend) or own,
            agree=self._all(decision.agree, without=decider, outside=True),
            perform=self._all(decision.perform) or own,
            input=self._all(decision.input, without=decider),
            decide=own,
        )

    def _decider(self, kind: str) -> str:
        bosses = {post.kind: post.reports_to for post in reversed(self.form.posts)}
        for _ in range(len(bosses) + 1):
            if kind in self.ids:
                return self.ids[kind]
            kind = bosses.get(kind, "")
        return self.top

    def _all(self, kinds: tuple[str, ...], *, without: str = "", outside: bool = False) -> tuple[str, ...]:
        found = dict.fromkeys(one for kind in kinds if (one := self._one(kind, outside=outside)))
        return tuple(one for one in found if one != without)

    def _one(self, kind: str, *, outside: bool) -> str:
        if kind in self.ids:
            return self.ids[kind]
        if kind == AGENCY_MANAGER:
            return kind if self.agency else ""
        if outside and kind in OUTSIDE_KINDS:
            return kind
        return self._stand_in(kind)

    def _stand_in(self, kind: str) -> str:
        """Post that shares most duties with a kind that is not there ("" none)."""
        wanted = self.duties.get(kind, frozenset())
        shares = {one: len(wanted & self.duties.get(one, frozenset())) for one in self.ids}
        best = max(shares, key=lambda one: shares[one], default="")
        return self.ids[best] if best and shares[best] else ""
