"""Papers as files that are downloaded: PDF/A, under a name that says what they are."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from requests_app.common.errors import PreconditionFailed
from requests_app.typeset import pdf
from requests_app.typeset.paper import Paper


def made(paper: Paper) -> bytes:
    """Return a paper as PDF/A.

    Raises:
        PreconditionFailed: it cannot be set (`file_not_made`).
    """
    try:
        return pdf.pdf_of(paper)
    except pdf.CannotBeSet as problem:
        raise PreconditionFailed("file_not_made") from problem


def answer(file: bytes, *, name: str) -> HttpResponse:
    """Answer with a PDF as a download.

    Args:
        name: of the file, without its ending.
    """
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.pdf")
    return HttpResponse(
        file, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )
