"""The processes of the log under a drill, sequencers and signer, and somebody who watches what they publish.

Must not end a process but by SIGKILL while the drill runs, nor believe what a process says of itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.outside.signer.memory import FILE
from requests_app.tlog.checkpoints import read_checkpoint
from requests_app.tlog.notes import read_note
from tests.ops.test_production import ROOT
from tests.ops.test_signer import KEY
from tests.support import raw_connection, sql

LOOK_SECONDS = 0.01
LAG_EVERY_SECONDS = 1.0
FAULTS = (
    "Traceback", "Altered", "OtherCluster", "events_left_out", "sequencer_cannot_write", "not_signed",
    "sequencer_without_database", "checkpoint_refused", "memory_not_written", "log_socket_failed",
    "log_socket_without_database",
)  # fmt: skip
"""What no process writes on its error output as long as the database is there and honest."""
_WAITING = (
    "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - recorded_at)), 0)::float FROM audit.event AS e"
    " WHERE xid >= (SELECT window_from FROM audit.tree)"
    " AND NOT EXISTS (SELECT FROM audit.leaf WHERE event_id = e.id)"
)


@dataclass
class Program:
    """A program that is started, killed and started again; what it writes goes to one file.

    Args:
        name: for people, and for the database; command; environment; said: the file.
    """

    name: str
    command: list[str | Path]
    environment: dict[str, str]
    said: Path
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.said.open("ab") as file:
            self.child = subprocess.Popen(
                self.command, env=self.environment, cwd=ROOT, stdout=file, stderr=file
            )

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.child is not None:
            self.child.send_signal(signal.SIGKILL)
            self.child.wait(timeout=30)
            self.child = None

    def end(self) -> str | None:
        """Ask it to end; say what was wrong with that, and with all that it wrote."""
        if self.child is None:
            return None
        self.child.terminate()
        code, self.child = self.child.wait(timeout=60), None
        if code in {0, -signal.SIGTERM}:  # by the signal itself, as long as it is starting
            return None
        return f"{self.name} ended with {code} when it was asked to."

    def waits(self) -> bool:
        """Say whether it ever wrote that it waits for another one of its kind to end."""
        return b"sequencer_waits" in self.said.read_bytes()

    def fault(self) -> str | None:
        """Say whether it ended by itself, or wrote of something that must not be."""
        words = self.said.read_text(encoding="utf-8") if self.said.exists() else ""
        for line in words.splitlines():
            if any(fault in line for fault in FAULTS):
                return f"{self.name} said: {line[:500]}"
        if self.child is not None and self.child.poll() is not None:
            return f"{self.name} ended by itself with {self.child.returncode}: {words[-500:]}"
        return None


def sequencers(environment: dict[str, str], folder: Path) -> list[Program]:
    """Two sequencers of one database and one socket, as two hosts would have them."""
    return [
        Program(
            name,
            [sys.executable, "manage.py", "sequence_audit_log"],
            environment | {"COUNTERSIGN_LOG_SOCKET": str(folder / "log.sock"), "PGAPPNAME": name},
            folder / f"{name}.txt",
        )
        for name in ("sequencer-1", "sequencer-2")
    ]


def signer(origin: str, folder: Path) -> Program:
    """The signer with its key and its memory, which is begun here."""
    key = folder / "log.pem"
    key.touch(mode=0o600)
    key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    environment = {"PATH": os.environ["PATH"]}

    def command(name: str) -> list[str | Path]:
        return [
            sys.executable, "-m", "requests_app.outside.signer", name, "--origin", origin, "--key", key,
            "--state", folder / "state", "--socket", folder / "log.sock",
        ]  # fmt: skip

    subprocess.run(command("begin"), env=environment, cwd=ROOT, check=True, capture_output=True)
    return Program("signer", command("run"), environment, folder / "signer.txt")


def at_work() -> str | None:
    """The name of the sequencer that holds the lock, as the database knows it."""
    found = sql(
        "superuser",
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE locktype = 'advisory' AND granted AND application_name LIKE 'sequencer-%%'",
        [],
    )
    return str(found[0][0]) if found else None


class Remembered:
    """What the signer has on its disk, read by the form of its file: size and root of each line."""

    def __init__(self, state: Path) -> None:
        self._path, self._read = state / FILE, 0
        self.lines: list[tuple[int, bytes]] = []
        self.known: set[tuple[int, bytes]] = set()

    def read_on(self) -> None:
        """Read the whole lines that came since; half a line is none."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        for line in whole.splitlines():
            size, _, others = line.decode("ascii").partition(" ")
            if others:
                self.lines.append((int(size), bytes.fromhex(others[:64])))
                self.known.add(self.lines[-1])
        self._read += len(whole)


