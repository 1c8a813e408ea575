"""What this person has decided: the list, and what became of each, as a timeline.

Must not open content again: a decided case is closed to those who decided it.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from requests_app.web import log_proofs
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.standing import standing_of
from requests_app.web.supervisor.access import deciders_page
from requests_app.workflow.reading.decided import list_decided, open_decided_record


@deciders_page
@require_GET
def decided(request: ActingRequest) -> HttpResponse:
    """Requests this person decided on, newest first."""
    listed = list_decided(request.user, request.GET.get("page"))
    rows = [
        {
            "search_request": row,
            "decided_at": decision.decided_at,
            "standing": standing_of(row.status, listed.waits.get(row.pk, ("", ""))),
        }
        for decision, row in ((each, each.search_request) for each in listed.page.rows)
    ]
    context = {"rows": rows, "page": listed.page, "main_width": "full"}
    return render(request, "supervisor/decided.html", context)


@deciders_page
@require_GET
def record(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The timeline of a request this person decided on; no content."""
    opened = open_decided_record(actor=request.actor, search_request_id=pk)
    context = {
        "search_request": opened.search_request,
        "standing": standing_of(opened.search_request.status, opened.waits_because),
        "receipts": log_proofs.receipt_rows(request.user, pk, address="supervisor:receipt"),
        "timeline": [{"title": step.label, "at": step.at} for step in opened.steps],
    }
    return render(request, "supervisor/record.html", context)


@deciders_page
@require_GET
def receipt(request: ActingRequest, pk: UUID, event_id: int) -> HttpResponse:
    """The receipt of one decision of this person."""
    back = reverse("supervisor:record", args=[pk])
    return log_proofs.receipt(request, pk, event_id, back=back)
