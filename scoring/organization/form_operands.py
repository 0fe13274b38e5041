"""What conditions of forms look up, collected from a finished score run."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from assessment.domain.organization import Facts, FactValue
from scoring.organization.conditions import Operands
from scoring.organization.derived import (
    OWNER_TEAM_GAP,
    TEAM_UNKNOWN_SHARE,
    Figure,
    fact_figures,
    owner_team_gap,
)
from scoring.organization.form_figures import form_figures, score_figure_needs, score_figures
from scoring.organization.ground import Ground
from scoring.organization.rules import operands_of
from scoring.results import WITHHELD_NOT_APPLICABLE, Score, WaveResult

_WHOLE_MIX: Final = 99.0
"""Percent from which nothing is left to place: shares are typed in whole numbers."""


def operands_for(ground: Ground, mix: Mapping[str, float] | None = None) -> Operands:
    """Collect scores, item means, facts and figures.

    Parameters
    ----------
    ground : score run, facts, merchant and knowledge base.
    mix : percent of net GMV by position that stands in for facts F5 (a position without a share has 0).

    Returns
    -------
    What `conditions.evaluate` looks up. Once the shares of facts F5 add up to 100 (at least 99), positions
    without a share have 0. Withheld scores are unknown, those that do not apply are known to be absent.

    Notes
    -----
    The share of "don't know" in the team comes from the traces of the run's rules, as it was allowed to be
    told then; a knowledge base without a rule on it leaves it unknown.
    """
    return operands_with(ground, placed_facts(ground, mix))


def placed_facts(ground: Ground, mix: Mapping[str, float] | None = None) -> Facts:
    """Return the facts with the mix in force, positions left blank filled with 0 where nothing is left."""
    keys = {position.id: f"F5.{position.id}" for position in ground.instrument.positions}
    facts = ground.facts
    if mix is not None:
        kept = {key: value for key, value in facts.items() if key not in keys.values()}
        return kept | {key: float(mix.get(position, 0.0)) for position, key in keys.items()}
    shares = [float(v) for v in map(facts.get, keys.values()) if isinstance(v, int | float)]
    blanks: dict[str, FactValue] = dict.fromkeys(keys.values(), 0.0) if sum(shares) >= _WHOLE_MIX else {}
    return {**blanks, **facts}


def operands_with(ground: Ground, facts: Facts) -> Operands:
    """Collect operands with these facts, whose mix is in place (`placed_facts`)."""
    result = ground.result
    scores = (*result.dimensions, *result.sub_capabilities)
    items = {item.id: item.mean for item in result.items if item.mean is not None}
    scored, impossible = _scored(scores, ground.knowledge.targets.get(ground.merchant.gmv_tier))
    figures = {**_answered(result), **facts_figured(facts, ground.merchant.gmv_tier), **scored}
    operands = operands_of(scores, items, facts, figures)
    return replace(operands, inapplicable=operands.inapplicable | impossible)


def facts_figured(facts: Facts, gmv_tier: str) -> dict[str, Figure]:
    """Compute every figure for which facts and tier are enough."""
    return {**fact_figures(facts, gmv_tier), **form_figures(facts, gmv_tier)}


def absent_scores(scores: tuple[Score, ...]) -> frozenset[str]:
    """Return the ids of scores that do not apply to the merchant."""
    return frozenset(score.id for score in scores if score.withheld == WITHHELD_NOT_APPLICABLE)


def _answered(result: WaveResult) -> dict[str, Figure]:
    """Figures that need single answers, as far as the run tells them."""
    traces = (trace for rule in result.recommendations for trace in rule.traces)
    shares = (t.value for t in traces if t.key == TEAM_UNKNOWN_SHARE and isinstance(t.value, float))
    share = next(shares, None)
    return {
        OWNER_TEAM_GAP: owner_team_gap(result.role_gaps),
        TEAM_UNKNOWN_SHARE: Figure(share, () if share is not None else (TEAM_UNKNOWN_SHARE,)),
    }


def _scored(scores: tuple[Score, ...], target: float | None) -> tuple[dict[str, Figure], frozenset[str]]:
    """Figures made of scores, and the keys of those that nobody can ever supply."""
    absent = absent_scores(scores)
    known = {s.id: np.asarray(s.value, dtype=float) for s in scores if s.value is not None}
    values = score_figures(known, absent, target)
    needs = {key: ids for key, ids in score_figure_needs(known, absent).items() if key not in values}
    figures = {key: Figure(float(value)) for key, value in values.items()}
    figures |= {key: Figure(None, ids) for key, ids in needs.items() if ids}
    return figures, frozenset(key for key, ids in needs.items() if not ids)
