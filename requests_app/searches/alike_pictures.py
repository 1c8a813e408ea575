"""Finds, by their perceptual hashes alone, the pictures that look the same as a given one.

Opens no picture, and must miss none: what it returns is what a comparison with every hash would return.
"""

from __future__ import annotations

import itertools
from typing import Final
from uuid import UUID

from django.db import connection

from requests_app.searches.models import Probe, ProbeFingerprint

SIMILAR_WITHIN_BITS: Final = 20
"""Of 256: how far two difference hashes of the same picture lie apart at the most, as measured."""

# Multi-index hashing (Norouzi, Punjani and Fleet, "Fast search in Hamming space with multi-index hashing",
# CVPR 2012). The 256 bits are cut into eleven bands, each with an index. Of two hashes that differ in 20 bits
# or fewer, one of the first ten bands differs in one bit at the most; or else each of the ten differs in
# two, which makes 20, and the last band is equal. So 250 values or so are looked up, and no hash is missed.
# More bits than 20 need more bands, and so a migration.
_COUNT = SIMILAR_WITHIN_BITS // 2 + 1
_BANDS = tuple(itertools.pairwise(band * 256 // _COUNT for band in range(_COUNT + 1)))
"""Where each band begins and ends."""

# The expression is that of the indexes (`migrations/0020_pictures_that_look_the_same.py`), which hold all
# that is read here, so that the table itself is not read.
_OF_ONE_BAND = """
SELECT probe_id FROM searches_probefingerprint
WHERE substring(spread_bits FROM {first} FOR {length})::integer = ANY(%(band_{band})s::integer[])
  AND bit_count(spread_bits # %(bits)s::bit(256)) <= %(within)s
"""
_OF_ALL_BANDS = "UNION".join(
    _OF_ONE_BAND.format(band=band, first=start + 1, length=end - start)
    for band, (start, end) in enumerate(_BANDS)
)


def _values(bits: str, *, one_apart: bool) -> list[int]:
    """The value of a band, and those in which one bit differs."""
    value = int(bits, 2)
    return [value, *(value ^ 1 << place for place in range(len(bits) if one_apart else 0))]


def probes_alike(bits: str) -> set[UUID]:
    """Return the probes whose hash lies within `SIMILAR_WITHIN_BITS` of this one.

    Args:
        bits: of a hash, as the column `spread_bits` holds them.
    """
    values = {
        f"band_{band}": _values(bits[start:end], one_apart=band < _COUNT - 1)
        for band, (start, end) in enumerate(_BANDS)
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_ALL_BANDS, {"bits": bits, "within": SIMILAR_WITHIN_BITS, **values})
        return {found for (found,) in cursor.fetchall()}


def requests_alike(fingerprint: ProbeFingerprint, *, own: UUID) -> set[UUID]:
    """Return the requests that have a picture which looks the same as this one.

    Asked apart from the bands: of both at once the planner may expect so many that it reads all probes.

    Args:
        fingerprint: of the picture, as it is stored.
        own: the request that is left out.
    """
    others = probes_alike(fingerprint.spread_bits) - {fingerprint.pk}
    if not others:
        return set()
    probes = Probe.objects.filter(pk__in=others).exclude(search_request=own)
    return set(probes.values_list("search_request_id", flat=True))
