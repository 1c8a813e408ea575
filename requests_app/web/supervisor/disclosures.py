"""Disclosure packs of the deciders' units: the list, asking for one, one being made, and taking it away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requests_app.common.errors import BadInput, CountersignError, PreconditionFailed, StaleRead
from requests_app.searches.models import DisclosurePack
from requests_app.web import disclosure_paper
from requests_app.web.disclosure_words import LEFT_OUT, PROFILES, RECIPIENTS
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain
from requests_app.web.supervisor.access import deciders_page
from requests_app.web.supervisor.disclosure_forms import AskForm
from requests_app.workflow import disclose
from requests_app.workflow.reading.disclosures import (
    OpenedDisclosure,
    disclosures_for,
    full_list_for,
    is_over,
    open_disclosure,
    request_to_disclose,
)


@deciders_page
@require_GET
def listed(request: ActingRequest) -> HttpResponse:
    """The packs of the reader's units, the newest first."""
    page = disclosures_for(request.user, request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            {
                "pack": pack,
                "recipient": RECIPIENTS.get(pack.recipient, pack.recipient),
                "is_over": is_over(pack),
            }
            for pack in page.rows
        ],
        "main_width": "full",
    }
    return render(request, "supervisor/disclosures.html", context)


@deciders_page
@require_http_methods(["GET", "POST"])
def asking(request: ActingRequest) -> HttpResponse:
    """Ask for whom a pack is and why, and begin it."""
    is_sent = request.method == "POST"
    form = AskForm(
        request.POST if is_sent else None,
        full_for=[str(RECIPIENTS[each]) for each in full_list_for()],
        reference=request.GET.get("reference", "")[:40],
    )
    if is_sent and form.is_valid():
        pack = _begun(request, form)
        if pack is not None:
            return redirect("supervisor:disclosure", pack.search_request_id, pack.pk)
    context = {"form": form, "page_form": True}
    status = 400 if form.errors else 200
    return render(request, "supervisor/disclosure_ask.html", context, status=status)


def _begun(request: ActingRequest, form: AskForm) -> DisclosurePack | None:
    """Ask for the pack as the form says; None where something stands against it, which the form then says."""
    found = request_to_disclose(request.user, form.cleaned_data["reference"])
    if found is None:
        form.add_error("reference", _("No request of your units has this reference: check it"))
        return None
    try:
        return disclose.ask(actor=request.actor, search_request_id=found.pk, wanted=form.wanted())
    except BadInput as refused:
        form.take_over(refused.field_errors)
    except CountersignError as refused:
        form.add_error("reference", explain(refused))
    return None


@deciders_page
@require_GET
def page(request: ActingRequest, pk: UUID, pack_id: UUID) -> HttpResponse:
    """One pack: for whom it is, how far it is, what is in it and what is left out."""
    opened = open_disclosure(actor=request.actor, search_request_id=pk, pack_id=pack_id)
    return render(request, "supervisor/disclosure.html", _shown(opened))


def _shown(opened: OpenedDisclosure) -> dict[str, Any]:
    pack = opened.pack
    return {
        "search_request": opened.search_request,
        "opened": opened,
        "pack": pack,
        "recipient": RECIPIENTS.get(pack.recipient, pack.recipient),
        "profile": PROFILES.get(pack.profile, pack.profile),
        "present": [each for each in opened.parts if not each.left_out],
        "missing": _by_reason(opened),
        "made": len(opened.parts),
        "pk": opened.search_request.pk,
        "pack_id": pack.pk,
        "is_making": opened.is_making,
    }


def _by_reason(opened: OpenedDisclosure) -> list[dict[str, Any]]:
    """What is left out, together where the reason is the same."""
    found: dict[str, list[str]] = {}
    for each in opened.parts:
        if each.left_out:
            found.setdefault(each.left_out, []).append(each.name)
    return [
        {"why": words, "names": found[code]} for code, words in LEFT_OUT.items() if code in found
    ]


@deciders_page
@require_POST
def go_on(request: ActingRequest, pk: UUID, pack_id: UUID) -> HttpResponse:
    """Make the next parts. The page asks for it by itself, a piece at a time; without scripts by its button."""
    named: Any = {"actor": request.actor, "search_request_id": pk, "pack_id": pack_id}
    context: dict[str, Any] = {"pk": pk, "pack_id": pack_id}
    try:
        progress = disclose.go_on(**named, summary=disclosure_paper.summary)
    except StaleRead:
        context["made"] = 0  # somebody else goes on as well: the next answer says how far it is
    except PreconditionFailed as refused:
        context["told"] = explain(refused)
    else:
        context["made"] = progress.parts + progress.left_out
        if progress.pack.made_at is not None:
            context["told"] = _("The disclosure pack is finished.")
    if request.headers.get("HX-Request") == "true":
        return render(request, "supervisor/_disclosure_progress.html", context)
    if "told" in context:
        messages.info(request, context["told"])
    return redirect("supervisor:disclosure", pk, pack_id)


@deciders_page
@require_POST
def download(
    request: ActingRequest, pk: UUID, pack_id: UUID
) -> HttpResponse | StreamingHttpResponse:
    """Take a pack away as one ZIP; recorded first, and opened a part at a time."""
    try:
        taken = disclose.take(actor=request.actor, search_request_id=pk, pack_id=pack_id)
    except PreconditionFailed as refused:
        messages.info(request, explain(refused))
        return redirect("supervisor:disclosure", pk, pack_id)
    response = StreamingHttpResponse(taken.pieces, content_type="application/zip")
    response["Content-Length"] = str(taken.size)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{taken.name}.zip"
    )
    return response
