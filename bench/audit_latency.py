"""How long an event waits, from its commit, for its place in the tree and for a signed checkpoint.

With a sequencer and a signer at work beside the writers, as in production. Starts a throw-away PostgreSQL, prints, and
leaves nothing; sets no threshold.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import audit_append  # it stands beside this file, and sets Django up
from audit_append import PASSWORDS
from audit_sequencing import (
    ALL_TAKEN_IN,
    POLL_SECONDS,
    WRITERS,
    a_cluster,
    a_sequencer,
    connect,
    one,
    settings_of,
    socket_of,
    wait_for,
)  # fmt: skip
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from requests_app.audit import log_keys
from requests_app.ops import logins
from requests_app.outside.signer import memory
from requests_app.tlog.notes import verifier_of
from requests_app.tlog.proofs import RightEdge
from requests_app.trial.embedded import postgres

SECONDS = {"small": 5.0, "full": 30.0}[os.environ.get("BENCH_SIZE", "small")]
EVENTS_A_SECOND = 1000
LOOK_SECONDS = 0.004
ALL_SIGNED = (
    "SELECT (SELECT size FROM audit.latest_checkpoint) >= (SELECT max(leaf_index) FROM audit.leaf)"
)
MILESTONES = {
    "its place in the tree": "SELECT size FROM audit.tree",
    "a signed checkpoint": "SELECT coalesce(max(size), 0) FROM audit.latest_checkpoint",
}
"""What an event waits for, and how many leaves have it."""
KEY = Ed25519PrivateKey.generate()


def begin_signing(server: postgres.Postgres) -> str:
    """Tell the database of the log's key and begin the signer's memory after what is there; returns the log's name."""
    owner = settings_of(server.port) | {"USER": logins.OWNER, "PASSWORD": PASSWORDS[logins.OWNER]}
    with logins.connected(**owner):
        origin = log_keys.origin_for("bench.example")
        log_keys.add(verifier_of(origin, KEY))
    edge = RightEdge()
    with connect(server, logins.AUDITOR) as connection:
        hashes = connection.execute(
            "SELECT leaf_hash FROM audit.leaf JOIN audit.event ON id = event_id ORDER BY leaf_index"
        )
        for (leaf,) in hashes:
            edge.append(bytes(leaf))
    memory.begin(server.home.parent / "signer", edge)
    return origin


@contextmanager
def a_signer(server: postgres.Postgres, origin: str) -> Iterator[None]:
    """A signer in a process of its own, as in production."""
    home = server.home.parent
    key = home / "log.pem"
    key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key.chmod(0o600)
    child = subprocess.Popen(
        [sys.executable, "-m", "requests_app.outside.signer", "run", "--origin", origin, "--key", key,
         "--state", home / "signer", "--socket", socket_of(server)],
        cwd=Path(__file__).resolve().parents[1],
    )  # fmt: skip
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=30)


def measure_latency(server: postgres.Postgres) -> None:
    """Append at an even pace and watch the milestones; then find out when each event reached them."""
    committed: list[tuple[int, float]] = []
    appends: list[float] = []
    seen: dict[str, list[tuple[float, int]]] = {name: [] for name in MILESTONES}
    stop = threading.Event()
    with ExitStack() as running:
        running.enter_context(a_sequencer(server))
        running.enter_context(a_signer(server, begin_signing(server)))
        watcher = threading.Thread(target=_watch, args=[server, seen, stop])
        writers = [
            threading.Thread(target=_write_evenly, args=[server, place, committed, appends])
            for place in range(WRITERS)
        ]
        begun = time.perf_counter()
        for thread in (watcher, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        took = time.perf_counter() - begun
        with connect(server, logins.AUDITOR) as connection:
            wait_for(connection, ALL_TAKEN_IN)
            wait_for(connection, ALL_SIGNED)
            index_of = dict(connection.execute("SELECT event_id, leaf_index FROM audit.leaf"))
        time.sleep(POLL_SECONDS)
        stop.set()
        watcher.join()
    print(f"at           {len(committed) / took:9,.0f} events/s by {WRITERS} writers")
    _print_spread("an append", appends)  # a slow commit holds back the leaves of later events too
    for name, looks in seen.items():
        leaves = [(index_of[event_id], at) for event_id, at in committed]
        _print_spread(f"to {name}", _waited(leaves, looks))


def _print_spread(name: str, seconds: list[float]) -> None:
    each = statistics.quantiles(seconds, n=100)
    print(
        f"  {name:12} p50 {each[49]:.3f} s  p95 {each[94]:.3f} s  p99 {each[98]:.3f} s"
        f"  longest {max(seconds):.3f} s"
    )


def _write_evenly(
    server: postgres.Postgres,
    place: int,
    committed: list[tuple[int, float]],
    appends: list[float],
) -> None:
    """One writer's share of the events, each at its time; a late one is written at once."""
    pause = WRITERS / EVENTS_A_SECOND
    with connect(server, logins.WEB) as connection:
        begun = time.perf_counter() + pause * place / WRITERS
        for number in range(int(SECONDS / pause)):
            time.sleep(max(0.0, begun + number * pause - time.perf_counter()))
            said = audit_append.event(audit_append.REQUESTS[place])
            started = time.perf_counter()
            row = connection.execute(
                "SELECT event_id FROM audit.append(%s, %s::jsonb)", [said.body, said.openings]
            ).fetchone()
            at = time.perf_counter()
            assert row is not None
            appends.append(at - started)
            committed.append((int(row[0]), at))


def _watch(
    server: postgres.Postgres, seen: dict[str, list[tuple[float, int]]], stop: threading.Event
) -> None:
    """Note each growth of a milestone, with the time at which it was seen."""
    with connect(server, logins.AUDITOR) as connection:
        while not stop.wait(LOOK_SECONDS):
            for name, looks in seen.items():
                reached = one(connection, MILESTONES[name])
                if not looks or reached > looks[-1][1]:
                    looks.append((time.perf_counter(), reached))


def _waited(leaves: list[tuple[int, float]], looks: list[tuple[float, int]]) -> list[float]:
    """Seconds between the commit of each leaf and the first look at which the tree had it."""
    waited, place = [], 0
    for index, committed_at in sorted(leaves):
        while looks[place][1] <= index:
            place += 1
        waited.append(looks[place][0] - committed_at)
    return waited


def main() -> None:
    """Measure in one cluster, whose log is new."""
    with a_cluster() as server:
        measure_latency(server)


if __name__ == "__main__":
    main()
