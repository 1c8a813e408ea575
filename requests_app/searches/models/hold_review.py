"""A review of a legal hold: somebody looked on it, and the content must still be kept.

Why is sealed under the request's key. A hold never ends by itself: it is released, by another person than the one who set
it, or reviewed again.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from requests_app.searches.models.legal_hold import LegalHold
from requests_app.searches.models.request import SearchRequest


class HoldReview(models.Model):
    """One review of one hold that stands; the latest one says when it is due again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hold = models.ForeignKey(LegalHold, on_delete=models.PROTECT, related_name="reviews")
    search_request = models.ForeignKey(SearchRequest, on_delete=models.PROTECT, related_name="+")
    sealed_reason = models.BinaryField()
    review_on = models.DateField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["reviewed_at"]
        indexes = [models.Index(fields=["hold", "-reviewed_at"], name="hold_reviewed_last")]
