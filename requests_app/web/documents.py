"""A judicial document on its way to whoever opens it: what to know first, then the download.

Must not send a byte of it before its opening is recorded.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from requests_app.searches import documents
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire import intake_words
from requests_app.workflow.reading.document import open_document, what_to_know_first

_GO_ON = "open"


def answer(request: ActingRequest, pk: UUID, file_id: UUID, *, back: str) -> HttpResponse:
    """Answer with the document as a download, or first with what it holds.

    Args:
        request: a GET; `?open=yes` is the link of the page that says what it holds.
        pk, file_id: the request and its document.
        back: the address of the page from which it is opened.
    """
    actor = request.actor
    if request.GET.get(_GO_ON) != "yes":
        held = what_to_know_first(actor=actor, search_request_id=pk, file_id=file_id)
        if held:
            context = {
                "held": intake_words.in_a_document(held),
                "go_on": f"{request.path}?{_GO_ON}=yes",
                "back": back,
            }
            return render(request, "web/document_warning.html", context)
    opened = open_document(actor=actor, search_request_id=pk, file_id=file_id)
    headers = documents.download_headers(opened.name, opened.media_type)
    return HttpResponse(opened.data, headers=headers)
