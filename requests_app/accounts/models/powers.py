"""Powers: roles and rights to decide, each granted by two people, and the proposals behind them.

A power is withdrawn and never deleted; the database refuses one whose proposal nobody confirmed.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from requests_app.accounts.models.people import Account, Person, Unit
from requests_app.accounts.roles import Role
from requests_app.common import clock


class ProposalKind(models.TextChoices):
    ROLE = "role", _("Grant a role")
    DECIDE_RIGHT = "decide_right", _("Grant the right to decide for a unit")
    CREDENTIAL_RESET = "credential_reset", _("Reset the sign-in credentials")


class ProposalOutcome(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


class PowerProposal(models.Model):
    """What one administrator proposes for somebody and another one confirms or refuses.

    The person behind each account is stored beside it and tied to it by a composite foreign key,
    so that the comparison of persons is a constraint and not a habit.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=ProposalKind.choices)
    beneficiary = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="proposals_about"
    )
    beneficiary_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=Role.choices, blank=True, default="")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.TextField()

    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    outcome = models.CharField(
        max_length=12, choices=ProposalOutcome.choices, null=True, blank=True
    )
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_by_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=ProposalKind.ROLE, role__in=Role.values))
                | Q(kind=ProposalKind.DECIDE_RIGHT, role="", unit__isnull=False)
                | Q(kind=ProposalKind.CREDENTIAL_RESET, role="", unit__isnull=True),
                name="proposal_names_what_it_grants",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("proposed_at")),
                name="proposal_expires_later",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by_person=F("beneficiary_person")),
                name="proposal_not_for_oneself",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__isnull=True,
                    decided_by__isnull=True,
                    decided_by_person__isnull=True,
                    decided_at__isnull=True,
                )
                # Nobody decides that a proposal has expired; the time does.
                | Q(
                    outcome=ProposalOutcome.EXPIRED,
                    decided_by__isnull=True,
                    decided_by_person__isnull=True,
                    decided_at__gte=F("expires_at"),
                )
                | Q(
                    outcome__in=[
                        ProposalOutcome.CONFIRMED,
                        ProposalOutcome.REFUSED,
                        ProposalOutcome.WITHDRAWN,
                    ],
                    decided_by__isnull=False,
                    decided_by_person__isnull=False,
                    decided_at__isnull=False,
                ),
                name="proposal_decided_by_whom_when_how",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True)
                | Q(outcome=ProposalOutcome.EXPIRED)
                | Q(
                    outcome=ProposalOutcome.WITHDRAWN,
                    decided_by_person=F("proposed_by_person"),
                )
                | (
                    Q(outcome__in=[ProposalOutcome.CONFIRMED, ProposalOutcome.REFUSED])
                    & ~Q(decided_by_person=F("proposed_by_person"))
                    & ~Q(decided_by_person=F("beneficiary_person"))
                ),
                name="proposal_decided_by_another_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "beneficiary", "role", "unit"],
                condition=Q(outcome__isnull=True),
                nulls_distinct=False,
                name="proposal_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Power(models.Model):
    """What is common to powers: granted through a confirmed proposal, withdrawn by somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawn_reason="",
                )
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
                name="%(class)s_withdrawn_by_whom_when_why",
            ),
        ]


class RoleAssignment(Power):
    """A role held by an account, in the whole agency as long as it names no unit; none does yet.

    Only the first two administrators of an installation have no proposal behind them.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(max_length=32, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    granted_through = models.OneToOneField(
        PowerProposal, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Power.Meta):
        ordering = ["role", "granted_at"]
        constraints = [
            *Power.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="roleassignment_role_known"
            ),
            models.CheckConstraint(
                condition=Q(granted_through__isnull=False) | Q(role=Role.ACCOUNT_ADMINISTRATOR),
                name="roleassignment_was_confirmed",
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(withdrawn_at__isnull=True),
                name="roleassignment_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.account_id}"


class DecideRight(Power):
    """The right of an account to decide on the requests of one unit, with its history."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="decide_rights")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    granted_through = models.OneToOneField(
        PowerProposal, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Power.Meta):
        ordering = ["granted_at"]
        constraints = [
            *Power.Meta.constraints,
            models.UniqueConstraint(
                fields=["account", "unit"],
                condition=Q(withdrawn_at__isnull=True),
                name="decideright_held_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.account_id}"


class UnitPermissionHeld(UserObjectPermissionBase):
    """What guardian reads: the object permission on a unit, only ever the shadow of a live right.

    The one table here whose rows are deleted, when the right is withdrawn; the history is the
    right's own row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Named, because guardian finds this table through the unit's reverse relation.
    content_object = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="permissions_held"
    )
    decide_right = models.OneToOneField(DecideRight, on_delete=models.PROTECT, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
