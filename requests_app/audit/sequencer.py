"""Gives each event its place in the Merkle tree: leaf index, tiles and root, in one transaction a step.

Must not miss an event, nor give one two places, whatever ends it and whenever; it alone lets the tree grow.

An event's id is taken before its transaction commits, so events become visible in another order than that of their
ids, and whoever asks for what lies above the highest id seen misses some for ever. Transactions are what is asked for
here: `pg_snapshot_xmin` is the oldest transaction still running, so that every one before it has ended, and the events
of those can become no more. Such a *window* of transactions is taken in the order of the ids, across all of its
transactions, since one with a lower number may have ended later and built on one with a higher number. For the same
reason a window ends early where an event of a request follows on one that lies beyond it. A window that is too large
for one step is gone through in several, and the row of the tree remembers how far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from requests_app.tlog.growth import Growth, open_tiles
from requests_app.tlog.hashing import leaf_hash
from requests_app.tlog.tiles import Tile

LARGEST_STEP = 20_000
"""Events that one step takes in at most: some 10 MB of entries."""


class OtherCluster(RuntimeError):
    """The database was restored into another cluster, whose transaction ids mean other transactions."""


class Altered(RuntimeError):
    """What is stored does not give the hashes that were stored beside it: somebody changed it."""


@dataclass(frozen=True)
class Tree:
    """The row of `audit.tree`: the tree's size and root, and the window that is being taken in."""

    size: int
    root: bytes
    window_from: int
    window_upto: int
    after_id: int
    last_id: int

    @property
    def has_open_window(self) -> bool:
        return self.window_from < self.window_upto


@dataclass(frozen=True)
class _Window:
    """Events that are taken in together: of which transactions, and between which ids."""

    upto: int
    first_id: int
    last_id: int


@dataclass(frozen=True)
class Step:
    """What one step did. `leaves`: events that got their place; `size`: of the tree; `more`: whether to step again at once."""

    leaves: int
    size: int
    more: bool


class Sequencer:
    """One process's sequencer. It remembers the open tiles; what it remembers wrongly it reads again."""

    def __init__(self, largest_step: int = LARGEST_STEP) -> None:
        self._largest_step = largest_step
        self._growth: Growth | None = None

    def step(self) -> Step:
        """Take in the next events that can be taken in.

        Raises:
            OtherCluster
            Altered
            django.db.Error: nothing of this step was written.
        """
        read = _read_tree()
        tree = _with_window(read)
        if not tree.has_open_window:
            return Step(0, tree.size, more=False)
        growth, self._growth = self._growth, None  # kept again only once all is committed
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT size, window_from::text, after_id FROM audit.tree FOR UPDATE")
            size, window_from, after_id = cursor.fetchone()
            if (size, int(window_from)) != (tree.size, tree.window_from) or (
                after_id > tree.after_id
            ):
                return Step(0, tree.size, more=True)  # another sequencer was quicker
            if growth is None or (growth.size, growth.root()) != (tree.size, tree.root):
                growth = _taken_up(tree)
            events = _events(cursor, tree, self._largest_step)
            changed = growth.add([_checked(*event) for event in events])
            _write_leaves(cursor, tree.size, [event_id for event_id, _, _ in events])
            _write_tiles(cursor, changed)
            ended = len(events) < self._largest_step
            _write_tree(cursor, _after(tree, growth, events[-1][0] if events else 0, ended))
        self._growth = growth
        # A window that an earlier step opened says nothing of the events that came since.
        return Step(len(events), growth.size, more=read.has_open_window or not ended)


def take_over_cluster() -> int:
    """Go on in the cluster into which a dump was restored; the log says so. Returns how many events had no leaf.

    Raises:
        django.db.Error: it is the cluster that the log knows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # it writes every event's row anew
        cursor.execute("SELECT audit.take_over_cluster()")
        return int(cursor.fetchone()[0])


def is_in_its_cluster() -> bool:
    """Say whether the database is in the cluster that the tree knows, and was not restored into another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cluster = system_identifier FROM audit.tree, pg_control_system()")
        return bool(cursor.fetchone()[0])


def gone_through() -> int:
    """The transaction before which all windows were gone through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT window_from::text FROM audit.tree")
        return int(cursor.fetchone()[0])


def events_without_leaf(since: int = 0) -> int:
    """How many events of windows that were gone through have no leaf: never any, and this asks independently.

    Args:
        since: an earlier answer of `gone_through`; events of older transactions are not looked at again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit.event AS e, audit.tree"
            " WHERE e.xid >= %s::text::xid8 AND e.xid < window_from"
            " AND NOT EXISTS (SELECT FROM audit.leaf WHERE event_id = e.id)",
            [str(since)],
        )
        return int(cursor.fetchone()[0])


def _read_tree() -> Tree:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, root, window_from::text, window_upto::text, after_id, last_id,"
            " cluster = system_identifier FROM audit.tree, pg_control_system()"
        )
        size, root, window_from, window_upto, after_id, last_id, same_cluster = cursor.fetchone()
    if not same_cluster:
        raise OtherCluster
    return Tree(size, bytes(root), int(window_from), int(window_upto), after_id, last_id)


