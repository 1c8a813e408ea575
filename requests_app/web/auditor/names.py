"""Names for the opaque ids of the log, and ids for what an auditor types.
Must not put a name where the log would keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from requests_app.accounts.models import Account, Person
from requests_app.accounts.roles import Role
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Event
from requests_app.searches import lookups, selectors
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status, meaning_of
from requests_app.web.questionnaire.words import TEST_LABELS


def test_label(test: str) -> str:
    """A decider's test in words."""
    return str(TEST_LABELS.get(test, test))


def people(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names of persons, by id."""
    wanted = {each for each in ids if each}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def references(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Reference numbers of requests, by id."""
    wanted = {each for each in ids if each}
    return dict(SearchRequest.objects.filter(pk__in=wanted).values_list("pk", "reference"))


def people_called(text: str) -> tuple[UUID, ...]:
    """Accounts and persons that a user name, a staff number or an id stands for; perhaps none."""
    text = text.strip()
    try:
        return (UUID(text),)
    except ValueError:
        pass
    accounts = Account.objects.filter(
        Q(username__iexact=text) | Q(person__staff_number__iexact=text)
    )
    found = {each for pair in accounts.values_list("pk", "person_id") for each in pair}
    return tuple(sorted(found))


def requests_called(text: str) -> tuple[UUID, ...]:
    """Requests by their reference numbers (or ids), parted by commas or blanks; perhaps none."""
    wanted = [each for each in text.replace(",", " ").split() if each]
    ids = set()
    for each in wanted:
        try:
            ids.add(UUID(each))
        except ValueError:
            continue
    found = SearchRequest.objects.filter(
        Q(pk__in=ids) | Q(reference__in=[each.upper() for each in wanted])
    )
    return tuple(sorted(found.values_list("pk", flat=True)))


def references_on_case(case_number: str) -> list[str]:
    """Reference numbers of the requests that bear a case number."""
    keyed = lookups.case_lookup(case_number)
    if not keyed:
        return []
    rows = selectors.requests_on_case(keyed).order_by("reference")
    return list(rows.values_list("reference", flat=True))


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


def rows(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events as rows of a table."""
    named = people(each.person_id for each in events)
    numbered = references(each.request_id for each in events)
    return [_row(each, named, numbered) for each in events]


def _row(event: Event, named: Mapping[UUID, str], numbered: Mapping[UUID, str]) -> dict[str, Any]:
    who = named.get(event.person_id, "") if event.person_id else ""
    return {
        "event": event,
        "label": event_label(event.code),
        "who": who or (_("The system itself") if event.role == "system" else _("Not known")),
        "role": role_label(event.role),
        "reference": numbered.get(event.request_id, "") if event.request_id else "",
        "status": status_label(event.status_after),
    }
