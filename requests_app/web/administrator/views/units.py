"""The list of units.

Nothing is changed here; the acts are in `web.administrator.table`.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from requests_app.accounts.roles import Role
from requests_app.web.access import role_required
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.workflow.reading.administration.units import list_units


@require_GET
@role_required(Role.ACCOUNT_ADMINISTRATOR)
def units(request: ActingRequest) -> HttpResponse:
    """All units, with how many people are in them and how many can decide for them."""
    listed = list_units(request.GET.get("page"))
    return render(
        request,
        "administrator/units.html",
        {
            "rows": listed.units,
            "page": listed.page,
            "main_width": "full",
            "waiting": listed.waiting,
        },
    )
