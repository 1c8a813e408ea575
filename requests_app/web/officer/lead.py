"""The sheet of a lead that was released to the officer who asked; its opening is recorded first."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from requests_app.web import pdf_files
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.lead_paper import paper_of
from requests_app.web.lead_sheet import sheet_of
from requests_app.web.officer.access import officer_page
from requests_app.workflow.reading.lead import open_lead, print_lead, save_lead


@officer_page
@require_GET
def sheet(request: ActingRequest, pk: UUID) -> HttpResponse:
    """What the officer is given: the candidate's reference, the conclusions and their limits, until when."""
    opened = open_lead(actor=request.actor, search_request_id=pk)
    return render(request, "officer/lead.html", sheet_of(opened))


@officer_page
@require_POST
def printed(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The same as a paper exhibit that names its reader, time and reference."""
    made = print_lead(actor=request.actor, search_request_id=pk)
    context = sheet_of(made.opened) | {
        "reference": made.opened.search_request.reference,
        "printed_by": made.printed_by,
        "printed_at": made.printed_at,
    }
    return render(request, "officer/lead_exhibit.html", context)


@officer_page
@require_POST
def saved(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The same as a PDF that keeps (PDF/A), whose digest the event of its saving holds."""
    made = save_lead(
        actor=request.actor,
        search_request_id=pk,
        typeset=lambda printed: pdf_files.made(paper_of(printed)),
    )
    # Translators: of the name of a file, after the reference of a request
    name = pgettext("file", "lead")
    return pdf_files.answer(made.file, name=f"{made.reference}-{name}")
