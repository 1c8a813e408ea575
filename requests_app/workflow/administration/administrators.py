"""How many account administrators are left: one lock and one count, for every act that ends one.

No act may count for itself, and none that ends an administrator may leave out the lock.
"""

from __future__ import annotations

from django.db import connection

from requests_app.accounts.models import Account, RoleAssignment
from requests_app.accounts.roles import Role
from requests_app.common.errors import PreconditionFailed

FEWEST = 2

_LOCK = "accounts.administrators"


def keep_administrators() -> None:
    """Nobody stops being an administrator until this transaction ends; others may act meanwhile.

    An administrator's act takes it before it asks whether the actor is one, so that nobody acts on
    a role that ends in the same moment.
    """
    _lock("pg_advisory_xact_lock_shared")


def change_administrators() -> None:
    """Wait until no administrator acts, and let none act until this transaction ends.

    Whatever may end an administrator takes it first, before any row: who then waited counts anew.
    """
    _lock("pg_advisory_xact_lock")


def check_two_stay_without(leaving: Account) -> None:
    """Two persons who can administer accounts are left when this account no longer does.

    Whoever has no password of their own cannot sign in, and so does not count.

    Raises:
        PreconditionFailed: there would be fewer.
    """
    if Role.ACCOUNT_ADMINISTRATOR not in leaving.roles():
        return
    others = RoleAssignment.objects.filter(
        role=Role.ACCOUNT_ADMINISTRATOR,
        withdrawn_at__isnull=True,
        account__is_active=True,
        account__is_superuser=False,
        account__must_set_password=False,
    ).exclude(account=leaving)
    # Persons: two accounts of one administrator cannot do what takes two people.
    if others.values("person").distinct().count() < FEWEST:
        raise PreconditionFailed("two_administrators_must_stay")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [_LOCK])
