"""The task list and its question pages: each saves what is right of it, even when something is wrong.

Must not lose a word that was typed, nor change anything on GET.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.common.errors import PreconditionFailed
from requests_app.searches.answers import Answers
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.officer import flow, images, ledgers, saving, stopping
from requests_app.web.officer.access import on_open_draft
from requests_app.web.officer.saving import ChangedElsewhere
from requests_app.web.officer.unsaved import unsaved
from requests_app.web.questionnaire import pages, presenters
from requests_app.web.questionnaire.forms.base import QuestionForm
from requests_app.web.questionnaire.forms.person import DescriptionForm
from requests_app.web.questionnaire.forms.probe import MarksForm
from requests_app.workflow.reading.own_draft import OwnDraft
from requests_app.workflow.reading.own_record import open_what_is_asked

_NOT_SAVED = gettext_lazy("You have typed something here that is not saved.")
TEMPLATES = {
    "legal-basis": "officer/question_legal.html",
    "facts": "officer/question_facts.html",
    "image-edits": "officer/question_edits.html",
    "image-marks": "officer/question_marks.html",
    "reply": "officer/question_reply.html",
}


@on_open_draft
@require_GET
def tasks(request: ActingRequest, own_draft: OwnDraft) -> HttpResponse:
    """All pages of the request, each with how far it is."""
    row = own_draft.search_request
    stops = stopping.by_page(request, row)
    asked_for, asked = _asked(request, own_draft)
    not_saved = {each.page.slug for each in unsaved(request, own_draft)}
    groups = []
    done = wanted = 0
    for title, group in pages.GROUPS:
        listed = []
        for page in group:
            status = pages.status(page, own_draft.answers, row)
            # A page that nobody has begun is only missing: that is no reproach, though a rule may see it so.
            is_begun = status in {"completed", "in_progress"}
            here = stops.get(page.slug, ()) if is_begun else ()
            why = [finding["reason"] for finding in here]
            if page.slug in not_saved:
                why.append(_NOT_SAVED)
            status = "needs_work" if why and status == "completed" else status
            done += status == "completed"
            wanted += status == "completed" or page.slug not in pages.OPTIONAL
            say_why = f"?{stopping.ASKED_FOR}=yes" if here else ""
            listed.append(
                {
                    "title": page.title,
                    "hint": asked_for.get(page.slug) or page.hint,
                    "why": why,
                    "status": status,
                    "href": "" if status == "cannot_start_yet" else page.url(row) + say_why,
                }
            )
        groups.append({"title": title, "tasks": listed})
    context = {
        "search_request": row,
        "groups": groups,
        "done": done,
        "total": wanted,
        "saved_at": row.draft.saved_at,
        "asked": asked,
        "reply": [_listed(pages.REPLY, own_draft, not_saved)] if _is_returned(own_draft) else [],
    }
    return render(request, "officer/tasks.html", context)


def _listed(page: pages.Page, own_draft: OwnDraft, not_saved: Collection[str]) -> dict[str, Any]:
    """One page as the task list names it."""
    row = own_draft.search_request
    return {
        "title": page.title,
        "hint": page.hint,
        "why": [_NOT_SAVED] if page.slug in not_saved else [],
        "status": "needs_work"
        if page.slug in not_saved
        else pages.status(page, own_draft.answers, row),
        "href": page.url(row),
    }


def _asked(request: ActingRequest, own_draft: OwnDraft) -> tuple[dict[str, str], Any]:
    """What each page is told that a decider asked about, by slug; and the decider's words."""
    if not _is_returned(own_draft):
        return {}, None
    row = own_draft.search_request
    opened = open_what_is_asked(actor=request.actor, search_request_id=row.pk)
    if opened is None:
        return {}, None
    changed = presenters.pages_of_changes(opened.changed)
    told = {}
    for test, answer in opened.answer.reasons.words.get("tests", {}).items():
        for slug in pages.PAGES_OF_TEST.get(test, ()) if answer.get("met") is False else ():
            told[slug] = (
                _("The decider asked about this; you have changed it.")
                if slug in changed
                else _("The decider asks about this.")
            )
    return told, presenters.asked(opened.answer)


