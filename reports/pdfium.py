"""One lock for everybody who reads a PDF with PDFium, which may not work in two threads at a time."""

from threading import RLock
from typing import Final

PDFIUM: Final = RLock()
"""Hold it from opening a file until it is closed."""
