"""One result and its examiner: taken, opened in their own order, given back, and shown whole once they concluded.

Before that, shows neither rank nor score. Never a percentage, never the word of a match.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requests_app.common.errors import InvalidTransition, PreconditionFailed
from requests_app.searches.examined import Comparison
from requests_app.searches.states import Status
from requests_app.web import kept
from requests_app.web.drawing import render
from requests_app.web.examiner import words
from requests_app.web.examiner.access import back_to_results, examiners_page
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.questionnaire.eye_marks import eye_marks
from requests_app.workflow import ask_for_pictures, examine
from requests_app.workflow.reading.candidate_pictures import has_come, open_candidate_picture
from requests_app.workflow.reading.candidates import (
    Listed,
    OpenedCandidates,
    open_candidates,
    result_for,
)
from requests_app.workflow.reading.pictures import open_probe


@examiners_page
@require_GET
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """One result: to be taken, with its candidates once it is; their opening is recorded first."""
    found = result_for(actor=request.actor, search_request_id=pk)
    if found.examination is None:
        row = found.search_request
        context = {"search_request": row, "result": row.result, "meaning": row.meaning}
        return render(request, "examiner/take.html", context)
    opened = open_candidates(actor=request.actor, search_request_id=pk)
    return render(request, "examiner/candidates.html", around(opened) | _list_of(opened))


@examiners_page
@require_POST
def take(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Take a result to examine, or go on with it."""
    try:
        examine.start(actor=request.actor, search_request_id=pk)
    except (PreconditionFailed, InvalidTransition) as problem:
        return back_to_results(request, problem)
    return redirect("examiner:candidates", pk)


@examiners_page
@require_http_methods(["GET", "POST"])
def give_back(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask whether the result is to be given back undone; give it back."""
    if request.method == "POST":
        try:
            examine.give_back(actor=request.actor, search_request_id=pk)
        except (PreconditionFailed, InvalidTransition) as problem:
            return back_to_results(request, problem)
        messages.success(request, _("You gave the result back. Another examiner can take it now."))
        return redirect("examiner:results")
    found = result_for(actor=request.actor, search_request_id=pk)
    if found.examination is None or found.has_concluded:
        return redirect("examiner:candidates", pk)
    row = found.search_request
    context = {"search_request": row, "meaning": row.meaning}
    return render(request, "examiner/give_back.html", context)


@examiners_page
@require_GET
def picture_bytes(request: ActingRequest, pk: UUID) -> HttpResponse:
    """A drawing of the picture that was searched with; its opening is recorded first."""
    drawn = open_probe(actor=request.actor, search_request_id=pk)
    return HttpResponse(drawn, content_type="image/png")


@examiners_page
@require_GET
def candidate_picture(request: ActingRequest, pk: UUID, place: int) -> HttpResponse:
    """A drawing of one candidate's picture; its opening is recorded first."""
    drawn = open_candidate_picture(actor=request.actor, search_request_id=pk, place=place)
    return HttpResponse(drawn, content_type="image/png")


@examiners_page
@require_GET
def picture_state(request: ActingRequest, pk: UUID, place: int) -> JsonResponse:
    """Whether a page that waits for a picture should be drawn anew."""
    return JsonResponse({"come": has_come(actor=request.actor, search_request_id=pk, place=place)})


@examiners_page
@require_POST
def ask_again(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask the matcher again for the pictures that are missing."""
    try:
        ask_for_pictures.ask(actor=request.actor, search_request_id=pk)
    except PreconditionFailed as problem:
        messages.warning(request, explain(problem))
    else:
        messages.success(
            request, _("The missing pictures are asked for. Each is shown when it has come.")
        )
    return redirect("examiner:candidates", pk)


def around(opened: OpenedCandidates) -> dict[str, Any]:
    """What every page of an opened result shows: its head, the probe image, the warnings."""
    row = opened.search_request
    return {
        "search_request": row,
        "result": row.result,
        "examination": opened.examination,
        "has_concluded": opened.has_concluded,
        "meaning": row.meaning,
        "goes_to": opened.goes_to,
        "eyes": eye_marks(opened.picture_answers, opened.probe),
        "marks_problem": explain(opened.answers_problem) if opened.answers_problem else "",
        "main_width": "full",
        # Taken again, the candidates stand in another order: text about one is not put into the page of another.
        kept.ABOUT: str(opened.examination.id),
    }


def _list_of(opened: OpenedCandidates) -> dict[str, Any]:
    rows = rows_of(opened.candidates)
    statement = opened.record.statement
    places: dict[int | None, str] = {each["listed"].position: each["name"] for each in rows}
    selected = places.get(statement.selected, "")
    return {
        "candidates": rows,
        "whole": sum(each["listed"].is_whole for each in rows),
        "statement": statement,
        "selected": selected,
        "no_selection": words.NO_SELECTION.get(statement.no_selection, ""),
        "concluded_at": opened.concluded_at,
        "earlier": [
            {
                "at": each.concluded_at,
                "selected": places.get(each.record.statement.selected, ""),
                "outcome": words.CONCLUSIONS.get(each.record.outcome(), ""),
            }
            for each in opened.earlier
        ],
        "missing": sum(not each["listed"].picture.is_here for each in rows),
        "coming": sum(each["listed"].picture.is_coming for each in rows),
        "can_correct": bool(
            opened.has_concluded
            and statement.selected
            and opened.search_request.status == Status.RESULT_RECEIVED
        ),
    }


def rows_of(candidates: tuple[Listed, ...]) -> list[dict[str, Any]]:
    """The candidates as a page lists them: under their letters, with how far each record is."""
    return [
        {
            "listed": each,
            "name": words.letter(each.place),
            "is_begun": each.comparison != Comparison(),
            "conclusion": _in_words(each.comparison),
            "why_missing": words.MISSING[each.picture.missing] if each.picture.missing else "",
        }
        for each in candidates
    ]


def _in_words(comparison: Comparison) -> Any:
    if comparison.compared is False:
        return words.NOT_COMPARED.get(comparison.not_compared, "")
    return words.CONCLUSIONS.get(comparison.conclusion, "")
