"""The lines of an export that open commitments: event, field, key, place in the log and value, as canonical JSON.

Must not be written unless the log says that somebody asked for it, and why. Where something is not opened because it was
erased after the export's checkpoint, a line names the event that erased it: nothing else in the export may show that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connections

from requests_app.audit.export_rows import Row
from requests_app.audit.models import Opening
from requests_app.audit.selectors import EventFilter, events
from requests_app.wire import canonical

NAME = "disclosures.jsonl"


ERASED = "data.erased"
"""The code of an event with which the openings of a request went, those of its events until then."""
_OF_THOSE_ERASED_LATER = """
SELECT request_id, request_seq, id, leaf_index IS NOT NULL AND leaf_index < %(size)s
FROM audit.event LEFT JOIN audit.leaf ON event_id = id
WHERE code = %(erased)s AND request_id IN (
  SELECT request_id FROM audit.event LEFT JOIN audit.leaf ON event_id = id
  WHERE code = %(erased)s AND (leaf_index IS NULL OR leaf_index >= %(size)s))
ORDER BY request_id, request_seq
"""


class Erasure(NamedTuple):
    """One erasure of what a request's events committed to.

    Attributes:
        seq: its place among the request's events; event_id: its number.
        is_shown: whether the export shows it, in its log or as a row.
    """

    seq: int
    event_id: int
    is_shown: bool


Erasures = Mapping[UUID, Sequence[Erasure]]


def erasures(size: int, wanted: EventFilter, using: str) -> Erasures:
    """Every erasure, in order, of those requests that had one which a checkpoint does not cover.

    Args:
        size: how many events the checkpoint covers; wanted: the export's filter; using: the alias that reads.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_OF_THOSE_ERASED_LATER, {"size": size, "erased": ERASED})
        found = cursor.fetchall()
    later = [event_id for _request, _seq, event_id, covered in found if not covered]
    rows = set(
        events(wanted, using=using).filter(pk__in=later).values_list("pk", flat=True)
        if later
        else ()
    )
    by_request: dict[UUID, list[Erasure]] = {}
    for request, seq, event_id, covered in found:
        each = Erasure(seq, event_id, covered or event_id in rows)
        by_request.setdefault(request, []).append(each)
    return by_request


def lines_of(piece: Sequence[Row], erased: Erasures, using: str) -> bytes:
    """Return a line for each commitment of some events that can be opened, or that an erasure not shown has taken.

    They stand in the order of event and field.

    Args:
        piece: the events; erased: of the requests that `erasures` found.
        using: the database alias that reads, in one query.
    """
    places = {each.id: each.leaf_index for each in piece}
    lines = {
        (opening.event_id, opening.field): _line(opening, places.get(opening.event_id))
        for opening in Opening.objects.using(using).filter(event_id__in=[each.id for each in piece])
    }
    for event in piece:
        by = _taken_by(event, erased)
        if by is None:
            continue
        for field in json.loads(event.entry)["body"]["commitments"]:
            lines.setdefault((event.id, field), _erased_line(event.id, field, event.leaf_index, by))
    # Sorted here: the database would sort texts by its own language.
    return b"".join(lines[key] for key in sorted(lines))


def _taken_by(event: Row, erased: Erasures) -> int | None:
    """The number of the event that erased what this one committed to, where the export does not show any that did."""
    if event.request_id is None or event.request_seq is None or not erased:
        return None
    request = UUID(event.request_id)
    after = [each for each in erased.get(request, ()) if each.seq > event.request_seq]
    return None if not after or any(each.is_shown for each in after) else after[0].event_id


def _erased_line(event_id: int, field: str, place: int | None, by: int) -> bytes:
    said = {
        "erased_by": by, "event_id": event_id, "field": field, "leaf_index": place,
    }  # fmt: skip
    return canonical.encode(said) + b"\n"


def _line(opening: Opening, leaf_index: int | None) -> bytes:
    return (
        canonical.encode(
            {
                "event_id": opening.event_id,
                "field": opening.field,
                "key": bytes(opening.key).hex(),
                "leaf_index": leaf_index,
                "value": opening.value,
            }
        )
        + b"\n"
    )
