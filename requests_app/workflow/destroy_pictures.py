"""Destroys the pictures of candidates who were not selected, once a request has ended without a lead or is closed.

Must not judge by itself: the database says which are over and destroys them (`searches_destroy_pictures`). Their places,
ids, ranks, scores and digests stay with the result.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from requests_app.accounts.actors import Actor
from requests_app.common.errors import PreconditionFailed
from requests_app.searches.models import CandidatePicture, SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import permissions
from requests_app.workflow.unit_of_work import unit_of_work

_GROUNDS = {Status.NO_LEAD: "no_lead", Status.CLOSED: "closed"}
# A request whose pictures are gone is passed by without asking what is over.
_DUE = """
SELECT ended.id FROM searches_searchrequest AS ended
 WHERE ended.content_destroyed_at IS NULL AND ended.status = ANY(%s)
   AND EXISTS (SELECT FROM searches_candidatepicture AS kept
               WHERE kept.search_request_id = ended.id AND kept.state = 'here')
   AND EXISTS (SELECT FROM searches_pictures_over(ended.id, false))
 ORDER BY ended.status_since LIMIT %s
"""


def due_ids(*, most: int = 200) -> list[UUID]:
    """Return requests with pictures that are over, the oldest first; each is judged again under its lock.

    Args:
        most: how many at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [[status.value for status in _GROUNDS], most])
        return [pk for (pk,) in cursor.fetchall()]


def to_go(search_request: SearchRequest) -> tuple[int, int]:
    """Return how many pictures would be over if a request were closed now, and how many others are kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM searches_pictures_over(%s, true)", [search_request.pk])
        (over,) = cursor.fetchone() or (0,)
    here = CandidatePicture.objects.filter(
        search_request=search_request, state=CandidatePicture.State.HERE
    )
    return over, here.count() - over


def destroy(*, actor: Actor, search_request_id: UUID) -> None:
    """Destroy the pictures of the candidates of one request who were not selected: their keys, and the sealed bytes.

    Args:
        actor: the worker.
        search_request_id: the request.

    Raises:
        PreconditionFailed: none is over (`pictures_not_due`): a legal hold stands, somebody was charged, the class keeps
            them until the case is disposed of, or they were destroyed before.
    """
    with unit_of_work(
        actor=actor, action="destroy_pictures", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        row = work.request_row
        with connection.cursor() as cursor:
            cursor.execute("SELECT searches_destroy_pictures(%s)", [row.pk])
            (count,) = cursor.fetchone() or (0,)
        if not count:
            raise PreconditionFailed("pictures_not_due")
        work.record(
            "candidate_picture.destroyed",
            facts={"count": count, "ground": _GROUNDS[Status(row.status)]},
        )
