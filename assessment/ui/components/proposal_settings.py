"""The fields of a what-if: form, caps, targets, mix, posts, initiatives that must or must not be in."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

import streamlit as st

from assessment.domain.scenario import QUARTERS, Caps, PostTarget, Settings
from assessment.domain.structure import MAX_FTE
from assessment.ui import session
from assessment.ui.components import proposal_draft, proposal_plan, rows
from assessment.ui.components.proposal_view import Board, say
from assessment.ui.messages import labels, plain

AS_RECOMMENDED: Final = ""
WAN: Final = 10_000.0
"""Cash is typed in units of 10,000 yuan."""
MOST_DAYS: Final = 10_000.0
MOST_CASH: Final = 100_000.0
MOST_COUNT: Final = 100.0
WHOLE: Final = 100.0
MIX_TOLERANCE: Final = 1.0
"""Percentage points by which a mix of rounded shares may miss 100."""


def draw(board: Board) -> None:
    """Draw all fields; the ones used most stand open."""
    _form(board)
    with st.expander(say("set.caps"), expanded=True, key="set-caps"):
        _caps(board)
    for name, group in (("mix", _mix), ("targets", _targets), ("posts", _posts), ("initiatives", _choices)):
        with st.expander(say(f"set.{name}"), key=f"set-{name}"):
            group(board)


def problem(board: Board) -> bool:
    """Say what cannot be computed with as it stands; the last computable settings stay on trial."""
    total = _mix_total(board)
    if total is not None and abs(total - WHOLE) > MIX_TOLERANCE:
        st.warning(plain(say("set.mix_sum", total=f"{total:g}")), icon=":material/percent:")
        return True
    return False


# ---- what all fields share ----


def _number(
    board: Board,
    name: str,
    value: float | None,
    label: str,
    act: Callable[[Board], None],
    step: float = 1.0,
) -> None:
    """Draw a number without the widget's own limits: it would refuse a number in English only."""
    key = proposal_draft.key(board, name)
    session.seed(key, None if value is None else float(value))
    st.number_input(
        label,
        value=None,
        step=step,
        format="%g",
        placeholder=say("set.no_limit"),
        key=key,
        on_change=act,
        args=(board,),
    )


def _typed(board: Board, name: str, most: float, least: float = 0.0) -> float | None:
    """Read a number, moved to the nearest one allowed; anything else is none."""
    value = session.widget(proposal_draft.key(board, name))
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(min(max(value, least), most))


