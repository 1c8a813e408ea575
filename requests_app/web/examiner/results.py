"""The lists of an examiner: results to examine, and what they concluded. They show nothing of a case."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from requests_app.web.drawing import render
from requests_app.web.examiner import words
from requests_app.web.examiner.access import examiners_page
from requests_app.web.http import ActingRequest
from requests_app.workflow.reading.candidates import concluded_for, results_for


@examiners_page
@require_GET
def results(request: ActingRequest) -> HttpResponse:
    """Results of the unit that this examiner has taken or may take, oldest first."""
    found = results_for(request.user, request.GET.get("page"))
    context = {
        "rows": found.page.rows,
        "page": found.page,
        "count": found.count,
        "units": [str(request.user.unit)] if request.user.unit else [],
        "main_width": "full",
    }
    return render(request, "examiner/results.html", context)


@examiners_page
@require_GET
def concluded(request: ActingRequest) -> HttpResponse:
    """What this examiner concluded, newest first."""
    page = concluded_for(request.user, request.GET.get("page"))
    outcomes = {**words.CONCLUSIONS, **words.NO_SELECTION}
    rows = [{"conclusion": row, "outcome": outcomes[cast("Any", row).stands]} for row in page.rows]
    context = {"rows": rows, "page": page, "main_width": "full"}
    return render(request, "examiner/concluded.html", context)