def _with_window(tree: Tree) -> Tree:
    """Open the next window if none is open and there is an event to take in.

    It ends before the first event of a request that follows on one which lies beyond it: the next window, once the
    transactions between them have ended, holds both.
    """
    if tree.has_open_window:
        return tree
    window = _window(tree.window_from)
    while window and (too_early := _first_before_its_cause(tree.window_from, window.upto)):
        window = _window(tree.window_from, too_early)
    if not window:
        return tree
    return replace(
        tree, window_upto=window.upto, after_id=window.first_id - 1, last_id=window.last_id
    )


def _window(begin: int, upto: int | None = None) -> _Window | None:
    """The events of the transactions from `begin` up to, but without, `upto`; None where there is no such event.

    Args:
        upto: the oldest transaction that still runs, where nothing is given. It and the events before it are read by
            one statement, as of one moment. That this also reads their number keeps PostgreSQL, where it has no
            statistics yet, from looking for the lowest id through all of the log in the order of the ids.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT upto::text, first_id, last_id, number"
            " FROM (SELECT coalesce(%s::text::xid8, pg_snapshot_xmin(pg_current_snapshot())) AS upto) AS now,"
            " LATERAL (SELECT min(id) AS first_id, max(id) AS last_id, count(*) AS number FROM audit.event"
            "  WHERE xid >= %s::text::xid8 AND xid < now.upto) AS waiting",
            [None if upto is None else str(upto), str(begin)],
        )
        ended, first_id, last_id, _number = cursor.fetchone()
    return None if first_id is None else _Window(int(ended), first_id, last_id)


def _first_before_its_cause(begin: int, upto: int) -> int | None:
    """The lowest transaction of a window with an event of a request whose predecessor lies beyond the window."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit.first_before_its_cause(%s::text::xid8, %s::text::xid8)::text",
            [str(begin), str(upto)],
        )
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


def _taken_up(tree: Tree) -> Growth:
    """The tree as its tiles give it.

    Raises:
        Altered: they do not give the root.
    """
    wanted = open_tiles(tree.size)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT level, number, hashes FROM audit.tile"
            " WHERE (level, number) IN (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))",
            [[tile.level for tile in wanted], [tile.number for tile in wanted]],
        )
        found = {(level, number): bytes(hashes) for level, number, hashes in cursor.fetchall()}
    try:
        growth = Growth(
            tree.size, {tile: found.get((tile.level or 0, tile.number), b"") for tile in wanted}
        )
    except ValueError as error:
        raise Altered(f"The tiles of the log are not those of its size: {error}") from error
    if growth.root() != tree.root:
        raise Altered(f"The tiles of the log do not give its root at {tree.size} entries.")
    return growth


def _events(cursor: Any, tree: Tree, most: int) -> list[tuple[int, bytes, bytes]]:
    """The next events of the window, each with its entry and its leaf hash.

    Those that have a leaf are left out: none has one, but after a restore into another cluster, when every
    event is in the first window again.
    """
    cursor.execute(
        "SELECT id, entry, leaf_hash FROM audit.event AS e"
        " WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8 AND id > %s AND id <= %s"
        " AND NOT EXISTS (SELECT FROM audit.leaf WHERE event_id = e.id) ORDER BY id LIMIT %s",
        [str(tree.window_from), str(tree.window_upto), tree.after_id, tree.last_id, most],
    )
    return [(event_id, bytes(entry), bytes(leaf)) for event_id, entry, leaf in cursor.fetchall()]


def _checked(event_id: int, entry: bytes, stored: bytes) -> bytes:
    """The hash of an event's entry, made anew.

    Raises:
        Altered: it is not the one that was stored with it.
    """
    made = leaf_hash(entry)
    if made != stored:
        raise Altered(f"The entry of event {event_id} does not give the hash stored beside it.")
    return made


def _write_leaves(cursor: Any, size: int, event_ids: Sequence[int]) -> None:
    with cursor.copy("COPY audit.leaf (leaf_index, event_id) FROM STDIN") as copy:
        for index, event_id in enumerate(event_ids, size):
            copy.write_row((index, event_id))


def _write_tiles(cursor: Any, changed: dict[Tile, bytes]) -> None:
    cursor.executemany(
        "INSERT INTO audit.tile (level, number, hashes) VALUES (%s, %s, %s)"
        " ON CONFLICT (level, number) DO UPDATE SET hashes = EXCLUDED.hashes",
        [(tile.level, tile.number, hashes) for tile, hashes in changed.items()],
    )


def _after(tree: Tree, growth: Growth, last_taken: int, ended: bool) -> Tree:
    """The row once a step is done. `last_taken`: the last event's id; `ended`: whether the window is through."""
    if ended:
        return Tree(growth.size, growth.root(), tree.window_upto, tree.window_upto, 0, 0)
    return replace(tree, size=growth.size, root=growth.root(), after_id=last_taken)


def _write_tree(cursor: Any, tree: Tree) -> None:
    cursor.execute(
        "UPDATE audit.tree SET size = %s, root = %s, window_from = %s::text::xid8,"
        " window_upto = %s::text::xid8, after_id = %s, last_id = %s, grown_at = clock_timestamp()",
        [
            tree.size,
            tree.root,
            str(tree.window_from),
            str(tree.window_upto),
            tree.after_id,
            tree.last_id,
        ],
    )