def _is_returned(own_draft: OwnDraft) -> bool:
    return own_draft.search_request.status == Status.RETURNED


@on_open_draft
@require_http_methods(["GET", "POST"])
def question(request: ActingRequest, own_draft: OwnDraft, slug: str) -> HttpResponse:
    """One page of questions."""
    page = pages.BY_SLUG.get(slug)
    if slug == "image":
        return images.upload(request, own_draft)
    if slug == "means":
        return ledgers.means(request, own_draft)
    if page is None or page.form is None or (page is pages.REPLY and not _is_returned(own_draft)):
        raise Http404
    if slug == "image-marks" and own_draft.search_request.probe is None:
        messages.info(
            request, _("Upload the image first. Then you can mark the crop and the eyes.")
        )
        return redirect("officer:question", own_draft.search_request.pk, "image")
    if page.form is DescriptionForm and own_draft.search_request.description_locked_at is not None:
        return _locked(request, own_draft, page)
    return _answer(request, own_draft, page, page.form)


def _answer(
    request: ActingRequest, own_draft: OwnDraft, page: pages.Page, kind: type[QuestionForm]
) -> HttpResponse:
    row = own_draft.search_request
    extra = pages.extra_arguments(page, row)
    value = getattr(own_draft.answers, page.section)
    if request.method == "GET":
        return _page(request, own_draft, page, kind(value=value, **extra))
    finished = not {"later", "add"} & set(request.POST)
    form = kind(request.POST, value=value, finished=finished, **extra)
    is_right = form.is_valid()
    elsewhere: ChangedElsewhere | None = None
    try:
        if isinstance(form, MarksForm):
            is_right = images.save_marks(request, own_draft, form) and is_right
        else:
            saving.save(request, own_draft, page.section, form.section_value())
    except ChangedElsewhere as problem:
        elsewhere = problem
    except PreconditionFailed as problem:
        form.add_error(None, explain(problem))
        is_right = False
    if is_right and elsewhere is None:
        for said in getattr(form, "told", ()):
            messages.info(request, said)
        return redirect(flow.where_next(request, row, page.slug))
    return _page(request, saving.own_draft(request, row.pk), page, form, elsewhere=elsewhere)


def _context(request: ActingRequest, own_draft: OwnDraft, slug: str, **more: Any) -> dict[str, Any]:
    page = pages.BY_SLUG[slug]
    return {
        **flow.page_context(request, own_draft.search_request, slug),
        "answers": own_draft.answers,
        "seen": saving.seen(own_draft, page.section),
        **more,
    }


def _page(
    request: ActingRequest,
    own_draft: OwnDraft,
    page: pages.Page,
    form: QuestionForm,
    *,
    elsewhere: ChangedElsewhere | None = None,
) -> HttpResponse:
    row = own_draft.search_request
    looks = (getattr(field, "look", None) for field in form.fields.values())
    heading = any(look.heading for look in looks if look is not None)
    context = _context(
        request,
        own_draft,
        page.slug,
        form=form,
        has_heading=heading,
        page_form=True,
        open_questions=[] if form.is_bound else form.open_questions(),
        **saving.told(elsewhere),
        **_beside(page.slug, own_draft.answers, row),
        **({"asked": _asked(request, own_draft)[1]} if page is pages.REPLY else {}),
    )
    return render(request, TEMPLATES.get(page.slug, "officer/question.html"), context)


def _beside(slug: str, answers: Answers, row: SearchRequest) -> dict[str, Any]:
    """What a page shows besides its form."""
    if slug == "legal-basis":
        return {"documents": images.document_rows(row)}
    if slug == "facts":
        return {"rows": presenters.fact_rows(answers, row)}
    if slug == "image-edits":
        return {"rows": presenters.edit_rows(answers, row)}
    return {}


def _locked(request: ActingRequest, own_draft: OwnDraft, page: pages.Page) -> HttpResponse:
    if request.method == "POST":
        return redirect(flow.where_next(request, own_draft.search_request, page.slug))
    context = _context(
        request, own_draft, page.slug, rows=presenters.page_rows(page, own_draft.answers)
    )
    return render(request, "officer/description_locked.html", context)
