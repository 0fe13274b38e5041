"""Where the merchant stands among its peers, or what is needed before that can be said."""

from html import escape

import streamlit as st

from assessment.ui import navigation, session
from assessment.ui.components import result_view, rows, table
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell
from scoring.results import WITHHELD_NO_PEERS, WITHHELD_TOO_FEW_PEERS, PeerCard, Score


def draw(view: View) -> None:
    """Draw the card of the comparison, then every score with its peers."""
    result_view.heading(view, tell("among.title"), "peers")
    card = view.result.peer_card
    if card is None:
        _nobody(view)
        return
    _card(card)
    if not card.demo:
        navigation.link("peers", tell("among.to_peers"), icon=navigation.ICONS["peers"])
    result_view.heading(view, tell("among.strips"), "percentile")
    _strips(view, (view.result.overall, *view.result.dimensions), "first")
    st.caption(tell("among.rule"))
    _deeper(view)


def _deeper(view: View) -> None:
    """Draw one further group of scores: the sub-capabilities of a dimension, or the overlays."""
    groups = _groups(view)
    if not groups:
        return
    result_view.heading(view, tell("among.more"))
    chosen = st.selectbox(
        tell("among.more"),
        tuple(groups),
        format_func=lambda name: (
            tell("among.overlays")
            if name == "overlays"
            else tell("among.parts_of", name=view.names.get(name))
        ),
        label_visibility="collapsed",
        filter_mode=None,
        key=f"among-{session.locale()}",
    )
    name = chosen if chosen in groups else next(iter(groups))
    _strips(view, groups[name], name)


def _groups(view: View) -> dict[str, tuple[Score, ...]]:
    """Group scores that the panel knows, in the order of reading."""
    known = {standing.id for standing in view.result.standings}
    parts = {part.id: part.dimension for part in view.run.instrument.sub_capabilities}
    groups = {
        dimension.id: tuple(
            s for s in view.result.sub_capabilities if s.id in known and parts.get(s.id) == dimension.id
        )
        for dimension in view.run.instrument.dimensions
    }
    groups["overlays"] = tuple(s for s in view.result.overlays if s.id in known)
    return {name: scores for name, scores in groups.items() if scores}


# ---- whom one is compared with ----


def _card(card: PeerCard) -> None:
    """Say who the peers are: no figure below is readable without this."""
    lines = [
        (tell("among.group"), result_view.facets(card)),
        (tell("among.n"), tell("among.n_value", n=f"{card.n:,}")),
        (tell("among.kind"), tell("among.demo" if card.demo else "among.real")),
        (tell("among.epoch"), card.epoch if card.demo else f"{card.panel} · {card.epoch}"),
    ]
    if card.as_of:
        lines.append((tell("among.as_of"), card.as_of))
    if card.source:
        lines.append((tell("among.source"), card.source))
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in lines)
    kind = "fo-peers fo-demo" if card.demo else "fo-peers"
    st.html(f'<dl class="{kind}" aria-label="{escape(tell("among.card"))}">{body}</dl>')
    if not card.own_error:
        st.caption(tell("among.no_own_error"))


def _strips(view: View, scores: tuple[Score, ...], name: str) -> None:
    from assessment.ui.components import peer_charts  # noqa: PLC0415 - charts are for the results page only

    data = rows.profile(view.result, scores, view.names)
    for line in data:
        standing = view.result.standing(str(line["id"]))
        line["density"] = standing.density if standing is not None else ()
    chart = peer_charts.strips(data, result_view.words(view), result_view.palette())
    st.vega_lite_chart(spec=chart, key=f"chart-among-{name}-{session.locale()}", alt=_alt(view, scores))
    if name == "first":
        st.caption(tell("among.legend"))
    table.draw(_heads(), [_line(view, score) for score in scores])


def _heads() -> tuple[str, ...]:
    return tuple(tell(f"among.col_{name}") for name in ("name", "own", "standing", "median", "middle", "n"))


def _line(view: View, score: Score) -> tuple[str, ...]:
    """One score in figures, the standing in words, and how many peers have that score."""
    standing = view.result.standing(score.id)
    own = rows.withheld(score.withheld)
    if score.value is not None:
        own = tell("among.own", score=rows.number(score.value), interval=rows.interval(score))
    said = rows.standing_words(standing, view.result.peers_withheld)
    if standing is None:
        return (view.names.get(score.id), own, said, "–", "–", "–")
    middle = "–"
    if standing.peer_q1 is not None:
        middle = tell("among.middle", low=rows.number(standing.peer_q1), high=rows.number(standing.peer_q3))
    return (
        view.names.get(score.id),
        own,
        said,
        rows.number(standing.peer_median),
        middle,
        tell("among.n_value", n=f"{standing.n:,}"),
    )


def _alt(view: View, scores: tuple[Score, ...]) -> str:
    said = "; ".join(
        f"{view.names.get(score.id)} {rows.number(score.value)}, "
        f"{rows.standing_words(view.result.standing(score.id), view.result.peers_withheld)}"
        for score in scores
    )
    return f"{view.demo_prefix} {tell('among.alt')} {said}".strip()


# ---- nobody to compare with ----


def _nobody(view: View) -> None:
    """Say that there are no peers, what is needed, and show the reference archetypes meanwhile."""
    reason = view.result.peers_withheld or WITHHELD_NO_PEERS
    known = {WITHHELD_NO_PEERS: "among.none", WITHHELD_TOO_FEW_PEERS: "among.few"}
    said = tell(known[reason]) if reason in known else rows.withheld(reason)
    st.info(plain(said), icon=":material/group_off:")
    if reason == WITHHELD_NO_PEERS:
        st.markdown(tell("among.needs"))
    navigation.link("peers", tell("among.to_peers"), icon=navigation.ICONS["peers"])
    model = view.run.knowledge.archetypes
    measured = {score.id for score in view.result.dimensions}
    if not model.members or not set(model.dimensions) <= measured:
        return
    result_view.heading(view, tell("among.instead"), "archetypes")
    st.caption(plain(tell("among.instead_help", n=len(model.members), version=model.version)))
    _references(view)


def _references(view: View) -> None:
    """Draw typical levels of the reference archetypes, the merchant's own first."""
    from assessment.ui.components import charts  # noqa: PLC0415 - charts are for the results page only

    model = view.run.knowledge.archetypes
    lines: list[tuple[str, dict[str, float | None]]] = [
        (tell("among.own_row"), {s.id: s.value for s in view.result.dimensions})
    ]
    lines += [(view.names.get(member.id), dict(member.center)) for member in model.members]
    data = [
        {
            "role": rows.wrapped(name),
            "dimension": view.names.get(dimension),
            "value": levels.get(dimension),
            "label": rows.number(levels.get(dimension)),
            "detail": rows.number(levels.get(dimension)),
        }
        for name, levels in lines
        for dimension in model.dimensions
    ]
    orders = ([rows.wrapped(name) for name, _ in lines], [view.names.get(d) for d in model.dimensions])
    st.vega_lite_chart(
        spec=charts.matrix(data, orders, result_view.palette()),
        key=f"chart-references-{session.locale()}",
        alt=tell("among.instead"),
    )
