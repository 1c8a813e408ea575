"""A lead that was released is recalled by a supervisor or a privacy officer of the unit."""

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
from requests_app.web.supervisor.lead_forms import RecallForm
from requests_app.workflow.reading.release_page import lead_to_recall
from requests_app.workflow.recall import recall_lead


@kept.until_done
@deciders_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask why, and recall the lead."""
    named: Any = {"actor": request.actor, "search_request_id": pk}
    is_sent = request.method == "POST"
    form = RecallForm(request.POST if is_sent else None)
    try:
        if is_sent and _was_recalled(named, form):
            kept.forget_page(request)
            messages.success(
                request, _("The lead is recalled. Those who can open it have been told.")
            )
            return redirect("supervisor:leads")
        found = lead_to_recall(**named)
        if found.is_recalled:
            raise PreconditionFailed("lead_recalled_already")
    except (PreconditionFailed, InvalidTransition) as refused:
        return back_to_leads(request, refused)
    except CountersignError:
        kept.keep_what_was_refused(request)
        raise
    if is_sent:
        kept.save_draft(request, request.path)
    context = {
        "search_request": found.search_request,
        "found": found,
        "form": form,
        "page_form": True,
    }
    return render(request, "supervisor/recall.html", context, status=400 if form.errors else 200)


def _was_recalled(named: Any, form: RecallForm) -> bool:
    """Recall the lead as the form says; False where an answer is missing, which stands beside its field then."""
    if not form.is_valid():
        return False
    try:
        recall_lead(**named, **form.cleaned_data)
    except BadInput as refused:
        form.take_over(refused.field_errors)
    return not form.errors
