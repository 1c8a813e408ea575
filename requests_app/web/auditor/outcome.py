"""What was recorded of a lead and of its incidents, for an auditor, for a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from requests_app.common.errors import NotFound
from requests_app.searches.models import Incident
from requests_app.web import incident_words, outcome_entries
from requests_app.web.auditor.access import auditor_page
from requests_app.web.auditor.forms import ReasonForm
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.workflow.reading import opened_outcome
from requests_app.workflow.reading.opened_outcome import IncidentWords


@auditor_page
@require_http_methods(["GET", "POST"])
def outcome(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask for a reason; with one, show what was recorded of the lead and of its incidents."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    row = opened_outcome.with_outcome(pk)
    if row is None:
        raise NotFound
    context: dict[str, Any] = {"search_request": row, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "auditor/outcome_reason.html", context | {"page_form": True})
    opened = opened_outcome.open_outcome(
        actor=request.actor,
        search_request_id=pk,
        reason=form.cleaned_data["reason"],
        file_reference=form.cleaned_data["file_reference"],
    )
    context = {
        "search_request": opened.search_request,
        "opened": opened,
        "entries": [outcome_entries.entry_of(each) for each in opened.entries],
        "incidents": [words_of(each) for each in opened.incidents],
    }
    return render(request, "auditor/outcome.html", context)


def row_of(row: Incident) -> dict[str, Any]:
    """Return what a page shows of an incident without its words."""
    return {
        "incident": row,
        "ground": incident_words.GROUNDS.get(row.ground, row.ground),
        "found": incident_words.found_of(row),
        "became": incident_words.OUTCOMES.get(row.outcome, row.outcome),
    }


def words_of(each: IncidentWords) -> dict[str, Any]:
    """Return what a page shows of an incident with its words."""
    return row_of(each.incident) | {
        "opened": each,
        "answers": incident_words.answers_of(each.closing),
    }
