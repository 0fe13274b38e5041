"""How the questions of an instrument work, for those who write them."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.access.viewer import Owner, Reader
from assessment.ui import messages, navigation, session
from assessment.ui.components import item_card, rows, table
from assessment.ui.messages import labels, plain, tell, wording
from scoring.intraclass import GroupIntraclass
from scoring.reliability import Coefficient

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.item_quality import InstrumentReading

NOTES = ("threshold", "clusters")

_tell = messages.speaker("items")


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the reading of the viewer's closed waves; strangers read the demo's."""
    asked = viewer or services.demo.reader()
    with st.container(key="wide"):
        st.title(_tell("page.title"))
        st.markdown(_tell("page.lead"))
        if not isinstance(asked, Owner | Reader):
            st.info(_tell("page.nobody"), icon=":material/key:")
            navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
            return
        if viewer is None:
            st.caption(_tell("page.shown_for_demo"))
        read = services.item_quality.read(asked)
        if not read:
            st.info(_tell("page.none"), icon=":material/hourglass_top:")
            navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
            return
        _reading(_chosen(read))


def _chosen(read: "tuple[InstrumentReading, ...]") -> "InstrumentReading":
    """Let the reader choose where there are several instruments, versions or kinds of waves."""
    if len(read) == 1:
        return read[0]
    places = range(len(read))
    place = st.selectbox(
        _tell("page.choose"),
        places,
        filter_mode=None,
        format_func=labels(places, lambda number: _option(read[number])),
        key=f"items-reading-{session.locale()}",
    )
    return read[place if place in places else 0]


def _option(reading: "InstrumentReading") -> str:
    instrument = reading.instrument
    mode = _tell("page.private_read" if reading.private else "page.named_read")
    return _tell(
        "page.option",
        name=wording(instrument.name),
        version=instrument.version,
        mode=mode,
        n=reading.quality.n_responses,
    )


def _reading(reading: "InstrumentReading") -> None:
    if reading.demo:
        with st.container(key="demo-mark"):
            st.warning(_tell("page.demo"), icon=":material/science:")
    quality = reading.quality
    with st.grid(3, min_column_width=110, key="figures"):
        st.metric(_tell("count.waves"), f"{quality.n_waves:,}")
        st.metric(_tell("count.responses"), f"{quality.n_responses:,}")
        if reading.n_excluded:
            st.metric(_tell("count.excluded"), f"{reading.n_excluded:,}")
    notes = (*NOTES, *(("private",) if reading.private else ()))
    st.caption("  \n".join(_tell(f"page.about_{note}") for note in notes))
    _look(reading)
    _scales(reading)
    _items(reading)


def _look(reading: "InstrumentReading") -> None:
    """List the questions that an author should look at first."""
    from assessment.services.item_quality import signs  # noqa: PLC0415 - loads numpy, for this page only

    st.subheader(_tell("look.title"))
    stems = {item.id: wording(item.stem) for item in reading.instrument.items}
    comma = tell("results.list_comma")
    found = [(item.id, signs(item)) for item in reading.quality.items]
    lines = [
        f"- **{plain(stems[item_id])}** :gray[{plain(item_id)}]  \n"
        f"  {plain(comma.join(_tell(f'look.{name}') for name in names))}"
        for item_id, names in found
        if names
    ]
    if not lines:
        st.info(_tell("look.none"), icon=":material/task_alt:")
        return
    st.caption(_tell("look.help"))
    st.markdown("\n".join(lines))


def _scales(reading: "InstrumentReading") -> None:
    st.subheader(_tell("scale.title"))
    st.caption(_tell("scale.help"))
    names = {one.id: wording(one.name) for one in reading.instrument.dimensions}
    lines = [
        [
            names.get(scale.dimension, scale.dimension),
            _coefficient(scale.alpha),
            _coefficient(scale.alpha_pairwise),
            _coefficient(scale.omega),
            _between(scale.waves),
        ]
        for scale in reading.quality.scales
    ]
    heads = [_tell(f"scale.{name}") for name in ("dimension", "alpha", "pairwise", "omega", "waves")]
    table.draw(heads, lines)


def _coefficient(found: Coefficient) -> str:
    """Say a coefficient with its interval and n, or why there is none."""
    if found.value is None:
        return _tell("item.withheld", reason=rows.withheld(found.withheld), n=found.n)
    value = rows.number(found.value, 2)
    if found.low is None or found.high is None:
        return _tell("scale.value_only", value=value, n=found.n)
    ends = {"low": rows.number(found.low, 2), "high": rows.number(found.high, 2)}
    return _tell("scale.value", value=value, n=found.n, **ends)


def _between(found: GroupIntraclass) -> str:
    if found.icc1 is None:
        return rows.withheld(found.withheld)
    return _tell("scale.group", value=rows.number(found.icc1, 2), groups=found.n_groups)


def _items(reading: "InstrumentReading") -> None:
    """Draw the questions of one dimension, chosen above them."""
    st.subheader(_tell("item.title"))
    dimensions = {one.id: wording(one.name) for one in reading.instrument.dimensions}
    key = f"items-dimension-{session.locale()}"
    session.seed(key, next(iter(dimensions)))
    chosen = st.segmented_control(
        _tell("item.dimension"),
        tuple(dimensions),
        required=True,
        format_func=labels(dimensions, dimensions.__getitem__),
        key=key,
    )
    dimension = chosen if chosen in dimensions else next(iter(dimensions))
    for judged in reading.quality.items:
        if judged.dimension == dimension:
            item_card.draw(reading.instrument, judged)
