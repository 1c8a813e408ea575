"""The lines of an export that open commitments: event, field, key, place in the log and value, as canonical JSON.

Must not be written unless the log says that somebody asked for it, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from requests_app.audit.models import Opening
from requests_app.wire import canonical

NAME = "disclosures.jsonl"


def lines_of(event_ids: Sequence[int], places: Mapping[int, int], using: str) -> bytes:
    """Return a line for each opening that there is of some events, in the order of event and field.

    Args:
        event_ids: of the events; places: their leaf indexes, as far as the export's checkpoint covers them.
        using: the database alias that reads, in one query.
    """
    found = Opening.objects.using(using).filter(event_id__in=event_ids)
    # Sorted here: the database would sort texts by its own language.
    ordered = sorted(found, key=lambda opening: (opening.event_id, opening.field))
    return b"".join(_line(opening, places.get(opening.event_id)) for opening in ordered)


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
