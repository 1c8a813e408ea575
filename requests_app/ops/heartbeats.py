"""When each background process last showed life, and how each of its sweeps last came.

A row is named by its process, or by a sweep and who called for it: `outbox/beat`, `outbox/self`.
"""

from django.db import connection
from django.db.models.functions import Now

from requests_app.ops.models import Heartbeat

BY_ITSELF_FOR_SECONDS = 120
"""For so long after a process swept by itself, people are told: longer than the longest time between sweeps."""


def beat(process: str) -> None:
    """Write the database's present time for this process."""
    Heartbeat.objects.update_or_create(process=process, defaults={"at": Now()})


def came_from_beat(sweep: str) -> None:
    """Note that the message of a sweep came from beat, through the broker."""
    beat(f"{sweep}/beat")


def take_turn(sweep: str, *, every: int, late: int) -> bool:
    """Say whether a sweep is overdue and this caller is the one to do it without a message.

    Of several callers one is told so, and for the time of one round no other; so a process that dies in
    the middle of its turn is followed by another.

    Args:
        sweep: its name.
        every: seconds between two of its messages.
        late: by how many seconds a message may be late.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ops_heartbeat (process, at) SELECT %(ours)s, now() WHERE NOT EXISTS"
            " (SELECT FROM ops_heartbeat WHERE process = %(beats)s"
            "  AND at > now() - make_interval(secs => %(silence)s))"
            " ON CONFLICT (process) DO UPDATE SET at = now()"
            " WHERE ops_heartbeat.at <= now() - make_interval(secs => %(every)s)",
            {
                "ours": f"{sweep}/self",
                "beats": f"{sweep}/beat",
                "silence": every + late,
                "every": every,
            },
        )
        return bool(cursor.rowcount)
