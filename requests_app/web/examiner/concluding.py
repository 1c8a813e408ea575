"""What an examiner concludes of a whole list, saved to be read back; and a correction, which selects nobody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app.common.errors import (
    BadInput,
    InvalidTransition,
    PreconditionFailed,
    StaleRead,
)
from requests_app.searches.examined import digest_for_page
from requests_app.searches.states import Status
from requests_app.web.drawing import render
from requests_app.web.examiner import words
from requests_app.web.examiner.access import CAN_BE_MENDED, back_to_results, examiners_page
from requests_app.web.examiner.examination import around, rows_of
from requests_app.web.examiner.forms import CorrectionForm, StatementForm
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.workflow import conclude, examine
from requests_app.workflow.reading.candidates import OpenedCandidates, open_candidates


@examiners_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Say what all comparisons show together, and go on to read it back."""
    opened = open_candidates(actor=request.actor, search_request_id=pk)
    is_sent = request.method == "POST"
    if opened.has_concluded:
        if is_sent:
            return back_to_results(request, PreconditionFailed("already_concluded"))
        return redirect("examiner:candidates", pk)
    form = _form(opened, request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            answer = _sent(request, pk, form)
        except (PreconditionFailed, InvalidTransition) as problem:
            if getattr(problem, "reason", "") not in CAN_BE_MENDED:
                return back_to_results(request, problem)
            form.add_error(None, explain(problem))
            answer = None
        if answer is not None:
            return answer
        opened = open_candidates(actor=request.actor, search_request_id=pk)
    rows = rows_of(opened.candidates)
    context = around(opened) | {
        "form": form,
        "candidates": rows,
        "whole": sum(each["listed"].is_whole for each in rows),
        "seen": digest_for_page(opened.record.statement, opened.examination.order_seed),
        "page_form": True,
    }
    status = 400 if form.errors else 200
    return render(request, "examiner/conclude.html", context, status=status)


def _form(opened: OpenedCandidates, data: Any) -> StatementForm:
    return StatementForm(data, shown=opened.record.statement, listed=opened.candidates)


def _sent(request: ActingRequest, pk: UUID, form: StatementForm) -> HttpResponse | None:
    """Save the statement, then go on to read it back where nothing lacks; None draws the page again."""
    named: Any = {"actor": request.actor, "search_request_id": pk}
    try:
        revision = examine.save_statement(
            **named, statement=form.statement(), based_on=request.POST.get("seen", "")
        )
        if "later" in request.POST:
            messages.success(request, _("Your statement is saved. Nothing is concluded yet."))
            return redirect("examiner:candidates", pk)
        conclude.check(**named, revision=revision)
    except BadInput as problem:
        form.take_over(problem.field_errors)
        return None
    except StaleRead as problem:
        form.add_error(None, explain(problem))
        return None
    return redirect("examiner:check", pk)


@examiners_page
@require_http_methods(["GET", "POST"])
def correct(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Take a selection back, with the reason."""
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            conclude.correct(
                actor=request.actor,
                search_request_id=pk,
                no_selection=form.cleaned_data["no_selection"],
                correction=form.cleaned_data["correction"],
            )
        except BadInput as problem:
            form.take_over(problem.field_errors)
        except (PreconditionFailed, InvalidTransition) as problem:
            return back_to_results(request, problem)
        else:
            messages.success(request, _("Your correction is recorded. You select nobody now."))
            return redirect("examiner:candidates", pk)
    opened = open_candidates(actor=request.actor, search_request_id=pk)
    refusal = _refusal_to_correct(opened)
    if refusal and form.is_bound:
        return back_to_results(request, PreconditionFailed(refusal))
    if refusal:
        return redirect("examiner:candidates", pk)
    selected = next(
        each for each in opened.candidates if each.position == opened.record.statement.selected
    )
    context = around(opened) | {
        "form": form,
        "selected": words.letter(selected.place),
        "page_form": True,
        "main_width": "",
    }
    status = 400 if form.errors else 200
    return render(request, "examiner/correct.html", context, status=status)


def _refusal_to_correct(opened: OpenedCandidates) -> str:
    """Why there is nothing to correct; empty where there is."""
    if not opened.has_concluded:
        return "not_concluded"
    if opened.record.statement.selected is None:
        return "selects_nobody"
    return "" if opened.search_request.status == Status.RESULT_RECEIVED else "no_result_to_examine"