@dataclass
class Watch(threading.Thread):
    """Reads what is published again and again, as somebody outside would.

    Attributes:
        published: each checkpoint that was seen, in order; wrong: what was wrong with one at that moment.
        to_a_place, to_a_signature: the longest that something was seen waiting, in seconds.
    """

    state: Path
    published: list[bytes] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    to_a_place: float = 0.0
    to_a_signature: float = 0.0
    sequenced: int = 0
    signed: int = 0
    failed: Exception | None = None
    over: threading.Event = field(default_factory=threading.Event)
    _grown: threading.Condition = field(default_factory=threading.Condition)
    _unsigned: deque[tuple[int, float]] = field(default_factory=deque)
    _next_lag: float = 0.0

    def __post_init__(self) -> None:
        super().__init__(name="watch", daemon=True)
        self.remembered = Remembered(self.state)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Look until it is over."""
        try:
            with raw_connection("auditor", autocommit=True) as connection:
                while not self.over.wait(LOOK_SECONDS):
                    self._look(connection)
        except Exception as error:  # noqa: BLE001  told by the drill's own thread
            self.failed = error

    def until_the_next_checkpoint(self, seconds: float) -> None:
        """Return at the moment when the next checkpoint is seen, or after so long."""
        with self._grown:
            self._grown.wait(seconds)

    def _look(self, connection: object) -> None:
        execute = connection.execute  # type: ignore[attr-defined]
        (size,) = execute("SELECT size FROM audit.tree").fetchone()
        row = execute("SELECT note FROM audit.latest_checkpoint WHERE size > 0").fetchone()
        now = time.monotonic()
        if row is not None and (not self.published or bytes(row[0]) != self.published[-1]):
            self._take(bytes(row[0]))
        if size < self.sequenced:
            self.wrong.append(f"The tree went back from {self.sequenced} to {size} leaves.")
        if size > self.sequenced:
            self._unsigned.append((size, now))
        self.sequenced = size
        while self._unsigned and self._unsigned[0][0] <= self.signed:
            self._unsigned.popleft()
        if self._unsigned:
            self.to_a_signature = max(self.to_a_signature, now - self._unsigned[0][1])
        if now >= self._next_lag:
            self._next_lag = now + LAG_EVERY_SECONDS
            self.to_a_place = max(self.to_a_place, execute(_WAITING).fetchone()[0])

    def _take(self, note: bytes) -> None:
        """Keep a checkpoint. What is published was remembered before: a signer that is killed now must know of it."""
        with self._grown:
            self._grown.notify_all()
        self.remembered.read_on()
        checkpoint = read_checkpoint(read_note(note).text)
        if (checkpoint.size, checkpoint.root) not in self.remembered.known:
            self.wrong.append(
                f"The checkpoint of {checkpoint.size} entries was published, and the signer has not written it down."
            )
        if checkpoint.size < self.signed:
            self.wrong.append(
                f"The latest checkpoint went back from {self.signed} to {checkpoint.size}."
            )
        self.published.append(note)
        self.signed = max(self.signed, checkpoint.size)
