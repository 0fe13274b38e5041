"""The worked case: one made-up merchant whose people disagree in a telling way.

Words and answers live in ``case.toml``, organization facts in ``facts.toml``, the organization as it was
entered in ``structure.toml``; this module only turns them into domain values. Ids are derived from fixed
names, so the demo is the same object on every machine.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5

from assessment.content.loader import shipped_instrument
from assessment.domain.engagement import Invitation, Merchant, Wave
from assessment.domain.instrument import OWNER_ROLE, Instrument
from assessment.domain.organization import Facts, FactValue
from assessment.domain.response import (
    NOT_APPLICABLE,
    UNKNOWN,
    ItemNote,
    Response,
    blank_answers,
    with_answer,
)
from assessment.domain.scenario import QUARTERS, Caps, Settings
from assessment.domain.structure import Agency, DecisionRight, Post, Room, Structure, Team

_NAMESPACE: Final = UUID("5b0d6a1e-5f0c-5a39-9d5c-7f1c3c2f8a10")
_CODES: Final = {"unknown": UNKNOWN, "not_applicable": NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class DemoRater:
    """One post that answered. The owner has no invitation, only the private link."""

    response: Response
    invitation: Invitation | None


@dataclass(frozen=True, slots=True)
class DemoScenario:
    """A named what-if; the report prints the chosen one."""

    id: str
    name: str
    settings: Settings
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class DemoCase:
    """Everything a demo workspace holds: a closed wave with seven responses, and the organization."""

    workspace_id: str
    engagement_id: str
    merchant: Merchant
    wave: Wave
    raters: tuple[DemoRater, ...]
    facts: Facts
    structure: Structure
    scenarios: tuple[DemoScenario, ...] = ()

    @property
    def responses(self) -> tuple[Response, ...]:
        """All submitted responses, the owner's first."""
        return tuple(r.response for r in self.raters)

    @property
    def invitations(self) -> tuple[Invitation, ...]:
        """Invitations of everybody but the owner."""
        return tuple(r.invitation for r in self.raters if r.invitation)


def demo_id(name: str) -> str:
    """Return the fixed id of a demo object.

    >>> demo_id("merchant") == demo_id("merchant"), len(demo_id("wave"))
    (True, 36)
    """
    return str(uuid5(_NAMESPACE, name))


@cache
def demo_case() -> DemoCase:
    """Return the worked case, bound to the instrument version it was answered with.

    Raises: UnknownItem, AnswerNotAllowed when the data file does not fit the instrument.
    """
    data = _read("case.toml")
    wave_data = data["wave"]
    instrument = shipped_instrument(wave_data["instrument"], wave_data["version"])
    merchant = Merchant(
        id=demo_id("merchant"), workspace_id=demo_id("workspace"), demo=True, **data["merchant"]
    )
    wave = Wave(
        id=demo_id("wave"),
        merchant_id=merchant.id,
        workspace_id=merchant.workspace_id,
        instrument_id=instrument.id,
        instrument_version=instrument.version,
        instrument_digest=instrument.digest,
        mode="named",
        status="closed",
        opened_at=wave_data["opened_at"],
        closed_at=wave_data["closed_at"],
        engagement_id=demo_id("engagement"),
        kind="demo",
    )
    raters = tuple(_rater(r, instrument, wave, wave_data["links_expire_at"]) for r in data["raters"])
    return DemoCase(
        workspace_id=merchant.workspace_id,
        engagement_id=demo_id("engagement"),
        merchant=merchant,
        wave=wave,
        raters=raters,
        facts=_facts(),
        structure=_structure(),
        scenarios=_scenarios(data["scenarios"]),
    )


def _read(name: str) -> dict[str, Any]:
    """Read one data file that lies beside this module."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _rater(data: Mapping[str, Any], instrument: Instrument, wave: Wave, expires_at: datetime) -> DemoRater:
    """Make one rater's response and, for everybody but the owner, the invitation behind it."""
    role = data["role"]
    response = Response(
        id=demo_id(f"response/{role}"),
        wave_id=wave.id,
        role=role,
        form=data["form"],
        locale=data["locale"],
        answers=_vector(instrument, data["answers"]),
        revision=len(data["answers"]),
        started_at=data["started_at"],
        submitted_at=data["submitted_at"],
        receipt=demo_id(f"receipt/{role}")[:8].upper(),
        respondent=data["post"],
        notes=_notes(data),
    )
    if role == OWNER_ROLE:
        return DemoRater(response, None)
    invitation = Invitation(
        id=demo_id(f"invitation/{role}"),
        wave_id=wave.id,
        name=data["post"],
        role=role,
        locale=data["locale"],
        created_at=wave.opened_at,
        expires_at=expires_at,
    )
    return DemoRater(response, invitation)


def _vector(instrument: Instrument, answers: Mapping[str, int | str]) -> bytes:
    """Build the answer vector: one byte an item, absent items stay missing."""
    vector = blank_answers(instrument)
    for item_id, value in answers.items():
        vector = with_answer(instrument, vector, item_id, _CODES[value] if isinstance(value, str) else value)
    return vector


def _notes(data: Mapping[str, Any]) -> tuple[ItemNote, ...]:
    """Join comments and evidence, in the order of the data file."""
    comments: Mapping[str, str] = data.get("comments", {})
    evidence: Mapping[str, str] = data.get("evidence", {})
    return tuple(
        ItemNote(item_id, comments.get(item_id, ""), evidence.get(item_id, ""))
        for item_id in dict.fromkeys((*comments, *evidence))
    )


def _structure() -> Structure:
    """Read the organization: one table a sheet; numbers as floats, references as tuples."""
    sheets = _read("structure.toml")
    return Structure(
        posts=tuple(Post(**_plain(entry)) for entry in sheets["posts"]),
        teams=tuple(Team(**_plain(entry)) for entry in sheets["teams"]),
        rooms=tuple(Room(**_plain(entry)) for entry in sheets["rooms"]),
        agencies=tuple(Agency(**_plain(entry)) for entry in sheets["agencies"]),
        rights=tuple(DecisionRight(**_plain(entry)) for entry in sheets["rights"]),
    )


def _plain(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _as_value(value) for key, value in entry.items()}


def _scenarios(data: Sequence[Mapping[str, Any]]) -> tuple[DemoScenario, ...]:
    """Read what-ifs: a form, and caps that are the same in every quarter."""
    return tuple(
        DemoScenario(
            id=demo_id(f"scenario/{one['id']}"),
            name=one["name"],
            settings=Settings(caps=_caps(one), form=one.get("form")),
            chosen=one.get("chosen", False),
        )
        for one in data
    )


def _caps(data: Mapping[str, Any]) -> Caps | None:
    if "person_days" not in data:
        return None
    cash = data.get("cash")
    return Caps(
        person_days=(float(data["person_days"]),) * QUARTERS,
        cash=(None if cash is None else float(cash),) * QUARTERS,
        initiatives=data.get("initiatives"),
    )


def _facts() -> dict[str, FactValue]:
    """Read the organization facts: one flat mapping, numbers as floats, choices as tuples."""
    return {key: _as_value(value) for key, value in _read("facts.toml").items()}


def _as_value(value: Any) -> FactValue:  # noqa: ANN401 - a plain TOML value
    if isinstance(value, list):
        return tuple(value)
    return value if isinstance(value, bool | str) else float(value)
