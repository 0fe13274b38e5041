"""Which pages an edition has, and whose figures it withholds.

A page is one file in `reports/pages/`, which declares where it stands (`PageKind`); nothing else lists it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from assessment.domain.editions import Edition
from reports import pages
from reports.briefing import Briefing
from reports.document import Page

PageMaker = Callable[[Briefing], Page | tuple[Page, ...] | None]


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page: its id, its place among the others, the editions that have it unless told otherwise.

    `make` returns None, or no pages, where a run has nothing to say under this heading. `annex` pages lend
    their tables to the full edition's workbook even where they are not printed.
    """

    id: str
    place: int
    make: PageMaker
    editions: frozenset[Edition] = frozenset({"full"})
    annex: bool = False


@cache
def page_kinds() -> Mapping[str, PageKind]:
    """Every kind of page by id, in order of place: all that the modules of `reports.pages` declare."""
    found: list[PageKind] = []
    for module in iter_modules(pages.__path__):
        found += getattr(import_module(f"{pages.__name__}.{module.name}"), "KINDS", ())
    return MappingProxyType({kind.id: kind for kind in sorted(found, key=lambda kind: kind.place)})


def pages_of(edition: Edition) -> tuple[str, ...]:
    """Ids of the pages that an edition has by itself, in order."""
    return tuple(kind.id for kind in page_kinds().values() if edition in kind.editions)


@dataclass(frozen=True, slots=True)
class Suppression:
    """What an edition never prints, whatever the run holds.

    Figures of a rater role with fewer raters than `least_role` are withheld (the owner's and the
    consultant's own are theirs to show); item distributions of fewer answers than `least_item` likewise.
    """

    least_role: int
    least_item: int


SUPPRESSION: Final[Mapping[Edition, Suppression]] = MappingProxyType(
    {"full": Suppression(1, 1), "leadership": Suppression(3, 3), "board": Suppression(3, 3)}
)
"""The full edition stays with consultant and owner, who know a named wave; the others are passed on."""
