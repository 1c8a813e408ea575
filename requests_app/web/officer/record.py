"""The officer's list, and each request as it stands: who has it, since when, what was found and said.
Must not show candidates, scores or anybody else's request."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts.roles import Role
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event
from requests_app.common import clock
from requests_app.common.errors import CountersignError, InvalidTransition
from requests_app.searches import content, selectors
from requests_app.searches.models import Decision, SearchRequest
from requests_app.searches.states import RESTARTABLE, Action, Party, Status, actions_in, meaning_of
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.officer import saving
from requests_app.web.officer.access import officer_page
from requests_app.web.questionnaire import presenters
from requests_app.web.questionnaire.words import TEST_LABELS
from requests_app.workflow import draft, read, withdraw
from requests_app.workflow.reading.findings import of_check

_A_PAGE = 25
_STARTED = "officer_started"
_SAME_START = dt.timedelta(seconds=10)

_WITH = {
    Party.OFFICER: gettext_lazy("With you"),
    Party.DECIDER: gettext_lazy("With the deciders of your unit"),
    Party.EXAMINER: gettext_lazy("With the examiners of your unit"),
    Party.OPERATOR: gettext_lazy("With an operator"),
    Party.SYSTEM: gettext_lazy("With the system: nobody needs to act"),
    Party.NOBODY: gettext_lazy("With nobody: it has ended"),
}
_TOLD_BESIDES = ("search.blocked", "search.decision_recorded")


@officer_page
@require_GET
def requests(request: ActingRequest) -> HttpResponse:
    """My requests, newest first."""
    rows = selectors.requested_by(request.user)
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    claims = selectors.open_claims(page.object_list)
    listed = [
        {
            "search_request": row,
            "meaning": meaning_of(row.status),
            "holder": holder(row, claims.get(row.pk)),
            "yours": meaning_of(row.status).owner is Party.OFFICER,
        }
        for row in page.object_list
    ]
    context = {"rows": listed, "page": page, "main_width": "full"}
    return render(request, "officer/requests.html", context)


def holder(row: SearchRequest, claim: Any) -> str:
    """Who has it now, in words."""
    if claim is not None and row.status == Status.AWAITING_DECISION:
        return _("With %(name)s") % {"name": claim.account.person.full_name}
    return str(_WITH[meaning_of(row.status).owner])


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
    return render(request, "officer/again.html", {"search_request": row, "token": uuid4()})


def _begin(request: ActingRequest, started_from: UUID | None) -> HttpResponse:
    """Start once for each page that was drawn, however often its button was pressed."""
    token = request.POST.get("token", "")[:40]
    started: dict[str, str] = request.session.get(_STARTED, {})
    known = started.get(token)
    if known is None:
        known = _started_just_now(request, started_from)
    if known is None:
        try:
            row = draft.start(actor=request.actor, started_from=started_from)
        except CountersignError as problem:
            messages.error(request, explain(problem))
            return redirect("officer:requests")
        known = str(row.pk)
    request.session[_STARTED] = dict([*started.items(), (token, known)][-20:])
    return redirect("officer:tasks", known)


def _started_just_now(request: ActingRequest, started_from: UUID | None) -> str | None:
    found = (
        selectors.requested_by(request.user)
        .filter(
            status=Status.DRAFT,
            started_from=started_from,
            created_at__gt=clock.now() - _SAME_START,
            draft__revision=1,
        )
        .values_list("pk", flat=True)
        .first()
    )
    return str(found) if found else None


@officer_page
@require_GET
def one(request: ActingRequest, pk: UUID) -> HttpResponse:
    """One request as it stands."""
    row = saving.own(request, pk)
    read.note_own_record(actor=request.actor, search_request_id=pk, what="record")
    meaning = meaning_of(row.status)
    can = actions_in(row.status)
    is_open = Action.EDIT in can
    run = selectors.latest_check(
        row, version=row.version + is_open, stage="submit"
    ) or selectors.latest_check(row, version=row.version, stage="submit")
    decisions = list(selectors.decisions_on(row))
    context = {
        "search_request": row,
        "meaning": meaning,
        "holder": holder(row, selectors.open_claim(row)),
        "is_open": is_open,
        "can_withdraw": Action.WITHDRAW in can,
        "can_start_again": Status(row.status) in RESTARTABLE,
        "asked": _asked(row, decisions) if row.status in {Status.RETURNED, Status.REFUSED} else None,
        "findings": presenters.stored_findings(of_check(run), row if is_open else None)
        if run
        else [],
        "checked_at": run.run_at if run else None,
        "versions": [
            {"version": each.version, "at": each.submitted_at,
             "url": reverse("officer:version", args=[pk, each.version])}
            for each in row.justifications.order_by("-version")
        ],
        "timeline": _timeline(row),
    }  # fmt: skip
    return render(request, "officer/request.html", context)


def _asked(row: SearchRequest, decisions: list[Decision]) -> dict[str, Any] | None:
    """What the last decider said to the requester."""
    telling = [each for each in decisions if each.outcome != Decision.Outcome.APPROVE]
    if not telling:
        return None
    last = telling[-1]
    try:
        said = content.open_reasons(last)
    except CountersignError as problem:
        return {"at": last.decided_at, "message": explain(problem), "tests": []}
    return {
        "at": last.decided_at,
        "message": said.get("message", ""),
        "tests": [
            {"name": TEST_LABELS.get(name, name), "reason": answer.get("reason", "")}
            for name, answer in (said.get("tests") or {}).items()
            if answer.get("met") is False
        ],
    }


def _timeline(row: SearchRequest) -> list[dict[str, Any]]:
    """What happened to one's own request, from the log, newest first; no content."""
    events = Event.objects.filter(request_id=row.pk).filter(
        Q(status_after__isnull=False) | Q(code__in=_TOLD_BESIDES)
    )
    return [
        {
            "title": capfirst(str(EVENTS[event.code].label)),
            "at": event.occurred_at,
            "by": _by(event, row),
        }
        for event in events.order_by("-request_seq")
        if event.code in EVENTS and event.code != "search.draft_saved"
    ]


def _by(event: Event, row: SearchRequest) -> str:
    """Oneself, or in which role somebody else acted: deciders are named where they speak."""
    if event.person_id == row.requested_by_person_id:
        return _("you")
    return str(Role(event.role).label) if event.role in Role.values else ""


@officer_page
@require_GET
def version(request: ActingRequest, pk: UUID, number: int) -> HttpResponse:
    """One submitted version, and what differs from the one before."""
    row = saving.own(request, pk)
    frozen = row.justifications.filter(version=number).first()
    if frozen is None:
        raise Http404
    read.note_own_record(actor=request.actor, search_request_id=pk, what="version", version=number)
    answers = content.open_version(frozen)
    earlier = row.justifications.filter(version=number - 1).first()
    context = {
        "search_request": row,
        "version": frozen,
        "is_first": earlier is None,
        "changes": presenters.version_changes(content.open_version(earlier), answers)
        if earlier
        else [],
        "groups": presenters.summary(answers, row, changeable=False),
        "means": presenters.means_rows(answers, None),
        "facts": presenters.fact_rows(answers, None),
        "edits": presenters.edit_rows(answers, None),
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
    return render(request, "officer/withdraw.html", {"search_request": row})