def _several(board: Board, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Read a choice of several, leaving out what was never offered."""
    value = session.widget(proposal_draft.key(board, name))
    known = set(allowed)
    return tuple(one for one in value if one in known) if isinstance(value, list | tuple) else ()


def _multiselect(
    board: Board,
    name: str,
    options: tuple[str, ...],
    chosen: Iterable[str],
    word: Callable[[str], str],
    act: Callable[[Board], None],
) -> None:
    key = proposal_draft.key(board, f"{name}-{session.locale()}")
    session.seed(key, [one for one in chosen if one in options] or None)
    st.multiselect(
        say(f"set.{name}_label"),
        options,
        format_func=labels(options, word),
        placeholder=say("set.choose"),
        key=key,
        on_change=act,
        args=(board,),
    )


def _in_language(name: str) -> str:
    return f"{name}-{session.locale()}"


# ---- form ----


def _form(board: Board) -> None:
    options = (AS_RECOMMENDED, *(form.id for form in board.design.forms))
    key = proposal_draft.key(board, _in_language("form"))
    session.seed(key, proposal_draft.of(board).form or AS_RECOMMENDED)
    st.selectbox(
        say("set.form"),
        options,
        format_func=labels(options, lambda one: board.form(one) if one else say("set.form_recommended")),
        filter_mode=None,
        key=key,
        on_change=_form_changed,
        args=(board,),
    )


def _form_changed(board: Board) -> None:
    value = session.widget(proposal_draft.key(board, _in_language("form")))
    known = {form.id for form in board.design.forms}
    proposal_draft.with_field(board, form=value if value in known else None)


# ---- caps ----


def _caps(board: Board) -> None:
    """Draw caps of person-days and cash by quarter, and two for all of them."""
    st.caption(say("set.caps_help"))
    now = standing_caps(board, proposal_draft.of(board))
    with st.grid(2, min_column_width=120, key="caps-days"):
        for n in range(QUARTERS):
            label = say("set.days_in", quarter=proposal_plan.quarter(n))
            _number(board, f"days-{n}", now.person_days[n], label, _caps_changed, 10.0)
    with st.grid(2, min_column_width=120, key="caps-cash"):
        for n in range(QUARTERS):
            cash = now.cash[n]
            label = say("set.cash_in", quarter=proposal_plan.quarter(n))
            _number(board, f"cash-{n}", None if cash is None else cash / WAN, label, _caps_changed)
    with st.grid(2, min_column_width=120, key="caps-more"):
        _number(board, "count", now.initiatives, say("set.count"), _caps_changed)
        _number(board, "carry", now.carry, say("set.carry"), _caps_changed, 5.0)


def standing_caps(board: Board, settings: Settings) -> Caps:
    """Return the caps that hold: those of the settings, else those that the plan was made with."""
    if settings.caps is not None:
        return settings.caps
    loads = board.proposal.plan.quarters
    if len(loads) != QUARTERS:
        return Caps((0.0,) * QUARTERS)
    return Caps(
        person_days=tuple(load.person_days_cap for load in loads),
        cash=tuple(load.cash_cap for load in loads),
        initiatives=loads[0].n_cap,
    )


def _caps_changed(board: Board) -> None:
    before = standing_caps(board, proposal_draft.of(board))
    days = tuple(_typed(board, f"days-{n}", MOST_DAYS) for n in range(QUARTERS))
    cash = tuple(_typed(board, f"cash-{n}", MOST_CASH) for n in range(QUARTERS))
    count, carry = _typed(board, "count", MOST_COUNT), _typed(board, "carry", MOST_DAYS)
    caps = Caps(
        person_days=tuple(
            was if now is None else now for was, now in zip(before.person_days, days, strict=True)
        ),
        cash=tuple(None if one is None else one * WAN for one in cash),
        initiatives=None if count is None else int(count),
        carry=carry,
    )
    proposal_draft.with_field(board, caps=caps)


# ---- mix ----


def _positions(board: Board) -> dict[str, float | None]:
    """Positions with the share that is planned today."""
    return {row.position: row.planned_share for row in board.view.result.readiness}


def _standing_mix(board: Board) -> dict[str, float | None]:
    """Shares as the fields begin with them: those on trial, else those that are planned today."""
    mix = proposal_draft.of(board).mix or {}
    return {position: mix.get(position, share) for position, share in _positions(board).items()}


def _mix(board: Board) -> None:
    st.caption(say("set.mix_help"))
    with st.grid(2, min_column_width=120, key="mix"):
        for position, share in _standing_mix(board).items():
            label = say("set.share_of", name=board.view.names.get(position))
            _number(board, f"mix-{position}", share, label, _mix_changed, 5.0)


def _mix_total(board: Board) -> float | None:
    """Sum of the shares as typed; None before anybody typed one: facts may tell a part of the mix only."""
    standing = _standing_mix(board)
    typed = {position: _typed(board, f"mix-{position}", WHOLE) for position in standing}
    known = [share for share in typed.values() if share is not None]
    return math.fsum(known) if known and typed != standing else None


def _mix_changed(board: Board) -> None:
    """Take a mix over once it is whole; a half-typed one leaves the settings as they are."""
    mix = {position: _typed(board, f"mix-{position}", WHOLE) or 0.0 for position in _positions(board)}
    if abs(math.fsum(mix.values()) - WHOLE) > MIX_TOLERANCE:
        return
    proposal_draft.with_field(board, mix=mix)


# ---- targets ----


def _scored(board: Board) -> dict[str, float | None]:
    """Sub-capabilities with a score, and their target today."""
    return {score.id: score.target for score in board.view.result.sub_capabilities if score.value is not None}


def _targets(board: Board) -> None:
    st.caption(say("set.targets_help"))
    scored, chosen = _scored(board), proposal_draft.of(board).targets
    _multiselect(board, "targets", tuple(scored), chosen, board.view.names.get, _targets_changed)
    for part in chosen:
        score = board.view.result.score(part)
        label = say(
            "set.target_of",
            name=board.view.names.get(part),
            now=rows.number(score.value if score else None),
        )
        _number(board, f"target-{part}", chosen[part], label, _targets_changed, 0.1)


def _targets_changed(board: Board) -> None:
    scored = _scored(board)
    scale = board.view.run.instrument.scale
    targets = {}
    for part in _several(board, _in_language("targets"), scored):
        typed = _typed(board, f"target-{part}", float(scale.high), float(scale.low))
        standing = scored[part]
        targets[part] = (
            typed if typed is not None else standing if standing is not None else float(scale.high)
        )
    proposal_draft.with_field(board, targets=targets)


# ---- posts ----


def _kinds(board: Board) -> dict[str, float]:
    """Kinds of posts today and in the target, with the headcount of the target."""
    found: dict[str, float] = {}
    for post in (*board.proposal.target.posts, *board.proposal.today.posts):
        if post.kind:
            found.setdefault(post.kind, 0.0)
    for post in board.proposal.target.posts:
        if post.kind:
            found[post.kind] += post.fte or 0.0
    return found


def _posts(board: Board) -> None:
    st.caption(say("set.posts_help"))
    kinds = _kinds(board)
    chosen = {post.kind: post.fte for post in proposal_draft.of(board).posts}
    _multiselect(board, "posts", tuple(kinds), chosen, board.kind, _posts_changed)
    for kind, fte in chosen.items():
        label = say("set.post_of", name=board.kind(kind))
        _number(board, f"post-{kind}", fte, label, _posts_changed, 0.5)


def _posts_changed(board: Board) -> None:
    kinds = _kinds(board)
    posts = []
    for kind in _several(board, _in_language("posts"), kinds):
        typed = _typed(board, f"post-{kind}", MAX_FTE)
        posts.append(PostTarget(kind, kinds[kind] if typed is None else typed))
    proposal_draft.with_field(board, posts=tuple(posts))


# ---- initiatives ----


def _choices(board: Board) -> None:
    """Draw what must be in and what must not; an initiative is one or the other."""
    st.caption(say("set.initiatives_help"))
    settings = proposal_draft.of(board)
    known = tuple(one.id for one in board.view.run.knowledge.initiatives)

    def word(name: str) -> str:
        return f"{name} {board.view.names.get(name)}"

    for field, chosen in (("required", settings.required), ("skipped", settings.skipped)):
        other = settings.skipped if field == "required" else settings.required
        options = tuple(one for one in known if one not in other)
        _multiselect(board, field, options, chosen, word, _choices_changed)


def _choices_changed(board: Board) -> None:
    known = [one.id for one in board.view.run.knowledge.initiatives]
    required = _several(board, _in_language("required"), known)
    skipped = _several(board, _in_language("skipped"), known)
    settings = proposal_draft.of(board)
    kept = tuple(one for one in skipped if one not in required)
    proposal_draft.put(board, replace(settings, required=required, skipped=kept))
