"""Where an event stands in the log's tree, whether a signed checkpoint covers it, and the proof of that.

Must not sign and must not wait: an event that has no place yet gets one from the sequencer, within a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
        is_signed: whether the latest signed checkpoint covers it.
    """

    index: int | None = None
    is_signed: bool = False


NOWHERE = Place()


def of(event_ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> Mapping[int, Place]:
    """The places of these events; those that have none yet are left out."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT event_id, leaf_index, leaf_index < (SELECT size FROM audit.latest_checkpoint)"
            " FROM audit.leaf WHERE event_id = ANY(%s)",
            [list(event_ids)],
        )
        return {event_id: Place(index, signed) for event_id, index, signed in cursor.fetchall()}


def proof(event: Event, using: str = DEFAULT_DB_ALIAS, *, operator: str = "") -> EntryProof | None:
    """The proof that the log holds an event, up to its latest checkpoint; None as long as none covers it.

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
    if latest is None or place.index is None or place.index >= latest.size:
        return None
    extra = f"{log_files.policy(using, operator)}\n".encode() + bytes(event.entry)
    hashes = published.inclusion_proof(place.index, latest.size, using)
    return EntryProof(place.index, tuple(hashes), read_note(latest.note), extra)
