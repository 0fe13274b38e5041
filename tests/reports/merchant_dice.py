"""Throws merchants: any raters, facts, organization and names; the same seed, the same one.

Everything that the dice throw could be stored; what results from it comes from the real pipeline.
"""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from random import Random
from typing import Final

from assessment.content.demo.case import demo_case
from assessment.content.loader import knowledge, shipped_instrument
from assessment.content.panels import demo_panel
from assessment.domain.editions import EDITIONS, CoverWords, ReportChoices, ReportLook
from assessment.domain.engagement import CATEGORIES, GMV_TIERS, Merchant, WaveMode
from assessment.domain.instrument import OWNER_ROLE, Form, Instrument
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import FactField, Facts, FactValue
from assessment.domain.response import MISSING, NOT_APPLICABLE, UNKNOWN, Response
from assessment.domain.scenario import QUARTERS, Caps, LineEdit, PostTarget, SalaryBand, Settings
from assessment.domain.structure import Agency, DecisionRight, Post, Room, Structure, Team
from assessment.domain.text import LOCALES
from reports.briefing import ReportInput
from reports.editions import pages_of
from scoring.benchmark import Panel
from scoring.pipeline import WaveEvidence
from tests.reports.merchants import made, proposed, response, sixty_posts, traced

RATERS: Final = (1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 60, 120, 300)
MODES: Final[tuple[WaveMode, ...]] = ("named", "named", "confidential", "anonymous")
FORMS: Final[tuple[Form, ...]] = ("core", "role", "full")
ORDINARY: Final = (
    "云岫护肤旗舰店",
    "棠序",
    "老王家的酱",
    "Northwind Outdoor",
    "Ærø Møbler 家居",
    "MOKO·摩可（上海）母婴用品专营店",
)
STRANGE: Final = (
    "",
    "x",
    "NaN",
    "None",
    "=1+1",
    "{name}",
    "<b>A&B</b>旗舰店",
    '<img src="file:///etc/passwd">',
    '<a href="javascript:alert(1)">官方</a>',
    "👩‍💻数码👨‍👩‍👧‍👦🇨🇳",
    "\u202e店舗\u202c مضيف",
    "坏\x00\x1b字\u200b符\ud800",
    "𠮷野家𬭚",
    "（（（《“”》）））、，。！",
    "不换行" * 20,
    "Donaudampfschifffahrtsgesellschaft",
    "http://例子.测试/路径?很长=1",
    "W" * 60,
    "1\u20e3 ① ㎡ ‰ ★ ½",
    "a\n\n\nb\tc",
)
WORDS: Final = (
    *STRANGE,
    "改由直播负责人牵头，先试两周再定。",
    "Start with one room. " * 30,
    "很长的理由，" * 120,
)
MOST_INITIATIVES: Final = 60


