"""Serves the log on a Unix socket, as the files of c2sp.org/tlog-tiles, and takes in the checkpoints of the signer.

Must not listen on a network: who may connect is said by the rights on the socket's folder.
"""

from __future__ import annotations

import logging
import re
import socketserver
import stat
import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import Error, connection

from requests_app.audit import checkpoints, log_keys, published
from requests_app.common import private_files
from requests_app.common.errors import class_and_place
from requests_app.tlog.checkpoints import Checkpoint
from requests_app.tlog.tiles import tile_at

log = logging.getLogger(__name__)

LONGEST_NOTE = 65_536
LONGEST_WAIT_SECONDS = 30
LONGEST_PATH = 107
"""Bytes in the path of a Unix socket, as the kernel bounds it."""


class Growing:
    """Tells those who wait how large the tree is, as soon as it has grown."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._size = 0

    def to(self, size: int) -> None:
        """The tree has this size now."""
        with self._changed:
            self._size = max(self._size, size)
            self._changed.notify_all()

    def wait_above(self, size: int, seconds: float) -> None:
        """Return when the tree is larger than `size`, or after so long."""
        with self._changed:
            self._changed.wait_for(lambda: self._size > size, seconds)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """The socket of one sequencer. Use `serving`."""

    daemon_threads = True
    request_queue_size = 16

    def __init__(self, path: Path, growing: Growing) -> None:
        self.growing = growing
        path.unlink(missing_ok=True)  # of a process that was killed; the sequencer's lock is ours
        super().__init__(str(path), Handler)
        # A folder with the set-group-ID bit says by its group who else may come, as with exports.
        path.chmod(0o660 if path.parent.stat().st_mode & stat.S_ISGID else 0o600)

    def handle_error(self, *_: Any) -> None:
        """Say what went wrong with a connection, unless its other end went away."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError | TimeoutError):
            log.error("log_socket_failed", extra=class_and_place(error))


def serving(path: Path, growing: Growing) -> Server:
    """Begin to serve in a thread of its own; `shutdown` and `server_close` end it.

    Raises:
        OSError: the socket cannot be made there.
    """
    if len(str(path).encode()) > LONGEST_PATH:
        raise OSError(f"the path of a Unix socket has at most {LONGEST_PATH} bytes")
    if not path.parent.exists():
        private_files.folder(path.parent)
    server = Server(path, growing)
    threading.Thread(target=server.serve_forever, name="log socket", daemon=True).start()
    return server


class Handler(BaseHTTPRequestHandler):
    """One connection of the signer, or of whoever else may open the socket."""

    protocol_version = "HTTP/1.1"
    server: Server
    timeout = 60

    def do_GET(self) -> None:
        """A tile, a bundle, the latest checkpoint, or the unsigned state of the log."""
        self._answer(self._read)

    def do_POST(self) -> None:
        """A checkpoint that the signer made."""
        self._answer(self._take_in)

    def finish(self) -> None:
        """Give back this thread's connection to the database."""
        super().finish()
        connection.close()

    def address_string(self) -> str:
        """Nothing: a Unix socket has no address."""
        return "socket"

    def log_message(self, *_: Any) -> None:
        """Nothing: it would be a line for each tile."""

    def _answer(self, act: Any) -> None:
        try:
            status, body = act()
        except checkpoints.NotAccepted as error:
            status, body = 422, f"{error}\n".encode()
        except (LookupError, ValueError) as error:
            status, body = 404, f"{error}\n".encode()
        except Error as error:
            connection.close()
            log.warning("log_socket_without_database", extra=class_and_place(error))
            status, body = 503, b"The database does not answer.\n"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/octet-stream")
        self.end_headers()
        self.wfile.write(body)

    def _read(self) -> tuple[int, bytes]:
        asked = urlsplit(self.path)
        path = asked.path.lstrip("/")
        if path == "head":
            return 200, self._head(parse_qs(asked.query))
        if path == "checkpoint":
            latest = checkpoints.latest()
            if latest is None:
                raise LookupError("Nothing was signed yet.")
            return 200, latest.note
        return 200, published.tile(tile_at(path))

    def _head(self, query: dict[str, list[str]]) -> bytes:
        above, wait = (_number(query, name) for name in ("above", "wait"))
        size, root = published.tree_size()
        if size <= above:
            self.server.growing.wait_above(above, min(wait, LONGEST_WAIT_SECONDS))
            size, root = published.tree_size()
        keys = log_keys.in_use()
        if not keys:
            raise LookupError("The log has no key yet: run manage.py audit_keys create.")
        return Checkpoint(keys[0].name, size, root).text().encode()

    def _take_in(self) -> tuple[int, bytes]:
        length = int(self.headers.get("Content-Length") or 0)
        if self.path.lstrip("/") != "checkpoint" or not 0 < length <= LONGEST_NOTE:
            raise LookupError("Only a checkpoint is taken in.")
        checkpoints.take_in(self.rfile.read(length))
        return 204, b""


def _number(query: dict[str, list[str]], name: str) -> int:
    text = query.get(name, ["0"])[0]
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise ValueError(f"{name} is no number.")
    return int(text)
