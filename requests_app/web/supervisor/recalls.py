"""A lead that was released is recalled by a supervisor or a privacy officer of the unit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app.common.errors import BadInput, InvalidTransition, PreconditionFailed
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.supervisor.access import deciders_page
from requests_app.web.supervisor.lead_forms import RecallForm
from requests_app.workflow.reading.release_page import lead_to_recall
from requests_app.workflow.recall import recall_lead


@deciders_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask why, and recall the lead."""
    named: Any = {"actor": request.actor, "search_request_id": pk}
    form = RecallForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            try:
                recall_lead(**named, **form.cleaned_data)
            except BadInput as refused:
                form.take_over(refused.field_errors)
            else:
                messages.success(
                    request, _("The lead is recalled. Everybody who opened it has been told.")
                )
                return redirect("supervisor:leads")
        found = lead_to_recall(**named)
    except (PreconditionFailed, InvalidTransition) as refused:
        messages.info(request, explain(refused))
        return redirect("supervisor:leads")
    if found.is_recalled:
        messages.info(request, explain(PreconditionFailed("lead_recalled_already")))
        return redirect("supervisor:leads")
    context = {
        "search_request": found.search_request,
        "found": found,
        "form": form,
        "page_form": True,
    }
    return render(request, "supervisor/recall.html", context, status=400 if form.errors else 200)
