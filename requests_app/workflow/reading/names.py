"""Names for the opaque ids of the log, and ids for what an auditor types.

Must not put a name where the log would keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from requests_app.accounts.models import Account, Person
from requests_app.accounts.selectors import people_named
from requests_app.audit.models import Event
from requests_app.searches import lookups, selectors
from requests_app.searches.models import SearchRequest


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for ids on a page: full names of persons, reference numbers of requests."""

    people: Mapping[UUID, str]
    references: Mapping[UUID, str]


def people_by_id(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of persons, by id; an id that is nobody's is left out."""
    wanted = {each_id for each_id in ids if each_id}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def names_in(events: Iterable[Event]) -> Names:
    """Return the names of whoever acted in these events, and the references of their requests."""
    listed = list(events)
    wanted = {event.request_id for event in listed if event.request_id}
    found = SearchRequest.objects.filter(pk__in=wanted).values_list("pk", "reference")
    return Names(people_by_id(event.person_id for event in listed), dict(found))


def people_called(text: str) -> tuple[UUID, ...]:
    """Return the accounts and persons that a user name, a staff number, an id or a name stands for.

    A name is looked for only where nothing else is written so; it may be several people's, or nobody's.
    """
    text = text.strip()
    try:
        return (UUID(text),)
    except ValueError:
        pass
    accounts = Account.objects.filter(
        Q(username__iexact=text) | Q(person__staff_number__iexact=text)
    )
    if not accounts.exists():
        accounts = Account.objects.filter(person__in=people_named(text))
    found = {found_id for pair in accounts.values_list("pk", "person_id") for found_id in pair}
    return tuple(sorted(found))


def requests_called(text: str) -> tuple[UUID, ...]:
    """Return requests by their reference numbers (or ids), parted by commas or blanks; perhaps none."""
    wanted = [word for word in text.replace(",", " ").split() if word]
    ids = set()
    for word in wanted:
        try:
            ids.add(UUID(word))
        except ValueError:
            continue
    found = SearchRequest.objects.filter(
        Q(pk__in=ids) | Q(reference__in=[word.upper() for word in wanted])
    )
    return tuple(sorted(found.values_list("pk", flat=True)))


def references_on_case(case_number: str) -> list[str]:
    """Return the reference numbers of the requests that bear a case number."""
    keyed = lookups.case_lookup(case_number)
    if not keyed:
        return []
    rows = selectors.requests_on_case(keyed).order_by("reference")
    return list(rows.values_list("reference", flat=True))
