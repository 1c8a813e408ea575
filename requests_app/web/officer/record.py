"""The officer's list, and each request as it stands: who has it, since when, what was found and said.

Must not show candidates, scores or anybody else's request.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts.roles import Role
from requests_app.common.errors import CountersignError, InvalidTransition
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import (
    RESTARTABLE,
    WITH_LEAD,
    Action,
    Party,
    Status,
    actions_in,
    meaning_of,
)
from requests_app.web import log_proofs
from requests_app.web.drawing import render
from requests_app.web.findings import stored_findings
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.officer import saving, sending_words
from requests_app.web.officer.access import officer_page
from requests_app.web.questionnaire import presenters
from requests_app.web.questionnaire.change_words import change_rows
from requests_app.web.standing import WITH, Standing, standing_of
from requests_app.workflow import draft, withdraw
from requests_app.workflow.reading.own_draft import started_just_now
from requests_app.workflow.reading.own_record import (
    OwnRecord,
    list_own_requests,
    open_own_record,
    open_own_version,
    why_own_waits,
)
from requests_app.workflow.reading.timeline import Step

_STARTED = "officer_started"


@officer_page
@require_GET
def requests(request: ActingRequest) -> HttpResponse:
    """My requests, newest first."""
    own = list_own_requests(request.user, request.GET.get("page"))
    listed = [
        {
            "search_request": row,
            "standing": (standing := standing_of(row.status, own.waits.get(row.pk, ("", "")))),
            "holder": holder(row, own.claims.get(row.pk), standing),
            "yours": meaning_of(row.status).owner is Party.OFFICER,
        }
        for row in own.page.rows
    ]
    context = {
        "rows": listed,
        "page": own.page,
        "overdue": own.overdue,
        "main_width": "full",
    }
    return render(request, "officer/requests.html", context)


def holder(row: SearchRequest, claim: Any, standing: Standing) -> str:
    """Who has it now, in words."""
    if claim is not None and row.status == Status.AWAITING_DECISION:
        return _("With %(name)s") % {"name": claim.account.person.full_name}
    return str(standing.holder)


def _holder_of(opened: OwnRecord, standing: Standing) -> str:
    """Who has it now, knowing why it failed."""
    row = opened.search_request
    if sending_words.is_for_the_officer(row.status, opened.ended_because):
        return str(WITH[Party.OFFICER])
    return holder(row, opened.claim, standing)


@officer_page
@require_http_methods(["GET", "POST"])
def start(request: ActingRequest) -> HttpResponse:
    """Begin a blank request."""
    if request.method == "POST":
        return _begin(request, None)
    return render(request, "officer/start.html", {"token": uuid4()})


@officer_page
@require_http_methods(["GET", "POST"])
def again(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Begin a request from the answers of one that ended."""
    row = saving.own(request, pk)
    if Status(row.status) not in RESTARTABLE:
        messages.info(request, _("This request has not ended. Go on with it here."))
        return redirect("officer:request", pk)
    if request.method == "POST":
        return _begin(request, pk)
    if row.content_destroyed_at is not None:
        messages.info(request, _("The content of this request was destroyed, as its record says."))
        return redirect("officer:request", pk)
    return render(request, "officer/again.html", {"search_request": row, "token": uuid4()})


def _begin(request: ActingRequest, started_from: UUID | None) -> HttpResponse:
    """Start once for each page that was drawn, however often its button was pressed."""
    token = request.POST.get("token", "")[:40]
    started: dict[str, str] = request.session.get(_STARTED, {})
    known = started.get(token)
    if known is None:
        just_now = started_just_now(request.user, started_from)
        known = str(just_now) if just_now else None
    if known is None:
        try:
            row = draft.start(actor=request.actor, started_from=started_from)
        except CountersignError as problem:
            messages.error(request, explain(problem))
            return redirect("officer:requests")
        known = str(row.pk)
    request.session[_STARTED] = dict([*started.items(), (token, known)][-20:])
    return redirect("officer:tasks", known)


