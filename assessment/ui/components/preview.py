"""A sample of the results for the first page: plain HTML that follows the theme and any width.

The figures are made up and say so; no chart library is loaded for them.
"""

from dataclasses import dataclass
from html import escape
from typing import Final

from assessment.domain.instrument import Instrument
from assessment.ui.messages import tell, wording


@dataclass(frozen=True, slots=True)
class SampleScore:
    """One line of the sample profile on the scale of levels, 1-5."""

    value: float
    low: float
    high: float


PROFILE: Final = (
    SampleScore(3.4, 3.0, 3.8),
    SampleScore(2.7, 2.3, 3.1),
    SampleScore(3.9, 3.4, 4.4),
    SampleScore(2.3, 1.8, 2.8),
    SampleScore(3.1, 2.7, 3.5),
)
TARGET: Final = 3.5
POSITIONS: Final = ((45, 2.4), (25, 3.7), (15, 2.9), (5, 3.1), (10, 3.2))
"""Planned share of net GMV (percent) and readiness, in the order of the instrument's positions."""
READY: Final = 2.6
"""Below it a position planned at 20 % or more is a mismatch, as in the real results."""
PLANNED: Final = 20


def draw(instrument: Instrument) -> str:
    """Write the sample card: profile of the dimensions, FACT positions, one recommendation."""
    return (
        f'<figure class="fo-sample" role="img" aria-label="{escape(tell("welcome.sample_alt"))}">'
        f"<figcaption><b>{_say('sample_title')}</b>"
        f'<span class="fo-badge">{_say("sample_badge")}</span></figcaption>'
        f"{_profile(instrument)}<p class='fo-key'>{_say('sample_key')}</p>"
        f'<p class="fo-sub">{_say("sample_positions")}</p>{_positions(instrument)}'
        f'<p class="fo-sub">{_say("sample_advice_title")}</p><p class="fo-advice">{_say("sample_advice")}</p>'
        "</figure>"
    )


def _say(key: str) -> str:
    return escape(tell(f"welcome.{key}"))


def _profile(instrument: Instrument) -> str:
    lines = zip(instrument.dimensions, PROFILE, strict=False)
    return "".join(
        f'<div class="fo-row"><span>{escape(wording(dimension.name))}</span>'
        f'<span class="fo-track"><i class="fo-line" style="left:{_place(line.low)};'
        f'width:{_width(line)}"></i><i class="fo-target" style="left:{_place(TARGET)}"></i>'
        f'<i class="fo-dot" style="left:{_place(line.value)}"></i></span><b>{line.value:.1f}</b></div>'
        for dimension, line in lines
    )


def _positions(instrument: Instrument) -> str:
    tiles = []
    for position, (share, readiness) in zip(instrument.positions, POSITIONS, strict=False):
        warned = share >= PLANNED and readiness < READY
        kind = "fo-tile fo-warn" if warned else "fo-tile"
        tiles.append(
            f'<div class="{kind}"><span>{escape(wording(position.name))}</span><b>{readiness:.1f}</b>'
            f"<small>{escape(tell('welcome.sample_plan', share=share))}</small></div>"
        )
    return f'<div class="fo-tiles">{"".join(tiles)}</div>'


def _place(value: float) -> str:
    """Place of a score on a track from level 1 to level 5."""
    return f"{(value - 1) * 25:.1f}%"


def _width(line: SampleScore) -> str:
    return f"{(line.high - line.low) * 25:.1f}%"
