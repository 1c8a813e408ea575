"""A disk that is full while the sequencer writes a tile: nothing half done stays, and it goes on by itself.

In a cluster whose files may grow no further than a size (RLIMIT_FSIZE), which PostgreSQL meets as it meets a full
disk, and of which only the file of the tiles is nearly as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from requests_app.trial.embedded import postgres
from tests.audit import clusters
from tests.audit.bodies import append
from tests.audit.sequencing import order
from tests.ops.test_production import url
from tests.ops.test_sequencer_process import ended, environment, events, start, told, until
from tests.support import sql
from tests.tlog.test_proofs import naive_root
from tests.tlog.test_tiles import published

__all__ = ["environment"]

MEGABYTE = 1024 * 1024
ROOM = 17 * MEGABYTE
"""A file of the write-ahead log has 16 MB; with less, PostgreSQL cannot even start."""
A_LEVEL_THAT_NO_LOG_REACHES = 63


@pytest.fixture
def short_of_room(
    environment: dict[str, str],
    database: str,
    postgres_server: postgres.Postgres,
    services_folder: Path,
    tmp_path: Path,
) -> Iterator[postgres.Postgres]:
    """A cluster in which the file of the tiles is as long as a file may be."""
    dumped = clusters.dump(postgres_server, database, tmp_path / "dump.sql")
    with clusters.restored_elsewhere(dumped, services_folder, longest_file=ROOM) as there:
        sql("sequencer", "SELECT audit.take_over_cluster()")
        number = 0
        for batch in (500, 100, 10, 1):
            number = _fill(number, batch)
        yield there


def _fill(number: int, batch: int) -> int:
    """Write tiles of 8 kB that are of no log, so many at a time, until no more fit; returns the next number."""
    while True:
        try:
            sql(
                "superuser",
                "INSERT INTO audit.tile SELECT %s, number, (SELECT string_agg("
                " sha256((number || ':' || part)::bytea), '') FROM generate_series(1, 256) AS part)"
                " FROM generate_series(%s::bigint, %s) AS number",
                [A_LEVEL_THAT_NO_LOG_REACHES, number, number + batch - 1],
            )
        except psycopg.Error as error:
            assert "File too large" in str(error)  # noqa: PT017  each try before this one must pass
            return number
        number += batch


def test_a_full_disk_leaves_no_half_tile_and_is_told(
    short_of_room: postgres.Postgres, environment: dict[str, str]
) -> None:
    process = start(environment | {"COUNTERSIGN_DATABASE_URL": url("countersign_sequencer")})
    for _ in range(600):
        append("web", ended())  # that an event is recorded does not wait for the tree
    line = told(process)
    assert "sequencer_cannot_write" in line
    assert "room" in line
    _assert_the_tree_is_whole()
    size = sql("auditor", "SELECT size FROM audit.tree")[0][0]
    assert size < events()
    clusters.start_anew(short_of_room)
    until(events())
    process.terminate()
    assert "Traceback" not in process.communicate(timeout=30)[1]
    _assert_the_tree_is_whole()


def _assert_the_tree_is_whole() -> None:
    """Its size, root and tiles are those of its leaves, by their definition."""
    hashes_of = dict(sql("auditor", "SELECT id, leaf_hash FROM audit.event"))
    hashes = [bytes(hashes_of[each]) for each in order()]
    assert sql("auditor", "SELECT size, root FROM audit.tree") == [
        (len(hashes), naive_root(hashes))
    ]
    stored = sql(
        "auditor",
        "SELECT level, number, hashes FROM audit.tile WHERE level < %s",
        [A_LEVEL_THAT_NO_LOG_REACHES],
    )
    told = {path.partition(".p/")[0]: data for path, data in published(hashes).items()}
    assert {f"tile/{level}/{number:03d}": bytes(data) for level, number, data in stored} == told
