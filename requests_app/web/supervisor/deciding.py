"""The one dense page on which a request is decided, and the picture beside it.

Every opening is recorded before anything is drawn; the decision itself is the use case's.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import (
    AlreadyTaken,
    BadInput,
    InvalidTransition,
    PreconditionFailed,
    StaleRead,
)
from requests_app.policy.vocabulary import Urgency
from requests_app.web import documents, kept, log_proofs
from requests_app.web.drawing import render
from requests_app.web.findings import what_rules_ask
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.papers import paper_rows
from requests_app.web.questionnaire import presenters as shared
from requests_app.web.questionnaire import words
from requests_app.web.questionnaire.change_words import change_rows
from requests_app.web.questionnaire.eye_marks import eye_marks
from requests_app.web.supervisor import confirming, drafts, presenters
from requests_app.web.supervisor.access import CAPACITIES, back_to_queue, in_capacity
from requests_app.web.supervisor.forms import DecisionForm
from requests_app.web.supervisor.side_by_side import with_what_is_compared
from requests_app.workflow import decide
from requests_app.workflow.decide import ContentDamaged
from requests_app.workflow.reading.decided import decided_by, next_for, waiting_for
from requests_app.workflow.reading.decision_page import (
    DecisionPage,
    show_decision_page,
)
from requests_app.workflow.reading.pictures import open_probe

_NOT_DECIDED = gettext_lazy(
    "Nothing is decided yet; what you have written is saved. Decide with one of the buttons below your answers: "
    "approve, return or refuse."
)


@kept.until_done
@in_capacity
@require_http_methods(["GET", "POST"])
def page(request: ActingRequest, capacity: str, pk: UUID) -> HttpResponse:
    """Read the case by test, and decide. Only a page that is drawn counts as opened."""
    form = None
    if request.method == "POST":
        form = DecisionForm(request.POST.copy())
        answer = None
        if "save" in request.POST:
            answer = drafts.save_and_leave(request, capacity, pk, form)
        elif "change" in request.POST:
            form.is_valid()  # drawn once more as it was written, to be changed
        elif not request.POST.get("outcome"):  # the Enter key in a field, which decides nothing
            form.is_valid()
            messages.info(request, _NOT_DECIDED)
        elif form.is_valid():
            answer = _decide(request, capacity, pk, form)
        if answer is not None:
            return answer
        # The page is drawn again with all that was written; it is not lost if the page is then closed.
        kept.save_draft(request, request.path)
    try:
        return show_decision_page(
            actor=request.actor,
            search_request_id=pk,
            draw=lambda opened: _draw(request, capacity, opened, form),
        )
    except PreconditionFailed as problem:
        _keep_what_was_written(request)
        return back_to_queue(request, problem)


def _keep_what_was_written(request: ActingRequest) -> None:
    """Keep the words of a decision that was not made and whose form is not drawn again."""
    if request.method == "POST" and kept.keep_what_was_refused(request):
        messages.warning(
            request,
            _(
                "Nothing was decided. What you had written is kept for you for seven days, on the page "
                "of the request: once you have it in hand again, it is in its fields."
            ),
        )


def _decide(
    request: ActingRequest, capacity: str, pk: UUID, form: DecisionForm
) -> HttpResponse | None:
    """Hand the decision to the use case; None draws the page again with what stands against it."""
    reading = form.cleaned_data.get("reading")
    asked: dict[str, Any] = {
        "actor": request.actor,
        "search_request_id": pk,
        "outcome": request.POST.get("outcome", ""),
        "reading_id": reading or UUID(int=0),
        "reasons": form.reasons(),
        "read": request.POST.get("read", ""),
    }
    try:
        confirmed = request.POST.get("confirmed", "")
        if asked["outcome"] in confirming.ASKED_FIRST and not confirmed:
            follows = decide.rehearse(**asked)
            kept.save_draft(request, request.path)  # the words are safe if this page is left
            return confirming.page(request, capacity, follows, form)
        made = decide.decide(**asked, confirmed=confirmed)
    except BadInput as problem:
        form.take_over(problem.field_errors)
        return None
    except StaleRead as problem:
        form.is_stale = (
            decide.WHAT_FOLLOWS not in problem.changes
        )  # else the page itself still holds
        form.add_error(None, explain(problem))
        return None
    except (AlreadyTaken, InvalidTransition) as problem:
        _keep_what_was_written(request)
        return back_to_queue(request, problem, level=messages.WARNING)
    except (PreconditionFailed, ContentDamaged) as problem:
        form.add_error(None, explain(problem))
        return None
    kept.forget_page(request)
    request.session["decided"] = {
        "request": str(pk),
        "outcome": request.POST["outcome"],
        "still_needed": list(made.still_needed),
    }
    return redirect("supervisor:done", capacity, pk)


def _draw(
    request: ActingRequest, capacity: str, opened: DecisionPage, form: DecisionForm | None
) -> HttpResponse:
    read = opened.read
    if form is None:
        form = DecisionForm(initial={"reading": opened.reading_id})
    elif form.is_stale:
        # What is decided on next is what is read now, on the page that is drawn anew.
        form.read_anew(opened.reading_id)
    else:
        read = request.POST.get("read", "")  # with the reading of the page that it was typed on
    row = opened.search_request
    form.names(row.requested_by_person.full_name)
    if form is not None and form.is_bound and not opened.is_mine:
        _keep_what_was_written(request)
    context = {
        "search_request": row,
        "capacity": capacity,
        "role_label": CAPACITIES[capacity].label,
        "version": opened.version,
        "words_language": opened.version.language,
        "urgency": words.label(Urgency, opened.version.urgency),
        "claim": opened.claim,
        "is_mine": opened.is_mine,
        "claim_time": presenters.claim_time(opened.claim) if opened.claim else None,
        "answers_problem": explain(opened.answers_problem) if opened.answers_problem else "",
        "picture_problem": explain(opened.picture_problem) if opened.picture_problem else "",
        "takes_decisions": opened.takes_decisions,
        "gallery_problem": explain(opened.gallery_problem) if opened.gallery_problem else "",
        "read": read,
        "tests": []
        if opened.answers_problem
        else with_what_is_compared(
            presenters.case_by_test(opened.answers, opened.findings), opened
        ),
        "asked_by_rules": what_rules_ask(opened.findings),
        "papers": paper_rows(opened.papers, today=timezone.localdate(clock.now())),
        "alike": shared.alike_rows(opened.alike),
        "means": shared.means_rows(opened.answers, None),
        "facts": shared.fact_rows(opened.answers, None),
        "edits": shared.edit_rows(opened.answers, None),
        "eyes": eye_marks(opened.answers.probe, opened.version.probe),
        "documents": presenters.documents(row, capacity, opened.documents),
        "earlier": presenters.earlier_rows(opened.earlier, opened.waits),
        "started_from": opened.started_from,
        "its_search": opened.its_search,
        "search_before": opened.search_before,
        "changes": change_rows(opened.changes.rows),
        "changes_problem": explain(opened.changes.problem) if opened.changes.problem else "",
        "decisions": presenters.decision_rows(opened.decisions),
        "is_answered": bool(opened.answers.reply.text),
        "picture_opened": opened.picture_opened,
        "picture_url": reverse("supervisor:picture", args=[capacity, row.pk]),
        "picture_bytes_url": reverse("supervisor:picture_bytes", args=[capacity, row.pk]),
        "page_form": opened.is_mine,
        "draft_url": reverse("supervisor:draft", args=[capacity, row.pk]),
        # Without the claim there are no fields to put anything back into, and the page says so.
        "form": form if opened.is_mine or form.is_bound else None,
        "has_draft": not opened.is_mine and kept.is_kept(request),
        "main_width": "full",
    } | shared.probe_facts(row)
    return render(request, "supervisor/page.html", context, status=400 if form.errors else 200)


@in_capacity
@require_GET
def picture(request: ActingRequest, capacity: str, pk: UUID) -> HttpResponse:
    """The picture on a page of its own, beside the decision page."""
    row = waiting_for(actor=request.actor, search_request_id=pk)
    if row is None:
        return back_to_queue(request, _("This request no longer awaits your decision."))
    context = {
        "search_request": row,
        "capacity": capacity,
        "picture_bytes_url": reverse("supervisor:picture_bytes", args=[capacity, pk]),
        "page_url": reverse("supervisor:page", args=[capacity, pk]),
    }
    return render(request, "supervisor/picture.html", context)


@in_capacity
@require_GET
def picture_bytes(request: ActingRequest, capacity: str, pk: UUID) -> HttpResponse:
    """A drawing of exactly the bytes that would be sent; its opening is recorded first."""
    drawn = open_probe(actor=request.actor, search_request_id=pk)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "no-store"
    return response


@in_capacity
@require_GET
def document(request: ActingRequest, capacity: str, pk: UUID, file_id: UUID) -> HttpResponse:
    """A judicial document, for download only; its opening is recorded first."""
    back = reverse("supervisor:page", args=[capacity, pk])
    return documents.answer(request, pk, file_id, back=back)


@in_capacity
@require_GET
def done(request: ActingRequest, capacity: str, pk: UUID) -> HttpResponse:
    """What was decided, and the next request in the queue."""
    decided = request.session.get("decided") or {}
    if decided.get("request") != str(pk):
        return redirect("supervisor:queue")
    context = {
        "search_request": decided_by(request.user, pk),
        "outcome": decided["outcome"],
        "receipts": log_proofs.receipt_rows(request.user, pk, address="supervisor:receipt")[-1:],
        "still_needed": [Role(role).label for role in decided["still_needed"]],
        "following": next_for(request.user, CAPACITIES[capacity]),
        "capacity": capacity,
    }
    return render(request, "supervisor/done.html", context)
