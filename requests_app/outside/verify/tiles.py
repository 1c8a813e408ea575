"""Which files the log of some size is made of (c2sp.org/tlog-tiles, height 8), and the entries of a bundle.

Must not open a file: it knows names and lengths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .tree import HASH, HEIGHT, WIDTH

ENTRIES = -1
"""Stands where a level does, for bundles of entries."""
LONGEST_TILE = WIDTH * HASH
LONGEST_BUNDLE = WIDTH * 65_537
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


class BadBundle(ValueError):
    """A bundle that does not hold its entries. `code`: of the text that says why; `byte`: where."""

    def __init__(self, code: str, byte: int, found: int) -> None:
        """Keep what the text needs."""
        super().__init__(code)
        self.code = code
        self.byte = byte
        self.found = found


@dataclass(frozen=True, order=True)
class Tile:
    """One file of hashes, or of entries where the level is ENTRIES. `width`: how many it holds."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def name(self) -> str:
        """Where it lies."""
        groups = f"{self.number:03d}"
        groups = groups.zfill(-(-len(groups) // 3) * 3)
        parts = [groups[at : at + 3] for at in range(0, len(groups), 3)]
        path = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{path}" + ("" if self.width == WIDTH else f".p/{self.width}")


def tile_named(name: str) -> Tile | None:
    """The tile that lies under a name, or none."""
    found = _PATH.fullmatch(name) if len(name) < 100 else None
    if found is None:
        return None
    level = ENTRIES if found[1] == "entries" else int(found[1])
    tile = Tile(level, int(re.sub("[x/]", "", found[2])), int(found[3] or WIDTH))
    return tile if tile.name == name and tile.width <= WIDTH and level < 64 else None


def rows_of(size: int) -> dict[int, int]:
    """How many hashes each level of a log of some size has, and how many entries."""
    rows = {ENTRIES: size}
    level = 0
    while size:
        rows[level] = size
        level, size = level + 1, size >> HEIGHT
    return rows


def count_of(size: int) -> int:
    """How many tiles and bundles a log of some size has."""
    return sum(-(-count // WIDTH) for count in rows_of(size).values())


def width_at(rows: dict[int, int], level: int, number: int) -> int:
    """How many hashes or entries a tile has at this size: 0 where there is none."""
    return max(0, min(WIDTH, rows.get(level, 0) - number * WIDTH))


def entries_of(data: bytes, width: int, *, cut: bool) -> list[bytes]:
    """The first entries of a bundle.

    Args:
        data: the bundle; width: how many entries to take; cut: whether more may follow.

    Raises:
        BadBundle: it has fewer or, unless it may be cut, more.
    """
    entries: list[bytes] = []
    at, length = 0, len(data)
    try:
        for _ in range(width):
            start = at + 2
            at = start + (data[at] << 8 | data[at + 1])
            entries.append(data[start:at])
    except IndexError:
        at = length + 1
    # A cut entry is only seen here: looking each time would cost a tenth of the whole reading.
    if at > length:
        raise _what_is_cut(data, width)
    if at != length and not cut:
        raise BadBundle("bundle_many", at, width)
    return entries


def _what_is_cut(data: bytes, width: int) -> BadBundle:
    at = 0
    for number in range(width):
        if at == len(data):
            return BadBundle("bundle_few", at, number)
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            return BadBundle("bundle_cut", at, number)
        at = end
    raise ValueError("This bundle is not cut.")


@dataclass
class Stock:
    """The tiles that an export has, by what they are for.

    Attributes:
        exact: where the wanted width lies; fuller: a wider one that it is cut from; older: narrower ones besides.
        beyond: tiles that a log of this size does not have; others: files that are no tiles.
    """

    exact: set[tuple[int, int]]
    fuller: dict[tuple[int, int], int]
    older: list[Tile]
    beyond: list[str]
    others: list[str]

    def missing(self, rows: dict[int, int], level: int) -> Iterator[int]:
        """The numbers of a level's tiles that are not there. Endless only as the size says: take the first ones."""
        for number in range(-(-rows.get(level, 0) // WIDTH)):
            if (level, number) not in self.exact and (level, number) not in self.fuller:
                yield number


def sort_names(names: Iterable[str], size: int) -> Stock:
    """Say of each file of an export what it is for in a log of this size."""
    rows = rows_of(size)
    stock = Stock(set(), {}, [], [], [])
    wider: list[Tile] = []
    for name in names:
        tile = tile_named(name)
        if tile is None:
            (stock.beyond if name.startswith("tile/") else stock.others).append(name)
            continue
        width = width_at(rows, tile.level, tile.number)
        if tile.width == width:
            stock.exact.add((tile.level, tile.number))
        elif 0 < tile.width < width:
            stock.older.append(tile)
        elif width:
            wider.append(tile)
        else:
            stock.beyond.append(name)
    for tile in sorted(wider):
        at = (tile.level, tile.number)
        if at in stock.exact or at in stock.fuller:
            stock.beyond.append(tile.name)
        else:
            stock.fuller[at] = tile.width
    stock.beyond.sort()
    stock.others.sort()
    return stock
