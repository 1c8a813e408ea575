"""Who looked, who claimed, who decided, and the authorisation that follows.

Each row ties the decider's person to the requester's, so that the database itself refuses self-approval.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class Claim(models.Model):
    """One decider's hold on a request, for a limited time.

    Attributes:
        until: when it runs out; later than at first where it was renewed.
        first_until: when it would have run out unrenewed; nothing where it was never renewed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="claims"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField()
    until = models.DateTimeField()
    first_until = models.DateTimeField(null=True, blank=True)
    via = models.CharField(max_length=20, default="queue")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search_request"],
                condition=models.Q(ended_at=None),
                name="one_open_claim_a_request",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_how="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_how="")),
                name="claim_end_says_how",
            ),
        ]

    @property
    def length(self) -> timedelta:
        """How long it was to last when it was made."""
        return (self.first_until or self.until) - self.claimed_at

    @property
    def longest_until(self) -> datetime:
        """Until when it may last however often it is renewed: twice its first length."""
        return self.claimed_at + 2 * self.length


class Reading(models.Model):
    """What somebody opened, when, and the digest of exactly what was shown."""

    class Kind(models.TextChoices):
        DECISION_PAGE = "decision_page"
        PROBE = "probe"
        CANDIDATES = "candidates"
        CANDIDATE_PICTURE = "candidate_picture"
        RELEASE_PAGE = "release_page"
        LEAD = "lead"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="readings"
    )
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    candidate_picture = models.ForeignKey(
        "searches.CandidatePicture",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
    )

    class Meta:
        indexes = [models.Index(fields=["search_request", "person"], name="reading_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="candidate_picture", candidate_picture__isnull=False)
                | (~models.Q(kind="candidate_picture") & models.Q(candidate_picture=None)),
                name="reading_of_a_picture_names_it",
            )
        ]


class Decision(models.Model):
    """One person's answer on one version. Approvals of every demanded role make an authorisation."""

    class Outcome(models.TextChoices):
        APPROVE = "approve"
        RETURN = "return"
        REFUSE = "refuse"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="decisions"
    )
    version = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    requested_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()
    digest_read = models.CharField(max_length=64)
    sealed_reasons = models.BinaryField()
    seconds_open = models.PositiveIntegerField()
    seconds_open_total = models.PositiveIntegerField(default=0)
    probe_opened = models.BooleanField()
    findings_unread = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    claim_via = models.CharField(max_length=20, default="queue")
    faces_confirmed = models.PositiveSmallIntegerField(null=True, blank=True)
    signature = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["decided_at"]
        indexes = [models.Index(fields=["decided_by", "-decided_at", "id"], name="decision_mine")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by_person=models.F("requested_by_person")),
                name="nobody_decides_on_their_own_request",
            ),
            models.UniqueConstraint(
                fields=["search_request", "version", "role"],
                name="one_decision_a_role_and_version",
            ),
            models.UniqueConstraint(
                fields=["search_request", "version", "decided_by_person"],
                name="one_decision_a_person_and_version",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["approve", "return", "refuse"]),
                name="decision_outcome_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="approve") | models.Q(probe_opened=True),
                name="no_approval_with_the_probe_unopened",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["supervisor", "privacy_officer"]),
                name="decision_role_known",
            ),
        ]


class Authorisation(models.Model):
    """Leave for one search, good once, until it expires. Everything a grant says is fixed here."""

    search_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.OneToOneField(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="authorisation"
    )
    version = models.PositiveSmallIntegerField()
    requested_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    completed_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    roles = ArrayField(models.CharField(max_length=30))
    decision_digest = models.CharField(max_length=64)
    probe = models.ForeignKey("searches.Probe", on_delete=models.PROTECT, related_name="+")
    probe_commitment = models.CharField(max_length=64)
    sealed_opening = models.BinaryField()
    gallery = models.ForeignKey("registry.Gallery", on_delete=models.PROTECT, related_name="+")
    gallery_digest = models.CharField(max_length=64)
    mode = models.CharField(max_length=40)
    purpose_code = models.CharField(max_length=60)
    candidate_limit = models.PositiveSmallIntegerField()
    threshold = models.CharField(max_length=20, blank=True)
    approved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    event_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(completed_by_person=models.F("requested_by_person")),
                name="nobody_authorises_their_own_search",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("approved_at")),
                name="authorisation_ends_after_it_starts",
            ),
        ]
