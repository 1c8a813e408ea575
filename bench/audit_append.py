"""How fast events are appended through the function, as a ratio to a raw INSERT of an equal row.

Starts a throw-away PostgreSQL, prints, and leaves nothing; sets no threshold.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import shutil
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
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

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "6"))
PASSWORDS = {login: f"password-of-{login}" for login in logins.LOGINS}
DATABASE = "bench"
CLIENTS = (1, 8)
REQUESTS = [str(uuid.uuid4()) for _ in range(max(CLIENTS))]
"""A request of each client's own, for the log to know of."""
SOMEBODY: dict[str, uuid.UUID] = {}
"""Whose act each event is: the database asks that there be such an account."""
Work = Callable[[psycopg.Connection[Any], str], None]

RAW_TABLES = """
CREATE TABLE raw_event (LIKE audit.event INCLUDING ALL);
CREATE TABLE raw_opening (LIKE audit.opening INCLUDING ALL);
GRANT SELECT, INSERT ON raw_event, raw_opening TO countersign_web;
"""


def event(request_id: str | None) -> tuple[str, str, str]:
    """A body of usual size as `record` would write it, with its opening."""
    key, address = secrets.token_hex(32), "203.0.113.9"
    committed = hmac.new(bytes.fromhex(key), address.encode(), hashlib.sha256).hexdigest()
    body = {
        "code": "probe.viewed",
        "commitments": {"source": committed},
        "facts": {"version": 1},
        "object": {"id": str(uuid.uuid4()), "type": "probe"},
        "occurred_at": "2026-11-23T10:00:00.000000Z",
        "outcome": "success",
        "reason": None,
        "request_id": request_id,
        "status_after": None,
        "who": {
            "account": str(SOMEBODY["account"]),
            "person": str(SOMEBODY["person"]),
            "role": "supervisor",
            "session": secrets.token_hex(32),
        },
    }
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return text, json.dumps({"source": {"key": key, "value": address}}), key


def through_the_function(connection: psycopg.Connection[Any], request_id: str) -> None:
    """One event by the only way in, about a request of this client's."""
    text, openings, _key = event(request_id)
    connection.execute("SELECT * FROM audit.append(%s, %s::jsonb)", [text, openings])


def outside_a_request(connection: psycopg.Connection[Any], request_id: str) -> None:
    """One event by the only way in, about no request: no chain to keep."""
    text, openings, _key = event(None)
    connection.execute("SELECT * FROM audit.append(%s, %s::jsonb)", [text, openings])


def raw(connection: psycopg.Connection[Any], request_id: str) -> None:
    """The same row and opening, inserted plainly in one transaction."""
    text, _openings, key = event(request_id)
    entry = text.encode() + b" " * 250
    with connection.transaction():
        connection.execute(
            "WITH made AS (INSERT INTO raw_event (recorded_at, login, code, occurred_at, request_id,"
            " request_seq, outcome, role, object_type, schema_version, entry, leaf_hash) VALUES"
            " (clock_timestamp(), session_user, 'probe.viewed', now(), %s, %s, 'success',"
            " 'supervisor', 'probe', 1, %s, sha256(%s)) RETURNING id)"
            " INSERT INTO raw_opening SELECT id, 'source', decode(%s, 'hex'), '203.0.113.9' FROM made",
            [str(uuid.uuid4()), 1, entry, entry, key],
        )


def make_what_events_speak_of(plan: bootstrap.Plan, administrator: psycopg.Connection[Any]) -> None:
    """Make one account, and let the log know the requests; there are no rows of theirs."""
    with logins.connected(**bootstrap.as_owner(plan)):
        person = Person.objects.create(
            staff_number="B1", full_name="Bench", email="b@bench.example"
        )
        account = Account.objects.create_account(person=person, username="bench", unit=None)
    SOMEBODY.update(account=account.pk, person=person.pk)
    administrator.execute("ALTER TABLE audit.request_chain DISABLE TRIGGER USER")
    for request_id in REQUESTS:
        administrator.execute(
            "INSERT INTO audit.request_chain (request_id, seq, last_leaf, status)"
            " VALUES (%s, 0, '', 'DRAFT')",
            [request_id],
        )
    administrator.execute("ALTER TABLE audit.request_chain ENABLE TRIGGER USER")


def rate(server: postgres.Postgres, work: Work, clients: int) -> float:
    """Events a second that this many clients reach together, each commit by itself."""
    counts, start = [0] * clients, threading.Barrier(clients + 1)

    def run(place: int) -> None:
        with psycopg.connect(
            host=processes.LOOPBACK, port=server.port, dbname=DATABASE, user=logins.WEB,
            password=PASSWORDS[logins.WEB], autocommit=True,
        ) as connection:  # fmt: skip
            request_id = REQUESTS[place]
            work(connection, request_id)
            start.wait(timeout=30)
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                work(connection, request_id)
                counts[place] += 1

    threads = [threading.Thread(target=run, args=[place]) for place in range(clients)]
    for thread in threads:
        thread.start()
    start.wait(timeout=30)
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def main() -> None:
    """Measure in turns, so that a noisy neighbour disturbs all alike, and print medians."""
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
        with psycopg.connect(server.url(), dbname=DATABASE, autocommit=True) as administrator:
            administrator.execute(RAW_TABLES)
            make_what_events_speak_of(plan, administrator)
        works = {"raw INSERT": raw, "append": through_the_function, "no request": outside_a_request}
        for clients in CLIENTS:
            found: dict[str, list[float]] = {name: [] for name in works}
            for _ in range(ROUNDS):
                for name, work in works.items():
                    found[name].append(rate(server, work, clients))
            ceiling = statistics.median(found["raw INSERT"])
            for name, rates in found.items():
                middle = statistics.median(rates)
                print(
                    f"{clients} clients  {name:12} {middle:8.0f}/s  {middle / ceiling:5.2f} of raw"
                )
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
