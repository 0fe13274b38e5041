"""What is wrong in an organization, at its cell, and what can be counted in it, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

import streamlit as st

from assessment.content import loader
from assessment.domain.structure import Structure
from assessment.ui import messages
from assessment.ui.components import structure_cells as cells
from assessment.ui.components.structure_cells import Wording
from assessment.ui.messages import common, tell, wording
from scoring.organization.advice import StructureFigures, StructureProblem, Workload

SHOWN: Final = 8
"""Problems of one sort that stand on the page at once; the others open below."""

NAMED: Final = 8
"""Names that one sentence lists."""

_tell = messages.speaker("structure")


@dataclass(frozen=True, slots=True)
class Teller:
    """Words for the problems and figures of one organization."""

    structure: Structure
    words: Wording
    posts: Mapping[str, str]
    rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Row of a file by sheet and entry, where the organization came by file."""

    @classmethod
    def of(
        cls, structure: Structure, words: Wording, rows: Mapping[tuple[str, str], int] | None = None
    ) -> "Teller":
        """Name every post once."""
        return cls(structure, words, cells.post_names(structure, words), rows or {})

    def post(self, post_id: str) -> str:
        """Name of a post; an unknown id stands for itself."""
        return self.posts.get(post_id, post_id)

    # ---- problems ----

    def place(self, problem: StructureProblem) -> str:
        """Say where a problem is: sheet, row and column, as far as it has them."""
        sheet = _tell(f"section.{problem.sheet}")
        column = self._column(problem)
        if not problem.row:
            return f"{sheet} · {column}" if column else sheet
        row = self._row(problem)
        number = self.rows.get((problem.sheet, problem.row))
        if number is not None:
            row = _tell("findings.row", name=row, n=number)
        if not column:
            return _tell("findings.place_row", sheet=sheet, row=row)
        return _tell("findings.place", sheet=sheet, row=row, column=column)

    def _column(self, problem: StructureProblem) -> str:
        try:
            return _tell(f"column.{problem.sheet}_{problem.column}")
        except KeyError:
            return problem.column

    def _row(self, problem: StructureProblem) -> str:
        if problem.sheet == "posts":
            return self.post(problem.row)
        if problem.sheet == "rights":
            return self.words.decision(problem.row)
        return self._named(problem.sheet, problem.row)

    def _named(self, sheet: str, key: str) -> str:
        entries = getattr(self.structure, sheet)
        return next((one.name for one in entries if one.id == key and one.name), key)

    def said(self, problem: StructureProblem) -> str:
        """Say what is wrong and what to do."""
        figures = dict(problem.figures)
        fact = loader.facts_form().field(str(figures.get("fact", "")))
        told: dict[str, str] = {name: _figure(value) for name, value in problem.figures}
        told.setdefault("value", problem.row)
        listed = tell("results.list_comma").join
        told["posts"] = listed(self.post(str(v)) for name, v in problem.figures if name == "post")
        told["teams"] = listed(self._named("teams", str(v)) for name, v in problem.figures if name == "team")
        if problem.code == "duplicate_name":
            told["other"] = self._other(problem, str(figures.get("other", "")))
        if fact is not None:
            options = {one.id: wording(one.name) for one in fact.options}
            told["fact"] = wording(fact.name)
            for side in ("structure", "typed"):
                told[side] = _fact_value(figures.get(side, ""), options)
        return _tell(f"problem.{problem.code}", **told)

    def _other(self, problem: StructureProblem, key: str) -> str:
        return self.post(key) if problem.sheet == "posts" else self._named(problem.sheet, key)

    # ---- figures ----

    def counted(self, figures: StructureFigures) -> tuple[str, ...]:
        """Say everything that figures show and that deserves a thought, the heaviest first."""
        return tuple(self._counted(figures))

    def _counted(self, figures: StructureFigures) -> Iterator[str]:
        yield from (self.workload(load) for load in figures.workloads if load.flag == "overloaded")
        for post_id, names in self.alone(figures).items():
            yield _tell("findings.single", post=self.post(post_id), names=_list(names))
        if figures.uncovered:
            yield _tell("findings.uncovered", names=_shortened([self.duty(one) for one in figures.uncovered]))
        if figures.layers_flag:
            yield _tell("findings.layers", n=figures.layers)
        for span in figures.spans:
            if span.flag != "ok":
                words = {"post": self.post(span.post), "n": span.reports, "low": span.low, "high": span.high}
                yield _tell(f"findings.{span.flag}", **words)
        yield from (self.workload(load) for load in figures.workloads if load.flag in ("idle", "unknown"))

    def alone(self, figures: StructureFigures) -> dict[str, tuple[str, ...]]:
        """Duties and decisions that hang on one person, by post."""
        found: dict[str, tuple[str, ...]] = {}
        for one in figures.dependences:
            name = (
                self.duty(one.id)
                if one.kind == "duty"
                else _tell("findings.decision", name=self.words.decision(one.id))
            )
            found[one.post] = (*found.get(one.post, ()), name)
        return found

    def duty(self, duty_id: str) -> str:
        """Name of a duty; an unknown id stands for itself."""
        duties = {one.id: one.name for one in self.words.design.duties}
        return wording(duties[duty_id]) if duty_id in duties else duty_id

    def workload(self, load: Workload) -> str:
        """Say how many people the work asks for and how many there are."""
        low, high = _number(load.needed_low), _number(load.needed_high)
        return _tell(
            f"findings.{load.flag}",
            kind=self.words.kind(load.kind),
            units=_number(load.units),
            driver=_tell(f"driver.{load.driver}"),
            range=low if low == high else _tell("findings.range", low=low, high=high),
            present=_number(load.present or 0.0),
        )


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _figure(value: str | float) -> str:
    return _number(value) if isinstance(value, int | float) else value


