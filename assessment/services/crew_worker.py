"""What a worker of a `Crew` does: take calls from a pipe until it closes."""

import signal
from multiprocessing.connection import Connection
from typing import Any


def serve(handle: int) -> None:
    """Answer calls on the pipe with this file descriptor: (call, arguments, names) -> (fine, outcome).

    Returns when the other end is gone, also if the parent died. A typed interrupt is the parent's to handle.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe: Connection[Any, Any] = Connection(handle)
    while True:
        try:
            call, given, named = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (True, call(*given, **named))
        except Exception as error:  # noqa: BLE001 - told to the parent, which knows whose task it was
            answer = (False, f"{type(error).__name__}: {error}")
        try:
            pipe.send(answer)
        except OSError:
            return
