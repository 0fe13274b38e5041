"""What an edition withholds is in no page of it: other hidden figures give the same document."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.editions import EDITIONS, Edition, ReportChoices
from assessment.domain.text import LOCALES, Locale
from reports.briefing import ReportInput
from reports.compose import briefing, compose
from reports.editions import SUPPRESSION, Suppression, page_kinds
from reports.suppression import WITHHELD_EDITION, suppressed
from scoring.organization.advice import FitLine
from scoring.results import Contradiction, ItemResult, RoleGap, RoleScore, ScaleAgreement, WaveResult
from tests.reports.compose.situations import material, proposed
from tests.reports.compose.test_compose import page_strings

OWN = ("OWN", "CST")
RULES = Suppression(3, 3)
BASE = material("rich", "zh").result
PASSED_ON: tuple[Edition, ...] = ("leadership", "board")


def peopled(result: WaveResult, dice: Random) -> WaveResult:
    """Give every role another number of raters; a dimension is answered by some of them."""
    sizes = {role: dice.randrange(1, 6) for role, _ in result.data_quality.n_by_role}
    roles = tuple(replace(r, n_respondents=dice.randrange(1, sizes[r.role] + 1)) for r in result.roles)
    quality = replace(result.data_quality, n_by_role=tuple(sizes.items()))
    return replace(result, roles=roles, data_quality=quality)


class Other:
    """Throws other figures wherever too few people stand behind one, and leaves all others alone."""

    def __init__(self, result: WaveResult, dice: Random) -> None:
        self.result, self.dice = result, dice

    def figure(self, low: float, high: float) -> float:
        """Throw a figure with one decimal, so that it would be printed differently."""
        return round(self.dice.uniform(low, high), 1)

    def role(self, one: RoleScore) -> RoleScore:
        """Throw the score of a small role."""
        if one.role in OWN or one.n_respondents >= RULES.least_role:
            return one
        value = self.figure(1.5, 4.5)
        return replace(one, score=replace(one.score, value=value, low=value - 0.4, high=value + 0.4))

    def item(self, one: ItemResult) -> ItemResult:
        """Throw the answers to an item with few of them."""
        n = sum(one.counts)
        if not 0 < n < RULES.least_item:
            return one
        levels = [self.dice.randrange(5) for _ in range(n)]
        counts = tuple(levels.count(level) for level in range(5))
        mean, spread = sum(levels) / n + 1, self.figure(0.9, 2.0)
        return replace(
            one,
            mean=mean,
            counts=counts,
            owner_level=levels[0] + 1,
            spread=spread,
            disputed=True,
            n_unknown=2,
        )

    def gap(self, one: RoleGap) -> RoleGap:
        """Throw the difference from a small team."""
        team = [r for r in self.result.roles if r.dimension == one.dimension and r.role not in OWN]
        if one.against != "team" or sum(r.n_respondents for r in team) >= RULES.least_role:
            return one
        return replace(one, difference=self.figure(2.0, 3.9), exceeds_noise=True)

    def agreement(self, one: ScaleAgreement) -> ScaleAgreement:
        """Throw the agreement of few raters."""
        return one if one.n_raters >= RULES.least_role else replace(one, rwg=self.figure(0.0, 0.9))

    def thrown(self) -> WaveResult:
        """Throw the whole result, with the derived figure that rules compare."""
        gaps = tuple(self.gap(one) for one in self.result.role_gaps)
        widest = max(
            (abs(g.difference) for g in gaps if g.against == "team" and g.exceeds_noise), default=0.0
        )
        rules = tuple(
            replace(
                rule,
                traces=tuple(
                    replace(t, value=widest) if t.key == "owner_team_gap" else t for t in rule.traces
                ),
            )
            for rule in self.result.recommendations
        )
        return replace(
            self.result,
            roles=tuple(self.role(one) for one in self.result.roles),
            items=tuple(self.item(one) for one in self.result.items),
            role_gaps=gaps,
            agreement=tuple(self.agreement(one) for one in self.result.agreement),
            recommendations=rules,
        )


def everything(source: ReportInput, edition: Edition) -> ReportInput:
    """Ask an edition for every page that there is."""
    return replace(source, edition=edition, choices=ReportChoices(pages=tuple(page_kinds())))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(PASSED_ON), st.sampled_from(LOCALES))
def test_hidden_figures_change_no_word_and_no_mark(seed: int, edition: Edition, locale: Locale) -> None:
    """Whatever few people said, every page of an edition that is passed on reads and looks the same."""
    dice = Random(seed)  # noqa: S311 - dice, not secrets
    source = everything(proposed("rich", locale), edition)
    source = replace(source, result=peopled(source.result, dice))
    # A gap thrown before this one must not decide whether there is one: both results are thrown.
    one, other = (Other(source.result, dice).thrown() for _ in range(2))
    assert compose(replace(source, result=one)) == compose(replace(source, result=other))


def with_forms(source: ReportInput, value: float) -> ReportInput:
    """Let every condition that compares an item with few answers have found another figure."""
    few = {one.id for one in source.result.items if 0 < sum(one.counts) < RULES.least_item}
    assert source.proposal is not None
    advice = source.proposal.advice

    def other(lines: tuple[FitLine, ...]) -> tuple[FitLine, ...]:
        return tuple(
            replace(line, traces=tuple(replace(t, value=value) if t.key in few else t for t in line.traces))
            for line in lines
        )

    fits = tuple(replace(fit, lines=other(fit.lines)) for fit in advice.fits)
    hurdle = replace(advice.hurdle, symptoms=other(advice.hurdle.symptoms))
    assert fits != advice.fits
    proposal = replace(
        source.proposal,
        advice=replace(advice, fits=fits, hurdle=hurdle),
        rights=(),  # the page of forms then prints its grounds
        settings=replace(source.proposal.settings, form="O7"),
    )
    return replace(source, proposal=proposal)


@pytest.mark.parametrize("edition", EDITIONS)
def test_grounds_of_a_form_withhold_what_the_result_withholds(edition: Edition) -> None:
    """A figure of few answers that decided a form is in the full edition only, whichever page tells of it."""
    source = everything(proposed("rich", "zh"), edition)
    same = compose(with_forms(source, 1.3)) == compose(with_forms(source, 3.2))
    assert same is (edition in PASSED_ON)


@pytest.mark.parametrize("edition", EDITIONS)
def test_conflicts_with_facts_name_no_item_of_few_answers(edition: Edition) -> None:
    """That a question was answered at the highest level tells the answer of whoever alone was asked it."""
    source = everything(proposed("rich", "zh"), edition)
    few = {one.id for one in source.result.items if 0 < sum(one.counts) < RULES.least_item}
    many = next(one.id for one in source.result.items if sum(one.counts) >= RULES.least_item)
    alone = min(few)
    conflicts = (
        Contradiction("no_live_hours", (alone,), ("F12.hours",), ((alone, 5.0),)),
        Contradiction("no_live_hours", (alone, many), ("F12.hours",), ((alone, 5.0), (many, 5.0))),
    )
    source = replace(source, result=replace(source.result, contradictions=conflicts))
    told = briefing(source).result.contradictions
    if edition in PASSED_ON:
        assert told == (Contradiction("no_live_hours", (many,), ("F12.hours",), ((many, 5.0),)),)
    else:
        assert told == conflicts


def test_full_edition_withholds_nothing() -> None:
    """Owner and consultant know a named wave: their edition is the run as it is."""
    assert suppressed(BASE, SUPPRESSION["full"]) is BASE


def test_what_is_withheld_says_why() -> None:
    """Single persons' scores and items of two answers give the edition as reason; the owner's stay."""
    result = suppressed(BASE, RULES)
    told = {r.role for r in result.roles if r.score.value is not None}
    assert told == {"OWN"}
    assert {r.score.withheld for r in result.roles if r.role != "OWN" and r.score.n_answers} == {
        WITHHELD_EDITION
    }
    few = [i for i, old in zip(result.items, BASE.items, strict=True) if 0 < sum(old.counts) < 3]
    assert few
    assert {(i.mean, i.counts, i.owner_level, i.spread, i.withheld) for i in few} == {
        (None, (), None, None, WITHHELD_EDITION)
    }


def test_enough_answers_stay_as_they_are() -> None:
    """An item with three answers and the scores of the whole merchant are not touched."""
    result = suppressed(BASE, RULES)
    many = [(i, old) for i, old in zip(result.items, BASE.items, strict=True) if sum(old.counts) >= 3]
    assert many
    assert all(i == old for i, old in many)
    assert (result.overall, result.dimensions, result.standings) == (
        BASE.overall,
        BASE.dimensions,
        BASE.standings,
    )


def test_confidential_waves_keep_their_own_reason() -> None:
    """What scoring withheld stays withheld for scoring's reason."""
    source = material("hushed", "zh").result
    kept = [i.withheld for i in source.items if i.withheld]
    assert kept
    assert [i.withheld for i in suppressed(source, RULES).items if i.withheld in kept] == kept


@pytest.mark.parametrize("locale", LOCALES)
def test_leadership_sees_the_team_as_one(locale: Locale) -> None:
    """Six roles of one person each stand as one row; none of them is named among the scores."""
    source = replace(proposed("rich", locale), edition="leadership")
    words = list(page_strings(next(p for p in compose(source).pages if p.id == "raters")))
    names = {role.name.get(locale) for role in source.instrument.roles if role.id not in OWN}
    assert not names.intersection(words)
    assert {"zh": "团队合计", "en": "Team together"}[locale] in words
