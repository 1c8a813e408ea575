"""The pages of where the agency is: one to propose a place, one to confirm, refuse or withdraw the proposal.

Nobody settles here what they proposed; the use cases refuse it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from requests_app.accounts.roles import Role
from requests_app.registry.models import JurisdictionProposal
from requests_app.web import kept
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.places import PLACES
from requests_app.web.policy import words
from requests_app.web.policy.acting import Acts, acted, carried_out
from requests_app.web.policy.forms import ConfirmForm, PlaceForm, RefusalForm
from requests_app.workflow import administration
from requests_app.workflow.reading.jurisdiction import (
    JurisdictionToday,
    jurisdiction_today,
    read_jurisdiction_proposal,
)

_ACTS: Acts = {
    "confirm": (administration.confirm_jurisdiction, _("Confirmed. It holds from now on.")),
    "refuse": (administration.refuse_jurisdiction, _("Refused. What held before still holds.")),
    "withdraw": (
        administration.withdraw_jurisdiction,
        _("Withdrawn. What held before still holds."),
    ),
}


def where(today: JurisdictionToday) -> dict[str, Any]:
    """Return what the page of the rules shows of where the agency is."""
    return {
        "confirmed": _row(today.confirmed) if today.confirmed else None,
        "waiting": _row(today.waiting.proposal) if today.waiting else None,
        "can_settle": today.waiting is not None and today.waiting.can_settle,
        "can_withdraw": today.waiting is not None and today.waiting.can_withdraw,
    }


@require_http_methods(["GET", "POST"])
@role_required(Role.POLICY_ADMINISTRATOR)
def propose(request: ActingRequest) -> HttpResponse:
    """Propose where the agency is."""
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(
        form,
        lambda: administration.propose_jurisdiction(actor=request.actor, **form.cleaned_data),
    ):
        messages.success(
            request, str(_("Proposed. Ask another policy administrator to confirm or refuse it."))
        )
        return redirect("policy:rules")
    today = jurisdiction_today(request.actor)
    return render(
        request,
        "policy/propose_place.html",
        {"form": form, "page_form": True, "where": where(today)},
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.POLICY_ADMINISTRATOR)
def proposal(request: ActingRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal: confirm it, refuse it with a reason, or withdraw it."""
    shown = read_jurisdiction_proposal(request.actor, proposal_id)
    act = request.POST.get("act", "")
    sent = request.POST if request.method == "POST" else None
    form: forms.Form = RefusalForm(sent) if act == "refuse" else ConfirmForm(sent)
    if form.is_valid() and acted(request, _ACTS, shown.proposal.pk, act, form):
        return redirect("policy:rules")
    if form.errors:  # somebody else may have settled it meanwhile
        shown = read_jurisdiction_proposal(request.actor, proposal_id)
    refusal = form if isinstance(form, RefusalForm) else RefusalForm()
    return render(
        request,
        "policy/place_proposal.html",
        {
            "row": _row(shown.proposal),
            "can_settle": shown.can_settle,
            "can_withdraw": shown.can_withdraw,
            "page_form": shown.can_settle,
            "form": form,
            # Once it is settled there is no field to put anything back into, and the page says so.
            "refusal": refusal if shown.can_settle else None,
            "kept_without_field": not shown.can_settle and kept.kept_without_field(request, form),
        },
    )


def _row(proposal: JurisdictionProposal) -> dict[str, Any]:
    tone, glyph, label = words.OUTCOMES[proposal.outcome]
    return {
        "proposal": proposal,
        "place": PLACES[proposal.place],
        "tone": tone,
        "glyph": glyph,
        "label": label,
    }
