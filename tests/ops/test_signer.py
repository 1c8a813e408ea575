"""The signer beside a real sequencer: it signs what it hashed itself, and refuses a log that went back or was changed."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.audit import checkpoints, log_keys
from requests_app.outside.signer import __main__ as program
from requests_app.outside.signer import memory
from requests_app.outside.signer.log import Log, NoAnswer, Refused
from requests_app.outside.signer.signing import NotConsistent, Signer
from requests_app.tlog.checkpoints import Checkpoint, open_checkpoint, sign
from requests_app.tlog.notes import NoteError, Verifier, read_note, verifier_of
from requests_app.tlog.proofs import RightEdge
from requests_app.tlog.tiles import Tile, entries_in
from tests.audit.bodies import append
from tests.audit.sequencing import order
from tests.ops.test_production import ROOT
from tests.ops.test_sequencer_process import ended, environment, events, start, until
from tests.support import connected_as, raw_connection, sql
from tests.tlog.test_proofs import naive_root

__all__ = ["environment"]

KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key of the tests").digest())
SECOND = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"another key").digest())


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path, as a Unix socket needs."""
    with tempfile.TemporaryDirectory(prefix="cs-") as name:
        yield Path(name)


@pytest.fixture
def origin(database: str, environment: dict[str, str], settings: Any) -> str:
    """The name of the log, which has its first key; the database is one of production."""
    settings.COUNTERSIGN_TRIAL, settings.COUNTERSIGN_INSTALLATION_KIND = False, "production"
    with connected_as("owner"):
        name = log_keys.origin_for("agency.example")
        log_keys.add(verifier_of(name, KEY))
    return name


@pytest.fixture
def socket(origin: str, environment: dict[str, str], folder: Path) -> Iterator[Path]:
    """The socket of a sequencer at work."""
    path = folder / "log.sock"
    process = start(environment | {"COUNTERSIGN_LOG_SOCKET": str(path)})
    until(events())
    yield path
    process.terminate()
    assert process.communicate(timeout=30) == ("", "")


@contextmanager
def a_signer(socket: Path, origin: str, *keys: Ed25519PrivateKey) -> Iterator[Signer]:
    """A signer with its memory beside the socket, begun when there is none."""
    state = socket.parent / "state"
    if not state.exists():
        memory.begin(state, RightEdge())
    with memory.opened(state) as kept:
        yield Signer(origin, keys or (KEY,), Log(socket), kept)


def write(times: int = 1) -> None:
    for _ in range(times):
        append("web", ended())
    until(events())


def root_of_entries(size: int) -> bytes:
    """The root by its definition, from the entries as an auditor reads them."""
    entries = dict(sql("auditor", "SELECT id, entry FROM audit.event"))
    ids = order()[:size]
    return naive_root([hashlib.sha256(b"\0" + bytes(entries[each])).digest() for each in ids])


def signed_now(key: Verifier) -> Checkpoint:
    latest = checkpoints.latest()
    assert latest is not None
    return open_checkpoint(latest.note, key)[0]


def test_what_is_there_is_signed_and_then_what_comes(socket: Path, origin: str) -> None:
    key = verifier_of(origin, KEY)
    with a_signer(socket, origin) as signer:
        assert signer.step()
        first = signed_now(key)
        assert first == Checkpoint(origin, first.size, root_of_entries(first.size))
        # Its event is the log's heartbeat: it makes the log grow once, and not again and again.
        until(events())
        assert signer.step()
        heartbeat = signed_now(key)
        assert heartbeat.size == first.size + 1
        write(300)
        assert signer.step()
        last = signed_now(key)
        assert last.size == heartbeat.size + 300
        assert last.root == root_of_entries(last.size)
    assert [each.size for each in checkpoints.kept()] == [first.size]
    said = sql(
        "auditor",
        "SELECT login, convert_from(entry, 'UTF8')::jsonb #> '{body,facts}' FROM audit.event"
        " WHERE code = 'checkpoint.signed'",
    )
    facts = {"size": first.size, "root": first.root.hex(), "key": key.id.hex()}
    assert said == [("countersign_sequencer", facts)]


