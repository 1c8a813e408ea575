"""The search request itself, its sealed draft and its frozen versions.

Plain columns hold codes and times only: what an officer wrote is sealed.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from requests_app.policy.vocabulary import ALWAYS_DEMANDED
from requests_app.searches.states import Status, StatusMeaning, meaning_of

WAITS_BEHIND_URGENT_ONES = Case(
    When(urgency="routine", then=Value(1)),
    default=Value(0),
    output_field=models.SmallIntegerField(),
)
"""In what order requests are decided on: first the urgent ones, ..."""
ANSWER_BY = Coalesce(
    "needed_by", Value(datetime(9999, 1, 1, tzinfo=UTC), output_field=models.DateTimeField())
)
"""... of them by when their answer is needed, those that name no time last; then the oldest."""


class SearchRequest(models.Model):
    """One request for one search, from draft to end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_by_person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    status = models.CharField(max_length=20, default=Status.DRAFT.value)
    status_since = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)
    urgency = models.CharField(max_length=30, blank=True)
    needed_by = models.DateTimeField(null=True, blank=True)
    content_destroyed_at = models.DateTimeField(null=True, blank=True)
    required_roles = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    case_lookup = models.CharField(max_length=64, blank=True, db_index=True)
    description_locked_at = models.DateTimeField(null=True, blank=True)
    probe = models.ForeignKey(
        "searches.Probe",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    started_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="restarts"
    )

    class Meta:
        verbose_name = _("search request")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["status", "submitted_at"], name="search_queue"),
            models.Index(
                WAITS_BEHIND_URGENT_ONES,
                ANSWER_BY,
                "submitted_at",
                "created_at",
                "id",
                condition=models.Q(status="AWAITING_DECISION"),
                name="search_to_decide",
            ),
            models.Index(
                fields=["lapses_at"],
                condition=models.Q(
                    status__in=["AWAITING_DECISION", "RETURNED", "APPROVED", "SEARCH_FAILED"]
                ),
                name="search_to_expire",
            ),
            models.Index(
                fields=["unit", "status_since", "id"],
                condition=models.Q(status="RESULT_RECEIVED"),
                name="search_to_examine",
            ),
            models.Index(
                fields=["requested_by", "-status_since", "-created_at", "id"], name="search_mine"
            ),
            models.Index(
                fields=["status_since"],
                condition=models.Q(
                    content_destroyed_at=None,
                    status__in=[
                        "REFUSED",
                        "WITHDRAWN",
                        "EXPIRED",
                        "RESULT_RECEIVED",
                        "NO_LEAD",
                        "LEAD_RELEASED",
                        "CLOSED",
                    ],
                ),
                name="search_content_to_destroy",
            ),
            models.Index(
                fields=["requested_by_person"],
                condition=models.Q(status="LEAD_RELEASED", content_destroyed_at=None),
                name="search_leads_of_a_person",
            ),
            models.Index(
                fields=["unit", "-status_since", "id"],
                condition=models.Q(
                    status__in=["LEAD_RELEASED", "CLOSED"], content_destroyed_at=None
                ),
                name="search_leads_of_a_unit",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id", "requested_by_person"],
                name="search_request_with_requester",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[s.value for s in Status]),
                name="search_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(version=0, submitted_at=None)
                | models.Q(version__gt=0, submitted_at__isnull=False),
                name="search_version_with_submission_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(started_from=models.F("id")),
                name="search_not_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def meaning(self) -> StatusMeaning:
        """Label, explanation and owner of the present status."""
        return meaning_of(self.status)

    @property
    def roles_demanded(self) -> frozenset[str]:
        """The roles whose approval this request takes."""
        return frozenset({*self.required_roles, ALWAYS_DEMANDED.value})


class Draft(models.Model):
    """The answers being written, sealed; `revision` grows with each save so that a stale form is noticed."""

    search_request = models.OneToOneField(
        SearchRequest, on_delete=models.PROTECT, primary_key=True, related_name="draft"
    )
    sealed = models.BinaryField()
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()


class Justification(models.Model):
    """One submitted version of the answers, frozen. What a decider reads and a decision binds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    search_request = models.ForeignKey(
        SearchRequest, on_delete=models.PROTECT, related_name="justifications"
    )
    version = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    probe = models.ForeignKey("searches.Probe", on_delete=models.PROTECT, related_name="+")
    gallery = models.ForeignKey("registry.Gallery", on_delete=models.PROTECT, related_name="+")
    gallery_digest = models.CharField(max_length=64)
    documents = ArrayField(models.UUIDField(), default=list, blank=True)
    purpose_code = models.CharField(max_length=60)
    urgency = models.CharField(max_length=30)
    retention_class = models.CharField(max_length=40, blank=True, default="")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=2)
    # What the rules said when it was submitted: no later check takes its place. An earlier release
    # kept none; `selectors.check_at_submission` finds theirs.
    check_run = models.OneToOneField(
        "searches.CheckRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["search_request", "version"], name="one_justification_a_version"
            ),
        ]
