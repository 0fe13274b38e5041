"""Laws of the recommended form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.content.loader import knowledge
from assessment.domain.forms import Design
from assessment.domain.organization import Facts, FactValue
from scoring.organization.advice import Flip, FormAdvice
from scoring.organization.form_case import form_case
from scoring.organization.form_choice import ballot_of
from scoring.organization.form_operands import operands_for
from scoring.organization.forms import advise_form
from scoring.organization.ground import Ground
from scoring.organization.initiatives import Capacity, must_force, ranked_initiatives, situation_of
from scoring.readiness import complete_mix
from scoring.results import RankedInitiative
from tests.golden.organization.cases import HERE, Evidence, ground_of, read_case

KNOWN = knowledge()
WHOLE = read_case(HERE / "o4_own_unit.toml").ground.facts
PARTS = [s.id for s in read_case(HERE / "o4_own_unit.toml").ground.instrument.sub_capabilities]
FEW = 40
STEP = 1e-3
EVERYTHING = Capacity(99, 99_999.0)

OTHERS: Mapping[str, st.SearchStrategy[FactValue]] = {
    "F1.form": st.sampled_from([form.option for form in KNOWN.design.forms]),
    "F2.reports_to": st.sampled_from(["gm", "marketing", "ecommerce", "agency"]),
    "F3.share": st.integers(0, 100),
    "F4.growth": st.integers(-50, 150),
    "F5.F": st.integers(0, 100),
    "F5.A": st.integers(0, 100),
    "F5.S": st.integers(0, 100),
    "F7.band": st.sampled_from(["under_50", "150_399"]),
    "F8.active_skus": st.integers(1, 200),
    "F9.years": st.sampled_from(["under_half", "2_to_4"]),
    "F10.brand_risk": st.sampled_from(["low", "high"]),
    "F11.brands": st.integers(1, 4),
    "F12.rooms": st.integers(0, 6),
    "F12.hours": st.integers(0, 20),
    "F13.host.fte": st.integers(0, 30),
    "F13.host.outsourced_fte": st.integers(0, 30),
    "F16.top_kol.hours": st.integers(0, 100),
    "F19.active": st.integers(0, 150),
    "F21.launches": st.integers(0, 12),
    "F23.shared": st.booleans(),
}
SCORES = st.dictionaries(st.sampled_from(PARTS), st.floats(1, 5).map(lambda v: round(v, 2)), max_size=12)
TIERS = st.sampled_from(["G1", "G2", "G3", "G4", "G5"])


@st.composite
def facts(draw: st.DrawFn) -> dict[str, FactValue]:
    """Draw a whole form with other answers here and there, and some blanks."""
    given = dict(WHOLE) | draw(st.fixed_dictionaries({}, optional=dict(OTHERS)))
    blanks = draw(st.sets(st.sampled_from(sorted(given)), max_size=6))
    return {key: value for key, value in given.items() if key not in blanks}


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    """Any merchant."""
    evidence = Evidence(default=draw(st.sampled_from([2.4, 3.0])), error=0.3, scores=draw(SCORES))
    return ground_of(draw(facts()), evidence, tier=draw(TIERS))


def ranked(ground: Ground) -> dict[str, RankedInitiative]:
    """Every initiative that is a candidate, whatever can be carried."""
    result = ground.result
    situation = situation_of(
        ground.instrument, result.sub_capabilities, complete_mix(ground.instrument, ground.facts)
    )
    force = must_force(operands_for(ground))
    found = ranked_initiatives(
        ground.knowledge.initiatives, situation, result.recommendations, EVERYTHING, force=force
    )
    return {initiative.initiative: initiative for initiative in found}


@settings(max_examples=40)
@given(facts(), SCORES, st.sampled_from(PARTS), st.floats(0, 2))
def test_raising_a_capability_never_makes_an_initiative_for_it_more_urgent(
    answers: Facts, scores: dict[str, float], part: str, step: float
) -> None:
    """Neither its priority nor its being forced can grow."""
    before = {**dict.fromkeys(PARTS, 3.0), **scores}
    after = before | {part: min(5.0, before[part] + step)}
    low, high = (ranked(ground_of(answers, Evidence(scores=s))) for s in (before, after))
    for initiative in KNOWN.initiatives:
        if part in (initiative.sub_capability, *([] if initiative.sub_capability else initiative.effects)):
            earlier, later = low.get(initiative.id), high.get(initiative.id)
            assert (later.priority if later else 0.0) <= (earlier.priority if earlier else 0.0)
            assert not (later and later.forced) or (earlier and earlier.forced)


@settings(max_examples=40)
@given(grounds(), st.fixed_dictionaries({}, optional=dict(OTHERS)))
def test_adding_facts_never_makes_them_insufficient(ground: Ground, more: dict[str, FactValue]) -> None:
    """Whoever knows enough still does after learning more."""
    learned = replace(ground, facts={**more, **ground.facts})
    if advise_form(ground, draws=1).verdict != "insufficient":
        assert advise_form(learned, draws=1).verdict != "insufficient"


@settings(max_examples=40)
@given(grounds(), st.integers(0, 5))
def test_shares_sum_to_one_and_follow_the_seed(ground: Ground, seed: int) -> None:
    """Every draw recommends exactly one form, the same for the same seed; nothing is drawn in vain."""
    advice = advise_form(ground, draws=FEW, seed=seed)
    assert advise_form(ground, draws=FEW, seed=seed) == advice
    total = sum(fit.share for fit in advice.fits)
    assert total == pytest.approx(0.0 if advice.verdict == "insufficient" else 1.0)
    chosen = advice.fit_of(advice.recommended)
    assert advice.certainty == (chosen.share if chosen else None)


@settings(max_examples=60)
@given(grounds())
def test_no_form_is_changed_without_the_hurdle(ground: Ground) -> None:
    """Another form than today's follows only with two conditions and two symptoms."""
    advice = advise_form(ground, draws=FEW)
    if advice.recommended not in (None, advice.present):
        assert advice.hurdle.passed
        assert advice.hurdle.n_met >= 2
        assert advice.hurdle.n_symptoms >= 2


