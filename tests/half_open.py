"""Connections that begin a request and never finish it, for tests of what is served beside them."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

LINES = (
    "POST /account/sign-in/ HTTP/1.1\r\nHost: {host}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n"
)
BEGINNINGS = {
    "headers that never end": LINES,
    "a body that never comes": LINES + "Content-Length: 5000\r\n\r\n",
    "a body that never ends": LINES + "Content-Length: 5000000\r\n\r\n" + "a" * 2_000_000,
    "a chunk that never ends": LINES + "Transfer-Encoding: chunked\r\n\r\nffff\r\naaaa",
    "nothing at all": "",
}


@contextmanager
def half_open(
    port: int, what: str, *, count: int = 20, host: str = "localhost", tls: bool = False
) -> Iterator[list[socket.socket]]:
    """Open so many connections to this port of loopback, and send each the beginning of a request."""
    sent = BEGINNINGS[what].format(host=host).encode()
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            plain = socket.create_connection(("127.0.0.1", port), timeout=10)
            connection = stack.enter_context(
                _trusting().wrap_socket(plain, server_hostname=host) if tls else plain
            )
            connection.sendall(sent)
            opened.append(connection)
        yield opened


def answer_of(port: int, path: str, *, host: str = "localhost", tls: bool = False,
              within: float = 10) -> tuple[int, bytes]:  # fmt: skip
    """Ask for one page; returns its status and all that came.

    Raises:
        TimeoutError: nothing came for that many seconds.
    """
    plain = socket.create_connection(("127.0.0.1", port), timeout=within)
    with _trusting().wrap_socket(plain, server_hostname=host) if tls else plain as connection:
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
    whole = b"".join(parts)
    return int(whole.split(b" ", 2)[1]), whole


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
