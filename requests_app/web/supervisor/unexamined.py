"""A result that too few people are left to examine is ended without a lead, by a decider of the unit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app.common.errors import (
    BadInput,
    CountersignError,
    InvalidTransition,
    PreconditionFailed,
)
from requests_app.web import kept
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.supervisor.access import back_to_leads, deciders_page
from requests_app.web.supervisor.lead_forms import EndUnexaminedForm
from requests_app.workflow.end_unexamined import end_unexamined
from requests_app.workflow.reading.lacking import open_lacking


@kept.until_done
@deciders_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Say what is lacking and how it can be had; or ask why it cannot, and end the result."""
    named: Any = {"actor": request.actor, "search_request_id": pk}
    is_sent = request.method == "POST"
    form = EndUnexaminedForm(request.POST if is_sent else None)
    try:
        if is_sent and _was_ended(named, form):
            kept.forget_page(request)
            messages.success(
                request, _("The search is ended without a lead. The officer has been told.")
            )
            return redirect("supervisor:leads")
        found = open_lacking(**named)
    except (PreconditionFailed, InvalidTransition) as refused:
        return back_to_leads(request, refused)
    except CountersignError:
        kept.keep_what_was_refused(request)
        raise
    if is_sent:
        kept.save_draft(request, request.path)
    context = {
        "search_request": found.search_request,
        "differ": found.concluded >= 2,
        "form": form,
        "page_form": True,
    }
    status = 400 if form.errors else 200
    return render(request, "supervisor/unexamined.html", context, status=status)


def _was_ended(named: Any, form: EndUnexaminedForm) -> bool:
    """End the result as the form says; False where an answer is missing, which stands beside its field then."""
    if not form.is_valid():
        return False
    try:
        end_unexamined(**named, **form.cleaned_data)
    except BadInput as refused:
        form.take_over(refused.field_errors)
    return not form.errors
