"""What is being tried out in this tab: settings that nobody stored yet, and storing them under a name."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

import streamlit as st

from assessment.domain.engagement import NAME_LIMIT
from assessment.domain.scenario import BASE_SCENARIO, Settings
from assessment.ui import messages, session
from assessment.ui.components.proposal_view import Board, say
from assessment.ui.messages import plain
from scoring.organization.advice import Proposal

if TYPE_CHECKING:
    from assessment.services.proposals import Scenario


@dataclass(frozen=True, slots=True)
class Draft:
    """Settings on trial, and the scenario that they began with."""

    scenario: str
    settings: Settings


def _name(board: Board) -> str:
    return f"proposal-draft:{board.wave_id}"


def _epoch(board: Board) -> str:
    return session.place(f"proposal-epoch:{board.wave_id}") or "0"


def key(board: Board, name: str) -> str:
    """Key of a field: another one whenever the fields have to show something else."""
    return f"try{_epoch(board)}-{name}"


def of(board: Board) -> Settings:
    """Return the settings on trial; at first those of the scenario that is shown."""
    kept = cast("Draft | None", session.kept(_name(board)))
    if kept is None or kept.scenario != board.proposal.scenario:
        return board.proposal.settings
    return kept.settings


def put(board: Board, settings: Settings) -> None:
    """Keep settings on trial in this tab."""
    session.keep(_name(board), Draft(board.proposal.scenario, settings))


def reset(board: Board) -> None:
    """Go back to the scenario as it is stored, in fields of a new identity."""
    session.keep(_name(board), None)
    session.keep_place(f"proposal-epoch:{board.wave_id}", str(int(_epoch(board)) + 1))


def dirty(board: Board) -> bool:
    """Whether something is on trial that the scenario does not hold."""
    return of(board) != board.proposal.settings


def tried(board: Board) -> Proposal:
    """Return the recommendation under the settings on trial."""
    settings = of(board)
    if settings == board.proposal.settings:
        return board.proposal
    return board.services.proposals.try_out(board.viewer, board.wave_id, settings)


def scenario(board: Board) -> "Scenario | None":
    """Return the scenario that is shown, unless it is the base that cannot be changed."""
    if board.proposal.scenario == BASE_SCENARIO:
        return None
    return next((one for one in board.scenarios if one.id == board.proposal.scenario), None)


# ---- storing ----


def save_form(board: Board, *, where: str) -> None:
    """Offer to store what is on trial: under a new name, or in the scenario that is shown."""
    if not board.mine or not dirty(board):
        return
    shown = scenario(board)
    with st.container(border=True, key=f"keep-{where}"):
        st.text_input(
            say("save.name"),
            max_chars=NAME_LIMIT,
            placeholder=say("save.example"),
            key=f"scenario-name-{where}",
        )
        with st.container(horizontal=True):
            st.button(
                say("save.new"),
                key=f"save-{where}",
                type="primary",
                icon=":material/bookmark_add:",
                on_click=_save,
                args=(board, where, None),
            )
            if shown is not None:
                st.button(
                    plain(say("save.update", name=shown.name)),
                    key=f"update-{where}",
                    on_click=_save,
                    args=(board, where, shown),
                )
            st.button(
                say("save.reset"), key=f"reset-{where}", type="tertiary", on_click=_reset, args=(board,)
            )


def _reset(board: Board) -> None:
    reset(board)
    st.rerun()


def _save(board: Board, where: str, shown: "Scenario | None") -> None:
    """Store the settings; a double click repeats one operation."""
    typed = str(session.widget(f"scenario-name-{where}") or "").strip()[:NAME_LIMIT]
    name = typed or (shown.name if shown else "")
    if not name:
        session.leave_note("proposal-failed", say("save.blank"))
        st.rerun()
    operation = f"scenario:{where}:{shown.id if shown else 'new'}"
    failure = messages.attempt(partial(_store, board, name, shown, operation))
    if failure:
        session.leave_note("proposal-failed", failure)
    else:
        session.renew_operation(operation)
        session.set_widget(f"scenario-name-{where}", "")
        session.leave_note("proposal-done", say("save.done", name=name))
    st.rerun()


def _store(board: Board, name: str, shown: "Scenario | None", operation: str) -> None:
    stored = board.services.proposals.save_scenario(
        board.viewer,
        board.wave_id,
        name=name,
        settings=of(board),
        operation_id=session.operation(operation),
        scenario_id=shown.id if shown else None,
        revision=shown.revision if shown else None,
    )
    show(board.wave_id, stored)
    reset(board)


# ---- which scenario is shown ----


def shown_place(wave_id: str) -> str:
    """Place that holds the id of the scenario on screen."""
    return f"proposal-scenario:{wave_id}"


def show(wave_id: str, scenario_id: str) -> None:
    """Turn the whole page to a scenario."""
    session.keep_place(shown_place(wave_id), scenario_id)


def with_field(board: Board, **changes: object) -> None:
    """Change some settings on trial."""
    put(board, replace(of(board), **changes))  # type: ignore[arg-type]  # fields of Settings by name
