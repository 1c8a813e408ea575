"""Files of a request: the probe image with its marks, and judicial documents.

Must not serve an upload as it came: images as a fresh drawing, documents as a download.
"""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.common.errors import PreconditionFailed, StaleRead
from requests_app.searches import documents, intake
from requests_app.searches.intake import ProbeRefused
from requests_app.searches.models import SearchRequest
from requests_app.searches.of_the_picture import uncropped
from requests_app.web import documents as downloads
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import damaged_name, explain
from requests_app.web.officer import flow, saving
from requests_app.web.officer.access import officer_page, on_open_draft
from requests_app.web.questionnaire import intake_words, presenters
from requests_app.web.questionnaire.forms.probe import MarksForm, ProbeFileForm
from requests_app.workflow import draft_files
from requests_app.workflow.draft import ContentDamaged
from requests_app.workflow.reading.own_draft import OwnDraft, documents_of
from requests_app.workflow.reading.pictures import open_original, open_probe

_EYES = tuple(field.name for field in dataclasses.fields(draft_files.Eyes))


class DocumentForm(forms.Form):
    """A judicial document."""

    document = forms.FileField(
        label=gettext_lazy("Warrant, order or other judicial document"),
        allow_empty_file=True,
        max_length=None,
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 10 MB."),
        error_messages={"required": gettext_lazy("Choose a file")},
    )


def upload(request: ActingRequest, own_draft: OwnDraft) -> HttpResponse:
    """The page of the image file: what is there, and another in its place."""
    row = own_draft.search_request
    form = ProbeFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if "image" not in request.FILES and row.probe_id and "upload" not in request.POST:
            return redirect(flow.where_next(request, row, "image"))
        form = ProbeFileForm(request.POST, request.FILES)
        if _was_dropped(request):
            form.errors["image"] = form.error_class([_too_large(intake.MAX_BYTES)])
        elif form.is_valid() and _take_in(request, row, form):
            messages.success(request, _taken_in(request, own_draft))
            return redirect("officer:question", row.pk, "image")
    return render(request, "officer/image.html", _image_context(request, own_draft, form))


def _taken_in(request: ActingRequest, before: OwnDraft) -> str:
    """What is told of a picture that was taken in, and what of its pages is asked anew."""
    now = saving.own_draft(request, before.search_request.pk)
    was, held = before.answers, now.answers
    if held == was:
        return _("The image was taken in. Look at it below.")
    if dataclasses.replace(held, probe=was.probe) == was and held.probe == uncropped(was.probe):
        return _(
            "This is the image that was there. What you said of it still counts; mark the crop again, "
            "if it needs one."
        )
    return _(
        "The image was taken in, in place of the one before. Look at it below. What you chose by "
        "looking at the one before does not count for it: the pages that are no longer complete ask "
        "again. Texts and dates are kept: correct what does not hold for this image."
    )


def _was_dropped(request: ActingRequest) -> bool:
    """Whether more was sent than this service takes in, so that no file was kept of it."""
    try:
        sent = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:  # nothing was read of a body of such a length
        return False
    return not request.FILES and sent > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def _too_large(limit: int) -> str:
    return intake_words.refusal(ProbeRefused("too_large", {"limit": limit}))


def _take_in(request: ActingRequest, row: SearchRequest, form: ProbeFileForm) -> bool:
    image = form.cleaned_data["image"]
    try:
        draft_files.add_probe(
            actor=request.actor, search_request_id=row.pk, data=image.read(), name=image.name
        )
    except ProbeRefused as problem:
        form.add_error("image", intake_words.refusal(problem))
    except PreconditionFailed as problem:
        form.add_error("image", explain(problem))
    else:
        return True
    return False


def _image_context(
    request: ActingRequest, own_draft: OwnDraft, form: ProbeFileForm
) -> dict[str, Any]:
    row = own_draft.search_request
    context = {**flow.page_context(request, row, "image"), "form": form}
    if row.probe is not None:
        context |= presenters.probe_facts(row)
    return context


