"""What a file of peers holds and what importing it would change."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.ui import messages
from assessment.ui.components import rows, table
from assessment.ui.messages import common, plain, tell

if TYPE_CHECKING:
    from assessment.domain.peers import FacetCount, PanelPreview

_tell = messages.speaker("peers")


def draw(preview: "PanelPreview", *, back: bool) -> None:
    """Draw counts, groups, changes against the epoch in force, and warnings.

    `back`: the file is that of a withdrawn panel, which would come back into use.
    """
    st.markdown(f"**{_tell('preview.title')}** &nbsp; {plain(preview.name)}")
    with st.grid(3, min_column_width=110, key="figures"):
        st.metric(_tell("preview.rows"), f"{preview.n_rows:,}")
        st.metric(_tell("preview.complete"), f"{preview.n_complete:,}")
        st.metric(_tell("preview.missing"), f"{preview.n_missing_cells:,}")
    if preview.facets:
        lines = [[common(f"facet.{one.facet}"), _counts(one)] for one in preview.facets]
        table.draw([_tell("preview.facet"), _tell("preview.counts")], lines)
    st.markdown(_against(preview))
    _outlook(preview, back=back)
    for code in preview.warnings:
        share = rows.percent(preview.largest_share)
        st.warning(
            plain(_tell(f"warning.{code}", n=preview.largest_group, share=share)), icon=":material/warning:"
        )


def _counts(one: "FacetCount") -> str:
    """List the groups of one facet by size."""
    ordered = sorted(one.counts, key=lambda pair: -pair[1])
    return tell("results.list_comma").join(
        _tell("preview.count", name=_code(one.facet, code), n=f"{n:,}") for code, n in ordered
    )


def _code(facet: str, code: str) -> str:
    """Name of a group; tiers stand by their code, as their names would fill the line."""
    if not code:
        return _tell("preview.unknown")
    return code if facet == "gmv_tier" else common(f"{facet}.{code}")


def _against(preview: "PanelPreview") -> str:
    if not preview.epoch:
        return _tell("preview.first")
    return _tell(
        "preview.against",
        epoch=preview.epoch,
        members=f"{preview.n_members:,}",
        joined=preview.joined,
        left=preview.left,
        changed=preview.changed,
        needed=preview.needed,
    )


def _outlook(preview: "PanelPreview", *, back: bool) -> None:
    if back:
        st.success(_tell("preview.back"), icon=":material/restore:")
        return
    said = _tell(f"preview.{preview.outlook}", epoch=preview.epoch + 1, n=f"{preview.n_rows:,}")
    if preview.makes_epoch:
        st.success(said, icon=":material/new_releases:")
    else:
        st.info(said, icon=":material/block:")
