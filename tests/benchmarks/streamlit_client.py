"""A browser reduced to its websocket: speaks Streamlit's protobuf and remembers what is on the page.

It keeps the elements of the last run by their place, sends every known widget value with each request
as the browser does, and measures from the moment a tap is sent until the script has finished.
It depends on the installed Streamlit's messages and serves measurements only.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

DONE: Final = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
TIMEOUT_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Widget:
    """One element that can be tapped. `key` is the name the screen gave it."""

    id: str
    key: str
    label: str
    fragment_id: str
    options: tuple[str, ...] = ()
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What one request cost, messages and bytes received.

    `seconds` until the script finished; `own` until the last element arrived of the fragment that was
    used, which is when the card says "saved" (equal to `seconds` for a whole page).
    """

    seconds: float
    own: float
    messages: int
    size: int


@dataclass
class Page:
    """One open tab. Open it with ``async with Page.open(...)``."""

    socket: ClientConnection
    query: str
    path: str
    elements: dict[tuple[int, ...], tuple[str, Any]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    script_hash: str = ""
    exceptions: list[str] = field(default_factory=list)

    @classmethod
    async def open(cls, url: str, path: str, cookies: Mapping[str, str], query: str = "") -> Self:
        """Connect and run the page once. `path` without slashes."""
        host = urlsplit(url)
        socket = await connect(
            f"ws://{host.netloc}/_stcore/stream",
            origin=url,  # type: ignore[arg-type]  # the library names a NewType of str
            subprotocols=["streamlit"],  # type: ignore[list-item]  # likewise
            additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())},
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        page = cls(socket, query, path)
        await page.run()
        return page

    async def close(self) -> None:
        """Close the tab."""
        await self.socket.close()

    async def run(self, *, fragment_id: str = "", pressed: str = "") -> Run:
        """Send one request and read until the script has finished.

        Parameters: fragment_id, of the widget that was used (empty: the whole page); pressed, id of a
        button.
        """
        message = BackMsg()
        request = message.rerun_script
        request.query_string = self.query
        request.page_name = self.path
        request.page_script_hash = self.script_hash
        request.fragment_id = fragment_id
        request.context_info.url = f"http://{self.socket.request.headers['Host']}/{self.path}"  # type: ignore[union-attr]  # set once connected
        for widget, value in self.values.items():
            request.widget_states.widgets.add(id=widget, string_value=value)
        if pressed:
            request.widget_states.widgets.add(id=pressed, trigger_value=True)
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        return await asyncio.wait_for(self._finish(started, fragment_id), TIMEOUT_SECONDS)

    async def _finish(self, started: float, fragment_id: str) -> Run:
        own = 0.0
        seen: dict[tuple[int, ...], tuple[str, Any]] = {}
        messages = size = 0
        while True:
            raw = await self.socket.recv(decode=False)
            messages, size = messages + 1, size + len(raw)
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if kind == "navigation":  # says which page the address stood for
                self.script_hash = message.navigation.page_script_hash
            elif kind == "delta":
                self._draw(message, seen)
                if fragment_id and message.delta.fragment_id == fragment_id:
                    own = time.perf_counter() - started
            elif kind == "script_finished" and message.script_finished in DONE:
                whole = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                self.elements = seen if whole else self.elements | seen
                self._forget_what_is_gone()
                whole_time = time.perf_counter() - started
                return Run(whole_time, own or whole_time, messages, size)

    def _draw(self, message: ForwardMsg, seen: dict[tuple[int, ...], tuple[str, Any]]) -> None:
        delta = message.delta
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        if element.WhichOneof("type") == "exception":
            self.exceptions.append(element.exception.message)
        seen[tuple(message.metadata.delta_path)] = (delta.fragment_id, element)

    def _forget_what_is_gone(self) -> None:
        """Drop values of widgets that are no longer on the page, as the browser does."""
        here = {widget.id for widget in self.widgets("radio")}
        self.values = {name: value for name, value in self.values.items() if name in here}

    def widgets(self, kind: str, prefix: str = "") -> list[Widget]:
        """Return the page's radios or buttons in page order whose key begins with `prefix`."""
        found = []
        for _, (fragment, element) in sorted(self.elements.items()):
            if element.WhichOneof("type") != kind:
                continue
            part = getattr(element, kind)
            key = part.id.split("-", 2)[-1]
            if key.startswith(prefix):
                chosen = part.default if kind == "radio" and part.HasField("default") else None
                options = tuple(part.options) if kind == "radio" else ()
                found.append(Widget(part.id, key, part.label, fragment, options, chosen))
        return found

    def texts(self) -> str:
        """Return all Markdown of the page, for a look at what it says."""
        parts = (e.markdown.body for _, e in self.elements.values() if e.WhichOneof("type") == "markdown")
        return "\n".join(parts)

    async def press(self, key: str) -> Run:
        """Press the button with this key. Raises LookupError when the page has none."""
        found = self.widgets("button", key)
        if not found:
            raise LookupError(f"no button {key!r} among {[w.key for w in self.widgets('button')]}")
        return await self.run(fragment_id=found[0].fragment_id, pressed=found[0].id)

    async def choose(self, radio: Widget, option: int) -> Run:
        """Tap one option of a radio."""
        self.values[radio.id] = radio.options[option]
        return await self.run(fragment_id=radio.fragment_id)
