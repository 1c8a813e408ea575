"""A throw-away PostgreSQL with the demonstration's sixty requests in it, made as a trial makes them.

It must not leave anything behind unless a folder to keep was named, nor be used for anything but measuring.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
import psycopg
from psycopg import sql

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from requests_app.ops import bootstrap  # noqa: E402
from requests_app.trial.demo import seeding  # noqa: E402
from requests_app.trial.embedded import postgres, processes, secrets  # noqa: E402
from tests import conftest, matchers, support  # noqa: E402

DEMO = "demo"
"""The database that the others are grown from; each is named by its size."""


@dataclass
class Cluster:
    """A running PostgreSQL with the demonstration's database, and those that were grown from it.

    Attributes:
        folder: of everything; server: the running server.
    """

    folder: Path
    server: postgres.Postgres

    def has(self, database: str) -> bool:
        """Whether there is such a database already."""
        with self._administrator() as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database])
            return found.fetchone() is not None

    @contextmanager
    def made(self, database: str) -> Iterator[str]:
        """Copy the demonstration's database; it gets its name when what is done with it has succeeded."""
        connections.close_all()
        unfinished = f"{database}_unfinished"
        with self._administrator() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unfinished))
            )
            conftest._create(connection, unfinished, DEMO)
        yield unfinished
        connections.close_all()
        with self._administrator() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(unfinished), sql.Identifier(database)
                )
            )

    def work_in(self, database: str) -> None:
        """Let this process work in one of the databases, with the keys beside them."""
        support.place.port, support.place.database = self.server.port, database
        conftest.point_django_at(self.server.port, database)
        made = secrets.make(self.folder / "secrets")
        settings.COUNTERSIGN_CONTENT_KEY_FILE = str(made.content_key)
        settings.COUNTERSIGN_GRANT_KEY_FILE = str(made.grant_key)
        settings.COUNTERSIGN_DATABASE_PASSWORDS = support.PASSWORDS

    def _administrator(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.server.url(), autocommit=True)


@contextmanager
def fresh(keep: str = "") -> Iterator[Cluster]:
    """Make a cluster with the demonstration in it.

    Args:
        keep: the folder in which it stays afterwards, with its keys; without one nothing stays.
    """
    folder = Path(keep).resolve() if keep else Path(tempfile.mkdtemp(prefix="countersign-bench-"))
    if keep and folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} holds something already: name an empty folder in BENCH_KEEP.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    try:
        with _running(folder) as cluster:
            _make(cluster)
            yield cluster
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept(folder: str) -> Iterator[Cluster]:
    """Start a cluster that an earlier run kept, as it was left."""
    place = Path(folder).resolve()
    if not (place / "secrets").exists():
        raise SystemExit(f"{place} was not kept by an earlier run with BENCH_KEEP.")
    with _running(place) as cluster:
        yield cluster


@contextmanager
def _running(folder: Path) -> Iterator[Cluster]:
    in_use = (folder / "in_use").open("w")
    try:
        fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"Another run works in {folder}: its server would be ended.") from None
    # Not durable: how fast a disk syncs would be measured with every page that records something.
    server = postgres.Postgres(
        folder / "postgres",
        port=processes.free_port(),
        password=support.SUPERUSER_PASSWORD,
        durable=False,
    )
    try:
        server.start()
        yield Cluster(folder, server)
    finally:
        connections.close_all()
        server.stop()
        in_use.close()


def _make(cluster: Cluster) -> None:
    """Make the database, and play the demonstration in it with its own matcher."""
    logging.disable(logging.WARNING)  # the demonstration has searches that fail, on purpose
    plan = bootstrap.Plan(cluster.server.url(), DEMO, support.PASSWORDS, kind="trial")
    bootstrap.bootstrap(plan, verbosity=0)
    cluster.work_in(DEMO)
    keys = secrets.Secrets(cluster.folder / "secrets").grant_public_keys
    with tempfile.TemporaryDirectory() as state, matchers.running(keys, Path(state)) as matcher:
        settings.COUNTERSIGN_MATCHER_URL = matcher.url
        seeding.fill()
    with psycopg.connect(cluster.server.url(DEMO), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