def _fact_value(value: str | float, options: Mapping[str, str]) -> str:
    """Word a fact's value: an option, several, yes or no, or a number."""
    if not isinstance(value, str):
        return _figure(value)
    if value in ("yes", "no") and value not in options:
        return common(f"yes_no.{value}")
    return _list(options.get(one, one) for one in value.split(", "))


def _list(names: Iterable[str]) -> str:
    return tell("results.list_comma").join(names)


def _shortened(names: Sequence[str]) -> str:
    """List names; of many only the first, with how many there are more."""
    if len(names) <= NAMED:
        return _list(names)
    return _tell("findings.and_more", names=_list(names[:NAMED]), n=len(names) - NAMED)


# ---- drawing ----


def draw(teller: Teller, problems: Sequence[StructureProblem], figures: StructureFigures) -> None:
    """Draw problems by weight, then what the structure shows."""
    st.markdown(f"**{_tell('findings.title')}**")
    listed(teller, problems)
    if teller.structure.empty:
        return
    st.markdown(f"**{_tell('findings.counted')}**")
    found = [("", words) for words in teller.counted(figures)]
    if found:
        _lines(found, "fo-hint")
        st.caption(_tell("findings.counted_help"))
    else:
        st.caption(_tell("findings.nothing_counted"))


def listed(teller: Teller, problems: Sequence[StructureProblem]) -> None:
    """Draw what has to be corrected, then what deserves a second look."""
    if not problems:
        st.caption(f":green[:material/check_circle:] {_tell('findings.good')}")
    for hard in (True, False):
        mine = [(teller.place(one), teller.said(one)) for one in problems if one.hard is hard]
        if mine:
            st.caption(_tell("findings.hard" if hard else "findings.soft"))
            _lines(mine, "fo-wrong" if hard else "fo-soft")


def _lines(found: Sequence[tuple[str, str]], look: str) -> None:
    """Draw a list; every text is escaped here."""
    _list_of(found[:SHOWN], look)
    if len(found) > SHOWN:
        with st.expander(_tell("findings.more", n=len(found) - SHOWN), type="compact", key=f"more-{look}"):
            _list_of(found[SHOWN:], look)


def _list_of(found: Sequence[tuple[str, str]], look: str) -> None:
    lines = "".join(
        f"<li>{f'<b>{escape(place)}</b> ' if place else ''}{escape(said)}</li>" for place, said in found
    )
    st.html(f'<ul class="fo-findings {look}">{lines}</ul>')
