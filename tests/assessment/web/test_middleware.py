"""Headers on every answer, closed addresses, bodies within limits."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from assessment.web.middleware import BODY_LIMIT, CLOSED, UPLOAD_LIMIT, UPLOAD_PATH, middleware


async def swallow(request: Request) -> Response:
    """Read the body; tell its size."""
    return PlainTextResponse(str(len(await request.body())))


async def own_policy(_request: Request) -> Response:
    """Answer with a policy of its own."""
    return HTMLResponse("x", headers={"content-security-policy": "default-src 'none'"})


async def greet(socket: WebSocket) -> None:
    """Accept, send one word, close."""
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    """Return a server that answers everything with the size of what it got."""
    app = Starlette(
        routes=[
            WebSocketRoute("/_stcore/stream", greet),
            Route("/policy", own_policy),
            Route("/{rest:path}", swallow, methods=["GET", "POST", "PUT"]),
        ],
        middleware=middleware(),
    )
    return TestClient(app)


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    """No page may be framed, sniffed or leak its address."""
    headers = client.get("/anything").headers
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_a_page_may_be_stricter(client: TestClient) -> None:
    """A policy that the page set stays the only one."""
    assert client.get("/policy").headers.get_list("content-security-policy") == ["default-src 'none'"]


@pytest.mark.parametrize("path", [*CLOSED, "/_stcore/metrics/", "/media/abc.png", "/_stcore/agent/mcp"])
def test_closed_addresses_do_not_exist(client: TestClient, path: str) -> None:
    """What tells function names, drives the app or keeps files is not there."""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/metricsx", "/mediation"])
def test_neighbours_of_closed_addresses_stay_open(client: TestClient, path: str) -> None:
    """Only whole parts of an address count."""
    assert client.get(path).status_code == 200


def test_body_up_to_the_limit_passes(client: TestClient) -> None:
    """The limit itself is allowed."""
    assert client.post("/i/x", content=b"x" * BODY_LIMIT).text == str(BODY_LIMIT)


def chunks(size: int) -> Iterator[bytes]:
    """Yield a body of `size` bytes that announces no length."""
    for _ in range(size // 1024):
        yield b"x" * 1024
    yield b"x" * (size % 1024)


@pytest.mark.parametrize("announced", [True, False])
def test_body_over_the_limit_is_refused_in_words(client: TestClient, *, announced: bool) -> None:
    """One byte more is refused, also when the length was not announced."""
    size = BODY_LIMIT + 1
    answer = client.post("/i/x", content=b"x" * size if announced else chunks(size))
    assert answer.status_code == 413
    assert "没有保存" in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_uploads_have_their_own_limit(client: TestClient) -> None:
    """A table of 20 MB passes where tables are uploaded, and only there."""
    table = b"x" * (20 * 1024 * 1024)
    assert client.put(f"{UPLOAD_PATH}session/file", content=table).text == str(len(table))
    assert client.put(f"{UPLOAD_PATH}session/file", content=b"x" * (UPLOAD_LIMIT + 1)).status_code == 413
    assert client.put("/_stcore/upload", content=table).status_code == 413


@pytest.mark.parametrize("length", ["-1", "x", "1e9", ""])
def test_nonsense_lengths_are_refused(client: TestClient, length: str) -> None:
    """A length that is no number is treated as too long."""
    answer = client.post("/i/x", content=chunks(3), headers={"content-length": length})
    assert answer.status_code == 413


def test_websocket_passes_untouched(client: TestClient) -> None:
    """The app's socket is none of the middleware's business."""
    with client.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == "hello"
