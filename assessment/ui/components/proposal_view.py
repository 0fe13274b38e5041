"""What every section of a recommended organization needs: who looks, at what, and the names of all in it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.domain.forms import Design, OrganizationForm
from assessment.domain.scenario import BASE_SCENARIO
from assessment.domain.structure import Post
from assessment.ui import messages, session
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell, wording
from scoring.organization.advice import Proposal

if TYPE_CHECKING:
    from assessment.bootstrap import Services
    from assessment.services.proposals import Scenario

TARGET_MARK: Final = "t:"
"""Begins the ids of posts of the target."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]")

say = messages.speaker("proposal")


@dataclass(frozen=True, slots=True)
class Board:
    """One recommendation on somebody's screen."""

    services: "Services"
    viewer: Owner | Reader
    view: View
    proposal: Proposal
    scenarios: "tuple[Scenario, ...]"

    @property
    def design(self) -> Design:
        """What the knowledge base says of organizations."""
        return self.view.run.knowledge.design

    @property
    def wave_id(self) -> str:
        """The wave whose scores the recommendation rests on."""
        return self.view.run.wave.id

    @property
    def mine(self) -> bool:
        """Whether this person may change anything."""
        return isinstance(self.viewer, Owner)

    @property
    def built(self) -> OrganizationForm | None:
        """The form from which the target was built; None where there is no target."""
        chosen = self.proposal.settings.form or self.proposal.advice.recommended
        edit = self.proposal.edit("form")
        if edit is not None and edit.action == "rejected" and self.proposal.settings.form is None:
            chosen = self.proposal.advice.present
        return next((form for form in self.design.forms if form.id == chosen), None)

    # ---- names ----

    def form(self, form_id: str | None) -> str:
        """Name of a form with its id; nothing known is told as such."""
        if form_id is None:
            return say("form.unknown")
        found = next((form for form in self.design.forms if form.id == form_id), None)
        return say("form.named", id=form_id, name=wording(found.name)) if found else form_id

    def kind(self, kind_id: str) -> str:
        """Name of a kind of post."""
        found = self.design.kind(kind_id)
        return wording(found.name) if found else kind_id

    def post(self, post_id: str) -> str:
        """Name of a post in the merchant's own terms; in a target also of a kind."""
        found = self.find_post(post_id)
        if found is None:
            return self.kind(post_id)
        if found.name.strip() or found.kind:
            return found.name.strip() or self.kind(found.kind)
        return say("post.head", team=self.team(found.team)) if found.team else found.id

    def find_post(self, post_id: str) -> Post | None:
        """Find a post today or in the target."""
        return self.proposal.today.post(post_id) or self.proposal.target.post(post_id)

    def team(self, team_id: str) -> str:
        """Name of a team in the merchant's own terms, else as the form or the facts call it."""
        for structure in (self.proposal.target, self.proposal.today):
            found = structure.team(team_id)
            if found is not None and found.name.strip():
                return found.name.strip()
        forms = (*((self.built,) if self.built else ()), *self.design.forms)
        usual = (team for form in forms for team in form.teams if team.id == team_id)
        known = next(usual, None)
        return wording(known.name) if known else _drawn_team(team_id)

    def decision(self, decision_id: str) -> str:
        """Name of a decision."""
        names = {one.id: wording(one.name) for one in self.design.decisions}
        return names.get(decision_id, decision_id)

    def ritual(self, ritual_id: str) -> str:
        """Name of a ritual."""
        names = {one.id: wording(one.name) for one in self.design.rituals}
        return names.get(ritual_id, ritual_id)

    def line(self, address: str) -> str:
        """Name a line of the recommendation by its address."""
        kind, _, name = address.partition(":")
        if kind == "form":
            return say("line.form")
        if kind == "post":
            mark = TARGET_MARK if self.find_post(f"{TARGET_MARK}{name}") else ""
            bare = self.post(f"{mark}{name}")
            return say("line.post", name=bare if bare != name else self.kind(name.partition("@")[0]))
        named = {
            "right": self.decision,
            "ritual": self.ritual,
            "metric": self.kind,
        }.get(kind, self.view.names.get)
        return say(f"line.{kind}", name=named(name)) if kind in _KINDS else address

    def scenario(self, scenario_id: str) -> str:
        """Name of a scenario."""
        if scenario_id == BASE_SCENARIO:
            return say("scenario.base")
        return next((one.name for one in self.scenarios if one.id == scenario_id), scenario_id)


_KINDS: Final = frozenset(("right", "ritual", "initiative", "rule", "metric"))


_structure = messages.speaker("structure")


def _drawn_team(team_id: str) -> str:
    """Name of a team as the page of today's organization draws it from facts."""
    try:
        return _structure(f"team.{team_id}")
    except KeyError:
        return team_id


def slug(address: str) -> str:
    """Make the part of a widget's key that stands for a line.

    >>> slug("post:host@live")
    'post-host-live'
    """
    return _UNSAFE.sub("-", address)


def heading(board: Board, text: str) -> None:
    """Draw a section heading, marked when the data is synthetic."""
    prefix = board.view.demo_prefix
    mark = f":orange-badge[{prefix}] " if prefix else ""
    st.subheader(f"{mark}{plain(text)}", anchor=False)


def comma() -> str:
    """Return what stands between the parts of a list."""
    return tell("results.list_comma")


def people(fte: float | None) -> str:
    """Print a headcount in full-time equivalents; nothing known is a dash.

    >>> people(None)
    '–'
    """
    return "–" if fte is None else say("unit.people", n=f"{fte:.1f}".removesuffix(".0"))


def signed(value: float, digits: int = 1) -> str:
    """Print a difference with its sign; what rounds to nothing has none.

    >>> signed(1.0), signed(-0.5), signed(0.0)
    ('+1', '−0.5', '0')
    """
    printed = f"{abs(value):,.{digits}f}".removesuffix(".0")
    if not float(printed.replace(",", "")):
        return printed
    return f"{'+' if value > 0 else '−'}{printed}"


def money(yuan: float) -> str:
    """Print an amount of yuan in the unit that the language uses."""
    if session.locale() == "zh":
        return say("unit.money", n=f"{yuan / 10_000:,.1f}".removesuffix(".0"))
    return say("unit.money", n=f"{yuan:,.0f}")
