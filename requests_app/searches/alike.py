"""Finds, by their signatures alone, the texts of one unit that may be nearly equal to a given one.

Opens nothing: whoever calls opens the few that are returned, and compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from requests_app.searches.models import Justification, SearchRequest, TextSignature
from requests_app.searches.signatures import Signature

LOOKED_BACK = timedelta(days=365)
"""For how long a text that was submitted is compared with new ones; older signatures are not looked at."""
OPENED = 12
"""How many texts of one field are opened and compared at the most, the likeliest first."""
CROWD = 1000
"""How many texts that share one band are counted at the most; where so many do, many are nearly equal."""
FIRST_BANDS = 16
"""So many bands are asked first. A text that shares half of these shares about 84 of 100 pieces."""

# The same words need no bands: their likeness is whole, however many there are. Nothing is counted twice
# of texts that share their words, so that ten thousand of them cost what one costs.
_SAME_WORDS = """
SELECT search_request_id, version FROM searches_textsignature
WHERE words = %(words)s AND search_request_id <> %(own)s
  AND submitted_at >= %(since)s AND submitted_at < %(before)s
ORDER BY submitted_at DESC LIMIT %(most)s
"""
# Of the bands asked for, those texts that share at least `least` of them, the likeliest first.
# Asked band by band: of all bands at once the planner expects so many rows that it reads the whole table.
_SAME_BANDS = """
SELECT search_request_id, version FROM (
  SELECT id, count(*) AS shared FROM unnest(%(bands)s::bigint[]) AS one_of(band)
  CROSS JOIN LATERAL (
    SELECT id FROM searches_textsignature
    WHERE bands @> ARRAY[band] AND search_request_id <> %(own)s AND words <> %(words)s
      AND submitted_at >= %(since)s AND submitted_at < %(before)s
    LIMIT %(crowd)s
  ) AS found
  GROUP BY id HAVING count(*) >= %(least)s ORDER BY shared DESC LIMIT %(most)s
) AS likeliest JOIN searches_textsignature USING (id)
ORDER BY shared DESC, submitted_at DESC
"""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a text stands that may be nearly equal: a version of a request."""

    search_request: UUID
    version: int


def candidates(
    search_request: SearchRequest, signature: Signature, *, before: datetime
) -> list[Place]:
    """Return where the likeliest texts stand, the likeliest first, `OPENED` at the most.

    Args:
        search_request: whose text it is; its own versions are no candidates.
        signature: of the text, with its unit and field in it.
        before: only what was submitted before this time, and no longer than `LOOKED_BACK`, is found.
    """
    asked: dict[str, Any] = {
        "own": search_request.pk,
        "words": signature.words,
        "bands": list(signature.bands),
        "since": before - LOOKED_BACK,
        "before": before,
        "crowd": CROWD,
        "most": OPENED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SAME_WORDS, asked)
        found = [Place(*row) for row in cursor.fetchall()]
        lacking = OPENED - len(found)
        if lacking:
            found += _sharing_bands(cursor, asked | {"most": lacking})
    return found


def _sharing_bands(cursor: Any, asked: dict[str, Any]) -> list[Place]:
    """Where enough texts share most of the first bands, they are what is looked for: the rest is not asked.

    A unit whose texts are copied by the thousand would otherwise wait for all of them to be counted.
    """
    first = asked | {"bands": asked["bands"][:FIRST_BANDS], "least": FIRST_BANDS // 2}
    cursor.execute(_SAME_BANDS, first)
    found = [Place(*row) for row in cursor.fetchall()]
    if len(found) < asked["most"]:
        cursor.execute(_SAME_BANDS, asked | {"least": 1})
        found = [Place(*row) for row in cursor.fetchall()]
    return found


def keep(frozen: Justification, signatures: dict[str, Signature]) -> None:
    """Keep the signatures of a version, by field, in the caller's transaction, beside its event."""
    TextSignature.objects.bulk_create(
        TextSignature(
            search_request=frozen.search_request,
            version=frozen.version,
            field=field,
            submitted_at=frozen.submitted_at,
            words=signature.words,
            bands=list(signature.bands),
        )
        for field, signature in signatures.items()
    )


def versions_at(places: Sequence[Place]) -> list[Justification]:
    """Return the versions that stand at these places, in their order."""
    rows = Justification.objects.filter(
        search_request__in={place.search_request for place in places}
    ).select_related("search_request")
    found = {Place(row.search_request_id, row.version): row for row in rows}
    return [found[place] for place in places]
