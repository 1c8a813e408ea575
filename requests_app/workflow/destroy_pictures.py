"""Destroys the pictures of candidates whom no examiner selected, a fortnight after the matter has ended.

Must not judge by itself: the database says which are over and destroys them (`searches_destroy_pictures`). The ids, ranks,
scores and digests of these candidates stay with the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from requests_app.accounts.actors import Actor
from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import CandidatePicture, SearchRequest
from requests_app.searches.states import WITH_LEAD, Status
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import unit_of_work

_DUE = """
SELECT ended.id FROM searches_searchrequest AS ended
 WHERE ended.content_destroyed_at IS NULL AND ended.status = ANY(%s)
   AND EXISTS (SELECT FROM searches_pictures_of_others(ended.id))
   AND searches_pictures_due(ended.id) <= now()
   AND NOT EXISTS (SELECT FROM searches_legalhold AS held
                   WHERE held.search_request_id = ended.id AND held.released_at IS NULL)
 ORDER BY ended.status_since LIMIT %s
"""


def due_ids(*, most: int = 200) -> list[UUID]:
    """Return requests with pictures that are over, the oldest first; each is judged again under its lock.

    Args:
        most: how many at once.
    """
    ended = [status.value for status in (Status.NO_LEAD, *WITH_LEAD)]
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [ended, most])
        return [pk for (pk,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class PicturesHere:
    """The pictures of candidates that a request still holds.

    Attributes:
        of_others: how many show candidates whom no examiner selected; of_selected: how many the others are.
        due: when those of others go, but for a legal hold; None where they stay as long as the content.
    """

    of_others: int
    of_selected: int
    due: datetime | None


def pictures_here(search_request: SearchRequest) -> PicturesHere:
    """Return which pictures of candidates are still here, and when those of others go."""
    if search_request.content_destroyed_at is not None:
        return PicturesHere(0, 0, None)
    here = CandidatePicture.objects.filter(
        search_request=search_request, state=CandidatePicture.State.HERE
    ).count()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM searches_pictures_of_others(%s)), searches_pictures_due(%s)",
            [search_request.pk, search_request.pk],
        )
        of_others, due = cursor.fetchone() or (0, None)
    return PicturesHere(of_others, here - of_others, due)


def destroy(*, actor: Actor, search_request_id: UUID) -> None:
    """Destroy the pictures of the candidates of one request whom no examiner selected: their keys, and the sealed bytes.

    Args:
        actor: the worker.
        search_request_id: the request.

    Raises:
        PreconditionFailed: none is over (`pictures_not_due`): it is not their time, a legal hold stands, something keeps
            them as long as the content, or they were destroyed before.
    """
    with unit_of_work(
        actor=actor, action="destroy_pictures", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        row = work.request_row
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM searches_destroy_pictures(%s) ORDER BY 2", [row.pk])
            gone = cursor.fetchall()
        if not gone:
            raise PreconditionFailed("pictures_not_due")
        ground = "no_lead" if row.status == Status.NO_LEAD else "ended"
        for picture_id, position in gone:
            work.record(
                "candidate_picture.destroyed",
                facts={"position": position, "ground": ground},
                object_type="candidate_picture",
                object_id=str(picture_id),
            )