class Dice:
    """One seeded source of everything that is thrown."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - dice, not secrets
        self.strange = self.random.choice((0.0, 0.0, 0.2, 1.0))
        """Share of names that are strange."""

    def chance(self, probability: float) -> bool:
        """Throw true with a probability."""
        return self.random.random() < probability

    def name(self) -> str:
        """Throw a name."""
        return self.random.choice(STRANGE if self.chance(self.strange) else ORDINARY)

    def words(self) -> str:
        """Throw a wording by hand."""
        return self.random.choice(WORDS)


def thrown(seed: int) -> ReportInput:
    """Throw one merchant; language and edition alternate with the seed."""
    dice = Dice(seed)
    evidence = wave(dice)
    today = structure(dice)
    source = made(
        evidence,
        LOCALES[seed % len(LOCALES)],
        f"FO-2026-{seed:04d}",
        panel=panel(dice, evidence.merchant),
        judged=judged(dice),
        today=today,
    )
    if dice.chance(0.5):
        source = proposed(source, today, settings=settings(dice), name=dice.name())
    if dice.chance(0.5):
        assert source.proposal is not None
        lines = [reading.line for reading in source.proposal.readings]
        source = proposed(source, today, settings=source.proposal.settings, edits=edits(dice, lines))
    edition = EDITIONS[seed // len(LOCALES) % len(EDITIONS)]
    source = traced(replace(source, edition=edition, choices=choices(dice)))
    return source if dice.chance(0.8) else replace(source, provenance=None)


def merchant(dice: Dice) -> Merchant:
    """Throw who is assessed; one in four is a demo."""
    return Merchant(
        "m",
        "w",
        dice.name(),
        dice.random.choice(CATEGORIES),
        dice.random.choice(GMV_TIERS),
        demo=dice.chance(0.25),
    )


def wave(dice: Dice) -> WaveEvidence:
    """Throw answers, facts and mode."""
    instrument = shipped_instrument()
    n = dice.random.choice(RATERS)
    gone = frozenset(d.id for d in instrument.dimensions if dice.chance(0.08))
    habits = Habits(dice, instrument, gone)
    responses = tuple(habits.response(place) for place in range(n))
    left_out = tuple((habits.response(n + place), dice.words()) for place in range(3) if dice.chance(0.15))
    asked = n + len(left_out) + dice.random.choice((0, 0, 1, 5, 40))
    return WaveEvidence(
        instrument=instrument,
        responses=responses,
        merchant=merchant(dice),
        facts=facts(dice),
        n_invited=asked,
        mode=dice.random.choice(MODES),
        excluded=left_out,
        seconds={r.id: dice.random.uniform(0.5, 60.0) for r in responses if dice.chance(0.5)},
    )


class Habits:
    """How the people of one merchant answer: a level each dimension lies at, and how much is left open."""

    def __init__(self, dice: Dice, instrument: Instrument, gone: frozenset[str]) -> None:
        self.dice, self.instrument, self.gone = dice, instrument, gone
        self.levels = {d.id: dice.random.uniform(0.8, 5.2) for d in instrument.dimensions}
        self.noise = dice.random.choice((0.0, 0.5, 1.0, 2.5))
        self.open = dice.random.choice((0.0, 0.05, 0.3, 0.8))
        self.way_out = dice.random.choice((MISSING, NOT_APPLICABLE))

    def response(self, place: int) -> Response:
        """Throw the response of the rater at this place; the first is mostly the owner."""
        roles = [role.id for role in self.instrument.roles]
        owner = place == 0 and self.dice.chance(0.8)
        role = OWNER_ROLE if owner else self.dice.random.choice(roles)
        form = self.dice.random.choice(FORMS)
        asked = {item.id for item in self.instrument.items_for(role, form)}
        answers = bytes(
            self._answer(item.dimension, legal=item.not_applicable is not None)
            if item.id in asked
            else MISSING
            for item in self.instrument.items
        )
        return response(str(place), role, answers, form)

    def _answer(self, dimension: str, *, legal: bool) -> int:
        if dimension in self.gone:
            return self.way_out if legal else MISSING
        if self.dice.chance(self.open):
            return self.dice.random.choice((MISSING, UNKNOWN, NOT_APPLICABLE if legal else UNKNOWN))
        level = self.dice.random.gauss(self.levels[dimension], self.noise)
        return min(5, max(1, round(level)))


def facts(dice: Dice) -> Facts:
    """Throw facts: the demo's, any, or none, a share of them unknown."""
    unknown = dice.random.choice((0.0, 0.2, 0.6, 0.95, 1.0))
    kept = {key: value for key, value in demo_case().facts.items() if not dice.chance(unknown)}
    if dice.chance(0.4):
        return kept
    for field in knowledge().facts_form.fields:
        if not field.key.startswith("F5.") and not dice.chance(unknown):
            kept[field.key] = fact(dice, field)
    return {**kept, **mix(dice)}


def fact(dice: Dice, field: FactField) -> FactValue:
    """Throw a legal value of one field."""
    options = [option.id for option in field.options]
    if field.kind == "choice":
        return dice.random.choice(options)
    if field.kind == "choices":
        return tuple(sorted(dice.random.sample(options, dice.random.randrange(1, len(options)))))
    if field.kind == "yes_no":
        return dice.chance(0.5)
    low = field.low or 0.0
    high = 200_000.0 if field.high is None else field.high
    value = low + (high - low) * dice.random.choice((0.0, 0.001, 0.01, dice.random.random(), 1.0))
    return float(round(value)) if field.whole else value


def mix(dice: Dice) -> Facts:
    """Throw shares of GMV by position; they sum to 100."""
    cuts = sorted(dice.random.choice((0.0, dice.random.uniform(0, 100))) for _ in range(4))
    edges = [0.0, *cuts, 100.0]
    shares = [high - low for low, high in pairwise(edges)]
    return {f"F5.{position}": share for position, share in zip("FACTS", shares, strict=True)}


@cache
def real_peers() -> Panel:
    """Return the synthetic peers as if they were real ones."""
    return replace(demo_panel(), name="panel", epoch="2026-3", demo=False, as_of="2026-09-30")


def panel(dice: Dice, of: Merchant) -> Panel | None:
    """Throw peers of the merchant's kind, or none."""
    if dice.chance(0.35):
        return None
    return demo_panel() if of.demo else real_peers()


def judged(dice: Dice) -> Knowledge:
    """Throw the shipped knowledge, or a firm's own with up to 60 initiatives."""
    return knowledge() if dice.chance(0.6) else enlarged(dice.random.choice((40, MOST_INITIATIVES)))


@cache
def enlarged(n: int) -> Knowledge:
    """Return the shipped knowledge with `n` initiatives: own ones are copies under other parts and posts."""
    shipped = knowledge()
    parts = [part.id for part in shipped_instrument().sub_capabilities]
    own = tuple(
        replace(
            known,
            id=f"I{place + 60}",
            sub_capability=parts[place % len(parts)],
            effects={parts[place % len(parts)]: 0.4},
            prerequisites=(),
        )
        for place, known in enumerate(shipped.initiatives)
    )
    every = (*shipped.initiatives, *own)[:n]
    return replace(shipped, initiatives=every, name=shipped.name, version="firm-1")


