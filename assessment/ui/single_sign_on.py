"""Whether an identity provider is configured, and whom it names. Streamlit speaks OIDC, we map and forget."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for: `subject` names the person there, the provider included."""

    subject: str
    email: str
    verified: bool


def configured() -> bool:
    """Tell whether ``.streamlit/secrets.toml`` has a section ``[auth]``."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def providers() -> tuple[str | None, ...]:
    """Names of the configured providers; None is the only one of a section without names."""
    section = st.secrets["auth"]
    named = tuple(name for name, value in section.items() if isinstance(value, Mapping))
    return named or (None,)


def identity() -> Identity | None:
    """Return whom the provider named in this browser, if anybody."""
    claims = st.user.to_dict()
    subject, issuer = str(claims.get("sub") or ""), str(claims.get("iss") or "")
    if not claims.get("is_logged_in") or not subject:
        return None
    return Identity(
        f"{issuer}|{subject}", str(claims.get("email") or ""), claims.get("email_verified") is True
    )
