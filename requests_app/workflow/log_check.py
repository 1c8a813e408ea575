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

from requests_app.audit import selectors
from requests_app.audit.events import EVENTS
from requests_app.audit.whole_log import MOST, Differences, Progress, check_log

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
    differences = Differences()
    with selectors.snapshot(DEFAULT_DB_ALIAS) as alias:
        size = check_log(alias, differences, progress)
        requests = 0
        for request_id, rows in groupby(_events_of_requests(alias), key=itemgetter(0)):
            requests += 1
            _check_request(request_id, list(rows), differences)
        _check_none_without_events(alias, differences)
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
    before, folded = None, _NOTHING
    for number, (_id, seq, event_id, code, status, leaf, entry, *_row) in enumerate(rows, 1):
        if seq != number or _previous(bytes(entry)) != before:
            differences.add("chain_broken", event_id=event_id, request_id=request_id)
            return
        before = bytes(leaf).hex()
        if not _may_follow(folded[0], code, status):
            differences.add("move_impossible", event_id=event_id, request_id=request_id)
        folded = _fold(folded, code, status, bytes(entry))
    there, *now = rows[-1][7:]
    if not there:
        differences.add("request_missing", request_id=request_id)
    elif tuple(now) != folded:
        differences.add("state_differs", event_id=rows[-1][2], request_id=request_id)


def _previous(entry: bytes) -> str | None:
    """What an entry names as the hash of its request's event before.

    The members of canonical JSON are sorted, so the last one of this name is the entry's own.
    """
    at = entry.rfind(_PREVIOUS) + len(_PREVIOUS)
    return None if entry[at : at + 4] == b"null" else entry[at + 1 : at + 65].decode("ascii")


def _may_follow(before: str, code: str, after: str | None) -> bool:
    kind = EVENTS.get(code)
    return after is None or kind is None or (before, after) in kind.moves


def _fold(
    state: tuple[str, int, bool], code: str, status: str | None, entry: bytes
) -> tuple[str, int, bool]:
    """The status, version and destruction of a request after one more event."""
    version, destroyed = state[1], state[2] or code == DESTROYED
    if code == SUBMITTED:
        version = json.loads(entry)["body"]["facts"]["version"]
    return status or state[0], version, destroyed


def _check_none_without_events(using: str, differences: Differences) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM searches_searchrequest AS r"
            " WHERE NOT EXISTS (SELECT FROM audit.event WHERE request_id = r.id) ORDER BY id LIMIT %s",
            [MOST],
        )
        for (request_id,) in cursor.fetchall():
            differences.add("events_missing", request_id=request_id)
