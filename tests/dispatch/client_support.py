"""Help for tests of the client: orders, grants, and a hostile matcher on a real socket.

Must not soften what the hostile side does: it is a real server on loopback.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import uvicorn
from starlette.types import ASGIApp

from requests_app.dispatch.client import OsiaClient
from requests_app.dispatch.types import ProbeImage, ScoreScale, SearchOrder, Timeouts
from requests_app.outside.refmatcher import drawings
from requests_app.wire.grant import Grant

SCALE = ScoreScale("shapes 0 to 1", "configured-engine", "9.9", Decimal(0), Decimal(1))
TOKEN = "token-that-must-not-be-logged"
GRANT = Grant(TOKEN, str(uuid.uuid4()), datetime.now(UTC) + timedelta(minutes=2))


def order(number: int = 7, **changes) -> SearchOrder:
    image = drawings.draw(number)
    data = drawings.png(image)
    probe = ProbeImage(data, hashlib.sha256(data).hexdigest(), "image/png", *image.size)
    fields = {
        "search_id": uuid.uuid4(),
        "probe": probe,
        "gallery": "SYNTHETIC-SHAPES",
        "max_candidates": 5,
        "min_threshold": Decimal("0.50"),
        "mode": "retrospective_still",
    }
    return SearchOrder(**(fields | changes))


def client_of(url: str, **seconds: float) -> OsiaClient:
    timeouts = Timeouts(**({"connect": 2, "write": 5, "read": 5, "total": 20} | seconds))
    return OsiaClient(url, scale=SCALE, timeouts=timeouts)


@contextlib.contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """A real HTTP server on loopback for as long as the block runs."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


@contextlib.contextmanager
def talking(speak: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that speaks raw bytes to each caller, once it has read the start of a request."""
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def attend(caller: socket.socket) -> None:
        with caller, contextlib.suppress(OSError):
            caller.recv(65_536)
            speak(caller)

    def accept() -> None:
        while not stopped.is_set():
            with contextlib.suppress(OSError):
                caller, _ = listener.accept()
                threading.Thread(target=attend, args=(caller,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stopped.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
