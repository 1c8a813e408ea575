"""Leads on which two examiners agree: the list, the page on which one is released or not, and its sheet afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import (
    BadInput,
    CountersignError,
    InvalidTransition,
    PreconditionFailed,
    StaleRead,
)
from requests_app.searches.release import Outcome
from requests_app.web import kept
from requests_app.web.drawing import render
from requests_app.web.examined_words import MISSING
from requests_app.web.findings import live_findings, stored_findings
from requests_app.web.http import ActingRequest
from requests_app.web.lead_sheet import sheet_of, views_of
from requests_app.web.messages import explain
from requests_app.web.questionnaire.eye_marks import eye_marks
from requests_app.web.supervisor.access import back_to_leads, deciders_page, supervisors_page
from requests_app.web.supervisor.lead_forms import LeadForm
from requests_app.workflow import judged_release, release
from requests_app.workflow.reading.lacking import lacking_for
from requests_app.workflow.reading.lead import open_lead
from requests_app.workflow.reading.pictures import open_probe
from requests_app.workflow.reading.release_page import (
    ReleasePage,
    decided_leads_of,
    described_for,
    leads_for,
    open_lead_picture,
    open_release_page,
    released_leads_for,
)


@deciders_page
@require_GET
def listed(request: ActingRequest) -> HttpResponse:
    """The leads that wait for this supervisor and those they decided on; for every decider those of their units."""
    context: dict[str, Any] = {
        "released": released_leads_for(request.user, request.GET.get("released_page")),
        "lacking": lacking_for(request.user, request.GET.get("lacking_page")),
        "now": clock.real_now(),
        "main_width": "full",
    }
    if Role.SUPERVISOR in request.user.roles():
        waiting = leads_for(request.user, request.GET.get("page"))
        context |= {
            "may_release": True,
            "page": waiting.page,
            "count": waiting.count,
            "decided": decided_leads_of(request.user, request.GET.get("decided_page")),
        }
    return render(request, "supervisor/leads.html", context)


@kept.until_done
@supervisors_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """One lead with all that is weighed; release it, or do not."""
    problem = ""
    answered: LeadForm | None = None
    try:
        if request.method == "POST":
            answered, problem = _sent(request, pk)
            if answered is None:
                kept.forget_page(request)
                return redirect("supervisor:leads")
            kept.save_draft(request, request.path)
        opened = open_release_page(actor=request.actor, search_request_id=pk)
    except (PreconditionFailed, InvalidTransition) as refused:
        return back_to_leads(request, refused)
    except CountersignError:
        kept.keep_what_was_refused(request)
        raise
    form = LeadForm(described=opened.described) if answered is None else answered
    context = _around(opened) | {
        "form": form,
        "problem": problem,
        "page_has_errors": bool(problem),
        "page_form": True,
    }
    status = 400 if form.errors or problem else 200
    return render(request, "supervisor/lead.html", context, status=status)


def _sent(request: ActingRequest, pk: UUID) -> tuple[LeadForm | None, str]:
    """Record what was sent; return the form and what stood against it, or no form where it is done."""
    # Locked before the search, so the page cannot have asked about other parts of the description.
    described = described_for(actor=request.actor, search_request_id=pk)
    form = LeadForm(request.POST, described=described)
    if not form.is_valid():
        return form, ""
    answers = form.answers()
    try:
        decision = release.decide_on_lead(
            actor=request.actor,
            search_request_id=pk,
            reading_id=_reading(request.POST.get("reading", "")),
            answers=answers,
            rules_read=request.POST.get("rules", ""),
        )
    except BadInput as refused:
        form.take_over(refused.field_errors)
        return form, ""
    except StaleRead:
        return form, _(
            "Something on this page has changed since you opened it: a conclusion, a picture, or what the rules find. Nothing "
            "is decided. Read it again as it is now; your answers are below."
        )
    except PreconditionFailed as refused:
        if getattr(refused, "reason", "") not in _TOLD_ON_THE_PAGE:
            raise
        return form, explain(refused)
    reference = decision.search_request.reference
    if answers.outcome == Outcome.RELEASE:
        told = _("The lead of %(reference)s is released. The officer has been told.")
    else:
        told = _(
            "No lead of %(reference)s is released. The officer has been told that there is none."
        )
    messages.success(request, told % {"reference": reference})
    return None, ""


_TOLD_ON_THE_PAGE = {"lead_unopened", "lead_stopped_by_rule", "rules_unjudged", "list_withdrawn"}


def _reading(text: str) -> UUID:
    """Return the opening that the page carries; for anything else one that nobody has."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _around(opened: ReleasePage) -> dict[str, Any]:
    row = opened.search_request
    return {
        "search_request": row,
        "meaning": row.meaning,
        "result": row.result,
        "reading_id": opened.reading_id,
        "candidate": opened.agreed.candidate,
        "views": views_of(opened.agreed.views),
        "picture": opened.picture,
        "why_missing": MISSING[opened.picture.missing] if opened.picture.missing else "",
        "eyes": eye_marks(opened.picture_answers, opened.probe),
        "goes_to": opened.goes_to,
        "at_selection": [(number, stored_findings(found)) for number, found in opened.at_selection],
        "rules_read": opened.rules_read,
        "is_withdrawn": opened.is_withdrawn,
        "is_unjudged": opened.ruled is None,
        "is_stopped": opened.ruled is not None and judged_release.stops(opened.ruled),
        "ruled": live_findings(opened.ruled.findings) if opened.ruled is not None else [],
        "main_width": "full",
    }


@supervisors_page
@require_GET
def probe_bytes(request: ActingRequest, pk: UUID) -> HttpResponse:
    """A drawing of the picture that was searched with; its opening is recorded first."""
    drawn = open_probe(actor=request.actor, search_request_id=pk)
    return HttpResponse(drawn, content_type="image/png")


@supervisors_page
@require_GET
def picture_bytes(request: ActingRequest, pk: UUID) -> HttpResponse:
    """A drawing of the candidate's picture; its opening is recorded first."""
    drawn = open_lead_picture(actor=request.actor, search_request_id=pk)
    return HttpResponse(drawn, content_type="image/png")


@supervisors_page
@require_GET
def sheet(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The sheet of a lead that this supervisor released; its opening is recorded first."""
    opened = open_lead(actor=request.actor, search_request_id=pk)
    return render(request, "supervisor/lead_sheet.html", sheet_of(opened))
