"""Finding people, the page of an account, and what the log holds about it.

Nothing is changed here; the acts are in `web.administrator.table`.
"""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from requests_app.accounts import selectors
from requests_app.accounts.models import RoleAssignment
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.web.access import role_required
from requests_app.web.administrator import presenters
from requests_app.web.administrator.about import account_or_404
from requests_app.web.administrator.forms import SearchForm
from requests_app.web.http import ActingRequest
from requests_app.workflow import administration, permissions

_A_PAGE = 50


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def people(request: ActingRequest) -> HttpResponse:
    """The list of accounts, filtered by what is asked."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    found = selectors.accounts_found(
        asked.get("q", ""), state=asked.get("state", ""), role=asked.get("role", "")
    )
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    names = _roles_by_account([account.pk for account in page])
    return render(
        request,
        "administrator/people.html",
        {
            "search": form,
            "page": page,
            "rows": [presenters.people_row(account, names.get(account.pk, [])) for account in page],
            "is_filtered": any(asked.values()),
            "main_width": "full",
            "waiting": selectors.open_proposals().count(),
        },
    )


def _roles_by_account(ids: list[UUID]) -> dict[UUID, list[str]]:
    held: dict[UUID, list[str]] = {}
    assignments = RoleAssignment.objects.filter(account__in=ids, withdrawn_at__isnull=True)
    for account_id, role in assignments.values_list("account_id", "role"):
        held.setdefault(account_id, []).append(str(Role(role).label))
    return held


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def account(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """One account: its person, state, powers, certificates, proposals and history."""
    shown = account_or_404(account_id)
    roles = shown.role_assignments.filter(withdrawn_at__isnull=True).select_related("unit")
    rights = shown.decide_rights.filter(withdrawn_at__isnull=True).select_related("unit")
    certificates = shown.person.certificates.select_related(
        "recorded_by__person", "confirmed_by__person"
    )
    return render(
        request,
        "administrator/account.html",
        {
            "account": shown,
            "person": shown.person,
            "others": shown.person.accounts.exclude(pk=shown.pk),
            "state": presenters.state_of(shown),
            "is_own": not permissions.can_administer(request.actor, shown.person_id),
            "roles": [{"held": held, "label": Role(held.role).label} for held in roles],
            "rights": rights,
            "decides": bool(shown.roles() & DECIDING_ROLES),
            "certificates": [
                presenters.certificate_row(row, request.actor) for row in certificates
            ],
            "proposals": [
                presenters.proposal_row(row) for row in selectors.proposals_about(shown)[:20]
            ],
            "link": selectors.open_link(shown),
            "can_reissue": shown.password_set_at is None and not roles and not rights,
            "main_width": "full",
        },
    )


@require_GET
@never_cache
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def history(request: ActingRequest, account_id: UUID) -> HttpResponse:
    """What the log holds about this account."""
    shown = account_or_404(account_id)
    events = administration.read_history(actor=request.actor, account_id=shown.pk)
    return render(
        request,
        "administrator/history.html",
        {"account": shown, "events": presenters.history_rows(events)},
    )
