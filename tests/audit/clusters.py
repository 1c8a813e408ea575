"""A PostgreSQL cluster of a test's own, in which the rest of the test works: stopped, copied, restored, out of room."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from requests_app.ops import bootstrap
from requests_app.trial.embedded import postgres, processes
from tests import conftest, support
from tests.support import sql

DATABASE = "restored"


def dump(server: postgres.Postgres, database: str, path: Path) -> Path:
    """Write a database to a file as pg_dump does; returns the file."""
    subprocess.run(
        [postgres.binaries() / "pg_dump", "--file", path, server.url(database)], check=True
    )
    return path


@contextmanager
def restored_elsewhere(
    dumped: Path, services_folder: Path, *, longest_file: int | None = None
) -> Iterator[postgres.Postgres]:
    """Restore a dump into a new cluster and work there.

    Args:
        longest_file: bytes beyond which no file of the cluster grows, from when the dump was restored on.
    """
    port = processes.free_port()
    there = postgres.Postgres(
        services_folder / f"another-{port}", port, support.SUPERUSER_PASSWORD, durable=False
    )
    before = (support.place.port, support.place.database)
    there.start()
    try:
        plan = bootstrap.Plan(there.url(), DATABASE, support.PASSWORDS, kind="trial")
        bootstrap.make_roles(plan)
        bootstrap.make_database(plan)
        subprocess.run(
            [postgres.binaries() / "psql", "--quiet", "--set", "ON_ERROR_STOP=1",
             "--file", dumped, there.url(DATABASE)],
            check=True, capture_output=True,
        )  # fmt: skip
        if longest_file is not None:
            start_anew(there, longest_file=longest_file)
        support.place.port, support.place.database = there.port, DATABASE
        conftest.point_django_at(there.port, DATABASE)
        yield there
    finally:
        support.place.port, support.place.database = before
        conftest.point_django_at(*before)
        there.stop()


def start_anew(server: postgres.Postgres, *, longest_file: int | None = None) -> None:
    """Stop a cluster and start it again, its files limited or not: PostgreSQL meets the limit as it meets a full disk."""
    server.stop()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest_file or soft, hard))
    try:
        server.start()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files() -> Path:
    """The folder of the files of the cluster that the test works in."""
    found = sql("superuser", "SHOW data_directory")
    return Path(found[0][0])


def copy(source: Path, target: Path) -> None:
    """Copy the files of a cluster that is stopped, whoever's they are."""
    subprocess.run(["cp", "-a", source, target], check=True)
