"""Ends requests whose time has run out: undecided too long, or approved and never sent.

Candidates are found outside the lock and judged again inside it.
"""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.dispatch import outbox
from requests_app.searches.models import Notice, SearchRequest
from requests_app.searches.states import Action, Status, transition_for
from requests_app.workflow import claim, permissions
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import unit_of_work


def lapsed_ids(*, most: int = 200) -> list[UUID]:
    """Requests that may have lapsed; each is judged again under its lock."""
    open_statuses = [s.value for s in Status if transition_for(s, Action.EXPIRE) is not None]
    return list(
        SearchRequest.objects.filter(status__in=open_statuses, lapses_at__lte=clock.real_now())
        .order_by("lapses_at")
        .values_list("pk", flat=True)[:most]
    )


def expire(*, actor: Actor, search_request_id: UUID) -> None:
    """End one request whose time has run out.

    Raises:
        PreconditionFailed: it has not.
        InvalidTransition: it is in no status that lapses; somebody was first.
    """
    with unit_of_work(actor=actor, action="expire", search_request_id=search_request_id) as work:
        permissions.check_is_process(actor, "worker", "dispatcher")
        row = work.request_row
        work.check_may(Action.EXPIRE)
        if row.lapses_at is None or row.lapses_at > clock.real_now():
            raise PreconditionFailed("not_lapsed")
        claim.end_all(row, how="expired")
        outbox.cancel(row.id, error="expired")
        work.move(Action.EXPIRE, reason="lapsed", facts={"version": row.version})
        notify.requester(row, Notice.Kind.EXPIRED)
