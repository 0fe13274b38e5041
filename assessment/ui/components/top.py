"""Bring the reader to the top when a new page of the same screen begins.

Streamlit keeps the scroll position when a script runs again, so the next page of items would open at
its end. The product's JavaScript is this and that of `save_file`; it takes no text from anybody.
"""

import streamlit as st

_SCRIPT = """
export default function (component) {
  const main = document.querySelector('[data-testid="stMain"]');
  if (!main) { return; }
  const place = String(component.data.place);
  if (main.dataset.place !== undefined && main.dataset.place !== place) { main.scrollTo({ top: 0 }); }
  main.dataset.place = place;
}
"""

_scroller = None


def begin(place: str) -> None:
    """Scroll to the top if `place` (such as ``answer-3``) differs from where the reader was before."""
    global _scroller  # noqa: PLW0603 - a component may be registered once per process only
    if _scroller is None:
        _scroller = st.components.v2.component("factorg_top", js=_SCRIPT)
    with st.container(key="top"):
        _scroller(data={"place": place}, key="top-component")
