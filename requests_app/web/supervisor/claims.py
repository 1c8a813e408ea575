"""Taking a request in hand, and letting go of it.

Only turns a press of a button into the use case.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from requests_app.common.errors import AlreadyTaken, InvalidTransition, PreconditionFailed
from requests_app.web import kept
from requests_app.web.http import ActingRequest
from requests_app.web.supervisor.access import back_to_queue, in_capacity
from requests_app.workflow import claim


@kept.until_done
@in_capacity
@require_POST
def take(request: ActingRequest, capacity: str, pk: UUID) -> HttpResponse:
    """Claim, and open the decision page."""
    try:
        claim.claim(
            actor=request.actor, search_request_id=pk, via=request.POST.get("via", "queue")[:20]
        )
    except (AlreadyTaken, InvalidTransition) as problem:
        return back_to_queue(request, problem, level=messages.WARNING)
    return redirect("supervisor:page", capacity, pk)


@kept.until_done
@in_capacity
@require_POST
def let_go(request: ActingRequest, capacity: str, pk: UUID) -> HttpResponse:
    """Release a claim, and go back to the queue. What was being written is saved as a draft."""
    kept.save_draft(request, reverse("supervisor:page", args=[capacity, pk]))
    try:
        claim.release(actor=request.actor, search_request_id=pk)
    except (PreconditionFailed, InvalidTransition) as problem:
        return back_to_queue(request, problem, level=messages.WARNING)
    return back_to_queue(request, _("You have let go of the request. Others can take it now."))
