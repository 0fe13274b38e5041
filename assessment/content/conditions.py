"""The condition language of structural rules: tables in a file -> `Condition` trees.

A leaf names one operand, an operator and a value; inner tables combine leaves::

    when.all = [
      { score = "AD2", op = "<", value = 2.6 },
      { any = [
        { fact = "F14.media_buyer", op = "in", value = ["function_head", "agency"] },
        { derived = "slow_approvals", op = ">=", value = 2 },
      ] },
    ]

``{ at_least = 2, of = [...] }`` asks for two of the parts.
"""

from collections.abc import Iterator, Mapping
from typing import Final, cast, get_args

from assessment.content.problems import Notes, Table
from assessment.domain.organization import Comparison, Condition, OperandKind, Operator

DERIVED_KEYS: Final[Mapping[str, type]] = {
    "owner_team_gap": float,
    "team_unknown_share": float,
    "host_hours_per_week": float,
    "gross_metric_in_use": bool,
    "slow_approvals": float,
    "span_flag": bool,
    "layers_flag": bool,
}
"""Figures that scoring derives from answers and facts, and the type of each."""

FORM_KEYS: Final[Mapping[str, type]] = {
    "gmv_tier": float,
    "campaign_top_share": float,
    "talent_share": float,
    "headcount": float,
    "inhouse_headcount": float,
    "live_hours_day": float,
    "young_on_douyin": bool,
    "content_in_marketing": bool,
    "supply_edge": float,
    "content_edge": float,
    "talent_shortfall": float,
}
"""Further figures, known only where forms are compared: conditions of forms may name them, rules may not."""

OPERAND_KINDS: Final[tuple[OperandKind, ...]] = get_args(OperandKind)
_OPS: Final[tuple[Operator, ...]] = get_args(Operator)
_ORDERED: Final = frozenset({"<", "<=", ">", ">="})


def read_condition(tree: Table) -> Condition:
    """Read one inner table that the linter has passed.

    >>> read_condition({"all": [{"score": "AD2", "op": "<", "value": 2.6}]}).parts[0].key
    'AD2'
    """
    if "at_least" in tree:
        return Condition("at_least", _read_parts(tree["of"]), cast("int", tree["at_least"]))
    if "all" in tree:
        return Condition("all", _read_parts(tree["all"]))
    return Condition("any", _read_parts(tree["any"]))


def _read_parts(parts: object) -> tuple[Condition | Comparison, ...]:
    tables = cast("list[Table]", parts)
    return tuple(_read_leaf(part) if "op" in part else read_condition(part) for part in tables)


def _read_leaf(leaf: Table) -> Comparison:
    kind = next(kind for kind in OPERAND_KINDS if kind in leaf)
    value = leaf["value"]
    if isinstance(value, list):
        value = tuple(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    return Comparison(
        kind=kind,
        key=cast("str", leaf[kind]),
        op=cast("Operator", leaf["op"]),
        value=cast("float | str | bool | tuple[str, ...]", value),
    )


def leaves(condition: Condition) -> Iterator[Comparison]:
    """Yield all comparisons of a condition, in order."""
    for part in condition.parts:
        if isinstance(part, Comparison):
            yield part
        else:
            yield from leaves(part)


def raw_leaves(tree: object, place: str) -> Iterator[tuple[str, Table]]:
    """Yield the leaves of an unread condition with their places; malformed parts are skipped."""
    if not isinstance(tree, dict):
        return
    if "op" in tree:
        yield place, tree
    for name in ("all", "any", "of"):
        parts = tree.get(name)
        for number, part in enumerate(parts if isinstance(parts, list) else [], start=1):
            yield from raw_leaves(part, f"{place}.{name}[{number}]")


def note_condition(notes: Notes, place: str, tree: object) -> None:
    """Note every way in which `tree` is no condition (an inner table)."""
    if not isinstance(tree, dict):
        notes.add(place, "not_table")
    elif set(tree) in ({"all"}, {"any"}):
        _note_parts(notes, f"{place}.{next(iter(tree))}", next(iter(tree.values())))
    elif set(tree) == {"at_least", "of"}:
        count = tree["at_least"]
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            notes.add(f"{place}.at_least", "not_whole")
        _note_parts(notes, f"{place}.of", tree["of"])
    else:
        notes.add(place, "not_condition", keys=", ".join(tree))


def _note_parts(notes: Notes, place: str, parts: object) -> None:
    if not isinstance(parts, list) or not parts:
        notes.add(place, "no_parts")
        return
    for number, part in enumerate(parts, start=1):
        inner = f"{place}[{number}]"
        if isinstance(part, dict) and "op" in part:
            _note_leaf(notes, inner, part)
        else:
            note_condition(notes, inner, part)


def _note_leaf(notes: Notes, place: str, leaf: Table) -> None:
    kinds = [kind for kind in OPERAND_KINDS if kind in leaf]
    if len(kinds) != 1 or set(leaf) != {kinds[0], "op", "value"} or not isinstance(leaf[kinds[0]], str):
        notes.add(place, "not_comparison", keys=", ".join(leaf))
        return
    op, value = leaf["op"], leaf["value"]
    if op not in _OPS:
        notes.add(f"{place}.op", "not_one_of", value=op, allowed=", ".join(_OPS))
    elif op in _ORDERED and (isinstance(value, bool) or not isinstance(value, int | float)):
        notes.add(f"{place}.value", "not_number")
    elif op == "in" and not (isinstance(value, list) and all(isinstance(part, str) for part in value)):
        notes.add(f"{place}.value", "not_list")
