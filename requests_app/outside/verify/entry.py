"""What the checks across entries need of one entry.

Must not hold its texts: memory stays flat however long the log is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

CHECKPOINT_SIGNED = "checkpoint.signed"
"""The code of an event that states the log's root at some size."""
ERASED = "data.erased"
"""The code of an event with which the openings of a request went, those of its events until then."""
ASKED, CLOSED, SCHEMA_CHANGED = "log.exported", "log.export_closed", "schema.changed"
READ_IN_FULL = frozenset({CHECKPOINT_SIGNED, ASKED, CLOSED, SCHEMA_CHANGED})
"""Codes of events whose facts say something of the log or of an export."""


class Entry(NamedTuple):
    """What the checks across entries need of one.

    A tuple, because a million of them are made. Times stay text: in their one form they sort as text.

    Attributes:
        request: 16 bytes, and seq and previous beside it, where the event belongs to a request.
        signed: size and root that a `checkpoint.signed` event states.
        facts: the names of its facts; told: the facts themselves, where its code is one of READ_IN_FULL.
    """

    event_id: int
    installation: str
    recorded_at: str
    request: bytes | None
    seq: int
    previous: bytes
    signed: tuple[int, bytes] | None
    code: str
    outcome: str
    role: str
    account: str | None
    person: str | None
    facts: tuple[str, ...]
    told: dict[str, Any] | None
