"""The time zone of the agency: in which its days begin and end, and in which its times are shown.

It is asked for at the door of each process and looked up anew twice a minute; must not fail where the database is
away: then what was last known holds, or the setting.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from requests_app.registry.models import Agency

log = logging.getLogger(__name__)

KNOWN_FOR_SECONDS = 30.0


@dataclass
class _Known:
    """What was last read, and when by the monotonic clock."""

    name: str = ""
    at: float | None = None


_known = _Known()


def zone() -> ZoneInfo:
    """Return the agency's time zone: its entry's, or that of COUNTERSIGN_TIME_ZONE where it names none."""
    if _known.at is None or time.monotonic() - _known.at > KNOWN_FOR_SECONDS:
        try:
            named = Agency.objects.values_list("time_zone", flat=True).first()
        except (DatabaseError, InterfaceError):
            named = _known.name
        _known.name, _known.at = named or "", time.monotonic()
    try:
        return ZoneInfo(_known.name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        log.error(
            "time_zone_unknown",
            extra={
                "setting": "time_zone",
                "still_works": "everything, in the zone of COUNTERSIGN_TIME_ZONE",
                "what_now": "bring this machine’s tzdata up to date, or mend the agency’s file",
            },
        )
        return ZoneInfo(settings.TIME_ZONE)


def forget() -> None:
    """Look it up anew the next time."""
    _known.at = None


@contextmanager
def agency_time() -> Iterator[None]:
    """Let days begin and end, and times be shown, in the agency's zone, for this thread or task."""
    with timezone.override(zone()):
        yield
