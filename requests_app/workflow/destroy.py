"""Destroys the content of an ended request once its time is over, and leaves a certificate in the log.

Must not judge by itself: the database says what is due and destroys it (`searches_destroy_content`), so that no
process of ours can hurry it or pass by a legal hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.registry import selectors as registry
from requests_app.searches.models import Justification, StoredFile
from requests_app.searches.states import KEPT_FOR_A_TIME, WITH_LEAD, Status
from requests_app.wire.shapes import write_time
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class Due:
    """When the content of a request is over, and by which period."""

    ground: str
    days: int
    at: datetime


# No content goes sooner than the shortest period after the request came into its status. A lead's time counts from its
# report, which comes before the request is closed, or opened again: there the status says nothing.
_DUE = """
SELECT ended.id FROM searches_searchrequest AS ended, searches_content_due(ended.id) AS over
 WHERE ended.content_destroyed_at IS NULL AND ended.status = ANY(%s)
   AND (ended.status = ANY(%s) OR ended.status_since <= now() - make_interval(days => %s)) AND over.due <= now()
   AND NOT EXISTS (SELECT FROM searches_legalhold AS held
                   WHERE held.search_request_id = ended.id AND held.released_at IS NULL)
 ORDER BY ended.status_since LIMIT %s
"""


def due_ids(*, most: int = 200) -> list[UUID]:
    """Return requests whose content is due and under no hold, the oldest first; each is judged again under its lock.

    Args:
        most: how many at once.
    """
    shortest = min(registry.retention_periods().values(), default=None)
    if shortest is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [_values(KEPT_FOR_A_TIME), _values(WITH_LEAD), shortest, most])
        return [pk for (pk,) in cursor.fetchall()]


def _values(statuses: tuple[Status, ...]) -> list[str]:
    return [status.value for status in statuses]


def due_of(search_request_id: UUID) -> Due | None:
    """Return when the content of a request is due; None where it has not ended, or nothing ends it by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ground, days, due FROM searches_content_due(%s)", [search_request_id]
        )
        row = cursor.fetchone()
    return Due(*row) if row else None


def destroy(*, actor: Actor, search_request_id: UUID) -> None:
    """Destroy the content of one request.

    The key is destroyed, and with it every answer, picture, document and candidate that was sealed; what finds a
    picture or a text again, and what commitments in the log stand for, is deleted. Codes, times and events stay.

    Args:
        actor: the worker.
        search_request_id: the request.

    Raises:
        PreconditionFailed: its time is not over (`content_not_due`), a hold stands (`content_on_hold`), or it was
            done before (`content_destroyed`).
    """
    with unit_of_work(
        actor=actor, action="destroy_content", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        row = work.request_row
        if row.content_destroyed_at is not None:
            raise PreconditionFailed("content_destroyed")
        if row.holds.filter(released_at=None).exists():
            raise PreconditionFailed("content_on_hold")
        due = due_of(row.pk)
        if due is None or due.at > clock.real_now():
            raise PreconditionFailed("content_not_due")
        files = StoredFile.objects.filter(search_request=row)
        certificate = {
            "ground": due.ground,
            "days": due.days,
            "until": write_time(due.at),
            "versions": Justification.objects.filter(search_request=row).count(),
            "pictures": files.filter(kind__startswith="probe").count(),
            "documents": files.filter(kind=StoredFile.Kind.JUDICIAL_DOCUMENT).count(),
            "lists": files.filter(kind=StoredFile.Kind.CANDIDATES).count(),
        }
        with connection.cursor() as cursor:
            cursor.execute("SELECT searches_destroy_content(%s)", [row.pk])
        work.record("content.destroyed", facts=certificate)
