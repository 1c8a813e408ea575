"""Incidents that are overdue: who is told of them. Holds no content and needs no key: the worker tells of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.registry import selectors as registry
from requests_app.searches.models import Incident, Notice
from requests_app.wire.shapes import write_time
from requests_app.workflow import permissions
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import unit_of_work


def ids_to_tell(*, most: int = 200) -> list[UUID]:
    """Return requests with an overdue incident of which nobody was told; each is judged again under its lock."""
    waiting = _to_tell(clock.real_now()).order_by("due_at", "id")
    return list(dict.fromkeys(waiting.values_list("search_request", flat=True)[:most]))


def _to_tell(now: datetime) -> QuerySet[Incident]:
    """Incidents that are overdue and not closed, of which nobody was told since, or not lately."""
    lately = now - timedelta(days=registry.agency().incident_days)
    told = Notice.objects.filter(
        search_request=OuterRef("search_request"),
        kind=Notice.Kind.INCIDENT_OVERDUE,
        created_at__gte=Greatest(OuterRef("due_at"), Value(lately)),
    )
    return Incident.objects.filter(~Exists(told), due_at__lt=now, closed_at=None)


def tell(*, actor: Actor, search_request_id: UUID) -> None:
    """Tell of the incidents of a request that are overdue, together; again after as many days as each had.

    Args:
        actor: the worker.
        search_request_id: a request whose lead was released.

    Raises:
        PreconditionFailed: there is nothing to tell (`nothing_owed`).
    """
    with unit_of_work(
        actor=actor, action="tell_of_incident", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        row = work.request_row
        overdue = list(_to_tell(clock.real_now()).filter(search_request=row).order_by("due_at"))
        if not overdue:
            raise PreconditionFailed("nothing_owed")
        for each in overdue:
            each.search_request = row
        notify.who_looks_into(overdue, Notice.Kind.INCIDENT_OVERDUE)
        work.record(
            "incident.overdue",
            facts={"count": len(overdue), "due_at": write_time(overdue[0].due_at)},
        )
