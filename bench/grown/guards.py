"""The guards of rows taken off a throw-away database while it is filled, and put back.

It must not be used on any database but one that this benchmark made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

ALWAYS = """
SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
  WHERE t.tgenabled = 'A' AND c.relnamespace IN ('public'::regnamespace, 'audit'::regnamespace)
"""


@contextmanager
def off(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Let this connection write what no login may: neither triggers nor foreign keys look at it."""
    found = connection.execute(ALWAYS).fetchall()
    connection.execute("SET session_replication_role = replica")
    for table, name in found:
        _switch(connection, "DISABLE TRIGGER", table, name)
    yield
    for table, name in found:
        _switch(connection, "ENABLE ALWAYS TRIGGER", table, name)
    connection.execute("RESET session_replication_role")


def _switch(connection: psycopg.Connection[Any], how: str, table: str, name: str) -> None:
    connection.execute(
        sql.SQL("ALTER TABLE {} {} {}").format(sql.SQL(table), sql.SQL(how), sql.Identifier(name))
    )
