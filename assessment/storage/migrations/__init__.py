"""Steps from one schema to the next; `HEAD` is the revision that this version of the code reads."""

from typing import Final

HEAD: Final = "0006"
