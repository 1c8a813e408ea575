"""How much one officer may keep open and upload, so that nobody fills what all share.

Counted from the rows themselves; must be asked inside the transaction that adds to them.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.searches import selectors
from requests_app.workflow.unit_of_work import Work

MEGABYTE = 1024 * 1024
A_DAY = timedelta(hours=24)


def check_room_for_draft(work: Work) -> None:
    """Refuse one draft more than an officer may have; a draft is one until it is submitted or withdrawn.

    Raises:
        PreconditionFailed: `too_many_drafts`.
    """
    most = settings.COUNTERSIGN_OPEN_DRAFTS
    person = _one_by_one(work, "drafts")
    if selectors.drafts_of_person(person).count() >= most:
        raise PreconditionFailed("too_many_drafts", most=most)


def check_room_for_bytes(work: Work, adding: int) -> None:
    """Refuse files beyond what one request may hold, or one officer may upload in 24 hours.

    Whatever is stored counts, the copies made of an upload and removed documents too: nothing of it
    is deleted.

    Args:
        work: the use case, with the locked request; or a look before slow work.
        adding: the size of what is to be stored.

    Raises:
        PreconditionFailed: `request_full` or `uploads_of_the_day`.
    """
    of_request = settings.COUNTERSIGN_MEGABYTES_OF_A_REQUEST
    if selectors.bytes_of(work.request_row) + adding > of_request * MEGABYTE:
        raise PreconditionFailed("request_full", most=of_request)
    of_day = settings.COUNTERSIGN_MEGABYTES_A_DAY
    person = _one_by_one(work, "uploads")
    if selectors.bytes_added_by(person, since=clock.now() - A_DAY) + adding > of_day * MEGABYTE:
        raise PreconditionFailed("uploads_of_the_day", most=of_day)


def _one_by_one(work: Work, what: str) -> UUID:
    """Let no other transaction of this person count the same until this one ends.

    Two that counted together would both find room for one.
    """
    person = work.actor.person_id
    if person is None:
        raise RuntimeError("only people are counted")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"workflow.quotas.{what}.{person}"],
        )
    return person
