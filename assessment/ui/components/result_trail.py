"""How a number arose: from any score down to items, weights, raters and sources of error."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Final

import streamlit as st

from assessment.ui import session
from assessment.ui.components import result_view, rows, table
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell, wording
from scoring.breakdown import NOT_STORED, Breakdown, ErrorShare, break_down, every_score
from scoring.results import Score

MANY: Final = 20
"""More items than this wait behind a click."""
FEWEST_DIGITS: Final = 2
MOST_DIGITS: Final = 5


def draw(view: View) -> None:
    """Draw one score, chosen by the reader, in its pieces."""
    result_view.heading(view, tell("trail.title"), "score")
    st.caption(tell("trail.lead"))
    scores = {score.id: score for score in every_score(view.result)}
    chosen = st.selectbox(
        tell("trail.choose"),
        tuple(scores),
        format_func=lambda name: _label(view, scores[name]),
        filter_mode=None,
        key=result_view.TRAIL.format(locale=session.locale()),
    )
    score = scores.get(chosen, view.result.overall)
    found = break_down(view.result, view.run.instrument, view.run.knowledge.norms, score.id)
    if found is None or score.value is None:
        st.info(rows.withheld(score.withheld), icon=":material/info:")
        return
    if found.withheld is not None:
        key = "not_stored" if found.withheld == NOT_STORED else "small_group"
        st.info(tell(f"trail.{key}"), icon=":material/info:")
    else:
        _sum(found, score.value)
        _parts(view, found, score.value)
        _items(view, found, score.value)
        _raters(view, score)
    _error(view, found)
    _levels(view, score)
    _further(view, score)


def _label(view: View, score: Score) -> str:
    kind: str = score.kind
    if kind == "overlay":
        positions = {row.position for row in view.result.readiness}
        elements = {e.id for e in view.result.snowball.elements} if view.result.snowball else set()
        kind = "position" if score.id in positions else "element" if score.id in elements else kind
    return tell(f"trail.kind_{kind}", name=view.names.get(score.id))


# ---- numbers that add up ----


def digits_for(value: float) -> int:
    """Decimals with which a reader who rounds gets the one decimal that is printed elsewhere.

    >>> digits_for(3.14), digits_for(3.1496)
    (2, 4)
    """
    shown = rows.number(value)
    return next(
        (
            digits
            for digits in range(FEWEST_DIGITS, MOST_DIGITS)
            if str(Decimal(f"{value:.{digits}f}").quantize(Decimal("0.1"), ROUND_HALF_UP)) == shown
        ),
        MOST_DIGITS,
    )


def added_up(values: Sequence[float], digits: int, total: float | None = None) -> tuple[float, ...]:
    """Round so that the rounded values add up to the rounded total (largest remainders are rounded up).

    >>> added_up([0.333, 0.333, 0.334], 2)
    (0.33, 0.33, 0.34)
    >>> added_up([0.004, 0.004, 0.004], 2)
    (0.01, 0.0, 0.0)
    """
    unit = 10.0**digits
    floors = [int(value * unit // 1) for value in values]
    left = round((sum(values) if total is None else total) * unit) - sum(floors)
    order = sorted(range(len(values)), key=lambda n: floors[n] - values[n] * unit)
    for place in range(abs(left)):
        floors[order[place % len(order)]] += 1 if left > 0 else -1
    return tuple(floor / unit for floor in floors)


def signed(value: float, digits: int) -> str:
    """Print a difference with its sign; what rounds to nothing has none.

    >>> signed(0.27, 2), signed(-0.3, 1), signed(-0.001, 2)
    ('+0.27', '−0.3', '0.00')
    """
    printed = f"{abs(value):.{digits}f}"
    if not float(printed):
        return printed
    return f"{'+' if value > 0 else '−'}{printed}"


def _sum(found: Breakdown, value: float) -> None:
    """Write the sum: what is expected, plus what the answers say."""
    total = found.start + found.lift
    digits = digits_for(value)
    start, lift = added_up((found.start, found.lift), digits)
    st.markdown(
        tell(
            "trail.sum",
            start=plain(rows.number(start, digits)),
            lift=plain(signed(lift, digits)),
            value=plain(rows.number(total, digits)),
            shown=plain(rows.number(value)),
        )
    )
    if abs(total - value) > 10.0**-MOST_DIGITS:
        clipped = tell("trail.clipped", value=rows.number(total, digits), shown=rows.number(value))
        st.caption(plain(clipped))
    lines = (tell("trail.start", n=len(found.items)), tell("trail.lift"))
    st.caption("  \n".join(plain(line) for line in lines))


def _parts(view: View, found: Breakdown, value: float) -> None:
    """Draw the parts of a score of several parts."""
    if len(found.parts) < 2:  # noqa: PLR2004 - a score of one part is that part
        return
    result_view.heading(view, tell("trail.parts"))
    digits = digits_for(value)
    adds = added_up([part.adds for part in found.parts], digits)
    lines = [
        (
            view.names.get(part.id),
            rows.number(part.value, FEWEST_DIGITS),
            _weight(part.weight),
            rows.number(add, digits),
        )
        for part, add in zip(found.parts, adds, strict=True)
    ]
    lines.append((tell("trail.total"), "", _weight(1.0), rows.number(sum(adds), digits)))
    heads = tuple(tell(f"trail.col_{name}") for name in ("part", "value", "weight", "adds"))
    table.draw(heads, lines, strong=frozenset({len(lines) - 1}))


def _items(view: View, found: Breakdown, value: float) -> None:
    """Draw what every item adds; many of them wait behind a click."""
    result_view.heading(view, tell("trail.items"))
    st.caption(tell("trail.items_help"))
    if len(found.items) <= MANY:
        _item_table(view, found, value)
        return
    with st.expander(tell("trail.items_of", n=len(found.items)), key="trail-items"):
        _item_table(view, found, value)


def _item_table(view: View, found: Breakdown, value: float) -> None:
    digits = digits_for(value)
    _, lift = added_up((found.start, found.lift), digits)
    lifts = added_up([item.lift for item in found.items], digits, lift)
    lines = [
        (
            f"{item.id} {view.names.get(item.id)}",
            rows.number(item.yardstick),
            signed(item.adjusted, FEWEST_DIGITS) if item.n_answers else "–",
            str(item.n_answers),
            _weight(item.answer_weight),
            signed(one, digits),
        )
        for item, one in zip(found.items, lifts, strict=True)
    ]
    answers = sum(item.n_answers for item in found.items)
    lines.append((tell("trail.total"), "", "", str(answers), _weight(1.0), signed(sum(lifts), digits)))
    names = ("item", "yardstick", "adjusted", "answers", "weight", "lift")
    heads = tuple(tell(f"trail.col_{name}") for name in names)
    table.draw(heads, lines, strong=frozenset({len(lines) - 1}))


def _weight(share: float) -> str:
    return f"{share:.0%}" if share in (0.0, 1.0) else f"{share:.1%}"


# ---- whose answers, and how sure ----


def _raters(view: View, score: Score) -> None:
    result_view.heading(view, tell("trail.raters"))
    said = [tell("trail.raters_text", raters=score.n_raters, answers=score.n_answers)]
    effects = [(role, effect) for role, effect in view.result.role_effects if effect]
    if effects:
        listed = tell("results.list_comma").join(
            tell("trail.role_effect", role=view.names.get(role), effect=signed(effect, FEWEST_DIGITS))
            for role, effect in effects
        )
        said.append(tell("trail.roles_out", effects=listed))
    else:
        said.append(tell("trail.roles_none"))
    st.markdown(plain(("" if session.locale() == "zh" else " ").join(said)))


def _error(view: View, found: Breakdown) -> None:
    """Say what the interval is made of."""
    score = found.score
    result_view.heading(view, tell("trail.error"), "interval")
    said = tell(
        "trail.error_text",
        value=rows.number(score.value, FEWEST_DIGITS),
        error=rows.number(score.standard_error, FEWEST_DIGITS),
        interval=rows.interval(score),
    )
    st.markdown(plain(said))
    total = sum(error.variance for error in found.errors)
    if total:
        bars = ((*_source(error), error.variance / total) for error in found.errors)
        st.html(_bars([(name, said, share, False) for name, said, share in bars]))
        prior = rows.percent(view.result.components.from_prior)
        st.caption(plain(tell("trail.prior", share=prior)))


def _source(error: ErrorShare) -> tuple[str, str]:
    """Name a source of error, and on how many such units the mean rests."""
    name = tell(f"trail.source_{error.source}")
    if error.effective is None:
        return name, tell("trail.source_none")
    return name, tell(
        f"trail.source_{error.source}_text",
        n=rows.number(error.effective, 1 if error.source == "raters" else 0),
    )


def _levels(view: View, score: Score) -> None:
    maturity = view.run.instrument.maturity
    if maturity is None or not score.level_probabilities:
        return
    result_view.heading(view, tell("trail.levels"), "level")
    lines = [
        (wording(name), "", share, level == score.level)
        for level, (name, share) in enumerate(zip(maturity.names, score.level_probabilities, strict=True))
    ]
    st.html(_bars(lines))


def _bars(lines: Sequence[tuple[str, str, float, bool]]) -> str:
    """Write shares as bars: name, words below it, share 0-1, whether it stands out."""
    return "".join(
        (
            '<div class="fo-levels">',
            *(
                f'<div class="fo-level fo-share{" fo-strong" if strong else ""}"><span>{escape(name)}'
                f"{f'<small>{escape(said)}</small>' if said else ''}</span>"
                f'<span class="fo-bar"><i style="width:{share:.0%}"></i></span>'
                f"<em>{escape(rows.percent(share))}</em></div>"
                for name, said, share, strong in lines
            ),
            "</div>",
        )
    )


def _further(view: View, score: Score) -> None:
    """Draw the figures that are used elsewhere: for ranking, for reliability, for the next wave."""
    figures = (
        ("shrunk", rows.number(score.shrunk, FEWEST_DIGITS)),
        ("g", rows.number(score.g_coefficient, FEWEST_DIGITS)),
        ("change", rows.number(score.smallest_change)),
    )
    result_view.heading(view, tell("trail.more"), "change")
    with st.grid(3, min_column_width=150, key="figures"):
        for name, value in figures:
            st.metric(tell(f"trail.{name}"), value)
    said = (
        tell("trail.means", name=tell(f"trail.{name}"), words=tell(f"trail.{name}_help"))
        for name, _ in figures
    )
    st.caption("  \n".join(plain(line) for line in said))
