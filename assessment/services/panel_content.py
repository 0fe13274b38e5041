"""Between files, stored epochs and what scoring compares with. Names and codes end here.

A member is known by a keyed digest of its code and an owner by one of the name: the key is the panel's own
salt, so that members can be counted against the epoch before, and nobody is found in another panel.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.domain.engagement import Merchant
from assessment.intake.panels import FACETS, SCORES, PanelRow, code_key, name_key
from assessment.storage.panel_store import EpochContent, EpochRecord, PanelRecord
from scoring.arrays import FloatArray
from scoring.benchmark import Panel
from scoring.disclosure import CodedFacet
from scoring.scales import OVERALL_ID

KEY_BYTES: Final = 12
"""96 bits: two of 100,000 merchants are taken for one with a probability below 1e-19."""
DIMENSIONS_FOR_OVERALL: Final = 4
"""A panel with dimension scores only gets an overall score where so many of five are there."""
_FLOAT: Final = "<f8"


@dataclass(frozen=True, slots=True)
class Member:
    """One merchant on its way into an epoch: keys instead of names, facet codes in the order of `FACETS`."""

    key: bytes
    owner: bytes
    facets: tuple[str, ...]
    scores: tuple[float | None, ...]
    errors: tuple[float | None, ...] = ()


def member_key(salt: bytes, code: str) -> bytes:
    """Keyed digest of a merchant's code."""
    return _keyed(salt, f"code:{code_key(code)}")


def owner_key(salt: bytes, name: str, code: str) -> bytes:
    """Keyed digest of a merchant's folded name; without a name it is its own owner."""
    folded = name_key(name)
    return _keyed(salt, f"name:{folded}") if folded else member_key(salt, code)


def _keyed(salt: bytes, text: str) -> bytes:
    return hashlib.blake2b(text.encode(), key=salt, digest_size=KEY_BYTES).digest()


def members_of(rows: Iterable[PanelRow], salt: bytes) -> tuple[Member, ...]:
    """Take names and codes out of the rows of a file; rows without any score are no members."""
    return tuple(
        Member(member_key(salt, row.code), owner_key(salt, row.name, row.code), row.facets, row.scores)
        for row in rows
        if any(score is not None for score in row.scores)
    )


def content_from(members: Sequence[Member], scale_ids: tuple[str, ...]) -> EpochContent:
    """Freeze members into the content of an epoch, in the order of their keys and not of the file."""
    ordered = sorted(members, key=lambda member: member.key)
    n = len(ordered)
    scores = _matrix([member.scores for member in ordered], n)
    errors = _matrix([member.errors for member in ordered], n) if any(m.errors for m in ordered) else None
    return EpochContent(
        scale_ids=scale_ids,
        key_bytes=KEY_BYTES,
        members=b"".join(member.key for member in ordered),
        owners=b"".join(member.owner for member in ordered),
        facets={
            name: _coded([member.facets[place] for member in ordered]) for place, name in enumerate(FACETS)
        },
        scores=scores.astype(_FLOAT).tobytes(),
        errors=b"" if errors is None else errors.astype(_FLOAT).tobytes(),
    )


def file_content(members: Sequence[Member]) -> EpochContent:
    """Freeze the members of a file: five dimensions, errors of measurement unknown."""
    return content_from(members, tuple(SCORES.values()))


def _matrix(rows: Sequence[tuple[float | None, ...]], n: int) -> FloatArray:
    return np.array(rows, dtype=np.float64).reshape(n, -1)  # None becomes NaN


def _coded(values: Sequence[str]) -> tuple[tuple[str, ...], bytes]:
    facet = CodedFacet.of(values)
    return facet.codes, facet.places.tobytes()


def panel_from(
    panel: PanelRecord, epoch: EpochRecord, content: EpochContent, merchant: Merchant | None
) -> Panel:
    """Build what scoring compares a merchant with: the epoch without the merchant itself and its owner's.

    A panel with dimension scores only gets an overall score, the mean of its dimensions where at least four
    of five are there.
    """
    keep = ~own_rows(panel, content, merchant)
    scores, errors = _scores(content)
    names = content.scale_ids
    if OVERALL_ID not in names:
        names = (OVERALL_ID, *names)
        scores = np.column_stack([_overall(scores), scores])
        errors = np.column_stack([np.full(len(errors), np.nan), errors])
    facets = {
        name: CodedFacet(codes, np.frombuffer(places, dtype=np.uint8))
        for name, (codes, places) in content.facets.items()
    }
    scores, errors = scores[keep], errors[keep]
    scores.setflags(write=False)
    errors.setflags(write=False)
    return Panel(
        name=panel.name,
        epoch=str(epoch.number),
        demo=panel.demo,
        scale_ids=names,
        scores=scores,
        standard_errors=errors,
        facets={name: CodedFacet(facet.codes, facet.places[keep]) for name, facet in facets.items()},
        groups=_numbered(content)[keep],
        own=tuple({name: facet[int(row)] for name, facet in facets.items()} for row in np.flatnonzero(~keep)),
        as_of=epoch.as_of,
        source=epoch.source,
        digest=epoch.digest,
        id=epoch.id,
    )


def own_rows(panel: PanelRecord, content: EpochContent, merchant: Merchant | None) -> NDArray[np.bool_]:
    """Tell which members are the merchant itself or have its name, shape (n_merchants,)."""
    if merchant is None:
        return np.zeros(content.n, dtype=np.bool_)
    itself = member_key(panel.salt, merchant.id)
    owner = owner_key(panel.salt, merchant.name, merchant.id)
    return _equal(content.members, itself) | _equal(content.owners, owner)


def _equal(column: bytes, key: bytes) -> NDArray[np.bool_]:
    table = np.frombuffer(column, dtype=np.uint8).reshape(-1, KEY_BYTES)
    return np.asarray((table == np.frombuffer(key, dtype=np.uint8)).all(axis=1))


def _scores(content: EpochContent) -> tuple[FloatArray, FloatArray]:
    shape = (content.n, len(content.scale_ids))
    scores = np.frombuffer(content.scores, dtype=_FLOAT).reshape(shape).astype(np.float64)
    if not content.errors:
        return scores, np.full(shape, np.nan)
    return scores, np.frombuffer(content.errors, dtype=_FLOAT).reshape(shape).astype(np.float64)


def _overall(scores: FloatArray) -> FloatArray:
    """Mean of the dimensions that are there, NaN under four."""
    known = np.isfinite(scores)
    count = known.sum(axis=1)
    total = np.where(known, scores, 0.0).sum(axis=1)
    return np.where(count >= DIMENSIONS_FOR_OVERALL, total / np.maximum(count, 1), np.nan)


def _numbered(content: EpochContent) -> NDArray[np.int32]:
    found: dict[bytes, int] = {}
    numbers = [found.setdefault(key, len(found)) for key in content.keys(content.owners)]
    return np.array(numbers, dtype=np.int32)
