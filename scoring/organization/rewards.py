"""Appraisals that have to change with the organization."""

from collections.abc import Iterator
from typing import Literal

from assessment.domain.forms import OrganizationForm
from assessment.domain.organization import Facts
from assessment.domain.structure import Structure
from scoring.organization.advice import MetricChange
from scoring.organization.fact_keys import APPRAISED_KINDS, BASES, METRICS


def metric_changes(form: OrganizationForm, today: Structure, facts: Facts) -> tuple[MetricChange, ...]:
    """Name the posts of a form whose appraisal has to change.

    Parameters
    ----------
    form : its posts in order; the words of their metrics stand there.
    today : metric and basis as entered for a kind.
    facts : F22, where nothing was entered.

    Returns
    -------
    One change a kind. ``gross``: appraised before refunds today, whatever the form asks for; ``none``: not
    appraised today; ``form``: the form asks for a metric of its own. A kind that is neither is left out.
    """
    return tuple(_changes(form, today, facts))


def _changes(form: OrganizationForm, today: Structure, facts: Facts) -> Iterator[MetricChange]:
    seen = set[str]()
    for post in form.posts:
        if post.kind in seen:
            continue
        metric, basis = (_today(post.kind, column, today, facts) for column in ("metric", "basis"))
        why = _why(metric, basis, asked=post.metric is not None)
        if why is not None:
            seen.add(post.kind)
            yield MetricChange(post.kind, metric, basis, why)


def _why(metric: str, basis: str, *, asked: bool) -> Literal["gross", "form", "none"] | None:
    if basis == "gross":
        return "gross"
    if metric == "none":
        return "none"
    return "form" if asked else None


def _today(kind: str, column: Literal["metric", "basis"], today: Structure, facts: Facts) -> str:
    """Metric or basis of a kind: what most hurts where its posts differ, else the fact, else unknown."""
    options = BASES if column == "basis" else METRICS
    values = [post.basis if column == "basis" else post.metric for post in today.posts if post.kind == kind]
    known = [value for value in options if value in values]
    if known:
        return known[0]
    row = next((key for key, kinds in APPRAISED_KINDS.items() if kind in kinds), "")
    value = facts.get(f"F22.{row}.{column}")
    return str(value) if value in options else ""
