"""What a policy administrator proposes and another person confirms or refuses: columns and constraints of such a row.

Decides nothing; who may do what is asked in `workflow.permissions`, and again by the triggers of each table.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from requests_app.accounts.models import Account, Person
from requests_app.common import clock


class SettledHow(models.TextChoices):
    """How a proposal ended."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Proposal(models.Model):
    """One proposal: made by one person, settled once; an empty outcome means that it is open.

    The person behind each account stands beside it, tied to it by a composite foreign key, so that the database
    compares persons.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reason = models.TextField()
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)

    outcome = models.CharField(max_length=12, choices=SettledHow.choices, blank=True, default="")
    settled_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    settled_by_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_reason = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


def settled_by_two(prefix: str) -> list[models.CheckConstraint]:
    """Return the constraints of a proposal: a reason, a whole end, and nobody who settles their own.

    Args:
        prefix: of the names of the constraints.
    """
    own = Q(settled_by_person=F("proposed_by_person"))
    return [
        models.CheckConstraint(condition=~Q(reason=""), name=f"{prefix}_has_a_reason"),
        models.CheckConstraint(
            condition=Q(
                outcome="",
                settled_by__isnull=True,
                settled_by_person__isnull=True,
                settled_at__isnull=True,
                settled_reason="",
            )
            | Q(
                outcome__in=SettledHow.values,
                settled_by__isnull=False,
                settled_by_person__isnull=False,
                settled_at__gte=F("proposed_at"),
            ),
            name=f"{prefix}_settled_by_whom_when_how",
        ),
        models.CheckConstraint(
            condition=Q(outcome="")
            | Q(outcome=SettledHow.CONFIRMED, settled_reason="") & ~own
            | Q(outcome=SettledHow.REFUSED) & ~Q(settled_reason="") & ~own
            | Q(
                outcome=SettledHow.WITHDRAWN,
                settled_reason="",
                settled_by_person=F("proposed_by_person"),
            ),
            name=f"{prefix}_settled_by_another_person",
        ),
    ]
