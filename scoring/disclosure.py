"""What a group of peers may be told: never about single merchants, and nothing from which they follow.

Three rules (METHOD.md, peers): a group has at least ten merchants; the difference to any wider group that
could be told is 0 or at least ten merchants (complement rule), with and without the merchant under
assessment; no owner of several merchants makes up more than a quarter of a group.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from scoring.arrays import BoolArray

MIN_PEERS: Final = 10
"""Fewest merchants of a group about which anything is said."""
LARGEST_SHARE: Final = 0.25
"""The most that merchants of one owner may be of a group."""

GroupArray = NDArray[np.int32]
CodeArray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class CodedFacet(Sequence[str]):
    """One facet of a large panel: a code for each merchant, kept as its place in `codes`.

    `places` has shape (n_merchants,). A code may be "": not given.

    Examples
    --------
    >>> lead = CodedFacet.of(("F", "A", "F"))
    >>> list(lead), lead.among(("F", "S")).tolist()
    (['F', 'A', 'F'], [True, False, True])
    """

    codes: tuple[str, ...]
    places: CodeArray

    @classmethod
    def of(cls, values: Sequence[str]) -> "CodedFacet":
        """Code a sequence; a coded one is returned as it is."""
        if isinstance(values, CodedFacet):
            return values
        found: dict[str, int] = {}
        places = [found.setdefault(value, len(found)) for value in values]
        return cls(tuple(found), np.array(places, dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(self.codes[int(i)] for i in self.places[place])
        return self.codes[int(self.places[place])]

    def __iter__(self) -> Iterator[str]:
        return (self.codes[int(i)] for i in self.places)

    def among(self, wanted: Iterable[str]) -> BoolArray:
        """Tell which merchants have one of these codes, shape (n_merchants,)."""
        chosen = set(wanted)
        known = np.array([code in chosen for code in self.codes] or [False], dtype=np.bool_)
        return np.asarray(known[self.places])


def matches(facets: Mapping[str, str], filters: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether one merchant's facets pass the filters.

    Examples
    --------
    >>> matches({"category": "food"}, {"category": ("food", "home")}), matches({}, {"category": ("food",)})
    (True, False)
    """
    return all(facets.get(facet, "") in codes for facet, codes in filters.items())


def too_close(inner: int, outer: int) -> bool:
    """Tell whether the difference of two nested groups would speak of one to nine merchants.

    Examples
    --------
    >>> too_close(10, 10), too_close(10, 19), too_close(10, 20)
    (False, True, False)
    """
    return 0 < outer - inner < MIN_PEERS


def largest_group(groups: GroupArray | None, members: BoolArray) -> int:
    """Count the merchants of the largest owner in a group.

    Parameters
    ----------
    groups : number of the owner of each merchant, shape (n_merchants,); None: every merchant its own.
    members : the group, shape (n_merchants,).

    Returns
    -------
    0 for an empty group.

    Examples
    --------
    >>> largest_group(np.array([0, 1, 1, 2], dtype=np.int32), np.array([True, True, True, False]))
    2
    """
    if not members.any():
        return 0
    if groups is None:
        return 1
    return int(np.bincount(groups[members]).max())


def dominated(groups: GroupArray | None, members: BoolArray) -> bool:
    """Tell whether one owner has more than a quarter of a group (arguments of `largest_group`)."""
    return largest_group(groups, members) > LARGEST_SHARE * int(members.sum())
