"""Read a JSON list of records as if it were a table; every key must be a column that the source declares."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn

from assessment.intake.problems import Problems
from assessment.intake.source import Limits, RawRow, RawTable

DEEPEST: Final = 20
LONGEST_WHOLE: Final = 18
"""Digits of a whole number."""
_TEXTS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS: Final = re.compile(rb"[\[{\]}]")


class _Refusal(Exception):
    """Stops the parser; carries the code of the problem and what it found."""

    def __init__(self, code: str, value: str) -> None:
        self.code = code
        self.value = value
        super().__init__(code)


class _Typed(str):
    """A number as it was typed; read by the rules of its column later."""

    __slots__ = ()


def read_records(content: bytes, name: str, limits: Limits, problems: Problems) -> RawTable:
    """Read ``[{...}, ...]`` or ``{name: [{...}, ...]}`` into rows; the header holds all keys that occur.

    The row of a problem is the number of the record, from 1. Raises FileRefused for what is no such list:
    bytes that are no UTF-8, broken JSON, duplicate keys, NaN and Infinity, nesting over 20, whole numbers
    over 18 digits, other keys beside `name`.
    """
    records = _records(_parse(content, problems), name, problems)
    if len(records) > limits.rows:
        raise problems.refused("too_many_rows", limit=limits.rows)
    keys = tuple(dict.fromkeys(key for record in records for key in record))
    if len(keys) > limits.columns:
        raise problems.refused("too_many_columns", row=1, limit=limits.columns)
    rows = tuple(_rows(records, keys, problems))
    problems.refuse_if_any()
    return RawTable(sheet=None, rows=(RawRow(1, keys), *rows), ragged=True)


def _parse(content: bytes, problems: Problems) -> Any:  # noqa: ANN401 - any JSON value
    if _depth(content) > DEEPEST:
        raise problems.refused("json_too_deep", limit=DEEPEST)
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_Typed,
        )
    except _Refusal as refusal:
        raise problems.refused(refusal.code, value=refusal.value, limit=LONGEST_WHOLE) from None
    except UnicodeDecodeError as error:
        raise problems.refused("encoding_unknown") from error
    except json.JSONDecodeError as error:
        raise problems.refused("json_broken", line=error.lineno, position=error.colno) from error
    except RecursionError as error:
        raise problems.refused("json_too_deep", limit=DEEPEST) from error


def _depth(content: bytes) -> int:
    """Count how deep brackets nest outside texts, without parsing."""
    deepest = depth = 0
    for bracket in _BRACKETS.findall(_TEXTS.sub(b"", content)):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refusal("json_key_duplicate", key)
            seen.add(key)
    return found


def _constant(text: str) -> NoReturn:
    raise _Refusal("json_not_finite", text)


def _whole(text: str) -> _Typed:
    if len(text.lstrip("-")) > LONGEST_WHOLE:
        raise _Refusal("json_whole_too_long", text)
    return _Typed(text)


def _records(tree: Any, name: str, problems: Problems) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Find the list of records and refuse anything beside it."""
    if isinstance(tree, dict):
        for key in tree:
            if key != name:
                problems.add("json_key_unknown", value=key, expected=name)
        problems.refuse_if_any()
        tree = tree.get(name)
    if not isinstance(tree, list):
        raise problems.refused("json_no_list", expected=name)
    for number, record in enumerate(tree, start=1):
        if not isinstance(record, dict):
            problems.add("json_no_record", row=number)
    problems.refuse_if_any()
    if not tree:
        raise problems.refused("no_rows")
    return tree


def _rows(records: list[dict[str, Any]], keys: tuple[str, ...], problems: Problems) -> Iterator[RawRow]:
    """Write every record as a row of texts; null and absent keys are blank."""
    for number, record in enumerate(records, start=1):
        cells = []
        for key in keys:
            value = record.get(key)
            if value is not None and not isinstance(value, str):
                problems.add("json_value", row=number, column=key)
                value = ""
            cells.append(value or "")
        yield RawRow(number, tuple(cells))
