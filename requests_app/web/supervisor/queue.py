"""What waits for this person's decision: urgent first, then the oldest; no content, never their own.

Must not show anything of a case; that begins on the decision page, and is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.policy.vocabulary import Urgency
from requests_app.searches.models import Claim, SearchRequest
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.questionnaire import words
from requests_app.web.supervisor.access import back_to_queue, capacities_of, deciders_page
from requests_app.workflow.reading.decided import decided_by, queue_of, role_in_which_it_waits
from requests_app.workflow.reading.incidents import count_open_incidents
from requests_app.workflow.reading.release_page import awaits_release_by, leads_awaiting

LACKS: Mapping[str, Promise] = {
    "right": _(
        "You have no right to decide for a unit yet. Ask an account administrator to propose one for you; a second "
        "administrator confirms it."
    ),
    "not_recorded": _(
        "No training certificate for deciding is recorded for you. Ask an account administrator to record it; a "
        "second administrator confirms it."
    ),
    "not_confirmed": _(
        "Your training certificate for deciding is recorded but not yet confirmed, so it does not count. Ask an "
        "account administrator who did not record it to confirm it."
    ),
    "over": _(
        "Your training certificate for deciding does not count today: its days are over, or have not begun. Renew "
        "the training, and ask an account administrator to record the new certificate."
    ),
}
"""What somebody lacks who holds the role and still cannot decide, and whom to ask."""


@deciders_page
@require_GET
def queue(request: ActingRequest) -> HttpResponse:
    """The queues of each capacity that this person holds."""
    account = request.user
    capacities = capacities_of(account.roles())
    waiting = queue_of(
        account, {role: request.GET.get(f"{word}_page") for word, role in capacities}
    )
    lists = [
        {
            "capacity": word,
            "role": role,
            "role_label": role.label,
            "page": waiting.pages[role],
            "page_name": f"{word}_page",
            "count": waiting.counts[role],
            "rows": [
                _row(row, waiting.claims.get(row.pk), account, word)
                for row in waiting.pages[role].rows
            ],
        }
        for word, role in capacities
    ]
    context = {
        "lists": lists,
        "units": waiting.units,
        "lacks": [LACKS[what] for what in waiting.lacks],
        "may_release": Role.SUPERVISOR in request.user.roles(),
        "leads": leads_awaiting(request.user),
        "incidents": count_open_incidents(request.user),
        "main_width": "full",
    }
    return render(request, "supervisor/queue.html", context)


@deciders_page
@require_GET
def from_notice(request: ActingRequest, pk: UUID) -> HttpResponse:
    """Lead from a notice to where the request stands for this person now: to decide, to follow, or neither.

    The answer to a request that is not theirs is the answer to one that does not exist.
    """
    capacities = capacities_of(request.user.roles())
    waits_in = role_in_which_it_waits(request.user, pk, [role for _word, role in capacities])
    for word, role in capacities:
        if role == waits_in:
            return redirect("supervisor:page", word, pk)
    if Role.SUPERVISOR in request.user.roles() and awaits_release_by(request.user, pk):
        return redirect("supervisor:lead", pk)
    if decided_by(request.user, pk) is not None:
        return redirect("supervisor:record", pk)
    return back_to_queue(
        request,
        gettext("That request no longer waits for your decision. Those that do are in the queue."),
    )


def _row(
    row: SearchRequest, claim: Claim | None, account: Account, capacity: str
) -> dict[str, Any]:
    return {
        "search_request": row,
        "capacity": capacity,
        "urgency": words.label(Urgency, row.urgency),
        "is_urgent": row.urgency != Urgency.ROUTINE,
        "needed_by": row.needed_by,
        "is_late": row.needed_by is not None and row.needed_by <= clock.now(),
        "claim": claim,
        "is_mine": claim is not None and claim.account_id == account.pk,
    }
