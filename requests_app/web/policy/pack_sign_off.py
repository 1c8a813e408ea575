"""The pages of legal sign-offs: one to propose a sign-off or its end, one to confirm, refuse or withdraw the proposal.

Nobody settles here what they proposed; the use cases refuse it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from requests_app.accounts.roles import Role
from requests_app.registry.models import PackSignOff
from requests_app.web import kept
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.policy import words
from requests_app.web.policy.acting import Acts, acted, carried_out
from requests_app.web.policy.forms import ConfirmForm, EndOfSignOffForm, RefusalForm, SignOffForm
from requests_app.workflow import administration
from requests_app.workflow.reading.pack_sign_off import (
    SignOffsToday,
    read_sign_off_proposal,
    read_version_to_sign_off,
)

_ACTS: Acts = {
    "confirm": (administration.confirm_sign_off, _("Confirmed. It holds from now on.")),
    "refuse": (administration.refuse_sign_off, _("Refused. What held before still holds.")),
    "withdraw": (administration.withdraw_sign_off, _("Withdrawn. What held before still holds.")),
}


def of_pack(today: SignOffsToday, digest: str) -> dict[str, Any]:
    """Return what the list of rules shows of the sign-off of one version of a pack."""
    holding, waiting = today.holding.get(digest), today.waiting.get(digest)
    return {
        "holding": holding,
        "is_demo": holding is not None and holding.opinion_title.startswith("DEMO"),
        "waiting": _row(waiting.proposal) if waiting else None,
        "can_settle": waiting is not None and waiting.can_settle,
        "can_withdraw": waiting is not None and waiting.can_withdraw,
    }


@require_http_methods(["GET", "POST"])
@role_required(Role.POLICY_ADMINISTRATOR)
def propose(request: ActingRequest, digest: str) -> HttpResponse:
    """Propose a sign-off of a version of a pack, or the end of the one that holds."""
    pack, holding = read_version_to_sign_off(request.actor, digest)
    sent = request.POST if request.method == "POST" else None
    form: forms.Form = EndOfSignOffForm(sent) if holding else SignOffForm(sent)
    use_case = (
        administration.propose_sign_off_withdrawal if holding else administration.propose_sign_off
    )
    if form.is_valid() and carried_out(
        form, lambda: use_case(actor=request.actor, digest=digest, **form.cleaned_data)
    ):
        messages.success(
            request, str(_("Proposed. Ask another policy administrator to confirm or refuse it."))
        )
        return redirect("policy:rules")
    return render(
        request,
        "policy/propose_sign_off.html",
        {
            "form": form,
            "page_form": True,
            "title": pack.title.in_language(get_language() or "en"),
            "version": {"pack": pack.id, "version": pack.version, "digest": pack.digest},
            "holding": holding,
        },
    )


@require_http_methods(["GET", "POST"])
@role_required(Role.POLICY_ADMINISTRATOR)
def proposal(request: ActingRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal: confirm it, refuse it with a reason, or withdraw it."""
    shown = read_sign_off_proposal(request.actor, proposal_id)
    act = request.POST.get("act", "")
    sent = request.POST if request.method == "POST" else None
    form: forms.Form = RefusalForm(sent) if act == "refuse" else ConfirmForm(sent)
    if form.is_valid() and acted(request, _ACTS, shown.proposal.pk, act, form):
        return redirect("policy:rules")
    if form.errors:  # somebody else may have settled it meanwhile
        shown = read_sign_off_proposal(request.actor, proposal_id)
    refusal = form if isinstance(form, RefusalForm) else RefusalForm()
    return render(
        request,
        "policy/sign_off_proposal.html",
        {
            "row": _row(shown.proposal),
            "opinion": shown.ends or shown.proposal,
            "is_end": shown.proposal.kind == "withdrawal",
            "can_settle": shown.can_settle,
            "can_withdraw": shown.can_withdraw,
            "page_form": shown.can_settle,
            "form": form,
            "refusal": refusal if shown.can_settle else None,
            "kept_without_field": not shown.can_settle and kept.kept_without_field(request, form),
        },
    )


def _row(proposal: PackSignOff) -> dict[str, Any]:
    tone, glyph, label = words.OUTCOMES[proposal.outcome]
    return {"proposal": proposal, "tone": tone, "glyph": glyph, "label": label}