def save_marks(request: ActingRequest, own_draft: OwnDraft, form: MarksForm) -> bool:
    """Save the eyes, and make the copy to be sent anew where the crop differs. False when refused."""
    row = own_draft.search_request
    before = own_draft.answers.probe
    if form.errors:
        # A crop counts only once the copy was made with it, so it is not kept from a faulty page; nor are
        # eyes of which a number is wrong, since the rest alone would stand for both.
        wrong_eyes = not form.errors.keys().isdisjoint(_EYES)
        provenance = dataclasses.replace(
            form.section_value(),
            crop_left=before.crop_left,
            crop_top=before.crop_top,
            crop_width=before.crop_width,
            crop_height=before.crop_height,
            **({name: getattr(before, name) for name in _EYES} if wrong_eyes else {}),
        )
        saving.save(request, own_draft, "probe", provenance)
        return False
    if form.section_value() == before:
        return True
    saving.check_seen(request, own_draft, "probe", form.section_value())
    typed = form.cleaned_data
    eyes = draft_files.Eyes(
        **{field.name: typed[field.name] for field in dataclasses.fields(draft_files.Eyes)}
    )
    try:
        draft_files.mark_probe(
            actor=request.actor,
            search_request_id=row.pk,
            crop=form.box(typed),
            eyes=eyes,
            revision=own_draft.revision,
        )
    except ProbeRefused as problem:
        form.add_error("crop_width", intake_words.refusal(problem))
        return False
    except (PreconditionFailed, StaleRead, ContentDamaged) as problem:
        form.add_error("crop_width", explain(problem))
        return False
    return True


@officer_page
@require_GET
def image_sent(request: ActingRequest, pk: UUID) -> HttpResponse:
    """A drawing of exactly the copy that the matcher would get; the view is recorded first."""
    saving.own(request, pk)
    return _picture(open_probe(actor=request.actor, search_request_id=pk))


@officer_page
@require_GET
def image_original(request: ActingRequest, pk: UUID) -> HttpResponse:
    """A drawing of the whole original, for marking a crop; the view is recorded first."""
    saving.own(request, pk)
    drawn, _width, _height = open_original(actor=request.actor, search_request_id=pk)
    return _picture(drawn)


def _picture(drawn: bytes) -> HttpResponse:
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = "inline"
    return response


def document_rows(row: SearchRequest) -> list[dict[str, Any]]:
    """The documents attached now, with their own names."""
    return [
        {
            "name": document.name or damaged_name(),
            "size": document.size,
            "at": document.added_at,
            "url": reverse("officer:document", args=[row.pk, document.id]),
            "remove_url": reverse("officer:document_remove", args=[row.pk, document.id]),
        }
        for document in documents_of(row)
    ]


@on_open_draft
@require_http_methods(["GET", "POST"])
def add_document(request: ActingRequest, own_draft: OwnDraft) -> HttpResponse:
    """Attach a judicial document; the page is the legal basis's own."""
    row = own_draft.search_request
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = DocumentForm(request.POST, request.FILES)
        if _was_dropped(request):
            form.errors["document"] = form.error_class([_too_large(documents.MAX_BYTES)])
        elif form.is_valid() and _receive(request, row, form):
            messages.success(request, _("The document was attached."))
            return redirect("officer:question", row.pk, "legal-basis")
    context = {
        "search_request": row,
        "form": form,
        "documents": document_rows(row),
        "back_url": reverse("officer:question", args=[row.pk, "legal-basis"]),
    }
    return render(request, "officer/document_add.html", context)


def _receive(request: ActingRequest, row: SearchRequest, form: DocumentForm) -> bool:
    document = form.cleaned_data["document"]
    try:
        draft_files.add_document(
            actor=request.actor,
            search_request_id=row.pk,
            data=document.read(),
            name=document.name,
        )
    except documents.DocumentRefused as problem:
        form.add_error("document", intake_words.refusal(problem))
    except PreconditionFailed as problem:
        form.add_error("document", explain(problem))
    else:
        return True
    return False


@officer_page
@require_GET
def document(request: ActingRequest, pk: UUID, file_id: UUID) -> HttpResponse:
    """One's own document, as a download; the view is recorded first."""
    saving.own(request, pk)
    back = reverse("officer:request", args=[pk])
    return downloads.answer(request, pk, file_id, back=back)


@on_open_draft
@require_http_methods(["GET", "POST"])
def remove_document(request: ActingRequest, own_draft: OwnDraft, file_id: UUID) -> HttpResponse:
    """Ask, then take a document out of the draft."""
    row = own_draft.search_request
    by_id = {str(file_id): None} | {
        shown["url"].rstrip("/").split("/")[-1]: shown for shown in document_rows(row)
    }
    chosen = by_id[str(file_id)]
    back = redirect("officer:question", row.pk, "legal-basis")
    if chosen is None:
        return back
    if request.method == "POST":
        draft_files.remove_document(actor=request.actor, search_request_id=row.pk, file_id=file_id)
        return back
    context = {
        "search_request": row,
        "title": _("Remove this document?"),
        "row": {"text": chosen["name"]},
        "kind": "documents",
        "back_url": reverse("officer:question", args=[row.pk, "legal-basis"]),
    }
    return render(request, "officer/row_remove.html", context)
