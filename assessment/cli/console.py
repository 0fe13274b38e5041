"""What a command says: sentences on stdout, failures and progress on stderr."""

import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tqdm import tqdm

from assessment.content.words import catalogue, say
from assessment.domain.text import Locale

Progress = Callable[[str, float], None]
_BAR: Final = "{desc} {percentage:3.0f}%|{bar}|"
_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class Console:
    """Speaks one language.

    `unasked` is the language that the next command speaks if nobody names one, None if that does not
    matter: where the two differ, suggested commands carry the language along.
    """

    locale: Locale
    unasked: Locale | None = None

    @property
    def language(self) -> str:
        """What stands behind ``python -m assessment`` in a suggested command.

        >>> Console("en", "zh").language, Console("zh", "zh").language
        (' --locale en', '')
        """
        return "" if self.unasked in (None, self.locale) else f" --locale {self.locale}"

    def words(self, key: str, **fields: object) -> str:
        """Return a sentence of the ``cli`` catalogue."""
        return say(self.locale, f"cli.{key}", language=self.language, **fields)

    def tell(self, key: str, **fields: object) -> None:
        """Print a sentence of the ``cli`` catalogue."""
        self.out(self.words(key, **fields))

    def out(self, text: str) -> None:
        """Print a line of the answer."""
        print(text)

    def err(self, text: str) -> None:
        """Print a line about what went wrong."""
        print(text, file=sys.stderr)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show a bar while something long runs; nothing is shown where nobody watches.

        The callback takes a stage code and the share done, 0-1.
        """
        known = catalogue(self.locale)
        with tqdm(total=_STEPS, bar_format=_BAR, leave=False, disable=None, file=sys.stderr) as bar:

            def move(stage: str, share: float) -> None:
                bar.set_description_str(known.get(f"cli.stage.{stage}", known["cli.stage.working"]))
                bar.n = round(_STEPS * share)
                bar.refresh()

            yield move


def padded(text: str, width: int) -> str:
    """Pad a text to a width; Chinese characters are two columns wide.

    >>> len(padded("AD", 26)), len(padded("广告", 26)), padded("long", 2)
    (26, 24, 'long')
    """
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(0, width - taken)
