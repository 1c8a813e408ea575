"""Checks the whole log from its entries: hashes, places, tiles, roots, checkpoints, and each column beside its entry.

Must not take a stored hash for true: everything is computed from the entries' bytes and then compared. The verifier
that outsiders use shares no code with this; it judges an export, and this the database that we run on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connections

from requests_app.audit import checkpoints, log_keys
from requests_app.audit.differences import Differences
from requests_app.audit.models import Event
from requests_app.tlog.checkpoints import Checkpoint, read_checkpoint
from requests_app.tlog.growth import Growth
from requests_app.tlog.hashing import HASH_BYTES, leaf_hash
from requests_app.tlog.notes import NoteError, open_note
from requests_app.tlog.tiles import HEIGHT, WIDTH
from requests_app.wire import canonical, entry
from requests_app.wire.shapes import Malformed

PIECE = 4096
"""Leaves that are read at a time."""
Progress = Callable[[int, int], None]


def check_log(using: str, differences: Differences, progress: Progress) -> int:
    """Check every event that has a place in the tree.

    Args:
        using: the alias of a connection that sees one state throughout.
        differences: takes what is found.
        progress: is told how many leaves of how many were read.

    Returns:
        how many leaves there are.

    Raises:
        django.db.Error: the log could not be read.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT size, root, window_from::text FROM audit.tree")
        size, root, window_from = cursor.fetchone()
    signed = _signed_roots(using, size, differences)
    growth = Growth()
    for first in range(0, size, PIECE):
        end = min(first + PIECE, size)
        hashes = _check_piece(using, first, end, differences)
        if hashes is None:
            return int(size)
        _grow(growth, hashes, signed, using, differences)
        progress(growth.size, size)
    if growth.root() != bytes(root):
        differences.add("root_differs", index=size, found=[growth.root(), root])
    _check_those_without_a_place(using, size, window_from, differences)
    return int(size)


def _signed_roots(using: str, size: int, differences: Differences) -> dict[int, bytes]:
    """The roots that signed checkpoints state, by size. A signature is checked here."""
    keys = [key for key, _in_use in log_keys.every(using)]
    latest = checkpoints.latest(using)
    roots: dict[int, bytes] = {}
    for signed in [*checkpoints.kept(using), *([latest] if latest else [])]:
        checkpoint = _opened(signed.note, keys)
        if checkpoint is None or checkpoint.size != signed.size:
            differences.add("checkpoint_unsigned", index=signed.size, found=[signed.note])
        elif checkpoint.size > size:
            differences.add("checkpoint_beyond", index=signed.size, found=[signed.note])
        else:
            roots[checkpoint.size] = checkpoint.root
    return roots


def _opened(note: bytes, keys: Sequence[Any]) -> Checkpoint | None:
    try:
        return read_checkpoint(open_note(note, keys)[0].text)
    except NoteError:
        return None


_COLUMNS = (
    "entry", "leaf_hash", "id", "recorded_at", "login", "code", "occurred_at", "request_id", "request_seq",
    "status_after", "outcome", "reason", "role", "account_id", "person_id", "object_type", "object_id",
    "schema_version",
)  # fmt: skip
_Row = tuple[Any, ...]


