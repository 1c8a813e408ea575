"""Leaves notices for the people whose turn it is, inside the use case's own transaction.

Sends nothing itself: the worker mails from these rows, and no case fact is ever in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from requests_app.accounts import selectors as people
from requests_app.accounts.models import Account
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.common import clock
from requests_app.searches import incidents
from requests_app.searches.models import (
    DisclosurePack,
    Incident,
    IncidentOwner,
    LeadDecision,
    Notice,
    Reading,
    SearchRequest,
)


def tell(accounts: Iterable[Account], search_request: SearchRequest, kind: str) -> None:
    """Leave one notice for each account."""
    now = clock.now()
    Notice.objects.bulk_create(
        Notice(
            account=account,
            search_request=search_request,
            kind=kind,
            created_at=now,
            email_next_at=now,
        )
        for account in accounts
    )


def requester(search_request: SearchRequest, kind: str) -> None:
    """Tell the officer who asked."""
    tell([search_request.requested_by], search_request, kind)


def deciders(search_request: SearchRequest) -> None:
    """Tell everybody who could decide, once each, that a request waits."""
    recipients: dict[object, Account] = {}
    for role in search_request.roles_demanded:
        for account in people.accounts_that_could_decide(search_request.unit, role=role):
            if account.person_id != search_request.requested_by_person_id:
                recipients[account.pk] = account
    tell(recipients.values(), search_request, Notice.Kind.AWAITING_YOUR_DECISION)


def operators(search_request: SearchRequest, kind: str) -> None:
    """Tell the operators; they see a reference and no content."""
    tell(people.holders_of(Role.OPERATOR), search_request, kind)


def who_release(search_request: SearchRequest) -> None:
    """Tell the supervisors who may release a lead that two examiners agree on one."""
    told = people.accounts_that_could_decide(search_request.unit, role=Role.SUPERVISOR)
    examined = search_request.examinations.values("examiner_person")
    examine = people.examiners_of(search_request.unit).values("account__person")
    tell(
        told.exclude(person=search_request.requested_by_person)
        .exclude(person__in=examined)
        .exclude(person__in=examine),
        search_request,
        Notice.Kind.LEAD_AWAITS_RELEASE,
    )


def who_ends_unexamined(search_request: SearchRequest) -> int:
    """Tell the deciders who may end a result that lacks examiners, once each; where nobody may, all who audit.

    Returns:
        how many deciders are told.
    """
    examined = search_request.examinations.values("examiner_person")
    examine = people.examiners_of(search_request.unit).values("account__person")
    deciders = {
        account.pk: account
        for role in sorted(DECIDING_ROLES)
        for account in people.accounts_that_could_decide(search_request.unit, role=role)
        .exclude(person=search_request.requested_by_person)
        .exclude(person__in=examined)
        .exclude(person__in=examine)
    }
    tell((deciders or _auditors()).values(), search_request, Notice.Kind.EXAMINERS_LACKING)
    return len(deciders)


def who_ends_holds(search_request: SearchRequest) -> int:
    """Tell the deciders of the unit, trained or not, that a legal hold has to be reviewed; where there is none, all who audit.

    Returns:
        how many deciders are told.
    """
    deciders = {
        account.pk: account
        for role in sorted(DECIDING_ROLES)
        for account in people.accounts_with_right_for(search_request.unit, role=role).exclude(
            person=search_request.requested_by_person
        )
    }
    tell((deciders or _auditors()).values(), search_request, Notice.Kind.HOLD_REVIEW_DUE)
    return len(deciders)


def whoever_asked(search_request: SearchRequest, kind: str) -> None:
    """Tell the person who asked, at every account in use that they have by now."""
    told = Account.objects.filter(person=search_request.requested_by_person_id, is_active=True)
    tell(told, search_request, kind)


def supervisors(search_request: SearchRequest, kind: str) -> None:
    """Tell the supervisors for the unit, but for whoever asked."""
    told = people.accounts_that_could_decide(search_request.unit, role=Role.SUPERVISOR)
    tell(told.exclude(person=search_request.requested_by_person), search_request, kind)


def who_opened_the_lead(search_request: SearchRequest, *, but_for: Account) -> int:
    """Tell everybody who may have seen a lead that it is recalled, each at every account in use that they have.

    The officer and whoever released it; supervisors who opened it before it was released; whoever looks into an incident
    of it; who asked for a disclosure pack in which it stands.

    Args:
        search_request: whose lead is recalled; but_for: whoever recalls it.

    Returns:
        how many are told: accounts in use, all that a person has.
    """
    of_it = {"search_request": search_request}
    opened = Reading.objects.filter(**of_it, kind=Reading.Kind.RELEASE_PAGE)
    owns = IncidentOwner.objects.filter(incident__search_request=search_request)
    told = Account.objects.filter(
        Q(person=search_request.requested_by_person_id)
        | Q(person__in=LeadDecision.objects.filter(**of_it).values("decided_by_person"))
        | Q(person__in=opened.values("person"))
        | Q(person__in=owns.values("owner_person"))
        | Q(person__in=DisclosurePack.objects.filter(**of_it).values("asked_by_person")),
        is_active=True,
    ).exclude(person=but_for.person_id)
    recipients = list(told)
    tell(recipients, search_request, Notice.Kind.LEAD_RECALLED)
    return len(recipients)


def examiners(search_request: SearchRequest, *, but_for: Account | None = None) -> None:
    """Tell the unit's examiners that a result awaits examination, but for those who may not or have taken it.

    The words are the same whenever it is told, and it is told again whenever an examiner is wanted anew: a second
    notice must not let anybody know that two examiners differ.

    Args:
        search_request: with a result.
        but_for: whoever has just given it back.
    """
    eligible = people.trained_examiners().filter(unit=search_request.unit)
    decided = search_request.decisions.values("decided_by_person")
    examining = search_request.examinations.filter(ended_at=None).values("examiner_person")
    read = search_request.readings.filter(kind=Reading.Kind.RELEASE_PAGE).values("person")
    told = eligible.exclude(person__in=examining).exclude(person__in=read)
    if but_for is not None:
        told = told.exclude(person=but_for.person_id)
    tell(
        told.exclude(person=search_request.requested_by_person).exclude(person__in=decided),
        search_request,
        Notice.Kind.RESULT_RECEIVED,
    )


def who_looks_into(opened: Sequence[Incident], kind: str) -> int:
    """Tell of incidents of one request whoever may look into any of them, and all who audit.

    Args:
        opened: incidents of one request that are open; kind: of the notice.

    Returns:
        how many people may: none where nobody of the unit is independent, of which all who audit are told all the same.
    """
    search_request = opened[0].search_request
    # Only whoever had a part in each of them may look into none.
    parts = [set().union(*incidents.parts_in(each).values()) for each in opened]
    in_all = set.intersection(*parts) | {search_request.requested_by_person_id}
    deciders = {
        account.pk: account
        for role in sorted(DECIDING_ROLES)
        for account in people.accounts_with_right_for(search_request.unit, role=role)
        if account.person_id not in in_all
    }
    tell((deciders | _auditors()).values(), search_request, kind)
    return len({account.person_id for account in deciders.values()})


def former_owner(incident: Incident, account: Account, kind: str) -> None:
    """Tell whoever looked into an incident so far, and all who audit, that another person does."""
    former = {account.pk: account} if account.is_active else {}
    tell((_auditors() | former).values(), incident.search_request, kind)


def of_closing(incident: Incident, *, but_for: Account) -> None:
    """Tell all who looked into an incident, and all who audit, that it is closed; whoever closes it knows."""
    owners = Account.objects.filter(
        pk__in=IncidentOwner.objects.filter(incident=incident).values("owner"), is_active=True
    )
    told = _auditors() | {account.pk: account for account in owners}
    told.pop(but_for.pk, None)
    tell(told.values(), incident.search_request, Notice.Kind.INCIDENT_CLOSED)


def _auditors() -> dict[UUID, Account]:
    return {
        account.pk: account
        for role in (Role.PRIVACY_AUDITOR, Role.OVERSIGHT)
        for account in people.holders_of(role)
    }
