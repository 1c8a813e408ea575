"""Keyed signatures by which nearly equal texts find each other without being opened (decision 24).

Without the installation's lookup key they say nothing of a text; they are deleted with it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from requests_app.policy import meters
from requests_app.searches import lookups

SHINGLE = 5
"""Characters in a row, blanks included: the pieces by which two texts are compared."""
BANDS = 64
ROWS = 4
"""A band is equal where all its rows are: with a share s of common pieces, one is with 1 - (1 - s^4)^64."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of one text.

    Attributes:
        words: the keyed hash of its words in the order of the alphabet: the same words, the same hash.
        bands: keyed hashes of its bands, each in its place.
    """

    words: str
    bands: tuple[int, ...]


def signature(unit_id: UUID, field: str, text: str) -> Signature | None:
    """Return the signature of a text; None for one that is too short to be compared.

    The unit and the field are part of every hash: only texts of the same field of one unit can meet.
    """
    plain = meters.comparable(text)
    if len(plain) < meters.SHORTEST_COMPARED:
        return None
    place = f"{unit_id}/{field}/".encode()
    ordered = " ".join(sorted(plain.split()))
    return Signature(
        words=lookups.keyed("text-words", place + ordered.encode()).hex(),
        bands=tuple(
            int.from_bytes(
                lookups.keyed("text-band", place + bytes([band]) + smallest.tobytes())[:8],
                "big",
                signed=True,
            )
            for band, smallest in enumerate(_smallest(plain).reshape(BANDS, ROWS))
        ),
    )


def _smallest(plain: str) -> NDArray[np.uint64]:
    """Return the smallest hash of all pieces under each of the orders (MinHash)."""
    key = lookups.keyed("text-piece", b"")
    around = f" {plain} "
    pieces = {around[at : at + SHINGLE] for at in range(len(around) - SHINGLE + 1)}
    hashed = b"".join(
        hashlib.blake2b(piece.encode(), key=key, digest_size=8).digest() for piece in pieces
    )
    values = np.frombuffer(hashed, dtype="<u8").astype(np.uint64)
    factors, terms = _orders(key)
    # Multiplication and addition run over on purpose: modulo 2^64 each order is another permutation.
    smallest = np.full(BANDS * ROWS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for value in np.array_split(values, 1 + len(values) // 512):
        smallest = np.minimum(smallest, (value[:, None] * factors + terms).min(axis=0))
    return smallest.astype("<u8")


@lru_cache(maxsize=2)
def _orders(key: bytes) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the permutations, drawn from the key: whoever writes a text cannot work towards them."""
    drawn = hashlib.shake_256(b"text-orders" + key).digest(2 * BANDS * ROWS * 8)
    factors, terms = np.frombuffer(drawn, dtype="<u8").astype(np.uint64).reshape(2, BANDS * ROWS)
    return factors | np.uint64(1), terms
