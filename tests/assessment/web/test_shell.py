"""The app's page speaks the visitor's language under a strict policy; other addresses are honest 404s."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assessment.web.middleware import middleware
from assessment.web.shell import shell_routes

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"


async def framework(_request: Request) -> PlainTextResponse:
    """Answer whatever our routes let pass."""
    return PlainTextResponse("framework")


@pytest.fixture
def client() -> TestClient:
    """Our routes before a framework that answers everything."""
    routes = [*shell_routes(INDEX, ("", "answer")), Route("/{rest:path}", framework)]
    return TestClient(Starlette(routes=routes, middleware=middleware()))


@pytest.mark.parametrize("path", ["/", "/answer"])
def test_page_speaks_the_language_asked_for(client: TestClient, path: str) -> None:
    """Title, language mark and the sentence for browsers without scripts are ours, in both languages."""
    chinese = client.get(path).text
    assert '<html lang="zh-CN">' in chinese
    assert "<title>FactOrg · 抖音商家组织能力测评</title>" in chinese
    assert "需要浏览器开启 JavaScript" in chinese
    english = client.get(path, params={"lang": "en"}).text
    assert '<html lang="en">' in english
    assert "This page needs JavaScript" in english


def test_page_is_the_frameworks_own(client: TestClient) -> None:
    """Every script and style of the framework's page is still there, and nothing points at its API."""
    page = client.get("/").text
    source = INDEX.read_text(encoding="utf-8")
    assert re.findall(r"<script.*?</script>", page, re.DOTALL) == re.findall(
        r"<script.*?</script>", source, re.DOTALL
    )
    assert page.count('rel="stylesheet"') == source.count('rel="stylesheet"')
    assert "_stcore/agent" not in page
    assert '<div id="root"></div>' in page


def test_policy_names_the_inline_scripts(client: TestClient) -> None:
    """Scripts run by hash or from our own files; nothing inline beside them, nothing evaluated."""
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    for inline in re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in scripts
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/anwser", "/answer/", "/answer/extra", "/s/old", "/报告", "/wp-admin"])
def test_wrong_address_is_a_404_in_words(client: TestClient, path: str) -> None:
    """A mistyped address gets a plain page with a way home and the right code."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text
    assert 'href="/"' in answer.text
    assert "There is no such page" in client.get(path, params={"lang": "en"}).text


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/index.js",
        "/_stcore/health",
        "/answer/_stcore/health",
        "/favicon.png",
        "/component/x/y",
    ],
)
def test_framework_keeps_its_own(client: TestClient, path: str) -> None:
    """Files, probes and components are not ours to answer."""
    answer = client.get(path)
    assert answer.text == "framework"
