"""What tests call to reach the real database as one of its logins."""

import os
import select
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from requests_app.ops import logins
from requests_app.trial.embedded import postgres

PASSWORDS = {login: f"password-of-{login}" for login in logins.LOGINS}
SUPERUSER_PASSWORD = "password-of-the-superuser"


@dataclass
class Place:
    """Where the present test's database is."""

    port: int = 0
    database: str = ""


place = Place()


def credentials(login: str) -> tuple[str, str]:
    """Return user and password of web, worker, dispatcher, auditor, owner or superuser."""
    if login == "superuser":
        return postgres.SUPERUSER, SUPERUSER_PASSWORD
    name = f"countersign_{login}"
    return name, PASSWORDS[name]


@contextmanager
def connected_as(login: str) -> Iterator[None]:
    """Make this thread's default connection one of another login, for a while."""
    user, password = credentials(login)
    with logins.connected(USER=user, PASSWORD=password):
        yield


def raw_connection(login: str, **options: Any) -> psycopg.Connection[Any]:
    """Open a psycopg connection to the test's database; the caller closes it."""
    user, password = credentials(login)
    return psycopg.connect(
        host="127.0.0.1", port=place.port, user=user, password=password,
        **{"dbname": place.database, **options},
    )  # fmt: skip


def sql(login: str, statement: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """Run one statement as a login, commit, and return its rows (none: an empty list).

    The main thread keeps a connection for each login, since opening one costs more than most statements.
    Whatever a statement changed of its session is gone before the next.
    """
    if threading.current_thread() is not threading.main_thread():
        with raw_connection(login) as connection:
            return _rows(connection, statement, params)
    connection = _kept_connection(login)
    try:
        rows = _rows(connection, statement, params)
        connection.commit()
    finally:
        _clean(connection)
    return rows


def _clean(connection: psycopg.Connection[Any]) -> None:
    """Undo what is open and whatever was changed of the session; one that cannot be used any more is replaced later."""
    if connection.closed:
        return
    connection.rollback()
    connection.autocommit = True
    # What `DISCARD ALL` does, but for the plans: compiling the log's functions anew is most of what a session costs.
    connection.execute(
        "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *;"
        " SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES"
    )
    connection.autocommit = False


def forget_connections() -> None:
    """Close what `sql` keeps: a database that somebody is connected to cannot be copied."""
    while _kept:
        _kept.popitem()[1].close()


_kept: dict[str, psycopg.Connection[Any]] = {}


def _kept_connection(login: str) -> psycopg.Connection[Any]:
    found = _kept.get(login)
    if found is not None and not found.closed:
        about, is_ended = found.info, bool(select.select([found], [], [], 0)[0])
        if (about.port, about.dbname) == (place.port, place.database) and not is_ended:
            return found
        found.close()
    _kept[login] = raw_connection(login, prepare_threshold=None)
    return _kept[login]


def _rows(
    connection: psycopg.Connection[Any], statement: str, params: Sequence[Any] | None
) -> list[tuple[Any, ...]]:
    cursor = connection.execute(statement, params)  # type: ignore[arg-type]
    return cursor.fetchall() if cursor.description else []


FITS = {
    "uuid": "gen_random_uuid()",
    "boolean": "false",
    "timestamp with time zone": "now()",
    "date": "now()",
    "smallint": "1",
    "integer": "1",
    "bigint": "1",
    "ARRAY": "'{}'",
}
"""A value of SQL for each type of column; any other takes a letter."""


def insert_any(table: str, **chosen: str) -> None:
    """Insert a row that fits the column types, by the owner and past every check of Python.

    Args: table; SQL of the columns that matter to the test.
    """
    columns = sql(
        "owner",
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND is_nullable = 'NO'",
        [table],
    )
    values = {name: FITS.get(kind, "'x'") for name, kind in columns} | chosen
    sql("owner", f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})")


def open_to_others(folder: Path, passable: Sequence[Path] = ()) -> dict[str, str]:
    """Return the mode of each folder and file that anybody but its owner may open, `folder` included.

    Args:
        passable: folders that others may pass through, and no more.
    """
    found = {}
    for path in (folder, *folder.rglob("*")):
        mode = path.lstat().st_mode & 0o777
        if not path.is_symlink() and mode & (0o066 if path in passable else 0o077):
            found[str(path)] = oct(mode)
    return found


@contextmanager
def generous_umask() -> Iterator[None]:
    """Take nothing away from what is made, as the loosest of machines does."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)