@officer_page
@require_GET
def one(request: ActingRequest, pk: UUID) -> HttpResponse:
    """One request as it stands."""
    opened = open_own_record(actor=request.actor, search_request_id=pk)
    row = opened.search_request
    standing = standing_of(row.status, opened.waits_because)
    context = {
        "search_request": row,
        "standing": standing,
        "holder": _holder_of(opened, standing),
        "is_open": opened.is_open,
        "has_lead": row.status in WITH_LEAD,
        "may_close": opened.may_close,
        "lacked_examiners": opened.lacked_examiners,
        "is_recalled": opened.is_recalled,
        "report_due_at": opened.report_due_at,
        "is_report_overdue": opened.is_report_overdue,
        "can_withdraw": Action.WITHDRAW in actions_in(row.status),
        "can_start_again": Status(row.status) in RESTARTABLE and row.content_destroyed_at is None,
        "ended_because": sending_words.why_ended(
            row.status, opened.ended_because, opened.came_of
        ),
        "asked": presenters.asked(opened.answer_from_decider)
        if opened.answer_from_decider
        else None,
        "findings": stored_findings(opened.findings, row if opened.is_open else None),
        "alike": presenters.alike_rows(opened.alike),
        "checked_at": opened.checked_at,
        "versions": [
            {"version": version.version, "at": version.submitted_at,
             "url": reverse("officer:version", args=[pk, version.version])}
            for version in opened.versions
        ],
        "receipts": log_proofs.receipt_rows(request.user, pk, address="officer:receipt"),
        "timeline": [
            {"title": capfirst(str(step.label)), "at": step.at, "by": _by(step, row)}
            for step in reversed(opened.steps)
        ],
    }  # fmt: skip
    return render(request, "officer/request.html", context)


@officer_page
@require_GET
def receipt(request: ActingRequest, pk: UUID, event_id: int) -> HttpResponse:
    """The receipt of one act of this officer."""
    back = reverse("officer:request", args=[pk])
    return log_proofs.receipt(request, pk, event_id, back=back)


def _by(step: Step, row: SearchRequest) -> str:
    """Oneself, or in which role somebody else acted: deciders are named where they speak."""
    if step.person_id == row.requested_by_person_id:
        return _("you")
    return str(Role(step.role).label) if step.role in Role.values else ""


@officer_page
@require_GET
def version(request: ActingRequest, pk: UUID, number: int) -> HttpResponse:
    """One submitted version, and what differs from the one before."""
    opened = open_own_version(actor=request.actor, search_request_id=pk, number=number)
    context = {
        "search_request": opened.search_request,
        "standing": standing_of(opened.search_request.status, opened.waits_because),
        "version": opened.version,
        "is_first": opened.is_first,
        "changes": change_rows(opened.changes.rows),
        "changes_problem": explain(opened.changes.problem) if opened.changes.problem else "",
        "groups": presenters.summary(opened.answers, opened.search_request, changeable=False),
        "means": presenters.means_rows(opened.answers, None),
        "facts": presenters.fact_rows(opened.answers, None),
        "edits": presenters.edit_rows(opened.answers, None),
        "back_url": reverse("officer:request", args=[pk]),
    }
    return render(request, "officer/version.html", context)


@officer_page
@require_http_methods(["GET", "POST"])
def end(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask, then withdraw."""
    row = saving.own(request, pk)
    if Action.WITHDRAW not in actions_in(row.status):
        if row.status != Status.WITHDRAWN:
            messages.info(
                request, _("This request can no longer be withdrawn. This is how it stands.")
            )
        return redirect("officer:request", pk)
    if request.method == "POST":
        try:
            withdraw.withdraw(actor=request.actor, search_request_id=pk)
        except InvalidTransition as problem:
            messages.info(request, explain(problem))
        else:
            messages.success(request, _("The request was withdrawn."))
        return redirect("officer:request", pk)
    standing = standing_of(row.status, why_own_waits(row))
    return render(request, "officer/withdraw.html", {"search_request": row, "standing": standing})
