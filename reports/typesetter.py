"""Lines of text as operators of a PDF page: each line one text object, each run placed and shown.

ReportLab's own text objects measure and format every string anew, which took a third of drawing. Here a
character gets its place in a font subset once a file, a run is looked up as a whole, and only what the page
needs is written.
"""

import re
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics

from reports.ink import Ink
from reports.text import Drawable, Run

_Pieces = tuple[tuple[str, str], ...]
"""Name of a font subset in the file, and the operator that shows the characters set in it."""
_SUBSETS: Final = re.compile("|".join(f"[{chr(n << 8)}-{chr((n << 8) + 255)}]+" for n in range(128)))
"""Stretches of places in one subset; 32,768 characters are more than any font here has."""


class _Places(dict[int, int]):
    """Where a font's characters stand in this file: number of the subset times 256, plus the code in it."""

    def __init__(self, name: str, document: Any) -> None:  # noqa: ANN401  (ReportLab ships no types)
        self._font = pdfmetrics.getFont(name)
        self._document = document
        self.names: list[str] = []

    def settle(self, text: str) -> None:
        """Let ReportLab give each new character its place, in the order of appearance."""
        fresh = [c for c in dict.fromkeys(text) if ord(c) not in self]
        parts = self._font.splitString("".join(fresh), self._document)
        places = [subset * 256 + code for subset, codes in parts for code in codes]
        self.update(zip(map(ord, fresh), places, strict=True))
        for subset, _ in parts:
            while len(self.names) <= subset:
                self.names.append(self._font.getSubsetInternalName(len(self.names), self._document))


class Typesetter:
    """Writes lines that `reports.text.drawable` has split; the only place where text reaches a canvas.

    Parameters
    ----------
    canvas
        ReportLab's canvas, its origin at the lower left corner.
    ink
        Knows which colour and font are in force on the page.
    """

    def __init__(self, canvas: Any, ink: Ink) -> None:  # noqa: ANN401  (ReportLab ships no types)
        self._canvas = canvas
        self._ink = ink
        self._places: dict[str, _Places] = {}
        self._known: dict[tuple[str, str], _Pieces] = {}

    def write(self, line: Drawable, at: tuple[float, float], size: float, tint: str) -> None:
        """Write one line, its left end and baseline at `at` (points, y upwards)."""
        ink, y = self._ink, f"{at[1]:.2f}"
        code = [f"{ink.filled(tint)}BT"]
        for run in line.runs:
            code.append(f"1 0 0 1 {at[0] + run.offset * size:.3f} {y} Tm")
            for name, shown in self._known.get((run.font, run.text)) or self._split(run):
                code.append(f"{ink.lettered(f'{name} {size:.4g}')}{shown}")
        code.append("ET")
        ink.write(" ".join(code))

    def _split(self, run: Run) -> _Pieces:
        """Part a run by the subsets of its font, which grow as characters are met."""
        places = self._places.get(run.font)
        if places is None:
            places = self._places[run.font] = _Places(run.font, self._canvas._doc)  # noqa: SLF001
        if not places.keys() >= set(map(ord, run.text)):
            places.settle(run.text)
        escape, names = self._canvas._escape, places.names  # noqa: SLF001
        pieces = tuple(
            [
                (names[ord(part[0]) >> 8], f"({escape(part.encode('utf-16-le')[::2])}) Tj")
                for part in _SUBSETS.findall(run.text.translate(places))
            ]
        )
        self._known[run.font, run.text] = pieces
        return pieces
