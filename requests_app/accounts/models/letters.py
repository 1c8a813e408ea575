"""Letters about somebody's account, and what every row has whose mail the worker sends.

A letter says what was done and never a secret or an address: those are read when it is sent.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from requests_app.accounts.models.people import Account


class Mailed(models.Model):
    """A row of which one mail is sent to the person whose account it names."""

    emailed_at = models.DateTimeField(null=True, blank=True)
    email_attempts = models.PositiveSmallIntegerField(default=0)
    # When it is tried next; none once it has left, or was given up after the last try.
    email_next_at = models.DateTimeField(null=True, blank=True)
    email_tried_at = models.DateTimeField(null=True, blank=True)
    # The class of the latest failure, never its text, in which a server may name the recipient.
    email_error = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        abstract = True


class Letter(Mailed):
    """One thing that the person of an account must notice: it was done to the account just now.

    Or, for an account administrator, that something waits until a second one has looked at it; for an auditor, that
    the check of the log found a difference.
    """

    class Kind(models.TextChoices):
        PASSWORD_SET = "password_set"  # noqa: S105  a kind of letter
        POWERS_CHANGED = "powers_changed"
        APP_ADDED = "app_added"
        SECOND_FACTOR_REMOVED = "second_factor_removed"
        NEW_CODES = "new_codes"
        CODE_USED = "code_used"
        TO_CONFIRM = "to_confirm"
        LOG_DIFFERS = "log_differs"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    # The one number that a letter says: how many recovery codes are left.
    codes_left = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["email_next_at"], name="letter_unsent", condition=Q(emailed_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(emailed_at=None) | Q(email_next_at=None),
                name="letter_sent_is_not_due",
            ),
            models.CheckConstraint(
                condition=Q(kind="code_used", codes_left__isnull=False)
                | (~Q(kind="code_used") & Q(codes_left=None)),
                name="letter_says_codes_where_used",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"
