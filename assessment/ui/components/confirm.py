"""A button that asks before it acts: the first press asks, the second one does it."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assessment.ui import session
from assessment.ui.messages import plain, tell


@dataclass(frozen=True, slots=True)
class Step:
    """Something that cannot be taken back: `key` of its button, its words, and what it does."""

    key: str
    label: str
    question: str
    agree: str
    act: Callable[[], None]
    icon: str | None = None
    help: str | None = None


def draw(*steps: Step) -> None:
    """Draw the buttons of some steps side by side, or the question of the one that was pressed."""
    asked = next((step for step in steps if session.flag(_flag(step))), None)
    if asked is not None:
        _question(asked)
        return
    with st.container(horizontal=True):
        for step in steps:
            st.button(
                step.label,
                key=step.key,
                icon=step.icon,
                help=step.help,
                on_click=session.set_flag,
                args=(_flag(step), True),
            )


def _question(step: Step) -> None:
    st.warning(plain(step.question), icon=":material/help:")
    with st.container(horizontal=True):
        st.button(step.agree, key=f"{step.key}-yes", type="primary", on_click=_act, args=(step,))
        st.button(
            tell("team.cancel"), key=f"{step.key}-no", on_click=session.set_flag, args=(_flag(step), False)
        )


def _act(step: Step) -> None:
    session.set_flag(_flag(step), value=False)
    step.act()


def _flag(step: Step) -> str:
    return f"confirm:{step.key}"
