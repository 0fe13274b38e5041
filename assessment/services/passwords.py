"""Passwords: which ones are taken, how they are kept, and how they are compared."""

import unicodedata
from functools import cached_property
from itertools import pairwise
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessment.domain.errors import FieldInvalid

SHORTEST: Final = 10
LONGEST: Final = 200
FEWEST_CHARACTERS: Final = 4
"""Different characters below which a password is as good as guessed."""
TELLING: Final = 4
"""Characters from which the part of an address before the @ counts as found in a password."""
AT_ONCE: Final = 2
"""Hashings at the same time: each takes 64 MiB for a tenth of a second."""
COMMON: Final = frozenset(
    {
        "password12", "password123", "password1234", "passw0rd123", "passw0rd1234", "mypassword1",
        "qwertyuiop", "qwerty12345", "qwerty123456", "qwer123456", "asdfghjkl1", "asdf123456", "zxcvbnm123",
        "1qaz2wsx3edc", "1q2w3e4r5t", "1q2w3e4r5t6y", "qazwsxedc1", "q1w2e3r4t5", "zaq12wsxcde3",
        "a123456789", "a1234567890", "aa123456789", "abc123456789", "abcd123456", "abcd1234567", "abc1234567",
        "123456789a", "1234567890a", "123456abcd", "123qweasdzxc", "1234qwerasdf", "147258369a", "123123123a",
        "5201314520", "52013145201314", "woaini1314", "woaini5201314", "woaini123456", "iloveyou12",
        "iloveyou123", "iloveyou1314", "1314520520", "administrator", "administrator1", "admin123456",
        "admin1234567", "adminadmin", "adminadmin1", "root123456", "welcome123", "welcome1234", "letmein123",
        "changeme123", "changeme1234", "test123456", "test1234567", "douyin123456", "douyin12345",
        "weixin123456", "wechat123456", "wang123456", "zhang123456", "factorg123", "factorg1234",
    }
)  # fmt: skip
"""Own list of what is tried first; runs of neighbours and few characters are refused by rule."""


def password_field(value: str, email: str) -> str:
    """Return a password that may be kept: 10 to 200 characters, not common, without the own address.

    Raises FieldInvalid (password_short, password_long, password_common, password_email, characters).
    """
    password = unicodedata.normalize("NFC", value)
    if any(unicodedata.category(character) in ("Cs", "Cc") for character in password):
        raise FieldInvalid(field="password", reason="characters")
    if len(password) < SHORTEST:
        raise FieldInvalid(field="password", reason="password_short")
    if len(password) > LONGEST:
        raise FieldInvalid(field="password", reason="password_long")
    plain = password.casefold()
    if plain in COMMON or len(set(plain)) < FEWEST_CHARACTERS or _is_run(plain):
        raise FieldInvalid(field="password", reason="password_common")
    local = email.partition("@")[0].casefold()
    if len(local) >= TELLING and local in plain:
        raise FieldInvalid(field="password", reason="password_email")
    return password


def _is_run(text: str) -> bool:
    """Tell whether each character is the neighbour of the one before, as in 1234567890 or fedcba.

    >>> _is_run("1234567890"), _is_run("kjihgfedcba"), _is_run("1234567809")
    (True, True, False)
    """
    steps = {(ord(right) - ord(left)) for left, right in pairwise(text)}
    return steps <= {1, -9} or steps <= {-1, 9}


class Passwords:
    """Keeps passwords as argon2id with random salts, at the current defaults of argon2-cffi.

    Parameters: hasher, another cost; tests take a cheap one.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(AT_ONCE)

    @cached_property
    def _nobody(self) -> str:
        """What is compared with where there is nothing to compare with."""
        return self._hasher.hash("nobody has this password")

    def keep(self, password: str) -> str:
        """Return what is stored of a password."""
        with self._turn:
            return self._hasher.hash(_bytes(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether this is the password; with nothing kept the answer takes as long and is no."""
        usable = len(password) <= LONGEST
        with self._turn:
            try:
                same = self._hasher.verify(kept or self._nobody, _bytes(password if usable else ""))
            except (VerificationError, InvalidHashError):
                return False
        return same and usable and kept is not None

    def renewed(self, kept: str | None, password: str) -> str | None:
        """Return the password kept anew where the cost has grown since it was kept, else None."""
        if kept is None or not self._hasher.check_needs_rehash(kept):
            return None
        return self.keep(password)


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace")
