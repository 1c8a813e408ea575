"""Which candidates' pictures still have to be fetched, and who is at it: rows with a lease and a fence.

To fetch a picture twice does no harm, unlike a search: a worker that died is simply followed by another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from requests_app.common import clock
from requests_app.dispatch import broker
from requests_app.searches.models import CandidatePicture

FETCH_TASK = "requests_app.tasks.dispatch.fetch_candidate"
MOST_ATTEMPTS = 6
"""Some three minutes of an outage; after that an examiner asks again when they want to."""
FIRST_PAUSE = timedelta(seconds=5)

State = CandidatePicture.State


@dataclass(frozen=True, slots=True)
class PictureLease:
    """The right to fetch one picture until `until`; only the holder of the newest fence may end it."""

    picture_id: UUID
    fence: int
    attempt: int
    until: datetime


def wake(picture_id: UUID) -> None:
    """Tell a dispatcher, once the transaction commits, that a picture waits."""
    transaction.on_commit(lambda: broker.wake(FETCH_TASK, picture_id, queue="dispatch"))


def due(now: datetime) -> Q:
    """What may be claimed: what waits and its time has come, and what was claimed by a worker that went away.

    Not while its matcher rests: each try would be an event of the log.
    """
    waiting = Q(state=State.WAITING, next_attempt_at__lte=now)
    abandoned = Q(state=State.CLAIMED, lease_until__lt=now)
    matcher = "search_request__dispatch__authorisation__gallery__matcher"
    return (waiting | abandoned) & ~Q(**{f"{matcher}__open_until__gt": now})


def due_ids(*, most: int = 50) -> list[tuple[UUID, UUID]]:
    """Return (picture, request) of what is due, oldest first.

    Of what was asked for at once in the order of ids, which are random: as the pictures come one after the other, an
    examiner could else read the rank of each.
    """
    rows = CandidatePicture.objects.filter(due(clock.real_now())).order_by("next_attempt_at", "id")
    return list(rows.values_list("pk", "search_request_id")[:most])


def is_due(picture_id: UUID) -> bool:
    """Whether a picture may be claimed now."""
    return CandidatePicture.objects.filter(due(clock.real_now()), pk=picture_id).exists()


def claim(picture_id: UUID, *, lease: timedelta) -> PictureLease:
    """Claim one picture that is due; the caller holds the request's lock."""
    row = CandidatePicture.objects.defer("sealed").get(pk=picture_id)
    row.state = State.CLAIMED
    row.attempt += 1
    row.fence += 1
    row.lease_until = clock.real_now() + lease
    row.save(update_fields=["state", "attempt", "fence", "lease_until"])
    return PictureLease(row.pk, row.fence, row.attempt, row.lease_until)


def holds(lease: PictureLease) -> bool:
    """Whether nobody has claimed the picture since."""
    return CandidatePicture.objects.filter(
        pk=lease.picture_id, fence=lease.fence, state=State.CLAIMED
    ).exists()


def put_off(picture_id: UUID, *, error: str, until: datetime) -> None:
    """Leave a picture waiting until another time."""
    _set(picture_id, state=State.WAITING, lease_until=None, error=error, next_attempt_at=until)


def give_up(picture_id: UUID, *, error: str) -> None:
    """End trying: the picture is missing, and an examiner may ask again."""
    _set(picture_id, state=State.MISSING, lease_until=None, error=error, ended_at=clock.real_now())


def pause_after(attempt: int) -> timedelta:
    """How long to wait after an attempt, counted from 1: 5 seconds, and twice as long each time."""
    return timedelta(seconds=FIRST_PAUSE.total_seconds() * 2 ** (attempt - 1))


def _set(picture_id: UUID, **columns: Any) -> None:
    CandidatePicture.objects.filter(pk=picture_id).update(**columns)
