"""From facts to an organization that can be drawn, and from an organization to the facts that it settles."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from assessment.domain.forms import Design
from assessment.domain.organization import Facts, FactValue
from assessment.domain.structure import (
    MAX_ROOMS,
    Agency,
    DecisionRight,
    Post,
    Room,
    Structure,
    Team,
)
from scoring.organization.fact_keys import (
    AGENCY,
    AGENCY_MANAGER,
    APPRAISED_KINDS,
    COUNTED_KINDS,
    FUNCTIONS,
    HEAD_KINDS,
    HOST,
    LAYER_KINDS,
    LEAD,
    OWN_HOLDERS,
    SUPERIORS,
    TEAM_KINDS,
)
from scoring.organization.settled_facts import facts_from_structure

__all__ = ["facts_from_structure", "head_id", "number", "structure_from_facts"]

MOST_LAYERS: Final = 9
ROOM_NAME: Final = "room"
"""Key of the pattern for names of rooms, with the placeholder ``{n}``."""


def structure_from_facts(facts: Facts, design: Design, names: Mapping[str, str]) -> Structure:
    """Draw the organization that facts describe.

    Parameters
    ----------
    facts : F2 (superior and appraiser), F12 (rooms), F13 (headcounts), F14 and F15 (lines), F16 (approvals),
        F17 (agency), F22 (appraisal); an absent key is unknown.
    design : decisions that facts F16 speak of.
    names : words for what has no title of its own: ``team.<id>``, ``room`` (with ``{n}``), ``agency``;
        absent ones stay empty.

    Returns
    -------
    Structure
        Source "facts". One post a row of F13 (none where the headcount is 0 or nothing is known of it), with
        the row's kind as its id; posts above the team with unknown headcount. Solid lines are what F14 says;
        the layers of F2.layers are posts between the lead and the live room, of unknown headcount, as some
        row of F13 holds them already. What answers to the agency reports to one post of kind
        ``agency_manager``.

    Examples
    --------
    >>> drawn = structure_from_facts({"F13.host.fte": 3, "F14.host": "lead"}, Design(), {})
    >>> [(post.id, post.fte, post.reports_to) for post in drawn.posts]
    [('lead', None, ()), ('host', 3.0, ('lead',))]
    """
    posts = tuple(_posts(facts))
    used = {post.team for post in posts}
    return Structure(
        posts=posts,
        teams=tuple(Team(team, names.get(f"team.{team}", "")) for team in TEAM_KINDS if team in used),
        rooms=_rooms(facts, names.get(ROOM_NAME, "")),
        agencies=_agencies(facts, posts, names.get(AGENCY, "")),
        rights=tuple(_rights(facts, design, {post.id for post in posts})),
        source="facts",
    )


def _posts(facts: Facts) -> Iterator[Post]:
    """Go through the posts from the top down."""
    rows = [row for row in COUNTED_KINDS[1:] if _exists(facts, row)]
    with_lead = number(facts, f"F13.{LEAD}.fte") != 0 and (
        _exists(facts, LEAD) or bool(rows) or any(key.startswith("F2.") for key in facts)
    )
    above = SUPERIORS.get(str(facts.get("F2.reports_to")), "") if with_lead else ""
    judge = SUPERIORS.get(str(facts.get("F2.appraised_by")), "") if with_lead else ""
    for kind in dict.fromkeys((above, judge)):
        if kind:
            yield Post(kind, kind)
    if any(facts.get(key) == AGENCY for key in ("F2.reports_to", *(f"F14.{row}" for row in rows))):
        yield Post(AGENCY_MANAGER, AGENCY_MANAGER, agency=AGENCY)
    if with_lead:
        lead = _counted(facts, LEAD)
        above = AGENCY_MANAGER if facts.get("F2.reports_to") == AGENCY else above
        yield replace(lead, reports_to=(above,) if above else (), appraised_by=judge)
    for team, kinds in TEAM_KINDS.items():
        inside = [row for row in kinds if row in rows]
        head = head_id(team) if any(facts.get(f"F14.{row}") == "function_head" for row in inside) else ""
        if head:
            yield Post(head, HEAD_KINDS[team], team=team)
        layers = _layers(facts, team) if with_lead else ()
        yield from layers
        for row in inside:
            post = _row(facts, row, team, head, with_lead=with_lead)
            yield _below(post, layers) if post.reports_to == (LEAD,) else post


def _layers(facts: Facts, team: str) -> tuple[Post, ...]:
    """Return the managers whom F2.layers counts between the lead and the hosts, from the top."""
    n = number(facts, "F2.layers") or 0.0
    if team != "live" or facts.get(f"F14.{HOST}") != LEAD or not _exists(facts, HOST):
        return ()
    ids = [f"layer{place}" for place in range(1, int(min(max(n, 0.0), MOST_LAYERS)) + 1)]
    kinds = (*LAYER_KINDS, *("",) * len(ids))
    return tuple(
        Post(one, kind, team=team, reports_to=(boss,))
        for one, kind, boss in zip(ids, kinds, (LEAD, *ids), strict=False)
    )


def _below(post: Post, layers: tuple[Post, ...]) -> Post:
    """Hang hosts under the last layer and the rest of the live room under the first."""
    if not layers:
        return post
    boss = layers[-1] if post.kind == HOST else layers[0]
    return replace(post, reports_to=(boss.id,))


def head_id(team: str) -> str:
    """Id of the post of a function head.

    >>> head_id("media")
    'head_media'
    """
    return f"head_{team}"


def _exists(facts: Facts, row: str) -> bool:
    """Whether a row of F13 is somebody: a headcount above 0, or none given and something else known."""
    fte = number(facts, f"F13.{row}.fte")
    if fte is not None:
        return fte > 0
    return bool(number(facts, f"F13.{row}.outsourced_fte")) or f"F14.{row}" in facts


def _row(facts: Facts, row: str, team: str, head: str, *, with_lead: bool) -> Post:
    line = facts.get(f"F14.{row}")
    lead = (LEAD,) if with_lead else ()
    post = _counted(facts, row)
    dotted: tuple[str, ...] = ()
    if row in _choices(facts.get("F15.posts")):
        dotted = lead if line == "function_head" else tuple(h for h in (head,) if h and line == LEAD)
    return replace(
        post,
        team=team,
        reports_to={LEAD: lead, "function_head": (head,), AGENCY: (AGENCY_MANAGER,)}.get(str(line), ()),
        dotted=dotted,
    )


def _counted(facts: Facts, row: str) -> Post:
    """Return the post of a row of F13 with its headcount and appraisal."""
    part = number(facts, f"F13.{row}.outsourced_fte") or 0.0
    appraised = next((key for key, kinds in APPRAISED_KINDS.items() if row in kinds), "")
    return Post(
        id=row,
        kind=row,
        fte=number(facts, f"F13.{row}.fte"),
        outsourced_fte=part,
        agency=AGENCY if part > 0 else "",
        metric=str(facts.get(f"F22.{appraised}.metric", "")),
        basis=str(facts.get(f"F22.{appraised}.basis", "")),
    )


def _rooms(facts: Facts, pattern: str) -> tuple[Room, ...]:
    n, hours = number(facts, "F12.rooms") or 0.0, number(facts, "F12.hours")
    return tuple(
        Room(f"room{place}", pattern.replace("{n}", str(place)), hours)
        for place in range(1, int(min(max(n, 0.0), MAX_ROOMS)) + 1)
    )


def _agencies(facts: Facts, posts: tuple[Post, ...], name: str) -> tuple[Agency, ...]:
    """One agency stands for all that facts do not tell apart."""
    functions = tuple(f for f in FUNCTIONS[1:] if f in _choices(facts.get("F17.functions")))
    if not functions and not any(post.agency for post in posts):
        return ()
    return (
        Agency(
            AGENCY,
            name,
            functions,
            holds_data=_holds(facts.get("F17.data_holder")),
            holds_contracts=_holds(facts.get("F17.contract_holder")),
        ),
    )


def _holds(holder: FactValue | None) -> bool | None:
    """Whether the agency holds something, alone or with the merchant."""
    return None if holder is None else holder not in OWN_HOLDERS


def _rights(facts: Facts, design: Design, posts: set[str]) -> Iterator[DecisionRight]:
    """Read F16: hours to approval; where it is asked outside the team, the superior has to agree."""
    above = SUPERIORS.get(str(facts.get("F2.reports_to")), "")
    for decision in design.decisions:
        hours = number(facts, f"F16.{decision.fact}.hours")
        outside = facts.get(f"F16.{decision.fact}.outside")
        agree = (above,) if outside is True and above in posts else ()
        if hours is not None or agree:
            yield DecisionRight(decision.id, agree=agree, hours=hours)


def number(facts: Facts, key: str) -> float | None:
    """Return a fact that is a finite number, or None."""
    value = facts.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _choices(value: FactValue | None) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, Iterable) else ()
