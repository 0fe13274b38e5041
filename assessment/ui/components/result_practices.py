"""Practices still missing for level 4: a list of things to do, no part of any score."""

from typing import Final

import streamlit as st

from assessment.ui.components import result_view, rows
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell, wording

STAGE: Final = 4


def draw(view: View, dimension: str) -> None:
    """List the items of one dimension below level 4, with what level 4 looks like."""
    instrument = view.run.instrument
    if not view.result.missing_practices:
        return
    parts = {part.id for part in instrument.sub_capabilities if part.dimension == dimension}
    missing = [one for one in view.result.missing_practices if one.sub_capability in parts and one.items]
    result_view.heading(view, tell("gap_to_four.title"), "level")
    if not missing:
        st.success(tell("gap_to_four.none"), icon=":material/task_alt:")
        return
    st.caption(tell("gap_to_four.help"))
    for one in missing:
        title = f"**{plain(view.names.get(one.sub_capability))}** &nbsp; :gray[{len(one.items)}]"
        with st.expander(title, key=f"gap-to-four-{one.sub_capability}"):
            st.markdown("\n".join(f"- {plain(_item(view, item_id))}" for item_id in one.items))


def _item(view: View, item_id: str) -> str:
    """Say where an item stands and what level 4 of it would be."""
    instrument = view.run.instrument
    item = instrument.item(item_id)
    found = next((result for result in view.result.items if result.id == item_id), None)
    mean = rows.number(found.mean if found is not None else None)
    anchors = instrument.anchors(item)
    scale = instrument.scale
    level = scale.low + scale.high - STAGE if item.reverse else STAGE
    place = level - scale.low
    stem = wording(item.stem)
    if not 0 <= place < len(anchors):
        return tell("gap_to_four.item_bare", stem=stem, mean=mean)
    words = wording(anchors[place]).rstrip(".。")
    return tell("gap_to_four.item", stem=stem, mean=mean, words=words)
