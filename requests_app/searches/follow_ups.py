"""Seals, opens and lists what is recorded of a lead after its release, and says when a report is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from requests_app.accounts.models import Account
from requests_app.searches import content, outcome
from requests_app.searches.models import FollowUp, Incident, LeadDecision, SearchRequest
from requests_app.searches.outcome import Asked, Passing, Plan, Recorded, Report
from requests_app.searches.states import Status


def seal(search_request_id: UUID, follow_up_id: UUID, said: Recorded) -> bytes:
    """Return what was said, sealed."""
    return content.seal_part(search_request_id, _name(follow_up_id), outcome.encode(said))


_SAID: dict[str, type[Passing] | type[Report] | type[Plan]] = {
    FollowUp.Kind.PASSED_ON: Passing,
    FollowUp.Kind.REPORT: Report,
    FollowUp.Kind.PLAN: Plan,
}


def opened(row: FollowUp) -> Recorded:
    """Return what was said.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    with content.readable():
        return outcome.decode(stored(row), _SAID[row.kind])


def stored(row: FollowUp) -> bytes:
    """Return the canonical bytes of what was said, as they were recorded: an earlier release asked for less.

    Raises:
        ContentDestroyed, ContentDamaged: as above.
    """
    return content.open_part(row.search_request_id, _name(row.id), row.sealed)


def of_lead(search_request: SearchRequest) -> QuerySet[FollowUp]:
    """Return all that was recorded of a lead, in its order."""
    return FollowUp.objects.filter(search_request=search_request).order_by("number")


def since_it_ended(search_request: SearchRequest) -> QuerySet[FollowUp]:
    """Return the reports after the last one that said that more is to come."""
    reports = of_lead(search_request).filter(kind=FollowUp.Kind.REPORT)
    goes_on = reports.exclude(due_at=None).order_by("-number").values("number")[:1]
    return reports.filter(number__gt=Coalesce(Subquery(goes_on), 0))


def not_looked_into(search_request: SearchRequest) -> QuerySet[FollowUp]:
    """Return what was recorded in which something was found of which no incident was opened, as before there were any."""
    opened = Incident.objects.filter(follow_up=OuterRef("pk"))
    rows = of_lead(search_request).exclude(kind=FollowUp.Kind.PLAN).exclude(flaws=[])
    return rows.filter(~Exists(opened))


def whole(search_request: SearchRequest) -> QuerySet[FollowUp]:
    """Return all that was recorded of a lead, in its order, with who did and what the rules found of planned steps."""
    rows = of_lead(search_request).select_related("recorded_by_person", "check_run")
    return rows.prefetch_related("check_run__findings")


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was recorded of a lead so far, as the rules ask for it.

    Attributes:
        reports: those that open, oldest first; has_report: whether there is any, damaged or not.
        is_damaged: whether one does not open after which no other was recorded.
        asked: the steps that were asked for, oldest first.
    """

    reports: tuple[Report, ...]
    has_report: bool
    is_damaged: bool
    asked: tuple[Asked, ...]


def so_far(search_request: SearchRequest) -> SoFar:
    """Return what was recorded of a lead so far.

    Raises:
        ContentDestroyed: the key is gone.
    """
    rows = list(of_lead(search_request))
    said = [opened_if_whole(row) for row in rows if row.kind == FollowUp.Kind.REPORT]
    return SoFar(
        reports=tuple(each for each in said if isinstance(each, Report)),
        has_report=bool(said),
        is_damaged=bool(said) and said[-1] is None,
        asked=tuple(
            Asked(row.outcome, bool(row.is_stopped), timezone.localdate(row.recorded_at))
            for row in rows
            if row.kind == FollowUp.Kind.PLAN
        ),
    )


def opened_if_whole(row: FollowUp) -> Recorded | None:
    """Return what was said; None where what is stored is damaged.

    Raises:
        ContentDestroyed: the key is gone.
    """
    try:
        return opened(row)
    except content.ContentDamaged:
        return None


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Owed(TypedDict):
        """report_due_at: when what came of a lead is to be reported, None where it ended; owed_since: since when."""

        report_due_at: datetime | None
        owed_since: datetime

    OwedRows = QuerySet[WithAnnotations[SearchRequest, Owed]]


def with_due(
    rows: QuerySet[SearchRequest],
    *,
    first_after_days: int,
    statuses: tuple[Status, ...] = (Status.LEAD_RELEASED,),
) -> OwedRows:
    """Return requests whose lead was released with `report_due_at`: when what came of it is to be reported next.

    It is None where the last report says how it ended. And with `owed_since`: its release, or its last report.

    Args:
        rows: requests; others than with a released lead are left out.
        first_after_days: of the release, until there is a report.
        statuses: with `WITH_LEAD` closed requests as well, of which nothing is owed.
    """
    reports = FollowUp.objects.filter(search_request=OuterRef("pk"), kind=FollowUp.Kind.REPORT)
    last = reports.order_by("-number")
    released = LeadDecision.objects.filter(
        search_request=OuterRef("pk"), outcome=LeadDecision.Outcome.RELEASE
    ).values("decided_at")
    first = ExpressionWrapper(
        Subquery(released) + timedelta(days=first_after_days), output_field=DateTimeField()
    )
    # One status is compared as such, which a partial index for it needs.
    in_status = {"status": statuses[0]} if len(statuses) == 1 else {"status__in": statuses}
    return rows.filter(**in_status, content_destroyed_at=None).annotate(
        report_due_at=Case(
            When(Exists(reports), then=Subquery(last.values("due_at")[:1])), default=first
        ),
        owed_since=Coalesce(Subquery(last.values("recorded_at")[:1]), Subquery(released)),
    )


def overdue_of(account: Account, *, now: datetime, first_after_days: int) -> OwedRows:
    """Return the requests of a person whose report is overdue, the longest first."""
    mine = SearchRequest.objects.filter(requested_by_person=account.person_id)
    owed = with_due(mine, first_after_days=first_after_days)
    return owed.filter(report_due_at__lt=now).order_by(F("report_due_at"), "id")


# These bytes never change: stored rows need them.
def _name(follow_up_id: UUID) -> str:
    return f"follow-up-{follow_up_id}"
