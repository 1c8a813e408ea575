"""Names for the opaque ids of the log, and ids for what an auditor types.

Must not put a name where the log would keep it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from requests_app.accounts.models import Account, Person
from requests_app.accounts.selectors import people_named, person_numbered
from requests_app.audit.models import Event
from requests_app.common.references import read_references
from requests_app.registry import selectors as registry
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


def names_in_filters(written: Iterable[Mapping[str, Any]]) -> Names:
    """Return the names and references that stand behind the filters of readings and exports.

    Args:
        written: filters as `EventFilter.as_facts` writes them.
    """
    filters = list(written)
    people = {UUID(each) for one in filters for each in one.get("people", ())}
    requests = {UUID(each) for one in filters for each in one.get("requests", ())}
    accounts = Account.objects.filter(pk__in=people).values_list("pk", "person__full_name")
    references = SearchRequest.objects.filter(pk__in=requests).values_list("pk", "reference")
    return Names(people_by_id(people) | dict(accounts), dict(references))


def people_called(text: str) -> tuple[UUID, ...]:
    """Return the accounts and persons that a user name, a staff number, an id or a name stands for.

    A name is looked for only where nothing else is written so; it may be several people's, or nobody's.
    """
    text = text.strip()
    try:
        return (UUID(text),)
    except ValueError:
        pass
    # Two questions: one condition over both tables would read every account.
    accounts = Account.objects.filter(Q(username=text.lower()) | Q(person=person_numbered(text)))
    if not accounts.exists():
        accounts = Account.objects.filter(person__in=people_named(text))
    found = {found_id for pair in accounts.values_list("pk", "person_id") for found_id in pair}
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class CalledRequests:
    """The requests that somebody typed the reference numbers (or ids) of.

    Attributes:
        ids: of those that there are.
        wrong: reference numbers whose last letter does not fit the rest.
        none: reference numbers that no request has.
        unreadable: words that are neither a reference number nor an id.
    """

    ids: tuple[UUID, ...]
    wrong: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def requests_called(text: str) -> CalledRequests:
    """Find requests by their reference numbers, however their dashes are typed, or by their ids."""
    read = read_references(text)
    ids, unreadable = set(), []
    for word in read.other:
        try:
            ids.add(UUID(word))
        except ValueError:
            unreadable.append(word)
    found = SearchRequest.objects.filter(Q(pk__in=ids) | Q(reference__in=read.right))
    by_id = dict(found.values_list("pk", "reference"))
    missing = [reference for reference in read.right if reference not in by_id.values()]
    return CalledRequests(tuple(sorted(by_id)), read.wrong, tuple(missing), tuple(unreadable))


@dataclass(frozen=True, slots=True)
class OnCase:
    """The requests that bear a case number.

    Attributes:
        references: their reference numbers.
        marks: keyed hashes by which the same requests are found again; they tell nobody the number.
    """

    references: list[str]
    marks: tuple[str, ...]


def requests_marked(marks: Iterable[str]) -> tuple[UUID, ...]:
    """Return the requests on a case by its keyed hashes, however many there are."""
    return tuple(sorted(selectors.requests_on_case(list(marks)).values_list("pk", flat=True)))


def requests_on_case(case_number: str) -> OnCase:
    """Return the requests that bear a case number, however its dashes are typed."""
    agency = registry.agency()
    wanted = lookups.case_lookups(
        case_number, pattern=agency.case_number_pattern, example=agency.case_number_example
    )
    rows = selectors.requests_on_case(wanted).order_by("reference")
    found = list(rows.values_list("reference", "case_lookup"))
    return OnCase([reference for reference, _ in found], tuple(sorted({mark for _, mark in found})))
