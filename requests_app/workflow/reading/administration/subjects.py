"""What an administrator's act is about: an account, a unit, a certificate, found by its id."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.models import Account, Certificate, RoleAssignment, Unit
from requests_app.common.errors import NotFound


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account with its person and home unit.

    Attributes:
        roles: the codes of the roles it holds now.
        roles_of_person: those that its person holds, on any account.
    """

    account: Account
    roles: frozenset[str]
    roles_of_person: frozenset[str]


def find_account(account_id: UUID) -> FoundAccount:
    """Return an account.

    Raises:
        NotFound
    """
    account = (
        Account.objects.select_related("person", "unit", "disabled_by__person")
        .filter(pk=account_id)
        .first()
    )
    if account is None:
        raise NotFound
    held = RoleAssignment.objects.filter(person=account.person, withdrawn_at__isnull=True)
    return FoundAccount(account, account.roles(), frozenset(held.values_list("role", flat=True)))


def find_unit(unit_id: UUID) -> Unit:
    """Return a unit.

    Raises:
        NotFound
    """
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NotFound
    return unit


def find_certificate(account_id: UUID, certificate_id: UUID) -> Certificate:
    """Return a certificate of the person behind an account.

    Raises:
        NotFound
    """
    certificate = Certificate.objects.filter(
        pk=certificate_id, person__accounts__pk=account_id
    ).first()
    if certificate is None:
        raise NotFound
    return certificate


def units_in_use() -> tuple[Unit, ...]:
    """Return the units that accounts may join and that somebody may decide for."""
    return tuple(Unit.objects.filter(is_active=True))
