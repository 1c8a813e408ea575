"""How long one proof of inclusion takes out of the tiles in the database, as a ratio to a read of one tile.

Starts a throw-away PostgreSQL, prints, and leaves nothing; sets no threshold. BENCH_SIZE=full makes a tree of ten
million leaves. A restart empties PostgreSQL's own cache; what the operating system remembers stays.
"""

from __future__ import annotations

import os
import secrets
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import psycopg
from audit_sequencing import a_cluster, as_superuser, connect  # it stands beside this file

from requests_app.ops import logins
from requests_app.tlog import hashing, proofs
from requests_app.tlog.growth import Growth
from requests_app.tlog.tiles import HEIGHT, ReadTile, Tile, subtree_in
from requests_app.trial.embedded import postgres

LEAVES, RESTARTS = {"small": (100_000, 2), "full": (10_000_000, 5)}[
    os.environ.get("BENCH_SIZE", "small")
]
CHUNK = 1 << 16
LATER = 20
"""So many more proofs each way, and reads of one tile, after each first one."""
ONE_TILE = "later read of a tile"
Way = Callable[[psycopg.Connection[Any], int], ReadTile]


def write_tiles(server: postgres.Postgres) -> bytes:
    """Put the tiles of a large log in the place of those that there are. Returns its root."""
    growth, still_open = Growth(), {}
    with as_superuser(server) as administrator:
        administrator.execute("ALTER TABLE audit.tile DISABLE TRIGGER keep_table")
        administrator.execute("TRUNCATE audit.tile")
        statement = "COPY audit.tile (level, number, hashes) FROM STDIN (FORMAT binary)"
        with administrator.cursor().copy(statement) as copy:
            copy.set_types(["int2", "int8", "bytea"])
            for start in range(0, LEAVES, CHUNK):
                many = range(start, min(start + CHUNK, LEAVES))
                for tile, data in growth.add([_leaf(number) for number in many]).items():
                    still_open.pop((tile.level, tile.number), None)
                    if tile == tile.whole:
                        copy.write_row((tile.level, tile.number, data))
                    else:
                        still_open[tile.level, tile.number] = data
            for (level, number), data in still_open.items():
                copy.write_row((level, number, data))
        administrator.execute("ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER keep_table")
        administrator.execute("VACUUM ANALYZE audit.tile")
    return growth.root()


def _leaf(number: int) -> bytes:
    return hashing.leaf_hash(number.to_bytes(8, "big"))


def _read(connection: psycopg.Connection[Any], tile: Tile) -> bytes:
    row = connection.execute(
        "SELECT hashes FROM audit.tile WHERE level = %s AND number = %s",
        [tile.level, tile.number],
        binary=True,
    ).fetchone()
    if row is None:
        raise LookupError(tile.path)
    return bytes(row[0])


def tile_by_tile(connection: psycopg.Connection[Any], index: int) -> ReadTile:
    """Read each tile when the proof asks for it."""
    return lambda tile: _read(connection, tile)


def in_one_statement(connection: psycopg.Connection[Any], index: int) -> ReadTile:
    """Read all tiles beforehand that a proof can ask for: those on the leaf's way up, and the last of each level."""
    wanted, level, count = [], 0, LEAVES
    while count:
        last = (count - 1) >> HEIGHT
        wanted += [(level, min(index >> HEIGHT * (level + 1), last)), (level, last)]
        level, count = level + 1, count >> HEIGHT
    rows = connection.execute(
        "SELECT level, number, hashes FROM audit.tile"
        " WHERE (level, number) IN (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))",
        [[level for level, _ in wanted], [number for _, number in wanted]],
        binary=True,
    )
    found = {(level, number): bytes(hashes) for level, number, hashes in rows}
    return lambda tile: found[tile.level or 0, tile.number]


def one_proof(connection: psycopg.Connection[Any], root: bytes, way: Way) -> float:
    """Milliseconds of a proof of some leaf, by a reader that remembers no tile; the proof is checked afterwards."""
    index = secrets.randbelow(LEAVES)
    made: list[bytes] = []

    def make() -> None:
        subtree = subtree_in(way(connection, index), LEAVES)
        made.extend(proofs.inclusion_proof(index, LEAVES, subtree))

    took = _timed(make)
    proofs.check_inclusion(_leaf(index), index=index, size=LEAVES, root=root, proof=made)
    return took


def one_read(connection: psycopg.Connection[Any]) -> float:
    """Milliseconds of a read of some whole tile of leaves."""
    number = secrets.randbelow(LEAVES >> 8)
    return _timed(lambda: _read(connection, Tile(0, number)))


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


WAYS = {"tile by tile": tile_by_tile, "in one statement": in_one_statement}


def main() -> None:
    """Time the first proof after a restart, and later ones, beside a read of one tile.

    In half of the turns one tile is read first: a connection's first statement on a table costs PostgreSQL
    more than later ones, and that is no cost of the proof.
    """
    found: dict[str, list[float]] = defaultdict(list)
    with a_cluster() as server:
        root = write_tiles(server)
        for turn in range(4 * RESTARTS):
            server.stop()
            server.start()
            with connect(server, logins.WEB) as connection:
                connection.execute("SELECT 1")
                name, way = list(WAYS.items())[turn % 2]
                which = "first"
                if turn % 4 > 1:
                    found["first read of a tile"].append(one_read(connection))
                    which = "after a tile"
                found[f"{which}, {name}"].append(one_proof(connection, root, way))
                for _ in range(LATER):
                    for name, way in WAYS.items():
                        found[f"later, {name}"].append(one_proof(connection, root, way))
                    found[ONE_TILE].append(one_read(connection))
    base = statistics.median(found[ONE_TILE])
    for name, took in sorted(found.items()):
        middle = statistics.median(took)
        print(
            f"{LEAVES:,} leaves  {name:30} {middle:6.2f} ms ({min(took):.2f} to {max(took):.2f})"
            f"  {middle / base:5.1f} reads of a tile"
        )


if __name__ == "__main__":
    main()
