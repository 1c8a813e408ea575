"""Tries again to record how a call to the matcher ended, for as long as the database cannot be reached.

A search that was made cannot be unmade: while what it brought is in hand, recording it comes before
anything else. It must not write a word of that, and records nothing itself: the fence is asked each time.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from requests_app.common import clock
from requests_app.common.errors import class_and_place
from requests_app.dispatch.outbox import Lease

log = logging.getLogger(__name__)

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 2.0
TAKE_OVER_PAUSE = 10.0
"""Seconds for which a worker waits, connected, before it takes over a claim whose lease has ended: longer than
a holder needs for its next try (`LONGEST_PAUSE`, and `connect_timeout` in config/settings/base.py)."""
SECONDS_BETWEEN_WORDS = 60.0

_AWAY = ("08", "57P", "53300", "25006")
"""Beginnings of SQLSTATE: connection, shutting down or starting, no connection free, read-only for now."""


def recording(
    attempt: Callable[[], str], *, lease: Lease, recorded_before: Callable[[], str]
) -> str:
    """Call `attempt` until it has recorded something, each time on a new connection.

    While the database cannot be reached nobody else can take the search over, so this goes on after the
    lease has ended too, until the approval itself ends. What fails for another reason that may pass, a lock
    or a full disk, is tried until the lease ends. A worker that waits here can do nothing else, and without
    its database it could not.

    Args:
        attempt: records in a transaction of its own, under the lease's fence.
        lease: the claim under which the call was made.
        recorded_before: what an earlier try has recorded, or nothing. A connection that is lost during
            COMMIT does not say whether it was carried out.

    Raises:
        DatabaseError, InterfaceError: trying again is over, or would end the same way.
    """
    began = last_word = time.monotonic()
    tries = 0
    while True:
        try:
            outcome = (recorded_before() if tries else "") or attempt()
        except (DatabaseError, InterfaceError) as problem:
            away = is_away(problem)
            with contextlib.suppress(DatabaseError, InterfaceError):
                connection.close()
            until = max(lease.until, lease.deadline) if away else lease.until
            if not (away or isinstance(problem, OperationalError)) or clock.real_now() >= until:
                raise
            if not tries or time.monotonic() - last_word >= SECONDS_BETWEEN_WORDS:
                last_word = time.monotonic()
                _tell_waiting(problem, lease, tries=tries + 1, seconds=last_word - began)
        else:
            if tries:
                log.warning(
                    "recorded_after_waiting",
                    extra={
                        "search_id": str(lease.search_id),
                        "outcome": outcome,
                        "count": tries + 1,
                        "seconds": round(time.monotonic() - began, 1),
                    },
                )
            return outcome
        time.sleep(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries, 10)))
        tries += 1


def is_away(problem: DatabaseError | InterfaceError) -> bool:
    """Whether the database cannot be reached or takes no change now, whoever asks it for whatever."""
    cause = problem.__cause__
    state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    if state is None:  # no server said it
        return isinstance(problem, OperationalError | InterfaceError)
    return state.startswith(_AWAY)


def _tell_waiting(problem: Exception, lease: Lease, *, tries: int, seconds: float) -> None:
    log.error(
        "recording_waits_for_the_database",
        extra={
            **class_and_place(problem),
            "search_id": str(lease.search_id),
            "count": tries,
            "seconds": round(seconds, 1),
            "still_works": "the search is not made again: what it brought is kept here and recorded later",
            "what_now": "bring the database back, and do not end this process before: it would be lost",
        },
    )
