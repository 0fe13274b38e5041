"""Whether a condition can ever hold, and several of them together.

A condition is spread into its ways of being true, each a list of comparisons. A way is open when every
operand has a value that satisfies all comparisons with it. Outcomes change only at the values named there,
so it is enough to try these, points between them, and the ends of the operand's range.

Operands are taken to be independent of each other (a tier and the sales behind it, a dimension and its
parts): what is reported can truly never hold, and a fault that needs such a tie to be seen is not reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, pairwise, product
from math import ceil, floor, inf
from typing import Final

from assessment.content.conditions import DERIVED_KEYS, FORM_KEYS
from assessment.content.problems import Table, tables, text
from assessment.domain.organization import Comparison, Condition, FactValue
from scoring.organization.conditions import holds

WAYS_TRIED: Final = 5000
"""A condition with more ways than this is taken to be able to hold."""


@dataclass(frozen=True, slots=True)
class Domain:
    """Values that an operand can take: numbers from `low` to `high`, options, or yes and no."""

    low: float = -inf
    high: float = inf
    whole: bool = False
    options: tuple[str, ...] = ()
    several: bool = False
    yes_no: bool = False

    @classmethod
    def of_field(cls, field: Table) -> "Domain":
        """Domain of an unread field of the facts form; what is malformed counts as unlimited."""
        kind = text(field, "kind")
        if kind in ("choice", "choices"):
            options = tuple(text(option, "id") for option in tables(field, "options"))
            return cls(options=options, several=kind == "choices")
        low, high = field.get("low"), field.get("high")
        return cls(
            low=low if isinstance(low, int | float) else -inf,
            high=high if isinstance(high, int | float) else inf,
            whole=field.get("whole") is True,
            yes_no=kind == "yes_no",
        )

    def candidates(self, comparisons: Sequence[Comparison]) -> Iterator[FactValue]:
        """Yield values of which one satisfies all comparisons, if any value does."""
        if self.yes_no:
            yield from (True, False)
        elif self.several:
            barred = {one.value for one in comparisons if one.op == "!="}
            yield tuple(option for option in self.options if option not in barred)
        elif self.options:
            yield from self.options
        else:
            yield from self._numbers(comparisons)

    def _numbers(self, comparisons: Sequence[Comparison]) -> Iterator[float]:
        named = {float(one.value) for one in comparisons if isinstance(one.value, int | float)}
        ends = {end for end in (self.low, self.high) if abs(end) < inf}
        points = sorted(named | ends) or [0.0]
        points = [points[0] - 1.0, *points, points[-1] + 1.0]
        tried = [*points, *((a + b) / 2 for a, b in pairwise(points))]
        if self.whole:
            tried = [float(near) for point in tried for near in (floor(point), ceil(point))]
            tried += [point + step for point in named for step in (-1.0, 1.0) if point.is_integer()]
        yield from (value for value in tried if self.low <= value <= self.high)


Domains = Mapping[tuple[str, str], Domain]
"""Domain by kind and key of the operand."""

_UP: Final = Domain(low=0.0)
_SHARE: Final = Domain(low=0.0, high=100.0)
_POINTS: Final = Domain(low=-4.0, high=4.0)
_YES_NO: Final = Domain(yes_no=True)
DERIVED_DOMAINS: Final[Mapping[str, Domain]] = {
    "owner_team_gap": Domain(low=0.0, high=4.0),
    "team_unknown_share": Domain(low=0.0, high=1.0),
    "host_hours_per_week": _UP,
    "slow_approvals": Domain(low=0.0, high=8.0, whole=True),
    "gmv_tier": Domain(low=1.0, high=5.0, whole=True),
    "campaign_top_share": _SHARE,
    "talent_share": _SHARE,
    "headcount": _UP,
    "inhouse_headcount": _UP,
    "live_hours_day": _UP,
    "supply_edge": _POINTS,
    "content_edge": _POINTS,
    "talent_shortfall": Domain(low=0.0, high=4.0),
    **{key: _YES_NO for key, kind in {**DERIVED_KEYS, **FORM_KEYS}.items() if kind is bool},
}
"""Ranges of figures that scoring derives; a figure without one may be any number."""


def can_hold(conditions: Sequence[Condition], domains: Domains) -> bool:
    """Whether some merchant could fulfil all conditions at once.

    An operand without a domain is taken to have any number.

    Examples
    --------
    >>> low, high = (Comparison("score", "AD2", op, value) for op, value in (("<", 2.0), (">", 3.0)))
    >>> one, both = Condition("any", (low, high)), Condition("all", (low, high))
    >>> can_hold([one], {}), can_hold([both], {}), can_hold([one, both], {})
    (True, False, False)
    """
    tried = 0
    for way in islice(_ways(Condition("all", tuple(conditions))), WAYS_TRIED):
        if _is_open(way, domains):
            return True
        tried += 1
    return tried == WAYS_TRIED


def _ways(part: Condition | Comparison) -> Iterator[tuple[Comparison, ...]]:
    """Yield the sets of comparisons each of which makes the condition true."""
    if isinstance(part, Comparison):
        yield (part,)
    elif part.op == "any":
        yield from chain.from_iterable(map(_ways, part.parts))
    elif part.op == "all":
        yield from _ways_of_all(part.parts)
    else:
        for chosen in combinations(part.parts, part.n):
            yield from _ways_of_all(chosen)


def _ways_of_all(parts: Sequence[Condition | Comparison]) -> Iterator[tuple[Comparison, ...]]:
    each = [list(islice(_ways(part), WAYS_TRIED)) for part in parts]
    for combined in product(*each):
        yield tuple(chain.from_iterable(combined))


def _is_open(way: tuple[Comparison, ...], domains: Domains) -> bool:
    by_operand: dict[tuple[str, str], list[Comparison]] = {}
    for one in way:
        by_operand.setdefault((one.kind, one.key), []).append(one)
    return all(
        any(
            all(holds(value, one.op, one.value) for one in comparisons)
            for value in domains.get(operand, Domain()).candidates(comparisons)
        )
        for operand, comparisons in by_operand.items()
    )
