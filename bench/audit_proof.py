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
from audit_append import PASSWORDS
from audit_sequencing import a_cluster, as_superuser, connect, settings_of  # beside this file
from django.db import connection as of_django

from requests_app.audit import published
from requests_app.ops import logins
from requests_app.tlog import hashing, proofs
from requests_app.tlog.growth import Growth
from requests_app.tlog.tiles import Tile, subtree_in
from requests_app.trial.embedded import postgres

LEAVES, RESTARTS = {"small": (100_000, 2), "full": (10_000_000, 5)}[
    os.environ.get("BENCH_SIZE", "small")
]
CHUNK = 1 << 16
LATER = 20
"""So many more proofs each way, and reads of one tile, after each first one."""
ONE_TILE = "later read of a tile"
Way = Callable[[psycopg.Connection[Any], int], list[bytes]]


def write_tiles(server: postgres.Postgres) -> bytes:
    """Put the tiles of a large log in the place of those that there are. Returns its root."""
    growth = Growth()
    still_open: dict[tuple[int | None, int], bytes] = {}
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


def tile_by_tile(connection: psycopg.Connection[Any], index: int) -> list[bytes]:
    """Read each tile when the proof asks for it."""
    subtree = subtree_in(lambda tile: _read(connection, tile), LEAVES)
    return proofs.inclusion_proof(index, LEAVES, subtree)


def as_pages_do(_connection: psycopg.Connection[Any], index: int) -> list[bytes]:
    """Through Django, all tiles in one statement, as the pages make a proof."""
    return published.inclusion_proof(index, LEAVES)


def one_proof(connection: psycopg.Connection[Any], root: bytes, way: Way) -> float:
    """Milliseconds of a proof of some leaf, by a reader that remembers no tile; the proof is checked afterwards."""
    index = secrets.randbelow(LEAVES)
    made: list[bytes] = []
    took = _timed(lambda: made.extend(way(connection, index)))
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


WAYS = {"tile by tile": tile_by_tile, "as pages do": as_pages_do}


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
            web = settings_of(server.port) | {
                "USER": logins.WEB, "PASSWORD": PASSWORDS[logins.WEB],
            }  # fmt: skip
            with logins.connected(**web), connect(server, logins.WEB) as connection:
                connection.execute("SELECT 1")
                of_django.cursor().execute("SELECT 1")
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