def test_it_goes_on_from_its_memory(socket: Path, origin: str) -> None:
    with a_signer(socket, origin) as signer:
        signer.step()
    write(270)
    with a_signer(socket, origin) as signer:
        signer.step()
        size = signer.memory.last.size
    assert signed_now(verifier_of(origin, KEY)) == Checkpoint(origin, size, root_of_entries(size))


def test_a_crash_between_memory_and_hand_in_is_made_good(socket: Path, origin: str) -> None:
    with a_signer(socket, origin) as signer:
        signer.step()
        write(3)
        signer.hand_in = lambda: None  # type: ignore[method-assign]
        signer.step()
        size = signer.memory.last.size
    assert signed_now(verifier_of(origin, KEY)).size < size
    with a_signer(socket, origin) as signer:
        signer.resume()
    assert signed_now(verifier_of(origin, KEY)).size == size


def test_a_checkpoint_that_did_not_come_through_is_handed_in_again(
    socket: Path, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, lost, really = threading.Event(), [NoAnswer, Refused], Log.hand_in

    def hand_in(self: Log, note: bytes) -> None:
        if lost:
            raise lost.pop()("on the way")
        really(self, note)
        stop.set()

    monkeypatch.setattr(Log, "hand_in", hand_in)
    monkeypatch.setattr(program, "PAUSE_SECONDS", 0.05)
    with a_signer(socket, origin) as signer:
        threading.Timer(25, stop.set).start()  # so that this fails, and does not wait for ever
        program._until_stopped(signer, stop)  # the log does not grow meanwhile
        assert signed_now(verifier_of(origin, KEY)).size == signer.memory.last.size
    assert not lost


def test_a_log_that_went_back_is_not_signed(socket: Path, origin: str) -> None:
    write(4)
    with a_signer(socket, origin) as signer:
        signer.step()
        longer = signer.memory.edge()
        longer.append(b"\1" * 32)
        longer.append(b"\2" * 32)
        signer.memory.remember(
            longer
        )  # what this signer saw of the database before it was restored
        with pytest.raises(NotConsistent, match="went back"):
            signer.step()


def test_an_entry_that_was_changed_before_it_was_signed_is_seen(socket: Path, origin: str) -> None:
    write(4)
    _past_its_guards("event", "UPDATE audit.event SET entry = entry || ' '::bytea WHERE id ="
                     " (SELECT event_id FROM audit.leaf WHERE leaf_index = 2)")  # fmt: skip
    with a_signer(socket, origin) as signer, pytest.raises(NotConsistent, match="hashed anew"):
        signer.step()
    assert checkpoints.latest() is None


def test_a_log_that_was_made_anew_is_not_signed(socket: Path, origin: str) -> None:
    write(4)
    with a_signer(socket, origin) as signer:
        signer.step()
        write(2)
        size = signer.memory.last.size
        other = RightEdge()
        for number in range(size):
            other.append(bytes([number]) * 32)
        signer.memory.last = memory._line(other, b"")  # another past of the same size
        with pytest.raises(NotConsistent, match="does not go on"):
            signer.step()
    with a_signer(socket, origin) as signer:
        assert signer.step()  # what it has on the disk is the true one


def test_a_log_of_another_name_is_not_signed(socket: Path, origin: str) -> None:
    with (
        a_signer(socket, "other.example/log") as signer,
        pytest.raises(NotConsistent, match="is the log"),
    ):
        signer.step()


def _past_its_guards(table: str, statement: str) -> None:
    with raw_connection("superuser") as superuser:
        superuser.execute(f"ALTER TABLE audit.{table} DISABLE TRIGGER ALL")  # type: ignore[arg-type]
        superuser.execute(statement)  # type: ignore[arg-type]
        superuser.execute(f"ALTER TABLE audit.{table} ENABLE TRIGGER ALL")  # type: ignore[arg-type]


def test_the_sequencer_takes_in_no_false_checkpoint(socket: Path, origin: str) -> None:
    write(5)
    log = Log(socket)
    size = events()
    root = root_of_entries(size)
    good = Checkpoint(origin, size, root)
    for wrong in (
        sign(good, origin, SECOND),
        sign(Checkpoint(origin, size, root_of_entries(size - 1)), origin, KEY),
        sign(Checkpoint(origin, size + 1, root), origin, KEY),
        sign(Checkpoint("other.example", size, root), origin, KEY),
        sign(Checkpoint(origin, size, root, ("more",)), origin, KEY),
    ):
        with pytest.raises(Refused):
            log.hand_in(wrong.write().encode())
    for none in (b"nothing", b"\xff", b"x" * 70_000):
        with pytest.raises((Refused, NoAnswer)):
            log.hand_in(none)
    assert checkpoints.latest() is None
    log.hand_in(sign(good, origin, KEY).write().encode())
    smaller = Checkpoint(origin, size - 2, root_of_entries(size - 2))
    log.hand_in(sign(smaller, origin, KEY).write().encode())  # true, and late
    assert signed_now(verifier_of(origin, KEY)).size >= size


def test_the_socket_serves_the_files_of_the_log_and_nothing_else(socket: Path, origin: str) -> None:
    write(300)
    client = httpx.Client(transport=httpx.HTTPTransport(uds=str(socket)), base_url="http://log")
    entries = dict(sql("auditor", "SELECT id, entry FROM audit.event"))
    ids = order()
    assert entries_in(client.get(Tile(None, 0).path).content, width=256) == [
        bytes(entries[each]) for each in ids[:256]
    ]
    hashes = b"".join(hashlib.sha256(b"\0" + bytes(entries[each])).digest() for each in ids)
    assert client.get("tile/0/000").content == hashes[: 256 * 32]
    assert client.get("tile/0/001.p/7").content == hashes[256 * 32 : 263 * 32]
    assert client.get("tile/1/000.p/1").content == naive_root(
        [hashes[at : at + 32] for at in range(0, 256 * 32, 32)]
    )
    for path in (
        "tile/0/001", "tile/0/001.p/255", "tile/entries/001", "tile/9/000", "tile/0/0", "checkpoint",
        "", "etc/passwd", "../var", "head?above=x", "tile/entries/x999/x999/999",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.post("tile/0/000", content=b"x").status_code == 404
    assert client.put("checkpoint", content=b"x").status_code == 501


def test_two_keys_sign_while_one_replaces_the_other(socket: Path, origin: str) -> None:
    old, new = verifier_of(origin, KEY), verifier_of(origin, SECOND)
    with a_signer(socket, origin) as signer:
        signer.step()
        with connected_as("owner"):
            with pytest.raises(ValueError, match="No other key"):
                log_keys.retire(old)
            log_keys.add(new)
            with pytest.raises(ValueError, match="No other key"):
                log_keys.retire(old)  # nothing bears the new one's signature yet
        until(events())
        signer.step()
        announced = signed_now(old)
        with pytest.raises(NoteError):
            signed_now(new)
    added = sql("auditor", "SELECT max(leaf_index) FROM audit.leaf JOIN audit.event ON id = event_id"
                " WHERE code = 'log.key_added'")[0][0]  # fmt: skip
    assert added < announced.size  # so that the old key signed the word of the new one
    write()
    with a_signer(socket, origin, KEY, SECOND) as signer:
        signer.step()
        assert signed_now(old) == signed_now(new)
        latest = checkpoints.latest()
        assert latest is not None
        assert len(read_note(latest.note).signatures) == 2
    with connected_as("owner"):
        log_keys.retire(old)
    write()
    with a_signer(socket, origin, KEY) as signer, pytest.raises(Refused, match="known here"):
        signer.step()
    with a_signer(socket, origin, SECOND) as signer:
        write()
        signer.step()
        assert signed_now(new).size == events()


def run_signer(
    socket: Path, origin: str, folder: Path, command: str = "run", *more: str | Path
) -> subprocess.Popen[str]:
    key = folder / "log.pem"
    if not key.exists():
        key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return subprocess.Popen(
        [sys.executable, "-m", "requests_app.outside.signer", command, "--origin", origin, "--key", key,
         "--state", folder / "state", "--socket", socket, *more],
        cwd=ROOT, env={"PATH": "/usr/bin"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def until_signed(size: int) -> None:
    end = time.monotonic() + 60
    while (latest := checkpoints.latest()) is None or latest.size < size:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_program_killed_again_and_again_signs_one_history(
    socket: Path, origin: str, folder: Path
) -> None:
    assert run_signer(socket, origin, folder, "begin").communicate(timeout=60)[1] == ""
    for turn in range(4):
        process = run_signer(socket, origin, folder)
        write(30)
        if turn % 2:
            until_signed(events() - 20)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    process = run_signer(socket, origin, folder)
    write()
    until_signed(events())
    process.terminate()
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0
    for kept in checkpoints.kept():
        checkpoint, _note = open_checkpoint(kept.note, verifier_of(origin, KEY))
        assert checkpoint.root == root_of_entries(checkpoint.size)


def test_a_lost_memory_is_begun_after_a_checkpoint_held_elsewhere(
    socket: Path, origin: str, folder: Path
) -> None:
    process = run_signer(socket, origin, folder)
    assert "holds no memory" in process.communicate(timeout=60)[1]
    write(260)
    with a_signer(socket, origin) as signer:
        signer.step()
    (folder / "state" / "signed").unlink()
    (folder / "state").rmdir()
    latest = checkpoints.latest()
    assert latest is not None
    (folder / "held").write_bytes(latest.note)
    forged = sign(Checkpoint(origin, 3, b"\7" * 32), origin, KEY).write().encode()
    (folder / "forged").write_bytes(forged)
    said = run_signer(socket, origin, folder, "begin", "--after", folder / "forged").communicate()[
        1
    ]
    assert "are not those of the checkpoint" in said
    begun = run_signer(socket, origin, folder, "begin", "--after", folder / "held")
    assert f"begins at {latest.size} entries" in begun.communicate()[0]
    again = run_signer(socket, origin, folder, "begin")
    assert "never written over" in again.communicate()[1]
    write()
    with a_signer(socket, origin) as signer:
        signer.step()
        assert signer.memory.last.root == root_of_entries(signer.memory.last.size)


def test_the_socket_is_that_of_the_sequencer_at_work(
    origin: str, environment: dict[str, str], folder: Path
) -> None:
    path = folder / "log.sock"
    named = environment | {"COUNTERSIGN_LOG_SOCKET": str(path)}
    first = start(named)
    until(events())
    second = start(named)
    assert second.stderr is not None
    assert "sequencer_waits" in second.stderr.readline()
    assert Log(path).head(0).size == events()
    # The first one's connection is dropped, the second takes over, and then the first one again.
    sql("superuser", "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    assert first.stderr is not None
    for words in ("sequencer_without_database", "sequencer_waits"):
        assert words in first.stderr.readline()
    write()
    assert Log(path).head(0).size == events()
    second.send_signal(signal.SIGKILL)
    second.communicate()
    write()
    assert Log(path).head(0).size == events()
    first.terminate()
    first.communicate(timeout=30)


def test_two_signers_do_not_share_a_memory(socket: Path, origin: str, folder: Path) -> None:
    with a_signer(socket, origin):
        said = run_signer(socket, origin, folder).communicate(timeout=60)[1]
    assert "another signer" in said


def test_the_words_of_a_signer_that_refuses(socket: Path, origin: str, folder: Path) -> None:
    with a_signer(socket, origin) as signer:
        signer.step()
        edge = signer.memory.edge()
        for _ in range(50):
            edge.append(b"\1" * 32)
        signer.memory.remember(edge)
    process = run_signer(socket, origin, folder)
    assert process.stderr is not None
    words = process.stderr.readline() + process.stderr.readline()
    process.terminate()
    process.communicate(timeout=30)
    assert "not_signed" in words
    assert "went back" in words
    assert "tell the privacy auditor" in words
