"""The health of the log in words and times, and its checkpoint on paper for somebody outside the agency.

Must not show an event: what is here may be seen without leaving one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import qrcode
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from qrcode.image.svg import SvgPathImage

from requests_app.audit import health as audit_health
from requests_app.audit.difference_words import WORDS
from requests_app.common.errors import PreconditionFailed
from requests_app.dispatch.models import LogCheck
from requests_app.web import log_proofs
from requests_app.web.auditor.access import auditor_page
from requests_app.web.auditor.forms import ResumeForm
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.times import in_words
from requests_app.workflow import log_alarm, verifier
from requests_app.workflow.reading.receipts import keys_file
from requests_app.workflow.reading.register import read_agency


@auditor_page
@require_GET
def health(request: ActingRequest) -> HttpResponse:
    """How large the log is, how far it is signed, and what somebody should look at."""
    return render(request, "auditor/log_health.html", _context())


def _context() -> dict[str, Any]:
    now = audit_health.read()
    last_check = log_alarm.latest_check()
    return {
        "last_check": last_check,
        "known": _in_words(last_check, lifted=True) if last_check else [],
        "stops": [_stop(check) for check in log_alarm.stops()],
        "lifted": [
            {
                "check": lifted.check,
                "event": lifted.event_id,
                "differences": _in_words(lifted.check, lifted=False),
            }
            for lifted in log_alarm.lifted()
        ],
        "health": now,
        "checkpoint": log_proofs.checkpoint_lines(now.checkpoint),
        "waits": in_words(timedelta(seconds=now.waiting_seconds)),
        "unsigned_for": in_words(timedelta(seconds=now.unsigned_seconds)),
    }


def _stop(check: LogCheck) -> dict[str, Any]:
    """A check that stops searches, with its first differences in words."""
    first = _in_words(check, lifted=False)
    return {"check": check, "differences": first, "more": check.count - len(first)}


def _in_words(check: LogCheck, *, lifted: bool) -> list[dict[str, Any]]:
    """The first differences of a check, those that an auditor had lifted before or those that are new."""
    return [
        {**difference, "text": WORDS.get(difference["code"], difference["code"])}
        for difference in check.differences
        if difference.get("lifted", False) is lifted
    ]


@auditor_page
@require_http_methods(["GET", "POST"])
def resume(request: ActingRequest, check_id: UUID) -> HttpResponse:
    """Ask for a reason; with one, let searches be sent again."""
    stop = next((each for each in log_alarm.stops() if each.pk == check_id), None)
    if stop is None:
        messages.info(request, _("Nothing is stopped by this check any more."))
        return redirect("auditor:health")
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "stop": _stop(stop), "page_form": True}
        return render(request, "auditor/resume.html", context)
    log_alarm.resume(
        actor=request.actor,
        check_id=check_id,
        reason=form.cleaned_data["reason"],
        file_reference=form.cleaned_data["file_reference"],
    )
    messages.success(
        request, _("Searches are sent again. What was held is tried within ten minutes.")
    )
    return redirect("auditor:health")


@auditor_page
@require_GET
def checkpoint(request: ActingRequest) -> HttpResponse:
    """The latest checkpoint to print: three lines, the same as a QR code, and how an export is checked with them."""
    lines = log_proofs.checkpoint_lines(audit_health.read().checkpoint)
    if lines is None:
        return redirect("auditor:health")
    try:
        digest = log_proofs.verifier_digest()
    except PreconditionFailed:  # the operator was told; the three lines are printed all the same
        digest = ""
    context = {
        "checkpoint": lines,
        "code": _qr_code(lines.text),
        "agency": read_agency(),
        "verifier": verifier.NAME,
        "digest": digest,
        "keys": keys_file().rstrip("\n"),
        "command": _("python3 %(verifier)s EXPORT --checkpoint FILE") % {"verifier": verifier.NAME},
    }
    return render(request, "auditor/checkpoint.html", context)


def _qr_code(text: str) -> SafeString:
    """A text as a QR code (ISO/IEC 18004), drawn as SVG; its drawing holds digits and letters of paths alone."""
    # Safe: the library drew it, and it holds nothing of the text but as dark squares.
    drawn: bytes = qrcode.make(text, image_factory=SvgPathImage, border=4).to_string()
    return SafeString(drawn.decode())
