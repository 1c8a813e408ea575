"""Results that too few people are left to examine: which they are, and why one was ended so.

Must show no examiner that a result is among them: it would say that two have concluded and differ.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from requests_app.accounts import rights, training
from requests_app.accounts import selectors as people
from requests_app.accounts.models import Account
from requests_app.common import clock
from requests_app.searches import content
from requests_app.searches.examiners_lists import agreed_conclusion
from requests_app.searches.models import (
    Conclusion,
    Decision,
    EndedUnexamined,
    Examination,
    Reading,
    SearchRequest,
)
from requests_app.searches.states import Status


def without_enough_examiners() -> QuerySet[SearchRequest]:
    """Results on which examiners have not come to an end, and cannot: fewer people may still conclude than have to.

    Two examine a result, and a third where two differ. Whoever has taken it counts while they may conclude.
    """
    first = Conclusion.objects.filter(search_request=OuterRef("pk"), number=1)
    concluded = first.order_by().values("search_request").annotate(count=Count("pk"))
    # Read beforehand: asked beside each result, the database would read the roles of everybody.
    trained = list(people.trained_examiners().values_list("pk", flat=True))
    able = (
        _not_involved(Account.objects.filter(pk__in=trained))
        .filter(unit=OuterRef("unit"))
        .exclude(person=OuterRef("requested_by_person"))
        .order_by()
        .values("unit")
        .annotate(count=Count("person", distinct=True))
    )
    return (
        SearchRequest.objects.filter(status=Status.RESULT_RECEIVED, content_destroyed_at=None)
        .alias(
            agreed=agreed_conclusion(),
            concluded=Coalesce(Subquery(concluded.values("count")), Value(0)),
            able=Coalesce(Subquery(able.values("count")), Value(0)),
            wanted=Case(When(concluded__gte=2, then=Value(1)), default=2 - F("concluded")),
        )
        .filter(agreed=None, able__lt=F("wanted"))
    )


def _not_involved(examiners: QuerySet[Account]) -> QuerySet[Account]:
    """Those who neither decided on the request around them, nor read a lead of it, nor have concluded."""
    request = OuterRef(OuterRef("pk"))
    decided = Decision.objects.filter(search_request=request, decided_by_person=OuterRef("person"))
    read = Reading.objects.filter(
        search_request=request, person=OuterRef("person"), kind=Reading.Kind.RELEASE_PAGE
    )
    concluded = Conclusion.objects.filter(
        search_request=request, examination__examiner_person=OuterRef("person")
    )
    return examiners.exclude(Exists(decided)).exclude(Exists(read)).exclude(Exists(concluded))


def listed_for(account: Account) -> QuerySet[SearchRequest]:
    """Those that this decider may end, oldest first: of their units, neither asked for nor examined by them.

    None of a unit in which this person examines, and none without a current certificate.
    """
    today = timezone.localdate(clock.real_now())
    if not training.is_current(account.person, training.Course.DECIDING, today):
        return SearchRequest.objects.none()
    examined = Examination.objects.filter(
        search_request=OuterRef("pk"), examiner_person=account.person_id
    )
    return (
        without_enough_examiners()
        .filter(unit__in=rights.decidable_units(account))
        .exclude(requested_by_person=account.person_id)
        .exclude(Exists(examined))
        .exclude(unit__in=people.units_examined_by(account.person_id))
        .select_related("unit")
        .order_by("status_since", "pk")
    )


def ended(search_request: SearchRequest) -> EndedUnexamined | None:
    """Return how the examination of a result was ended for want of examiners; None where it was not."""
    rows = EndedUnexamined.objects.select_related("ended_by_person")
    return rows.filter(search_request=search_request).first()


def seal_reason(search_request_id: UUID, ended_id: UUID, reason: str) -> bytes:
    """Return why an examination is ended, sealed."""
    return content.seal_part(search_request_id, _reason(ended_id), reason.encode())


def open_reason(ended: EndedUnexamined) -> str:
    """Return why an examination was ended.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    opened = content.open_part(ended.search_request_id, _reason(ended.id), ended.sealed_reason)
    with content.readable():
        return opened.decode()


def _reason(ended_id: UUID) -> str:
    """These bytes never change: stored rows need them."""
    return f"ended-unexamined-{ended_id}"
