"""What the sequencer of the audit log does in a second, and what it costs writers.

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
from django.db import connections

from requests_app.audit.sequencer import Sequencer
from requests_app.ops import bootstrap, logins
from requests_app.ops.sequencing import Running
from requests_app.trial.embedded import postgres, processes

CHILD = "BENCH_SEQUENCER_PORT"
"""Set in the process that is the sequencer: the port of the database."""
SOCKET = "BENCH_SEQUENCER_SOCKET"
"""Set there too: where it serves the log to the signer."""
POLL_SECONDS = 0.2
WRITERS = 4

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


@dataclass(frozen=True)
class Size:
    """How much is measured.

    Attributes:
        events: of the log that is drained; rounds: with and without a sequencer; seconds: of each round.
    """

    events: int
    rounds: int
    seconds: float


SIZES = {
    "small": Size(20_000, 2, 2),
    "full": Size(200_000, 6, 5),
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
            wait_for(administrator, AT_WORK)
            wait_for(administrator, ALL_TAKEN_IN)
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


def wait_for(connection: psycopg.Connection[Any], question: str) -> None:
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


if __name__ == "__main__":
    if CHILD in os.environ:
        run_as_sequencer(int(os.environ[CHILD]))
    else:
        main()
