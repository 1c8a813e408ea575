"""The health of the log in words and times, and its checkpoint on paper for somebody outside the agency.

Must not show an event: what is here may be seen without leaving one.
"""

from __future__ import annotations

from datetime import timedelta

import qrcode
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET
from qrcode.image.svg import SvgPathImage

from requests_app.audit import health as audit_health
from requests_app.web import log_proofs
from requests_app.web.auditor.access import auditor_page
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.times import in_words
from requests_app.workflow.reading.register import read_agency


@auditor_page
@require_GET
def health(request: ActingRequest) -> HttpResponse:
    """How large the log is, how far it is signed, and what somebody should look at."""
    now = audit_health.read()
    context = {
        "health": now,
        "checkpoint": log_proofs.checkpoint_lines(now.checkpoint),
        "waits": in_words(timedelta(seconds=now.waiting_seconds)),
        "unsigned_for": in_words(timedelta(seconds=now.unsigned_seconds)),
    }
    return render(request, "auditor/log_health.html", context)


@auditor_page
@require_GET
def checkpoint(request: ActingRequest) -> HttpResponse:
    """The latest checkpoint on one sheet: three lines and the same as a QR code."""
    lines = log_proofs.checkpoint_lines(audit_health.read().checkpoint)
    if lines is None:
        return redirect("auditor:health")
    context = {"checkpoint": lines, "code": _qr_code(lines.text), "agency": read_agency()}
    return render(request, "auditor/checkpoint.html", context)


def _qr_code(text: str) -> SafeString:
    """A text as a QR code (ISO/IEC 18004), drawn as SVG; its drawing holds digits and letters of paths alone."""
    # Safe: the library drew it, and it holds nothing of the text but as dark squares.
    drawn: bytes = qrcode.make(text, image_factory=SvgPathImage, border=4).to_string()
    return SafeString(drawn.decode())
