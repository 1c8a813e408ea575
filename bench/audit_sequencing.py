"""What the sequencer of the audit log does in a second, what it costs writers, and how long an event waits for its leaf.

Starts a throw-away PostgreSQL, prints plain figures beside ratios within one run, and leaves nothing; sets no
threshold. BENCH_SIZE=full measures as many events as an agency has; small, the default, takes less than a minute.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import audit_append  # it stands beside this file, and sets Django up
import psycopg
from audit_append import DATABASE, PASSWORDS, make_what_events_speak_of, through_the_function
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connections

from requests_app.audit import log_keys
from requests_app.audit.sequencer import Sequencer
from requests_app.ops import bootstrap, logins
from requests_app.ops.sequencing import Running
from requests_app.outside.signer import memory
from requests_app.tlog.notes import verifier_of
from requests_app.tlog.proofs import RightEdge
from requests_app.trial.embedded import postgres, processes

CHILD = "BENCH_SEQUENCER_PORT"
"""Set in the process that is the sequencer: the port of the database."""
SOCKET = "BENCH_SEQUENCER_SOCKET"
"""Set there too: where it serves the log to the signer."""
POLL_SECONDS = 0.2
WRITERS = 4
EVENTS_A_SECOND = 1000
LOOK_SECONDS = 0.004

ROWS_OF_AN_OLD_LOG = """
INSERT INTO audit.event (recorded_at, login, code, occurred_at, outcome, role, object_type,
                         schema_version, entry, leaf_hash)
SELECT now(), 'countersign_web', 'probe.viewed', now(), 'success', 'supervisor', 'probe', 1,
       entry, sha256('\\x00'::bytea || entry)
FROM (SELECT convert_to(repeat(md5(n::text), 15), 'UTF8') AS entry FROM generate_series(1, %s) AS n) AS made
"""
SAME_ROWS = (
    "COPY (SELECT id, entry, leaf_hash FROM audit.event ORDER BY id) TO STDOUT (FORMAT binary)"
)
BACKEND = "SELECT pid FROM pg_stat_activity WHERE usename = 'countersign_sequencer'"
AT_WORK = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'countersign_sequencer'"
ALL_TAKEN_IN = "SELECT count(*) = (SELECT size FROM audit.tree) FROM audit.event"
ALL_SIGNED = (
    "SELECT (SELECT size FROM audit.latest_checkpoint) >= (SELECT max(leaf_index) FROM audit.leaf)"
)
MILESTONES = {
    "its place in the tree": "SELECT size FROM audit.tree",
    "a signed checkpoint": "SELECT coalesce(max(size), 0) FROM audit.latest_checkpoint",
}
"""What an event waits for, and how many leaves have it."""
KEY = Ed25519PrivateKey.generate()


@dataclass(frozen=True)
class Size:
    """How much is measured.

    Attributes:
        events: of the log that is drained; rounds: with and without a sequencer; seconds: of each round;
        latency_seconds: how long leaves are timed.
    """

    events: int
    rounds: int
    seconds: float
    latency_seconds: float


SIZES = {
    "small": Size(20_000, 2, 2, 5),
    "full": Size(200_000, 6, 5, 30),
}


def connect(server: postgres.Postgres, login: str) -> psycopg.Connection[Any]:
    """A connection of one of the application's logins, each statement committed by itself."""
    return psycopg.connect(
        host=processes.LOOPBACK, port=server.port, dbname=DATABASE, user=login,
        password=PASSWORDS[login], autocommit=True,
    )  # fmt: skip


def as_superuser(server: postgres.Postgres) -> psycopg.Connection[Any]:
    return psycopg.connect(server.url(), dbname=DATABASE, autocommit=True)


def one(connection: psycopg.Connection[Any], statement: str) -> int:
    """The only value of a statement's only row."""
    row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])


def settings_of(port: int) -> dict[str, Any]:
    """Django's settings for the sequencer's connection."""
    return {
        "HOST": processes.LOOPBACK, "PORT": str(port), "NAME": DATABASE,
        "USER": logins.SEQUENCER, "PASSWORD": PASSWORDS[logins.SEQUENCER],
    }  # fmt: skip


# --- 1. Draining an existing log -----------------------------------------------------------------


def measure_draining(server: postgres.Postgres, size: Size) -> None:
    """Drain a log that has no leaves yet, between two readings of the same rows by COPY."""
    with as_superuser(server) as administrator:
        administrator.execute(ROWS_OF_AN_OLD_LOG, [size.events])
        administrator.execute("VACUUM ANALYZE audit.event")
        copying = [_copy_rate(administrator) for _ in range(2)][1:]
        steps = _drain(server)
        copying.append(_copy_rate(administrator))
    leaves, seconds = sum(count for count, _ in steps), sum(took for _, took in steps)
    copied = statistics.mean(copying)
    print(f"draining     {leaves / seconds:9,.0f} events/s  {seconds / leaves * 1e6:.1f} µs each")
    print(
        f"  COPY TO    {copied:9,.0f} events/s  draining is {leaves / seconds / copied:.3f} of it"
    )
    whole = [count / took for count, took in steps if count == max(count for count, _ in steps)]
    print(f"  steps      first {whole[0]:,.0f}/s, last {whole[-1]:,.0f}/s  ({len(steps)} steps)")


def _copy_rate(connection: psycopg.Connection[Any]) -> float:
    """Events a second that COPY hands to this process, which throws them away."""
    count = one(connection, "SELECT count(*) FROM audit.event")
    begun = time.perf_counter()
    with connection.cursor().copy(SAME_ROWS) as copy:
        for _ in copy:
            pass
    return count / (time.perf_counter() - begun)


