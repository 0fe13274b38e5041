"""Words in the two languages of the product."""

from dataclasses import dataclass
from typing import Literal

Locale = Literal["zh", "en"]
LOCALES: tuple[Locale, ...] = ("zh", "en")
DEFAULT_LOCALE: Locale = "zh"


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """One wording in Simplified Chinese and in English."""

    zh: str
    en: str

    def get(self, locale: Locale) -> str:
        """Return the wording in `locale`."""
        return self.zh if locale == "zh" else self.en


def as_locale(value: str | None) -> Locale:
    """Read a language tag such as ``en-GB``; anything unknown is the default language.

    >>> as_locale("en-GB"), as_locale("zh-Hans-CN"), as_locale(None), as_locale("fr")
    ('en', 'zh', 'zh', 'zh')
    """
    head = (value or "").split("-")[0].split("_")[0].lower()
    return next((locale for locale in LOCALES if locale == head), DEFAULT_LOCALE)
