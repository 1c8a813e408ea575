"""The Merkle tree of RFC 6962 (section 2.1), computed anew from the entries.

Must not believe a hash that was read: it takes entries and hashes computed from them. Memory: one hash for 256 leaves.
"""

from __future__ import annotations

import hashlib

HASH = 32
WIDTH = 256
HEIGHT = 8
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hashes(entries: list[bytes]) -> bytes:
    """SHA-256 of a zero byte and the entry, for each, one after the other."""
    sha256 = hashlib.sha256
    return b"".join([sha256(b"\x00" + entry).digest() for entry in entries])


def root_of(hashes: bytes) -> bytes:
    """The root over hashes that stand one after the other; an odd last one goes up as it is.

    The last hash may be that of a smaller tree than the others: section 2.1 splits at the largest power of two, so
    only the right end of a tree is ever incomplete.
    """
    if not hashes:
        return EMPTY_ROOT
    sha256 = hashlib.sha256
    while len(hashes) > HASH:
        even = len(hashes) - len(hashes) % (2 * HASH)
        above = [sha256(b"\x01" + hashes[at : at + 64]).digest() for at in range(0, even, 64)]
        above.append(hashes[even:])
        hashes = b"".join(above)
    return hashes


class Tree:
    """A log's tree, remembered as the roots of its whole tiles, from which the root at any size follows.

    Attributes:
        levels: of each level from 1 on, the roots of the whole tiles below, one after the other.
        open: the hashes of leaves in the last tile, where it is not whole.
    """

    def __init__(self) -> None:
        """Begin with the empty tree."""
        self.levels: list[bytearray] = []
        self.open = b""

    @property
    def size(self) -> int:
        """How many leaves it has."""
        whole = len(self.levels[0]) // HASH if self.levels else 0
        return whole * WIDTH + len(self.open) // HASH

    def add_whole(self, root: bytes) -> None:
        """Add 256 leaves by the root over them.

        Raises:
            ValueError: a tile before was not whole.
        """
        if self.open:
            raise ValueError("Only the last tile of a tree may be incomplete.")
        for level in range(64):
            if level == len(self.levels):
                self.levels.append(bytearray())
            row = self.levels[level]
            row += root
            if len(row) % (WIDTH * HASH):
                return
            root = root_of(bytes(row[-WIDTH * HASH :]))

    def tile_root(self, number: int) -> bytes:
        """The root over the leaves of one whole tile."""
        return bytes(self.levels[0][number * HASH : (number + 1) * HASH])

    def root_at(self, size: int, leaves: bytes) -> bytes:
        """The root when the log had so many entries.

        Args:
            size: not more than it has now; leaves: the hashes of the last `size % 256` leaves of that tree.

        Raises:
            ValueError: the tree is smaller, or these are not as many leaves.
        """
        if not 0 <= size <= self.size or len(leaves) != size % WIDTH * HASH:
            raise ValueError("There is no such tree.")
        carried = root_of(leaves) if leaves else b""
        count = size >> HEIGHT
        for row in self.levels:
            first = count - count % WIDTH
            hashes = bytes(row[first * HASH : count * HASH]) + carried
            carried = root_of(hashes) if hashes else b""
            count >>= HEIGHT
        return carried or EMPTY_ROOT

    def tile(self, level: int, number: int, width: int) -> bytes:
        """The hashes that a tile of a level from 1 on has to hold."""
        row = self.levels[level - 1] if level <= len(self.levels) else b""
        first = number * WIDTH
        return bytes(row[first * HASH : (first + width) * HASH])
