"""How fast an auditor's export of the whole log is made, as a ratio to COPY TO of the same rows.

Starts a throw-away PostgreSQL, prints, and leaves nothing; sets no threshold. BENCH_SIZE=full takes a million events,
small takes less than a minute. The rows alone, for people and for machines, and the whole log as a zip are timed apart.
The floor is what no way of making an export can spare: the rows are read, the bytes of its files are hashed, and those
of the log are compressed, each in one call.
"""

from __future__ import annotations

import hashlib
import io
import os
import resource
import shutil
import statistics
import tempfile
import time
import uuid
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from audit_sequencing import SAME_ROWS, a_cluster, as_superuser, one  # they set Django up
from django.db import connections

from requests_app.audit import export, log_files, selectors
from requests_app.common import clock
from requests_app.trial.embedded import postgres
from requests_app.workflow.export import _look_up
from tests import conftest, support
from tests.audit.signing import sign_what_is_there

EVENTS, ROUNDS = {"small": (20_000, 2), "full": (1_000_000, 3)}[
    os.environ.get("BENCH_SIZE", "small")
]

MADE = Path(tempfile.gettempdir()) / f"countersign-bench-{os.getpid()}"
"""An export, for its bytes."""

A_LOG = """
INSERT INTO audit.event (recorded_at, login, code, occurred_at, outcome, role, object_type, object_id, account_id,
                         person_id, schema_version, entry, leaf_hash)
SELECT now(), 'countersign_web', 'probe.viewed', now(), 'success', 'supervisor', 'probe', md5(n::text), account.id,
       account.person_id, 1, made.entry, sha256('\\x00'::bytea || made.entry)
FROM generate_series(1, %s) AS n CROSS JOIN (SELECT id, person_id FROM accounts_account LIMIT 1) AS account
  CROSS JOIN LATERAL (SELECT convert_to('{"body":' || to_json(repeat(md5(n::text), 14))::text || '}', 'UTF8')) AS made(entry)
"""


def copied(server: postgres.Postgres) -> int:
    """COPY the rows to this process, which throws them away."""
    with as_superuser(server) as administrator:
        with administrator.cursor().copy(SAME_ROWS) as copy:
            for _ in copy:
                pass
        return one(administrator, "SELECT count(*) FROM audit.event")


def an_export(folder: Path) -> int:
    """Write a whole export, as the worker does, and say how many rows it has."""
    return export.write(
        folder, selectors.EventFilter(), look_up=_look_up, progress=lambda *_: None, now=clock.real_now(),
        export_id=uuid.uuid4(), verifier=b"", discloses=False,
    ).rows  # fmt: skip


def exported(_server: postgres.Postgres) -> int:
    """A whole export in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
    try:
        return an_export(folder)
    finally:
        shutil.rmtree(folder)


def floor(server: postgres.Postgres) -> int:
    """The rows read and thrown away, then the bytes of an export hashed and those of its log compressed."""
    rows = copied(server)
    for file in MADE.glob("events.*"):
        hashlib.sha256(file.read_bytes())
    squeeze = zlib.compressobj(1)
    with zipfile.ZipFile(MADE / log_files.NAME) as log:
        for name in log.namelist():
            squeeze.compress(log.read(name))
    hashlib.sha256((MADE / log_files.NAME).read_bytes())
    return rows


def zipped(server: postgres.Postgres) -> int:
    """The whole log alone, which every export holds beside its rows."""
    with selectors.snapshot() as alias:
        log_files.write(io.BytesIO(), using=alias, verifier=b"")
    with as_superuser(server) as administrator:
        return one(administrator, "SELECT count(*) FROM audit.event")


WORKS: dict[str, Callable[[postgres.Postgres], int]] = {
    "COPY TO": copied,
    "export": exported,
    "log as a zip": zipped,
    "floor": floor,
}


def main() -> None:
    """Measure in turns, so that a noisy neighbour disturbs all alike."""
    found: dict[str, list[float]] = {name: [] for name in WORKS}
    with a_cluster() as server:
        support.place.port, support.place.database = server.port, "bench"
        conftest.point_django_at(server.port, "bench")
        with as_superuser(server) as administrator:
            administrator.execute("SET session_replication_role = replica")
            administrator.execute(A_LOG, [EVENTS])
            administrator.execute("VACUUM ANALYZE audit.event")
        sign_what_is_there()
        MADE.mkdir(mode=0o700)
        try:
            an_export(MADE)
            for _ in range(ROUNDS):
                for name, work in WORKS.items():
                    begun = time.perf_counter()
                    found[name].append(work(server) / (time.perf_counter() - begun))
        finally:
            shutil.rmtree(MADE)
        connections.close_all()
    for name, rates in found.items():
        ratios = sorted(own / base for own, base in zip(rates, found["COPY TO"], strict=True))
        print(
            f"{name:14} {statistics.median(rates):9,.0f} events/s  {statistics.median(ratios):5.2f} of COPY TO"
            f"  ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )
    print(f"  memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9,.0f} MB")


if __name__ == "__main__":
    main()
