"""Recommendations with the facts that fired them, and the initiatives to begin with."""

from html import escape

import streamlit as st

from assessment.domain.organization import Initiative
from assessment.ui import navigation
from assessment.ui.components import result_view, rows, trace_words
from assessment.ui.components.result_view import View
from assessment.ui.messages import plain, tell, wording
from scoring.results import RankedInitiative, Recommendation

FIRST = 8
"""Initiatives opened in detail: what a merchant can look at in one sitting; the table names all."""


def draw(view: View) -> None:
    """Draw fired rules, rules that need more facts, and the first initiatives."""
    result_view.heading(view, tell("plan.title"))
    fired = _with_status(view, "fired")
    if fired:
        st.caption(tell("plan.help"))
    else:
        _nothing_fired(view)
    for one in fired:
        _fired(view, one)
    _undecided(view, expanded=not fired)
    result_view.heading(view, tell("plan.first"))
    st.caption(tell("plan.first_help"))
    navigation.link("proposal", tell("page.proposal"), icon=navigation.ICONS["proposal"])
    if not view.result.initiatives:
        st.info(tell("plan.no_initiatives"))
    for ranked in view.result.initiatives[:FIRST]:
        _initiative(view, ranked)
    if view.result.initiatives:
        st.markdown(f"**{tell('plan.all', n=len(view.result.initiatives))}**")
        st.html(_table(view))


def _with_status(view: View, status: str) -> list[Recommendation]:
    return [one for one in view.result.recommendations if one.status == status]


def _nothing_fired(view: View) -> None:
    """Say how many rules were decided: silence of the others is no good news."""
    quiet, still_open = (len(_with_status(view, status)) for status in ("quiet", "undecidable"))
    if still_open:
        st.info(tell("plan.none_open", n=quiet, m=still_open), icon=":material/pending:")
    else:
        st.info(tell("plan.none", n=quiet), icon=":material/task_alt:")


def _fired(view: View, one: Recommendation) -> None:
    rule = next((r for r in view.run.knowledge.rules if r.id == one.rule), None)
    if rule is None:
        return
    title = f"**{plain(wording(rule.name))}** &nbsp; :gray[{plain(rule.id)}]"
    with st.expander(title, expanded=True, key=f"rule-{rule.id}"):
        st.caption(plain(tell("plan.source", id=rule.id, mark=tell(f"plan.mark_{rule.source}"))))
        st.markdown(f"**{tell('plan.cause')}** {plain(wording(rule.cause))}")
        st.markdown(f"**{tell('plan.change')}** {plain(wording(rule.change))}")
        st.markdown(f"**{tell('plan.because')}**")
        for trace in (trace for trace in one.traces if trace.outcome):
            st.markdown(f"- {plain(trace_words.sentence(view, trace))}")


def _undecided(view: View, *, expanded: bool) -> None:
    open_rules = _with_status(view, "undecidable")
    if not open_rules:
        return
    rules = {rule.id: rule for rule in view.run.knowledge.rules}
    with st.expander(tell("plan.undecided", n=len(open_rules)), expanded=expanded, key="undecided"):
        st.caption(tell("plan.undecided_help"))
        for one in open_rules:
            name = wording(rules[one.rule].name) if one.rule in rules else one.rule
            st.markdown(f"- {tell('plan.needs', name=plain(name), needs=plain(_needs(view, one.missing)))}")
        if any(_is_fact(view, key) for one in open_rules for key in one.missing):
            navigation.link("facts", tell("plan.to_facts"), icon=navigation.ICONS["facts"])


def _is_fact(view: View, key: str) -> bool:
    return view.run.knowledge.facts_form.field(key) is not None


def _needs(view: View, missing: tuple[str, ...]) -> str:
    """Name what would decide a rule, by what can be done about it: facts to fill in, answers to ask for."""
    kinds = {
        "plan.needs_facts": [key for key in missing if _is_fact(view, key)],
        "plan.needs_answers": [key for key in missing if not _is_fact(view, key)],
    }
    comma = tell("results.list_comma")
    said = [
        tell(key, names=comma.join(_missing_name(view, one) for one in keys))
        for key, keys in kinds.items()
        if keys
    ]
    return tell("plan.needs_join").join(said)


