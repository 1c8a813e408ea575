"""The record of one candidate: saved as unfinished as it is, told what it lacks, and read again once concluded."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app.common.errors import (
    BadInput,
    InvalidTransition,
    PreconditionFailed,
    StaleRead,
)
from requests_app.searches.examined import Comparison, digest_for_page
from requests_app.web.drawing import render
from requests_app.web.examiner import words
from requests_app.web.examiner.access import back_to_results, examiners_page
from requests_app.web.examiner.examination import around
from requests_app.web.examiner.forms import ComparisonForm
from requests_app.web.examiner.records import read_back
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire.presenters import shown
from requests_app.workflow import examine
from requests_app.workflow.reading.candidates import (
    Listed,
    OpenedCandidates,
    next_unfinished,
    open_candidates,
    own_position,
)


@examiners_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID, place: int) -> HttpResponse:
    """Compare one candidate with the probe image, and record what is seen."""
    form, is_stale = None, False
    if request.method == "POST":
        form = ComparisonForm(request.POST, shown=Comparison())
        if form.is_valid():
            try:
                answer = _save(request, pk, place, form)
            except (PreconditionFailed, InvalidTransition) as problem:
                return back_to_results(request, problem)
            except StaleRead:
                answer, is_stale = None, True
            if answer is not None:
                return answer
    opened = open_candidates(actor=request.actor, search_request_id=pk)
    candidate = opened.at(place)
    if candidate is None:
        raise Http404
    about = around(opened) | {
        "candidate": candidate,
        "name": words.letter(place),
        "place": place,
        "why_missing": words.MISSING[candidate.picture.missing]
        if candidate.picture.missing
        else "",
        "neighbours": _neighbours(opened, candidate),
    }
    if opened.has_concluded and form is not None:
        return back_to_results(request, PreconditionFailed("already_concluded"))
    if opened.has_concluded:
        return render(request, "examiner/record.html", about | read_back(candidate.comparison))
    drawn = form or ComparisonForm(shown=candidate.comparison)
    drawn.fit_to(candidate.picture)
    context = about | {
        "form": drawn,
        "seen": digest_for_page(candidate.comparison, opened.examination.order_seed),
        "changes": _differences(drawn, candidate) if is_stale else [],
        "page_has_errors": is_stale,
        "page_form": True,
    }
    return render(
        request, "examiner/candidate.html", context, status=400 if is_stale or drawn.errors else 200
    )


def _save(
    request: ActingRequest, pk: UUID, place: int, form: ComparisonForm
) -> HttpResponse | None:
    """Save the record; None draws the page again with what the saved record lacks."""
    position = own_position(actor=request.actor, search_request_id=pk, place=place)
    try:
        lacks = examine.save_comparison(
            actor=request.actor,
            search_request_id=pk,
            position=position,
            comparison=form.comparison(),
            based_on=request.POST.get("seen", ""),
        )
    except BadInput as problem:
        form.take_over(problem.field_errors)
        return None
    if "later" in request.POST:
        messages.success(request, _("Your record of this candidate is saved."))
        return redirect("examiner:candidates", pk)
    if lacks:
        if form.comparison() != Comparison():
            messages.info(request, _("What you wrote is saved. What is still missing is marked."))
        form.take_over(lacks)
        return None
    following = next_unfinished(actor=request.actor, search_request_id=pk, after=place)
    names = {"name": words.letter(place), "next": words.letter(following or 0)}
    if following is None:
        messages.success(
            request,
            _("Your record of candidate %(name)s is complete, and so are all others. Conclude now.")
            % names,
        )
        return redirect("examiner:candidates", pk)
    messages.success(
        request,
        _("Your record of candidate %(name)s is complete. Now compare candidate %(next)s.") % names,
    )
    return redirect("examiner:candidate", pk, following)


def _neighbours(opened: OpenedCandidates, candidate: Listed) -> list[dict[str, Any]]:
    """The candidates before and after this one, in the order in which the list shows them."""
    at = opened.candidates.index(candidate)
    found = [(side, at + step) for side, step in (("prev", -1), ("next", 1))]
    return [
        {
            "side": side,
            "place": opened.candidates[number].place,
            "name": words.letter(opened.candidates[number].place),
        }
        for side, number in found
        if 0 <= number < len(opened.candidates)
    ]


def _differences(form: ComparisonForm, candidate: Listed) -> list[dict[str, Any]]:
    """What is saved now beside what was typed, for each answer that differs."""
    saved = ComparisonForm(shown=candidate.comparison)
    rows = []
    for name, field in form.fields.items():
        before, after = saved.get_initial_for_field(field, name), form.cleaned_data.get(name)
        if field.has_changed(before, after):
            rows.append(
                {
                    "label": field.label,
                    "before": shown(field, before),
                    "after": shown(field, after),
                }
            )
    return rows
