"""What a command says: sentences on stdout, failures and progress on stderr."""

import sys
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
    """Speaks one language."""

    locale: Locale

    def words(self, key: str, **fields: object) -> str:
        """Return a sentence of the ``cli`` catalogue."""
        return say(self.locale, f"cli.{key}", **fields)

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
