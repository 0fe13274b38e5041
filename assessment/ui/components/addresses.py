"""Personal links as people paste them: full addresses, QR codes, and a text for WeChat."""

from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

import streamlit as st

from assessment.content import words
from assessment.ui.messages import plain, tell
from assessment.ui.session import FreshLink

if TYPE_CHECKING:
    from assessment.bootstrap import Services

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared, not bound


def absolute(services: "Services", path: str) -> str:
    """Full address of `path`: below the configured public address, else below the one in use now."""
    public = cast("str | None", getattr(getattr(services, "settings", None), "public_url", None))
    if public:
        return public.rstrip("/") + path
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}{path}" if here.netloc else path


def local_only(services: "Services") -> bool:
    """Whether links made here open on this very computer only."""
    return urlsplit(absolute(services, "/")).hostname in LOOPBACK


def qr_image(address: str, alt: str) -> None:
    """Draw a QR code as an inline picture: the media route would serve it to anybody."""
    import segno  # noqa: PLC0415 - only the team page needs it

    code = segno.make(address, error="m")
    st.image(code.svg_data_uri(scale=5, border=2, dark="#0B3A5B", light="#FFFFFF"), width=180, alt=alt)


def invitation(services: "Services", link: FreshLink, merchant: str) -> None:
    """Show one personal link: the text to paste, the bare address, and the QR code."""
    address = absolute(services, link.path)
    text = words.say(
        link.locale, "ui.team.message", name=link.name, merchant=merchant, view=link.view, address=address
    )
    st.caption(tell("team.link_once"))
    picture, paste = st.columns([1, 2])
    with picture:
        qr_image(address, tell("team.qr_alt", name=link.name))
    with paste:
        st.markdown(f"**{tell('team.paste')}**")
        st.code(text, language=None, wrap_lines=True)
        st.markdown(f"**{tell('team.bare_link')}**")
        st.code(address, language=None, wrap_lines=True)


def owner_link(services: "Services", path: str) -> str:
    """Show the owner's private link with the warning that it is shown once; return its address."""
    address = absolute(services, path)
    st.warning(tell("start.keep"), icon=":material/key:", title=tell("start.keep_title"))
    st.code(address, language=None, wrap_lines=True)
    st.caption(plain(tell("start.keep_how")))
    return address
