"""A request as an auditor sees it: what was known when, content for a reason, and the paper exhibit.
Must not show candidates, nor any content without its event."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.audit.models import Event
from requests_app.dispatch.models import Attempt, SearchResult
from requests_app.searches import selectors
from requests_app.searches.models import CheckRun, SearchRequest
from requests_app.web.auditor import names
from requests_app.web.auditor.access import auditor_page
from requests_app.web.auditor.forms import ReasonForm
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire import presenters
from requests_app.workflow import open_content, read_log
from requests_app.workflow.reading.findings import of_check


@auditor_page
@require_GET
def timeline(request: ActingRequest, pk: UUID) -> HttpResponse:
    """What happened to a request, with what was known at each step; no content."""
    events = read_log.read_timeline(actor=request.actor, search_request_id=pk)
    row = SearchRequest.objects.select_related("unit", "started_from").get(pk=pk)
    return render(request, "auditor/timeline.html", _record(row, events))


@auditor_page
@require_http_methods(["POST"])
def printed(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The same as a paper exhibit that names its reader, time and reference."""
    made = read_log.print_record(actor=request.actor, search_request_id=pk)
    row = SearchRequest.objects.select_related("unit", "started_from").get(pk=pk)
    context = _record(row, made.events) | {
        "reference": row.reference,
        "printed_by": made.printed_by,
        "printed_at": made.printed_at,
        "print_event": made.event_id,
    }
    return render(request, "auditor/exhibit.html", context)


def _record(row: SearchRequest, events: list[Event]) -> dict[str, Any]:
    named = names.people([row.requested_by_person_id])
    return {
        "search_request": row,
        "meaning": row.meaning,
        "requester": named.get(row.requested_by_person_id, ""),
        "events": names.rows(events),
        "versions": [_version(row, each) for each in row.justifications.select_related("gallery")],
        "decisions": [
            {
                "decision": each,
                "by": each.decided_by.person.full_name,
                "role": names.role_label(each.role),
                "minutes": each.seconds_open // 60,
                "seconds": each.seconds_open % 60,
            }
            for each in selectors.decisions_on(row)
        ],
        "attempts": Attempt.objects.filter(dispatch__search_request=row),
        "result": SearchResult.objects.filter(search_request=row).first(),
    }


def _version(row: SearchRequest, frozen: Any) -> dict[str, Any]:
    runs = CheckRun.objects.filter(search_request=row, version=frozen.version)
    return {
        "frozen": frozen,
        "runs": [
            {
                "run": run,
                "packs": run.packs,
                "findings": [
                    words
                    | {"judged": f"{found.pack} {found.pack_version}", "digest": found.pack_digest}
                    for found, words in zip(
                        run.findings.all(),
                        presenters.stored_findings(of_check(run)),
                        strict=True,
                    )
                ],
            }
            for run in runs.prefetch_related("findings")
        ],
    }


@auditor_page
@require_http_methods(["GET", "POST"])
def content(request: ActingRequest, pk: UUID, version: int) -> HttpResponse:
    """Ask for a reason; with one, show the answers, the deciders' words and the picture."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    row = SearchRequest.objects.filter(pk=pk, justifications__version=version).first()
    if row is None:
        return render(request, "errors/404.html", status=404)
    context: dict[str, Any] = {"search_request": row, "version": version, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "auditor/reason.html", context)
    opened = open_content.open_content(
        actor=request.actor,
        search_request_id=pk,
        version=version,
        reason=form.cleaned_data["reason"],
        file_reference=form.cleaned_data["file_reference"],
    )
    context = {
        "search_request": row,
        "version": version,
        "opened": opened,
        "language": opened.justification.language,
        "groups": presenters.summary(opened.answers, row, changeable=False),
        "means": presenters.means_rows(opened.answers, None),
        "facts": presenters.fact_rows(opened.answers, None),
        "edits": presenters.edit_rows(opened.answers, None),
        "decisions": [
            {
                "decision": each.decision,
                "by": each.decision.decided_by.person.full_name,
                "role": names.role_label(each.decision.role),
                "tests": [
                    {"name": names.test_label(test), **answer}
                    for test, answer in each.said.get("tests", {}).items()
                ],
                "message": each.said.get("message", ""),
            }
            for each in opened.decisions
        ],
    }
    return render(request, "auditor/content.html", context)


@auditor_page
@require_GET
def picture(request: ActingRequest, pk: UUID, version: int) -> HttpResponse:
    """A drawing of the copy that was to be sent, for whoever has just opened this version."""
    drawn = open_content.open_picture(actor=request.actor, search_request_id=pk, version=version)
    return HttpResponse(drawn, content_type="image/png")
