"""Responses of a closed wave with their signs, and leaving one out with a reason."""

from typing import TYPE_CHECKING, Final

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.content.loader import shipped_instrument
from assessment.ui import messages, navigation, session
from assessment.ui.components import review_card
from assessment.ui.components.review_card import Sheet
from assessment.ui.messages import labels, plain, tell, wording

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.review import ReviewedResponse

FILTERS: Final = ("all", "flagged", "excluded")
PAGE: Final = 20
"""Responses drawn at once: an imported wave may hold thousands."""

_tell = messages.speaker("review")


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the review for the owner of a closed wave; strangers read the demo's."""
    asked = viewer or services.demo.reader()
    st.title(_tell("page.title"))
    if not isinstance(asked, Owner | Reader):
        st.info(_tell("page.no_link"), icon=":material/key:")
        navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
        return
    st.markdown(_tell("page.lead"))
    if isinstance(asked, Owner) and services.engagements.progress(asked).wave.status == "open":
        st.info(_tell("page.still_open"), icon=":material/hourglass_top:")
        navigation.link("team", tell("page.team"), icon=navigation.ICONS["team"])
        return
    _notices(asked)
    listed = services.review.responses(asked, asked.wave_id)
    if not listed:
        st.info(_tell("page.nothing"), icon=":material/visibility_off:")
        return
    if listed[0].counts is None:
        st.info(_tell("page.private"), icon=":material/shield_person:")
    _counts(listed)
    _list(services, asked, listed)


def _notices(asked: Owner | Reader) -> None:
    """Tell what the last press did, or why it did nothing."""
    if isinstance(asked, Reader):
        with st.container(key="demo-mark"):
            st.warning(_tell("page.demo"), icon=":material/science:")
    done, failed = session.note("review-ok"), session.note("review-failed")
    if failed:
        st.error(plain(failed), icon=":material/error:")
    if done:
        st.success(plain(done), icon=":material/task_alt:")
        navigation.link("results", _tell("act.to_results"), icon=navigation.ICONS["results"])


def _counts(listed: "tuple[ReviewedResponse, ...]") -> None:
    with st.grid(3, min_column_width=110, key="figures"):
        for name in FILTERS:
            st.metric(_tell(f"count.{name}"), _tell("count.value", n=len(_chosen(listed, name))))


def _chosen(listed: "tuple[ReviewedResponse, ...]", name: str) -> "list[tuple[int, ReviewedResponse]]":
    """Responses of one filter with their place in the whole list."""
    return [(place, one) for place, one in enumerate(listed) if _wanted(one, name)]


def _wanted(one: "ReviewedResponse", name: str) -> bool:
    if name == "flagged":
        return bool(one.flags)
    return name == "all" or one.excluded is not None


def _list(services: "Services", asked: Owner | Reader, listed: "tuple[ReviewedResponse, ...]") -> None:
    key = f"review-filter-{session.locale()}"
    session.seed(key, "flagged" if _chosen(listed, "flagged") else "all")
    chosen = st.segmented_control(
        _tell("filter.label"),
        FILTERS,
        required=True,
        format_func=labels(FILTERS, lambda name: _tell(f"filter.{name}")),
        key=key,
    )
    rows = _chosen(listed, chosen if chosen in FILTERS else "all")
    if not rows:
        st.caption(_tell("filter.none"))
        return
    names = _names(listed)
    for place, one in _page(rows):
        review_card.draw(Sheet(services, asked, one, names[place]))


def _page(rows: "list[tuple[int, ReviewedResponse]]") -> "list[tuple[int, ReviewedResponse]]":
    """Cut out the page that is open, with buttons to turn when there are several."""
    pages = -(-len(rows) // PAGE)
    page = min(int(session.place("review-page") or 0), pages - 1)
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            _turn("before", page - 1, possible=page > 0)
            st.markdown(_tell("filter.page", page=page + 1, pages=pages), width="content")
            _turn("after", page + 1, possible=page + 1 < pages)
    return rows[page * PAGE : (page + 1) * PAGE]


def _turn(name: str, to: int, *, possible: bool) -> None:
    st.button(
        _tell(f"filter.{name}"),
        key=f"review-{name}",
        disabled=not possible,
        on_click=session.keep_place,
        args=("review-page", str(to)),
    )


def _names(listed: "tuple[ReviewedResponse, ...]") -> list[str]:
    """Name every response: its respondent or role where the wave is named, else only a number."""
    roles = {role.id: wording(role.name) for role in shipped_instrument().roles}
    said = [one.respondent or roles.get(one.role, one.role) for one in listed]
    seen: dict[str, int] = {}
    names = []
    for number, name in enumerate(said, 1):
        seen[name] = seen.get(name, 0) + 1
        if not name:
            names.append(_tell("one.name", n=number))
        elif said.count(name) > 1:
            names.append(_tell("one.role_n", role=name, n=seen[name]))
        else:
            names.append(name)
    return names
