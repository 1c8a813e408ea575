"""How long pictures that look the same take to find among a million, as a ratio to reading every fingerprint.

Starts a throw-away PostgreSQL, prints, and leaves nothing; sets no threshold. BENCH_SIZE=small ends within a minute.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
import numpy
import psycopg

django.setup()

from django.db import connection  # noqa: E402

from requests_app.ops import bootstrap, logins  # noqa: E402
from requests_app.searches import alike_pictures  # noqa: E402
from requests_app.searches.models import ProbeFingerprint  # noqa: E402
from requests_app.trial.embedded import postgres, processes  # noqa: E402

SMALL = os.environ.get("BENCH_SIZE") == "small"
SIZES = (20_000,) if SMALL else (100_000, 1_000_000)
ASKED = int(os.environ.get("BENCH_ROUNDS", "20" if SMALL else "100"))
LINEAR = 5 if SMALL else 10
"""So often every fingerprint is read, and a row by its key as the control."""
INSERTED = 500 if SMALL else 2000
PASSWORDS = {login: f"password-of-{login}" for login in logins.LOGINS}
DATABASE = "bench"

CENTRES = 300
ALIKE = 0.3
"""This share of all pictures lies 0 to 30 bits from one of the centres; the rest are strangers."""
DRAWN_AT_ONCE = 10_000

CONTROL = "SELECT digest_lookup FROM searches_probefingerprint WHERE probe_id = %s"
EVERY_ONE = """
SELECT probe_id FROM searches_probefingerprint
WHERE bit_count(('x' || perceptual_hash)::bit(256) # ('x' || %s)::bit(256)) <= 20
"""
REQUEST_OF_EACH = """
INSERT INTO searches_probe (id, search_request_id, original_id, transmission_id, sealed_particulars,
  width, height, original_width, original_height, transformations, metadata_removed, warnings,
  screening, added_at, added_by_id)
SELECT probe_id, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', 1, 1, 1, 1, '[]', '{}', '{}',
  '{}', now(), gen_random_uuid() FROM searches_probefingerprint
"""
INSERT = "INSERT INTO {table} (probe_id, digest_lookup, perceptual_hash) VALUES (%s, %s, %s)"
AS_BEFORE = """
CREATE TABLE fingerprint_before (probe_id uuid PRIMARY KEY, digest_lookup varchar(64) NOT NULL,
  perceptual_hash varchar(64) NOT NULL);
CREATE INDEX ON fingerprint_before (digest_lookup);
CREATE INDEX ON fingerprint_before (digest_lookup varchar_pattern_ops);
INSERT INTO fingerprint_before SELECT probe_id, digest_lookup, perceptual_hash FROM searches_probefingerprint;
"""


def drawn(many: int, chance: numpy.random.Generator) -> Any:
    """Hashes of drawn portraits: an oval, with a darker top and three dark spots, above a trapeze.

    Four in ten backgrounds are of one grey, so that their bits are all nought; three in ten grow darker to
    one side, so that their bits are all alike; in the rest, and in each oval, there is noise.
    """

    def normal(mean: float, spread: float) -> Any:
        return chance.normal(mean, spread, (many, 1, 1))

    across = numpy.arange(17)[None, None, :]
    down = numpy.arange(16)[None, :, None]
    kind = chance.random((many, 1, 1))
    slope = chance.choice([-1, 1], (many, 1, 1)) * chance.uniform(1.2, 4, (many, 1, 1))
    ground = normal(170, 40) + numpy.where((kind >= 0.4) & (kind < 0.7), slope, 0) * (across - 8)
    ground = ground + numpy.where(kind >= 0.7, chance.normal(0, 2, (many, 16, 17)), 0)
    u = (across - normal(8, 0.7)) / (numpy.abs(normal(4.3, 0.6)) + 1)
    v = (down - normal(8, 0.8)) / (numpy.abs(normal(5.5, 0.6)) + 1)
    oval = normal(140, 35) + normal(0, 14) * u + normal(0, 6) * v
    for left, top, wide in ((-0.45, -0.25, 0.18), (0.45, -0.25, 0.18), (0, 0.55, 0.25)):
        spot = numpy.exp(-((u - left) ** 2 + (v - top) ** 2) / wide**2 / 2)
        oval = oval - numpy.abs(normal(35, 12)) * spot
    crown = normal(60, 35) + chance.normal(0, 6, (many, 16, 17))
    oval = numpy.where(v < -0.6 + normal(0, 0.1), crown, oval)
    oval = oval + chance.normal(0, 3, (many, 16, 17))
    grey = numpy.where(u * u + v * v < 1, oval, ground)
    below = normal(90, 40) + chance.normal(0, 4, (many, 16, 17))
    grey = numpy.where((v > 1) & (numpy.abs(u) < 1 + 1.2 * (v - 1)), below, grey)
    grey = numpy.clip(numpy.round(grey), 0, 255).astype(numpy.uint8)
    return numpy.packbits((grey[:, :, :-1] < grey[:, :, 1:]).reshape(many, 256), axis=1)


def near(centres: Any, chance: numpy.random.Generator) -> Any:
    """Each hash with 0 to 30 of its bits turned."""
    many = len(centres)
    order = chance.random((many, 256)).argsort(axis=1).argsort(axis=1)
    turned = order < chance.integers(0, 31, many)[:, None]
    return centres ^ numpy.packbits(turned, axis=1)


def hashes(many: int, chance: numpy.random.Generator) -> Any:
    """Clustered hashes in a random order, 32 bytes each."""
    centres = drawn(CENTRES, chance)
    made = []
    for begin in range(0, many, DRAWN_AT_ONCE):
        part = min(DRAWN_AT_ONCE, many - begin)
        alike = round(part * ALIKE)
        made += [drawn(part - alike, chance)]
        made += [near(centres[chance.integers(0, CENTRES, alike)], chance)]
    found = numpy.concatenate(made)
    chance.shuffle(found)
    return found


@dataclass(frozen=True)
class Filled:
    """What stands in the table, for the comparison outside it."""

    probes: list[uuid.UUID]
    hashes: Any

    def within(self, asked: Any) -> set[uuid.UUID]:
        """Every probe within 20 bits, counted by comparing all."""
        apart = numpy.bitwise_count(self.hashes ^ asked).sum(axis=1)
        return {self.probes[place] for place in numpy.flatnonzero(apart <= 20)}


def fill(server: postgres.Postgres, many: int, chance: numpy.random.Generator) -> Filled:
    """Store so many fingerprints, each of a probe of a request of its own, past every guard."""
    filled = Filled([uuid.uuid4() for _ in range(many)], hashes(many, chance))
    with psycopg.connect(server.url(), dbname=DATABASE, autocommit=True) as filling:
        filling.execute("SET session_replication_role = replica")
        for table in ("searches_probefingerprint", "searches_probe"):
            filling.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        filling.execute("TRUNCATE searches_probefingerprint")
        filling.execute("DELETE FROM searches_probe")
        bands = filling.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'fingerprint\\_band\\_%'"
        ).fetchall()
        for name, _ in bands:  # made again when all rows are there
            filling.execute(f"DROP INDEX {name}")
        with filling.cursor().copy(
            "COPY searches_probefingerprint (probe_id, digest_lookup, perceptual_hash) FROM STDIN"
        ) as rows:
            for probe, each in zip(filled.probes, filled.hashes, strict=True):
                rows.write_row((probe, probe.hex * 2, each.tobytes().hex()))
        for _, definition in bands:
            filling.execute(definition)
        filling.execute(REQUEST_OF_EACH)
        filling.execute("CHECKPOINT")
        filling.execute("VACUUM ANALYZE searches_probefingerprint, searches_probe")
        ((table, indexes),) = filling.execute(
            "SELECT pg_size_pretty(pg_table_size(oid)), pg_size_pretty(pg_indexes_size(oid))"
            " FROM pg_class WHERE oid = 'searches_probefingerprint'::regclass"
        ).fetchall()
    print(f"{many} fingerprints: {table}, with indexes of {indexes}")
    return filled


def took(work: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def told(name: str, times: list[float], beside: float) -> None:
    """Print median and p95, and the ratio of the median to a row by its key."""
    median = statistics.median(times)
    last = statistics.quantiles(times, n=20)[-1]
    print(f"  {name:34} {median:8.2f} ms  p95 {last:8.2f} ms  {median / beside:7.1f} of one row")


def searched(filled: Filled, chance: numpy.random.Generator) -> None:
    """Ask for some of the pictures that are stored, in the new way and in the old one."""
    places = chance.choice(len(filled.probes), ASKED + 5, replace=False)
    own = uuid.uuid4()
    stored = [ProbeFingerprint.objects.get(pk=filled.probes[place]) for place in places]

    def rows(statement: str, value: uuid.UUID | str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, [value])
            return list(cursor.fetchall())

    for row in stored[:5]:
        alike_pictures.requests_alike(row, own=own)
        rows(CONTROL, row.pk)
    beside = [took(lambda row=row: rows(CONTROL, row.pk)) for row in stored[:LINEAR]]  # type: ignore[misc]
    asked = [
        took(lambda row=row: alike_pictures.requests_alike(row, own=own))  # type: ignore[misc]
        for row in stored[5:]
    ]
    linear = [
        took(lambda row=row: rows(EVERY_ONE, row.perceptual_hash))  # type: ignore[misc]
        for row in stored[-LINEAR:]
    ]
    control = statistics.median(beside)
    told("by the indexes", asked, control)
    told("by reading every fingerprint", linear, control)
    print(
        f"  {statistics.median(linear) / statistics.median(asked):.0f} times as fast as reading all"
    )
    there = found = wrong = 0
    for place, row in zip(places[5:], stored[5:], strict=True):
        expected = filled.within(filled.hashes[place])
        returned = alike_pictures.probes_alike(row.spread_bits)
        there, found = there + len(expected), found + len(expected & returned)
        wrong += len(returned - expected)
    print(f"  found {found} of {there} that a comparison with every hash finds, and {wrong} others")


def inserted(server: postgres.Postgres, chance: numpy.random.Generator) -> None:
    """What a fingerprint costs to store, beside the same table without bits and bands."""
    values = [each.tobytes().hex() for each in hashes(INSERTED, chance)]
    with psycopg.connect(server.url(), dbname=DATABASE, autocommit=True) as storing:
        storing.execute("SET session_replication_role = replica")
        storing.execute(AS_BEFORE)
        cost = {}
        for table in ("fingerprint_before", "searches_probefingerprint"):
            statement = INSERT.format(table=table)
            times = []
            with storing.transaction():  # the commit would hide what the row costs
                for value in values:
                    row = (uuid.uuid4(), value[::-1], value)
                    times.append(took(lambda row=row: storing.execute(statement, row)))  # type: ignore[misc] # noqa: B023
            cost[table] = statistics.median(times)
        storing.execute("DROP TABLE fingerprint_before")
    before, now = cost.values()
    print(f"  an insert takes {now:.2f} ms, without bits and bands {before:.2f} ms: {now / before:.2f}")  # fmt: skip


def main() -> None:
    """Fill the table at each size, search it, insert into it, and print."""
    chance = numpy.random.default_rng(2026)
    folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
    folder.chmod(0o755)
    server = postgres.Postgres(
        folder / "postgres",
        port=processes.free_port(),
        password="bench",  # noqa: S106
    )
    try:
        server.start()
        plan = bootstrap.Plan(server.url(), DATABASE, PASSWORDS, kind="trial")
        bootstrap.bootstrap(plan, verbosity=0)
        for many in SIZES:
            filled = fill(server, many, chance)
            with logins.connected(**bootstrap.as_owner(plan)):
                searched(filled, chance)
            inserted(server, chance)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
