"""A way to the test's real PostgreSQL that can be cut and mended, as a network or a restart does it.

It must not change a byte of what passes.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from requests_app.ops import logins
from tests import support


@dataclass
class Way:
    """A port of loopback that leads to the database, while it leads anywhere."""

    listener: socket.socket
    open: bool = True
    loses_next_commit: bool = False
    refused: int = 0
    pairs: list[tuple[socket.socket, socket.socket]] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def cut(self, *, for_seconds: float | None = None) -> None:
        """End every connection and let none through, until mended."""
        self.open = False
        for pair in self.pairs:
            _end(*pair)
        self.pairs.clear()
        if for_seconds is not None:
            timer = threading.Timer(for_seconds, self.mend)
            timer.daemon = True
            timer.start()

    def mend(self) -> None:
        self.open = True

    @contextmanager
    def connected_as(self, login: str) -> Iterator[None]:
        """Make this thread's default connection one of another login, by this way."""
        user, password = support.credentials(login)
        with logins.connected(USER=user, PASSWORD=password, HOST="127.0.0.1", PORT=str(self.port)):
            yield

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if not self.open:
                self.refused += 1
                _end(client)
                continue
            server = socket.create_connection(("127.0.0.1", support.place.port))
            self.pairs.append((client, server))
            for source, target in ((client, server), (server, client)):
                threading.Thread(
                    target=self._carry, args=(source, target, source is client), daemon=True
                ).start()

    def _carry(self, source: socket.socket, target: socket.socket, outward: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if outward and self.loses_next_commit and b"COMMIT" in data:
                    self.loses_next_commit = False
                    target.sendall(data)
                    target.recv(65536)  # it is carried out, and nobody hears of it
                    break
                target.sendall(data)
        _end(source, target)


def _end(*ends: socket.socket) -> None:
    for each in ends:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


@contextmanager
def way() -> Iterator[Way]:
    """Open such a way."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Way(listener)
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        _end(listener)
        made.cut()
        thread.join(10)
