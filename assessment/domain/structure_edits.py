"""What somebody can do to an organization: each operation takes a structure and gives back a new one.

Nothing dangles afterwards that did not dangle before, and headcount is neither made nor lost by moving,
merging or splitting. Impossible figures that were typed stay as they are: the checks name their cell.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Final, Literal

from assessment.domain.errors import ReportingCycle, SplitImpossible, StructureFull
from assessment.domain.structure import (
    LETTERS,
    MAX_AGENCIES,
    MAX_POSTS,
    MAX_ROOMS,
    MAX_TEAMS,
    Agency,
    DecisionRight,
    Post,
    Room,
    Structure,
    Team,
)

Sheet = Literal["posts", "teams", "rooms", "agencies", "rights"]
Entry = Post | Team | Room | Agency | DecisionRight

SHEETS: Final[tuple[Sheet, ...]] = ("posts", "teams", "rooms", "agencies", "rights")
LIMITS: Final = {"posts": MAX_POSTS, "teams": MAX_TEAMS, "rooms": MAX_ROOMS, "agencies": MAX_AGENCIES}
PREFIXES: Final = {"posts": "p", "teams": "t", "rooms": "r", "agencies": "a"}


# ---- looking ----


def key_of(entry: Entry) -> str:
    """Id of an entry; that of a decision right is its decision."""
    return entry.decision if isinstance(entry, DecisionRight) else entry.id


def entries(structure: Structure, sheet: Sheet) -> tuple[Entry, ...]:
    """Return all entries of a sheet."""
    found: tuple[Entry, ...] = getattr(structure, sheet)
    return found


def new_id(structure: Structure, sheet: Sheet) -> str:
    """Return an id that no entry of the sheet has.

    >>> new_id(Structure(posts=(Post("p1", "host"), Post("p3", "lead"))), "posts")
    'p4'
    """
    prefix = PREFIXES[sheet]
    taken = {key_of(entry) for entry in entries(structure, sheet)}
    number = 1 + max((int(i[1:]) for i in taken if i[:1] == prefix and i[1:].isdecimal()), default=0)
    return f"{prefix}{number}"


def below(structure: Structure, post_id: str) -> frozenset[str]:
    """Ids of all posts below a post along solid lines; the post itself only where lines run in a circle.

    >>> sorted(below(Structure(posts=(Post("a", ""), Post("b", "", reports_to=("a",)))), "a"))
    ['b']
    """
    under: dict[str, list[str]] = {}
    for post in structure.posts:
        for boss in post.reports_to:
            under.setdefault(boss, []).append(post.id)
    found: set[str] = set()
    waiting = list(under.get(post_id, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += under.get(one, ())
    return frozenset(found)


def touched(before: Structure, after: Structure) -> frozenset[tuple[Sheet, str]]:
    """Sheet and id of every entry that differs between two states of one organization."""
    found: set[tuple[Sheet, str]] = set()
    for sheet in SHEETS:
        old = {key_of(entry): entry for entry in entries(before, sheet)}
        new = {key_of(entry): entry for entry in entries(after, sheet)}
        found |= {(sheet, key) for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    return frozenset(found)


def dangling(structure: Structure) -> frozenset[tuple[Sheet, str, str]]:
    """Sheet, entry and id of every reference that leads nowhere."""
    posts = {post.id for post in structure.posts}
    teams = {team.id for team in structure.teams}
    agencies = {agency.id for agency in structure.agencies}
    found: set[tuple[Sheet, str, str]] = set()
    for post in structure.posts:
        people = {*post.reports_to, *post.dotted, post.appraised_by}
        lost = (people - posts) | ({post.team} - teams) | ({post.agency} - agencies)
        found |= {("posts", post.id, one) for one in lost if one}
    found |= {("teams", t.id, t.parent) for t in structure.teams if t.parent and t.parent not in teams}
    for right in structure.rights:
        named = {one for letter in LETTERS for one in right.posts(letter)}
        found |= {("rights", right.decision, one) for one in named - posts}
    return frozenset(found)


# ---- posts ----


def add_post(structure: Structure, post: Post) -> Structure:
    """Add a post. Raises StructureFull at the limit, ValueError when the id is taken."""
    return add_entry(structure, "posts", post)


def change_post(structure: Structure, post: Post) -> Structure:
    """Put a post in place of the one with its id; without one, nothing changes.

    Raises ReportingCycle when its new solid line would end below itself.
    """
    old = structure.post(post.id)
    if old is None:
        return structure
    under = below(structure, post.id) | {post.id}
    if any(boss in under for boss in post.reports_to if boss not in old.reports_to):
        raise ReportingCycle
    return change_entry(structure, "posts", post)


def move_post(
    structure: Structure, post_id: str, *, boss: str | None = None, team: str | None = None
) -> Structure:
    """Give a post another boss or team, or both; None leaves one as it is and "" takes it away.

    The posts below move along. Raises ReportingCycle when the boss is the post or stands below it.
    """
    post = structure.post(post_id)
    if post is None:
        return structure
    lines = post.reports_to if boss is None else ((boss,) if boss else ())
    moved = replace(
        post,
        reports_to=lines,
        dotted=tuple(one for one in post.dotted if one not in lines),
        team=post.team if team is None else team,
    )
    return change_post(structure, moved)


def merge_posts(structure: Structure, kept_id: str, others: Iterable[str]) -> Structure:
    """Merge other posts into one, which keeps its kind, name and team.

    Headcount adds up: what is known is kept, and the sum is unknown only when all parts are. Whoever
    reported to a merged post reports to the kept one, and every other reference follows. The merged post
    reports to whom the highest of its parts reported to.
    """
    kept = structure.post(kept_id)
    members = [post for post in structure.posts if post.id in {*others, kept_id}]
    if kept is None or len(members) < 2:  # noqa: PLR2004 - one post is nothing to merge
        return structure
    ids = {post.id for post in members}
    ordered = [kept, *(post for post in members if post is not kept)]
    head = next((post for post in ordered if not ids & set(_above(structure, post.id)) - {post.id}), kept)
    known = [post.fte for post in ordered if post.fte is not None]
    bosses = tuple(one for one in head.reports_to if one not in ids)
    dotted = dict.fromkeys(one for post in ordered for one in post.dotted)
    merged = replace(
        kept,
        fte=sum(known) if known else None,
        outsourced_fte=sum(post.outsourced_fte for post in ordered),
        reports_to=bosses,
        dotted=tuple(one for one in dotted if one not in ids and one not in bosses),
        appraised_by="" if kept.appraised_by in ids else kept.appraised_by,
        agency=next((post.agency for post in ordered if post.agency), ""),
    )
    rest = tuple(
        merged if post is kept else _follow(post, ids, kept_id)
        for post in structure.posts
        if post is kept or post.id not in ids
    )
    rights = tuple(
        _map_right(right, lambda one: kept_id if one in ids else one) for right in structure.rights
    )
    return replace(structure, posts=rest, rights=rights)


def split_post(structure: Structure, post_id: str, fte: float, *, name: str = "") -> Structure:
    """Cut `fte` of a post off into a new one beside it, with the same kind, team, boss and lines.

    Outsourced headcount goes along in proportion; whoever reports to the post stays with it. Raises
    SplitImpossible unless 0 < fte < the known headcount; StructureFull at the limit.
    """
    post = structure.post(post_id)
    if post is None or post.fte is None or not 0 < fte < post.fte:
        raise SplitImpossible
    outside = post.outsourced_fte * fte / post.fte
    part = replace(
        post, id=new_id(structure, "posts"), name=name or post.name, fte=fte, outsourced_fte=outside
    )
    rest = replace(post, fte=post.fte - fte, outsourced_fte=post.outsourced_fte - outside)
    grown = add_post(change_entry(structure, "posts", rest), part)
    at = next(i for i, one in enumerate(grown.posts) if one.id == post_id) + 1
    return replace(grown, posts=(*grown.posts[:at], part, *grown.posts[at:-1]))


def delete_post(structure: Structure, post_id: str) -> Structure:
    """Take a post away: its reports go to its boss, and nothing refers to it any more."""
    gone = structure.post(post_id)
    if gone is None:
        return structure
    heirs = tuple(one for one in gone.reports_to if one != post_id)
    posts = tuple(_bereave(post, post_id, heirs) for post in structure.posts if post.id != post_id)
    rights = tuple(_map_right(right, lambda one: "" if one == post_id else one) for right in structure.rights)
    return replace(structure, posts=posts, rights=rights)


# ---- teams and the other sheets ----


def add_entry(structure: Structure, sheet: Sheet, entry: Post | Team | Room | Agency) -> Structure:
    """Add an entry at the end of its sheet. Raises StructureFull, ValueError when the id is taken."""
    present = entries(structure, sheet)
    if len(present) >= LIMITS[sheet]:
        raise StructureFull(limit=LIMITS[sheet])
    if any(key_of(one) == entry.id for one in present):
        raise ValueError(entry.id)
    return _with(structure, sheet, (*present, entry))


def change_entry(structure: Structure, sheet: Sheet, entry: Entry) -> Structure:
    """Put an entry in place of the one with its id; rights of a decision not yet told are added."""
    present = entries(structure, sheet)
    key = key_of(entry)
    if sheet == "rights" and all(key_of(one) != key for one in present):
        present = (*present, entry)
    return _with(structure, sheet, tuple(entry if key_of(one) == key else one for one in present))


def delete_entry(structure: Structure, sheet: Sheet, key: str) -> Structure:
    """Take an entry away with every reference to it; posts and teams hand on what hangs on them."""
    if sheet == "posts":
        return delete_post(structure, key)
    if sheet == "teams":
        return delete_team(structure, key)
    left = _with(structure, sheet, tuple(one for one in entries(structure, sheet) if key_of(one) != key))
    if sheet != "agencies":
        return left
    posts = tuple(replace(post, agency="") if post.agency == key else post for post in left.posts)
    return replace(left, posts=posts)


def delete_team(structure: Structure, team_id: str) -> Structure:
    """Take a team away: what lies in it moves into the team around it."""
    gone = structure.team(team_id)
    if gone is None:
        return structure
    around = "" if gone.parent == team_id else gone.parent
    teams = tuple(
        replace(team, parent=around) if team.parent == team_id else team
        for team in structure.teams
        if team.id != team_id
    )
    posts = tuple(replace(post, team=around) if post.team == team_id else post for post in structure.posts)
    return replace(structure, teams=teams, posts=posts)


# ---- parts ----


def _with(structure: Structure, sheet: Sheet, found: tuple[Entry, ...]) -> Structure:
    known = {one.name: getattr(structure, one.name) for one in fields(structure)}
    return Structure(**{**known, sheet: found})


def _above(structure: Structure, post_id: str) -> frozenset[str]:
    """Ids of all posts above a post along solid lines."""
    found: set[str] = set()
    waiting = [post_id]
    while waiting:
        post = structure.post(waiting.pop())
        for boss in post.reports_to if post is not None else ():
            if boss not in found:
                found.add(boss)
                waiting.append(boss)
    return frozenset(found)


def _follow(post: Post, gone: set[str], kept: str) -> Post:
    """Let a post's references to merged posts lead to the kept one."""

    def moved(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kept if one in gone else one for one in ids))

    lines = moved(post.reports_to)
    return replace(
        post,
        reports_to=lines,
        dotted=tuple(one for one in moved(post.dotted) if one not in lines),
        appraised_by=kept if post.appraised_by in gone else post.appraised_by,
    )


def _bereave(post: Post, gone: str, heirs: tuple[str, ...]) -> Post:
    """Let a post report to the boss of its deleted boss."""
    lines: list[str] = []
    for one in post.reports_to:
        lines += [heir for heir in heirs if heir != post.id] if one == gone else [one]
    return replace(
        post,
        reports_to=tuple(dict.fromkeys(lines)),
        dotted=tuple(one for one in post.dotted if one != gone and one not in lines),
        appraised_by="" if post.appraised_by == gone else post.appraised_by,
    )


def _map_right(right: DecisionRight, change: Callable[[str], str]) -> DecisionRight:
    """Change every post that a right names; "" leaves it out, and nobody is named twice."""
    named = {
        letter: tuple(dict.fromkeys(one for one in map(change, right.posts(letter)) if one))
        for letter in LETTERS
    }
    return replace(right, **named)  # type: ignore[arg-type]  # the letters are fields
