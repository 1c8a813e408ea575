"""The outbox: rows that say which approved search still has to be sent, and who is at it.

A row is claimed with a lease and a fence, so that a slow worker can neither lose nor double a search.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from requests_app.common import clock
from requests_app.dispatch import broker
from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.searches.models import Authorisation

MOST_ATTEMPTS = 40
"""Twenty minutes of an outage where nothing else waits for the matcher, and longer where something does."""
POISON_CLAIMS = 3
WORKER_LOST = "worker_lost"
"""The error of an attempt whose worker was never heard of again."""
HELD_RECHECK = timedelta(minutes=10)
FORWARD_TASK = "requests_app.tasks.dispatch.forward"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one dispatch until `until`; only the holder of the newest fence may finish it.

    After `deadline` nobody may send it again.
    """

    search_id: UUID
    fence: int
    attempt: int
    until: datetime
    deadline: datetime


def enqueue(authorisation: Authorisation) -> Dispatch:
    """Queue an approved search in the approval's own transaction, and wake a worker once it commits."""
    now = clock.real_now()
    row = Dispatch.objects.create(
        authorisation=authorisation,
        search_request=authorisation.search_request,
        next_attempt_at=now,
        deadline_at=authorisation.expires_at,
        queued_at=now,
    )
    transaction.on_commit(lambda: wake(row.search_id))
    return row


def wake(search_id: UUID) -> None:
    """Tell a dispatcher that a row waits."""
    broker.wake(FORWARD_TASK, search_id, queue="dispatch")


def due(now: datetime) -> Q:
    """What may be claimed: waiting rows, held ones to look at again, and those whose worker went away.

    Not while their matcher rests: a wake must not burn an attempt on it.
    """
    waiting = Q(state__in=[Dispatch.State.READY, Dispatch.State.HELD], next_attempt_at__lte=now)
    abandoned = Q(state=Dispatch.State.CLAIMED, lease_until__lt=now)
    return (waiting | abandoned) & ~Q(authorisation__gallery__matcher__open_until__gt=now)


def due_search_ids(*, most: int = 50) -> list[tuple[UUID, UUID]]:
    """Return (search id, request id) of what is due, oldest first."""
    rows = (
        Dispatch.objects.filter(due(clock.real_now()))
        .order_by("next_attempt_at")
        .values_list("pk", "search_request_id")[:most]
    )
    return list(rows)


def claim(search_id: UUID, *, owner: str, lease: timedelta) -> Lease | None:
    """Claim one row if it is due; the caller holds the request's lock and an open transaction."""
    now = clock.real_now()
    row = (
        Dispatch.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(due(now), pk=search_id)
        .first()
    )
    if row is None:
        return None
    row.state = Dispatch.State.CLAIMED
    row.attempt += 1
    row.fence += 1
    row.lease_owner = owner[:80]
    row.lease_until = now + lease
    row.save(update_fields=["state", "attempt", "fence", "lease_owner", "lease_until"])
    return _lease(row, row.lease_until)


def _lease(row: Dispatch, until: datetime) -> Lease:
    return Lease(
        search_id=row.search_id,
        fence=row.fence,
        attempt=row.attempt,
        until=until,
        deadline=row.deadline_at,
    )


def is_taken_over(search_id: UUID) -> bool:
    """Whether to claim this row now would be to take it from another worker, whose lease has ended."""
    return Dispatch.objects.filter(
        due(clock.real_now()), pk=search_id, state=Dispatch.State.CLAIMED
    ).exists()


def is_poisonous(lease: Lease) -> bool:
    """Whether the claims before this one all ended without a word: what they were sent on kills workers.

    Attempts before an operator's retry do not count: their numbers began anew with it.
    """
    latest = list(
        Attempt.objects.filter(dispatch_id=lease.search_id, fence__lt=lease.fence)
        .order_by("-fence")
        .values_list("number", "error")[:POISON_CLAIMS]
    )
    numbers = [lease.attempt, *(number for number, _ in latest)]
    in_one_row = all(later > earlier for later, earlier in pairwise(numbers))
    lost = all(error == WORKER_LOST for _, error in latest)
    return len(latest) == POISON_CLAIMS and in_one_row and lost


def settle(
    lease: Lease,
    *,
    state: str,
    next_attempt_at: datetime | None = None,
    error: str = "",
    costs_attempt: bool = True,
) -> bool:
    """End a claim. Returns False where another worker has claimed since: then nothing may be recorded."""
    now = clock.real_now()
    changed: dict[str, Any] = {
        "state": state,
        "lease_until": None,
        "lease_owner": "",
        "last_error": error,
        "finished_at": None if state in {"ready", "held"} else now,
        "next_attempt_at": next_attempt_at or now,
    }
    if not costs_attempt:
        changed["attempt"] = F("attempt") - 1
    return bool(
        Dispatch.objects.filter(
            pk=lease.search_id, fence=lease.fence, state=Dispatch.State.CLAIMED
        ).update(**changed)
    )


def cancel(search_request_id: UUID, *, error: str) -> None:
    """Take a search out of the outbox before it is sent: withdrawn or expired."""
    Dispatch.objects.filter(
        search_request_id=search_request_id,
        state__in=[Dispatch.State.READY, Dispatch.State.HELD, Dispatch.State.DEAD],
    ).update(state=Dispatch.State.CANCELLED, last_error=error, finished_at=clock.real_now())


def abandon(search_id: UUID, *, error: str) -> Lease:
    """End a dispatch that is due, without claiming it; the caller holds the request's lock.

    Returns:
        the last lease on it, which has run out.
    """
    row = Dispatch.objects.select_for_update().get(pk=search_id)
    row.state = Dispatch.State.DEAD
    row.last_error = error
    row.lease_until, row.lease_owner = None, ""
    row.finished_at = clock.real_now()
    row.save(update_fields=["state", "last_error", "lease_until", "lease_owner", "finished_at"])
    return _lease(row, row.finished_at)


def backoff(attempt: int) -> timedelta:
    """Full jitter: anything up to 5 s doubled with each attempt, half a minute at the most.

    What keeps many searches from a matcher that is down is its rest (`breaker`).
    """
    return timedelta(seconds=random.uniform(0, min(30, 5 * 2**attempt)))  # noqa: S311
