"""The few words that belong to the page itself and not to what it says."""

from dataclasses import dataclass
from typing import Final

from assessment.domain.text import Locale


@dataclass(frozen=True, slots=True)
class Furniture:
    """Heading of the right-hand column, mark of continued pages, cover's name in the outline, demo mark.

    `logo` is read out where a merchant's logo is seen.
    """

    so_what: str
    continued: str
    cover: str
    demo: str
    language: str
    author: str
    logo: str


FURNITURE: Final[dict[Locale, Furniture]] = {
    "zh": Furniture("这意味着什么", "（续）", "封面", "演示数据", "zh-CN", "FactOrg", "品牌标志"),
    "en": Furniture("So what", " (continued)", "Cover", "Demo data", "en", "FactOrg", "Logo"),
}
