"""Three very different merchants, and as many random ones as wanted, each scored by the real pipeline.

The startup has five people and hardly any answers; the mid-size brand is the demo merchant with everything
there is; the group has entered 60 posts under three legal brands and answered little. All are made up, none
holds a person. Random merchants come from `tests.reports.merchant_dice`.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType
from typing import Final

from assessment.content.demo.case import demo_case
from assessment.content.loader import knowledge, shipped_instrument
from assessment.content.panels import demo_panel
from assessment.domain.engagement import Merchant
from assessment.domain.instrument import OWNER_ROLE, Form
from assessment.domain.knowledge import Knowledge
from assessment.domain.organization import Facts
from assessment.domain.response import MISSING, UNKNOWN, Response
from assessment.domain.scenario import LineEdit, Settings
from assessment.domain.structure import Post, Room, Structure, Team
from assessment.domain.text import Locale
from reports.briefing import Provenance, ReportInput
from scoring.benchmark import Panel
from scoring.organization.ground import Ground
from scoring.organization.proposal import propose
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave
from scoring.results import METHOD_VERSION

AS_OF: Final = date(2026, 10, 26)
STARTED: Final = datetime(2026, 10, 12, tzinfo=UTC)
BRANDS: Final = (("棠序食养", 19), ("山屿零食", 19), ("禾一宠物", 18))
"""Legal brands of the group, with the number of their posts."""
LINE: Final = (
    "lead",
    "live_head",
    "content_head",
    "media_head",
    "goods_head",
    "service_head",
    "live_ops",
    "host",
    "host",
    "co_host",
    "floor_control",
    "media_buyer",
    "director",
    "editor",
    "merchandiser",
    "bd",
    "presale",
    "aftersale",
    "shelf_ops",
)
"""Posts of one brand; the first leads the five heads, who lead the rest by turns."""
SHARED: Final = ("owner", "ecommerce_director", "talent_head", "data_head")
"""Posts of the holding."""


def made(
    evidence: WaveEvidence,
    locale: Locale,
    report_id: str,
    *,
    panel: Panel | None = None,
    judged: Knowledge | None = None,
    today: Structure | None = None,
) -> ReportInput:
    """Score the evidence and propose an organization for it under the scenario that changes nothing."""
    judged = judged or knowledge()
    result = score_wave(evidence, Yardsticks(judged, panel))
    source = ReportInput(
        result=result,
        instrument=evidence.instrument,
        knowledge=judged,
        merchant=evidence.merchant,
        facts=evidence.facts,
        as_of=AS_OF,
        locale=locale,
        report_id=report_id,
    )
    return traced(proposed(source, today))


def proposed(
    source: ReportInput,
    today: Structure | None,
    *,
    settings: Settings | None = None,
    edits: tuple[LineEdit, ...] = (),
    name: str = "",
) -> ReportInput:
    """Propose an organization, for the one as entered (None: none was)."""
    ground = Ground(source.instrument, source.knowledge, source.merchant, source.facts, source.result, today)
    proposal = propose(
        ground,
        scenario="what-if" if name else "base",
        name=name,
        settings=settings or Settings(),
        edits=edits,
    )
    return replace(source, proposal=proposal)


def traced(source: ReportInput) -> ReportInput:
    """Give the report digests of what it was made from, of the form that stored ones have."""

    def digest(what: object) -> str:
        return hashlib.sha256(repr(what).encode("utf-8", "backslashreplace")).hexdigest()

    card = source.result.peer_card
    provenance = Provenance(
        run=digest(source.result),
        method=METHOD_VERSION,
        instrument=source.instrument.digest,
        knowledge=source.knowledge.digest,
        benchmark=digest(card) if card else "",
        data=digest((source.merchant, source.facts)),
        proposal=digest(source.proposal) if source.proposal else "",
        choices=digest(source.choices),
    )
    return replace(source, provenance=provenance)


def response(name: str, role: str, answers: bytes, form: Form = "core") -> Response:
    """One submitted response."""
    return Response(
        id=f"response-{name}",
        wave_id="wave",
        role=role,
        form=form,
        locale="zh",
        answers=answers,
        revision=1,
        started_at=STARTED,
        submitted_at=STARTED,
    )


def given(role: str, levels: str, form: Form = "core") -> bytes:
    """Answers to the items of a role's form, one character each: a level, ``?`` unknown, ``-`` skipped."""
    instrument = shipped_instrument()
    vector = bytearray(len(instrument.items))
    codes = {"?": UNKNOWN, "-": MISSING}
    for item, level in zip(instrument.items_for(role, form), levels, strict=False):
        vector[instrument.index[item.id]] = codes[level] if level in codes else int(level)
    return bytes(vector)


def startup(locale: Locale = "zh") -> ReportInput:
    """Five people, two of whom answered some core items; no peers, no entered organization."""
    return replace(_startup(), locale=locale)


def mid_size(locale: Locale = "zh") -> ReportInput:
    """Return the demo merchant: seven raters, all facts, synthetic peers, its posts, a chosen scenario."""
    return replace(_mid_size(), locale=locale)


def group(locale: Locale = "zh") -> ReportInput:
    """60 posts under three legal brands, three raters who skipped a lot, few facts, no peers."""
    return replace(_group(), locale=locale)


