"""What happened to one request, as those concerned may know it: changes of status from the log, no content.

Must not be shown before its reading was recorded; the record pages see to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise

from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event

SAVED = "search.draft_saved"
"""Happens too often to tell anybody anything."""
EXAMINATIONS = "exam."
"""How the events of examiners begin. They change no status, and are told to nobody who asked or decided: a third
examiner after two conclusions, or a correction, would say that the examiners differ."""
NONE_FOUND, WITHHELD = "lead.none_found", "lead.withheld"
"""Told alike, and without who it was: that a supervisor withheld a lead would say that there is a candidate."""
DESTROYED = "content.destroyed"
"""Told to everybody; a legal hold to nobody here, for it may be about the requester."""
STEPS_WITHOUT_A_STATUS = ("search.blocked", "search.decision_recorded")
"""What a requester is told besides, though it changes no status."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened.

    Attributes:
        label: a short clause for people.
        at: when.
        role: in which role somebody acted, as a code; `system` for our processes, empty where that is not told.
        person_id: who acted.
    """

    label: Promise
    at: datetime
    role: str
    person_id: UUID | None


def steps_of(search_request_id: UUID, *, besides: tuple[str, ...] = ()) -> tuple[Step, ...]:
    """Return what happened to a request, oldest first.

    Args:
        search_request_id: the request.
        besides: codes of events that are told though they change no status.
    """
    events = (
        Event.objects.filter(request_id=search_request_id)
        .filter(Q(status_after__isnull=False) | Q(code__in=(*besides, DESTROYED)))
        .exclude(code=SAVED)
        .exclude(code__startswith=EXAMINATIONS)
        .defer("entry", "leaf_hash")
        .order_by("request_seq")
    )
    return tuple(_step(event) for event in events if event.code in EVENTS)


def _step(event: Event) -> Step:
    if event.code in (NONE_FOUND, WITHHELD):
        return Step(EVENTS[NONE_FOUND].label, event.occurred_at, "", None)
    return Step(EVENTS[event.code].label, event.occurred_at, event.role, event.person_id)


def reason_of(search_request_id: UUID, code: str) -> str:
    """Return the reason that the last event of this code on a request gives; empty where there is none."""
    reasons = Event.objects.filter(request_id=search_request_id, code=code)
    return reasons.order_by("-request_seq").values_list("reason", flat=True).first() or ""
