"""Today against target: every post of both sides in exactly one change, headcounts adding up to the totals.

Posts are matched by kind. What has no counterpart is matched by duties: a kind that goes merges into the post
that takes most of what it did, splits over several new ones, or is dropped.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from assessment.domain.forms import Design, Driver
from assessment.domain.scenario import SalaryBand
from assessment.domain.structure import Post, Structure
from scoring.organization.advice import PostChange, PostChangeKind, StructureDifference
from scoring.organization.fact_keys import SUPERIOR_OPTIONS
from scoring.organization.lines import Lines, headcount, lines_of, total, total_outsourced
from scoring.organization.structure_figures import structure_figures

Sourcing = Literal["", "insourced", "outsourced"]
MOST: Final = 0.5
"""A post takes over from another when it has at least this part of its duties."""
SHARE_SLACK: Final = 0.02
"""An outsourced share that changes by less is only rounded."""
_EXACT: Final = 1e-9


@dataclass(slots=True)
class _Group:
    """Posts of both sides that belong together; filled while matching."""

    before: list[Post] = field(default_factory=list)
    after: list[Post] = field(default_factory=list)
    absorbed: bool = False
    divided: bool = False


def structure_difference(
    before: Structure,
    after: Structure,
    design: Design,
    drivers: Mapping[Driver, float],
    gmv_tier: str,
    salaries: Mapping[str, SalaryBand],
) -> StructureDifference:
    """Compare two organizations.

    Parameters
    ----------
    before, after : today's and the target; of several posts with one id the first counts.
    design, drivers, gmv_tier : as in `structure_figures`.
    salaries : the consultant's own bands by kind, yuan a month for one full-time equivalent, own or
        outsourced. There are no default figures.

    Returns
    -------
    StructureDifference
        Unknown and impossible headcounts count 0. Changes: ``kept``; ``changed`` (headcount or sourcing);
        ``moved`` (another boss, or another kind that takes over most of its duties; with nothing after it: a
        post above or beside the team that the target leaves out of the picture, nobody's job is cut);
        ``merged``, ``split``, ``new``, ``dropped``. Cost is the change of the headcount of each kind times
        its band, kinds without a band are named; None without bands.
    """
    old, new = lines_of(before), lines_of(after)
    groups = _groups(old, new, design)
    changes = tuple(_change(group, old, new) for group in groups)
    low, high, unpriced = _cost(old.posts.values(), new.posts.values(), salaries)
    return StructureDifference(
        changes=changes,
        fte_before=total(old.posts.values()),
        fte_after=total(new.posts.values()),
        before=structure_figures(before, design, drivers, gmv_tier),
        after=structure_figures(after, design, drivers, gmv_tier),
        cost_low=low,
        cost_high=high,
        unpriced=unpriced,
    )


def _groups(old: Lines, new: Lines, design: Design) -> list[_Group]:
    """Match posts: by id, by kind, then by duties."""
    groups: dict[str, _Group] = {}
    alone = list[_Group]()
    for post in new.posts.values():
        if post.kind:
            groups.setdefault(post.kind, _Group()).after.append(post)
        else:
            alone.append(_Group(after=[post]))
    gone: dict[str, list[Post]] = {}
    for post in old.posts.values():
        if post.kind in groups:
            groups[post.kind].before.append(post)
        elif post.kind:
            gone.setdefault(post.kind, []).append(post)
        else:
            alone.append(_same_id(post, alone))
    beside = {post.id for post in old.posts.values() if _beside(post, old)}
    _take_over(groups, gone, beside, design)
    left = [_Group(before=[post]) for posts in gone.values() for post in posts]
    return [group for group in (*groups.values(), *alone, *left) if group.before or group.after]


def _same_id(post: Post, alone: list[_Group]) -> _Group:
    """Join a post without a kind to the one of the same id on the other side."""
    for group in alone:
        if not group.before and group.after and group.after[0].id == post.id:
            alone.remove(group)
            return _Group(before=[post], after=group.after)
    return _Group(before=[post])


def _take_over(
    groups: dict[str, _Group], gone: dict[str, list[Post]], beside: set[str], design: Design
) -> None:
    """Give the duties of kinds that go to posts of the target; what is taken leaves `gone`."""
    duties = {kind.id: frozenset(kind.duties) for kind in design.kinds}
    for kind in list(gone):
        if all(post.id in beside for post in gone[kind]):
            continue
        mine = duties.get(kind, frozenset())
        shares = {one: len(mine & duties.get(one, frozenset())) for one in groups}
        best = max(shares, key=lambda one: shares[one], default="")
        fresh = [one for one, share in shares.items() if share and not groups[one].before]
        if best and mine and shares[best] >= MOST * len(mine):
            groups[best].before.extend(gone.pop(kind))
            groups[best].absorbed = True
        elif len(fresh) > 1:
            divided = _Group(before=gone.pop(kind), divided=True)
            for one in fresh:
                divided.after.extend(groups.pop(one).after)
            groups[fresh[0]] = divided


def _beside(post: Post, lines: Lines) -> bool:
    """Whether a post stands above or beside the team: a superior, or an uncounted head without a boss."""
    return post.kind in SUPERIOR_OPTIONS or (headcount(post) is None and post.id not in lines.boss)


def _change(group: _Group, old: Lines, new: Lines) -> PostChange:
    fte = total(group.before), total(group.after)
    part = total_outsourced(group.before), total_outsourced(group.after)
    sourcing = _sourcing(fte, part)
    return PostChange(
        change=_kind_of_change(group, old, new, same=abs(fte[1] - fte[0]) <= _EXACT and not sourcing),
        kind=(group.after or group.before)[0].kind,
        before=tuple(post.id for post in group.before),
        after=tuple(post.id for post in group.after),
        fte_before=fte[0],
        fte_after=fte[1],
        outsourced_before=part[0],
        outsourced_after=part[1],
        sourcing=sourcing,
    )


def _kind_of_change(group: _Group, old: Lines, new: Lines, *, same: bool) -> PostChangeKind:
    if not group.before:
        return "new"
    if not group.after:
        return "moved" if all(_beside(post, old) for post in group.before) else "dropped"
    if group.divided:
        return "split"
    kinds = {post.kind for post in group.before}
    if group.absorbed and len(kinds) > 1:
        return "merged"
    if group.absorbed or _other_boss(group, old, new):
        return "moved"
    return "kept" if same else "changed"


def _other_boss(group: _Group, old: Lines, new: Lines) -> bool:
    """Whether the kinds of the bosses have nothing in common; an unknown boss is no other one."""
    above = _boss_kinds(group.before, old), _boss_kinds(group.after, new)
    return all(above) and above[0].isdisjoint(above[1])


def _boss_kinds(posts: Iterable[Post], lines: Lines) -> set[str]:
    kinds = (lines.posts[lines.boss[post.id]].kind for post in posts if post.id in lines.boss)
    return {kind for kind in kinds if kind}


def _sourcing(fte: tuple[float, float], part: tuple[float, float]) -> Sourcing:
    """Tell whose staff it becomes: the outsourced share rises or falls, with somebody on both sides."""
    if min(fte) <= 0:
        return ""
    change = part[1] / fte[1] - part[0] / fte[0]
    if abs(change) <= SHARE_SLACK:
        return ""
    return "outsourced" if change > 0 else "insourced"


def _cost(
    before: Iterable[Post], after: Iterable[Post], salaries: Mapping[str, SalaryBand]
) -> tuple[float | None, float | None, tuple[str, ...]]:
    """Change of the monthly cost: low, high, and kinds whose headcount changes without a band."""
    if not salaries:
        return None, None, ()
    net: dict[str, float] = {}
    for kind, fte in _signed(before, after):
        net[kind] = net.get(kind, 0.0) + fte
    changed = {kind: fte for kind, fte in net.items() if abs(fte) > _EXACT}
    ends = [
        sorted((fte * salaries[kind].low, fte * salaries[kind].high))
        for kind, fte in changed.items()
        if kind in salaries
    ]
    unpriced = tuple(kind for kind in changed if kind not in salaries)
    return math.fsum(low for low, _ in ends), math.fsum(high for _, high in ends), unpriced


def _signed(before: Iterable[Post], after: Iterable[Post]) -> Iterator[tuple[str, float]]:
    for post in before:
        yield post.kind, -(headcount(post) or 0.0)
    for post in after:
        yield post.kind, headcount(post) or 0.0
