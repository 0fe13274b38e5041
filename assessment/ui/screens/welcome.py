"""The first page: what a merchant gets, how it goes, and the way in. Nothing heavy is loaded here."""

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.content.loader import shipped_instrument
from assessment.domain.instrument import OWNER_ROLE, Instrument
from assessment.ui import messages, navigation, paging
from assessment.ui.components import preview
from assessment.ui.messages import plain, tell, wording

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services

STEPS: Final = ("one", "two", "three")
GAINS: Final = {
    "score": ":material/monitoring:",
    "roles": ":material/diversity_3:",
    "fact": ":material/flag:",
    "plan": ":material/account_tree:",
}
AUDIENCE: Final = ("respondent", "owner", "others")


def render(services: "Services", viewer: "Viewer | None") -> None:  # noqa: ARG001 - every screen has this door
    """Draw the welcome page; the holder of an owner's link is offered their own pages first."""
    instrument = shipped_instrument()
    with st.container(key="wide"):
        words, picture = st.columns([11, 10], gap="large", vertical_alignment="center")
        with words, st.container(key="hero"):
            _hero(is_owner=viewer is not None)
        with picture:
            st.html(preview.draw(instrument))
        _gains()
        _steps(instrument)
        _measures(instrument)
        _privacy()


def _hero(*, is_owner: bool) -> None:
    st.title(tell("welcome.title"))
    st.markdown(tell("welcome.lead"))
    with st.container(horizontal=True, key="welcome-actions"):
        if is_owner:
            _button("team", tell("welcome.to_team"), primary=True)
        _button("start", tell("welcome.start"), primary=not is_owner)
        _button("demo", tell("welcome.demo"), primary=False)
    st.caption(tell("welcome.terms"))
    st.caption(f":material/link: {tell('welcome.have_link')}")
    messages.sign_in_link("link")


def _button(path: str, label: str, *, primary: bool) -> None:
    pressed = st.button(
        label, key=f"go-{path}", type="primary" if primary else "secondary", icon=navigation.ICONS[path]
    )
    if pressed:
        navigation.go(path)


def _gains() -> None:
    st.subheader(tell("welcome.gains"))
    with st.grid(4, min_column_width=230):
        for name, icon in GAINS.items():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f":blue[{icon}] **{tell(f'welcome.gain_{name}')}**")
                st.markdown(tell(f"welcome.gain_{name}_text"))


def _steps(instrument: Instrument) -> None:
    st.subheader(tell("welcome.how"))
    n_core = len(instrument.items_for(OWNER_ROLE, "core"))
    minutes = paging.minutes(n_core, instrument.seconds_per_item)
    with st.grid(3, min_column_width=280):
        for number, step in enumerate(STEPS, 1):
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f":blue-badge[{number}] **{tell(f'welcome.step_{step}')}**")
                st.markdown(tell(f"welcome.step_{step}_text", n=n_core, minutes=minutes))


def _measures(instrument: Instrument) -> None:
    """Name the dimensions with their sub-capabilities, then the positions they are read for."""
    st.subheader(tell("welcome.measures"))
    st.markdown(tell("welcome.measures_text"))
    parts = {
        dimension: [part for part in instrument.sub_capabilities if part.dimension == dimension.id]
        for dimension in instrument.dimensions
    }
    rows = "".join(
        f"<dt>{escape(wording(dimension.name))}</dt>"
        f"<dd>{''.join(f'<span>{escape(wording(part.name))}</span>' for part in own)}</dd>"
        for dimension, own in parts.items()
    )
    st.html(f'<dl class="fo-parts">{rows}</dl>')
    names = tell("results.list_comma").join(wording(position.name) for position in instrument.positions)
    st.markdown(plain(tell("welcome.positions_text", names=names)))


def _privacy() -> None:
    st.subheader(tell("welcome.privacy"))
    rows = "".join(
        f"<dt>{escape(tell(f'welcome.see_{who}'))}</dt><dd>{escape(tell(f'welcome.see_{who}_text'))}</dd>"
        for who in AUDIENCE
    )
    st.html(f'<dl class="fo-parts">{rows}</dl>')
    st.caption(tell("welcome.privacy_text"))
