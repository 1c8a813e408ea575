"""The log as the files of c2sp.org/tlog-tiles, read from the database: tiles, bundles, proofs.

Must not write, and gives nothing of an event but its entry, which holds no personal data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from django.db import DEFAULT_DB_ALIAS, connections

from requests_app.tlog import proofs, tiles
from requests_app.tlog.hashing import HASH_BYTES
from requests_app.tlog.tiles import WIDTH, Tile

AT_ONCE = 8
"""So many tiles are read in one statement; a bundle of the longest entries takes 16 MB."""
# Each bundle is a walk along the leaves' index: grouped and sorted in one go it would take twice as long.
_BUNDLES = """
SELECT made.* FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS number CROSS JOIN LATERAL (
  SELECT count(*), max(octet_length(entry)),
    string_agg(substring(int4send(octet_length(entry)) FROM 3) || entry, ''::bytea)
  FROM (SELECT entry FROM audit.leaf JOIN audit.event ON event.id = event_id
        WHERE leaf_index >= number * %(width)s AND leaf_index < least(number * %(width)s + %(width)s, %(end)s)
        ORDER BY leaf_index) AS each) AS made
ORDER BY number
"""


def tree_size(using: str = DEFAULT_DB_ALIAS) -> tuple[int, bytes]:
    """How many events have their place in the tree, and its root then."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT size, root FROM audit.tree")
        size, root = cursor.fetchone()
    return int(size), bytes(root)


def tile(wanted: Tile, using: str = DEFAULT_DB_ALIAS) -> bytes:
    """The bytes of a tile of hashes, or of a bundle of entries.

    Raises:
        LookupError: the log has not so many.
    """
    if wanted.level is None:
        return tiles.bundle(_entries(wanted, using))
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT hashes FROM audit.tile WHERE level = %s AND number = %s",
            [wanted.level, wanted.number],
        )
        row = cursor.fetchone()
    return _cut_to_width(bytes(row[0]) if row else b"", wanted)


def each_tile(size: int, using: str) -> Iterator[tuple[Tile, bytes]]:
    """The tiles of a log of some size in their order, read many at a time.

    Args:
        size: how many entries; using: the alias that reads.

    Raises:
        LookupError: the log has not so many.
    """
    for _level, row in groupby(tiles.tiles_of(size), key=lambda each: each.level):
        while some := list(islice(row, AT_ONCE)):
            yield from _bundles(some, using) if some[0].level is None else _hashes(some, using)


def _bundles(some: Sequence[Tile], using: str) -> Iterator[tuple[Tile, bytes]]:
    """Bundles that follow each other, joined by the database."""
    last = some[-1].number
    connection = connections[using]
    with connection.chunked_cursor() as cursor, connection.wrap_database_errors:
        # In binary form, since an entry is sent as twice as many hexadecimal digits otherwise.
        cursor.cursor.execute(
            _BUNDLES,
            {
                "first": some[0].number,
                "last": last,
                "width": WIDTH,
                "end": last * WIDTH + some[-1].width,
            },
            binary=True,
        )
        for wanted, (count, longest, data) in zip(some, cursor, strict=True):
            if count != wanted.width:
                raise LookupError(wanted.path)
            tiles.check_length(longest)
            yield wanted, data


def _hashes(some: Sequence[Tile], using: str) -> Iterator[tuple[Tile, bytes]]:
    """Tiles of hashes that follow each other."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT number, hashes FROM audit.tile WHERE level = %s AND number BETWEEN %s AND %s",
            [some[0].level, some[0].number, some[-1].number],
        )
        found = {number: bytes(hashes) for number, hashes in cursor.fetchall()}
    for wanted in some:
        yield wanted, _cut_to_width(found.get(wanted.number, b""), wanted)


def _cut_to_width(hashes: bytes, wanted: Tile) -> bytes:
    """As many hashes as a tile has in the log of the wanted size.

    Raises:
        LookupError: there are fewer.
    """
    cut = hashes[: wanted.width * HASH_BYTES]
    if len(cut) != wanted.width * HASH_BYTES:
        raise LookupError(wanted.path)
    return cut


def root_at(size: int, using: str = DEFAULT_DB_ALIAS) -> bytes:
    """The root of the tree over the first so many events.

    Raises:
        LookupError: there are not so many.
    """
    return proofs.root_of(size, tiles.subtree_in(lambda each: tile(each, using), size))


def inclusion_proof(index: int, size: int, using: str = DEFAULT_DB_ALIAS) -> list[bytes]:
    """The hashes that lead from an event's leaf to the root of the first so many, out of the tiles in one statement.

    Raises:
        ValueError: there is no such leaf among so many.
        LookupError: the log has not so many.
    """
    wanted = set()

    def note(level: int, at: int) -> bytes:
        wanted.add(tiles.where_in_tiles(level, at)[:2])
        return bytes(HASH_BYTES)

    proofs.inclusion_proof(index, size, note)
    levels, numbers = zip(*wanted, strict=True) if wanted else ((), ())
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT level, number, hashes FROM audit.tile JOIN unnest(%s::smallint[], %s::bigint[])"
            " AS wanted (level, number) USING (level, number)",
            [list(levels), list(numbers)],
        )
        read = {(level, number): bytes(hashes) for level, number, hashes in cursor.fetchall()}
    return proofs.inclusion_proof(
        index, size, tiles.subtree_in(lambda each: _cut(read, each), size)
    )


def _cut(read: dict[tuple[int, int], bytes], wanted: Tile) -> bytes:
    """A tile as it was when the log was smaller, out of the one that there is now."""
    return read[wanted.level or 0, wanted.number][: wanted.width * HASH_BYTES]


def _entries(wanted: Tile, using: str) -> list[bytes]:
    first = wanted.number * WIDTH
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT entry FROM audit.leaf JOIN audit.event ON event.id = event_id"
            " WHERE leaf_index >= %s AND leaf_index < %s ORDER BY leaf_index",
            [first, first + wanted.width],
        )
        entries = [bytes(entry) for (entry,) in cursor.fetchall()]
    if len(entries) != wanted.width:
        raise LookupError(wanted.path)
    return entries
