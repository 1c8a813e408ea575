"""A legal hold: content that must not be destroyed while it stands, set by one person and released by another.

Why it was set and released is sealed under the request's key; the log holds that it was, by whom and when.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from requests_app.searches.models.request import SearchRequest


class LegalHold(models.Model):
    """One hold on one request. Several may stand at once; rows are never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        SearchRequest, on_delete=models.PROTECT, related_name="holds"
    )
    sealed_reason = models.BinaryField()
    review_on = models.DateField(null=True, blank=True)
    """When somebody has to look whether it is still needed; none in holds of earlier releases, which are due at once."""
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_by_person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    released_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sealed_release = models.BinaryField(null=True)

    class Meta:
        ordering = ["set_at"]
        indexes = [
            models.Index(
                fields=["set_at", "id"], name="hold_stands", condition=models.Q(released_at=None)
            ),
            models.Index(
                fields=["-released_at"],
                name="hold_released",
                condition=models.Q(released_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    released_at=None,
                    released_by=None,
                    released_by_person=None,
                    sealed_release=None,
                )
                | models.Q(
                    released_at__isnull=False,
                    released_by__isnull=False,
                    released_by_person__isnull=False,
                    sealed_release__isnull=False,
                ),
                name="hold_released_when_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(released_by_person=None)
                | ~models.Q(released_by_person=models.F("set_by_person")),
                name="hold_released_by_another_person",
            ),
        ]
