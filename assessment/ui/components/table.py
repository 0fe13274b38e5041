"""A plain table that becomes cards on a phone; every text is escaped here."""

from collections.abc import Sequence
from html import escape

import streamlit as st


def draw(
    heads: Sequence[str], lines: Sequence[Sequence[str]], *, strong: frozenset[int] = frozenset()
) -> None:
    """Draw a table of texts.

    Parameters
    ----------
    heads
        Column headings; on a phone each stands before its value.
    lines
        One sequence of as many texts a row.
    strong
        Numbers of the rows that stand out, from 0.
    """
    st.html(markup(heads, lines, strong=strong))


def markup(
    heads: Sequence[str], lines: Sequence[Sequence[str]], *, strong: frozenset[int] = frozenset()
) -> str:
    r"""Write the table as HTML.

    >>> "<td data-title=\"k\">&lt;b&gt;</td>" in markup(["k"], [["<b>"]])
    True
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(_line(heads, line, strong=number in strong) for number, line in enumerate(lines))
    return f'<table class="fo-table fo-wraps"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _line(heads: Sequence[str], line: Sequence[str], *, strong: bool) -> str:
    cells = "".join(
        f'<td data-title="{escape(head)}">{escape(text)}</td>' for head, text in zip(heads, line, strict=True)
    )
    return f'<tr class="fo-strong">{cells}</tr>' if strong else f"<tr>{cells}</tr>"
