"""The card of the archetype model in force: where it comes from, how it was chosen, how to read it."""

from typing import TYPE_CHECKING

import streamlit as st

from assessment.content.loader import knowledge, shipped_instrument
from assessment.domain.organization import ArchetypeFit, Archetypes
from assessment.ui import messages, navigation
from assessment.ui.components import model_choice, model_members, table
from assessment.ui.messages import moment, plain, tell, wording

if TYPE_CHECKING:
    from assessment.access.viewer import Viewer
    from assessment.bootstrap import Services
    from assessment.services.models import ModelCard

READING = ("one", "two", "three")
MORE_THAN_ONE = 2

_tell = messages.speaker("archetypes")


def render(services: "Services", viewer: "Viewer | None") -> None:
    """Draw the model card; whoever came without an owner's link reads the demo's."""
    asked = viewer or services.demo.reader()
    with st.container(key="wide"):
        st.title(_tell("page.title"))
        st.markdown(_tell("page.lead"))
        if asked is None:
            st.info(_tell("page.nobody"), icon=":material/key:")
            navigation.link("demo", tell("welcome.demo"), icon=navigation.ICONS["demo"])
            return
        if viewer is None:
            st.caption(_tell("page.shown_for_demo"))
        _card(services.models.card(asked))


def _card(card: "ModelCard") -> None:
    model = card.archetypes
    if model.fit is not None and model.fit.demo:
        with st.container(key="demo-mark"):
            st.warning(_tell("page.demo"), icon=":material/science:")
    _status(card)
    _facts(card)
    names = {one.id: wording(one.name) for one in shipped_instrument().dimensions}
    st.subheader(_tell("members.title"))
    st.caption(_tell("members.help"))
    model_members.draw(model, names)
    _reading()
    if model.fit is not None:
        model_choice.draw(model.fit, len(model.members))
        model_choice.gates(model.fit, card.limits)
        _mapping(model, model.fit)
    _history(card)
    _technical(card)


def _status(card: "ModelCard") -> None:
    """Say in two sentences what is in force and how far it carries."""
    model, fit = card.archetypes, card.archetypes.fit
    if fit is None:
        st.markdown(_tell("status.judged", k=len(model.members)))
        st.info(_tell("status.too_few", need=card.needed, n=card.n_complete), icon=":material/hourglass_top:")
        return
    if len(model.members) == 1:
        st.info(_tell("status.one"), icon=":material/adjust:")
        return
    st.markdown(_tell("status.fitted", n=f"{fit.n_merchants:,}", k=len(model.members)))
    kind = "types" if fit.types else "segments"
    st.info(_tell(f"status.{kind}", k=len(model.members)), icon=":material/balance:")


def _facts(card: "ModelCard") -> None:
    model, fit = card.archetypes, card.archetypes.fit
    with st.grid(4, min_column_width=150, key="figures"):
        st.metric(_tell("fact.version"), plain(model.version))
        if fit is None:
            st.metric(_tell("fact.kind"), _tell("fact.kind_judged"))
            st.metric(_tell("fact.merchants"), _tell("fact.count", n=f"{card.n_complete:,}"))
            return
        st.metric(_tell("fact.panel"), tell("demo.short") if fit.demo else plain(fit.panel))
        st.metric(_tell("fact.epoch"), plain(fit.epoch))
        st.metric(_tell("fact.merchants"), _tell("fact.count", n=f"{fit.n_merchants:,}"))
        if fit.n_used != fit.n_merchants:
            st.metric(_tell("fact.used"), _tell("fact.count", n=f"{fit.n_used:,}"))
    if fit.n_incomplete or fit.n_imprecise:
        st.caption(_tell("fact.left_out", incomplete=fit.n_incomplete, imprecise=fit.n_imprecise))


def _reading() -> None:
    st.subheader(_tell("reading.title"))
    st.markdown("\n".join(f"- {_tell(f'reading.{number}')}" for number in READING))


def _mapping(model: Archetypes, fit: ArchetypeFit) -> None:
    """Tell which archetype of the version before became which, and how many merchants changed theirs."""
    if fit.predecessor is None:
        return
    st.subheader(_tell("mapping.title"))
    st.markdown(_tell("mapping.help", predecessor=plain(fit.predecessor)))
    known = (*knowledge().archetypes.members, *model.members)
    names = {member.id: wording(member.name) for member in known}
    lines = [
        [names.get(old, old), names.get(new, new) or _tell("mapping.gone")]
        for old, new in fit.mapping.items()
    ]
    if lines:
        table.draw([_tell("mapping.old"), _tell("mapping.new")], lines)
    if fit.relabelled is not None:
        st.markdown(_tell("mapping.relabelled", share=f"{fit.relabelled:.1%}"))


def _history(card: "ModelCard") -> None:
    """List the versions, newest first, where there has been more than one."""
    if len(card.history) < MORE_THAN_ONE:
        return
    st.subheader(_tell("history.title"))
    lines = [
        [
            past.version,
            past.panel,
            past.epoch,
            str(past.n_archetypes),
            _tell("fact.count", n=f"{past.n_merchants:,}"),
            moment(past.created_at),
            _tell("history.in_force") if past.retired_at is None else moment(past.retired_at),
        ]
        for past in card.history
    ]
    heads = ("version", "panel", "epoch", "archetypes", "merchants", "created", "retired")
    table.draw([_tell(f"history.{name}") for name in heads], lines)


def _technical(card: "ModelCard") -> None:
    fit = card.archetypes.fit
    with st.expander(_tell("technical.title"), type="compact"):
        lines = [_tell("technical.stored"), _tell("technical.model", digest=card.digest)]
        if fit is not None:
            used = tell("results.list_comma").join(
                _tell("technical.library", name=name, version=version)
                for name, version in sorted(fit.libraries.items())
            )
            lines += [
                _tell("technical.digest", digest=fit.training_digest),
                _tell("technical.seed", seed=fit.seed),
                _tell("technical.libraries", names=used),
            ]
        for line in lines:
            st.markdown(plain(line))
