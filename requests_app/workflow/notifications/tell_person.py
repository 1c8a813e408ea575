"""Leaves a letter for the person of an account, inside the use case's own transaction.

Sends nothing itself: the worker mails from these rows, and no secret and no address is ever in them.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from requests_app.accounts import selectors as people
from requests_app.accounts.models import Account, Letter
from requests_app.accounts.roles import Role
from requests_app.common import clock


def tell_person(account: Account, kind: Letter.Kind, *, codes_left: int | None = None) -> None:
    """Leave one letter about what was just done to this account.

    Args:
        account: whose person is told.
        kind: what of; the event that says so is recorded in the same transaction.
        codes_left: how many recovery codes are left, where one was used.
    """
    now = clock.now()
    Letter.objects.create(
        account=account, kind=kind, codes_left=codes_left, created_at=now, email_next_at=now
    )


def tell_second_administrators(*, but: tuple[UUID, ...]) -> None:
    """Leave a letter for each administrator who may confirm what was just proposed or recorded.

    Whoever has one that has not left yet is told by that one: many proposals at once make one mail.

    Args:
        but: the persons who may not confirm it: whoever proposed it, and whom it is for.
    """
    administrators = people.holders_of(Role.ACCOUNT_ADMINISTRATOR).exclude(person__in=but)
    _tell_each(administrators, Letter.Kind.TO_CONFIRM)


def tell_auditors_of_a_difference() -> None:
    """Leave a letter for each auditor: the check of the log found a difference, and no search is sent."""
    for role in (Role.PRIVACY_AUDITOR, Role.OVERSIGHT):
        _tell_each(people.holders_of(role), Letter.Kind.LOG_DIFFERS)


def _tell_each(accounts: QuerySet[Account], kind: Letter.Kind) -> None:
    """Leave a letter for each account that has none of this kind still waiting to leave."""
    waiting = Letter.objects.filter(kind=kind, emailed_at=None, email_next_at__isnull=False)
    for account in accounts.exclude(pk__in=waiting.values("account_id")):
        tell_person(account, kind)