MERCHANTS: Final[Mapping[str, Callable[[Locale], ReportInput]]] = MappingProxyType(
    {"startup": startup, "mid_size": mid_size, "group": group}
)


@cache
def _startup() -> ReportInput:
    facts: Facts = {
        "F1.form": "owner_squad",
        "F4.month1": 9.0,
        "F4.month2": 14.0,
        "F4.month3": 21.0,
        "F5.F": 70.0,
        "F5.A": 10.0,
        "F5.C": 0.0,
        "F5.T": 0.0,
        "F5.S": 20.0,
        "F7.band": "50_149",
        "F9.years": "under_half",
        "F10.type": "factory",
        "F11.brands": 1.0,
        "F11.shops": 1.0,
        "F12.rooms": 1.0,
        "F12.hours": 4.0,
        "F13.lead.fte": 1.0,
        "F13.host.fte": 1.0,
        "F13.media_buyer.fte": 1.0,
        "F13.editor.fte": 1.0,
        "F13.aftersale.fte": 1.0,
    }
    evidence = WaveEvidence(
        instrument=shipped_instrument(),
        responses=(
            response("own", OWNER_ROLE, given(OWNER_ROLE, "211231231-11?21--2121322122", "role"), "role"),
            response("live", "LIVE", given("LIVE", "1-2?-1--2-")),
        ),
        merchant=Merchant("startup", "w", "半勺手作酱料铺", "food", "G1"),
        facts=facts,
        n_invited=5,
    )
    return made(evidence, "zh", "FO-2026-2001")


@cache
def _mid_size() -> ReportInput:
    case = demo_case()
    evidence = WaveEvidence(shipped_instrument(), case.responses, case.merchant, case.facts, n_invited=8)
    chosen = next(scenario for scenario in case.scenarios if scenario.chosen)
    source = made(evidence, "zh", "FO-2026-2002", panel=demo_panel(), today=case.structure)
    what_if = proposed(source, case.structure, settings=chosen.settings, name=chosen.name)
    return traced(what_if)


@cache
def _group() -> ReportInput:
    facts: Facts = {
        "F1.form": "marketing",
        "F4.month1": 3100.0,
        "F4.month2": 2860.0,
        "F4.month3": 3240.0,
        "F10.type": "brand",
        "F11.brands": 3.0,
        "F11.shops": 7.0,
        "F12.rooms": 9.0,
        "F23.shared": True,
    }
    evidence = WaveEvidence(
        instrument=shipped_instrument(),
        responses=(
            response("own", OWNER_ROLE, given(OWNER_ROLE, "43?4-3?2-4?3-3?4")),
            response("live", "LIVE", given("LIVE", "3-24?--3")),
            response("cs", "CS", given("CS", "2?-3")),
        ),
        merchant=Merchant("group", "w", "棠禾（杭州）食品集团有限公司·抖音事业群", "food", "G5"),
        facts=facts,
        n_invited=24,
    )
    return made(evidence, "zh", "FO-2026-2003", today=sixty_posts())


def sixty_posts() -> Structure:
    """Four posts of the holding, and three brands with 19, 19 and 18 posts."""
    posts = [Post("g0", SHARED[0], fte=1.0), Post("g1", SHARED[1], fte=1.0, reports_to=("g0",))]
    posts += [
        Post(f"g{n}", kind, team="g", fte=2.0, reports_to=("g1",))
        for n, kind in enumerate(SHARED[2:], start=2)
    ]
    teams = [Team("g", "集团共享中心")]
    rooms = []
    for place, (brand, n) in enumerate(BRANDS):
        teams.append(Team(f"b{place}", brand))
        rooms += [Room(f"r{place}{k}", f"{brand}{k + 1}号间", 12.0) for k in range(3)]
        posts += [_brand_post(place, k, kind) for k, kind in enumerate(LINE[:n])]
    return Structure(tuple(posts), tuple(teams), tuple(rooms))


def _brand_post(brand: int, place: int, kind: str) -> Post:
    boss = "g1" if place == 0 else f"b{brand}p{0 if place <= 5 else 1 + place % 5}"
    fte = 1.0 if place <= 5 else 1.0 + (brand + place) % 4
    return Post(f"b{brand}p{place}", kind, team=f"b{brand}", fte=fte, reports_to=(boss,))


def typed_in(source: ReportInput) -> tuple[str, ...]:
    """Texts of a report that people typed: a check cannot expect our words in them."""
    proposal, cover = source.proposal, source.choices.look.cover
    words = [source.merchant.name, cover.title, cover.subtitle, cover.notice]
    words += [cover.prepared_for, cover.prepared_by]
    if proposal is not None:
        today = proposal.today
        words += [proposal.name, *(p.name for p in today.posts), *(t.name for t in today.teams)]
        words += [*(r.name for r in today.rooms), *(a.name for a in today.agencies)]
        words += [text for edit in proposal.edits for text in (edit.text, edit.reason)]
    words += [one.reason for one in source.result.exclusions]
    return tuple(dict.fromkeys(word for word in words if word))


def random_merchant(seed: int) -> ReportInput:
    """Any merchant at all, the same for the same seed."""
    from tests.reports.merchant_dice import thrown  # noqa: PLC0415 - the dice use this module

    return thrown(seed)
