"""Lines of text as operators of a PDF page: each line one text object, each run placed and shown.

ReportLab's own text objects measure and format every string anew, which took a third of drawing. Here a
character gets its code once a file, and only what the page needs is written.
"""

from typing import Any

from reportlab.pdfbase import pdfmetrics

from reports.fonts.composite import Codes
from reports.ink import Ink
from reports.text import Drawable


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
        self._fonts: dict[str, tuple[str, Codes]] = {}

    def write(self, line: Drawable, at: tuple[float, float], size: float, tint: str) -> None:
        """Write one line, its left end and baseline at `at` (points, y upwards)."""
        ink, y = self._ink, f"{at[1]:.2f}"
        code = [f"{ink.filled(tint)}BT"]
        for run in line.runs:
            name, codes = self._fonts.get(run.font) or self._open(run.font)
            place = f"1 0 0 1 {at[0] + run.offset * size:.3f} {y} Tm"
            code.append(f"{place} {ink.lettered(f'{name} {size:.4g}')}<{run.text.translate(codes)}> Tj")
        code.append("ET")
        ink.write(" ".join(code))

    def _open(self, font: str) -> tuple[str, Codes]:
        """Make a font part of the file."""
        document, found = self._canvas._doc, pdfmetrics.getFont(font)  # noqa: SLF001
        opened = self._fonts[font] = (found.getSubsetInternalName(0, document), found.codes(document))
        return opened
