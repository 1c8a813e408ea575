"""How much of a use case's speed its audit costs: a decider takes a request in hand and lets go of it, again and again.

The same code runs in two databases of one cluster, in turns: in one as it is, in the other without its events and
without the triggers that ask for them. Starts a throw-away PostgreSQL, prints, and leaves nothing; sets no threshold.
"""

from __future__ import annotations

import itertools
import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from audit_append import DATABASE  # it stands beside this file, and sets Django up
from audit_sequencing import a_cluster, as_superuser
from django.conf import settings
from django.db import connections
from psycopg import sql

from requests_app.accounts.actors import Actor
from requests_app.audit import recorder
from requests_app.common import clock
from requests_app.searches.states import Status
from requests_app.trial.embedded import postgres, secrets
from requests_app.workflow import claim
from tests import builders, conftest, support

ROUNDS, SECONDS = {"small": (2, 1.0), "full": (10, 5.0)}[os.environ.get("BENCH_SIZE", "small")]
UNAUDITED = "unaudited"
ASKS_FOR_EVENTS = """
SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger AS t JOIN pg_proc AS f ON f.oid = t.tgfoid
  JOIN pg_class AS c ON c.oid = t.tgrelid
  WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
    AND (f.pronamespace = 'audit'::regnamespace OR f.prosrc LIKE '%audit.%')
"""
"""Triggers on the application's own tables that look into the log."""
NUMBERS = itertools.count(1)


def nothing_recorded(_code: str, **_details: Any) -> recorder.Recorded:
    """What the recorder gives back, without a word to the database."""
    return recorder.Recorded(next(NUMBERS), None, clock.now(), b"")


def take_the_audit_away(server: postgres.Postgres) -> int:
    """Copy the database, and drop from the copy what asks for events; returns how many triggers that were."""
    connections.close_all()
    with as_superuser(server) as administrator:
        administrator.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(UNAUDITED), sql.Identifier(DATABASE)
            )
        )
    with psycopg.connect(server.url(UNAUDITED), autocommit=True) as administrator:
        found = administrator.execute(ASKS_FOR_EVENTS).fetchall()
        for table, name in found:
            administrator.execute(
                sql.SQL("DROP TRIGGER {} ON {}").format(sql.Identifier(name), sql.SQL(table))
            )
    return len(found)


@contextmanager
def working_in(server: postgres.Postgres, database: str) -> Iterator[None]:
    """Let the use cases work in one of the two databases, without events in the other."""
    conftest.point_django_at(server.port, database)
    written = recorder.record
    if database == UNAUDITED:
        recorder.record = nothing_recorded  # type: ignore[assignment]
    try:
        yield
    finally:
        recorder.record = written


def taken_and_let_go(actor: Actor, request_id: UUID) -> Callable[[], None]:
    """Two use cases, each with one event, a changed row and a transaction of its own."""

    def work() -> None:
        claim.claim(actor=actor, search_request_id=request_id)
        claim.release(actor=actor, search_request_id=request_id)

    return work


def rate(work: Callable[[], None]) -> float:
    """Use cases a second, by one client."""
    work()
    begun, count = time.perf_counter(), 0
    while time.perf_counter() < begun + SECONDS:
        work()
        count += 2
    return count / (time.perf_counter() - begun)


def main() -> None:
    """Measure in turns, so that a noisy neighbour disturbs both alike; which is first changes with each round."""
    with a_cluster() as server:
        support.place.port, support.place.database = server.port, DATABASE
        conftest.point_django_at(server.port, DATABASE)
        made = secrets.make(server.home.parent / "secrets")
        settings.COUNTERSIGN_CONTENT_KEY_FILE = str(made.content_key)
        builders.found_agency()
        agency = builders.InventedAgency.present()
        row = builders.search_request_at(agency, Status.AWAITING_DECISION)
        actor = agency.actor("supervisor")
        triggers = take_the_audit_away(server)
        found: dict[str, list[float]] = {DATABASE: [], UNAUDITED: []}
        for turn in range(ROUNDS):
            for database in list(found)[:: 1 if turn % 2 else -1]:
                with working_in(server, database):
                    found[database].append(rate(taken_and_let_go(actor, row.pk)))
        connections.close_all()
    ratios = sorted(a / b for a, b in zip(found[DATABASE], found[UNAUDITED], strict=True))
    print(
        f"use cases    {statistics.median(found[DATABASE]):6.0f}/s with their events,"
        f" {statistics.median(found[UNAUDITED]):.0f}/s without them and without {triggers} triggers"
    )
    print(f"  ratio      {statistics.median(ratios):6.3f}  ({ratios[0]:.3f} to {ratios[-1]:.3f})")


if __name__ == "__main__":
    main()
