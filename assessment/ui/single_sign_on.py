"""Whether an identity provider is configured, and whom it names. Streamlit speaks OIDC, we map and forget."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import streamlit as st

_log = logging.getLogger("factorg.ui")
SECRET_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for: `subject` names the person there, the provider included."""

    subject: str
    email: str
    verified: bool


def configured() -> bool:
    """Tell whether ``.streamlit/secrets.toml`` has a section ``[auth]`` that may be used.

    The framework signs with its `cookie_secret` whom a provider named: a short one could be guessed, so that
    with less than 32 characters nobody gets in this way.
    """
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return False
    if len(str(st.secrets["auth"].get("cookie_secret", ""))) < SECRET_LENGTH:
        _complain()
        return False
    return True


@cache
def _complain() -> None:
    """Log once that the secret is too short."""
    _log.error("cookie_secret in section [auth] has less than %d characters: not used", SECRET_LENGTH)


def providers() -> tuple[str | None, ...]:
    """Names of the configured providers; None is the only one of a section without names."""
    section = st.secrets["auth"]
    named = tuple(name for name, value in section.items() if isinstance(value, Mapping))
    return named or (None,)


def identity() -> Identity | None:
    """Return whom the provider named in this browser, if anybody."""
    if not configured():
        return None
    claims = st.user.to_dict()
    subject, issuer = str(claims.get("sub") or ""), str(claims.get("iss") or "")
    if not claims.get("is_logged_in") or not subject:
        return None
    return Identity(
        f"{issuer}|{subject}", str(claims.get("email") or ""), claims.get("email_verified") is True
    )
