"""Names of archetypes by rule, never by hand: the level of the centroid and the dimensions that stick out.

Symbols: m_k mean of centroid k over the dimensions; M, S_M mean and standard deviation over merchants of
their own mean; d_kj = (mu_kj - m_k) - D_j, where D_j is the merchants' average of the same deviation; S_j
its standard deviation over merchants. Level: z = (m_k - M) / S_M below -0.5 early, above 0.5 advanced, else
growing. Dimension j is ahead where d_kj / S_j > 0.5 and behind where it is < -0.5. Measured against the
merchants' usual profile, a dimension in which everybody is weak makes nobody "lagging". METHOD.md section 8.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from assessment.domain.organization import ArchetypeWords
from assessment.domain.text import LOCALES, LocalizedText
from scoring.arrays import FloatArray

STANDS_OUT: Final = 0.5
"""Standard deviations from the middle at which a level or a dimension is spoken of."""
_AT_MOST: Final = 2
_NO_SPREAD: Final = 1e-9


@dataclass(frozen=True, slots=True)
class ArchetypeName:
    """Id, name and description of one archetype."""

    id: str
    name: LocalizedText
    description: LocalizedText


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rule sees: level, dimensions ahead and behind (strongest first, at most two of each)."""

    level: str
    ahead: tuple[str, ...]
    behind: tuple[str, ...]


def readings(rows: FloatArray, centers: FloatArray, dimensions: Sequence[str]) -> tuple[Reading, ...]:
    """Read every centroid against the merchants.

    Parameters
    ----------
    rows : complete scores of merchants, shape (n, d).
    centers : centroids, shape (k, d).
    dimensions : ids of the columns.

    Examples
    --------
    >>> rows = np.array([[1.0, 3.0], [3.0, 1.0], [3.0, 5.0], [5.0, 3.0]])
    >>> readings(rows, np.array([[5.0, 3.0]]), ("CO", "PR"))
    (Reading(level='advanced', ahead=('CO',), behind=('PR',)),)
    """
    means, shapes = _split(rows)
    levels, profiles = _split(centers)
    level_z = _standardized(levels, means)
    shape_z = _standardized(profiles, shapes)
    return tuple(
        Reading(_level(float(z)), _sticking_out(row, dimensions), _sticking_out(-row, dimensions))
        for z, row in zip(level_z, shape_z, strict=True)
    )


def _split(scores: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Own mean, shape (n,), and deviations from it, shape (n, d)."""
    means = scores.mean(axis=1)
    return means, scores - means[:, None]


def _standardized(values: FloatArray, merchants: FloatArray) -> FloatArray:
    """Distance from the merchants' mean in their standard deviations; 0 where they do not differ."""
    spread = merchants.std(axis=0)
    distance = values - merchants.mean(axis=0)
    return np.asarray(np.where(spread > _NO_SPREAD, distance / np.maximum(spread, _NO_SPREAD), 0.0))


def _level(z: float) -> str:
    if z < -STANDS_OUT:
        return "early"
    return "advanced" if z > STANDS_OUT else "growing"


def _sticking_out(row: FloatArray, dimensions: Sequence[str]) -> tuple[str, ...]:
    order = np.argsort(-row, kind="stable")[:_AT_MOST]
    return tuple(dimensions[j] for j in order if row[j] > STANDS_OUT)


def named(
    rows: FloatArray, centers: FloatArray, dimensions: Sequence[str], words: ArchetypeWords
) -> tuple[ArchetypeName, ...]:
    """Name every archetype, no name twice.

    A name says what is ahead; only where nothing is, what is behind; "balanced" where neither. Archetypes
    that would share a name say both, and those that still share one are numbered from the lowest mean up.

    Raises
    ------
    KeyError
        There are no words for a dimension.
    """
    found = readings(rows, centers, dimensions)
    names = [_name(one, words, in_full=False) for one in found]
    names = _where_shared(names, [_name(one, words, in_full=True) for one in found])
    names = _numbered(names, centers, words)
    return tuple(
        ArchetypeName(_id_of(name.en), name, _description(one, words))
        for name, one in zip(names, found, strict=True)
    )


def _where_shared(names: list[LocalizedText], longer: list[LocalizedText]) -> list[LocalizedText]:
    count = Counter(name.en for name in names)
    return [long if count[name.en] > 1 else name for name, long in zip(names, longer, strict=True)]


def _numbered(names: list[LocalizedText], centers: FloatArray, words: ArchetypeWords) -> list[LocalizedText]:
    """Tell equal names apart by numbers from the lowest mean up."""
    count, seen = Counter(name.en for name in names), Counter[str]()
    out = list(names)
    for k in np.argsort(centers.mean(axis=1), kind="stable"):
        key = names[k].en
        seen[key] += 1
        if count[key] > 1:
            out[k] = _filled(words, "numbered", name=names[k], n=seen[key])
    return out


def _name(reading: Reading, words: ArchetypeWords, *, in_full: bool) -> LocalizedText:
    parts = [_group(words, "ahead", reading.ahead)] if reading.ahead else []
    if reading.behind and (in_full or not parts):
        parts.append(_group(words, "behind", reading.behind))
    shape = _joined(words, "both", parts) if parts else words.patterns["balanced"]
    name = _filled(words, "name", shape=shape, level=words.levels[reading.level])
    return LocalizedText(name.zh, _capital(name.en))


def _group(words: ArchetypeWords, side: str, ids: tuple[str, ...]) -> LocalizedText:
    fields = {key: words.dimensions[one].name for key, one in zip("ab", ids, strict=False)}
    return _filled(words, f"{side}_{'one' if len(ids) == 1 else 'two'}", **fields)


def _description(reading: Reading, words: ArchetypeWords) -> LocalizedText:
    parts = [words.dimensions[one].ahead for one in reading.ahead]
    parts += [words.dimensions[one].behind for one in reading.behind]
    shape = _joined(words, "meanings", parts) if parts else words.patterns["balanced_meaning"]
    level = words.level_meanings[reading.level]
    return _filled(words, "description", level=level, shape=LocalizedText(shape.zh, _capital(shape.en)))


def _joined(words: ArchetypeWords, pattern: str, parts: Sequence[LocalizedText]) -> LocalizedText:
    whole = parts[0]
    for part in parts[1:]:
        whole = _filled(words, pattern, a=whole, b=part)
    return whole


def _filled(words: ArchetypeWords, pattern: str, **fields: LocalizedText | int) -> LocalizedText:
    """Fill a pattern in every language."""
    text = {
        locale: words.patterns[pattern]
        .get(locale)
        .format(**{k: v.get(locale) if isinstance(v, LocalizedText) else v for k, v in fields.items()})
        for locale in LOCALES
    }
    return LocalizedText(**text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _id_of(name: str) -> str:
    """Make an id of an English name.

    >>> _id_of("Goods- and media-led, growing (2)")
    'goods_and_media_led_growing_2'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
