"""The files that a log is published as: tiles of 256 hashes, and bundles of 256 entries (c2sp.org/tlog-tiles).

Must not open a file: it names them, says which a log of some size has, and reads hashes out of their bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from requests_app.tlog.hashing import HASH_BYTES, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
LONGEST_ENTRY = 0xFFFF
"""Bytes: the length of an entry stands before it in two bytes."""

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(x[0-9]{3}/)*[0-9]{3})(\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
_HIGHEST_LEVEL = 63

ReadTile = Callable[["Tile"], bytes]
"""Gives the bytes of a tile; raises LookupError where it is not there."""


@dataclass(frozen=True, order=True)
class Tile:
    """One file of hashes, or of entries.

    Attributes:
        level: 0 for the hashes of leaves, 1 for the roots of whole tiles of level 0, and so on; None for entries.
        number: which tile of its level, counted from 0.
        width: how many hashes or entries it holds, 1 to 256; less than 256 only at the right end.
    """

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it lies below the log's address: `tile/0/x001/x234/067.p/8`."""
        groups = [f"{self.number:03d}"[-3:]]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        kind = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{'/'.join(groups)}{partial}"

    @property
    def whole(self) -> Tile:
        """The same tile once it is full."""
        return Tile(self.level, self.number)


def tile_at(path: str) -> Tile:
    """The tile of a path.

    Raises:
        ValueError: no tile lies there, or the path is not the one way to write it.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise ValueError(f"{path!r} is no path of a tile.")
    level = None if found["level"] == "entries" else int(found["level"])
    number = int(found["number"].replace("x", "").replace("/", ""))
    tile = Tile(level, number, int(found["width"] or WIDTH))
    if (level or 0) > _HIGHEST_LEVEL or not 0 < tile.width <= WIDTH or tile.path != path:
        raise ValueError(f"{path!r} is no path of a tile.")
    return tile


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """The tiles of hashes and bundles of entries that a log of some size has.

    Args:
        size: how many entries; since: leave out the whole tiles that a log of this size had already.
    """
    yield from _row(None, size, since)
    level = 0
    while size:
        yield from _row(level, size, since)
        level, size, since = level + 1, size >> HEIGHT, since >> HEIGHT


def _row(level: int | None, count: int, since: int) -> Iterator[Tile]:
    yield from (Tile(level, number) for number in range(since >> HEIGHT, count >> HEIGHT))
    if count % WIDTH:
        yield Tile(level, count >> HEIGHT, count % WIDTH)


def subtree_in(read: ReadTile, size: int) -> Callable[[int, int], bytes]:
    """Return how the hashes of whole subtrees are found in the tiles of a log of some size, as `proofs` asks for them.

    Args:
        read: gives the bytes of a tile; size: of the log. A partial tile that is gone is read from the whole one.
    """
    hashes = lru_cache(maxsize=512)(lambda level, number: _hashes_of(read, level, number, size))

    def subtree(level: int, index: int) -> bytes:
        tile_level, number, start, count = where_in_tiles(level, index)
        row = hashes(tile_level, number)[start : start + count]
        if len(row) != count:
            raise LookupError(
                f"A log of {size} entries has no whole subtree {index} of level {level}."
            )
        return joined(row)

    return subtree


def where_in_tiles(level: int, index: int) -> tuple[int, int, int, int]:
    """Where the hash of a whole subtree comes from: a tile's level and number, the first of its hashes, and how many."""
    tile_level, height = divmod(level, HEIGHT)
    number, start = divmod(index << height, WIDTH)
    return tile_level, number, start, 1 << height


def joined(hashes: Sequence[bytes]) -> bytes:
    """The hash over a row of hashes whose number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _hashes_of(read: ReadTile, level: int, number: int, size: int) -> list[bytes]:
    width = min(WIDTH, (size >> HEIGHT * level) - number * WIDTH)
    if width <= 0:
        raise LookupError(f"A log of {size} entries has no tile {Tile(level, number).path}.")
    tile = Tile(level, number, width)
    try:
        data = read(tile)
    except LookupError:
        if tile == tile.whole:
            raise
        data = read(tile.whole)[: width * HASH_BYTES]
    if len(data) != width * HASH_BYTES:
        raise ValueError(f"{tile.path} has {len(data)} bytes, not {width * HASH_BYTES}.")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def bundle(entries: Sequence[bytes]) -> bytes:
    """The bytes of a bundle: each entry after its length in two bytes, the more significant first.

    Raises:
        ValueError: an entry is longer than 65,535 bytes.
    """
    check_length(max(map(len, entries), default=0))
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def check_length(longest: int) -> None:
    """Check that the longest entry of a bundle fits into it.

    Raises:
        ValueError: it is longer than 65,535 bytes.
    """
    if longest > LONGEST_ENTRY:
        raise ValueError(f"An entry has at most {LONGEST_ENTRY} bytes.")


def entries_in(data: bytes, *, width: int) -> list[bytes]:
    """The entries of a bundle of so many.

    Raises:
        ValueError: it holds more or fewer, or ends within one.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data) and len(entries) < width:
        length = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + length]
        if len(data) < at + 2 + length:
            raise ValueError("The bundle ends within an entry.")
        entries.append(entry)
        at += 2 + length
    if len(entries) != width or at != len(data):
        raise ValueError(f"The bundle does not hold {width} entries and nothing else.")
    return entries
