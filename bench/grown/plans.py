"""How PostgreSQL carries out the slowest statements, as EXPLAIN tells it.

It must not leave anything that a statement wrote: each runs in a transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, connections, transaction
from grown.timing import Statement

_WRITES = "audit.append("


def of(slowest: list[tuple[str, Statement]]) -> Iterator[str]:
    """The plan of each statement that only reads, as Markdown."""
    for name, each in slowest:
        if each.sql.lstrip().upper().startswith(("SELECT", "WITH")) and _WRITES not in each.sql:
            yield f"\n{name}: {each.milliseconds:.1f} ms ({each.alias})\n"
            yield "```"
            yield each.sql.strip()
            yield from _plan(each)
            yield "```"


def _plan(each: Statement) -> Iterator[str]:
    try:
        with transaction.atomic(using=each.alias), connections[each.alias].cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {each.sql}", each.given)
            lines = [str(line) for (line,) in cursor.fetchall()]
            transaction.set_rollback(True, using=each.alias)
    except DatabaseError as problem:
        lines = [f"no plan: {problem}"]
    yield from lines
