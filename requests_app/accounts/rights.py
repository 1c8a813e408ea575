"""For which units an account may decide: guardian's object permissions on units.

It must not look at requests, and must never take a super-user's or a shut account's word for it:
guardian and Django both say yes to a super-user, so these are refused here by name.
"""

from __future__ import annotations

from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from requests_app.accounts.models import Account, Unit
from requests_app.common.read_once import read_once

DECIDE_FOR_UNIT = "decide_for_unit"
_PERMISSION = f"accounts.{DECIDE_FOR_UNIT}"


def units_decidable_by(account: Account) -> QuerySet[Unit]:
    """The active units whose requests this account may decide on; none for a shut account."""
    if not account.may_act():
        return Unit.objects.none()
    units = get_objects_for_user(
        account,
        _PERMISSION,
        klass=Unit,
        use_groups=False,
        with_superuser=False,
        accept_global_perms=False,
    )
    return units.filter(is_active=True)


@read_once
def decidable_units(account: Account) -> tuple[Unit, ...]:
    """The same units, read; a list of requests is found by them faster than by the question which they are."""
    return tuple(units_decidable_by(account))


def may_decide_for(account: Account, unit: Unit) -> bool:
    """Say whether this account holds a live right to decide for this unit."""
    return account.may_act() and _is_decidable_by(account, unit)


@read_once
def _is_decidable_by(account: Account, unit: Unit) -> bool:
    return units_decidable_by(account).filter(pk=unit.pk).exists()
