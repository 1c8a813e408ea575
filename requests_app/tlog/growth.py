"""The tiles of a log as it grows: what the next entries add to the tiles at its right end.

Must not keep a whole tile: whoever stores tiles is told which ones changed, and with which bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from requests_app.tlog.hashing import EMPTY_ROOT, HASH_BYTES, root_hash
from requests_app.tlog.tiles import HEIGHT, WIDTH, Tile


def open_tiles(size: int) -> list[Tile]:
    """The tiles at the right end that are not full yet, which must be remembered to go on; lowest level first."""
    found, level = [], 0
    while size:
        if size % WIDTH:
            found.append(Tile(level, size >> HEIGHT, size % WIDTH))
        level, size = level + 1, size >> HEIGHT
    return found


class Growth:
    """A log that is being added to."""

    def __init__(self, size: int = 0, tiles: Mapping[Tile, bytes] | None = None) -> None:
        """Take up a log of some size again.

        Args:
            size: how many entries it has; tiles: the bytes of each of its `open_tiles`.

        Raises:
            ValueError: a tile is missing, or has another length.
        """
        self.size = size
        self._rows: list[list[bytes]] = []
        for tile in open_tiles(size):
            data = (tiles or {}).get(tile, b"")
            if len(data) != tile.width * HASH_BYTES:
                raise ValueError(
                    f"{tile.path} has {len(data)} bytes, not {tile.width * HASH_BYTES}."
                )
            self._row(tile.level or 0).extend(_split(data))

    def add(self, leaf_hashes: Sequence[bytes]) -> dict[Tile, bytes]:
        """Add entries by their hashes, and return each tile that they change, with all its bytes.

        A tile that was open and is full now is among them, under its name as a whole one.
        """
        changed: dict[Tile, bytes] = {}
        level, start, fresh = 0, self.size, list(leaf_hashes)
        if any(len(leaf) != HASH_BYTES for leaf in fresh):
            raise ValueError("A leaf's hash has 32 bytes.")
        self.size += len(fresh)
        while fresh:
            row = self._row(level)
            number = start >> HEIGHT
            row.extend(fresh)
            fresh = []
            while len(row) >= WIDTH:
                full, row[:WIDTH] = row[:WIDTH], []
                changed[Tile(level, number)] = b"".join(full)
                fresh.append(root_hash(full))
                number += 1
            if row:
                changed[Tile(level, number, len(row))] = b"".join(row)
            level, start = level + 1, start >> HEIGHT
        return changed

    def root(self) -> bytes:
        """The root now: each level's open tile, with what the levels below make of theirs as its last hash."""
        below: list[bytes] = []
        for row in self._rows:
            hashes = row + below
            below = [root_hash(hashes)] if hashes else []
        return below[0] if below else EMPTY_ROOT

    def _row(self, level: int) -> list[bytes]:
        while len(self._rows) <= level:
            self._rows.append([])
        return self._rows[level]


def _split(data: bytes) -> list[bytes]:
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]
