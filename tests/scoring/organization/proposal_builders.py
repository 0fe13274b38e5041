"""A recommendation put together by hand: every kind of line once, for those who show or print it."""

from dataclasses import replace

from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import DecisionRight, Post, RightLetter, Structure, Team
from scoring.organization.advice import (
    Dependence,
    FitLine,
    Flip,
    FormAdvice,
    FormFit,
    Hurdle,
    MetricChange,
    Milestone,
    Plan,
    PlannedInitiative,
    PostChange,
    ProjectedScore,
    Proposal,
    QuarterLoad,
    Reading,
    RightsLine,
    Span,
    StagePosition,
    StructureDifference,
    StructureFigures,
    Verdict,
)
from scoring.results import ComparisonTrace

LOW_SCORE = ComparisonTrace("score", "AD2", "<", 2.6, 2.1, outcome=True)
ROOMS = ComparisonTrace("fact", "F12.rooms", ">=", 4.0, 2.0, outcome=False)
UNKNOWN = ComparisonTrace("fact", "F3.share", ">=", 30.0, None, outcome=None)
UNCHANGED = Settings()


def figures(fte: float, posts: int, layers: int) -> StructureFigures:
    """Figures of an organization with a manager who leads too many and a duty on one person."""
    return StructureFigures(
        n_posts=posts,
        n_teams=1,
        fte=fte,
        outsourced_fte=0.0,
        n_unknown=0,
        layers=layers,
        layers_flag=False,
        spans=(Span("t:lead@unit", 9, 6, 7, "wide"),),
        dependences=(Dependence("duty", "buying", "t:media_buyer@unit"),),
        uncovered=(),
        workloads=(),
    )


def today() -> Structure:
    """Three posts as they are, one of them with the merchant's own title."""
    return Structure(
        posts=(
            Post("p1", "lead", "操盘手<b>", fte=1.0),
            Post("p2", "host", fte=2.0, reports_to=("p1",)),
            Post("p3", "media_buyer", fte=1.0),
        ),
        rights=(DecisionRight("on_air_budget", decide=("p1",)),),
    )


def target() -> Structure:
    """Four posts of a unit of its own."""
    return Structure(
        posts=(
            Post("t:lead@unit", "lead", team="unit", fte=1.0),
            Post("t:host@unit", "host", team="unit", fte=4.0, reports_to=("t:lead@unit",)),
            Post("t:media_buyer@unit", "media_buyer", team="unit", fte=1.0, reports_to=("t:lead@unit",)),
            Post("t:bd@unit", "bd", team="unit", fte=2.0, outsourced_fte=1.0, reports_to=("t:lead@unit",)),
        ),
        teams=(Team("unit", "抖音一体化团队"),),
        source="target",
    )


def difference() -> StructureDifference:
    """Every kind of change that the two have between them; headcounts add up to 4 and 8."""
    return StructureDifference(
        changes=(
            PostChange("kept", "lead", ("p1",), ("t:lead@unit",), 1.0, 1.0, 0.0, 0.0),
            PostChange("changed", "host", ("p2",), ("t:host@unit",), 2.0, 4.0, 0.0, 0.0),
            PostChange("moved", "media_buyer", ("p3",), ("t:media_buyer@unit",), 1.0, 1.0, 0.0, 0.0),
            PostChange("new", "bd", (), ("t:bd@unit",), 0.0, 2.0, 0.0, 1.0),
        ),
        fte_before=4.0,
        fte_after=8.0,
        before=figures(4.0, 3, 1),
        after=figures(8.0, 4, 1),
    )


def fits() -> tuple[FormFit, ...]:
    """Two forms: one with a condition met and one unknown, one with a condition that fails."""
    met = FitLine("O4.symptoms", 3.0, "facts", outcome=True, traces=(LOW_SCORE,), missing=())
    still_open = FitLine("O4.share", 2.0, "facts", outcome=None, traces=(UNKNOWN,), missing=("F3.share",))
    unmet = FitLine("O7.rooms", 3.0, "facts", outcome=False, traces=(ROOMS,), missing=())
    return (
        FormFit("O4", 1, 0.6, 1.0, (met, still_open), 0.82),
        FormFit("O7", 2, 0.0, 0.0, (unmet,), 0.15),
    )


