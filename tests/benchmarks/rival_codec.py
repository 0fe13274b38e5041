"""Documents as plain JSON values, and copies that differ, without loading anything that draws."""

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from reports import document as documents
from reports import scene as scenes

SENTENCE: Final = 12
"""From this many characters on a text is a sentence and differs from copy to copy even without a figure."""
_FIXED: Final = frozenset(
    {"@", "id", "colour", "fill", "stroke", "weight", "anchor", "align", "locale", "as_of", "accent", "role"}
)
_HAN: Final = "稳住复盘排期选品投流话术脚本陈列客单返场控价补货提案预热"


def encoded(value: object) -> Any:
    """Write frozen values as JSON would hold them; ``@`` names the class."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
        return {"@": type(value).__name__, **named}
    if isinstance(value, tuple):
        return [encoded(part) for part in value]
    return value


def decoded(value: Any) -> Any:
    """Read what `encoded` wrote."""
    if isinstance(value, dict):
        maker = getattr(documents, value["@"], None) or getattr(scenes, value["@"])
        return maker(**{name: decoded(part) for name, part in value.items() if name != "@"})
    return tuple(decoded(part) for part in value) if isinstance(value, list) else value


def another(value: Any, dice: random.Random, *, varied: bool = True) -> Any:
    """Return a copy with other digits in every text, and one other character in every sentence."""
    if isinstance(value, dict):
        return {k: another(v, dice, varied=k not in _FIXED) for k, v in value.items()}
    if isinstance(value, list):
        return [another(part, dice, varied=varied) for part in value]
    return _reworded(value, dice) if isinstance(value, str) and varied else value


def _reworded(text: str, dice: random.Random) -> str:
    changed = [dice.choice("123456789") if c.isascii() and c.isdigit() else c for c in text]
    if len(changed) >= SENTENCE:
        places = [n for n, c in enumerate(changed) if "\u4e00" <= c <= "\u9fff"]
        letters = [n for n, c in enumerate(changed) if c.isascii() and c.islower()]
        if places:
            changed[dice.choice(places)] = dice.choice(_HAN)
        elif letters:
            changed[dice.choice(letters)] = dice.choice("aeiounrst")
    return "".join(changed)


def copies(document: documents.ReportDocument, seed: int) -> Iterator[documents.ReportDocument]:
    """Yield documents without end, each of other sentences and figures."""
    dice, written = random.Random(seed), encoded(document)  # noqa: S311 - invented figures
    while True:
        yield decoded(another(written, dice))
