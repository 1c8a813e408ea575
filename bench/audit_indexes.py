"""What each index of the log costs an append, as a ratio to appends without it.

Starts a throw-away PostgreSQL with a log that has many events by many accounts, prints, and leaves nothing; sets no
threshold. BENCH_SIZE=small ends within a minute.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
import psycopg

django.setup()

from requests_app.accounts.models import Account, Person  # noqa: E402
from requests_app.ops import bootstrap, logins  # noqa: E402
from requests_app.trial.embedded import postgres, processes  # noqa: E402

SMALL = os.environ.get("BENCH_SIZE") == "small"
EVENTS = 50_000 if SMALL else 1_000_000
ACCOUNTS = 500 if SMALL else 5_000
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3" if SMALL else "12"))
APPENDS = 500 if SMALL else 3_000
PASSWORDS = {login: f"password-of-{login}" for login in logins.LOGINS}
DATABASE = "bench"
KEPT = ("event_pkey", "event_request_id_request_seq_key", "event_of_transaction")
"""Indexes that hold a promise or that the sequencer needs: they are not taken off."""

GUARDS = """
SELECT tgname FROM pg_trigger
WHERE tgrelid = 'audit.event'::regclass AND tgenabled = 'A' AND NOT tgisinternal
"""
ROWS = """
INSERT INTO audit.event (recorded_at, login, code, occurred_at, outcome, role, account_id, person_id, object_type,
    object_id, schema_version, entry, leaf_hash)
  SELECT now(), 'countersign_web', (ARRAY['page.viewed', 'session.started', 'probe.viewed', 'log.viewed'])[1 + n %% 4],
    now(), CASE WHEN n %% 50 = 0 THEN 'refused' ELSE 'success' END,
    (ARRAY['officer', 'officer', 'supervisor', 'examiner', 'privacy_auditor'])[1 + n %% 5],
    md5('account' || who)::uuid, md5('person' || who)::uuid, 'probe', gen_random_uuid()::text, 1,
    convert_to(repeat('x', 700), 'UTF8'), sha256(int8send(n))
  FROM generate_series(1, %(events)s) AS n, LATERAL (SELECT 1 + (n::bigint * 7919) %% %(accounts)s) AS one(who)
"""


def make_people(plan: bootstrap.Plan) -> None:
    """Make the accounts whose acts the events are: the database asks that there be such."""
    with logins.connected(**bootstrap.as_owner(plan)):
        people = Person.objects.bulk_create(
            Person(
                id=_id("person", number), staff_number=f"B{number}", full_name="Bench",
                folded_name="bench", email="b@bench.example",
            )
            for number in range(1, ACCOUNTS + 1)
        )  # fmt: skip
        Account.objects.bulk_create(
            Account(id=_id("account", number), person=person, username=f"bench{number}")
            for number, person in enumerate(people, 1)
        )


def bodies() -> list[str]:
    """Events of the usual size, by people at random, half of them about no object."""
    chance, now = random.Random(18), time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime())
    return [
        json.dumps(
            {
                "code": "probe.viewed", "commitments": {}, "facts": {"version": 1},
                "object": {"id": str(uuid.uuid4()), "type": "probe"}, "occurred_at": now,
                "outcome": "success", "reason": None, "request_id": None, "status_after": None,
                "who": {
                    "account": _id("account", who), "person": _id("person", who), "role": "supervisor",
                    "session": "ab" * 32,
                },
            },
            sort_keys=True, separators=(",", ":"),
        )
        for who in (chance.randint(1, ACCOUNTS) for _ in range(APPENDS))
    ]  # fmt: skip


def _id(kind: str, number: int) -> str:
    """An id as PostgreSQL makes it of the same words by md5."""
    return str(
        uuid.UUID(hashlib.md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest())
    )


def seconds(web: psycopg.Connection[Any], given: list[str]) -> float:
    """How much processor time the database takes to append these, which other work on the machine does not change."""
    begun = processor_seconds(web.info.backend_pid)
    with web.transaction():
        for body in given:
            web.execute("SELECT audit.append(%s)", [body], prepare=True)
    return processor_seconds(web.info.backend_pid) - begun


def processor_seconds(process: int) -> float:
    """The time that a process has computed so far, in itself and in the system (Linux, proc(5): fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(administrator: psycopg.Connection[Any], web: psycopg.Connection[Any]) -> None:
    """The least time of some rounds with every index, without each one, and without all that can go."""
    indexes = dict(
        administrator.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'audit' AND tablename = 'event'"
        ).fetchall()
    )
    optional = sorted(set(indexes) - {*KEPT})
    variants: dict[str, list[str]] = {"every index": []}
    variants |= {f"without {name}": [name] for name in optional}
    variants["without all of these"] = optional
    taken: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(ROUNDS):
        for name, gone in variants.items():
            for index in gone:
                administrator.execute(f"DROP INDEX audit.{index}".encode())
            given = bodies()
            seconds(web, given[:50])
            taken[name].append(seconds(web, given))
            for index in gone:
                administrator.execute(indexes[index].encode())
    whole = min(taken["every index"])
    for name, times in taken.items():
        each = min(times) / APPENDS * 1e6
        print(
            f"{name:32} {each:6.0f} microseconds an append  {min(times) / whole:5.2f} of every index"
        )
    for name in sorted(indexes):
        ((size,),) = administrator.execute(
            "SELECT pg_relation_size(%s::regclass)", [f"audit.{name}"]
        ).fetchall()
        print(f"{name:40} {size / EVENTS:6.1f} bytes an event")


def main() -> None:
    """Start a server, fill the log, and measure."""
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
        make_people(plan)
        given = {"accounts": ACCOUNTS, "events": EVENTS}
        with psycopg.connect(server.url(), dbname=DATABASE, autocommit=True) as administrator:
            administrator.execute("SET session_replication_role = replica")
            names = administrator.execute(GUARDS).fetchall()
            for (name,) in names:
                administrator.execute(f"ALTER TABLE audit.event DISABLE TRIGGER {name}".encode())
            administrator.execute(ROWS, given)
            for (name,) in names:
                administrator.execute(
                    f"ALTER TABLE audit.event ENABLE ALWAYS TRIGGER {name}".encode()
                )
            administrator.execute("SET session_replication_role = origin")
            administrator.execute("VACUUM ANALYZE audit.event")
            with psycopg.connect(
                host=processes.LOOPBACK, port=server.port, dbname=DATABASE, user=logins.WEB,
                password=PASSWORDS[logins.WEB], autocommit=True,
            ) as web:  # fmt: skip
                measure(administrator, web)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
