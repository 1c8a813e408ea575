"""What the checks across entries need of one entry.

Must not hold its texts: memory stays flat however long the log is.
"""

from __future__ import annotations

from typing import NamedTuple

CHECKPOINT_SIGNED = "checkpoint.signed"
"""The code of an event that states the log's root at some size."""


class Entry(NamedTuple):
    """What the checks across entries need of one.

    A tuple, because a million of them are made. Times stay text: in their one form they sort as text.

    Attributes:
        request: 16 bytes, and seq and previous beside it, where the event belongs to a request.
        signed: size and root that a `checkpoint.signed` event states.
    """

    event_id: int
    installation: str
    recorded_at: str
    request: bytes | None
    seq: int
    previous: bytes
    signed: tuple[int, bytes] | None
