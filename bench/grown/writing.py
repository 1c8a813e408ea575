"""Writes rows from a thread of its own, so that the database works while the next rows are made.

It must not lose a failure: it is raised where the next rows are handed over, or at the end.
"""

from __future__ import annotations

import queue
import threading
from typing import Any

import psycopg
from grown.forms import columns_of
from psycopg import sql

WAITING = 4
"""Texts that may wait to be written; more would only fill the memory."""


class Writer:
    """One connection that fills tables in the order in which rows are handed over."""

    def __init__(self, connection: psycopg.Connection[Any], without: dict[str, str]) -> None:
        """Begin. Args: connection: nobody else's; without: of a table, the column that has its default."""
        self._connection, self._without = connection, without
        self._waiting: queue.Queue[tuple[str, list[str]] | None] = queue.Queue(WAITING)
        self._failure: BaseException | None = None
        self._queries: dict[str, sql.Composed] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def write(self, table: str, lines: list[str]) -> None:
        """Hand over rows as COPY reads them.

        Raises:
            RuntimeError: earlier ones could not be written.
        """
        self._raise()
        if lines:
            self._waiting.put((table, lines))

    def finish(self) -> None:
        """Wait until all is written."""
        self._waiting.put(None)
        self._thread.join()
        self._raise()

    def _raise(self) -> None:
        if self._failure is not None:
            raise RuntimeError("The rows could not be written.") from self._failure

    def _run(self) -> None:
        while (given := self._waiting.get()) is not None:
            if self._failure is None:
                try:
                    self._fill(*given)
                except psycopg.Error as failure:
                    self._failure = failure

    def _fill(self, table: str, lines: list[str]) -> None:
        if table not in self._queries:
            columns = columns_of(self._connection, table)
            self._queries[table] = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.SQL(table),
                sql.SQL(", ").join(
                    sql.Identifier(name) for name in columns if name != self._without.get(table)
                ),
            )
        with self._connection.cursor().copy(self._queries[table]) as copy:
            copy.write("".join(lines))
