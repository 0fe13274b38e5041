"""Lines of text as operators of a PDF page: each line one text object, each run placed and shown.

ReportLab's own text objects measure and format every string anew, which took a third of drawing. Here a run
is split into font subsets once a file, and only what the page needs is written.
"""

from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics

from reports.text import Drawable, Run

_Pieces = tuple[tuple[str, str], ...]
"""Name of a font subset in the file, and the operator that shows the characters set in it."""


class Typesetter:
    """Writes lines that `reports.text.drawable` has split; the only place where text reaches a canvas.

    Parameters
    ----------
    canvas
        ReportLab's canvas, its origin at the lower left corner.
    """

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401  (ReportLab ships no types)
        self._canvas = canvas
        self._known: dict[tuple[str, str], _Pieces] = {}

    def write(self, line: Drawable, at: tuple[float, float], size: float, colour: Color) -> None:
        """Write one line, its left end and baseline at `at` (points, y upwards)."""
        code = [f"BT {colour.red:.6g} {colour.green:.6g} {colour.blue:.6g} rg"]
        font = ""
        for run in line.runs:
            code.append(f"1 0 0 1 {at[0] + run.offset * size:.5f} {at[1]:.3f} Tm")
            for name, shown in self._known.get((run.font, run.text)) or self._split(run):
                if name != font:
                    font = name
                    code.append(f"{name} {size:.4g} Tf")
                code.append(shown)
        code.append("ET")
        self._canvas._code.append(" ".join(code))  # noqa: SLF001  (its list of page operators)

    def _split(self, run: Run) -> _Pieces:
        """Part a run by the subsets of its font, which grow as characters are met."""
        font, document = pdfmetrics.getFont(run.font), self._canvas._doc  # noqa: SLF001
        pieces = tuple(
            (font.getSubsetInternalName(subset, document), f"({self._canvas._escape(codes)}) Tj")  # noqa: SLF001
            for subset, codes in font.splitString(run.text, document)
        )
        self._known[run.font, run.text] = pieces
        return pieces
