"""Frozen values to JSON and back, exactly: what is read equals what was stored."""

import hashlib
import json
from typing import Any, Final, TypeVar, get_args

import cattrs
from cattrs.preconf.json import make_converter

from assessment.domain.organization import Comparison, Condition, Facts, FactValue

T = TypeVar("T")

_PLAIN: Final = frozenset({str, int, float, bool, type(None), tuple[str, ...]})


def _is_plain_union(kind: Any) -> bool:  # noqa: ANN401 - any annotation
    """Tell whether a union holds plain values and tuples of texts only, such as `FactValue`."""
    members = frozenset(get_args(kind))
    return tuple[str, ...] in members and members <= _PLAIN


def _plain(value: Any, _kind: object) -> Any:  # noqa: ANN401 - a plain JSON value
    return tuple(value) if isinstance(value, list) else value


def _add_conditions(converter: cattrs.Converter) -> None:
    """Teach the one recursive type: a condition holds conditions and comparisons, told by `parts`."""

    def write(condition: Condition) -> dict[str, Any]:
        parts = [converter.unstructure(part) for part in condition.parts]
        return {"op": condition.op, "parts": parts, "n": condition.n}

    def read_part(tree: Any) -> Condition | Comparison:  # noqa: ANN401 - a JSON object
        return read(tree, None) if "parts" in tree else converter.structure(tree, Comparison)

    def read(tree: Any, _kind: object) -> Condition:  # noqa: ANN401 - a JSON object
        return Condition(op=tree["op"], parts=tuple(map(read_part, tree["parts"])), n=tree["n"])

    converter.register_unstructure_hook(Condition, write)
    converter.register_structure_hook(Condition, read)


def _make() -> cattrs.Converter:
    converter = make_converter(detailed_validation=False)
    converter.register_structure_hook_func(_is_plain_union, _plain)
    _add_conditions(converter)
    return converter


_CONVERTER: Final = _make()


def encode(value: object) -> str:
    """Return a value as JSON; mappings keep their order.

    Raises ValueError for a number that is not finite.
    """
    return json.dumps(
        _CONVERTER.unstructure(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def digest_of(value: object) -> str:
    """SHA-256 over a value, in hexadecimal digits; the order of mappings does not matter.

    >>> digest_of({"a": 1, "b": (2,)}) == digest_of({"b": (2,), "a": 1})
    True
    """
    plain = _CONVERTER.unstructure(value)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def decode(text: str, kind: type[T]) -> T:
    """Read what `encode` wrote of a value of this class."""
    return _CONVERTER.structure(json.loads(text), kind)


def decode_facts(text: str) -> Facts:
    """Read what `encode` wrote of organization facts."""
    facts: dict[str, FactValue] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()
    }
    return facts
