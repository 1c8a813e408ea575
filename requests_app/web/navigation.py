"""Which areas a signed-in person sees, by the roles they hold.

Shows ways only: each area guards itself, whatever is or is not linked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.roles import Role
from requests_app.web.drawing import frame_of


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of the navigation, and the home page of those who hold its roles."""

    roles: frozenset[str]
    url_name: str
    label: Promise


AREAS: tuple[Area, ...] = (
    Area(frozenset({Role.OFFICER}), "officer:requests", _("My requests")),
    Area(
        frozenset({Role.SUPERVISOR, Role.PRIVACY_OFFICER}),
        "supervisor:queue",
        _("Decisions"),
    ),
    Area(frozenset({Role.EXAMINER}), "examiner:results", _("Examinations")),
    Area(frozenset({Role.PRIVACY_AUDITOR, Role.OVERSIGHT}), "auditor:log", _("Audit log")),
    Area(
        frozenset({Role.PRIVACY_AUDITOR, Role.OVERSIGHT}),
        "auditor:exports",
        _("Exports"),
    ),
    Area(frozenset({Role.ACCOUNT_ADMINISTRATOR}), "administrator:people", _("People")),
    Area(frozenset({Role.OPERATOR}), "operator:outbox", _("Operations")),
    Area(frozenset({Role.POLICY_ADMINISTRATOR}), "policy:rules", _("Rules")),
)


def areas_of(roles: frozenset[str]) -> list[Area]:
    """Return the areas open to somebody who holds these roles, in order."""
    return [area for area in AREAS if area.roles & roles]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, the name, notices and the trial banner for `base.html`."""
    being_made = settings.COUNTERSIGN_DEMO_BEING_MADE
    context: dict[str, Any] = {
        "trial": settings.COUNTERSIGN_TRIAL,
        "trial_accounts": _as_seen_from_the_release(settings.COUNTERSIGN_DEMO_ACCOUNTS),
        "demo_being_made": being_made is not None and being_made.exists(),
        "help_contact": settings.COUNTERSIGN_HELP_CONTACT,
    }
    frame = frame_of(request)
    if frame is None:
        return context
    context["navigation"] = [
        {
            "url": (url := reverse(area.url_name)),
            "label": area.label,
            "current": request.path.startswith(url),
            "count": frame.to_confirm if area.url_name == "administrator:people" else 0,
        }
        for area in areas_of(frame.roles)
    ]
    context["to_confirm"] = frame.to_confirm
    context["person_name"] = frame.name
    context["notices_url"] = reverse("notices")
    context["notices_count"] = frame.unread
    return context


def _as_seen_from_the_release(path: Path | None) -> str:
    """Return a file’s path as somebody types it who stands in the folder in which `make run` was typed."""
    if path is None:
        return ""
    inside = path.is_relative_to(settings.BASE_DIR)
    return str(path.relative_to(settings.BASE_DIR) if inside else path)