def structure(dice: Dice) -> Structure | None:
    """Throw the organization as entered: none, a few posts, the demo's, the group's, or 120 posts."""
    size = dice.random.choice((None, None, 1, 5, 15, 120, "demo", "group"))
    if size is None:
        return None
    if size == "demo":
        return demo_case().structure
    return sixty_posts() if size == "group" else scattered(dice, int(size))


def scattered(dice: Dice, n: int) -> Structure:
    """Throw `n` posts: any kinds and names, lines mostly upwards, some wrong."""
    ids = [f"p{i}" for i in range(n)]
    teams = tuple(
        Team(f"t{i}", dice.name(), parent=f"t{i - 1}" if i and dice.chance(0.3) else "") for i in range(6)
    )
    posts = tuple(post(dice, place, ids) for place in range(n))
    rooms = tuple(Room(f"r{i}", dice.name(), dice.random.choice((None, 4.0, 24.0))) for i in range(3))
    agencies = (Agency("a1", dice.name(), ("hosts",), holds_data=dice.chance(0.5)),)
    decisions = [one.id for one in knowledge().design.decisions]
    rights = tuple(
        DecisionRight(
            one, decide=(dice.random.choice(ids),), recommend=(dice.random.choice(ids),), hours=48.0
        )
        for one in decisions
        if dice.chance(0.5)
    )
    return Structure(posts, teams, rooms, agencies, rights)


def post(dice: Dice, place: int, ids: list[str]) -> Post:
    """Throw one post."""
    kinds = [kind.id for kind in knowledge().design.kinds]
    above = ids[(place - 1) // dice.random.choice((2, 7, 30))] if place else ""
    boss = dice.random.choice(ids) if dice.chance(0.03) else above
    return Post(
        id=ids[place],
        kind=dice.random.choice((*kinds, "")),
        name=dice.name() if dice.chance(0.4) else "",
        team=f"t{dice.random.randrange(6)}" if dice.chance(0.9) else "",
        fte=dice.random.choice((None, 0.0, 0.5, 1.0, 3.0, 40.0)),
        outsourced_fte=dice.random.choice((0.0, 0.0, 0.5)),
        reports_to=(boss,) if boss else (),
        dotted=(dice.random.choice(ids),) if dice.chance(0.1) else (),
        agency="a1" if dice.chance(0.1) else "",
    )


def settings(dice: Dice) -> Settings:
    """Throw a scenario: caps, form, headcounts, salaries, initiatives left out or insisted on."""
    design, every = knowledge().design, [one.id for one in knowledge().initiatives]
    kinds = [kind.id for kind in design.kinds]
    days, cash = dice.random.choice((0.0, 20.0, 60.0, 400.0)), dice.random.choice((None, 0.0, 60_000.0))
    caps = Caps((days,) * QUARTERS, (cash,) * QUARTERS, dice.random.choice((None, 1, 4)))
    wishes = dice.random.sample(every, 6)
    return Settings(
        caps=caps if dice.chance(0.6) else None,
        mix={key.removeprefix("F5."): float(value) for key, value in mix(dice).items()}  # type: ignore[arg-type]
        if dice.chance(0.3)
        else None,
        form=dice.random.choice((None, *(form.id for form in design.forms))),
        posts=tuple(
            PostTarget(kind, dice.random.choice((0.0, 2.0, 15.0))) for kind in dice.random.sample(kinds, 3)
        ),
        salaries={kind: SalaryBand(6_000.0, 14_000.0) for kind in kinds if dice.chance(0.3)},
        skipped=tuple(wishes[:3]) if dice.chance(0.4) else (),
        required=tuple(wishes[3:]) if dice.chance(0.4) else (),
    )


def edits(dice: Dice, lines: list[str]) -> tuple[LineEdit, ...]:
    """Throw what the consultant did with some of the lines."""
    chosen = dice.random.sample(lines, min(len(lines), dice.random.randrange(8)))
    return tuple(edit(dice, line) for line in chosen)


def edit(dice: Dice, line: str) -> LineEdit:
    """Throw one edit."""
    if dice.chance(0.3):
        return LineEdit(line, "rejected", reason=dice.words())
    if dice.chance(0.3):
        return LineEdit(line, "accepted")
    return LineEdit(line, "edited", text=dice.words(), basis=dice.random.choice(("", "0" * 16)))


def choices(dice: Dice) -> ReportChoices:
    """Throw accent, cover texts and a choice of pages."""
    words = CoverWords(*(dice.name() if dice.chance(0.4) else "" for _ in range(5)))
    accent = dice.random.choice(("", "", "#005F73", "#7A1F1F"))
    pages = tuple(dice.random.sample(pages_of("full"), 8)) if dice.chance(0.2) else None
    return ReportChoices(ReportLook(accent, "", words), pages)
