"""Leaves a letter for the person of an account, inside the use case's own transaction.

Sends nothing itself: the worker mails from these rows, and no secret and no address is ever in them.
"""

from __future__ import annotations

from requests_app.accounts.models import Account, Letter
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
