"""The lists of a supervisor: results on whose candidate two examiners agree, and what they decided on those."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from requests_app.accounts import rights
from requests_app.accounts.models import Account
from requests_app.searches.models import Conclusion, Examination, LeadDecision, SearchRequest
from requests_app.searches.states import Status


def awaiting_release_by(account: Account) -> QuerySet[SearchRequest]:
    """Requests with a candidate on whom two examiners agree, oldest first; none that they asked for or examined."""
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
    return (
        SearchRequest.objects.filter(
            Exists(agreed),
            status=Status.RESULT_RECEIVED,
            unit__in=rights.decidable_units(account),
            content_destroyed_at=None,
        )
        .exclude(requested_by_person=account.person_id)
        .exclude(Exists(examined))
        .select_related("unit")
        .order_by("status_since", "pk")
    )


def decided_by(account: Account) -> QuerySet[LeadDecision]:
    """What this supervisor decided on leads, newest first."""
    return (
        LeadDecision.objects.filter(decided_by=account)
        .select_related("search_request__unit")
        .order_by("-decided_at", "pk")
    )