def _missing_name(view: View, key: str) -> str:
    """Name of a fact, score, item or derived figure."""
    derived = f"derived.{key}"
    return view.names.get(derived if derived in view.names.by_id else key)


def _initiative(view: View, ranked: RankedInitiative) -> None:
    found = next((i for i in view.run.knowledge.initiatives if i.id == ranked.initiative), None)
    if found is None:
        return
    title = f"**{ranked.rank}** &nbsp; {plain(wording(found.name))} &nbsp; :gray[{found.id}]"
    with st.expander(title, key=f"initiative-{found.id}"):
        for label, value in _lines(view, found, ranked):
            st.markdown(f"**{label}** {plain(value)}")


def _effort(found: Initiative) -> str:
    cash = tell(f"plan.cash_{found.cash_rank}")
    return tell("plan.effort_value", days=rows.number(found.person_days, 0), cash=cash)


def _lines(view: View, found: Initiative, ranked: RankedInitiative) -> list[tuple[str, str]]:
    lines = [
        (tell("plan.owner"), wording(found.owner)),
        (tell("plan.effort"), _effort(found)),
        (tell("plan.kpi"), wording(found.kpi)),
    ]
    if wording(found.prerequisite):
        lines.append((tell("plan.prerequisite"), wording(found.prerequisite)))
    if ranked.gap is not None:
        lines.append((tell("plan.why"), _gap(view, found, ranked.gap)))
    if ranked.rules:
        named = tell("results.list_comma").join(view.names.get(rule) for rule in ranked.rules)
        lines.append((tell("plan.from_rules"), named))
    if ranked.forced:
        lines.append((tell("plan.first_of_all"), tell("plan.forced")))
    lines.append((tell("plan.origin"), tell(f"plan.mark_{found.source}")))
    return lines


# ---- every ranked initiative ----


def _table(view: View) -> str:
    """Write all ranked initiatives with the reason for their place; on a phone each row is a card."""
    columns = ("rank", "name", "owner", "effort", "why", "source")
    titles = {name: escape(tell(f"plan.col_{name}")) for name in columns}
    known = {one.id: one for one in view.run.knowledge.initiatives}
    lines = []
    for ranked in view.result.initiatives:
        if ranked.initiative not in known:
            continue
        cells = _cells(view, known[ranked.initiative], ranked)
        lines.append(
            "".join(
                f'<td data-title="{title}">{escape(cell)}</td>'
                for title, cell in zip(titles.values(), cells, strict=True)
            )
        )
    head = "".join(f'<th scope="col">{title}</th>' for title in titles.values())
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table class="fo-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(view: View, found: Initiative, ranked: RankedInitiative) -> tuple[str, ...]:
    return (
        str(ranked.rank),
        f"{wording(found.name)} {found.id}",
        wording(found.owner),
        _effort(found),
        _why(view, found, ranked),
        tell(f"plan.mark_{found.source}"),
    )


def _gap(view: View, found: Initiative, gap: float) -> str:
    """Say how far its sub-capability, or on average those it serves, is from the target."""
    if found.sub_capability is None:
        return tell("plan.gap_mean", gap=rows.number(gap))
    return tell("plan.gap", name=view.names.get(found.sub_capability), gap=rows.number(gap))


def _why(view: View, found: Initiative, ranked: RankedInitiative) -> str:
    """Rules that name the initiative, the gap it closes, and whether others wait for it."""
    said = []
    if ranked.rules:
        said.append(
            tell("results.list_comma").join(f"{rule} {view.names.get(rule)}" for rule in ranked.rules)
        )
    if ranked.gap is not None:
        said.append(_gap(view, found, ranked.gap))
    if ranked.forced:
        said.append(tell("plan.forced"))
    return tell("plan.needs_join").join(said) or "–"
