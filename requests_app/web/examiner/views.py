"""Results that await examination, and the candidates of each: for trained examiners only.

Shows ranks and the engine's own scores as they are; never a percentage, never the word of a match.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.questionnaire.eye_marks import eye_marks
from requests_app.workflow.reading.candidates import open_candidates, results_for
from requests_app.workflow.reading.pictures import open_probe

_examiners_page = role_required(Role.EXAMINER)


@never_cache
@_examiners_page
@require_GET
def results(request: ActingRequest) -> HttpResponse:
    """Results of the unit that this examiner may open, oldest first."""
    results = results_for(request.user, request.GET.get("page"))
    context = {
        "rows": results.page.rows,
        "page": results.page,
        "count": results.count,
        "units": [str(request.user.unit)] if request.user.unit else [],
        "main_width": "full",
    }
    return render(request, "examiner/results.html", context)


@never_cache
@_examiners_page
@require_GET
def candidates(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The candidate list of one result; its opening is recorded first."""
    opened = open_candidates(actor=request.actor, search_request_id=pk)
    row = opened.search_request
    context = {
        "search_request": row,
        "result": row.result,
        "candidates": opened.candidates,
        "meaning": row.meaning,
        "goes_to": opened.goes_to,
        "eyes": eye_marks(opened.picture_answers, opened.probe),
        "marks_problem": explain(opened.answers_problem) if opened.answers_problem else "",
        "main_width": "full",
    }
    response = render(request, "examiner/candidates.html", context)
    response["Cache-Control"] = "no-store"
    return response


@_examiners_page
@require_GET
def picture_bytes(request: ActingRequest, pk: UUID) -> HttpResponse:
    """A drawing of the picture that was searched with; its opening is recorded first."""
    drawn = open_probe(actor=request.actor, search_request_id=pk)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response
