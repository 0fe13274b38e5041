"""The accent colour of a report: titles and cover take it over, pictures keep blue, vermillion and grey.

Shades are made in HSL (hue, saturation, lightness) from the accent's own hue, as far apart in lightness as
the product's own; text on the cover is lightened until it can be read.
"""

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from reports import theme

LEAST_CONTRAST: Final = 4.5
"""Contrast that WCAG 2.1 (1.4.3) asks of text of ordinary size."""
_FORM: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_STEP: Final = 0.02
_LIGHTEST_STEP: Final = 0.8


class AccentRefused(ValueError):
    """A colour that cannot carry titles; `reason` as in `problem`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, 0-1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance 0-1 of ``#RRGGBB`` (WCAG 2.1).

    >>> luminance("#FFFFFF"), luminance("#000000")
    (1.0, 0.0)
    """
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))  # noqa: PLR2004
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1-21 of two colours (WCAG 2.1).

    >>> contrast("#FFFFFF", "#000000"), round(contrast("#777777", "#FFFFFF"), 2)
    (21.0, 4.48)
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def problem(accent: str) -> Literal["form", "contrast"] | None:
    """Tell why a colour cannot be the accent.

    Parameters
    ----------
    accent
        ``#RRGGBB``, or "" for the product's own colour.

    Returns
    -------
    str or None
        ``form`` when it is no ``#RRGGBB``, ``contrast`` when white on it has less than 4.5 : 1, else None.

    Examples
    --------
    >>> problem("#B00020"), problem("red"), problem("#FFD400"), problem("")
    (None, 'form', 'contrast', None)
    """
    if not accent:
        return None
    if not _FORM.fullmatch(accent):
        return "form"
    return "contrast" if contrast(accent, theme.WHITE) < LEAST_CONTRAST else None


def _shade(hue: float, lightness: float, saturation: float) -> str:
    """Write a colour given in HSL as ``#RRGGBB``."""
    channels = hls_to_rgb(hue, min(max(lightness, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)


def _hls(colour: str) -> tuple[float, float, float]:
    return rgb_to_hls(*_channels(colour))


@lru_cache(maxsize=64)
def palette(accent: str) -> Mapping[str, str]:
    """Colours of the theme that give way to the accent, each with what takes its place.

    Parameters
    ----------
    accent
        ``#RRGGBB``, or "" for the product's own colour: nothing gives way.

    Returns
    -------
    mapping of str to str
        Keys are `theme.NAVY`, `theme.COVER` and the other colours of the cover.

    Raises
    ------
    AccentRefused
        If `problem` finds one.

    Examples
    --------
    >>> palette("#B00020")[theme.NAVY], dict(palette(""))
    ('#B00020', {})
    """
    if (reason := problem(accent)) is not None:
        raise AccentRefused(reason)
    if not accent:
        return MappingProxyType({})
    hue, lightness, saturation = _hls(accent)
    own, ground = _hls(theme.NAVY), _hls(theme.COVER)
    share = min(saturation / own[2], 1.0)
    deep = lightness * ground[1] / own[1]
    colours = {theme.NAVY: accent.upper(), theme.COVER: _shade(hue, deep, saturation)}
    for shade in (theme.COVER_RULE, *theme.COVER_STEPS):
        higher = deep + _hls(shade)[1] - ground[1]
        colours[shade] = _shade(hue, min(higher, _LIGHTEST_STEP), saturation * _hls(shade)[2] / ground[2])
    for shade in (theme.COVER_TEXT, theme.COVER_MUTED):
        _, light, strong = _hls(shade)
        colours[shade] = _readable((hue, light, strong * share), colours[theme.COVER])
    return MappingProxyType(colours)


def _readable(colour: tuple[float, float, float], ground: str) -> str:
    """Lighten a colour in HLS until text in it can be read on `ground`; white always can."""
    hue, light, strong = colour
    while contrast(shade := _shade(hue, light, strong), ground) < LEAST_CONTRAST and light < 1.0:
        light += _STEP
    return shade
