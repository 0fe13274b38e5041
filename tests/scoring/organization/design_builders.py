"""A small made-up design of organizations, and structures to try it on."""

from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import strategies as st

from assessment.content.loader import knowledge
from assessment.domain.forms import Decision, Design, Duty, PostKind, SpanRange, StaffingRule
from assessment.domain.organization import Comparison, Condition, Facts
from assessment.domain.structure import (
    LETTERS,
    Agency,
    DecisionRight,
    Post,
    Room,
    Structure,
    Team,
)
from assessment.domain.text import LocalizedText
from scoring.organization.ground import Ground

WORDS = LocalizedText("字", "word")
AUTOMATIC = Condition("all", (Comparison("fact", "F18.auto_share", ">=", 50.0),))


def design() -> Design:
    """Five kinds, six duties, three decisions and the staffing of hosts, floor control and buyers."""
    return Design(
        kinds=(
            PostKind("owner", WORDS, ("targets",), leads=True, span="coach"),
            PostKind("lead", WORDS, ("targets", "people"), leads=True, span="coach"),
            PostKind("host", WORDS, ("presenting",), function="hosts"),
            PostKind("floor_control", WORDS, ("rhythm",)),
            PostKind("media_buyer", WORDS, ("buying",), function="media"),
        ),
        duties=tuple(
            Duty(d, WORDS) for d in ("targets", "people", "presenting", "rhythm", "buying", "quality")
        ),
        spans={"coach": SpanRange(6, 7), "player_coach": SpanRange(3, 5)},
        staffing=(
            StaffingRule("host", "live_hours_week", 20, 24, WORDS),
            StaffingRule("floor_control", "room_shifts", 1, 1, WORDS),
            StaffingRule("media_buyer", "rooms", 2, 4, WORDS, when=AUTOMATIC),
            StaffingRule("media_buyer", "rooms", 1, 2, WORDS),
        ),
        decisions=tuple(_decision(one) for one in ("persona", "on_air_budget", "on_air_budget_above")),
    )


def _decision(decision: str) -> Decision:
    return Decision(
        decision,
        decision.removesuffix("_above"),
        WORDS,
        recommend=("media_buyer",),
        agree=(),
        perform=("host",),
        input=("floor_control",),
        decide="lead",
    )


@cache
def shipped() -> Design:
    """Return the design that the product ships."""
    return knowledge().design


POST_IDS = st.sampled_from([f"p{n}" for n in range(8)])
ANY_ID = st.one_of(POST_IDS, st.sampled_from(["", "nobody"]))
HEADCOUNTS = st.one_of(
    st.none(),
    st.sampled_from([0.0, -1.0, 10_000.0, float("nan"), float("inf"), 0.5, 1.0, 2.5]),
    st.floats(0.1, 20.0),
)
KINDS = st.sampled_from(["", "owner", "lead", "host", "floor_control", "media_buyer", "acrobat"])


@st.composite
def hostile_structures(draw: st.DrawFn) -> Structure:
    """Structures in which any reference may lead nowhere, lines run in circles and figures are impossible."""
    posts = st.builds(
        Post,
        id=POST_IDS,
        kind=KINDS,
        name=st.sampled_from(["", "主播", "a" * 70]),
        team=st.sampled_from(["", "t1", "t2", "nowhere"]),
        fte=HEADCOUNTS,
        outsourced_fte=st.sampled_from([0.0, 0.5, 3.0, -1.0, float("nan")]),
        reports_to=st.lists(ANY_ID, max_size=3).map(tuple),
        dotted=st.lists(ANY_ID, max_size=2).map(tuple),
        appraised_by=ANY_ID,
        agency=st.sampled_from(["", "a1", "a9"]),
        metric=st.sampled_from(["", "gmv", "applause"]),
        basis=st.sampled_from(["", "gross", "net", "guess"]),
    )
    rights = st.builds(
        DecisionRight,
        decision=st.sampled_from(["persona", "on_air_budget", "on_air_budget_above", "lunch"]),
        hours=st.one_of(st.none(), st.floats(0, 100), st.just(float("nan"))),
        **{letter: st.lists(ANY_ID, max_size=2).map(tuple) for letter in LETTERS},  # type: ignore[arg-type]
    )
    return Structure(
        posts=tuple(draw(st.lists(posts, max_size=10))),
        teams=tuple(
            draw(
                st.lists(
                    st.builds(
                        Team,
                        st.sampled_from(["t1", "t2", "t3"]),
                        st.just("x"),
                        st.sampled_from(["", "t1", "t2", "t3", "t9"]),
                    ),
                    max_size=4,
                )
            )
        ),
        rooms=tuple(
            draw(
                st.lists(
                    st.builds(
                        Room,
                        st.sampled_from(["r1", "r2"]),
                        st.just(""),
                        st.one_of(st.none(), st.sampled_from([-1.0, 25.0, 8.0, float("nan")])),
                        st.sampled_from([7.0, 3.0, 9.0, float("inf")]),
                    ),
                    max_size=3,
                )
            )
        ),
        agencies=tuple(
            draw(
                st.lists(
                    st.builds(
                        Agency,
                        st.sampled_from(["a1", "a2"]),
                        st.just("服务商"),
                        st.lists(st.sampled_from(["hosts", "account", "juggling"]), max_size=2).map(tuple),
                        st.sampled_from([None, True, False]),
                    ),
                    max_size=2,
                )
            )
        ),
        rights=tuple(draw(st.lists(rights, max_size=3))),
    )


@st.composite
def sound_structures(draw: st.DrawFn) -> Structure:
    """Structures without a wrong cell: every post reports to an earlier one, ids differ."""
    n = draw(st.integers(1, 9))
    posts = list[Post]()
    for place in range(n):
        fte = draw(st.one_of(st.none(), st.sampled_from([0.5, 1.0, 2.0, 3.5])))
        boss = draw(st.sampled_from([post.id for post in posts])) if posts else ""
        part = draw(st.sampled_from([0.0, 0.5, 1.0]))
        kind = draw(st.sampled_from([kind.id for kind in shipped().kinds]))
        posts.append(
            Post(
                f"p{place}",
                kind,
                name=draw(st.sampled_from(["", f"岗位{place}"])),
                fte=fte,
                outsourced_fte=part if fte is not None and part <= fte else 0.0,
                reports_to=(boss,) if boss else (),
            )
        )
    return Structure(posts=tuple(posts))


def ground_of(facts: Facts, structure: Structure | None = None, design: Design | None = None) -> Ground:
    """Make a ground of facts and an organization alone: nothing in the target asks for scores."""
    known = knowledge() if design is None else replace(knowledge(), design=design)
    nothing: Any = None
    return Ground(nothing, known, nothing, facts, nothing, structure)
