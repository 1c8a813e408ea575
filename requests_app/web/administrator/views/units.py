"""The list of units.

Nothing is changed here; the acts are in `web.administrator.table`.
"""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from requests_app.accounts import selectors
from requests_app.accounts.models import Unit
from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.http import ActingRequest


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def units(request: ActingRequest) -> HttpResponse:
    """All units, with how many people are in them and how many can decide for them."""
    listed = Unit.objects.annotate(
        people=Count("accounts", filter=Q(accounts__is_active=True), distinct=True)
    ).order_by("code")  # a grouped query forgets the order of its model
    rows = [
        {
            "unit": unit,
            "deciders": selectors.people_who_could_decide(unit, exclude_person=None).count(),
        }
        for unit in listed
    ]
    return render(
        request,
        "administrator/units.html",
        {
            "rows": rows,
            "main_width": "full",
            "waiting": selectors.open_proposals().count(),
        },
    )
