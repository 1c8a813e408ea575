"""What every page shows about the session: the role it acts in and when it locks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from requests_app.accounts.roles import Role
from requests_app.common import clock


def session(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `idle_seconds`, `drawn_at` and, on a page of one role, `acting_role`."""
    actor = getattr(request, "actor", None)
    return {
        "drawn_at": clock.now(),
        "idle_seconds": settings.COUNTERSIGN_IDLE_MINUTES * 60,
        "acting_role": Role(actor.role).label if actor else "",
    }
