"""A decision that is being written, saved for its decider to go on later.

Nothing is decided by it, and what is saved is shown to nobody but the person who wrote it.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from requests_app.web import kept
from requests_app.web.http import ActingRequest
from requests_app.web.supervisor import presenters
from requests_app.web.supervisor.access import back_to_queue, in_capacity
from requests_app.web.supervisor.forms import DecisionForm
from requests_app.workflow import claim
from requests_app.workflow.reading.decided import waiting_for


@kept.until_done
@in_capacity
@require_POST
def save(request: ActingRequest, capacity: str, pk: UUID) -> HttpResponse:
    """Save what the script of the decision page sends, and keep the request in hand for longer.

    Nothing is shown, so the answer is empty; until when the claim holds stands in its headers.
    """
    waits = waiting_for(actor=request.actor, search_request_id=pk, action="save_draft")
    place = reverse("supervisor:page", args=[capacity, pk])
    # What comes late, when the decision is made, must not come back as a draft of it.
    is_saved = waits is not None and kept.save_draft(request, place)
    if not is_saved:
        return HttpResponse(status=400)
    held = claim.keep_in_hand(actor=request.actor, search_request_id=pk)
    return HttpResponse(status=204, headers=presenters.claim_headers(held))


def save_and_leave(
    request: ActingRequest, capacity: str, pk: UUID, form: DecisionForm
) -> HttpResponse | None:
    """Save what the form of the decision page holds and go to the queue; None draws the page again."""
    if waiting_for(actor=request.actor, search_request_id=pk, action="save_draft") is None:
        return back_to_queue(request, _("This request no longer awaits your decision."))
    if not kept.save_draft(request, request.path):
        form.add_error(
            None,
            _(
                "What you have written could not be saved: it may be too long, or this page too old. Copy "
                "what you need, and open the request from the queue again."
            ),
        )
        return None
    said = _("What you have written is saved, and nothing was decided.")
    held = claim.keep_in_hand(actor=request.actor, search_request_id=pk)
    if held is None:
        said += " " + _("You do not have the request in hand any more: claim it again to go on.")
    return back_to_queue(request, said, level=messages.SUCCESS)
