"""What waits for this person's decision: oldest first, no content, never their own.
Must not show anything of a case; that begins on the decision page, and is recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from requests_app.accounts import rights
from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.policy.vocabulary import Urgency
from requests_app.searches import selectors
from requests_app.searches.models import Claim, SearchRequest
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire import words
from requests_app.web.supervisor.access import capacities_of, deciders_page


@deciders_page
@require_GET
def queue(request: ActingRequest) -> HttpResponse:
    """The queues of each capacity that this person holds."""
    account = request.user
    lists = [
        {
            "capacity": word,
            "role": role,
            "role_label": role.label,
            "rows": _rows(account, word, role),
        }
        for word, role in capacities_of(account.roles())
    ]
    context = {
        "lists": lists,
        "units": [str(unit) for unit in rights.units_decidable_by(account)],
        "main_width": "full",
    }
    return render(request, "supervisor/queue.html", context)


def _rows(account: Account, capacity: str, role: Role) -> list[dict[str, Any]]:
    waiting = list(selectors.awaiting_decision_of(account, role))
    claims = selectors.open_claims(waiting)
    return [_row(row, claims.get(row.pk), account, capacity) for row in waiting]


def _row(
    row: SearchRequest, claim: Claim | None, account: Account, capacity: str
) -> dict[str, Any]:
    return {
        "search_request": row,
        "capacity": capacity,
        "urgency": words.label(Urgency, row.urgency),
        "is_urgent": row.urgency != Urgency.ROUTINE,
        "claim": claim,
        "is_mine": claim is not None and claim.account_id == account.pk,
    }
