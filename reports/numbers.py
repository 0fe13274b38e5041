"""Numbers, dates and lists in the words of a language: the only place that formats them.

Percentages are given as 0-100, probabilities as 0-1. Nothing here accepts NaN or a missing value: a
figure that is withheld is told in words by the page.

What is formatted stays a number: `Figure` is the printed text, and carries what a spreadsheet needs to hold
it as a number. Put into a sentence it is text like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, Self

from assessment.domain.text import Locale

EN_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONEY_STEPS: Final = {"zh": ((1e8, "亿"), (1e4, "万")), "en": ((1e9, "B"), (1e6, "M"), (1e3, "K"))}
GROUPED: Final = ("#,##0", "#,##0.0", "#,##0.00")
"""Formats of spreadsheets by decimals, thousands set apart."""

HALF: Final = 1e-6
"""So near to half a digit two ways of rounding may part."""
FORMAT_LIMIT: Final = 120
"""Characters; spreadsheets refuse formats above 255."""

FigureKind = Literal["one", "span", "change", "of"]
"""One number; two that are ends of an interval, before and after, or a value and its cap."""
Unit = Literal["", "yuan"]


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a figure.

    `value` is exact, unless a spreadsheet would round it to another last digit than the printed one (it
    rounds halves up, we round them to even): then it is the printed number. `format` is how spreadsheets
    show it, `unit` what the header of its column has to say because the format cannot.
    """

    value: float
    format: str
    unit: Unit = ""


class Figure(str):
    """Formatted text with the numbers behind it; equal to, and hashed as, the same text without them."""

    __slots__ = ("kind", "numbers")

    numbers: tuple[Number, ...]
    kind: FigureKind

    def __new__(cls, text: str, numbers: tuple[Number, ...], kind: FigureKind = "one") -> Self:
        """Tie `text` to one number, or to two whose relation is `kind`."""
        made = super().__new__(cls, text)
        made.numbers, made.kind = numbers, kind
        return made

    def __getnewargs__(self) -> tuple[str, tuple[Number, ...], FigureKind]:  # type: ignore[override]
        """Let copies, also those sent to another process, keep the numbers."""
        return str(self), self.numbers, self.kind


def _rounded(text: str, value: float, decimals: int, form: str) -> Figure:
    """Tie a text to the value that it rounds, or to the rounded one where half a digit would part them."""
    exact = float(value)
    if abs(abs(exact) * 10.0**decimals % 1 - 0.5) < HALF:
        step = Decimal(1).scaleb(-decimals)
        rounded = round(exact, decimals)
        if Decimal(repr(exact)).quantize(step, ROUND_HALF_UP) != Decimal(repr(rounded)).quantize(step):
            exact = rounded
    return Figure(text, (Number(exact, form),))


def told(text: str, *figures: str, kind: FigureKind = "one") -> str:
    """Let a wording around figures keep their numbers: units and words become part of the format.

    Parameters
    ----------
    text : a wording that says nothing but the figures, each once and in order.
    figures : one or two figures; a text without a number makes the wording a plain text.
    kind : how two figures relate.

    >>> told("12天", plain(12)).numbers[0].format, told("3 / 4", count(3), count(4), kind="of").kind
    ('#,##0"天"', 'of')
    """
    single: list[Number] = []
    before, rest = "", text
    for figure in figures:
        between, printed, rest = rest.partition(figure)
        if not isinstance(figure, Figure) or len(figure.numbers) != 1 or not printed:
            return str(text)
        single.append(figure.numbers[0])
        before = between if len(single) == 1 else ""
    found = tuple(_worded(number, before, rest) for number in single)
    fits = all(len(number.format) <= FORMAT_LIMIT for number in found)
    return Figure(text, found, kind) if found and fits and '"' not in text else str(text)


def _worded(number: Number, before: str, after: str) -> Number:
    """Put words around the number into its format, so that cells print them and formulas do not see them."""
    ends = [f'"{end}"' if end.strip() else "" for end in (before, after)]
    if not any(ends):
        return number
    parts = (ends[0] + part + ends[1] for part in number.format.split(";"))
    return Number(number.value, ";".join(parts), number.unit)


def count(value: int) -> Figure:
    """Whole number of things.

    >>> count(12)
    '12'
    """
    return Figure(str(value), (Number(float(value), "0"),))


