"""Incidents, for tests: one that a report opened, taken and closed by whoever may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from requests_app.accounts.actors import Actor
from requests_app.searches.incident import Answer, Closing, Duty, Opening, duties_of
from requests_app.searches.models import (
    FollowUp,
    Incident,
    IncidentOwner,
    LeadRecall,
    SearchRequest,
)
from requests_app.workflow import incidents
from tests import follow_ups

if TYPE_CHECKING:
    from tests.builders import InventedAgency

WORDS = "The officer had not read the sheet, and knows it by now."


def decider(agency: InventedAgency, who: str) -> Actor:
    """Somebody in the role in which they decide; the sergeant also asks."""
    return agency.actor(who, "supervisor" if who == "sergeant" else None)


def of_a_report(agency: InventedAgency, row: SearchRequest, *, who: str = "officer") -> Incident:
    """Let whoever asked report an arrest that rested on the lead alone; return the incident that it opens."""
    earlier = FollowUp.objects.filter(search_request=row, kind="report").exists()
    wrong = follow_ups.report(
        corroborations=(), done=follow_ups.arrested(), earlier_holds=False if earlier else None
    )
    recorded = follow_ups.recorded(agency, row, wrong, who=who, role="officer")
    return Incident.objects.get(follow_up=recorded)


def opening(**changes: Any) -> Opening:
    """Why somebody opens an incident."""
    return Opening(**{"ground": "complaint", "words": WORDS, **changes})


def opened(
    agency: InventedAgency, row: SearchRequest, *, who: str = "sergeant", **changes: Any
) -> Incident:
    """Let a decider open an incident, after a complaint where nothing else is said."""
    return incidents.open_incident(
        actor=decider(agency, who),
        search_request_id=row.pk,
        after=Incident.objects.filter(search_request=row).count(),
        said=opening(**changes),
    ).incident


def taken(agency: InventedAgency, named: Incident, *, who: str = "supervisor") -> None:
    """Let somebody look into an incident."""
    incidents.take_incident(
        actor=decider(agency, who),
        search_request_id=named.search_request_id,
        incident_id=named.pk,
        after=IncidentOwner.objects.filter(incident=named).count(),
    )


def closing(named: Incident, **changes: Any) -> Closing:
    """That every duty of an incident that applies is done, and it is put right."""
    is_recalled = LeadRecall.objects.filter(search_request=named.search_request_id).exists()
    answers = tuple(
        Answer(duty, "not_needed", None, WORDS)
        if duty == Duty.RECALL_LEAD and not is_recalled
        else Answer(duty, "done", timezone.localdate(), WORDS)
        for duty in duties_of(named.ground, named.flaws)
    )
    return Closing(**{"outcome": "put_right", "answers": answers, "reason": WORDS, **changes})


def closed(
    agency: InventedAgency, named: Incident, *, who: str = "supervisor", **changes: Any
) -> Incident:
    """Let whoever looks into an incident close it."""
    return incidents.close_incident(
        actor=decider(agency, who),
        search_request_id=named.search_request_id,
        incident_id=named.pk,
        said=closing(named, **changes),
    )
