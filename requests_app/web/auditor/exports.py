"""The export centre: ask for an export, see how far it is, cancel it, read its manifest, take it away."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requests_app.audit import log_files
from requests_app.audit.models import Export
from requests_app.web import kept, log_proofs
from requests_app.web.access import not_activity
from requests_app.web.auditor.access import auditor_page
from requests_app.web.auditor.filter_words import filters_in_words
from requests_app.web.auditor.forms import DisclosingForm, FilterForm
from requests_app.web.auditor.log import chips_of, filters_of
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.workflow import export, verifier
from requests_app.workflow.export import Disclosing
from requests_app.workflow.reading.exports import list_exports, open_export

_CHUNK = 64 * 1024


@auditor_page
@require_GET
def listed(request: ActingRequest) -> HttpResponse:
    """Every export that was asked for, newest first."""
    asked = list_exports(request.GET.get("page"))
    rows = [
        {
            "export": export,
            "by": asked.people.get(export.requested_by_person, ""),
            "filters": filters_in_words(export.filters, asked.names),
        }
        for export in asked.page.rows
    ]
    return render(
        request,
        "auditor/exports.html",
        {"rows": rows, "page": asked.page, "main_width": "full"},
    )


@auditor_page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActingRequest) -> HttpResponse:
    """Ask for an export of exactly the filter that was on the page; its commitments stay closed.

    Who opens the address by itself is led to the log, where an export is asked for.
    """
    if request.method != "POST":
        return redirect(_log_with(request.GET))
    form = FilterForm(request.POST)
    if not form.is_valid():
        context: dict[str, Any] = {"filter": form, "main_width": "full", "page_has_errors": True}
        return render(request, "auditor/log.html", context, status=400)
    return redirect(
        "auditor:export", export.request_export(actor=request.actor, wanted=form.wanted()).pk
    )


@auditor_page
@require_http_methods(["GET", "POST"])
def ask_opened(request: ActingRequest) -> HttpResponse:
    """Ask for a reason; with one, for an export that holds what its commitments stand for.

    The filter stands in the address.
    """
    asked = filters_of(request.GET)
    log_url = _log_with(request.GET)
    wanted = FilterForm(request.GET)
    if not wanted.is_valid():
        return redirect(log_url)  # it says what is wrong with the filter
    form = DisclosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        disclosing = Disclosing(form.cleaned_data["reason"], form.cleaned_data["file_reference"])
        row = export.request_export(
            actor=request.actor, wanted=wanted.wanted(), disclosing=disclosing
        )
        return redirect("auditor:export", row.pk)
    context = {
        "form": form,
        "filters": [chip["text"] for chip in chips_of(wanted, request.GET)],
        "log_url": log_url,
        "page_form": True,
        # A reason is for these events: with another filter it is not put into the fields.
        kept.ABOUT: hashlib.sha256(urlencode(sorted(asked)).encode()).hexdigest(),
    }
    return render(request, "auditor/export_opened.html", context)


def _log_with(asked: QueryDict) -> str:
    """The address of the log with the filters that were asked for."""
    filters = filters_of(asked)
    return reverse("auditor:log") + (f"?{urlencode(filters)}" if filters else "")


@auditor_page
@require_GET
def one(request: ActingRequest, pk: UUID) -> HttpResponse:
    """One export: what it holds, how far it is, its manifest."""
    return render(request, "auditor/export.html", _context(request, pk))


@auditor_page
@not_activity
@require_GET
def progress(request: ActingRequest, pk: UUID) -> HttpResponse:
    """How far it is: the part of the page that asks for itself."""
    return render(request, "auditor/_progress.html", _context(request, pk))


def _context(request: ActingRequest, pk: UUID) -> dict[str, Any]:
    opened = open_export(actor=request.actor, export_id=pk)
    row = opened.export
    done = 0
    if row.rows_total:
        done = row.rows_done * 100 // row.rows_total
    return {
        "export": row,
        "manifest": opened.manifest,
        "by": opened.requested_by,
        "filters": filters_in_words(row.filters, opened.names),
        "percent": done,
        "waiting": row.state in Export.GOING_ON,
        "failed": row.state == Export.State.FAILED,
        "cancelled": row.state == Export.State.CANCELLED,
        "ready": row.state == Export.State.DONE,
        "lacks_log": row.state == Export.State.DONE
        and all(file["name"] != log_files.NAME for file in row.files),
        "verifier": verifier.NAME,
        "check_command": log_proofs.command(f"{_name(row)}.zip"),
    }


@auditor_page
@require_http_methods(["GET", "POST"])
def cancel(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Ask whether to end an export that waits or is being made; on a yes, end it."""
    if request.method == "POST":
        export.cancel_export(actor=request.actor, export_id=pk)
        messages.success(request, _("The export was cancelled. Nothing of it is kept."))
        return redirect("auditor:export", pk)
    context = _context(request, pk)
    if not context["waiting"]:
        return redirect("auditor:export", pk)  # it says how it ended
    return render(request, "auditor/export_cancel.html", context)


@auditor_page
@require_POST
def again(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Start an export once more that failed or was cancelled."""
    return redirect("auditor:export", export.start_again(actor=request.actor, export_id=pk).pk)


@auditor_page
@require_POST
def download(request: ActingRequest, pk: UUID) -> StreamingHttpResponse:
    """Take an export away as one ZIP; recorded first, streamed from its files."""
    handed = export.download(actor=request.actor, export_id=pk)
    name = _name(handed.export)
    response = StreamingHttpResponse(zipped(handed.paths, name), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


def _name(row: Export) -> str:
    """What an export is called on the auditor's own computer: its file, and the folder in it."""
    return f"countersign-log-{row.requested_event}"


class _Sink:
    """Takes what the ZIP writer writes, until somebody takes it on."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        taken, self._held = b"".join(self._held), []
        return taken


def zipped(paths: tuple[Path, ...], folder: str) -> Iterator[bytes]:
    """The bytes of a ZIP of these files, a piece at a time."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(f"{folder}/{path.name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
                    if piece := sink.take():
                        yield piece
    yield sink.take()
