"""The pages on what comes of a lead, which an officer and a supervisor of the unit share.

Each area names itself, and guards its pages before it calls these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.common.errors import BadInput, CountersignError, InvalidTransition, StaleRead
from requests_app.searches.models import FollowUp
from requests_app.web import incident_words, kept, outcome_entries
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.outcome_forms import PassingForm, PlanForm, ReportForm
from requests_app.workflow import follow_up
from requests_app.workflow.reading.what_came_of_it import about_to_record, open_what_came_of_it


@dataclass(frozen=True, slots=True)
class Area:
    """Whose pages they are. name: of the addresses; back: the address of the list or request they lead back to."""

    name: str
    back: Callable[[UUID], str]
    back_text: Promise

    def url(self, page: str, pk: UUID) -> str:
        """Return the address of one of these pages."""
        return reverse(f"{self.name}:{page}", args=[pk])


@dataclass(frozen=True, slots=True)
class Recording:
    """One thing that can be recorded: its form and use case, its template, and what is said when it is done."""

    form: type[PassingForm] | type[PlanForm] | type[ReportForm]
    record: Callable[..., FollowUp]
    template: str
    done: Promise


RECORDINGS: Mapping[str, Recording] = {
    "passing": Recording(
        PassingForm,
        follow_up.record_passing,
        "outcome/passing.html",
        _("It is recorded to whom the lead was passed on."),
    ),
    "plan": Recording(
        PlanForm,
        follow_up.record_plan,
        "outcome/plan.html",
        _(
            "Countersign does not stop this step. It judges what is recorded here, and gives no authority for it: ask"
            " again if anything changes."
        ),
    ),
    "report": Recording(
        ReportForm,
        follow_up.record_report,
        "outcome/report.html",
        _("The report is recorded."),
    ),
}


def shown(request: ActingRequest, pk: UUID, area: Area) -> HttpResponse:
    """What was recorded of a lead, and what is owed."""
    try:
        opened = open_what_came_of_it(actor=request.actor, search_request_id=pk)
    except InvalidTransition as refused:
        messages.info(request, explain(refused))
        return redirect(area.back(pk))
    context = {
        "search_request": opened.search_request,
        "opened": opened,
        "by_hand": [
            {"incident": each, "ground": incident_words.GROUNDS.get(each.ground, each.ground)}
            for each in opened.opened_by_hand
        ],
        "entries": [outcome_entries.entry_of(each) for each in reversed(opened.entries)],
        "ways": {name: area.url(f"outcome_{name}", pk) for name in (*RECORDINGS, "close")},
        "back_url": area.back(pk),
        "back_text": area.back_text,
    }
    return render(request, "outcome/outcome.html", context)


def recorded(request: ActingRequest, pk: UUID, area: Area, what: str) -> HttpResponse:
    """Ask, and record one thing of a lead."""
    recording = RECORDINGS[what]
    named: Any = {"actor": request.actor, "search_request_id": pk}
    is_sent = request.method == "POST"
    form = recording.form(request.POST if is_sent else None)
    problem = ""
    try:
        if is_sent:
            row, problem = _sent(named, form, recording, after_of(request))
            if row is not None:
                kept.forget_page(request)
                _say_what_became_of_it(request, row, recording)
                return redirect(area.url("outcome", pk))
        about = about_to_record(**named)
    except InvalidTransition as refused:
        kept.keep_what_was_refused(request)
        messages.info(request, explain(refused))
        return redirect(area.back(pk))
    except CountersignError:
        kept.keep_what_was_refused(request)
        raise
    if is_sent:
        kept.save_draft(request, request.path)
    # What somebody else recorded meanwhile is told before anything is: by a page that is drawn anew, or by a refusal.
    after = after_of(request) if is_sent and not problem else about.count
    context = {
        "search_request": about.search_request,
        "about": about,
        "after": after,
        "form": form,
        "problem": problem,
        "page_has_errors": bool(problem),
        "page_form": True,
        "back_url": area.url("outcome", pk),
        "report_url": area.url("outcome_report", pk),
    }
    status = 400 if form.errors or problem else 200
    return render(request, recording.template, context, status=status)


def after_of(request: ActingRequest) -> int:
    """Return how much had been recorded when the page was drawn; what is no number fits nothing."""
    text = request.POST.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _sent(named: Any, form: Any, recording: Recording, after: int) -> tuple[FollowUp | None, str]:
    """Record what was sent; return the row, or None and what stood against it beside the fields."""
    if not form.is_valid():
        return None, ""
    try:
        return recording.record(**named, after=after, said=form.said()), ""
    except BadInput as refused:
        form.take_over(refused.field_errors)
        return None, ""
    except StaleRead:
        return None, str(_SOMETHING_CAME_BETWEEN)


_SOMETHING_CAME_BETWEEN = _(
    "Something was recorded of this lead since you opened this page, perhaps by your own second click. Nothing more was"
    " recorded. Look at what stands there; what you typed is below, and can be sent again."
)


def _say_what_became_of_it(request: ActingRequest, row: FollowUp, recording: Recording) -> None:
    if row.is_stopped:
        messages.warning(
            request,
            _(
                "This step is stopped: do not take it. Why, and what to do, stands below. That it was planned is"
                " recorded."
            ),
        )
    elif row.check_run is not None and row.check_run.findings.exists():
        messages.warning(
            request,
            _(
                "Countersign does not stop this step, but the rules found something. Read it below before you act. What is"
                " recorded gives no authority for the step: ask again if anything changes."
            ),
        )
    elif row.kind == FollowUp.Kind.PASSED_ON and row.flaws:
        messages.warning(
            request,
            _(
                "It is recorded to whom the lead was passed on. This should not have been done: an incident was opened, and"
                " stands below."
            ),
        )
    elif row.kind == FollowUp.Kind.REPORT and row.flaws:
        messages.warning(
            request,
            _(
                "The report is recorded. Something in it has to be looked into: an incident was opened, and stands below."
            ),
        )
    else:
        messages.success(request, str(recording.done))
