"""What a person's own account holds, and until when their training counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from requests_app.accounts.models import Account, Course, Unit
from requests_app.accounts.training import is_unconfirmed, last_valid_day
from requests_app.common import clock


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """One's own account.

    Attributes:
        account: with its person and home unit.
        roles: the codes of the roles held now.
        rights: the units it may decide for.
        trained_until: the last day that counts, of each course with a confirmed certificate.
        unconfirmed: the courses with a certificate in force that waits for its confirmation.
    """

    account: Account
    roles: frozenset[str]
    rights: tuple[Unit, ...]
    trained_until: dict[Course, date]
    unconfirmed: frozenset[Course]


def read_own_account(account: Account) -> OwnAccount:
    """Return what this account holds."""
    today = timezone.localdate(clock.now())
    days = {course: last_valid_day(account.person, course) for course in Course}
    rights = account.decide_rights.filter(withdrawn_at__isnull=True).select_related("unit")
    return OwnAccount(
        account=Account.objects.select_related("person", "unit").get(pk=account.pk),
        roles=account.roles(),
        rights=tuple(right.unit for right in rights),
        trained_until={course: day for course, day in days.items() if day is not None},
        unconfirmed=frozenset(
            course for course in Course if is_unconfirmed(account.person, course, today)
        ),
    )
