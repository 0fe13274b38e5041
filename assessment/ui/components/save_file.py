"""Hand a small file to the reader from the page itself.

The framework's own download leaves the file at an address that asks for no cookie, which our HTTP rim
therefore closes. Here the bytes travel with the page and the browser saves them; names and labels are set
as text, never as markup.
"""

import base64
from dataclasses import dataclass
from typing import Final

import streamlit as st

_SCRIPT = """
export default function (component) {
  const { data, parentElement } = component;
  const bytes = Uint8Array.from(atob(data.content), (sign) => sign.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: data.kind }));
  const link = parentElement.querySelector('a');
  link.textContent = data.label;
  link.download = data.name;
  link.href = address;
  return () => URL.revokeObjectURL(address);
}
"""
_STYLE = """
a {
  display: inline-flex; align-items: center; min-height: 46px; box-sizing: border-box; padding: 0 1rem;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  font: 400 1rem var(--st-font); color: var(--st-text-color); background: var(--st-background-color);
  text-decoration: none; cursor: pointer;
}
a::before { content: "\\2193"; margin-right: .5rem; font-weight: 700; }
a:hover { color: var(--st-link-color); border-color: var(--st-link-color); }
a:focus-visible { outline: 3px solid #d55e00; outline-offset: 2px; }
"""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM: Final = "\ufeff"

_saver = None


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file as the browser saves it: its name, its bytes and their media type."""

    name: str
    content: bytes
    kind: str = "text/csv"


def button(label: str, file: SavedFile, *, key: str) -> None:
    """Draw a button that saves `file` on the reader's device."""
    global _saver  # noqa: PLW0603 - a component may be registered once per process only
    if _saver is None:
        _saver = st.components.v2.component("factorg_save", html="<a></a>", css=_STYLE, js=_SCRIPT)
    content = base64.b64encode(file.content).decode("ascii")
    _saver(
        data={"label": label, "name": file.name, "kind": file.kind, "content": content},
        key=key,
        height="content",
    )


def csv_file(rows: list[tuple[str, ...]]) -> bytes:
    r"""Write rows as CSV that a spreadsheet opens as text: UTF-8 with BOM, formulas neutralised.

    >>> csv_file([("a", "=1+1")])
    b"\xef\xbb\xbfa,'=1+1\r\n"
    """
    import csv  # noqa: PLC0415 - used here only
    import io  # noqa: PLC0415

    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode("utf-8")


def safe_cell(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet would compute.

    >>> safe_cell("=HYPERLINK(A1)"), safe_cell("3.4"), safe_cell("  @x")
    ("'=HYPERLINK(A1)", '3.4', "'  @x")
    """
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) else text
