"""How fast events are appended through the function, as a ratio to a plain INSERT of the same bytes.

Starts a throw-away PostgreSQL, prints, and leaves nothing; sets no threshold. BENCH_SIZE=small ends within a minute.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
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
from dataclasses import dataclass
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
SECONDS = float(os.environ.get("BENCH_SECONDS", "0.25" if SMALL else "3"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "6"))
PASSWORDS = {login: f"password-of-{login}" for login in logins.LOGINS}
DATABASE = "bench"
CLIENTS = (1, 8)
REQUESTS = [str(uuid.uuid4()) for _ in range(max(CLIENTS))]
"""A request of each client's own, for the log to know of."""
SOMEBODY: dict[str, uuid.UUID] = {}
"""Whose act each event is: the database asks that there be such an account."""
EVENTS = 200
"""How many different events each client has at hand, so that making them is not measured."""


@dataclass(frozen=True)
class Event:
    """What a client sends: the body with its opening, and the same bytes for the plain INSERT."""

    body: str
    openings: str
    request_id: str | None
    key: bytes
    entry: bytes


Work = Callable[[psycopg.Connection[Any], Event, int], None]

PLAIN_TABLES = """
CREATE TABLE plain_event (LIKE audit.event INCLUDING ALL);
CREATE TABLE plain_opening (LIKE audit.opening INCLUDING ALL);
GRANT SELECT, INSERT ON plain_event, plain_opening TO countersign_web;
"""

FLOOR = r"""
-- What a function of this kind costs that checks nothing: one row of the log, one opening, the request's chain.
CREATE FUNCTION public.append_unchecked(p_body text, p_openings jsonb, p_request uuid)
RETURNS TABLE (event_id bigint, request_seq integer, recorded_at timestamptz, leaf_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_entry bytea := convert_to(p_body || repeat(' ', 250), 'UTF8');
BEGIN
  IF p_request IS NOT NULL THEN
    UPDATE audit.request_chain AS chain SET seq = chain.seq + 1 WHERE chain.request_id = p_request
      RETURNING chain.seq INTO request_seq;
  END IF;
  event_id := nextval('audit.event_id_seq'::regclass);
  recorded_at := clock_timestamp();
  leaf_hash := sha256('\x00'::bytea || v_entry);
  INSERT INTO audit.event (id, recorded_at, login, code, occurred_at, request_id, request_seq, outcome,
      role, object_type, schema_version, entry, leaf_hash)
    OVERRIDING SYSTEM VALUE
    VALUES (event_id, recorded_at, session_user, 'probe.viewed', recorded_at, p_request, request_seq,
      'success', 'supervisor', 'probe', 1, v_entry, leaf_hash);
  INSERT INTO audit.opening (event_id, field, key, value)
    VALUES (event_id, 'source', decode(repeat('ab', 32), 'hex'), '203.0.113.9');
  RETURN NEXT;
END $$;
ALTER FUNCTION public.append_unchecked OWNER TO countersign_owner;
GRANT EXECUTE ON FUNCTION public.append_unchecked TO countersign_web;
"""


def event(request_id: str | None) -> Event:
    """A body of usual size as `record` would write it, with its opening."""
    key, address = secrets.token_bytes(32), "203.0.113.9"
    body = {
        "code": "probe.viewed",
        "commitments": {"source": hmac.new(key, address.encode(), hashlib.sha256).hexdigest()},
        "facts": {"version": 1},
        "object": {"id": str(uuid.uuid4()), "type": "probe"},
        "occurred_at": time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime()),
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
    openings = json.dumps({"source": {"key": key.hex(), "value": address}})
    return Event(text, openings, request_id, key, text.encode() + b" " * 250)


def through_the_function(connection: psycopg.Connection[Any], said: Event, _number: int) -> None:
    """One event by the only way in."""
    connection.execute(
        "SELECT * FROM audit.append(%s, %s::jsonb)", [said.body, said.openings], prepare=True
    )


def unchecked(connection: psycopg.Connection[Any], said: Event, _number: int) -> None:
    """The same rows, by a function that checks nothing."""
    connection.execute(
        "SELECT * FROM public.append_unchecked(%s, %s::jsonb, %s)",
        [said.body, said.openings, said.request_id],
        prepare=True,
    )


def plain(connection: psycopg.Connection[Any], said: Event, number: int) -> None:
    """The same row and opening, inserted plainly by one statement; there is no chain to keep."""
    connection.execute(
        "WITH made AS (INSERT INTO plain_event (recorded_at, login, code, occurred_at, request_id,"
        " request_seq, outcome, role, object_type, schema_version, entry, leaf_hash) VALUES"
        " (clock_timestamp(), session_user, 'probe.viewed', now(), %s, %s, 'success',"
        " 'supervisor', 'probe', 1, %s, sha256(%s)) RETURNING id)"
        " INSERT INTO plain_opening SELECT id, 'source', %s, '203.0.113.9' FROM made",
        [said.request_id, number if said.request_id else None, said.entry, said.entry, said.key],
        prepare=True,
    )


WORKS: dict[str, Work] = {"INSERT": plain, "append": through_the_function, "unchecked": unchecked}
NUMBERS = itertools.count(1)
"""Places of plain rows in their request: no two the same, whichever client and round."""


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


def rate(server: postgres.Postgres, work: Work, clients: int, *, within: bool) -> float:
    """Events a second that this many clients reach together, each commit by itself."""
    counts, start = [0] * clients, threading.Barrier(clients + 1)

    def run(place: int) -> None:
        with psycopg.connect(
            host=processes.LOOPBACK, port=server.port, dbname=DATABASE, user=logins.WEB,
            password=PASSWORDS[logins.WEB], autocommit=True,
        ) as connection:  # fmt: skip
            said = [event(REQUESTS[place] if within else None) for _ in range(EVENTS)]
            for number in range(10):
                work(connection, said[number], next(NUMBERS))
            start.wait(timeout=30)
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                work(connection, said[counts[place] % EVENTS], next(NUMBERS))
                counts[place] += 1

    threads = [threading.Thread(target=run, args=[place]) for place in range(clients)]
    for thread in threads:
        thread.start()
    start.wait(timeout=30)
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def compare(server: postgres.Postgres, clients: int, *, within: bool) -> None:
    """Measure in turns, so that a noisy neighbour disturbs all alike, and print the medians of the ratios."""
    found: dict[str, list[float]] = {name: [] for name in WORKS}
    for _ in range(ROUNDS):
        for name, work in WORKS.items():
            found[name].append(rate(server, work, clients, within=within))
    where = "within a request" if within else "outside a request"
    for name, rates in found.items():
        ratios = sorted(own / base for own, base in zip(rates, found["INSERT"], strict=True))
        print(
            f"{clients} clients  {where:18} {name:10} {statistics.median(rates):8.0f}/s"
            f"  {statistics.median(ratios):5.2f} of INSERT ({ratios[0]:.2f} to {ratios[-1]:.2f})",
            flush=True,
        )


def main() -> None:
    """Start a server with one account and some requests, and compare, with one client and with eight."""
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
            administrator.execute(PLAIN_TABLES)
            administrator.execute(FLOOR.encode())
            make_what_events_speak_of(plan, administrator)
        for clients in CLIENTS:
            for within in (False, True):
                compare(server, clients, within=within)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
