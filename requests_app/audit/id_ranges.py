"""The ids between which the events of a period of time lie.

Must not leave out an event: an id says when its event was recorded only as far as the database keeps it (`audit` 0017).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connections

NEWEST = 10_000
"""Where more events than these have no leaf yet, a period is not turned into a range of ids."""
GREATEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class IdRange:
    """The ids from `least` up to, but without, `beyond`."""

    least: int = 0
    beyond: int = GREATEST_ID

    def before(self, event_id: int | None) -> IdRange:
        """As much of it as lies before an id; all of it where there is none."""
        return self if event_id is None else replace(self, beyond=min(self.beyond, event_id))

    def after(self, event_id: int) -> IdRange:
        """As much of it as lies after an id."""
        return replace(self, least=max(self.least, event_id + 1))


_RANGES = """
WITH waiting AS MATERIALIZED (
  SELECT id, recorded_at FROM audit.event WHERE xid >= (SELECT window_from FROM audit.tree) LIMIT %(most)s + 1
), of_period AS (
  SELECT min(id) AS least, max(id) + 1 AS beyond FROM waiting
  WHERE recorded_at >= %(since)s AND recorded_at < %(until)s
), known AS (
  SELECT min(number) FILTER (WHERE last_at >= %(since)s) AS first_one,
    max(number) FILTER (WHERE first_at < %(until)s) AS last_one
  FROM audit.id_range
)
SELECT least(first_one * 4096, of_period.least), greatest((last_one + 1) * 4096, of_period.beyond),
  (SELECT count(*) FROM waiting) <= %(most)s
    AND (SELECT cluster = system_identifier FROM audit.tree, pg_control_system())
FROM known, of_period
"""


def of_period(since: datetime | None, until: datetime | None, *, using: str = "auditor") -> IdRange:
    """The range of ids outside of which no event of a period lies; all ids where that is not certain.

    Events that the sequencer has not taken in yet stand in no range, so that each is asked for its own time.
    Where very many wait, or the database was restored into another cluster, nothing is certain.

    Args:
        since, until: recorded at or after, and before; None: without a bound.
        using: the alias of a login that may read the log.
    """
    if since is None and until is None:
        return IdRange()
    with connections[using].cursor() as cursor:
        cursor.execute(
            _RANGES,
            {"since": since or "-infinity", "until": until or "infinity", "most": NEWEST},
        )
        least, beyond, is_known = cursor.fetchone()
    if not is_known:
        return IdRange()
    # No range has such an event where there is no least or no last one.
    return IdRange(least or 0, beyond or 0)
