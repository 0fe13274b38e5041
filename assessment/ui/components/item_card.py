"""One question as its author should see it: the distribution, what it goes with, and how long it takes."""

from html import escape

import streamlit as st

from assessment.domain.instrument import Instrument
from assessment.ui import messages
from assessment.ui.components import rows
from assessment.ui.messages import plain, tell, wording
from scoring.item_quality import ItemQuality, LevelStep
from scoring.reliability import Coefficient

_tell = messages.speaker("items")


def draw(instrument: Instrument, judged: ItemQuality) -> None:
    """Draw one question; a figure that is withheld is replaced by its reason."""
    item = instrument.items[instrument.index[judged.id]]
    with st.container(border=True, key=f"judged-{judged.id}"):
        st.markdown(f"**{plain(wording(item.stem))}** &nbsp; :gray[{plain(judged.id)}]")
        if judged.counts:
            st.html(f'<div class="fo-spread">{_bars(instrument, judged)}</div>')
        st.caption("  \n".join(plain(line) for line in _lines(judged)))


def _bars(instrument: Instrument, judged: ItemQuality) -> str:
    """Write one column a level: how many chose it, as a share of the tallest."""
    most, total = max(1, *judged.counts), max(1, sum(judged.counts))
    return "".join(
        f'<div><em>{n}</em><span class="fo-column"><i style="height:{n / most:.0%}"></i></span>'
        f"<b>{escape(str(level))}</b><small>{n / total:.0%}</small></div>"
        for level, n in zip(instrument.scale.levels, judged.counts, strict=True)
    )


def _says_nothing(judged: ItemQuality) -> bool:
    """Tell whether every figure of a question is withheld: one line then says so instead of five."""
    coefficients = (judged.in_dimension, judged.in_sub_capability)
    return (
        judged.mean is None
        and judged.unknown_rate is None
        and judged.seconds is None
        and not judged.steps
        and all(one.value is None for one in coefficients)
    )


def _lines(judged: ItemQuality) -> list[str]:
    if _says_nothing(judged):
        return [_tell("item.nothing", asked=judged.n_asked, n=judged.n_answers)]
    asked = _tell("item.asked", asked=judged.n_asked, n=judged.n_answers)
    if judged.mean is None:
        reason = rows.withheld(judged.withheld)
        said = [_tell("item.no_counts", n=judged.n_answers, reason=reason)]
    else:
        mean = _tell("item.mean", mean=rows.number(judged.mean, 2))
        said = [tell("results.comma").join((asked, mean))]
    if judged.unknown_rate is not None:
        said.append(
            _tell(
                "item.rates",
                na=rows.percent(judged.not_applicable_rate),
                unknown=rows.percent(judged.unknown_rate),
                missing=rows.percent(judged.missing_rate),
            )
        )
    said.append(_tell("item.rest", value=_coefficient(judged.in_dimension)))
    if judged.sub_capability is not None:
        said.append(_tell("item.part", value=_coefficient(judged.in_sub_capability)))
    return [*said, *_order(judged), _time(judged)]


def _coefficient(found: Coefficient) -> str:
    if found.value is None or found.low is None or found.high is None:
        return _tell("item.withheld", reason=rows.withheld(found.withheld), n=found.n)
    return _tell(
        "item.coefficient",
        value=rows.number(found.value, 2),
        low=rows.number(found.low, 2),
        high=rows.number(found.high, 2),
        n=found.n,
    )


def _order(judged: ItemQuality) -> list[str]:
    if not judged.steps:
        return [_tell("item.order_unknown")]
    return [_step(step) for step in judged.out_of_order] or [_tell("item.ordered")]


def _step(step: LevelStep) -> str:
    return _tell(
        "item.step_clear" if step.clear else "item.step_unclear",
        lower=step.lower,
        upper=step.upper,
        by=rows.number(-step.rise, 2),
        n_lower=step.n_lower,
        n_upper=step.n_upper,
    )


def _time(judged: ItemQuality) -> str:
    if judged.seconds is None:
        return _tell("item.no_seconds", n=judged.n_times)
    return _tell("item.seconds", seconds=rows.number(judged.seconds, 0), n=judged.n_times)
