"""Checks that the log is whole, and that each request is what its events make of it.

Reads one state of the database throughout, and changes nothing: what a difference leads to is `log_alarm`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from requests_app.audit import lifted, selectors
from requests_app.audit.differences import MOST, Differences
from requests_app.audit.moves_ever import MOVES_EVER
from requests_app.audit.whole_log import Progress, check_log

SUBMITTED, DESTROYED = "search.submitted", "content.destroyed"
_PREVIOUS = b'"previous":'
_NOTHING = ("", 0, False)
"""What a request is before its first event: no status, no version, nothing destroyed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Attributes:
        size: how many leaves were read; requests: how many requests were folded.
    """

    size: int
    requests: int
    differences: Differences


def check(progress: Progress = lambda _done, _total: None) -> Checked:
    """Check the whole log and every request.

    Args:
        progress: is told how many leaves of how many were read.

    Raises:
        django.db.Error: something could not be read.
    """
    with selectors.snapshot(DEFAULT_DB_ALIAS) as alias:
        differences = Differences(lifted.read(alias))
        size = check_log(alias, differences, progress)
        requests = 0
        for request_id, rows in groupby(_events_of_requests(alias), key=itemgetter(0)):
            requests += 1
            _check_request(request_id, list(rows), differences)
        _check_none_without_events(alias, differences)
    differences.finish()
    return Checked(size, requests, differences)


def _events_of_requests(using: str) -> Iterator[tuple[Any, ...]]:
    """Every event of every request, request by request, beside the request's row as it is."""
    connection = connections[using]
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT e.request_id, request_seq, e.id, code, status_after, leaf_hash, entry,"
            "  r.id IS NOT NULL, r.status, r.version, r.content_destroyed_at IS NOT NULL"
            " FROM audit.event AS e LEFT JOIN searches_searchrequest AS r ON r.id = e.request_id"
            " WHERE e.request_id IS NOT NULL ORDER BY e.request_id, request_seq"
        )
        while rows := cursor.fetchmany(1000):
            yield from rows


def _check_request(
    request_id: UUID, rows: Sequence[tuple[Any, ...]], differences: Differences
) -> None:
    before, last, folded = None, 0, _NOTHING
    for _id, seq, event_id, code, status, leaf, entry, *_row in rows:
        previous = _previous(bytes(entry))
        if seq != last + 1 or previous != before:
            # What comes after is folded all the same: a break that was lifted must hide nothing behind it.
            differences.add(
                "chain_broken", event_id=event_id, request_id=request_id,
                found=[last, seq, before, previous],
            )  # fmt: skip
        before, last = bytes(leaf).hex(), seq
        if not _may_follow(folded[0], code, status):
            differences.add(
                "move_impossible", event_id=event_id, request_id=request_id,
                found=[folded[0], code, status],
            )  # fmt: skip
        folded = _fold(folded, code, status, bytes(entry))
    there, *now = rows[-1][7:]
    if not there:
        differences.add("request_missing", request_id=request_id)
    elif tuple(now) != folded:
        differences.add("state_differs", request_id=request_id, found=[now, folded])


def _previous(entry: bytes) -> str | None:
    """What an entry names as the hash of its request's event before.

    The members of canonical JSON are sorted, so the last one of this name is the entry's own.
    """
    at = entry.rfind(_PREVIOUS) + len(_PREVIOUS)
    named = entry[at + 1 : at + 65].decode("ascii", "replace")  # of an entry that was changed
    return None if entry[at : at + 4] == b"null" else named


def _may_follow(before: str, code: str, after: str | None) -> bool:
    """Whether some version let an event make this move: today's table says nothing of a request of the past.

    The database refused, when each event was appended, what was no move of that time; this finds what got past it.
    """
    return after is None or (code, before, after) in MOVES_EVER


def _fold(
    state: tuple[str, int, bool], code: str, status: str | None, entry: bytes
) -> tuple[str, int, bool]:
    """The status, version and destruction of a request after one more event."""
    version, destroyed = state[1], state[2] or code == DESTROYED
    if code == SUBMITTED:
        version = _version_of(entry)
    return status or state[0], version, destroyed


def _version_of(entry: bytes) -> int:
    """The version that a submission names; one that no request has where the entry, which was changed, names none."""
    try:
        return int(json.loads(entry)["body"]["facts"]["version"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return -1


def _check_none_without_events(using: str, differences: Differences) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT id, status, version, content_destroyed_at FROM searches_searchrequest AS r"
            " WHERE NOT EXISTS (SELECT FROM audit.event WHERE request_id = r.id) ORDER BY id LIMIT %s",
            [MOST],
        )
        for request_id, *now in cursor.fetchall():
            differences.add("events_missing", request_id=request_id, found=now)
