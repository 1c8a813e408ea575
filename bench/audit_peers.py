"""The same change of one row, told to Countersign's log, to django-auditlog and to django-simple-history.

Each client is a process of its own with one row of its own and saves it by Django's ORM, one transaction a change. Starts
a throw-away PostgreSQL, prints, and leaves nothing; sets no threshold. The two packages record what changed in tables
that the application can rewrite; they are compared here for their speed alone.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import config.settings.test as of_the_tests

of_the_tests.INSTALLED_APPS = [*of_the_tests.INSTALLED_APPS, "auditlog", "simple_history"]

from audit_append import (  # noqa: E402  it sets Django up, with the two packages
    DATABASE,
    PASSWORDS,
    SOMEBODY,
    event,
    through_the_function,
)
from audit_sequencing import a_cluster, as_superuser, settings_of  # noqa: E402
from auditlog.context import set_actor  # type: ignore[import-untyped]  # noqa: E402
from auditlog.registry import auditlog  # type: ignore[import-untyped]  # noqa: E402
from django.db import connection, connections, models, transaction  # noqa: E402
from simple_history.models import HistoricalRecords  # type: ignore[import-untyped]  # noqa: E402

from requests_app.accounts.models import Account  # noqa: E402
from requests_app.audit import recorder  # noqa: E402
from requests_app.audit.recorder import Who  # noqa: E402
from requests_app.ops import bootstrap, logins  # noqa: E402
from requests_app.trial.embedded import postgres  # noqa: E402

SECONDS, ROUNDS = {"small": (0.5, 2), "full": (3.0, 6)}[os.environ.get("BENCH_SIZE", "small")]
CLIENTS = 8
NUMBERS = itertools.count(1)


class _Record(models.Model):
    """A row with a few fields, as an application's are."""

    status = models.CharField(max_length=40, default="open")
    reason = models.TextField(default="")
    version = models.IntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        # An application that is there: django-simple-history asks for its settings.
        app_label = "accounts"


class Bare(_Record):
    """Saved and told to nobody, or to Countersign's log."""


class Logged(_Record):
    """Told to django-auditlog."""


class Remembered(_Record):
    """Told to django-simple-history."""

    history = HistoricalRecords(table_name="bench_history")


auditlog.register(Logged)
TABLES: tuple[type[models.Model], ...] = (Bare, Logged, Remembered, Remembered.history.model)
Work = Callable[[int, Account], None]


def change(kind: type[_Record], row: int) -> None:
    """Change three fields of one row, as a form of an application does: read, set, save."""
    record = kind.objects.get(pk=row)
    record.version = next(NUMBERS)
    record.status, record.reason = f"status {record.version % 7}", f"reason {record.version}"
    record.save()


def told_to_nobody(row: int, _account: Account) -> None:
    with transaction.atomic():
        change(Bare, row)


def told_to_countersign(row: int, account: Account) -> None:
    who = Who(str(account.pk), str(account.person_id), "supervisor", "ab" * 32, "203.0.113.9")
    with transaction.atomic():
        change(Bare, row)
        recorder.record(
            "probe.viewed", who=who, object_type="probe", object_id=str(row), facts={"version": 1}
        )


def told_to_auditlog(row: int, account: Account) -> None:
    with set_actor(account, "203.0.113.9"), transaction.atomic():
        change(Logged, row)


def told_to_simple_history(row: int, _account: Account) -> None:
    with transaction.atomic():
        change(Remembered, row)


def appended_alone(_row: int, _account: Account) -> None:
    """One event without any change beside it."""
    connection.ensure_connection()
    through_the_function(connection.connection, event(None), 0)


WORKS: dict[str, Work] = {
    "change alone": told_to_nobody,
    "django-auditlog": told_to_auditlog,
    "django-simple-history": told_to_simple_history,
    "Countersign": told_to_countersign,
    "append alone": appended_alone,
}


def make_tables(server: postgres.Postgres) -> None:
    """Make the rows to change and the tables of both packages, and let the web's login write them."""
    plan = bootstrap.Plan(server.url(), DATABASE, PASSWORDS, kind="trial")
    with logins.connected(**bootstrap.as_owner(plan)):
        with connection.schema_editor() as editor:
            for table in TABLES:
                editor.create_model(table)
        for kind in (Bare, Logged, Remembered):
            kind.objects.bulk_create(kind(pk=row + 1) for row in range(CLIENTS))
    with as_superuser(server) as administrator:
        administrator.execute(
            f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {logins.WEB};"
            f" GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {logins.WEB}".encode()
        )


def client(port: int, place: int, name: str, start: Barrier, counts: Queue[int]) -> None:
    """One client: its connection, its row, as many changes as the time allows."""
    work, done = WORKS[name], 0
    settings = settings_of(port) | {"USER": logins.WEB, "PASSWORD": PASSWORDS[logins.WEB]}
    with logins.connected(**settings):
        account = Account.objects.select_related("person").get(pk=SOMEBODY["account"])
        for _ in range(5):
            work(place + 1, account)
        start.wait(timeout=60)
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end:
            work(place + 1, account)
            done += 1
    counts.put(done)


def rate(port: int, name: str) -> float:
    """Changes a second by all clients together."""
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    start, counts = forked.Barrier(CLIENTS), forked.Queue()
    clients = [
        forked.Process(target=client, args=(port, place, name, start, counts))
        for place in range(CLIENTS)
    ]
    for each in clients:
        each.start()
    done: int = sum(counts.get(timeout=SECONDS + 90) for _ in clients)
    for each in clients:
        each.join()
    return done / SECONDS


def main() -> None:
    """Measure in turns, and print each beside the change alone."""
    found: dict[str, list[float]] = {name: [] for name in WORKS}
    with a_cluster() as server:
        make_tables(server)
        for _ in range(ROUNDS):
            for name, rates in found.items():
                rates.append(rate(server.port, name))
    alone = statistics.median(found["change alone"])
    for name, rates in found.items():
        middle = statistics.median(rates)
        ratios = sorted(own / base for own, base in zip(rates, found["change alone"], strict=True))
        more = (
            ""
            if name in ("change alone", "append alone")
            else f"  {1e6 * (1 / middle - 1 / alone):6.0f} µs more"
        )
        print(
            f"{name:22} {middle:7.0f}/s  {statistics.median(ratios):5.2f} of the change alone"
            f" ({ratios[0]:.2f} to {ratios[-1]:.2f}){more}"
        )
    appended = statistics.median(found["append alone"])
    for name in ("django-auditlog", "django-simple-history"):
        print(
            f"append alone is {appended / statistics.median(found[name]):.1f} times a change with {name}"
        )


if __name__ == "__main__":
    main()
