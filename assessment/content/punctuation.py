"""Punctuation of the two languages: full width in Chinese, half width in English."""

import re
from string import Formatter
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_MARKUP: Final = re.compile(r"\]\([^)]*\)|:[a-z_]+/[a-z0-9_]+:|:[a-z]+\[|https?://\S+|`[^`]*`")
_HALF_WIDTH: Final = re.compile(r"(?<![A-Za-z0-9])[,;:?!()]|[,;:?!()](?![A-Za-z0-9])")
_FULL_WIDTH: Final = re.compile(r"[，；：？！（）。、]")


def half_width_marks(zh: str) -> str:
    """Half-width marks in a Chinese text that should be full width, in order of appearance.

    Marks between two ASCII letters or digits (``10:30``, ``1,000``), placeholders, links and icons stay.

    >>> half_width_marks("开播前(10:30)确认,共{count:,}件")
    '(),'
    """
    bare = _MARKUP.sub("字", _PLACEHOLDER.sub("字", zh))
    return "".join(_HALF_WIDTH.findall(bare))


def full_width_marks(en: str) -> str:
    """Full-width marks in an English text.

    >>> full_width_marks("Stock is locked，then confirmed.")
    '，'
    """
    return "".join(_FULL_WIDTH.findall(en))


def placeholders(sentence: str) -> frozenset[str] | None:
    """Names of the fields of a format string; None when it cannot be filled at all.

    >>> sorted(placeholders("{n} of {total:,}") or ())
    ['n', 'total']
    """
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
    except ValueError:
        return None
