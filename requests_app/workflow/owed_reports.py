"""Reports on what came of a lead that are owed: when, what an overdue one stops, and who is told of it.

Holds no content and needs no key: the worker tells of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Unit
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.registry import selectors as registry
from requests_app.searches import follow_ups
from requests_app.searches.models import FollowUp, LeadDecision, Notice, SearchRequest
from requests_app.wire.shapes import write_time
from requests_app.workflow import permissions
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import unit_of_work

TOLD_BEFORE = timedelta(days=7)
"""How long before a report is due its officer is told."""
MOST_NAMED = 10


def due_of(search_request: SearchRequest) -> datetime | None:
    """Return when what came of a released lead is to be reported next; None where the last report says how it ended."""
    reports = FollowUp.objects.filter(search_request=search_request, kind=FollowUp.Kind.REPORT)
    last = reports.order_by("-number").first()
    if last is not None:
        return last.due_at
    released = LeadDecision.objects.get(search_request=search_request)
    return released.decided_at + timedelta(days=registry.agency().report_days)


def overdue_of(account: Account) -> list[SearchRequest]:
    """Return the requests of a person whose report is overdue, the longest first: ten at most."""
    owed = follow_ups.overdue_of(
        account, now=clock.real_now(), first_after_days=registry.agency().report_days
    )
    return list(owed[:MOST_NAMED])


def is_owed_in(unit: Unit) -> bool:
    """Whether what came of any lead of a unit is still to be reported."""
    return _owed().filter(unit=unit, report_due_at__isnull=False).exists()


def refuse_if_overdue(account: Account) -> None:
    """Refuse whoever owes a report that is overdue, where the agency says so.

    Raises:
        PreconditionFailed: they do (`report_overdue`, with the references of their requests).
    """
    if not registry.agency().overdue_stops_requests:
        return
    overdue = overdue_of(account)
    if overdue:
        references = ", ".join(row.reference for row in overdue)
        raise PreconditionFailed("report_overdue", references=references)


def ids_to_tell(*, most: int = 200) -> list[UUID]:
    """Return requests of whose report somebody has to be told; each is judged again under its lock."""
    waiting = _to_tell(clock.real_now()).order_by("report_due_at", "id")
    return list(waiting.values_list("pk", flat=True)[:most])


def _owed() -> follow_ups.OwedRows:
    return follow_ups.with_due(
        SearchRequest.objects.all(), first_after_days=registry.agency().report_days
    )


def _to_tell(now: datetime) -> follow_ups.OwedRows:
    """Requests whose report is overdue or soon due, of which nobody was told since it is owed, or not lately."""
    lately = now - timedelta(days=registry.agency().report_days)
    overdue = _told(Notice.Kind.REPORT_OVERDUE).filter(created_at__gte=lately)
    return _owed().filter(
        Q(report_due_at__lt=now) & ~Exists(overdue)
        | Q(report_due_at__gte=now, report_due_at__lt=now + TOLD_BEFORE)
        & ~Exists(_told(Notice.Kind.REPORT_DUE))
    )


def _told(kind: str) -> QuerySet[Notice]:
    return Notice.objects.filter(
        search_request=OuterRef("pk"), kind=kind, created_at__gte=OuterRef("owed_since")
    )


def tell(*, actor: Actor, search_request_id: UUID) -> None:
    """Tell of a report that is due soon, once, or overdue: again after as many days as the first report has.

    Args:
        actor: the worker.
        search_request_id: a request whose lead was released.

    Raises:
        PreconditionFailed: there is nothing to tell (`nothing_owed`).
    """
    with unit_of_work(
        actor=actor, action="tell_of_report", search_request_id=search_request_id
    ) as work:
        permissions.check_is_process(actor, "worker")
        row = work.request_row
        now = clock.real_now()
        if not _to_tell(now).filter(pk=row.pk).exists():
            raise PreconditionFailed("nothing_owed")
        due_at = due_of(row)
        if due_at is None:
            raise PreconditionFailed("nothing_owed")
        is_overdue = due_at < now
        kind = Notice.Kind.REPORT_OVERDUE if is_overdue else Notice.Kind.REPORT_DUE
        if is_overdue:
            notify.supervisors(row, kind)
        notify.whoever_asked(row, kind)
        code = "followup.overdue" if is_overdue else "followup.due"
        work.record(code, facts={"due_at": write_time(due_at)})