def _check_piece(using: str, first: int, end: int, differences: Differences) -> list[bytes] | None:
    """Check the events of some leaves, and return the hashes to go on with; None where there is no such leaf at all.

    Where an event does not have the hash that the tree holds for it, that is told of this one leaf, and the tree's hash
    is gone on with: what comes after is then still compared, and one changed event does not make all roots differ.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT leaf_index, event_id FROM audit.leaf WHERE leaf_index >= %s AND leaf_index < %s",
            [first, end],
        )
        leaves = dict(cursor.fetchall())
    if not leaves:
        differences.add("leaf_missing", index=first, unread=True)
        return None
    rows = _rows_of(using, list(leaves.values()))
    tiles = _leaf_tiles(using, first, end)
    hashes = []
    for at in range(first, end):
        in_tree = tiles.get(at >> HEIGHT, b"")[at % WIDTH * HASH_BYTES :][:HASH_BYTES]
        row = rows.get(leaves.get(at, 0))
        if at not in leaves:
            differences.add("leaf_missing", index=at, found=[in_tree])
        elif row is None:
            differences.add("event_missing", index=at, event_id=leaves[at], found=[in_tree])
        else:
            _check_event(row, at, differences)
            kept = bytes(row[1])
            if in_tree not in (b"", kept):
                differences.add(
                    "tile_differs", index=at, event_id=leaves[at], found=[kept, in_tree]
                )
            in_tree = in_tree or kept
        hashes.append(in_tree or bytes(HASH_BYTES))
    return hashes


def _leaf_tiles(using: str, first: int, end: int) -> dict[int, bytes]:
    """The tiles of leaves, by number. The last one may be open, and hold hashes of leaves beyond the end."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT number, hashes FROM audit.tile WHERE level = 0 AND number BETWEEN %s AND %s",
            [first >> HEIGHT, (end - 1) >> HEIGHT],
        )
        # A tile that was cut ends with a whole hash.
        return {
            number: bytes(hashes)[: len(hashes) // HASH_BYTES * HASH_BYTES]
            for number, hashes in cursor.fetchall()
        }


def _rows_of(using: str, ids: list[int]) -> dict[int, _Row]:
    rows = Event.objects.using(using).filter(pk__in=ids).values_list(*_COLUMNS)
    return {row[2]: row for row in rows}


def _check_event(row: _Row, index: int | None, differences: Differences) -> None:
    """Compare one event with its entry."""
    stored, kept, *columns = row
    event_id, request_id = columns[0], columns[5]
    found = leaf_hash(bytes(stored))
    if found != bytes(kept):
        differences.add("hash_differs", index=index, event_id=event_id, found=[found, kept])
    try:
        said = entry.parse(bytes(stored))
    except (Malformed, canonical.NotCanonical):
        differences.add("entry_malformed", index=index, event_id=event_id, found=[found])
        return
    if _columns_of(said) != _plain(columns):
        differences.add(
            "column_differs", index=index, event_id=event_id, request_id=request_id,
            found=[found, *columns],
        )  # fmt: skip


def _columns_of(said: entry.Entry) -> tuple[Any, ...]:
    body = said.body
    return (
        said.event_id, said.recorded_at, said.login, body.code, body.occurred_at, body.request_id,
        said.request_seq, body.status_after, body.outcome, body.reason, body.who.role, body.who.account,
        body.who.person, body.object_type, body.object_id, 1,
    )  # fmt: skip


def _plain(columns: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(str(each) if isinstance(each, UUID) else each for each in columns)


def _grow(
    growth: Growth,
    hashes: list[bytes],
    signed: dict[int, bytes],
    using: str,
    differences: Differences,
) -> None:
    """Add leaves, stopping at each size that a checkpoint was signed for, and compare roots and tiles."""
    changed: dict[tuple[int, int], bytes] = {}
    begun = at = growth.size
    end = begun + len(hashes)
    for stop in sorted({end, *(size for size in signed if at < size < end)}):
        for tile, data in growth.add(hashes[at - begun : stop - begun]).items():
            changed[tile.level or 0, tile.number] = data
        at = stop
        if stop in signed and growth.root() != signed[stop]:
            differences.add("checkpoint_differs", index=stop, found=[growth.root(), signed[stop]])
    _compare_tiles(changed, using, differences)


def _compare_tiles(
    computed: dict[tuple[int, int], bytes], using: str, differences: Differences
) -> None:
    levels, numbers = zip(*computed, strict=True) if computed else ((), ())
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT level, number, hashes FROM audit.tile JOIN unnest(%s::smallint[], %s::bigint[])"
            " AS wanted (level, number) USING (level, number)",
            [list(levels), list(numbers)],
        )
        stored = {(level, number): bytes(hashes) for level, number, hashes in cursor.fetchall()}
    for (level, number), data in sorted(computed.items()):
        # A tile that is still open here may have been filled by leaves that are read later.
        found = stored.get((level, number), b"")
        if found[: len(data)] != data:
            differences.add(
                "tile_differs", index=number << HEIGHT * (level + 1), found=[level, data, found]
            )


def _check_those_without_a_place(
    using: str, size: int, window_from: str, differences: Differences
) -> None:
    """Compare the newest events with their entries too; one that has no place and gets none was left out.

    It is older than what was gone through, of a transaction that there has never been, or placed beyond the end of the
    tree, where the sequencer never comes upon it.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT id, leaf_index IS NOT NULL OR xid < %s::xid8 OR (xid >= pg_snapshot_xmax(pg_current_snapshot())"
            "  AND cluster = (SELECT system_identifier FROM pg_control_system()))"
            " FROM audit.tree, audit.event LEFT JOIN audit.leaf ON event_id = id"
            " WHERE leaf_index IS NULL OR leaf_index >= %s ORDER BY id",
            [window_from, size],
        )
        waiting = cursor.fetchall()
    for event_id, is_left_out in waiting:
        if is_left_out:
            differences.add("leaf_lacking", event_id=event_id)
    for first in range(0, len(waiting), PIECE):
        ids = [event_id for event_id, _is_left_out in waiting[first : first + PIECE]]
        for _event_id, row in sorted(_rows_of(using, ids).items()):
            _check_event(row, None, differences)