@settings(max_examples=40)
@given(grounds())
def test_a_verdict_is_what_it_says(ground: Ground) -> None:
    """Each verdict agrees with forms, certainty and hurdle; ranks follow the fit."""
    advice = advise_form(ground, draws=FEW)
    fits = [fit.fit for fit in advice.fits]
    assert fits == sorted(fits, reverse=True)
    assert [fit.rank for fit in advice.fits] == list(range(1, len(fits) + 1))
    assert all(0 <= fit.fit <= fit.best_case <= 1 for fit in advice.fits)
    assert advice.fits[0].form == advice.best
    assert _agrees(advice)


def _agrees(advice: FormAdvice) -> bool:
    same, stays = advice.best == advice.recommended, advice.recommended == advice.present
    sure = advice.certainty is not None and advice.certainty >= 0.6
    return {
        "change": same and not stays and sure,
        "keep": same and stays and sure,
        "inside": stays and not same and sure and not advice.hurdle.passed,
        "choice": advice.runner_up not in (None, advice.recommended),
        "insufficient": advice.recommended is None and len(advice.deciding) <= 3,
    }[advice.verdict]


def changed(ground: Ground, flip: Flip, side: float) -> Ground:
    """Move one score or fact a little beyond the threshold of a flip, or short of it."""
    sign = {"above": 1.0, "below": -1.0, "becomes": 0.0}[flip.direction] * side
    if flip.kind == "fact":
        field = KNOWN.facts_form.field(flip.key)
        step = (1.0 if side > 0 else 0.0) * sign if field and field.whole else sign * STEP
        value = flip.threshold + step if isinstance(flip.threshold, float) else flip.threshold
        return replace(ground, facts={**ground.facts, flip.key: value})
    assert isinstance(flip.threshold, float)
    moved = tuple(
        replace(s, value=flip.threshold + sign * STEP) if s.id == flip.key else s
        for s in ground.result.sub_capabilities
    )
    return replace(ground, result=replace(ground.result, sub_capabilities=moved))


@settings(max_examples=60)
@given(grounds())
def test_a_flip_flips(ground: Ground) -> None:
    """Beyond the threshold another form follows, short of it the same one; at most ten are told."""
    advice = advise_form(ground, draws=1)
    assert len(advice.flips) <= 10
    point = form_case(ground).point
    for flip in advice.flips:
        plain = flip.kind == "fact" and not flip.key.startswith("F5.")
        if plain or (flip.kind == "score" and flip.key in PARTS and flip.key[:2] != "TA"):
            beyond = form_case(changed(ground, flip, 1.0))
            assert beyond.ballot.forms[beyond.point].id == flip.outcome
            assert beyond.point != point
            if flip.direction != "becomes":
                assert form_case(changed(ground, flip, -1.0)).point == point


@settings(max_examples=60)
@given(grounds(), st.sampled_from(["AD2", "PR4", "SE4"]))
def test_no_flip_of_a_symptom_is_forgotten(ground: Ground, part: str) -> None:
    """Where crossing 2.6 leads to another form, that is told, unless ten nearer changes are."""
    advice = advise_form(ground, draws=1)
    score = ground.result.score(part)
    if advice.verdict == "insufficient" or score is None or score.value is None:
        return
    direction: Literal["above", "below"] = "above" if score.value < 2.6 else "below"
    flip = Flip("score", part, score.value, direction, 2.6, "")
    if form_case(changed(ground, flip, 1.0)).point != form_case(ground).point:
        assert part in [told.key for told in advice.flips] or len(advice.flips) == 10


