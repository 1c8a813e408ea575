"""A small database that its planner takes for a large one, and how it would then carry out a statement.

Every table in which a row stands is said to hold a million, an empty one some hundreds, and of what stands in them
only what a caller says is known; a sequential scan is chosen only where no index can be read instead. So a plan
depends on the statement and the indexes alone, and not on what a test happened to write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from requests_app.ops import logins
from tests import support

ROWS = 1_000_000
SETTINGS = {
    "enable_seqscan": "off",
    # Both read one side whole, and would do so rather than look a few rows up where nothing is known of them.
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    # It has no order, and would be taken where an index in the order of the list ends early.
    "enable_bitmapscan": "off",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
_GROWS = f"""
    UPDATE pg_class SET
        reltuples = CASE WHEN relkind = 'r' AND pg_relation_size(oid) = 0 THEN -1 ELSE {ROWS} END,
        relpages = CASE WHEN relkind = 'r' AND pg_relation_size(oid) = 0 THEN 0 ELSE 1 END
    WHERE relkind IN ('r', 'i') AND relnamespace IN ('public'::regnamespace, 'audit'::regnamespace);
    DELETE FROM pg_statistic;
"""
_FEW = """
    SELECT pg_restore_attribute_stats(
        'schemaname', table_schema::text, 'relname', table_name::text, 'attname', column_name::text,
        'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', -0.1::real)
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema IN ('public', 'audit') AND table_type = 'BASE TABLE'
      AND (column_name::text = ANY(%(few)s) OR table_name || '.' || column_name = ANY(%(few)s))
"""
_INDEXES = """
    SELECT c.relname, i.indrelid::regclass::text, i.indisunique AND i.indpred IS NULL, i.indpred IS NOT NULL,
           (SELECT array_agg(pg_get_indexdef(i.indexrelid, n, true) ORDER BY n)
            FROM generate_series(1, i.indnkeyatts) AS n)
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE c.relnamespace IN ('public'::regnamespace, 'audit'::regnamespace)
"""


@dataclass(frozen=True)
class Index:
    """What of an index says how much of it a scan reads.

    Attributes:
        table: whose it is; unique: of all rows of the table; partial: of a part of the rows; keys: columns or
            expressions, in order.
    """

    table: str
    unique: bool
    partial: bool
    keys: tuple[str, ...]


class Large:
    """The database, while it seems large."""

    def __init__(self) -> None:
        """Look up what indexes there are."""
        with connections["default"].cursor() as cursor:
            cursor.execute(_INDEXES)
            self.indexes = {
                str(name): Index(table.split(".")[-1], unique, partial, tuple(keys))
                for name, table, unique, partial, keys in cursor.fetchall()
            }

    def plan(self, statement: str, given: Any = None) -> dict[str, Any]:
        """Return the plan of a statement, which is not carried out."""
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", given)
            (found,) = cursor.fetchone()
        read = json.loads(found) if isinstance(found, str) else found
        plan: dict[str, Any] = read[0]["Plan"]
        return plan

    def drop(self, index: str) -> None:
        """Take an index away, with the constraint that stands on it."""
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT conrelid::regclass::text FROM pg_constraint"
                " WHERE conindid = %s::regclass AND contype <> 'f'",
                [index],
            )
            owner = cursor.fetchone()
            cursor.execute(
                f'ALTER TABLE {owner[0]} DROP CONSTRAINT "{index}" CASCADE'
                if owner
                else f'DROP INDEX "{index}"'
            )


@contextmanager
def seems_large(few_for_each: Iterable[str]) -> Iterator[Large]:
    """Let the planner of the test's own database believe that it has grown; nothing but plans come from it then.

    Args:
        few_for_each: columns (of any table, or `table.column`) of which one value has ten rows, and not thousands.
    """
    user, password = support.credentials("superuser")
    with logins.connected(USER=user, PASSWORD=password):
        with connections["default"].cursor() as cursor:
            cursor.execute(_GROWS)
            cursor.execute(_FEW, {"few": list(few_for_each)})
            for name, value in SETTINGS.items():
                cursor.execute(f"SET {name} = {value}")
        yield Large()
