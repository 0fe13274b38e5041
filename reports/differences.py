"""What changed between two wordings: whole words, whole numbers, and Chinese in runs of characters."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

ChangeKind = Literal["same", "removed", "added"]

_TOKENS: Final = re.compile(
    r"[+\-−]?\d+(?:[.,:/–-]\d+)*[%‰]?"  # a number with its decimals, its range, its sign
    r"|[^\W\d_\u3400-\u9fff]+(?:['’-][^\W\d_\u3400-\u9fff]+)*"  # a word in letters
    r"|\s+|.",  # blanks; one Chinese character, one mark
    re.DOTALL,
)
_LONGEST_ISLAND: Final = 1
"""Chinese characters that stand unchanged between two changes and are told as changed with them."""
_LONGEST_LINK: Final = 3
"""Letters of a single word ("of", "the") that are told so, too."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text: in both wordings, in the earlier one only, or in the later one only."""

    kind: ChangeKind
    text: str


def differences(before: str, after: str) -> tuple[Change, ...]:
    """Tell the difference of two wordings as stretches in reading order.

    Returns
    -------
    The texts of all ``same`` and ``removed`` stretches make up `before`, those of ``same`` and ``added`` make
    up `after`. No number is parted; a removed stretch comes before the added one that replaces it.

    >>> [(c.kind, c.text) for c in differences("得分2.41，差0.59", "得分2.8，差0.59")]
    [('same', '得分'), ('removed', '2.41'), ('added', '2.8'), ('same', '，差0.59')]
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found: list[Change] = []
    removed = added = ""
    for number, (step, a, b, c, d) in enumerate(steps):
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if step == "equal" and not (0 < number < len(steps) - 1 and _island(gone)):
            found += [Change("removed", removed), Change("added", added), Change("same", gone)]
            removed = added = ""
        else:
            removed, added = removed + gone, added + come
    found += [Change("removed", removed), Change("added", added)]
    return tuple(change for change in found if change.text)


def _island(text: str) -> bool:
    """Tell whether a stretch is too short to be told apart from the changes around it."""
    word = text.strip()
    if word.isascii():
        return not word or (word.isalpha() and len(word) <= _LONGEST_LINK)
    return len(text) <= _LONGEST_ISLAND
