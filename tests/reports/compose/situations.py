"""Reports in telling situations, made by the real pipeline from the shipped content."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from assessment.content.demo.case import demo_case
from assessment.content.loader import knowledge, load_instrument, shipped_instrument
from assessment.content.panels import demo_panel
from assessment.domain.engagement import Merchant
from assessment.domain.instrument import Instrument
from assessment.domain.organization import Facts
from assessment.domain.response import MISSING, NOT_APPLICABLE, Response
from assessment.domain.text import Locale
from reports.compose import ReportInput
from scoring.organization.ground import Ground
from scoring.organization.proposal import propose
from scoring.pipeline import WaveEvidence, Yardsticks, score_wave

BFI = Path(__file__).parents[2] / "instruments" / "bfi.toml"
AS_OF = date(2026, 10, 26)
SITUATIONS = (
    "rich",
    "owner_only",
    "no_facts",
    "talent_not_applicable",
    "foreign",
    "excellent",
    "silent",
    "pair",
    "hushed",
    "silenced",
)
NOWHERE: Facts = {}
STARTED = datetime(2026, 10, 1, tzinfo=UTC)


def real_merchant() -> Merchant:
    """Take the demo merchant as if it were no demo: no peers, no demo mark."""
    return replace(demo_case().merchant, name="云岫护肤旗舰店", demo=False)


def respond(role: str, answers: bytes) -> Response:
    """One submitted response."""
    return Response(
        id=f"response-{role}",
        wave_id="wave",
        role=role,
        form="full",
        locale="zh",
        answers=answers,
        revision=1,
        started_at=STARTED,
        submitted_at=STARTED,
    )


def with_codes(response: Response, instrument: Instrument, prefix: str, code: int) -> Response:
    """Give the response with every item of one dimension answered by `code`."""
    answers = bytes(
        code if item.id.startswith(prefix) else given
        for item, given in zip(instrument.items, response.answers, strict=True)
    )
    return replace(response, answers=answers)


def evidence(name: str) -> WaveEvidence:
    """Answers, merchant and facts of one situation."""
    case, instrument = demo_case(), shipped_instrument()
    rich = WaveEvidence(instrument, case.responses, case.merchant, case.facts, n_invited=8)
    if name == "rich":
        return rich
    if name == "foreign":
        return foreign()
    real = replace(rich, merchant=real_merchant())
    gone = tuple(with_codes(r, instrument, "TA", NOT_APPLICABLE) for r in case.responses)
    full = bytes([4 if i % 3 else 5 for i in range(len(instrument.items))])
    top = tuple(respond(role, full) for role in ("OWN", "LIVE", "MEDIA", "CS"))
    quiet = bytes([2 if i == 0 else MISSING for i in range(len(instrument.items))])
    return {
        "owner_only": replace(real, responses=case.responses[:1], n_invited=1),
        "no_facts": replace(real, facts=NOWHERE),
        "talent_not_applicable": replace(real, responses=gone),
        "excellent": replace(real, responses=top, n_invited=4, facts={"F5.F": 100.0}),
        "silent": replace(real, responses=(respond("OWN", quiet),), facts=NOWHERE, n_invited=5),
        "hushed": replace(real, mode="anonymous"),
        "silenced": replace(real, mode="confidential", responses=case.responses[:4], n_invited=8),
        "pair": replace(real, responses=case.responses[1:3], n_invited=2),
    }[name]


def foreign() -> WaveEvidence:
    """Three answers to a questionnaire that knows no roles, parts, targets or bands."""
    instrument = load_instrument(BFI.read_bytes(), path=str(BFI))
    levels = list(instrument.scale.levels)
    answers = (
        bytes(levels[(3 * i + k) % len(levels)] for i in range(len(instrument.items))) for k in range(3)
    )
    responses = tuple(replace(respond("", a), id=str(n)) for n, a in enumerate(answers))
    return WaveEvidence(instrument, responses, real_merchant(), NOWHERE, n_invited=3)


@cache
def material(name: str, locale: Locale) -> ReportInput:
    """Everything a report is made of, for one situation."""
    found = evidence(name)
    result = score_wave(found, Yardsticks(knowledge(), demo_panel()))
    return ReportInput(
        result=result,
        instrument=found.instrument,
        knowledge=knowledge(),
        merchant=found.merchant,
        facts=found.facts,
        as_of=AS_OF,
        locale=locale,
        report_id="FO-2026-0001",
    )


@cache
def proposed(name: str, locale: Locale) -> ReportInput:
    """Give a situation with the organization recommended for it; the foreign instrument has none."""
    source = material(name, locale)
    return source if name == "foreign" else with_proposal(source)


def with_proposal(source: ReportInput) -> ReportInput:
    """Work out what is recommended for the result as it is."""
    ground = Ground(source.instrument, source.knowledge, source.merchant, source.facts, source.result)
    return replace(source, proposal=propose(ground))
