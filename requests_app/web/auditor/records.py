"""A request as an auditor sees it: what was known when, content for a reason, and the paper exhibit.

Must not show candidates, nor any content without its event.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.common.errors import NotFound
from requests_app.web import log_proofs
from requests_app.web.auditor import names, outcome
from requests_app.web.auditor.access import auditor_page
from requests_app.web.auditor.forms import ReasonForm
from requests_app.web.drawing import render
from requests_app.web.findings import stored_findings
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain, spoken
from requests_app.web.questionnaire import presenters
from requests_app.web.questionnaire.eye_marks import eye_marks
from requests_app.web.standing import standing_of
from requests_app.workflow.reading import opened_content
from requests_app.workflow.reading.audited_record import (
    AuditedRecord,
    JudgedVersion,
    open_audited_record,
    print_record,
)


@auditor_page
@require_GET
def timeline(request: ActingRequest, pk: UUID) -> HttpResponse:
    """What happened to a request, with what was known at each step; no content."""
    opened = open_audited_record(actor=request.actor, search_request_id=pk)
    return render(request, "auditor/timeline.html", _record(opened))


@auditor_page
@require_http_methods(["POST"])
def printed(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The same as a paper exhibit that names its reader, time and reference."""
    made = print_record(actor=request.actor, search_request_id=pk)
    context = _record(made.record) | {
        "reference": made.record.search_request.reference,
        "printed_by": made.printed_by,
        "printed_at": made.printed_at,
        "print_event": made.event_id,
    }
    return render(request, "auditor/exhibit.html", context)


def _record(opened: AuditedRecord) -> dict[str, Any]:
    return {
        "search_request": opened.search_request,
        "standing": standing_of(opened.search_request.status, opened.waits_because),
        "requester": opened.requester,
        "events": names.rows(opened.events, opened.names, opened.places),
        "checkpoint": log_proofs.checkpoint_lines(opened.checkpoint),
        "signed": sum(place.is_signed for place in opened.places.values()),
        "differing": sum(place.differs for place in opened.places.values()),
        "versions": [_version(version) for version in opened.versions],
        "decisions": [
            {
                "decision": decision,
                "by": decision.decided_by.person.full_name,
                "role": names.role_label(decision.role),
                "minutes": decision.seconds_open // 60,
                "seconds": decision.seconds_open % 60,
                "minutes_total": decision.seconds_open_total // 60,
                "seconds_total": decision.seconds_open_total % 60,
            }
            for decision in opened.decisions
        ],
        "attempts": opened.attempts,
        "result": opened.result,
        "incidents": [outcome.row_of(row) for row in opened.incidents],
        "has_outcome": opened.has_outcome,
    }


def _version(judged: JudgedVersion) -> dict[str, Any]:
    return {
        "frozen": judged.version,
        "runs": [
            {
                "run": run,
                "packs": run.packs,
                "alike": presenters.alike_rows(alike),
                "findings": [
                    words
                    | {
                        "judged": f"{judged.finding.pack} {judged.finding.pack_version}",
                        "digest": judged.finding.pack_digest,
                    }
                    for judged, words in zip(findings, stored_findings(findings), strict=True)
                ],
            }
            for run, findings, alike in judged.checks
        ],
    }


@auditor_page
@require_http_methods(["GET", "POST"])
def content(request: ActingRequest, pk: UUID, version: int) -> HttpResponse:
    """Ask for a reason; with one, show the answers, the deciders' words and the picture."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    row = opened_content.submitted(pk, version)
    if row is None:
        raise NotFound
    context: dict[str, Any] = {"search_request": row, "version": version, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "auditor/reason.html", context | {"page_form": True})
    opened = opened_content.open_content(
        actor=request.actor,
        search_request_id=pk,
        version=version,
        reason=form.cleaned_data["reason"],
        file_reference=form.cleaned_data["file_reference"],
    )
    context = {
        "search_request": row,
        "standing": standing_of(row.status, opened.waits_because),
        "version": version,
        "opened": opened,
        "words_language": opened.justification.language,
        "answers_problem": explain(opened.answers_problem) if opened.answers_problem else "",
        "picture_problem": explain(opened.picture_problem) if opened.picture_problem else "",
        "groups": presenters.summary(opened.answers, row, changeable=False),
        "means": presenters.means_rows(opened.answers, None),
        "facts": presenters.fact_rows(opened.answers, None),
        "edits": presenters.edit_rows(opened.answers, None),
        "eyes": eye_marks(opened.answers.probe, opened.justification.probe),
        "decisions": [
            {
                "decision": decision.decision,
                "by": decision.decision.decided_by.person.full_name,
                "role": names.role_label(decision.decision.role),
                "tests": [
                    {"name": names.test_label(test), **answer}
                    for test, answer in decision.reasons.words.get("tests", {}).items()
                ],
                "message": spoken(decision.reasons),
            }
            for decision in opened.decisions
        ],
    }
    return render(request, "auditor/content.html", context)


@auditor_page
@require_GET
def picture(request: ActingRequest, pk: UUID, version: int) -> HttpResponse:
    """A drawing of the copy that was to be sent, for whoever has just opened this version."""
    drawn = opened_content.open_picture(actor=request.actor, search_request_id=pk, version=version)
    return HttpResponse(drawn, content_type="image/png")
