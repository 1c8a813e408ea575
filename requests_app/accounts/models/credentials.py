"""Links with which a person sets their own password, once and within a time.

Only a digest of the secret in the link is kept; nobody's password ever passes through here.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.models.people import Account
from requests_app.accounts.models.powers import PowerProposal
from requests_app.common import clock


class CredentialLinkPurpose(models.TextChoices):
    FIRST_PASSWORD = "first_password", _("First password")
    RESET = "reset", _("Credential reset")


class CredentialLink(models.Model):
    """A single-use, time-limited link; issued by nobody only for the first administrators."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credential_links")
    purpose = models.CharField(max_length=16, choices=CredentialLinkPurpose.choices)
    secret_digest = models.BinaryField(max_length=32, unique=True)
    issued_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    issued_at = models.DateTimeField(default=clock.now)
    issued_through = models.OneToOneField(
        PowerProposal, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="credentiallink_expires_later",
            ),
            models.CheckConstraint(
                condition=Q(purpose=CredentialLinkPurpose.FIRST_PASSWORD)
                | Q(purpose=CredentialLinkPurpose.RESET, issued_through__isnull=False),
                name="credentiallink_reset_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="credentiallink_used_or_revoked",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
                name="credentiallink_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.account_id}"
