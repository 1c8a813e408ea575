"""Events, roles, tests and statuses in words, for the auditor's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from requests_app.accounts.roles import Role
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event
from requests_app.audit.places import NOWHERE, Place
from requests_app.searches.states import Status, meaning_of
from requests_app.web.questionnaire.words import TEST_LABELS
from requests_app.workflow.reading.names import Names


def test_label(test: str) -> str:
    """A decider's test in words."""
    return str(TEST_LABELS.get(test, test))


def event_label(code: str) -> str:
    """What happened, in words; the code itself where this version has none."""
    known = EVENTS.get(code)
    return capfirst(str(known.label)) if known else code


def role_label(role: str) -> str:
    """A role in words."""
    if role in Role.values:
        return str(Role(role).label)
    return _("The system itself") if role == "system" else _("No role")


def status_label(status: str | None) -> str:
    """A status in words."""
    return str(meaning_of(status).label) if status and status in Status.__members__ else ""


def rows(
    events: Iterable[Event], names: Names, places: Mapping[int, Place] | None = None
) -> list[dict[str, Any]]:
    """Events as rows of a table, with their places in the log's tree where these are shown."""
    return [
        _row(event, names) | {"place": (places or {}).get(event.pk, NOWHERE)} for event in events
    ]


def _row(event: Event, names: Names) -> dict[str, Any]:
    who = names.people.get(event.person_id, "") if event.person_id else ""
    return {
        "event": event,
        "label": event_label(event.code),
        "who": who or (_("The system itself") if event.role == "system" else _("Not known")),
        "role": role_label(event.role),
        "reference": names.references.get(event.request_id, "") if event.request_id else "",
        "status": status_label(event.status_after),
    }
