"""What a consultant's edits do to a proposal: kept over new score runs, and applied to what comes out."""

from collections.abc import Mapping
from dataclasses import replace

from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Agency, DecisionRight, Post, Structure
from scoring.organization.advice import RightsLine
from scoring.organization.lines import Lines, lines_of

TARGET_MARK = "t:"
"""Begins the id of a post of the target."""


def refused(edits: tuple[LineEdit, ...], line: str) -> bool:
    """Whether the consultant rejected a line."""
    return any(edit.line == line and edit.action == "rejected" for edit in edits)


def post_line(post_id: str) -> str:
    """Return the address of a post, of today's or of the target's organization.

    >>> post_line("t:host@live"), post_line("p3")
    ('post:host@live', 'post:p3')
    """
    return f"post:{post_id.removeprefix(TARGET_MARK)}"


def edited_settings(settings: Settings, edits: tuple[LineEdit, ...]) -> Settings:
    """Leave rejected initiatives out of the plan; one that is asked for in the scenario goes all the same."""
    rejected = (
        edit.line.removeprefix("initiative:")
        for edit in edits
        if edit.action == "rejected" and edit.line.startswith("initiative:")
    )
    skipped = dict.fromkeys((*settings.skipped, *rejected))
    return replace(settings, skipped=tuple(i for i in skipped if i not in settings.required))


def edited_target(target: Structure, today: Structure, edits: tuple[LineEdit, ...]) -> Structure:
    """Apply edits of posts.

    A headcount replaces the computed one (0 drops the post). A rejected post is left out: its reports go to
    its boss, who also decides what it would have decided (the top where it has none). Rejecting that a post
    of today is dropped keeps it, under the post of the target that is of its boss's kind, or a higher one, or
    the top; not where the target has posts of its kind all the same.
    """
    by_line = {edit.line: edit for edit in edits if edit.line.startswith("post:")}
    if not by_line:
        return target
    gone = {post.id for post in target.posts if _goes(by_line.get(post_line(post.id)))}
    bosses = {post.id: post.reports_to for post in target.posts}
    kept = tuple(
        _reattached(_counted(post, by_line.get(post_line(post.id))), gone, bosses)
        for post in target.posts
        if post.id not in gone
    )
    kinds = {post.kind for post in kept if post.kind}
    stay = tuple(p for p in today.posts if p.kind not in kinds and refused(edits, post_line(p.id)))
    held = tuple(_held(post, kept, target, lines_of(today)) for post in stay)
    top = next((post.id for post in (*kept, *held) if not post.reports_to), "")
    heirs = {one: _climbed((one,), gone, bosses) or ((top,) if top else ()) for one in gone}
    return replace(
        target,
        posts=(*kept, *held),
        agencies=(*target.agencies, *_agencies(held, target, today)),
        rights=tuple(_inherited(right, gone, heirs) for right in target.rights),
    )


def _held(post: Post, kept: tuple[Post, ...], target: Structure, lines: Lines) -> Post:
    """Put a post of today into the target."""
    ids = {one.kind: one for one in reversed(kept) if one.kind}
    above = [lines.posts[key].kind for key in lines.above(post.id)]
    top = next((one for one in kept if not one.reports_to), None)
    boss = next((ids[kind] for kind in above if kind in ids), top) if above else None
    team = boss.team if boss else post.team
    return replace(
        post,
        team=team if target.team(team) else "",
        reports_to=(boss.id,) if boss else (),
        dotted=(),
        appraised_by="",
    )


def _agencies(held: tuple[Post, ...], target: Structure, today: Structure) -> tuple[Agency, ...]:
    """Bring along the agencies behind posts of today that stay."""
    wanted = {post.agency for post in held} - {agency.id for agency in target.agencies}
    return tuple(agency for agency in today.agencies if agency.id in wanted)


def _inherited(right: DecisionRight, gone: set[str], heirs: Mapping[str, tuple[str, ...]]) -> DecisionRight:
    """Take posts that are gone out of a right; who decides instead neither agrees nor is asked."""
    decide = tuple(dict.fromkeys(one for d in right.decide for one in heirs.get(d, (d,))))
    without = gone.union(() if decide == right.decide else decide)
    return replace(
        right,
        recommend=_without(right.recommend, gone),
        agree=_without(right.agree, without),
        perform=_without(right.perform, gone),
        input=_without(right.input, without),
        decide=decide[:1] if decide != right.decide else decide,
    )


def with_rights(lines: tuple[RightsLine, ...], edits: tuple[LineEdit, ...]) -> tuple[RightsLine, ...]:
    """Leave rights as they are today where the consultant rejected the change."""
    return tuple(
        replace(line, target=line.today, moves=()) if refused(edits, f"right:{line.decision}") else line
        for line in lines
    )


def moved_lines(bases: Mapping[str, str], edits: tuple[LineEdit, ...]) -> tuple[str, ...]:
    """Name the edited lines whose ground is another one now, or that are no longer proposed.

    Parameters
    ----------
    bases : digest of the ground of every line as it is now.
    edits : what was edited, each with the digest of then ("" never reminds).
    """
    return tuple(edit.line for edit in edits if edit.basis and bases.get(edit.line) != edit.basis)


def _goes(edit: LineEdit | None) -> bool:
    return edit is not None and (edit.action == "rejected" or edit.fte == 0)


def _counted(post: Post, edit: LineEdit | None) -> Post:
    if edit is None or edit.fte is None:
        return post
    return replace(post, fte=edit.fte, outsourced_fte=min(post.outsourced_fte, edit.fte))


def _reattached(post: Post, gone: set[str], bosses: Mapping[str, tuple[str, ...]]) -> Post:
    """Lead solid lines past posts that are gone to the next boss who stays; dotted ones end."""
    return replace(
        post, reports_to=_climbed(post.reports_to, gone, bosses), dotted=_without(post.dotted, gone)
    )


def _climbed(ids: tuple[str, ...], gone: set[str], bosses: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Replace posts that are gone by the next bosses who stay."""
    for _ in gone:
        if gone.isdisjoint(ids):
            break
        ids = tuple(dict.fromkeys(b for a in ids for b in (bosses.get(a, ()) if a in gone else (a,))))
    return _without(ids, gone)


def _without(ids: tuple[str, ...], gone: set[str]) -> tuple[str, ...]:
    return tuple(one for one in ids if one not in gone)
