"""Finding people, the page of an account, and what the log holds about it.

Nothing is changed here; the acts are in `web.administrator.table`.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.web.access import role_required
from requests_app.web.administrator import presenters
from requests_app.web.administrator.forms import SearchForm
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.workflow.reading.administration.account import read_account
from requests_app.workflow.reading.administration.history import open_history
from requests_app.workflow.reading.administration.people import list_people


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def people(request: ActingRequest) -> HttpResponse:
    """The list of accounts, filtered by what is asked."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = list_people(
        asked.get("q", ""),
        state=asked.get("state", ""),
        role=asked.get("role", ""),
        number=request.GET.get("page"),
    )
    return render(
        request,
        "administrator/people.html",
        {
            "search": form,
            "page": found.page,
            "count": found.count,
            "rows": presenters.people_rows(found),
            "is_filtered": any(asked.values()),
            "main_width": "full",
            "waiting": found.waiting,
        },
    )


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def account(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """One account: its person, state, powers, certificates, proposals and history."""
    shown = read_account(viewer=request.actor, account_id=account_id)
    return render(
        request,
        "administrator/account.html",
        {
            "account": shown.account,
            "person": shown.account.person,
            "others": shown.others,
            "state": presenters.state_of(shown.account),
            "is_own": shown.is_own,
            "roles": [{"held": held, "label": Role(held.role).label} for held in shown.roles],
            "rights": shown.rights,
            "decides": any(held.role in DECIDING_ROLES for held in shown.roles),
            "certificates": [
                presenters.certificate_row(certificate) for certificate in shown.certificates
            ],
            "proposals": [presenters.proposal_row(proposal) for proposal in shown.proposals],
            "link": shown.link,
            "can_reissue": shown.can_reissue,
            "can_propose_reset": shown.can_propose_reset,
            "is_overseer": shown.is_overseer,
            "waits_for_confirmation": shown.waits_for_confirmation,
            "main_width": "full",
        },
    )


@require_GET
@never_cache
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def history(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """What the log holds about this account."""
    opened = open_history(actor=request.actor, account_id=account_id)
    return render(
        request,
        "administrator/history.html",
        {"account": opened.account, "events": presenters.history_rows(opened)},
    )