def _drain(server: postgres.Postgres) -> list[tuple[int, float]]:
    """Step until no event waits. Returns each step's number of leaves and seconds."""
    steps: list[tuple[int, float]] = []
    with logins.connected(**settings_of(server.port)):
        sequencer, more = Sequencer(), True
        while more:
            begun = time.perf_counter()
            step = sequencer.step()
            steps.append((step.leaves, time.perf_counter() - begun))
            more = step.more
    return steps


# --- 2. What it costs writers --------------------------------------------------------------------


@contextmanager
def a_sequencer(server: postgres.Postgres) -> Iterator[list[int]]:
    """A sequencer in a process of its own, as in production, which has taken in all that was there.

    Gives the ids of the two processes that do its work: its own, and that of its connection in PostgreSQL.
    """
    environment = os.environ | {CHILD: str(server.port), SOCKET: str(socket_of(server))}
    child = subprocess.Popen([sys.executable, __file__], env=environment)
    try:
        with as_superuser(server) as administrator:
            _wait_for(administrator, AT_WORK)
            _wait_for(administrator, ALL_TAKEN_IN)
            backend = one(administrator, BACKEND)
        yield [child.pid, backend]
    finally:
        child.terminate()
        child.wait(timeout=30)


def processor_seconds(process_ids: list[int]) -> float | None:
    """Seconds of processor that processes have used. None where the system has no /proc to ask."""
    try:
        stats = [Path(f"/proc/{each}/stat").read_text() for each in process_ids]
    except FileNotFoundError:
        return None
    ticks = sum(sum(map(int, stat.rpartition(")")[2].split()[11:13])) for stat in stats)
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait_for(connection: psycopg.Connection[Any], question: str) -> None:
    """Ask until the answer is true."""
    end = time.monotonic() + 120
    while not one(connection, question):
        if time.monotonic() > end:
            raise RuntimeError(f"The sequencer does not get this far: {question}")
        time.sleep(0.05)


def run_as_sequencer(port: int) -> None:
    """Be the sequencer until SIGTERM. That events have waited is no news here, and is not said."""
    logging.disable(logging.WARNING)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    connections.databases["default"].update(
        settings_of(port)
    )  # of the threads that serve the log too
    Running(POLL_SECONDS, stop, Path(os.environ[SOCKET])).until_stopped()


def socket_of(server: postgres.Postgres) -> Path:
    """Where the sequencer of this cluster serves the log."""
    return server.home.parent / "log.sock"


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


def measure_cost(server: postgres.Postgres, size: Size) -> None:
    """Append with and without a sequencer in turns; which of the two is first changes with each round."""
    audit_append.SECONDS = size.seconds
    found: dict[bool, list[float]] = {False: [], True: []}
    shares: list[float] = []
    for turn in range(size.rounds):
        for with_it in (False, True) if turn % 2 else (True, False):
            with ExitStack() as running:
                processes_of_it = running.enter_context(a_sequencer(server))
                with as_superuser(server) as administrator:
                    administrator.execute("CHECKPOINT")
                if not with_it:
                    running.close()  # only now, so that the disk has rested as long before both
                before = processor_seconds(processes_of_it) if with_it else None
                rate = audit_append.rate(server, through_the_function, WRITERS, within=True)
                after = processor_seconds(processes_of_it) if with_it else None
            if before is not None and after is not None:
                shares.append((after - before) / size.seconds)
            found[with_it].append(rate)
    without, beside_it = statistics.median(found[False]), statistics.median(found[True])
    pairs = sorted(b / a for a, b in zip(found[False], found[True], strict=True))
    print(
        f"{WRITERS} writers    {without:9,.0f} events/s without a sequencer, {beside_it:,.0f} with one"
    )
    print(
        f"  ratio      {beside_it / without:9.3f}  of single rounds {pairs[0]:.3f} to {pairs[-1]:.3f}"
    )
    if shares:
        print(f"  it takes   {statistics.median(shares):9.1%} of one processor's time")


# --- 3. From commit to the tree ------------------------------------------------------------------


def measure_latency(server: postgres.Postgres, size: Size) -> None:
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
            threading.Thread(target=_write_evenly, args=[server, place, size, committed, appends])
            for place in range(WRITERS)
        ]
        begun = time.perf_counter()
        for thread in (watcher, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        took = time.perf_counter() - begun
        with connect(server, logins.AUDITOR) as connection:
            _wait_for(connection, ALL_TAKEN_IN)
            _wait_for(connection, ALL_SIGNED)
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
    size: Size,
    committed: list[tuple[int, float]],
    appends: list[float],
) -> None:
    """One writer's share of the events, each at its time; a late one is written at once."""
    pause = WRITERS / EVENTS_A_SECOND
    with connect(server, logins.WEB) as connection:
        begun = time.perf_counter() + pause * place / WRITERS
        for number in range(int(size.latency_seconds / pause)):
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


@contextmanager
def a_cluster() -> Iterator[postgres.Postgres]:
    """A throw-away PostgreSQL with the application's database in it, as durable as in production."""
    folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
    folder.chmod(0o755)
    server = postgres.Postgres(
        folder / "postgres",
        port=processes.free_port(),
        password="bench",  # noqa: S106
        durable=True,
    )
    try:
        server.start()
        plan = bootstrap.Plan(server.url(), DATABASE, PASSWORDS, kind="trial")
        bootstrap.bootstrap(plan, verbosity=0)
        with as_superuser(server) as administrator:
            make_what_events_speak_of(plan, administrator)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Measure one after the other in one cluster."""
    size = SIZES[os.environ.get("BENCH_SIZE", "small")]
    with a_cluster() as server:
        measure_draining(server, size)
        measure_cost(server, size)
        measure_latency(server, size)


if __name__ == "__main__":
    if CHILD in os.environ:
        run_as_sequencer(int(os.environ[CHILD]))
    else:
        main()
