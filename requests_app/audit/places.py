"""Where an event stands in the log's tree, whether a signed checkpoint covers it, and the proof of that.

Must not sign and must not wait: an event that has no place yet gets one from the sequencer, within a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.db import DEFAULT_DB_ALIAS, connections

from requests_app.audit import checkpoints, log_files, published
from requests_app.audit.models import Event
from requests_app.tlog.notes import read_note
from requests_app.tlog.trust import EntryProof


@dataclass(frozen=True, slots=True)
class Place:
    """Where one event stands.

    Attributes:
        index: of its leaf, counted from 0; None as long as it has none.
        is_signed: whether the latest signed checkpoint covers it, as it is now.
        differs: whether the event is not what was given this place: its entry makes another leaf, or there is none.
    """

    index: int | None = None
    is_signed: bool = False
    differs: bool = False


class NoProof(Enum):
    """Why there is no proof that the log holds an event."""

    NOT_YET = "not yet"
    """No signed checkpoint covers it so far."""
    DIFFERS = "differs"
    """Its entry is not the one that was signed."""


NOWHERE = Place()

_PLACES = """
SELECT leaf.event_id, leaf.leaf_index, leaf.leaf_index < (SELECT size FROM audit.latest_checkpoint),
  sha256('\\x00'::bytea || event.entry)
    IS DISTINCT FROM substring(tile.hashes FROM (leaf.leaf_index %% 256 * 32)::integer + 1 FOR 32)
FROM audit.leaf AS leaf LEFT JOIN audit.event AS event ON event.id = leaf.event_id
  LEFT JOIN audit.tile AS tile ON tile.level = 0 AND tile.number = leaf.leaf_index / 256
WHERE leaf.event_id = ANY(%s)
"""
"""Each entry is hashed here, when somebody looks: the check of the whole log comes once a day."""


def of(event_ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> Mapping[int, Place]:
    """The places of these events; those that have none yet are left out."""
    with connections[using].cursor() as cursor:
        cursor.execute(_PLACES, [list(event_ids)])
        return {
            event_id: Place(index, bool(signed) and not differs, differs)
            for event_id, index, signed, differs in cursor.fetchall()
        }


def proof(
    event: Event, using: str = DEFAULT_DB_ALIAS, *, operator: str = ""
) -> EntryProof | NoProof:
    """The proof that the log holds an event, up to its latest checkpoint, or why there is none.

    Its `extra` is the keys of the log as a policy file, an empty line, and the entry, so that whoever has the file
    alone can hash the entry and judge it.

    Args:
        event: with its entry.
        using: a connection that may read the tree.
        operator: who runs the log's keys; nothing where nobody has said.

    Raises:
        LookupError: the log does not hold what its checkpoint says.
    """
    latest = checkpoints.latest(using)
    place = of([event.pk], using).get(event.pk, NOWHERE)
    if place.differs:
        return NoProof.DIFFERS
    if latest is None or place.index is None or place.index >= latest.size:
        return NoProof.NOT_YET
    extra = f"{log_files.policy(using, operator)}\n".encode() + bytes(event.entry)
    hashes = published.inclusion_proof(place.index, latest.size, using)
    return EntryProof(place.index, tuple(hashes), read_note(latest.note), extra)
