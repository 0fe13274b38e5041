"""What a consultant's edits do to a proposal: kept over new score runs, and applied to what comes out."""

from collections.abc import Mapping
from dataclasses import replace

from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Post, Structure
from scoring.organization.advice import RightsLine

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

    A headcount replaces the computed one (0 drops the post); a rejected post is left out and its reports go
    to its boss; rejecting that a post of today is dropped keeps it, under its boss of today if there is one.
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
    ids = {post.id for post in kept}
    held = tuple(
        replace(post, reports_to=tuple(b for b in post.reports_to if b in ids), dotted=())
        for post in today.posts
        if post.id not in ids and refused(edits, post_line(post.id))
    )
    rights = tuple(
        replace(
            right,
            recommend=_without(right.recommend, gone),
            agree=_without(right.agree, gone),
            perform=_without(right.perform, gone),
            input=_without(right.input, gone),
            decide=_without(right.decide, gone),
        )
        for right in target.rights
    )
    return replace(target, posts=(*kept, *held), rights=rights)


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
    above = post.reports_to
    for _ in gone:
        if gone.isdisjoint(above):
            break
        above = tuple(dict.fromkeys(b for a in above for b in (bosses.get(a, ()) if a in gone else (a,))))
    return replace(
        post, reports_to=tuple(b for b in above if b not in gone), dotted=_without(post.dotted, gone)
    )


def _without(ids: tuple[str, ...], gone: set[str]) -> tuple[str, ...]:
    return tuple(one for one in ids if one not in gone)
