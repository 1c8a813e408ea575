"""The signer ended as by `kill -9` at each of its calls, and a database restored from an earlier copy of its files."""

from __future__ import annotations

import shutil
import signal
import socket as sockets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.audit import checkpoints, log_keys
from requests_app.outside.signer import memory
from requests_app.outside.signer.signing import NotConsistent
from requests_app.tlog.notes import verifier_of
from requests_app.trial.embedded import postgres
from tests.audit import clusters
from tests.ops.test_production import ROOT, url
from tests.ops.test_sequencer_process import environment, events, start, until
from tests.ops.test_signer import (
    KEY,
    a_signer,
    folder,
    origin,
    root_of_entries,
    signed_now,
    socket,
    write,
)
from tests.support import connected_as, sql

__all__ = ["environment", "folder", "origin", "socket"]

MOST_CALLS = 60


def killed_at(call: int, origin: str, folder: Path, socket: Path) -> int:
    """Run one step of the signer that ends at this call; returns how it ended."""
    key = folder / "log.pem"
    key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    done = subprocess.run(
        [sys.executable, "-m", "tests.ops.killed_signer", str(call), origin, key, folder / "state", socket],
        cwd=ROOT, env={"PATH": "/usr/bin"}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode


def test_killed_at_any_call_it_signs_one_history(socket: Path, origin: str, folder: Path) -> None:
    with a_signer(socket, origin) as signer:
        signer.step()
    key = verifier_of(origin, KEY)
    roots: dict[int, bytes] = {}
    for call in range(1, MOST_CALLS):
        write()
        ended = killed_at(call, origin, folder, socket)
        assert ended in {0, -signal.SIGKILL}
        with memory.opened(folder / "state") as kept:
            remembered = kept.last
        # Nothing was signed that is not on its disk, and whatever it remembers is the log as it is.
        assert signed_now(key).size <= remembered.size
        for said in (remembered, signed_now(key)):
            assert roots.setdefault(said.size, said.root) == said.root == root_of_entries(said.size)
        with a_signer(socket, origin) as signer:
            signer.resume()
            assert signed_now(key).size == remembered.size
            write()
            assert signer.step()
            assert signed_now(key).size == signer.memory.last.size
        if ended == 0:
            break
    else:
        pytest.fail("it never came through a whole step")
    assert call > 12


def until_it_listens(socket: Path) -> None:
    """Wait for a sequencer that finds nothing to do; the file of its socket may be there from the one before."""
    end = time.monotonic() + 60
    while True:
        with sockets.socket(sockets.AF_UNIX) as caller:
            try:
                caller.connect(str(socket))
            except (FileNotFoundError, ConnectionRefusedError):
                assert time.monotonic() < end
                time.sleep(0.05)
            else:
                return


@contextmanager
def a_sequencer(environment: dict[str, str], socket: Path) -> Iterator[None]:
    more = {
        "COUNTERSIGN_LOG_SOCKET": str(socket),
        "COUNTERSIGN_DATABASE_URL": url("countersign_sequencer"),
    }
    process = start(environment | more)
    try:
        until(events())
        until_it_listens(socket)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_database_restored_from_an_earlier_copy_of_its_files_is_not_signed(
    environment: dict[str, str],
    database: str,
    postgres_server: postgres.Postgres,
    services_folder: Path,
    folder: Path,
    tmp_path: Path,
    settings: Any,
) -> None:
    """Nothing in such a copy shows that it is one: the cluster is the same, and all that it holds was true once."""
    settings.COUNTERSIGN_TRIAL, settings.COUNTERSIGN_INSTALLATION_KIND = False, "production"
    dumped = clusters.dump(postgres_server, database, tmp_path / "dump.sql")
    with ExitStack() as stack:
        there = stack.enter_context(clusters.restored_elsewhere(dumped, services_folder))
        sql("sequencer", "SELECT audit.take_over_cluster()")
        with connected_as("owner"):
            origin = log_keys.origin_for("agency.example")
            log_keys.add(verifier_of(origin, KEY))
        socket = folder / "log.sock"
        with a_sequencer(environment, socket):
            write(3)
            with a_signer(socket, origin) as signer:
                signer.step()
        files = clusters.files()
        copy = files.with_name("earlier")
        stack.callback(shutil.rmtree, copy, ignore_errors=True)
        there.stop()
        clusters.copy(files, copy)
        there.start()
        with a_sequencer(environment, socket):
            write(5)
            with a_signer(socket, origin) as signer:
                signer.step()
                signed = signer.memory.last
        there.stop()
        shutil.rmtree(files)
        clusters.copy(copy, files)
        there.start()
        with a_sequencer(environment, socket):
            for number, words in ((0, "went back"), (signed.size, "does not go on")):
                while events() <= number:
                    write()
                latest = checkpoints.latest()
                with a_signer(socket, origin) as signer:
                    with pytest.raises(NotConsistent, match=words):
                        signer.step()
                    assert signer.memory.last == signed
                assert checkpoints.latest() == latest
            assert events() > signed.size
