"""What a person typed becomes a value, or a fact about why it cannot be stored."""

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from assessment.domain.accounts import EMAIL_LIMIT
from assessment.domain.engagement import NAME_LIMIT
from assessment.domain.errors import FieldInvalid, TextTooLong
from assessment.domain.text import LOCALES, Locale

EMAIL: Final = re.compile(r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\".]+(?:\.[^@\s<>()\[\],;:\\\".]+)*")
OPERATION_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
LAYOUT: Final = "\n\t"


def name_field(field: str, value: str) -> str:
    """Return a name on one line without outer blanks, 1 to 60 characters.

    Raises FieldInvalid (blank, characters), TextTooLong.
    """
    name = " ".join(_composed(field, value).split())
    if not name:
        raise FieldInvalid(field=field, reason="blank")
    if not all(_printable(character) for character in name):
        raise FieldInvalid(field=field, reason="characters")
    if len(name) > NAME_LIMIT:
        raise TextTooLong(field=field, limit=NAME_LIMIT)
    return name


def text_field(field: str, value: str, limit: int) -> str:
    """Return a text of several lines without control characters, at most `limit` characters.

    Raises FieldInvalid (characters), TextTooLong.
    """
    lines = _composed(field, value).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in lines if _printable(c) or c in LAYOUT).strip()
    if len(text) > limit:
        raise TextTooLong(field=field, limit=limit)
    return text


def code_field(field: str, value: str, known: Collection[str]) -> str:
    """Return a code if it is one of the known ones. Raises FieldInvalid (unknown)."""
    if value not in known:
        raise FieldInvalid(field=field, reason="unknown")
    return value


def locale_field(value: str) -> Locale:
    """Return a language of the product. Raises FieldInvalid (unknown)."""
    for locale in LOCALES:
        if value == locale:
            return locale
    raise FieldInvalid(field="locale", reason="unknown")


def operation_field(value: str) -> str:
    """Return an operation id: 8 to 64 letters, digits, hyphens. Raises FieldInvalid (malformed)."""
    if OPERATION_ID.fullmatch(value) is None:
        raise FieldInvalid(field="operation_id", reason="malformed")
    return value


def email_field(value: str, field: str = "email") -> str:
    """Return an e-mail address in small letters.

    Raises FieldInvalid (blank, email, characters), TextTooLong.
    """
    email = _composed(field, value).strip().lower()
    if not email:
        raise FieldInvalid(field=field, reason="blank")
    if len(email) > EMAIL_LIMIT:
        raise TextTooLong(field=field, limit=EMAIL_LIMIT)
    if EMAIL.fullmatch(email) is None or not all(_printable(character) for character in email):
        raise FieldInvalid(field=field, reason="email")
    return email


def zone_field(value: str, field: str = "time_zone") -> str:
    """Return the name of a time zone that is known here. Raises FieldInvalid (unknown)."""
    return code_field(field, value, time_zones())


@cache
def time_zones() -> frozenset[str]:
    """Names of all time zones that can be chosen, such as Asia/Shanghai."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def _composed(field: str, value: str) -> str:
    """Return the text with accents composed; halves of characters cannot be stored anywhere."""
    if any(unicodedata.category(character) == "Cs" for character in value):
        raise FieldInvalid(field=field, reason="characters")
    return unicodedata.normalize("NFC", value)


def _printable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
