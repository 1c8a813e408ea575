"""What a supervisor decided on a candidate on whom two examiners agree: released to the officer as a lead, or not.

One row for each request, which never changes; a recall is a row of its own. What they wrote and the sheet are sealed under the request's key.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class LeadDecision(models.Model):
    """One supervisor's decision on one candidate.

    Attributes:
        requested_by_person: the requester's, so that the database itself refuses a release to oneself.
        selected_position: of the candidate in the stored list, from 1.
        digest_read: of the page on which it was decided; see `Reading`. lead_digest: of the sheet, hex SHA-256.
        expires_at: when the lead may no longer be acted on; empty where none was released.
        sealed: what the supervisor said; sealed_lead: the sheet, empty where no lead was released.
    """

    class Outcome(models.TextChoices):
        RELEASE = "release"
        WITHHOLD = "withhold"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.OneToOneField(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="lead_decision"
    )
    requested_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    selected_position = models.PositiveIntegerField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    digest_read = models.CharField(max_length=64)
    lead_digest = models.CharField(max_length=64, blank=True, default="")
    sealed = models.BinaryField()
    sealed_lead = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["decided_by", "-decided_at", "id"], name="lead_mine")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by_person=models.F("requested_by_person")),
                name="nobody_releases_a_lead_to_themselves",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome="release", expires_at__isnull=False, sealed_lead__isnull=False
                )
                | models.Q(outcome="withhold", expires_at=None, sealed_lead=None),
                name="a_lead_that_is_released_expires",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at=None)
                | models.Q(expires_at__gt=models.F("decided_at")),
                name="a_lead_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(selected_position__gte=1), name="lead_of_a_position"
            ),
        ]


class LeadRecall(models.Model):
    """A lead that is taken back: it may no longer be acted on, and whoever opened it is told. It stays to be read.

    Attributes:
        ground: why, as a code; sealed_reason: in the words of whoever recalled it.
    """

    class Ground(models.TextChoices):
        GALLERY_WITHDRAWN = "gallery_withdrawn"
        MATCHER_WITHDRAWN = "matcher_withdrawn"
        ERROR_FOUND = "error_found"
        OTHER = "other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.OneToOneField(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="lead_recall"
    )
    requested_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    ground = models.CharField(max_length=20, choices=Ground.choices)
    sealed_reason = models.BinaryField()
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recalled_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    recalled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(recalled_by_person=models.F("requested_by_person")),
                name="nobody_recalls_a_lead_of_their_own",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ground__in=["gallery_withdrawn", "matcher_withdrawn", "error_found", "other"]
                ),
                name="recall_ground_known",
            ),
        ]
