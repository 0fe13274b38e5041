"""Numbers, dates and lists in the words of a language: the only place that formats them.

Percentages are given as 0-100, probabilities as 0-1. Nothing here accepts NaN or a missing value: a
figure that is withheld is told in words by the page.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from assessment.domain.text import Locale

EN_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONEY_STEPS: Final = {"zh": ((1e8, "亿"), (1e4, "万")), "en": ((1e9, "B"), (1e6, "M"), (1e3, "K"))}


def score(value: float) -> str:
    """One decimal, never a negative zero.

    >>> score(2.849), score(-0.04), score(3)
    ('2.8', '0.0', '3.0')
    """
    return f"{round(value, 1) + 0.0:.1f}"


def plain(value: float) -> str:
    """Up to two decimals, no trailing zeros, thousands set apart.

    >>> plain(24.0), plain(2.65), plain(1234.5)
    ('24', '2.65', '1,234.5')
    """
    text = f"{round(value, 2) + 0.0:,.2f}"
    return text.rstrip("0").rstrip(".")


def coefficient(value: float) -> str:
    """Two decimals, as coefficients stand below one another in tables; never a negative zero.

    >>> coefficient(0.4), coefficient(-0.001), coefficient(0.875)
    ('0.40', '0.00', '0.88')
    """
    return f"{round(value, 2) + 0.0:.2f}"


def percent(value: float) -> str:
    """Percent points 0-100 without decimals; what is not 0 or 100 is never printed as 0 or 100.

    >>> percent(61.4), percent(0.2), percent(99.8), percent(0.0)
    ('61%', '<1%', '>99%', '0%')
    """
    rounded = round(value)
    if rounded == 0 and value > 0:
        return "<1%"
    if rounded == 100 and value < 100:  # noqa: PLR2004
        return ">99%"
    return f"{rounded:d}%"


def share(value: float) -> str:
    """Share 0-1 as a percentage.

    >>> share(0.714)
    '71%'
    """
    return percent(value * 100)


def span(low: float, high: float) -> str:
    """Interval of two scores.

    >>> span(2.41, 3.14)
    '2.4–3.1'
    """
    return f"{score(low)}–{score(high)}"


def money(yuan: float, locale: Locale) -> str:
    """Amount of yuan in 万 and 亿, or in K, M and B; a decimal only below ten of a unit.

    >>> money(2_350_000, "zh"), money(2_350_000, "en"), money(120_000_000, "zh"), money(800, "en")
    ('235万元', 'CNY 2.4M', '1.2亿元', 'CNY 800')
    """
    for step, unit in MONEY_STEPS[locale]:
        if abs(yuan) >= step:
            figure = yuan / step
            text = plain(round(figure)) if abs(figure) >= 10 else plain(round(figure, 1))  # noqa: PLR2004
            return f"{text}{unit}元" if locale == "zh" else f"CNY {text}{unit}"
    return f"{plain(round(yuan))}元" if locale == "zh" else f"CNY {plain(round(yuan))}"


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
