"""The queue of proposals that wait for a second administrator, and the page of each.

Nobody decides here on what they proposed or on what concerns them; the use cases refuse it.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts.roles import Role
from requests_app.web import kept
from requests_app.web.access import role_required
from requests_app.web.administrator import presenters
from requests_app.web.administrator.acts import carried_out, handover
from requests_app.web.administrator.forms import ConfirmForm, ReasonForm, posted
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.workflow import administration
from requests_app.workflow.reading.administration.proposals import (
    ProposalPage,
    count_waiting,
    list_certificates_to_confirm,
    list_open_proposals,
    read_proposal,
)


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def proposals(request: ActingRequest) -> HttpResponse:
    """What waits, oldest first."""
    rows = [presenters.proposal_row(row) for row in list_open_proposals()]
    return render(
        request,
        "administrator/proposals.html",
        {
            "rows": rows,
            "waiting": count_waiting(),
            "certificates": [
                presenters.waiting_certificate_row(row) for row in list_certificates_to_confirm()
            ],
            "main_width": "full",
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def proposal(request: ActingRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal: confirm it, refuse it with a reason, or take it back."""
    shown = read_proposal(viewer=request.actor, proposal_id=proposal_id)
    act = request.POST.get("act", "")
    form = ReasonForm(request.POST) if act == "refuse" else ConfirmForm(posted(request))
    if request.method == "POST" and form.is_valid():
        answer = _act(request, shown, act, form)
        if answer is not None:
            return answer
    return render(
        request,
        "administrator/proposal.html",
        {
            "row": presenters.proposal_row(shown.proposal),
            "can_decide": shown.can_decide,
            "page_form": shown.can_decide,
            "can_take_back": shown.can_take_back,
            "concerns_me": shown.concerns_viewer,
            "proposal": shown.proposal,
            "account": shown.proposal.beneficiary,
            "held": presenters.role_names(shown.roles),
            "form": form,
            # Once it is decided there is no field to put anything back into, and the page says so.
            "refusal": _refusal(form) if shown.can_decide else None,
            "kept_without_field": not shown.can_decide and kept.kept_without_field(request, form),
        },
    )


def _refusal(form: ConfirmForm | ReasonForm) -> ReasonForm:
    return form if isinstance(form, ReasonForm) else ReasonForm()


# One page with three forms, so these are no rows of `web.administrator.table`.
_ACTS: dict[str, tuple[Callable[..., administration.IssuedLink | None], Promise]] = {
    "confirm": (administration.confirm, _("Confirmed. It holds from now on.")),
    "refuse": (administration.refuse, _("Refused. Nothing has changed for the account.")),
    "take_back": (administration.take_back, _("Taken back. Nothing has changed for the account.")),
}


def _act(
    request: ActingRequest, shown: ProposalPage, act: str, form: ConfirmForm | ReasonForm
) -> HttpResponse | None:
    """Carry out what was chosen; None draws the page again with what stands against it."""
    if act not in _ACTS:
        form.add_error(None, str(_("Choose what to do: confirm, refuse or take back.")))
        return None
    use_case, done = _ACTS[act]
    if not carried_out(
        form, lambda: use_case(actor=request.actor, proposal_id=shown.proposal.pk, **form.given())
    ):
        return None
    if form.outcome:
        return handover(request, shown.proposal.beneficiary, form.outcome)
    messages.success(request, str(done))
    return redirect("administrator:proposals")
