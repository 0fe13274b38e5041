"""The product as its users start it: one process behind a port, with a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
START_SECONDS = 90.0
PROBE_SECONDS = 0.05


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """``python -m streamlit run streamlit_app.py`` on a free port; output goes to `log`.

    Parameters: folder, an empty folder for database and log; environment, variables beside the present
    ones. `start` may be called again after `kill`: same port, same database.
    """

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    _output: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """Address of the first page, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """File of the SQLite database."""
        return self.folder / "factorg.db"

    @property
    def database_url(self) -> str:
        """The same as an SQLAlchemy URL, unless the environment names another database."""
        return self.environment.get("FACTORG_DATABASE_URL", f"sqlite:///{self.database}")

    @property
    def log(self) -> Path:
        """What the process wrote."""
        return self.folder / "server.log"

    @property
    def pid(self) -> int:
        """Process id of the running server. Raises RuntimeError when it does not run."""
        if self.process is None:
            raise RuntimeError("the server is not running")
        return self.process.pid

    def start(self, *, wait: bool = True) -> None:
        """Start the process and wait until it answers. Raises RuntimeError with the log if it does not."""
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
        options = ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        self._output = self.log.open("ab")
        self.process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env={**os.environ, **self.environment, "FACTORG_DATABASE_URL": self.database_url},
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until ``/healthz`` answers 200."""
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            if self.process is not None and self.process.poll() is not None:
                break
            if self._healthy():
                return
            time.sleep(PROBE_SECONDS)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text(encoding='utf-8')}")

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 - own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """End the process at once, as a power cut or ``kill -9`` would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the process to end; end it at once when it does not."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        if self._output is not None:
            self._output.close()
