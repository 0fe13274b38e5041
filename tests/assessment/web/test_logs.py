"""No log ever holds a token."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.access.tokens import new_token
from assessment.web.logs import redact, redact_access_logs

ACCESS_LINE = '%s - "%s %s HTTP/%s" %d'


@pytest.mark.parametrize("kind", ["i", "o", "r"])
def test_access_log_of_uvicorn_loses_the_token(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """The line that plain uvicorn writes keeps address and status, and drops the secret part."""
    redact_access_logs()
    redact_access_logs()
    token = new_token()
    logger = logging.getLogger("uvicorn.access")
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        logger.info(ACCESS_LINE, "192.0.2.1:5", "GET", f"/{kind}/{token}?lang=en", "1.1", 200)
    assert token not in caplog.text
    assert f"/{kind}/[token]?lang=en" in caplog.text
    assert len([f for f in logger.filters if type(f).__name__ == "RedactTokens"]) == 1


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_nothing_of_a_token_is_left(token: str) -> None:
    """Whatever stands in the token's place goes, up to the next part of the address."""
    assert redact(f"GET /i/{token} HTTP/1.1") == "GET /i/[token] HTTP/1.1"


@pytest.mark.parametrize("text", ["/answer", "/reports/3f2a", "/static/i.js", "io/x"])
def test_other_addresses_stay_readable(text: str) -> None:
    """Only the three secret addresses are shortened."""
    assert redact(text) == text
