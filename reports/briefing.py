"""What every page is given: the material, the words, and the few helpers that all pages share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from assessment.domain.editions import Edition, ReportChoices
from assessment.domain.engagement import Merchant
from assessment.domain.instrument import Instrument
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import Facts, Initiative, StructuralRule
from assessment.domain.text import Locale, LocalizedText
from reports import numbers, reading
from reports.document import Block, Logo, Page, SoWhat, SoWhatPoint
from reports.phrases import Phrases
from reports.text import legible
from scoring.organization.advice import Proposal
from scoring.results import PeerCard, RankedInitiative, Recommendation, Score, WaveResult

_BLANK: Final = re.compile(r" *(?=·)|(?<=·) *|(?<=[\u3400-\u9fff，。；：、）”]) +| +(?=[\u3400-\u9fff（“])")
_BRACKETS: Final = re.compile(r"（[^）]*）|\s*\([^)]*\)")
FACETS: Final = {"gmv_tier": "tier", "lead_position": "lead", "price_band": "price"}
DOUBT: Final = "R9"
"""Rule that lowers trust in all structural advice while it applies."""
LAST: Final = 99
RETEST: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Provenance:
    """From what exactly a report was made: digests are SHA-256 in hexadecimal, "" where there is none."""

    run: str
    method: str
    instrument: str
    knowledge: str
    benchmark: str
    data: str
    proposal: str
    choices: str


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything a report is made of. `as_of` dates the evidence; `report_id` is printed as given.

    `proposal` is the recommended organization of the chosen scenario, with the consultant's edits; None for
    runs that carry none. `choices` is what was chosen by hand, `logo` the picture it names.
    """

    result: WaveResult
    instrument: Instrument
    knowledge: Knowledge
    merchant: Merchant
    facts: Facts
    as_of: date
    locale: Locale
    report_id: str
    proposal: Proposal | None = None
    edition: Edition = "full"
    choices: ReportChoices = ReportChoices()
    logo: Logo | None = None
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Material and words for one report in one language."""

    source: ReportInput
    say: Phrases

    @property
    def result(self) -> WaveResult:
        """What scoring says."""
        return self.source.result

    @property
    def instrument(self) -> Instrument:
        """The questionnaire behind the result."""
        return self.source.instrument

    @property
    def knowledge(self) -> Knowledge:
        """The judged material behind advice."""
        return self.source.knowledge

    @property
    def demo(self) -> bool:
        """Whether the data is synthetic."""
        return self.result.demo or self.source.merchant.demo

    @property
    def scale(self) -> str:
        """Range of the scale, such as 1–5."""
        return f"{self.instrument.scale.low}–{self.instrument.scale.high}"

    @property
    def n(self) -> int:
        """Number of submitted responses."""
        return self.result.data_quality.n_submitted

    def text(self, words: LocalizedText) -> str:
        """Wording in the report's language; Chinese carries no blanks between Han and Latin."""
        chosen = words.get(self.source.locale)
        return _BLANK.sub("", chosen) if self.source.locale == "zh" else chosen

    def clause(self, words: LocalizedText) -> str:
        """Wording without its full stop, to be used inside a sentence."""
        return self.text(words).rstrip("。.;；").strip()

    def sentence(self, words: LocalizedText) -> str:
        """Wording closed by exactly one full stop and, in English, opened by a capital."""
        body = self.clause(words)
        if body and body[-1] in "？！?!":
            return body
        stop = "。" if self.source.locale == "zh" else "."
        return f"{body[:1].upper()}{body[1:]}{stop}"

    def listing(self, names: Sequence[str]) -> str:
        """Names joined as a sentence does."""
        return numbers.listing(names, self.source.locale)

    def run(self, sentences: Sequence[str]) -> str:
        """Sentences one after the other; only English puts blanks between them."""
        return ("" if self.source.locale == "zh" else " ").join(s for s in sentences if s)

    def name(self, scale_id: str) -> str:
        """Full name of a dimension, sub-capability, overlay or item; an unknown id names itself."""
        every = (self.instrument.dimensions, self.instrument.sub_capabilities, self.instrument.overlays)
        found = next((part.name for parts in every for part in parts if part.id == scale_id), None)
        if found is None:
            return self.say("common.overall") if scale_id == self.result.overall.id else scale_id
        return self.text(found)

    def short(self, scale_id: str) -> str:
        """Name without what stands in brackets, for running text."""
        return self.name(scale_id).split("（")[0].split("(")[0].strip()

    def role(self, role_id: str) -> str:
        """Name of a role; an unknown id names itself."""
        found = next((r.name for r in self.instrument.roles if r.id == role_id), None)
        return role_id if found is None else self.text(found)

    def position(self, position_id: str) -> str:
        """Name of a FACT position."""
        found = next((p.name for p in self.instrument.positions if p.id == position_id), None)
        return position_id if found is None else self.text(found)

    def band(self, level: int) -> str:
        """Name of a maturity band, counted from 0."""
        maturity = self.instrument.maturity
        return self.text(maturity.names[level]) if maturity else str(level)

    def scored_name(self, score: Score) -> str:
        """Short name with its score in brackets."""
        return self.say(
            "common.with_score", name=self.short(score.id), score=numbers.score(reading.value(score))
        )

    @property
    def peer_note(self) -> str:
        """Whom the merchant is compared with, or that there are no peers yet."""
        card = self.result.peer_card
        if card is None:
            return self.say("common.peers.none")
        cell = self.cell(card)
        if card.demo:
            return self.say("common.peers.some_demo", epoch=card.epoch, cell=cell, n=card.n)
        return self.say("common.peers.some", panel=card.panel, epoch=card.epoch, cell=cell, n=card.n)

    def cell(self, card: PeerCard) -> str:
        """Put the filters that chose the peers into words."""
        facets = [self._facet(name, value) for name, value in card.facets]
        return self.say("common.peers.join").join(facets) or self.say("common.peers.all")

    def _facet(self, name: str, value: str) -> str:
        return self.coded(FACETS.get(name, name), value)

    def question(self, item_id: str) -> str:
        """Stem of an item as it is quoted: without remarks in brackets and without its closing mark."""
        stem = _BRACKETS.sub("", self.clause(self.instrument.item(item_id).stem))
        return stem.rstrip("？? ")

    def change(self, rule: StructuralRule) -> str:
        """Change that a rule proposes, in the consultant's wording where there is one."""
        proposal = self.source.proposal
        edit = proposal.edit(f"rule:{rule.id}") if proposal else None
        if edit is None or edit.action != "edited" or not legible(edit.text):
            return self.sentence(rule.change)
        return self.say("posts.edited", text=edit.text.strip())

    def _refused(self, rule_id: str) -> bool:
        proposal = self.source.proposal
        edit = proposal.edit(f"rule:{rule_id}") if proposal else None
        return edit is not None and edit.action == "rejected"

    @property
    def applied(self) -> list[tuple[Recommendation, StructuralRule]]:
        """Fired rules: the one that casts doubt on the others first, then by rank of their initiatives.

        A rule whose change the consultant rejected is left out.
        """
        rank = {i.initiative: i.rank for i in self.result.initiatives}
        found = [(r, rule) for r in reading.fired(self.result) if (rule := self.rule(r.rule))]
        found = [pair for pair in found if not self._refused(pair[1].id)]
        return sorted(
            found,
            key=lambda pair: (
                pair[1].id != DOUBT,
                min((rank.get(i, LAST) for i in pair[1].initiatives), default=LAST),
            ),
        )

    def tier(self) -> str:
        """Size of the merchant in words; an unknown code names itself."""
        return self.coded("tier", self.source.merchant.gmv_tier)

    def coded(self, area: str, code: str) -> str:
        """Name of a code such as a category; an unknown code names itself."""
        key = f"common.{area}.{code}"
        return self.say(key) if self.say.has(key) else code

    def why(self, withheld: str | None) -> str:
        """Words for a figure that is withheld."""
        key = f"common.withheld.{withheld}"
        return self.say(key) if self.say.has(key) else self.say("common.withheld.other")

    def post(self, scale_id: str) -> str:
        """Post that answers for a dimension or sub-capability (never a person)."""
        part = next((s for s in self.instrument.sub_capabilities if s.id == scale_id), None)
        key = f"common.post.{part.dimension if part else scale_id}"
        return self.say(key) if self.say.has(key) else self.say("common.post.owner")

    def initiative(self, initiative_id: str) -> Initiative | None:
        """Return an initiative by its id, or None for one that the knowledge base no longer holds."""
        return next((i for i in self.knowledge.initiatives if i.id == initiative_id), None)

    @property
    def n_fired(self) -> int:
        """Number of rules that apply, with those whose change the consultant rejected."""
        return sum(self.rule(r.rule) is not None for r in reading.fired(self.result))

    @property
    def lacking(self) -> str:
        """What open rules mostly wait for: ``facts`` of the organization, or ``answers`` of people."""
        keys = {key for r in reading.undecidable(self.result) for key in r.missing}
        return "facts" if any(self.knowledge.facts_form.field(key) for key in keys) else "answers"

    @property
    def programme(self) -> tuple[tuple[RankedInitiative, Initiative], ...]:
        """Initiatives of the first quarter in their order, with what the knowledge base says of each.

        The plan of the recommended organization decides where there is one, so that a report names one list.
        """
        ordered = sorted(self._first_quarter(), key=lambda i: i.rank)
        return tuple((r, known) for r in ordered if (known := self.initiative(r.initiative)))

    def _first_quarter(self) -> tuple[RankedInitiative, ...]:
        proposal = self.source.proposal
        if proposal is None:
            return self.result.initiatives
        first = [one for one in proposal.plan.planned() if one.quarter == 0]
        order = sorted(first, key=lambda one: (not one.forced, -one.value, one.initiative))
        return tuple(
            RankedInitiative(one.initiative, rank, one.value, one.gap, 0.0, one.forced, one.rules)
            for rank, one in enumerate(order, start=1)
        )

    def lead(self, initiative: Initiative) -> str:
        """Post that leads an initiative, as it stands inside a sentence."""
        post = self.clause(initiative.owner)
        acronym = post[1:2].isupper() or self.source.locale == "zh"
        return post if acronym else post[:1].lower() + post[1:]

    @property
    def retest(self) -> str:
        """Day by which to measure again: 90 days after the evidence."""
        return numbers.day(self.source.as_of + RETEST, self.source.locale)

    def answer_evidence(self, scale_id: str) -> str:
        """Quote the weakest item of a scale with the answer given most often; "" without one."""
        item = reading.lowest_item(self.instrument, self.result, scale_id)
        level = reading.usual_level(item) if item else None
        if item is None or level is None:
            return ""
        anchors = self.instrument.anchors(self.instrument.item(item.id))
        if level >= len(anchors):
            return ""
        key = "common.evidence.only" if sum(item.counts) == 1 else "common.evidence.most"
        return self.say(key, stem=self.question(item.id), answer=self.clause(anchors[level]))

    def rule(self, rule_id: str) -> StructuralRule | None:
        """Return a rule by its id, or None for one that the knowledge base no longer holds."""
        return next((r for r in self.knowledge.rules if r.id == rule_id), None)

    def interval(self, score: Score) -> str:
        """95 % interval of a shown score."""
        if score.low is None or score.high is None:
            return self.why(score.withheld)
        return numbers.span(score.low, score.high)

    def point(self, key: str, **fields: str | int) -> SoWhatPoint:
        """Build a point of the right-hand column from the phrases `<key>.head` and `<key>.body`."""
        return SoWhatPoint(self.say(f"{key}.head", **fields), self.say(f"{key}.body", **fields))

    def page(
        self,
        page_id: str,
        *,
        title: str,
        blocks: tuple[Block, ...],
        so_what: SoWhat | None,
        notes: Sequence[str] = (),
        subtitle: str = "",
    ) -> Page:
        """Frame one page; the reading help comes from the catalogue unless `subtitle` replaces it."""
        return Page(
            id=page_id,
            section=self.say(f"{page_id}.section"),
            title=_opened(title),
            subtitle=subtitle or self.say(f"{page_id}.subtitle"),
            blocks=blocks,
            so_what=so_what,
            source=self.origin(notes),
            demo=self.demo,
        )

    def origin(self, notes: Sequence[str] = ()) -> str:
        """Source line: instrument, n, date, interval, then the page's own notes."""
        parts = [
            self.say(
                "common.source.who",
                instrument=self.text(self.instrument.name),
                version=self.instrument.version,
                n=self.n,
                day=numbers.day(self.source.as_of, self.source.locale),
            ),
            self.say("common.source.interval", scale=self.scale),
            *notes,
        ]
        if self.demo:
            parts.append(self.say("common.source.demo"))
        return self.say("common.source.stop", text=self.say("common.source.between").join(parts))


def _opened(title: str) -> str:
    """Title that opens with a capital, whatever name came first."""
    return title[:1].upper() + title[1:]
