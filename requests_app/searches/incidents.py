"""Seals, opens and lists incidents, and says who looks into one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from requests_app.accounts import rights
from requests_app.accounts.models import Account
from requests_app.searches import content, incident
from requests_app.searches.incident import Closing, Opening
from requests_app.searches.models import (
    Examination,
    FollowUp,
    Incident,
    IncidentOwner,
    LeadDecision,
    SearchRequest,
)


def seal_opening(search_request_id: UUID, incident_id: UUID, said: Opening) -> bytes:
    """Return why a person opens an incident, sealed."""
    return content.seal_part(search_request_id, _opening(incident_id), incident.encode(said))


def opened(row: Incident) -> Opening | None:
    """Return why a person opened an incident; None where what was recorded of the lead did.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    if row.sealed is None:
        return None
    data = content.open_part(row.search_request_id, _opening(row.id), row.sealed)
    with content.readable():
        return incident.decode(data, Opening)


def seal_closing(search_request_id: UUID, incident_id: UUID, said: Closing) -> bytes:
    """Return how an incident ends, sealed."""
    return content.seal_part(search_request_id, _closing(incident_id), incident.encode(said))


def opened_closing(row: Incident) -> Closing | None:
    """Return how an incident ended; None where it is open.

    Raises:
        ContentDestroyed: the key is gone.
        ContentDamaged: what is stored does not open.
    """
    if row.sealed_closing is None:
        return None
    data = content.open_part(row.search_request_id, _closing(row.id), row.sealed_closing)
    with content.readable():
        return incident.decode(data, Closing)


def of_lead(search_request: SearchRequest) -> QuerySet[Incident]:
    """Return the incidents of a lead, in their order."""
    found = Incident.objects.filter(search_request=search_request)
    return found.select_related("follow_up", "opened_by_person", "closed_by_person").order_by(
        "number"
    )


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Owned(TypedDict):
        """owner_name: of the person who looks into it; None where nobody does."""

        owner_name: str | None

    OwnedRows = QuerySet[WithAnnotations[Incident, Owned]]


def open_for(account: Account) -> OwnedRows:
    """Return the open incidents of the units this person decides for, what is due first; none of their own requests.

    `owner_name` is that of whoever looks into one, or None.
    """
    return _for(account).filter(closed_at=None).order_by("due_at", "pk")


def closed_for(account: Account) -> OwnedRows:
    """Return the closed incidents of the units this person decides for, the newest closing first.

    `ended_at` is when one was closed: a list is read by key along it, since `closed_at` may be empty.
    """
    closed = _for(account).filter(closed_at__isnull=False).select_related("closed_by_person")
    return closed.annotate(ended_at=F("closed_at")).order_by("-ended_at", "pk")


def audited(search_request: SearchRequest) -> OwnedRows:
    """Return the incidents of a request in their order, each with `owner_name`; nothing of what was written."""
    found = Incident.objects.filter(search_request=search_request)
    people = found.select_related("opened_by_person", "closed_by_person")
    return _owned(people.defer("sealed", "sealed_closing")).order_by("number")


def _for(account: Account) -> OwnedRows:
    found = Incident.objects.filter(
        unit__in=rights.decidable_units(account), search_request__content_destroyed_at=None
    ).exclude(search_request__requested_by_person=account.person_id)
    return _owned(found).select_related("search_request__unit")


def _owned(found: QuerySet[Incident]) -> OwnedRows:
    last = IncidentOwner.objects.filter(incident=OuterRef("pk")).order_by("-number")
    return found.annotate(owner_name=Subquery(last.values("owner_person__full_name")[:1]))


def parts_in(row: Incident) -> dict[str, set[UUID]]:
    """Return who had a part in what an incident is about, and so does not look into it: why as a code -> persons."""
    of = row.search_request_id
    released = LeadDecision.objects.filter(search_request=of)
    examined = Examination.objects.filter(search_request=of)
    recorded = FollowUp.objects.filter(search_request=of)
    return {
        "own_incident": {row.opened_by_person_id},
        "recorded_of_this_lead": set(recorded.values_list("recorded_by_person", flat=True)),
        "released_this_lead": set(released.values_list("decided_by_person", flat=True)),
        "examined_this_lead": set(examined.values_list("examiner_person", flat=True)),
    }


def owner_of(row: Incident) -> IncidentOwner | None:
    """Return who looks into an incident: the last who took it."""
    owners = IncidentOwner.objects.filter(incident=row).select_related("owner_person")
    return owners.order_by("-number").first()


# These bytes never change: stored rows need them.


def _opening(incident_id: UUID) -> str:
    return f"incident-{incident_id}"


def _closing(incident_id: UUID) -> str:
    return f"incident-closing-{incident_id}"
