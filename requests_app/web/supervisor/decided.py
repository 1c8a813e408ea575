"""What this person has decided: the list, and what became of each, as a timeline.
Must not open content again: a decided case is closed to those who decided it."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event
from requests_app.searches import selectors
from requests_app.searches.states import meaning_of
from requests_app.web.http import ActingRequest
from requests_app.web.supervisor.access import deciders_page
from requests_app.workflow import read


@deciders_page
@require_GET
def decided(request: ActingRequest) -> HttpResponse:
    """Requests this person decided on, newest first."""
    page = Paginator(selectors.decided_on_by(request.user), 25).get_page(request.GET.get("page"))
    rows = [{"search_request": row, "meaning": meaning_of(row.status)} for row in page.object_list]
    context = {"rows": rows, "page": page, "main_width": "full"}
    return render(request, "supervisor/decided.html", context)


@deciders_page
@require_GET
def record(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The timeline of a request this person decided on; no content."""
    row = selectors.decided_on_by(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    read.note_decided_record(actor=request.actor, search_request_id=pk)
    events = Event.objects.filter(request_id=pk).exclude(status_after=None).order_by("request_seq")
    context = {
        "search_request": row,
        "meaning": meaning_of(row.status),
        "timeline": [
            {"title": EVENTS[event.code].label, "at": event.occurred_at}
            for event in events
            if event.code in EVENTS and event.code != "search.draft_saved"
        ],
    }
    return render(request, "supervisor/record.html", context)
