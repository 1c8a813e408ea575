"""Whose turn it is to decode an image: one of each person, and so many of the whole installation.

Must not be entered inside a transaction: it waits, and decoding takes seconds.

A turn is a session-level advisory lock of PostgreSQL. It counts across all processes and machines of
an installation, since they share one database, and it belongs to a database connection: when a
process is killed, the server ends its session and the turn is free again. A counter in Redis or in a
row would have to be given back by the process that took it, or run out by time, and Redis may be
emptied at any moment. The locks need no table and no right that a login does not have.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from requests_app.accounts.actors import Actor
from requests_app.common.errors import PreconditionFailed

WAITING_AND_DECODING = 3
"""Of one person, at once. Whoever waits holds a thread of the web, so the next one is refused at once."""
_LOOK_AGAIN_SECONDS = 0.05

log = logging.getLogger(__name__)


@contextmanager
def turn(actor: Actor) -> Iterator[None]:
    """Wait for this person's turn and for one of the installation's, and hold both.

    Whatever decodes an image does it inside, within `recording_refusals`. Inside another turn of the
    same thread it is entered at once.

    Args:
        actor: for whom the image is decoded; the accounts of one person share one turn.

    Raises:
        PreconditionFailed: `busy` where this person's earlier pictures took too long, `all_busy` where
            everybody's did. Nothing was decoded.
    """
    if connection.in_atomic_block:
        raise RuntimeError("an image is decoded outside every transaction")
    until = time.monotonic() + settings.COUNTERSIGN_DECODE_WAIT_SECONDS
    whose = f"person {actor.person_id}"
    places = [_key(f"{whose} place {number}") for number in range(WAITING_AND_DECODING)]
    slots = [_key(f"slot {number}") for number in range(settings.COUNTERSIGN_DECODES_AT_ONCE)]
    with (
        _one_of(places, until=0, refusal="busy"),
        _one_of([_key(whose)], until=until, refusal="busy"),
        _one_of(slots, until=until, refusal="all_busy"),
    ):
        yield


def _key(name: str) -> int:
    """Return the number of a lock: 64 bits, so that two names do not share one by chance."""
    digest = hashlib.blake2b(f"countersign.decoding {name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@contextmanager
def _one_of(keys: Sequence[int], *, until: float, refusal: str) -> Iterator[None]:
    """Hold the first of these locks that is free, looking again until a time of `time.monotonic`."""
    # Asked again and again: a statement that waits in the server is a transaction that stays open.
    while (taken := _try(keys)) is None:
        if time.monotonic() >= until:
            raise PreconditionFailed(refusal)
        time.sleep(_LOOK_AGAIN_SECONDS)
    try:
        yield
    finally:
        _give_back(taken)


def _try(keys: Sequence[int]) -> int | None:
    # Rows of unnest are asked one by one, and LIMIT ends it at the first that was free.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) AS each (key)"
            " WHERE pg_try_advisory_lock(key) LIMIT 1",
            [list(keys)],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else None


def _give_back(key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    except (DatabaseError, InterfaceError):
        # The server lets go of whatever a session held when the session ends.
        connection.close()
        log.warning("decoding_turn_ended_with_its_connection")
