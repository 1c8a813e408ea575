"""The lists of a supervisor: results on whose candidate two examiners agree, and what they decided on those."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from requests_app.accounts import rights, training
from requests_app.accounts.models import Account, RoleAssignment
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.registry import selectors as registry
from requests_app.searches import follow_ups
from requests_app.searches.models import (
    Conclusion,
    Examination,
    LeadDecision,
    LeadRecall,
    SearchRequest,
)
from requests_app.searches.states import WITH_LEAD, Status


def awaiting_release_by(account: Account) -> QuerySet[SearchRequest]:
    """Requests with a candidate on whom two examiners agree, oldest first; none that they asked for or examined.

    Empty without a current certificate, and for units in which this person examines: they are not to know who agrees.
    """
    today = timezone.localdate(clock.real_now())
    if not training.is_current(account.person, training.Course.DECIDING, today):
        return SearchRequest.objects.none()
    later = Conclusion.objects.filter(
        examination=OuterRef("examination"), number__gt=OuterRef("number")
    )
    same = (
        Conclusion.objects.filter(
            search_request=OuterRef("search_request"),
            selected_position=OuterRef("selected_position"),
        )
        .exclude(examination=OuterRef("examination"))
        .filter(~Exists(later))
    )
    agreed = Conclusion.objects.filter(
        ~Exists(later),
        Exists(same),
        search_request=OuterRef("pk"),
        selected_position__isnull=False,
    )
    examined = Examination.objects.filter(
        search_request=OuterRef("pk"), examiner_person=account.person_id
    )
    examines = RoleAssignment.objects.filter(
        role=Role.EXAMINER,
        withdrawn_at__isnull=True,
        account__is_active=True,
        account__person=account.person_id,
        account__unit=OuterRef("unit"),
    )
    return (
        SearchRequest.objects.filter(
            Exists(agreed),
            status=Status.RESULT_RECEIVED,
            unit__in=rights.decidable_units(account),
            content_destroyed_at=None,
        )
        .exclude(requested_by_person=account.person_id)
        .exclude(Exists(examined))
        .exclude(Exists(examines))
        .select_related("unit")
        .order_by("status_since", "pk")
    )


def released_for(account: Account) -> QuerySet[SearchRequest]:
    """Requests whose lead was released, in the units this person decides for, closed ones too; none of their own.

    The latest change of status comes first. `released_at` is when the lead was released; `recalled_at` when it was
    recalled, or None; `report_due_at` when what came of it is to be reported, None where nothing is owed.
    """
    recalled = LeadRecall.objects.filter(search_request=OuterRef("pk"))
    released = LeadDecision.objects.filter(search_request=OuterRef("pk"))
    in_units = SearchRequest.objects.filter(unit__in=rights.decidable_units(account))
    return (
        follow_ups.with_due(
            in_units, first_after_days=registry.agency().report_days, statuses=WITH_LEAD
        )
        .exclude(requested_by_person=account.person_id)
        .annotate(
            recalled_at=Subquery(recalled.values("recalled_at")[:1]),
            released_at=Subquery(released.values("decided_at")[:1]),
        )
        .select_related("unit")
        .order_by("-status_since", "pk")
    )


def decided_by(account: Account) -> QuerySet[LeadDecision]:
    """What this supervisor decided on leads, newest first; `recalled_at` is when one was recalled, or None."""
    recalled = LeadRecall.objects.filter(search_request=OuterRef("search_request"))
    return (
        LeadDecision.objects.filter(decided_by=account)
        .annotate(recalled_at=Subquery(recalled.values("recalled_at")[:1]))
        .select_related("search_request__unit")
        .order_by("-decided_at", "pk")
    )
