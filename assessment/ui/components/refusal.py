"""A refused file: every problem with its place, what stands there and what is allowed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assessment.content import words
from assessment.domain.errors import FileRefused
from assessment.ui import messages, session
from assessment.ui.components import save_file, table
from assessment.ui.components.save_file import SavedFile
from assessment.ui.messages import plain

if TYPE_CHECKING:
    from assessment.intake.problems import Problem

SHOWN = 20
"""Problems that stand on the page; the file to download holds all that were listed."""

_tell = messages.speaker("peers")


def draw(refused: FileRefused, *, key: str) -> None:
    """Say that nothing was stored, list the problems, and offer them as a table to take along."""
    problems: Sequence[Problem] = refused.fields.get("problems", ())  # type: ignore[assignment]  # by contract
    total = refused.fields.get("total", len(problems))
    st.error(plain(messages.error_words(refused)), icon=":material/block:")
    if not problems:
        return
    heads = [_tell(f"refusal.{name}") for name in ("sheet", "row", "column", "value", "message")]
    lines = [_line(one) for one in problems]
    if not any(line[0] for line in lines):
        heads, lines = heads[1:], [line[1:] for line in lines]
    shown = [_seen(problem, line) for problem, line in zip(problems, lines[:SHOWN], strict=False)]
    table.draw(heads, shown)
    if isinstance(total, int) and total > min(SHOWN, len(lines)):
        st.caption(_tell("refusal.more", shown=min(SHOWN, len(lines)), total=total))
    content = save_file.csv_file([tuple(heads), *lines])
    file = SavedFile(_tell("refusal.file_name"), content)
    save_file.button(_tell("refusal.save"), file, key=key)


def _seen(problem: "Problem", line: tuple[str, ...]) -> list[str]:
    """Put one line as the page shows it: the row says that it is one, and what does not apply is a dash."""
    row = "–" if problem.row is None else _tell("refusal.row_n", n=problem.row)
    cells = [cell or "–" for cell in line]
    cells[-4] = row
    return cells


def _line(problem: "Problem") -> tuple[str, ...]:
    """Sheet, row, column, value and what is allowed, as texts; a place that does not apply is empty."""
    message = words.say(session.locale(), f"intake.problem.{problem.code}", **problem.fields)
    row = "" if problem.row is None else str(problem.row)
    return (problem.sheet or "", row, problem.column or "", problem.value or "", message)
