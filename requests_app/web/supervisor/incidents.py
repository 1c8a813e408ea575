"""Incidents of the deciders' units: the list, one with what has to be looked into, and an incident that they open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import (
    BadInput,
    CountersignError,
    InvalidTransition,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.searches.incident import Duty
from requests_app.web import incident_words, kept, outcome_entries
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.supervisor.access import back_to_leads, deciders_page
from requests_app.web.supervisor.incident_forms import ClosingForm, OpeningForm
from requests_app.workflow import incidents
from requests_app.workflow.incidents import Opened
from requests_app.workflow.reading.incidents import (
    OpenedIncident,
    about_to_open,
    closed_incidents_for,
    open_an_incident,
    open_incidents_for,
)


@deciders_page
@require_GET
def listed(request: ActingRequest) -> HttpResponse:
    """The open incidents of the reader's units, what is due first, and the closed ones."""
    page = open_incidents_for(request.user, request.GET.get("page"))
    closed = closed_incidents_for(request.user, request.GET.get("closed_page"))
    context = {
        "page": page,
        "rows": [{"incident": row, "found": incident_words.found_of(row)} for row in page.rows],
        "closed": closed,
        "closed_rows": [
            {"incident": row, "became": incident_words.OUTCOMES.get(row.outcome, row.outcome)}
            for row in closed.rows
        ],
        "now": clock.real_now(),
        "main_width": "full",
    }
    return render(request, "supervisor/incidents.html", context)


@kept.until_done
@deciders_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID, incident_id: UUID) -> HttpResponse:
    """One incident; whoever looks into it closes it here."""
    named: Any = {"actor": request.actor, "search_request_id": pk, "incident_id": incident_id}
    is_sent = request.method == "POST"
    form: ClosingForm | None = None
    try:
        opened = open_an_incident(**named)
        if opened.is_asked:
            form = ClosingForm(request.POST if is_sent else None, duties=opened.duties)
        # Where nothing is asked of the reader, the use case says why.
        if is_sent and _was_closed(named, form or ClosingForm(request.POST, duties=opened.duties)):
            kept.forget_page(request)
            messages.success(request, _("The incident is closed."))
            return redirect("supervisor:incidents")
    except (PreconditionFailed, InvalidTransition) as refused:
        return _back(request, refused)
    except CountersignError:
        kept.keep_what_was_refused(request)
        raise
    if is_sent:
        kept.save_draft(request, request.path)
    context = _shown(opened) | {
        "form": form,
        "page_form": opened.is_asked,
        "kept_without_field": not opened.is_asked and kept.is_kept(request),
        "recall_url": _way_to_recall(opened),
        "may_open_outcome": Role.SUPERVISOR in request.user.roles(),
    }
    has_errors = form is not None and bool(form.errors)
    return render(request, "supervisor/incident.html", context, status=400 if has_errors else 200)


def _way_to_recall(opened: OpenedIncident) -> str:
    """The page on which the lead is recalled, where that is a duty and is not done."""
    is_owed = Duty.RECALL_LEAD in opened.duties and not opened.is_recalled
    return reverse("supervisor:lead_recall", args=[opened.search_request.pk]) if is_owed else ""


def _shown(opened: OpenedIncident) -> dict[str, Any]:
    row = opened.incident
    own = [opened.entry] if opened.entry is not None else []
    return {
        "search_request": opened.search_request,
        "opened": opened,
        "ground": incident_words.GROUNDS.get(row.ground, row.ground),
        "found": incident_words.found_of(row),
        "entries": [outcome_entries.entry_of(each) for each in (*own, *opened.others)],
        "duties": [incident_words.DUTIES[each] for each in opened.duties],
        "became": incident_words.OUTCOMES.get(row.outcome, row.outcome),
        "answers": incident_words.answers_of(opened.closing),
        "is_open": row.closed_at is None,
        "refused": explain(opened.refused) if opened.refused else "",
    }


def _was_closed(named: Any, form: ClosingForm) -> bool:
    """Close the incident as the form says; False where an answer is missing or is none, which stands beside its field."""
    if not form.is_valid():
        return False
    try:
        incidents.close_incident(**named, said=form.said())
    except BadInput as refused:
        form.take_over(refused.field_errors)
    return not form.errors


@deciders_page
@require_POST
def take(request: ActingRequest, pk: UUID, incident_id: UUID) -> HttpResponse:
    """Look into an incident from now on."""
    try:
        incidents.take_incident(
            actor=request.actor,
            search_request_id=pk,
            incident_id=incident_id,
            after=_number(request, "after"),
        )
    except StaleRead:
        messages.warning(request, _("Somebody took this incident since you opened its page."))
    except (PreconditionFailed, InvalidTransition, NotPermitted) as refused:
        messages.info(request, explain(refused))
    else:
        messages.success(
            request, _("You are now looking into this incident. Close it below once all is done.")
        )
    return redirect("supervisor:incident", pk, incident_id)


@kept.until_done
@deciders_page
@require_http_methods(["GET", "POST"])
def opening(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask what happened, and open an incident."""
    named: Any = {"actor": request.actor, "search_request_id": pk}
    is_sent = request.method == "POST"
    form = OpeningForm(request.POST if is_sent else None)
    problem = ""
    try:
        if is_sent:
            opened, problem = _sent(named, form, _number(request, "after"))
            if opened is not None:
                kept.forget_page(request)
                _say_who_looks_into_it(request, opened)
                return redirect("supervisor:incidents")
        about = about_to_open(**named)
    except (PreconditionFailed, InvalidTransition) as refused:
        return back_to_leads(request, refused)
    except CountersignError:
        kept.keep_what_was_refused(request)
        raise
    if is_sent:
        kept.save_draft(request, request.path)
    context = {
        "search_request": about.search_request,
        "about": about,
        "after": _number(request, "after") if is_sent and not problem else about.count,
        "form": form,
        "problem": problem,
        "page_has_errors": bool(problem),
        "page_form": True,
    }
    status = 400 if form.errors or problem else 200
    return render(request, "supervisor/incident_open.html", context, status=status)


def _sent(named: Any, form: OpeningForm, after: int) -> tuple[Opened | None, str]:
    """Open the incident as the form says; return it, or None and what stood against it beside the fields."""
    if not form.is_valid():
        return None, ""
    try:
        return incidents.open_incident(**named, after=after, said=form.said()), ""
    except BadInput as refused:
        form.take_over(refused.field_errors)
        return None, ""
    except StaleRead:
        return None, _(
            "An incident was opened on this lead since you opened this page, perhaps by your own second click. No other"
            " was opened. Look at the list of incidents first; what you typed is below, and can be sent again."
        )


def _say_who_looks_into_it(request: ActingRequest, opened: Opened) -> None:
    if opened.may_look_into:
        messages.success(
            request,
            _("The incident is opened. Those who may look into it, and all auditors, are told."),
        )
    else:
        messages.warning(
            request,
            _(
                "The incident is opened, and all auditors are told. Nobody in the unit may look into it: ask an account"
                " administrator to give somebody the right to decide for the unit."
            ),
        )


def _number(request: ActingRequest, name: str) -> int:
    """A number that the page sent along; what is none fits nothing."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _back(request: ActingRequest, refused: CountersignError) -> HttpResponse:
    """Return to the list, which says why the page that was asked for is not shown; what was typed is kept."""
    words = explain(refused)
    if request.method == "POST" and kept.keep_what_was_refused(request):
        words = f"{words} {kept.what_became_of_it(None, is_kept=True)}"
    messages.info(request, words)
    return redirect("supervisor:incidents")
