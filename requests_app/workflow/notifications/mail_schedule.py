"""When a notice's mail is tried: the one place that says how often, and with which pauses.

Reads and writes nothing; a mail that has left, or was given up, has no next time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""The pause after each failed try. A mail server that is away for a night or a day costs no mail; one
that is away for longer (41 hours and 21 minutes in all) is for the operator to mend and send again."""
MOST_ATTEMPTS = len(PAUSES) + 1


def next_try(attempts: int, *, failed_at: datetime) -> datetime | None:
    """Return when a mail is tried again, or None where it is given up.

    Args:
        attempts: how often it has been tried, the try that has just failed included.
        failed_at: when that was.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    return failed_at + PAUSES[attempts - 1]