def test_flips_are_told_nearest_first() -> None:
    """AD2 at 2.5 is half an error from 2.6 and PR4 at 2.2 two errors: AD2 comes first."""
    case = read_case(HERE / "o3_back_to_ecommerce.toml").ground
    near = ground_of(case.facts, Evidence(scores={"AD2": 2.5, "PR4": 2.2, "AD1": 2.0}))
    told = [(flip.key, flip.direction, flip.threshold, flip.outcome) for flip in advise_form(near).flips]
    assert told[:2] == [("AD2", "above", 2.6, "O4"), ("PR4", "above", 2.6, "O4")]


def test_equal_fits_change_nothing() -> None:
    """Among equals the present form stands first, then the knowledge base's order."""
    design = KNOWN.design
    assert [form.id for form in ballot_of(design, "O6").forms] == ["O6", "O1", "O2", "O3", "O4", "O5", "O7"]
    assert [form.id for form in ballot_of(design, None).forms] == [f"O{n}" for n in range(1, 8)]


def test_a_mix_that_is_tried_out_stands_in_for_the_facts() -> None:
    """With two thirds from talents the merchant of O3 fits O6 best, though its facts say nothing of it."""
    ground = read_case(HERE / "keep_what_fits.toml").ground
    mix = {"F": 10.0, "A": 70.0, "S": 20.0}
    tried = advise_form(ground, mix=mix)
    fit = tried.fit_of("O6")
    assert fit is not None
    assert next(line.outcome for line in fit.lines if line.condition == "O6.lead") is True
    assert advise_form(ground).recommended == "O3"
    assert operands_for(ground, mix).facts["F5.C"] == 0.0


def test_blank_positions_are_none_once_everything_is_placed() -> None:
    """Shares of 60 and 40 leave nothing for the other three; 60 alone leaves them open."""
    ground = read_case(HERE / "keep_what_fits.toml").ground
    bare = {key: value for key, value in ground.facts.items() if not key.startswith("F5.")}
    placed = operands_for(replace(ground, facts={**bare, "F5.F": 60, "F5.S": 40}))
    assert placed.derived["talent_share"] == 0.0
    opened = operands_for(replace(ground, facts={**bare, "F5.F": 60}))
    assert opened.needs["talent_share"] == ("F5.A", "F5.T")


def test_operands_repeat_what_the_rules_of_the_run_saw() -> None:
    """Figures from single answers are read back: gap and share of R9 are those that fired it."""
    ground = read_case(HERE / "two_pictures_of_one_shop.toml").ground
    operands = operands_for(ground)
    assert operands.derived["owner_team_gap"] == 1.4
    assert operands.derived["team_unknown_share"] == 0.1


def test_what_does_not_apply_never_waits() -> None:
    """Without talents the shortfall is no open question: its condition does not hold, nothing is missing."""
    ground = ground_of(WHOLE, Evidence(scores=dict.fromkeys(("TA1", "TA2", "TA3", "TA4"), "not_applicable")))
    fit = advise_form(ground, draws=FEW).fit_of("O6")
    assert fit is not None
    (line,) = (line for line in fit.lines if line.condition == "O6.room_to_grow")
    assert (line.outcome, line.missing) == (False, ())


def test_an_undecided_hurdle_keeps_the_form_and_asks() -> None:
    """One symptom known and three open: nobody knows, so the form stays and the open scores are asked for."""
    gone = dict.fromkeys(("PR4", "TA3", "SE4"), "unknown")
    ground = ground_of(
        {**WHOLE, "F16.floor_price.hours": 1, "F16.campaign_plan.hours": 1},
        Evidence(scores={"AD2": 2.0, **gone}),
        tier="G4",
    )
    advice = advise_form(ground, draws=FEW)
    assert (advice.hurdle.passed, advice.verdict, advice.recommended) == (None, "inside", "O3")
    assert {"PR4", "TA3", "SE4"} <= set(advice.deciding)


def test_nothing_is_advised_without_forms() -> None:
    """An older knowledge base has no forms: no verdict, no error."""
    ground = read_case(HERE / "keep_what_fits.toml").ground
    bare = replace(ground, knowledge=replace(ground.knowledge, design=Design()))
    advice = advise_form(bare)
    assert (advice.verdict, advice.recommended, advice.fits) == ("insufficient", None, ())


def test_at_least_one_draw_is_needed() -> None:
    """No draw, no certainty."""
    with pytest.raises(ValueError, match="0"):
        advise_form(read_case(HERE / "keep_what_fits.toml").ground, draws=0)


def test_too_much_unknown_to_leave_the_present_form() -> None:
    """Without requirements, an unknown present form that could not be left is still no recommendation."""
    ground = read_case(HERE / "insufficient_facts.toml").ground
    design = replace(ground.knowledge.design, requirements=())
    calm = ground_of(ground.facts, Evidence(), known=replace(ground.knowledge, design=design))
    advice = advise_form(calm, draws=FEW)
    assert (advice.verdict, advice.missing, advice.deciding[0]) == ("insufficient", (), "F1.form")
