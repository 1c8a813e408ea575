"""What the checks across entries need of one entry.

Must not hold its texts: memory stays flat however long the log is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

CHECKPOINT_SIGNED = "checkpoint.signed"
"""The code of an event that states the log's root at some size."""


@dataclass(slots=True)
class Entry:
    """What the checks across entries need of one.

    Attributes:
        request: 16 bytes, and seq and previous beside it, where the event belongs to a request.
        signed: size and root that a `checkpoint.signed` event states.
    """

    event_id: int
    installation: str
    recorded_at: datetime
    request: bytes | None
    seq: int
    previous: bytes
    signed: tuple[int, bytes] | None
