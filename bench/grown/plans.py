"""How PostgreSQL carries out the slowest statements, as EXPLAIN tells it.

It must not leave anything that a statement wrote: each runs in a transaction that is rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import DatabaseError, connections, transaction
from grown.timing import Statement

_WRITES = "audit.append("
_LONGEST = 150
_ASIDE = re.compile(
    r"\s*(Buffers|Planning|Planning Time|Sort Method|Memory Usage|Buckets|Storage|Cache|Hits)\b"
)


def of(slowest: list[tuple[str, Statement]]) -> Iterator[str]:
    """The plan of each statement that only reads, as Markdown: what is read, by which index, and how much of it."""
    for name, each in slowest:
        if each.sql.lstrip().upper().startswith(("SELECT", "WITH")) and _WRITES not in each.sql:
            yield f"\n{name}: {each.milliseconds:.1f} ms ({each.alias})\n"
            yield "```"
            yield shortened(each.sql.strip())
            yield from (shortened(line) for line in _plan(each) if not _ASIDE.match(line))
            yield "```"


def shortened(line: str) -> str:
    """A line as long as a reader takes in, with the blanks at its beginning."""
    words = (
        re.sub(r"(?<=\S)\s+", " ", line.rstrip())
        if line.startswith(" ")
        else " ".join(line.split())
    )
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"


def _plan(each: Statement) -> Iterator[str]:
    try:
        with transaction.atomic(using=each.alias), connections[each.alias].cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {each.sql}", each.given)
            lines = [str(line) for (line,) in cursor.fetchall()]
            transaction.set_rollback(True, using=each.alias)
    except DatabaseError as problem:
        lines = [f"no plan: {problem}"]
    yield from lines