def change(value: float) -> Figure:
    """Difference with its sign.

    >>> change(2.0), change(-0.5), change(0.0)
    ('+2', '-0.5', '0')
    """
    if value == 0:
        return Figure("0", (Number(0.0, "0"),))
    size = plain(abs(value))
    number = size.numbers[0]
    form = f"+{number.format};-{number.format};0"
    return Figure(
        f"{'+' if value > 0 else '-'}{size}", (Number(number.value * (1 if value > 0 else -1), form),)
    )


def score(value: float) -> Figure:
    """One decimal, never a negative zero.

    >>> score(2.849), score(-0.04), score(3)
    ('2.8', '0.0', '3.0')
    """
    return _rounded(f"{round(value, 1) + 0.0:.1f}", value, 1, "0.0")


def plain(value: float) -> Figure:
    """Up to two decimals, no trailing zeros, thousands set apart.

    >>> plain(24.0), plain(2.65), plain(1234.5)
    ('24', '2.65', '1,234.5')
    """
    text = f"{round(value, 2) + 0.0:,.2f}".rstrip("0").rstrip(".")
    decimals = len(text.partition(".")[2])
    return _rounded(text, value, 2, GROUPED[decimals])


def coefficient(value: float) -> Figure:
    """Two decimals, as coefficients stand below one another in tables; never a negative zero.

    >>> coefficient(0.4), coefficient(-0.001), coefficient(0.875)
    ('0.40', '0.00', '0.88')
    """
    return _rounded(f"{round(value, 2) + 0.0:.2f}", value, 2, "0.00")


def percent(value: float) -> Figure:
    """Percent points 0-100 without decimals; what is not 0 or 100 is never printed as 0 or 100.

    >>> percent(61.4), percent(0.2), percent(99.8), percent(0.0)
    ('61%', '<1%', '>99%', '0%')
    """
    rounded = round(value)
    if rounded == 0 and value > 0:
        return Figure("<1%", (Number(value / 100, '"<1%"'),))
    if rounded == 100 and value < 100:  # noqa: PLR2004
        return Figure(">99%", (Number(value / 100, '">99%"'),))
    exact = _rounded("", value, 0, "").numbers[0].value
    return Figure(f"{rounded:d}%", (Number(exact / 100, "0%"),))


def share(value: float) -> Figure:
    """Share 0-1 as a percentage.

    >>> share(0.714)
    '71%'
    """
    return percent(value * 100)


def span(low: float, high: float) -> Figure:
    """Interval of two scores.

    >>> span(2.41, 3.14)
    '2.4–3.1'
    """
    ends = score(low), score(high)
    return Figure("–".join(ends), (ends[0].numbers[0], ends[1].numbers[0]), "span")


def money(yuan: float, locale: Locale) -> Figure:
    """Amount of yuan in 万 and 亿, or in K, M and B; a decimal only below ten of a unit.

    >>> money(2_350_000, "zh"), money(2_350_000, "en"), money(120_000_000, "zh"), money(800, "en")
    ('235万元', 'CNY 2.4M', '1.2亿元', 'CNY 800')
    """
    number = Number(float(yuan), GROUPED[0], "yuan")
    for step, unit in MONEY_STEPS[locale]:
        if abs(yuan) >= step:
            figure = yuan / step
            text = plain(round(figure)) if abs(figure) >= 10 else plain(round(figure, 1))  # noqa: PLR2004
            return Figure(f"{text}{unit}元" if locale == "zh" else f"CNY {text}{unit}", (number,))
    whole = plain(round(yuan))
    return Figure(f"{whole}元" if locale == "zh" else f"CNY {whole}", (number,))


def day(value: date, locale: Locale) -> str:
    """Date as people write it.

    >>> day(date(2026, 10, 26), "zh"), day(date(2026, 10, 26), "en")
    ('2026年10月26日', '26 October 2026')
    """
    if locale == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {EN_MONTHS[value.month - 1]} {value.year}"


def listing(names: Sequence[str], locale: Locale) -> str:
    """Join names as a sentence does; English names that hold an "and" are kept apart by a comma.

    >>> listing(["内容", "商品", "服务"], "zh"), listing(["content", "goods", "service"], "en")
    ('内容、商品和服务', 'content, goods and service')
    >>> listing(["Supply and stock", "After-sales"], "en")
    'Supply and stock, and After-sales'
    """
    if len(names) < 2:  # noqa: PLR2004
        return "".join(names)
    head, last = names[:-1], names[-1]
    if locale == "zh":
        return f"{'、'.join(head)}和{last}"
    comma = "," if any(" and " in name for name in names) else ""
    return f"{', '.join(head)}{comma} and {last}"
