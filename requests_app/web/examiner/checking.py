"""Everything an examiner is about to conclude, read back on one page; it is recorded only from here."""

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
    CountersignError,
    InvalidTransition,
    PreconditionFailed,
    StaleRead,
)
from requests_app.policy.engine import Evaluation
from requests_app.web.drawing import render
from requests_app.web.examiner import words
from requests_app.web.examiner.access import CAN_BE_MENDED, back_to_results, examiners_page
from requests_app.web.examiner.examination import around, rows_of
from requests_app.web.examiner.records import read_back
from requests_app.web.findings import live_findings
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.workflow import check, conclude, judged_selection
from requests_app.workflow.reading.candidates import OpenedCandidates, open_candidates


@examiners_page
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Read back what is saved; record it as the conclusion."""
    problem = ""
    if request.method == "POST":
        read = request.POST.get("read", "")
        try:
            conclude.conclude(
                actor=request.actor,
                search_request_id=pk,
                revision=_revision(read),
                rules_read=request.POST.get("rules", ""),
            )
        except StaleRead as stale:
            problem = (
                _(
                    "The rules find something else than when you opened this page. Nothing is concluded. Read it again as it"
                    " is now."
                )
                if "rules" in stale.changes
                else _(
                    "Your record was changed in another window since you opened this page. Nothing is concluded. Read it"
                    " again as it is now."
                )
            )
        except BadInput:
            return _not_yet(request, pk)
        except (PreconditionFailed, InvalidTransition) as refused:
            if getattr(refused, "reason", "") != "selection_stopped_by_rule":
                return _not_yet(request, pk, refused)
            problem = explain(refused)
        else:
            messages.success(
                request,
                _(
                    "Your conclusion is recorded and cannot be changed. Ranks and scores are shown now."
                ),
            )
            return redirect("examiner:candidates", pk)
    opened = open_candidates(actor=request.actor, search_request_id=pk)
    if opened.has_concluded:
        return redirect("examiner:candidates", pk)
    try:
        evaluation = conclude.check(
            actor=request.actor, search_request_id=pk, revision=opened.revision
        )
    except BadInput:
        return _not_yet(request, pk)
    except (StaleRead, PreconditionFailed, InvalidTransition) as refused:
        return _not_yet(request, pk, refused)
    context = around(opened) | _read_back(opened) | _ruled(evaluation) | {"problem": problem}
    return render(request, "examiner/check.html", context, status=400 if problem else 200)


def _ruled(evaluation: Evaluation | None) -> dict[str, Any]:
    """What the rules find of a selection, and whether any stops it."""
    if evaluation is None:
        return {"rules_read": ""}
    return {
        "rules_read": check.mark_of(evaluation),
        "findings": live_findings(evaluation.findings),
        "is_stopped": bool(judged_selection.stopping(evaluation)),
    }


def _not_yet(
    request: ActingRequest, pk: UUID, refused: CountersignError | None = None
) -> HttpResponse:
    """Return to where it can be finished, and say why it cannot be concluded as it is."""
    can_be_mended = getattr(refused, "reason", "") in CAN_BE_MENDED
    if refused is not None and not (can_be_mended or isinstance(refused, StaleRead)):
        return back_to_results(request, refused)
    messages.warning(
        request,
        explain(refused)
        if refused
        else _(
            "Your record is not finished, so it cannot be concluded. Go on to see what is missing."
        ),
    )
    return redirect("examiner:conclude", pk)


def _read_back(opened: OpenedCandidates) -> dict[str, Any]:
    statement = opened.record.statement
    rows = [row | read_back(row["listed"].comparison) for row in rows_of(opened.candidates)]
    return {
        "candidates": rows,
        "statement": statement,
        "selected": next(
            (row["name"] for row in rows if row["listed"].position == statement.selected), ""
        ),
        "no_selection": words.NO_SELECTION.get(statement.no_selection, ""),
        "read": opened.revision,
    }


def _revision(text: str) -> int:
    """Return the number that the page carries of what it showed; -1, which is no revision, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