def advice(verdict: Verdict = "change") -> FormAdvice:
    """Advice with a verdict and what goes with it."""
    symptom = FitLine("ad_room", 1.0, "profile", outcome=True, traces=(LOW_SCORE,), missing=())
    found = FormAdvice(
        present="O3",
        best="O4",
        recommended="O4",
        runner_up=None,
        verdict=verdict,
        certainty=0.82,
        fits=fits(),
        hurdle=Hurdle(2, 2, 2, (symptom,), passed=True),
        flips=(Flip("score", "AD2", 2.1, "above", 2.6, "O3"),),
        deciding=(),
        missing=(),
        confidence="normal",
    )
    if verdict == "insufficient":
        return replace(
            found,
            present=None,
            best=None,
            recommended=None,
            certainty=None,
            flips=(),
            deciding=("F3.share", "F12.rooms", "AD2"),
            missing=(0,),
            hurdle=Hurdle(0, 0, 2, (), passed=None),
        )
    if verdict == "choice":
        return replace(found, runner_up="O3", certainty=0.55, deciding=("F3.share",))
    if verdict == "inside":
        return replace(found, recommended="O3", hurdle=Hurdle(2, 1, 2, (), passed=False))
    return replace(found, present="O4") if verdict == "keep" else found


def plan() -> Plan:
    """One initiative of each status: forced first, later for a cap, and out for want of a prerequisite."""
    return Plan(
        initiatives=(
            PlannedInitiative(
                "I28", "in", 0, 1, 30, 3.0, 1.2, 8.0, 5_000.0, "finance", "forced", rules=("R7",), forced=True
            ),
            PlannedInitiative(
                "I25",
                "in",
                1,
                91,
                130,
                2.0,
                1.4,
                12.0,
                20_000.0,
                "media_head",
                "later_cap",
                limit="person_days",
            ),
            PlannedInitiative(
                "I15",
                "out",
                None,
                None,
                None,
                1.0,
                0.9,
                25.0,
                20_000.0,
                "planner",
                "prerequisite_out",
                limit="I33",
            ),
        ),
        quarters=tuple(
            QuarterLoad(
                q, int(q < 2), 6, 8.0 + 4 * q if q < 2 else 0.0, 60.0, 5_000.0, 50_000.0, (("finance", 8.0),)
            )
            for q in range(4)
        ),
        milestones=(
            Milestone(30, "milestone", "forced_done", "I28"),
            Milestone(90, "gate", "quarter_gate"),
        ),
        gap=0.02,
        optimal=False,
    )


def readings() -> tuple[Reading, ...]:
    """Say what five lines rest on."""
    lines = (
        ("form", "O4", (LOW_SCORE, UNKNOWN)),
        ("post:host@unit", "O4:host", ()),
        ("post:bd@unit", "O4:bd", ()),
        ("right:on_air_budget", "O4:on_air_budget", ()),
        ("initiative:I28", "R7", (LOW_SCORE,)),
    )
    return tuple(
        Reading(line, rule, traces, ("AD2-1", "AD2-2"), "judgement", "", (), f"{n:016x}")
        for n, (line, rule, traces) in enumerate(lines, 1)
    )


def proposal(
    verdict: Verdict = "change",
    *,
    scenario: str = "base",
    name: str = "",
    settings: Settings = UNCHANGED,
    edits: tuple[LineEdit, ...] = (),
) -> Proposal:
    """Return the whole recommendation under a verdict."""
    letters: tuple[tuple[RightLetter, tuple[str, ...]], ...]
    letters = (("recommend", ("media_buyer",)), ("decide", ("p1",)))
    after: tuple[tuple[RightLetter, tuple[str, ...]], ...]
    after = (("recommend", ("t:host@unit",)), ("decide", ("t:media_buyer@unit",)))
    known = readings()
    bases = {reading.line: reading.basis for reading in known}
    return Proposal(
        scenario=scenario,
        name=name,
        settings=settings,
        advice=advice(verdict),
        today=today(),
        today_problems=(),
        target=target(),
        difference=difference(),
        rights=(RightsLine("on_air_budget", letters, after, ("decide",), 30.0, outside_today=True),),
        rituals=("daily_review", "ad_room"),
        metrics=(MetricChange("host", "gmv", "gross", "gross"),),
        plan=plan(),
        projections=(
            ProjectedScore("AD2", "sub_capability", 2.1, 1.8, 2.4, 3.1, 2.5, 3.7, 3.4),
            ProjectedScore("TA4", "sub_capability", None, None, None, None, None, None, 3.4),
            ProjectedScore("F", "position", 2.6, 2.3, 2.9, 3.0, 2.5, 3.5, None, 45.0),
        ),
        crosswalk=(StagePosition("aipl", "A", 2.9, 2.6, 3.2, 3),),
        readings=known,
        edits=edits,
        moved=tuple(e.line for e in edits if e.basis and bases.get(e.line) != e.basis),
    )
