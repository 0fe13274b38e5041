"""Parts of pictures that several pages share: the score axis with its bands, and the peers of a score."""

from reports import numbers
from reports.briefing import Briefing
from reports.charts import Axis, Peers, Tick


def axis(b: Briefing, *, named: bool = False) -> Axis:
    """Score axis, marked at the bounds of the maturity bands (`named`: with names), else at whole levels."""
    low, high = float(b.instrument.scale.low), float(b.instrument.scale.high)
    maturity = b.instrument.maturity
    if maturity is None:
        return Axis(low, high, tuple(Tick(float(level), str(level)) for level in b.instrument.scale.levels))
    bounds = (low, *maturity.cuts)
    if not named:
        return Axis(low, high, tuple(Tick(at, numbers.score(at)) for at in (*bounds, high)))
    ticks = tuple(
        Tick(at, f"{numbers.score(at)} {b.text(name)}")
        for at, name in zip(bounds, maturity.names, strict=True)
    )
    return Axis(low, high, ticks)


def peers(b: Briefing, scale_id: str) -> Peers:
    """Quartiles and median of the peers of one score; empty when there are none."""
    standing = b.result.standing(scale_id)
    if standing is None:
        return Peers(None, None, None)
    return Peers(standing.peer_q1, standing.peer_median, standing.peer_q3)


def ordinal(value: float) -> str:
    """Percentile rounded to whole points."""
    return f"{round(value):d}"
