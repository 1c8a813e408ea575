"""Hashes of the Merkle tree (RFC 6962, section 2.1, kept by RFC 9162).

Must not know what an entry is: it takes the bytes as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256 of a zero byte and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of a one byte and two hashes; raises ValueError unless both have 32 bytes."""
    if len(left) != HASH_BYTES or len(right) != HASH_BYTES:
        raise ValueError("A node is made of two hashes of 32 bytes.")
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes: pairs from left to right, an odd last one goes up as it is."""
    level = list(leaf_hashes)
    if not level:
        return EMPTY_ROOT
    if any(len(leaf) != HASH_BYTES for leaf in level):
        raise ValueError("A leaf's hash has 32 bytes.")
    while len(level) > 1:
        above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]
