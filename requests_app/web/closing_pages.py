"""The page on which a request is closed, which an officer and a supervisor of the unit share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from requests_app.common.errors import InvalidTransition, PreconditionFailed, StaleRead
from requests_app.policy.vocabulary import RetentionClass
from requests_app.web import outcome_words
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.outcome_pages import Area, after_of
from requests_app.web.questionnaire.words import RETENTION_CLASSES
from requests_app.workflow import close
from requests_app.workflow.reading.closing import about_to_close


def closed(request: ActingRequest, pk: UUID, area: Area) -> HttpResponse:
    """Show when the content of a request is destroyed and what stays, and close it."""
    named: Any = {"actor": request.actor, "search_request_id": pk}
    problem = ""
    try:
        if request.method == "POST":
            problem = _sent(named, after_of(request))
            if not problem:
                messages.success(
                    request, _("The request is closed. Nothing is owed on it any more.")
                )
                return redirect(area.back(pk))
        about = about_to_close(**named)
    except InvalidTransition as refused:
        messages.info(request, explain(refused))
        return redirect(area.back(pk))
    ended = about.ended
    context = {
        "search_request": about.search_request,
        "about": about,
        "disposition": outcome_words.DISPOSITIONS.get(ended.outcome, "") if ended else "",
        "kept_as": RETENTION_CLASSES[RetentionClass(about.retention_class)]
        if about.retention_class
        else "",
        "refused": explain(about.refused) if about.refused else "",
        "problem": problem,
        "page_has_errors": bool(problem),
        "back_url": area.back(pk),
        "back_text": area.back_text,
        "report_url": area.url("outcome_report", pk),
    }
    return render(request, "outcome/close.html", context, status=400 if problem else 200)


def _sent(named: Any, after: int) -> str:
    """Close the request; return what stood against it, or nothing."""
    try:
        close.close(**named, after=after)
    except StaleRead:
        return _(
            "Something was recorded of this lead since you opened this page. The request is not closed. Read what was"
            " recorded, and close the request then."
        )
    except PreconditionFailed as refused:
        return str(explain(refused))
    return ""
