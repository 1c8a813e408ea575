"""The page on which a request is closed, which an officer and a supervisor of the unit share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.common.errors import InvalidTransition, PreconditionFailed, StaleRead
from requests_app.policy.vocabulary import RetentionClass
from requests_app.web import outcome_words
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.outcome_pages import Area, after_of
from requests_app.web.questionnaire.words import RETENTION_CLASSES
from requests_app.workflow import close
from requests_app.workflow.reading.closing import KeptFor, about_to_close

_KEPT_FOR: Mapping[KeptFor, Promise] = {
    KeptFor.GOES_ON: gettext_lazy(
        "Not before a report says how the matter ended and every incident is closed"
    ),
    KeptFor.NOT_LOOKED_INTO: gettext_lazy(
        "Never by itself: something that was recorded has to be looked into, and no incident was opened of it"
    ),
    KeptFor.SEALED: gettext_lazy(
        "Not before a report says how the court disposed of the case: the result is sealed until then"
    ),
    KeptFor.NO_PERIOD: gettext_lazy("Never by itself: the agency has set no period for it"),
}


def closed(request: ActingRequest, pk: UUID, area: Area) -> HttpResponse:
    """Show when the content of a request is destroyed and what stays, and close it."""
    named: Any = {"actor": request.actor, "search_request_id": pk}
    problem, is_stale = "", False
    try:
        if request.method == "POST":
            problem, is_stale = _sent(named, after_of(request))
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
        "is_stale": is_stale,
        "kept_for": _KEPT_FOR[about.kept_for] if about.kept_for else "",
        "page_has_errors": bool(problem),
        "back_url": area.back(pk),
        "back_text": area.back_text,
        "report_url": area.url("outcome_report", pk),
        "outcome_url": area.url("outcome", pk),
    }
    return render(request, "outcome/close.html", context, status=400 if problem else 200)


def _sent(named: Any, after: int) -> tuple[str, bool]:
    """Close the request; return what stood against it, or nothing, and whether that is something unread."""
    try:
        close.close(**named, after=after)
    except StaleRead:
        unread = _(
            "Something was recorded of this lead since you opened this page. The request is not closed. Read what was"
            " recorded, and close the request then."
        )
        return unread, True
    except PreconditionFailed as refused:
        return str(explain(refused)), False
    return "", False
