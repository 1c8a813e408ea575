"""How the log is: how large, how far it is signed, by which keys, and what waits.

Must not read an event: it counts and gives times, so that reading it is no reading of the log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from requests_app.audit import checkpoints, ddl_guard, selectors
from requests_app.audit.checkpoints import Signed
from requests_app.common.counted import COUNTED

SEQUENCED_WITHIN = 5
"""Seconds after which an event should have its place in the tree."""
SIGNED_WITHIN = 30
"""Seconds after which a place should be signed."""


@dataclass(frozen=True, slots=True)
class KeyOfLog:
    """A key that signs, or signed, the log. `retired_at`: None while it is in use."""

    vkey: str
    added_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogHealth:
    """How the log is now.

    Attributes:
        size: how many events have their place in the tree; grown_at: when the last one got it.
        waiting_seconds: for how long the oldest event without a place has been waiting; 0 where none is.
        checkpoint: the latest signed one, or None.
        unsigned: how many places it does not cover; unsigned_since: when the oldest of their events was recorded.
        kept: how many checkpoints are kept, counted to one more than `COUNTED`; kept_since: when the first was signed.
        keys: every key there ever was, the oldest first.
        is_guarded: whether the event triggers are on that keep even the owner from altering the log's tables.
    """

    size: int
    grown_at: datetime
    waiting_seconds: float
    checkpoint: Signed | None
    unsigned: int
    unsigned_since: datetime | None
    unsigned_seconds: float
    kept: int
    kept_since: datetime | None
    keys: tuple[KeyOfLog, ...]
    is_guarded: bool

    @property
    def is_sequenced(self) -> bool:
        """Whether no event waits for its place for too long."""
        return self.waiting_seconds <= SEQUENCED_WITHIN

    @property
    def is_signed(self) -> bool:
        """Whether no place waits for a signature for too long."""
        return self.unsigned_seconds <= SIGNED_WITHIN


def read() -> LogHealth:
    """How the log is now, by the clock of the database."""
    latest = checkpoints.latest()
    covered = latest.size if latest else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, grown_at FROM audit.tree")
        size, grown_at = cursor.fetchone()
        cursor.execute(
            "SELECT recorded_at, extract(epoch FROM clock_timestamp() - recorded_at)::float"
            " FROM audit.leaf JOIN audit.event ON event.id = event_id WHERE leaf_index = %s",
            [covered],
        )
        since, seconds = cursor.fetchone() or (None, 0.0)
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM audit.checkpoint LIMIT %s) AS counted", [COUNTED + 1]
        )
        (kept,) = cursor.fetchone()
        cursor.execute("SELECT signed_at FROM audit.checkpoint ORDER BY size LIMIT 1")
        (kept_since,) = cursor.fetchone() or (None,)
        cursor.execute("SELECT vkey, added_at, retired_at FROM audit.log_key ORDER BY added_at")
        keys = tuple(KeyOfLog(*row) for row in cursor.fetchall())
        is_guarded = ddl_guard.is_on(cursor)
    return LogHealth(
        size=size,
        grown_at=grown_at,
        waiting_seconds=selectors.seconds_without_leaf(),
        checkpoint=latest,
        unsigned=max(0, size - covered),
        unsigned_since=since,
        unsigned_seconds=max(0.0, seconds),
        kept=kept,
        kept_since=kept_since,
        keys=keys,
        is_guarded=is_guarded,
    )
